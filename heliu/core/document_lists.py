"""Lists, versions and audit of documents over HTTP, the same for every room.

A list is ordered by (business date, id), newest first, and paged by key: page 1,000 costs what page 1 costs.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from heliu.core.errors import InvalidInput
from heliu.core.models import AuditRecord
from heliu.core.paging import decode_cursor, encode_cursor, page_limit
from heliu.core.scope import Scope


def keyset_page(
    rows: QuerySet[Any],
    *,
    columns: Sequence[str],
    shape: Callable[[dict[str, Any]], dict[str, Any]],
    cursor: str | None,
    limit: int,
) -> dict[str, Any]:
    """{"items", "next_cursor"} of `rows`, newest first. `columns` must hold id and business_date."""
    limit = page_limit(limit)
    if cursor:
        date, row_id = decode_cursor(cursor, dt.date, int)
        rows = rows.filter(business_date__lte=date).filter(Q(business_date__lt=date) | Q(id__lt=row_id))
    found = list(rows.order_by("-business_date", "-id").values(*columns)[: limit + 1])
    more = len(found) > limit
    last = found[limit - 1] if more else None
    return {
        "items": [shape(row) for row in found[:limit]],
        "next_cursor": encode_cursor(last["business_date"], last["id"]) if last else None,
    }


def expected_version(request: HttpRequest) -> int:
    """Version named by `If-Match` (`3`, `"3"` or `W/"3"`); raises InvalidInput when it is missing."""
    value = request.headers.get("If-Match", "").strip().removeprefix("W/").strip('"')
    if not (value.isascii() and value.isdigit() and len(value) <= 9):
        raise InvalidInput(field="If-Match", reason="send the version you have read, so that nobody is overwritten.")
    return int(value)


def audit_trail(scope: Scope, noun: str, object_id: int) -> dict[str, Any]:
    """All audit records of one document, oldest first."""
    rows = AuditRecord.objects.filter(company_id=scope.company_id, noun=noun, object_id=object_id).order_by("id")
    columns = ("id", "at", "user_id", "user_name", "action", "before", "after", "reason")
    return {
        "items": [
            {
                "id": str(row["id"]),
                "at": row["at"],
                "user": {"id": str(row["user_id"]), "name": row["user_name"]},
                "action": row["action"],
                "before": row["before"],
                "after": row["after"],
                "reason": row["reason"],
            }
            for row in rows.values(*columns)
        ]
    }
