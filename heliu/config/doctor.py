"""`heliu doctor`: is this installation sound? Each check answers in one line and names the remedy."""

import os
import shutil
import sqlite3
import stat
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from heliu.core import clock, fence
from heliu.core.jobs import LOST_AFTER
from heliu.core.models import Job, OutboxMessage

_FREE_BYTES_MIN = 500 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """ok False makes the command fail; remedy is empty when nothing is to be done."""

    name: str
    ok: bool
    seen: str
    remedy: str = ""


def examine() -> list[Finding]:
    """All findings; what needs the database is left out when it does not answer."""
    findings = [_python(), _home(), _secret(), _disk(), _web_client(), _time_zone()]
    database = _guarded("database", _database)
    findings.append(database)
    if database.ok:
        checks = (
            ("database settings", _settings),
            ("migrations", _migrations),
            ("jobs", _jobs),
            ("outbox", _outbox),
            ("row security", _row_security),
        )
        findings += [_guarded(name, check) for name, check in checks]
    return findings


def as_json(findings: list[Finding]) -> dict[str, Any]:
    return {"ok": all(f.ok for f in findings), "checks": [asdict(f) for f in findings]}


def _guarded(name: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except DatabaseError as error:
        return Finding(name, False, str(error).strip().splitlines()[0], "check HELIU_DATABASE_URL, then `heliu serve`")


def _python() -> Finding:
    seen = ".".join(str(part) for part in sys.version_info[:3])
    return Finding(
        "python", sys.version_info >= (3, 11), seen, "" if sys.version_info >= (3, 11) else "use 3.11 or newer"
    )


def _home() -> Finding:
    writable = os.access(settings.HELIU_HOME, os.W_OK)
    return Finding("data directory", writable, str(settings.HELIU_HOME), "" if writable else "make it writable")


def _secret() -> Finding:
    path = settings.HELIU_HOME / "secret_key"
    if not path.exists():
        return Finding("secret key", True, "from the environment")
    mode = stat.S_IMODE(path.stat().st_mode)
    ok = sys.platform == "win32" or not mode & 0o077
    return Finding("secret key", ok, f"mode {mode:o}", "" if ok else f"chmod 600 {path}")


def _disk() -> Finding:
    free = shutil.disk_usage(settings.HELIU_HOME).free
    ok = free >= _FREE_BYTES_MIN
    return Finding("disk", ok, f"{free // 1024**2:,} MiB free", "" if ok else "free at least 500 MiB")


def _web_client() -> Finding:
    built = settings.SPA_ROOT is not None
    return Finding("web client", built, str(settings.SPA_ROOT or "not built"), "" if built else "make setup")


def _time_zone() -> Finding:
    return Finding("time zone", True, str(ZoneInfo(settings.TIME_ZONE)))


def _database() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    if connection.vendor == "sqlite":
        return Finding("database", True, f"SQLite {sqlite3.sqlite_version}, {settings.DATABASES['default']['NAME']}")
    version = connection.cursor().connection.info.server_version  # type: ignore[attr-defined]
    ok = version >= 150000
    return Finding("database", ok, f"PostgreSQL {version // 10000}", "" if ok else "use PostgreSQL 15 or newer")


def _settings() -> Finding:
    """Durability and integrity as the books need them."""
    wanted = (
        {"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1"}
        if connection.vendor == "sqlite"
        else {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on"}
    )
    seen = {name: _setting(name) for name in wanted}
    wrong = {name: value for name, value in seen.items() if value != wanted[name]}
    told = ", ".join(f"{name}={value}" for name, value in seen.items())
    return Finding("database settings", not wrong, told, f"expected {wanted}" if wrong else "")


def _setting(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA {name}" if connection.vendor == "sqlite" else f"SHOW {name}")
        return str(cursor.fetchone()[0]).lower()


def _migrations() -> Finding:
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return Finding("migrations", not plan, f"{len(plan)} to apply", "heliu migrate" if plan else "")


def _jobs() -> Finding:
    stuck = Job.objects.filter(state="running", heartbeat_at__lt=clock.now() - 2 * LOST_AFTER).count()
    waiting = Job.objects.filter(state="queued").count()
    return Finding("jobs", not stuck, f"{waiting} waiting, {stuck} stuck", "heliu serve" if stuck else "")


def _outbox() -> Finding:
    failing = OutboxMessage.objects.filter(done_at=None, attempts__gte=5).count()
    return Finding(
        "outbox", not failing, f"{failing} messages failed five times or more", "see the log" if failing else ""
    )


def _row_security() -> Finding:
    if not fence.is_up():
        return Finding("row security", True, "off: the scope of each query is the only fence between companies")
    gaps = fence.gaps()
    return Finding("row security", not gaps, "; ".join(gaps) or "on", "heliu row-security on" if gaps else "")
