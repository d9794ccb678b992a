"""The number that makes a process's ids its own: the lowest of 64 that no other living process of the database holds.

PostgreSQL: a session-level advisory lock on a connection kept for it. SQLite: a locked file beside the database. Both
end with the process, however it ends. HELIU_NODE names a number instead (needed behind a transaction pooler).
"""

import os
import sys
from pathlib import Path
from typing import Any

from django.db import connection

from heliu.core.ids import NODES

_LOCK_CLASS = 0x48454C55  # "HELU": our advisory locks are told from those of others
_held: list[Any] = []


class TooManyProcesses(RuntimeError):
    """Sixty-four processes write to this database already."""


def claim() -> int:
    """A number nobody else holds, held until this process ends. Raises TooManyProcesses."""
    _held.clear()  # a forked process drops what it inherited
    if connection.vendor == "postgresql":
        return _claim_on_server()
    name = str(connection.settings_dict["NAME"])
    return 0 if "memory" in name else _claim_beside(Path(name))


def _claim_on_server() -> int:
    import psycopg

    wanted = connection.settings_dict
    options: dict[str, Any] = {name: value for name, value in wanted["OPTIONS"].items() if isinstance(value, str)}
    session = psycopg.connect(
        dbname=wanted["NAME"],
        user=wanted["USER"] or None,
        password=wanted["PASSWORD"] or None,
        host=wanted["HOST"] or None,
        port=wanted["PORT"] or None,
        autocommit=True,
        application_name="heliu node",
        **options,
    )
    for number in range(NODES):
        row = session.execute("SELECT pg_try_advisory_lock(%s, %s)", [_LOCK_CLASS, number]).fetchone()
        if row is not None and row[0]:
            _held.append(session)
            return number
    session.close()
    raise TooManyProcesses(f"{NODES} processes write to this database already")


def _claim_beside(database: Path) -> int:
    folder = database.parent / "nodes"
    folder.mkdir(exist_ok=True)
    for number in range(NODES):
        handle = (folder / f"{number:02d}").open("a")
        if _lock(handle):
            _held.append(handle)
            return number
        handle.close()
    raise TooManyProcesses(f"{NODES} processes write to this database already")


def _lock(handle: Any) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _forget_inherited() -> None:
    """The parent's lock belongs to the parent: its connection is not used and not closed politely by the child."""
    _held.clear()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget_inherited)
