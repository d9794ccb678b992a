"""One way to write: `business_transaction` owns the atomic block of a use case.

SQLite: a process-wide re-entrant lock makes the queue of writers fair (IMMEDIATE alone starves threads); PostgreSQL:
READ COMMITTED, services lock rows in the fixed order (document header, balances and cost states, counters).
Deadlock victims, busy databases and the losers of a race for a unique key (who then see the winner's row) are retried a
bounded number of times, only at the outermost level: a business transaction is pure up to its writes.
"""

import functools
import random
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any, ParamSpec, TypeVar

from django.db import (
    DEFAULT_DB_ALIAS,
    DatabaseError,
    IntegrityError,
    OperationalError,
    connection,
    connections,
    transaction,
)
from django.db.backends.base.base import BaseDatabaseWrapper

P = ParamSpec("P")
R = TypeVar("R")

_write_lock = threading.RLock()
_RETRIES_DEFAULT = 3
_RETRYABLE_SQLSTATES = frozenset({"40001", "40P01", "55P03", "23505"})
"""Serialization failure, deadlock, lock not available, unique violation."""


def _is_retryable(error: DatabaseError) -> bool:
    sqlstate = getattr(error.__cause__, "sqlstate", None)
    return sqlstate in _RETRYABLE_SQLSTATES or "database is locked" in str(error)


def writing() -> AbstractContextManager[None]:
    """The transaction itself, without retry; nested use joins the outer transaction (no savepoint)."""
    return _Write(connections[DEFAULT_DB_ALIAS])


class _Write:
    """A class, not a generator: every posting enters one."""

    __slots__ = ("_atomic", "_is_sqlite")

    def __init__(self, active: BaseDatabaseWrapper) -> None:
        self._atomic = None if active.in_atomic_block else transaction.atomic()
        self._is_sqlite = active.vendor == "sqlite"

    def __enter__(self) -> None:
        if self._atomic is None:
            return
        if self._is_sqlite:
            _write_lock.acquire()
        try:
            self._atomic.__enter__()
        except BaseException:
            self._release()
            raise

    def __exit__(self, *raised: Any) -> None:
        if self._atomic is None:
            return
        try:
            self._atomic.__exit__(*raised)
        finally:
            self._release()

    def _release(self) -> None:
        if self._is_sqlite:
            _write_lock.release()


def business_transaction(function: Callable[P, R]) -> Callable[P, R]:
    """All or nothing. Joins an outer business transaction; otherwise opens one and retries lock conflicts."""

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        active = connections[DEFAULT_DB_ALIAS]
        if active.in_atomic_block:
            return function(*args, **kwargs)
        for attempt in range(_RETRIES_DEFAULT):
            try:
                with _Write(active):
                    return function(*args, **kwargs)
            except (OperationalError, IntegrityError) as error:
                if attempt + 1 == _RETRIES_DEFAULT or not _is_retryable(error):
                    raise
                time.sleep(random.uniform(0.01, 0.05) * (attempt + 1))
        raise AssertionError("unreachable")

    return wrapper


def alone_with(name: str) -> None:
    """Wait until no other transaction works under this name; held until the end of this one.

    For effects that have no row to lock yet. On SQLite there is one writer at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])
