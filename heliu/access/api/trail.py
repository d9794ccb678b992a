"""The audit trail."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from heliu.access import queries
from heliu.access.api.schemas import AuditPage, Id
from heliu.core.http import Router
from heliu.core.schemas import Schema

router = Router(tags=["audit"])


class AuditFilter(Schema):
    cursor: Id | None = None
    limit: int = Field(50, ge=1, le=200)
    q: str = Field("", max_length=100)
    noun: str = Field("", max_length=80)
    object_id: Id | None = None
    user_id: Id | None = None
    action: str = Field("", max_length=80)
    since: dt.datetime | None = None
    until: dt.datetime | None = None


def _aware(instant: dt.datetime | None) -> dt.datetime | None:
    return instant.replace(tzinfo=dt.UTC) if instant is not None and instant.tzinfo is None else instant


@router.get("/audit", permission="access.audit.read", response=AuditPage)
def list_audit(request: HttpRequest, filters: Query[AuditFilter]) -> dict[str, Any]:
    """Who did what to which record, newest first."""
    wanted = queries.AuditRequest(
        cursor=filters.cursor,
        limit=filters.limit,
        q=filters.q,
        noun=filters.noun,
        object_id=int(filters.object_id) if filters.object_id else None,
        user_id=int(filters.user_id) if filters.user_id else None,
        action=filters.action,
        since=_aware(filters.since),
        until=_aware(filters.until),
    )
    return queries.audit_trail(request.scope, wanted)  # type: ignore[attr-defined]
