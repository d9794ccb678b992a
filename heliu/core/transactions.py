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
from contextlib import AbstractContextManager, nullcontext
from typing import Any, ParamSpec, TypeVar

from django.db import DatabaseError, IntegrityError, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from heliu.core.backends.sqlite3.base import DatabaseWrapper as SqliteWrapper
from heliu.core.connection import active_connection

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
    return _transaction(active_connection())


def _transaction(active: BaseDatabaseWrapper) -> AbstractContextManager[None]:
    if active.in_atomic_block:
        return nullcontext()
    return _Outermost(active) if isinstance(active, SqliteWrapper) else transaction.atomic()


class _Outermost:
    """SQLite: one writer at a time. A class, not a generator: every posting enters one."""

    __slots__ = ("_active",)

    def __init__(self, active: SqliteWrapper) -> None:
        self._active = active

    def __enter__(self) -> None:
        _write_lock.acquire()
        try:
            self._active.begin_outermost()
        except BaseException:
            _write_lock.release()
            raise

    def __exit__(self, kind: type[BaseException] | None, *raised: Any) -> None:
        try:
            self._active.end_outermost(keep=kind is None)
        finally:
            _write_lock.release()


def business_transaction(function: Callable[P, R]) -> Callable[P, R]:
    """All or nothing. Joins an outer business transaction; otherwise opens one and retries lock conflicts."""

    @functools.wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        active = active_connection()
        if active.in_atomic_block:
            return function(*args, **kwargs)
        for attempt in range(_RETRIES_DEFAULT):
            try:
                with _transaction(active):
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
