"""Append-only audit trail: one row per change of master data, permission or document state."""

import json
from collections.abc import Iterable
from typing import Any

import orjson

from heliu.core import clock, gateway
from heliu.core.ids import next_id, next_ids
from heliu.core.models import AuditRecord
from heliu.core.scope import Scope


def record(
    scope: Scope,
    action: str,
    *,
    noun: str,
    object_id: int,
    label: str = "",
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
    reason: str = "",
) -> None:
    """Write who did `action` to `noun` `object_id`; only fields that differ are kept of before and after."""
    if before is not None and after is not None:
        changed = {k for k in {*before, *after} if before.get(k) != after.get(k)}
        before = {k: before[k] for k in before if k in changed}
        after = {k: after[k] for k in after if k in changed}
    row = (
        next_id(), scope.company_id, clock.now(), scope.user_id, scope.user_name, scope.source, action, noun, object_id,
        label, _json(before), _json(after), reason,
    )  # fmt: skip
    with gateway.cursor() as cur:
        gateway.insert(cur, AuditRecord, _COLUMNS, [row])


_COLUMNS = (
    "id", "company_id", "at", "user_id", "user_name", "source", "action", "noun", "object_id", "label", "before",
    "after", "reason",
)  # fmt: skip


def _json(values: dict[str, Any] | None) -> str | None:
    return None if values is None else json.dumps(values)


def record_many(scope: Scope, action: str, *, noun: str, objects: Iterable[tuple[int, str]]) -> None:
    """One row per (object_id, label) of a batch, written at once; what they hold is in the records themselves."""
    kept = list(objects)
    at = clock.now()
    after = orjson.dumps({"batch": len(kept)}).decode()
    columns = (
        "id", "company_id", "at", "user_id", "user_name", "source", "action", "noun", "object_id", "label", "after",
        "reason",
    )  # fmt: skip
    fixed = (scope.company_id, at, scope.user_id, scope.user_name, scope.source, action, noun)
    rows = [
        (row_id, *fixed, object_id, label[:200], after, "")
        for row_id, (object_id, label) in zip(next_ids(len(kept)), kept, strict=True)
    ]
    with gateway.cursor() as cur:
        gateway.insert(cur, AuditRecord, columns, rows)
