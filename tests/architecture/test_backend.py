"""Our SQLite backend adds a way through the outermost transaction to Django's and changes nothing (docs/adr/0020)."""

from django.db.backends.sqlite3 import base as django_base

from heliu.core.backends.sqlite3 import base

OURS = {"begin_outermost", "end_outermost", "_keep", "_undo", "_execute"}


def methods(backend: type) -> set[str]:
    return {name for name, value in vars(backend).items() if callable(value)}


def test_nothing_of_djangos_backend_is_replaced() -> None:
    assert methods(base.DatabaseWrapper) == OURS
    assert not [name for name in OURS if hasattr(django_base.DatabaseWrapper, name)]
