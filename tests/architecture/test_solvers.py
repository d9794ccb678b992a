"""Solvers stay light and pure: what is heavy is imported inside functions, and nothing of the product around them."""

import subprocess
import sys

import pytest

from tests.architecture.source import product_modules

HEAVY = ("scipy", "pandas", "statsforecast", "lightgbm", "highspy", "pyarrow", "django", "heliu.core")


def _loaded_after_importing(statement: str) -> list[str]:
    code = f"import sys\n{statement}\nprint([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found: list[str] = eval(done.stdout)
    return found


def test_importing_every_solver_loads_nothing_heavy() -> None:
    names = [module.name for module in product_modules() if module.room == "solvers"]
    assert "heliu.solvers.answers" in names
    assert _loaded_after_importing("import " + ", ".join(names)) == []


@pytest.mark.parametrize("name", ["scipy.stats", "pandas"])
def test_a_heavy_import_is_caught(name: str) -> None:
    assert _loaded_after_importing(f"import {name}") != []
