"""What is wrong with a page that looks well: failed scripts, broken policy, foreign requests, unreadable text."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Page

# What is still fading in has no colour yet that could be judged.
AT_REST = """() => document.getAnimations().every(
    (moving) => moving.playState !== 'running' || moving.effect?.getTiming().iterations === Infinity)"""
SERIOUS = {"serious", "critical"}
_AXE = Axe().axe_script
_RUN_AXE = "([part, options]) => axe.run(part ?? document, options)"
_ONLY_FAULTS = {"resultTypes": ["violations"]}
_ONLY_COLOURS = {**_ONLY_FAULTS, "runOnly": ["color-contrast"]}


def complaints_of(page: Page) -> list[str]:
    """A list that grows with what goes wrong in the page from now on."""
    complaints: list[str] = []
    page.on("console", lambda message: complaints.extend(_complaint(message)))
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on("request", lambda asked: complaints.extend(_foreign(asked.url)))
    return complaints


def faults_of(page: Page, *, part: str | None = None, only_colours: bool = False) -> list[str]:
    """What axe calls serious or critical on the page, or on a part of it, as it is now."""
    page.wait_for_function(AT_REST)
    options = _ONLY_COLOURS if only_colours else _ONLY_FAULTS
    # Pages that are reached by links keep it; bringing half a megabyte in anew takes longer than judging a page.
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(_AXE)
    found = page.evaluate(_RUN_AXE, [part, options])["violations"]
    return [_fault(fault) for fault in found if fault["impact"] in SERIOUS]


def _fault(fault: dict[str, Any]) -> str:
    places = "; ".join(node["html"] for node in fault["nodes"][:3])
    return f"{fault['id']} ({fault['impact']}): {fault['help']}: {places}"


def _complaint(message: ConsoleMessage) -> list[str]:
    """Answers that the server meant as refusals are no fault of the page."""
    refused = "Failed to load resource" in message.text
    return [f"console: {message.text}"] if message.type == "error" and not refused else []


def _foreign(url: str) -> list[str]:
    return [] if re.match(r"(?:http://127\.0\.0\.1[:/]|data:|blob:|about:)", url) else [f"asked elsewhere: {url}"]
