"""Append-only audit trail: one row per change of master data, permission or document state."""

from typing import Any

from heliu.core import clock
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
    AuditRecord.objects.create(
        company_id=scope.company_id,
        at=clock.now(),
        user_id=scope.user_id,
        user_name=scope.user_name,
        source=scope.source,
        action=action,
        noun=noun,
        object_id=object_id,
        label=label,
        before=before,
        after=after,
        reason=reason,
    )
