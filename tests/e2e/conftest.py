"""Browser tests: a real server, the system's Chromium, and pages that complain when anything went wrong in them.

Pictures go to `test-results/screens`; with HELIU_SCREENSHOTS=1 also to `docs/images`, where the README shows them.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from tests.support import server as servers
from tools import chromium
from tools.paths import RESULTS, ROOT

SCREENS = RESULTS / "screens"
PUBLISHED = ROOT / "docs" / "images"
OWNER = "owner"
PASSWORD = "Plum-blossom-1947"
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",
]
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = chromium.find_or_install()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def fresh_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """An installation in which nobody has signed in yet."""
    with servers.running(tmp_path_factory.mktemp("fresh")) as server:
        yield server


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers.Server]:
    """An installation with one owner and one company, shared by the tests of a run."""
    with servers.running(tmp_path_factory.mktemp("company")) as server:
        answer = servers.Client(server.url).set_up(server, username=OWNER, password=PASSWORD, company="合流示范商行")
        assert answer.status == 200, answer.body
        yield server


@pytest.fixture
def client(server: servers.Server) -> servers.Client:
    """The owner at the API, to arrange what a story begins with."""
    client = servers.Client(server.url)
    assert client.sign_in(username=OWNER, password=PASSWORD).status == 200
    return client


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1440, "height": 900}, timezone_id="Asia/Shanghai")
    context.set_default_timeout(15_000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that fails its test when a script failed in it, the policy was broken or it asked another origin."""
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.extend(_complaint(message)))
    page.on("pageerror", lambda error: complaints.append(f"script error: {error}"))
    page.on("request", lambda asked: complaints.extend(_foreign(asked.url)))
    yield page
    page.screenshot(path=_screen(re.sub(r"\W+", "-", request.node.name)))
    assert complaints == []


@pytest.fixture
def signed_in(page: Page, context: BrowserContext, server: servers.Server) -> Page:
    """The owner's browser, past the login."""
    client = servers.Client(server.url)
    assert client.sign_in(username=OWNER, password=PASSWORD).status == 200
    context.add_cookies(
        [{"name": cookie.name, "value": cookie.value or "", "url": server.url} for cookie in client.cookies]
    )
    page.goto(server.url)
    return page


@pytest.fixture
def picture(page: Page) -> Callable[[str], None]:
    """Keeps a picture of the page as it is now."""

    def take(name: str) -> None:
        path = _screen(name)
        page.screenshot(path=path)
        if os.environ.get("HELIU_SCREENSHOTS") == "1":
            PUBLISHED.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, PUBLISHED / path.name)

    return take


@pytest.fixture
def assert_accessible(page: Page) -> Callable[[], None]:
    """Fails on what axe calls serious or critical."""

    def check() -> None:
        found = Axe().run(page).response["violations"]
        serious = [_fault(fault) for fault in found if fault["impact"] in SERIOUS]
        assert serious == []

    return check


def _fault(fault: dict[str, Any]) -> str:
    places = "; ".join(node["html"] for node in fault["nodes"][:3])
    return f"{fault['id']} ({fault['impact']}): {fault['help']}: {places}"


def _screen(name: str) -> Path:
    SCREENS.mkdir(parents=True, exist_ok=True)
    return SCREENS / f"{name}.png"


def _complaint(message: ConsoleMessage) -> list[str]:
    """Answers that the server meant as refusals are no fault of the page."""
    refused = "Failed to load resource" in message.text
    return [f"console: {message.text}"] if message.type == "error" and not refused else []


def _foreign(url: str) -> list[str]:
    return [] if re.match(r"(?:http://127\.0\.0\.1[:/]|data:|blob:|about:)", url) else [f"asked elsewhere: {url}"]
