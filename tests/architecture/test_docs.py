"""Documents lead somewhere: links and headings exist, every decision names the check that enforces it."""

import re
import tomllib
from typing import Any

import pytest
from django.core.management import get_commands

from tools import docs
from tools.paths import ROOT

DECISIONS = ROOT / "docs" / "adr"
COMMANDS = ROOT / "docs" / "reference" / "commands.md"


def test_no_link_leads_nowhere() -> None:
    assert docs.broken_links(docs.pages()) == []


def test_the_site_has_every_page() -> None:
    assert {"README.md", "README.en.md", "CONTEXT.md", "docs/status.md"} <= set(docs.pages())


@pytest.mark.parametrize("link", ["[x](docs/nowhere.md)", "[x](README.md#no-such-heading)", "![x](docs/images/no.png)"])
def test_a_dead_link_is_caught(link: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setattr(docs, "ROOT", tmp_path)
    (docs.ROOT / "README.md").write_text(f"# Seeded\n\n{link}\n", encoding="utf-8")
    assert len(docs.broken_links({"README.md": docs.Page("README.md")})) == 1


def undocumented(text: str) -> list[str]:
    """Commands of the product that a text does not name."""
    own = [name.replace("_", "-") for name, app in get_commands().items() if str(app).startswith("heliu.")]
    return sorted(name for name in own if not re.search(rf"`heliu {name}[ `]", text))


def test_every_command_is_documented() -> None:
    assert undocumented(COMMANDS.read_text(encoding="utf-8")) == []


def test_a_command_that_is_not_documented_is_caught() -> None:
    assert "serve" in undocumented("`heliu serves` and `heliu verify`")


def decisions_without_check() -> list[str]:
    return [
        path.name
        for path in sorted(DECISIONS.glob("[0-9]*.md"))
        if not re.search(r"^\*\*Enforced by\*\*: \S", path.read_text(encoding="utf-8"), re.MULTILINE)
    ]


def test_every_decision_names_the_check_that_enforces_it() -> None:
    assert len(list(DECISIONS.glob("[0-9]*.md"))) >= 10
    assert decisions_without_check() == []


def test_every_check_that_a_decision_names_exists() -> None:
    named = {
        match
        for path in DECISIONS.glob("[0-9]*.md")
        for match in re.findall(r"`((?:tests|bench|tools|heliu)/[\w/.]+)`", path.read_text(encoding="utf-8"))
    }
    assert named
    assert sorted(path for path in named if not (ROOT / path).exists()) == []


def test_numbers_of_decisions_follow_each_other() -> None:
    numbers = sorted(int(path.name[:4]) for path in DECISIONS.glob("[0-9]*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def unexplained(page: str, project: dict[str, Any]) -> set[str]:
    """Dependencies without a line on the page, and lines without a dependency (marked with a minus)."""
    named = project["dependencies"] + [d for extra in project["optional-dependencies"].values() for d in extra]
    wanted = {re.split(r"[\[=<>~ ]", dependency)[0] for dependency in named}
    cells = re.findall(r"^\| ([a-z][^|]*?) \|", page, re.MULTILINE)
    told = {re.split(r"\[", name.strip())[0] for cell in cells for name in re.sub(r"\[.*?\]", "", cell).split(",")}
    told.discard("package")
    return (wanted - told) | {f"-{name}" for name in told - wanted}


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    page = (ROOT / "docs" / "reference" / "dependencies.md").read_text(encoding="utf-8")
    assert unexplained(page.split("## The web client")[0], project) == set()


def test_a_dependency_without_a_line_is_caught() -> None:
    project = {"dependencies": ["django==5", "shiny==1"], "optional-dependencies": {"dev": ["ruff==1"]}}
    assert unexplained("| django | x |\n| ruff | y |\n| stale | z |\n", project) == {"shiny", "-stale"}
