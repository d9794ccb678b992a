"""Fixtures for every test. What must happen before Django's settings are read stands in `support/harness.py`."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from pytest_django import DjangoDbBlocker

from heliu.core.errors import ErpError
from tests.support import databases
from tests.support.harness import ENGINE
from tests.support.words import untranslated


@pytest.fixture(scope="session", autouse=True)
def _passwords_cost_little() -> None:
    """A hash takes a quarter of a second so that nobody guesses; here nobody guesses, and thousands are made."""
    Argon2PasswordHasher.time_cost = 1
    Argon2PasswordHasher.memory_cost = 8 * Argon2PasswordHasher.parallelism


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replaces pytest-django's: a copy of the migrated template, and a reset that immutable tables allow.

    It stands here and not in the plugin, because pytest-django registers later than the plugin and would win.
    """
    with django_db_blocker.unblock():
        database = databases.for_engine(ENGINE)
        database.create()
    databases.restore_after_commits(database)
    yield
    with django_db_blocker.unblock():
        database.remove()


@pytest.fixture(autouse=True)
def _every_reason_is_told_in_the_readers_language(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Whatever a test is refused has its Chinese text, by whichever way the reason came into the refusal."""
    found: set[str] = set()
    refuse = ErpError.__init__

    def overheard(error: ErpError, **facts: object) -> None:
        refuse(error, **facts)  # type: ignore[arg-type]
        if missing := untranslated(error):
            found.add(missing)

    monkeypatch.setattr(ErpError, "__init__", overheard)
    yield
    assert sorted(found) == [], "no text in web/src/i18n/locales/zh-CN/errors.json"
