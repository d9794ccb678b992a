"""Our SQLite backend is Django's with one method replaced (docs/adr/0020)."""

from django.db.backends.sqlite3 import base as django_base

from heliu.core.backends.sqlite3 import base


def overridden(backend: type) -> set[str]:
    return {name for name, value in vars(backend).items() if callable(value)}


def test_only_the_beginning_of_a_transaction_is_ours() -> None:
    assert overridden(base.DatabaseWrapper) == {"_start_transaction_under_autocommit"}
    assert hasattr(django_base.DatabaseWrapper, "_start_transaction_under_autocommit")


def test_a_second_override_is_caught() -> None:
    wider = type("Wider", (base.DatabaseWrapper,), {"_commit": lambda self: None})
    assert overridden(wider) == {"_commit"}
