"""Accounting months and their states."""

from typing import Any

from heliu.core.scope import Scope
from heliu.ledger.models import Period
from heliu.ledger.queries.accounts import ledger_of


def period_list(scope: Scope, *, ledger_id: int | None = None, year: int | None = None) -> dict[str, Any]:
    """Months of a ledger, oldest first."""
    ledger = ledger_of(scope, ledger_id)
    rows = Period.objects.filter(company_id=scope.company_id, ledger_id=ledger.id)
    if year is not None:
        rows = rows.filter(code__gte=year * 100 + 1, code__lte=year * 100 + 12)
    columns = ("id", "ledger_id", "code", "starts_on", "ends_on", "state", "closed_by_id", "closed_at")
    items = [
        {
            **row,
            "id": str(row["id"]),
            "ledger_id": str(row["ledger_id"]),
            "closed_by_id": str(row["closed_by_id"]) if row["closed_by_id"] is not None else None,
        }
        for row in rows.order_by("code").values(*columns)
    ]
    return {"items": items, "total": len(items)}
