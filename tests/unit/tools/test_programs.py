"""A program that is missing is named, together with the command that installs it."""

from pathlib import Path

import pytest

from tools import chromium, postgres, system


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Nothing on PATH, nothing in the usual places, and no right to install."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("HELIU_CHROMIUM", raising=False)
    monkeypatch.setattr(postgres, "_candidates", lambda: iter(()))


@pytest.mark.usefixtures("bare_machine")
def test_a_missing_database_server_is_named_with_its_command() -> None:
    with pytest.raises(system.ProgramMissing, match="sudo apt-get install postgresql"):
        postgres.find_or_install()


@pytest.mark.usefixtures("bare_machine")
def test_a_missing_browser_is_named_with_its_command() -> None:
    with pytest.raises(system.ProgramMissing, match="sudo apt-get install chromium fonts-noto-cjk"):
        chromium.find_or_install()


def test_a_named_browser_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HELIU_CHROMIUM", "/opt/browser/chrome")
    assert chromium.find() == "/opt/browser/chrome"


def test_without_the_right_to_install_nothing_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system.shutil, "which", lambda name: "/usr/bin/apt-get")
    monkeypatch.setattr(system.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system.subprocess, "run", lambda *a, **k: pytest.fail("ran a command"))
    with pytest.raises(system.ProgramMissing, match="installing needs root"):
        system.install(chromium.CHROMIUM)
