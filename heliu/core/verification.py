"""What a check of the live data found: the common shape of every invariant, and the one all rooms share (I2)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction

from heliu.core import gateway

EVIDENCE_MAX = 50
"""Violations told one by one; `count` has them all."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """rows: how many were examined. violations: evidence, at most EVIDENCE_MAX; count: all of them."""

    id: str
    name: str
    rows: int
    count: int
    violations: tuple[dict[str, Any], ...]

    @property
    def ok(self) -> bool:
        return self.count == 0


def verdict(check_id: str, name: str, *, rows: int, violations: Iterable[dict[str, Any]]) -> Verdict:
    found = list(violations)
    return Verdict(check_id, name, rows, len(found), tuple(found[:EVIDENCE_MAX]))


def immutable(tables: Sequence[str]) -> Verdict:
    """I2: the triggers that refuse change stand on every table and fire when a row is touched; nothing is changed."""
    violations: list[dict[str, Any]] = []
    rows = 0
    for table in tables:
        missing = _missing_triggers(table)
        violations += [{"table": table, "reason": f"trigger {name} is missing or disabled"} for name in missing]
        row = _some_row(table)
        if row is None:
            continue
        rows += 1
        violations += [
            {"table": table, "row": str(row), "reason": f"{verb} was not refused"}
            for verb in ("UPDATE", "DELETE")
            if not _refuses(table, verb, row)
        ]
    return verdict("I2", "posted rows are immutable 过账不可改", rows=rows, violations=violations)


def _missing_triggers(table: str) -> list[str]:
    with gateway.cursor() as cur:
        if gateway.is_postgresql():
            wanted = {f"{table}_immutable", f"{table}_kept"}
            sql = "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND tgenabled <> 'D'"
        else:
            wanted = {f"{table}_no_update", f"{table}_no_delete"}
            sql = "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s"
        present = {str(row[0]) for row in gateway.fetch(cur, sql, (table,))}
    return sorted(wanted - present)


def _some_row(table: str) -> int | None:
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, f'SELECT id FROM "{table}" LIMIT 1')  # noqa: S608  a table name of ours
    return int(rows[0][0]) if rows else None


def _refuses(table: str, verb: str, row: int) -> bool:
    """Tries it inside a savepoint that is always taken back."""
    action = f'UPDATE "{table}" SET id = id' if verb == "UPDATE" else f'DELETE FROM "{table}"'  # noqa: S608
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(f"{action} WHERE id = %s", [row])
            transaction.set_rollback(True)
    except IntegrityError:
        return True
    return False
