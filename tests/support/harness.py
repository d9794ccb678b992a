"""The pytest plugin of this repository (loaded by `-p` in pyproject.toml, before Django's settings are read).

One suite, two engines: HELIU_TEST_ENGINE=sqlite (default) or postgresql. For PostgreSQL, HELIU_TEST_POSTGRES_URL names
a server whose user may create databases; without it a throwaway cluster is started. Every xdist worker has its own
HELIU_HOME and its own database, copied from one migrated template (see `databases.py`).

    @pytest.mark.django_db                     the test runs inside a transaction that is rolled back
    @pytest.mark.django_db(transaction=True)   the test commits; afterwards the database is made anew
    @pytest.mark.engine("postgresql")          the test concerns one engine and is not collected on the other
"""

import atexit
import contextlib
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tools import postgres

ENGINES = ("sqlite", "postgresql")
ENGINE = os.environ.get("HELIU_TEST_ENGINE", "sqlite")
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")

_held = contextlib.ExitStack()


def _enter_home() -> Path:
    """A data directory that nobody else uses and that does not outlive this process."""
    home = Path(tempfile.mkdtemp(prefix=f"heliu-test-{WORKER}-"))
    _held.callback(shutil.rmtree, home, ignore_errors=True)
    os.environ["HELIU_HOME"] = str(home)
    return home


def _enter_engine(home: Path) -> None:
    if ENGINE not in ENGINES:
        raise pytest.UsageError(f"HELIU_TEST_ENGINE={ENGINE!r}: expected one of {', '.join(ENGINES)}")
    if ENGINE == "sqlite":
        os.environ["HELIU_DATABASE_URL"] = f"sqlite:///{home / 'test.sqlite3'}"
        return
    if postgres.URL_VARIABLE not in os.environ:
        os.environ[postgres.URL_VARIABLE] = _held.enter_context(postgres.throwaway_cluster())
    server = os.environ[postgres.URL_VARIABLE].rpartition("/")[0]
    os.environ["HELIU_DATABASE_URL"] = f"{server}/heliu_test_{os.getpid()}_{WORKER}"


atexit.register(_held.close)
_enter_engine(_enter_home())

_SLOW_MACHINE = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("default", max_examples=100, deadline=None, suppress_health_check=_SLOW_MACHINE)
settings.register_profile(
    "ci",
    max_examples=200,
    stateful_step_count=50,
    deadline=None,
    derandomize=True,
    print_blob=True,
    suppress_health_check=_SLOW_MACHINE,
)
settings.register_profile(
    "nightly", max_examples=5000, stateful_step_count=100, deadline=None, suppress_health_check=_SLOW_MACHINE
)
settings.load_profile(os.environ.get("HELIU_HYPOTHESIS", "ci" if os.environ.get("CI") == "true" else "default"))


def pytest_report_header() -> str:
    return f"heliu: engine {ENGINE}"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests of the other engine are not collected: nothing is skipped, the other run has them."""
    others = [item for item in items if any(ENGINE not in mark.args for mark in item.iter_markers("engine"))]
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = [item for item in items if item not in others]
