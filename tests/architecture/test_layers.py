"""Imports go down only (docs/adr/0006): import-linter reads the contracts in pyproject.toml."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.source import floors
from tools.paths import ROOT

_LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the contracts of the repository on the package `heliu` in that folder."""
    command = [sys.executable, "-c", _LINT, "--no-cache", "--config", str(ROOT / "pyproject.toml")]
    return subprocess.run(
        command, cwd=folder, env={"PYTHONPATH": str(folder), "PATH": ""}, capture_output=True, text=True
    )


def _skeleton(folder: Path) -> Path:
    """A package with every room, empty."""
    for room in floors():
        home = folder / "heliu" / room
        home.mkdir(parents=True)
        (home / "__init__.py").touch()
        (home / "rules.py").touch()
    (folder / "heliu" / "__init__.py").touch()
    return folder


def test_the_product_keeps_its_contracts() -> None:
    run = _lint(ROOT)
    assert run.returncode == 0, run.stdout + run.stderr


def test_an_empty_house_keeps_them(tmp_path: Path) -> None:
    run = _lint(_skeleton(tmp_path))
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize(
    ("room", "line", "broken"),
    [
        ("stock", "import heliu.sales", "layers"),
        ("sales", "import heliu.purchasing", "layers"),
        ("core", "import heliu.access", "layers"),
        ("integration", "from heliu.flows import rules", "layers"),
        ("sales", "def late():\n    import heliu.flows", "layers"),
    ],
)
def test_an_import_upwards_or_sideways_is_caught(tmp_path: Path, room: str, line: str, broken: str) -> None:
    (_skeleton(tmp_path) / "heliu" / room / "__init__.py").write_text(line + "\n", encoding="utf-8")
    run = _lint(tmp_path)
    assert run.returncode == 1, run.stdout + run.stderr
    assert re.search(rf"^{re.escape(broken)} BROKEN", run.stdout, re.MULTILINE)


def test_a_room_that_no_layer_names_is_caught(tmp_path: Path) -> None:
    attic = _skeleton(tmp_path) / "heliu" / "attic"
    attic.mkdir()
    (attic / "__init__.py").touch()
    run = _lint(tmp_path)
    assert run.returncode == 1, run.stdout + run.stderr


@pytest.mark.parametrize("line", ["from django.db import models", "import random", "import time"])
def test_a_rule_that_reads_the_database_or_the_clock_is_caught(tmp_path: Path, line: str) -> None:
    (_skeleton(tmp_path) / "heliu" / "sales" / "rules.py").write_text(line + "\n", encoding="utf-8")
    run = _lint(tmp_path)
    assert run.returncode == 1, run.stdout + run.stderr
    assert "rules are pure BROKEN" in run.stdout
