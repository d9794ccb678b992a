"""Fixtures for every test. What must happen before Django's settings are read stands in `support/harness.py`."""

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.support import databases
from tests.support.harness import ENGINE


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
