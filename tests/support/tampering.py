"""The hand of somebody with the database's password: raw SQL behind the back of the triggers."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def behind_the_triggers() -> Iterator[Any]:
    """A cursor with the triggers off; on SQLite they are dropped and made again, on PostgreSQL switched off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
            yield cursor
            cursor.execute("SET LOCAL session_replication_role = origin")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        yield cursor
        for _, sql in triggers:
            cursor.execute(sql)


def tamper(sql: str, *params: Any) -> None:
    """One statement behind the triggers; it must have touched something."""
    with behind_the_triggers() as cursor:
        cursor.execute(sql, params)
        assert cursor.rowcount > 0, sql
