"""Ledgers, charts and accounts: small lists that are read whole."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Max, Min, Q

from heliu.core.errors import NotFound
from heliu.core.scope import Scope
from heliu.ledger.models import Account, AccountBalance, Chart, Ledger, Period, PeriodState

_COLUMNS = (
    "id", "chart_id", "parent_id", "code", "name", "name_en", "account_class", "normal_side", "is_leaf", "is_cash",
    "is_monetary", "party_required", "item_required", "is_control", "is_active", "statement_lines", "version",
)  # fmt: skip


def ledger_of(scope: Scope, ledger_id: int | None) -> Ledger:
    """The named ledger, or the primary one for None. Raises NotFound."""
    rows = Ledger.objects.filter(company_id=scope.company_id)
    found = rows.filter(is_primary=True).first() if ledger_id is None else rows.filter(id=ledger_id).first()
    if found is None:
        raise NotFound(noun="Ledger", id=str(ledger_id or "primary"))
    return found


def account_of(scope: Scope, ledger: Ledger, account_id: int) -> Account:
    """An account of the ledger's chart. Raises NotFound."""
    rows = Account.objects.filter(company_id=scope.company_id, chart_id=ledger.chart_id, id=account_id)
    found = rows.first()
    if found is None:
        raise NotFound(noun="Account", id=str(account_id))
    return found


def ledger_list(scope: Scope) -> dict[str, Any]:
    """All ledgers, the primary one first, with the span of their periods and the first month still open."""
    rows = Ledger.objects.filter(company_id=scope.company_id).order_by("-is_primary", "code")
    spans = {
        row["ledger_id"]: row
        for row in Period.objects.filter(company_id=scope.company_id)
        .values("ledger_id")
        .annotate(first=Min("code"), last=Max("code"), open=Min("code", filter=~Q(state=PeriodState.CLOSED)))
    }
    items = [
        {
            "id": str(row.id),
            "code": row.code,
            "name": row.name,
            "framework": row.framework,
            "chart_id": str(row.chart_id),
            "currency": row.currency,
            "reversal_style": row.reversal_style,
            "is_primary": row.is_primary,
            "first_period": spans[row.id]["first"],
            "last_period": spans[row.id]["last"],
            "open_period": spans[row.id]["open"],
        }
        for row in rows
    ]
    return {"items": items, "total": len(items)}


def chart_list(scope: Scope) -> dict[str, Any]:
    rows = Chart.objects.filter(company_id=scope.company_id).order_by("code")
    items = [
        {"id": str(r.id), "code": r.code, "name": r.name, "framework": r.framework, "version": r.version} for r in rows
    ]
    return {"items": items, "total": len(items)}


def account_list(
    scope: Scope,
    *,
    chart_id: int | None = None,
    q: str = "",
    leaf: bool | None = None,
    active: bool | None = None,
    manual: bool = False,
    cash: bool = False,
) -> dict[str, Any]:
    """Accounts of one chart (default: the primary ledger's) in the order of their codes.

    manual: only those a person may post to (leaf, active, not kept by documents). cash: only cash and bank.
    """
    if chart_id is None:
        chart_id = ledger_of(scope, None).chart_id
    rows = Account.objects.filter(company_id=scope.company_id, chart_id=chart_id)
    if q:
        rows = rows.filter(Q(code__startswith=q) | Q(name__icontains=q) | Q(name_en__icontains=q))
    if leaf is not None:
        rows = rows.filter(is_leaf=leaf)
    if active is not None:
        rows = rows.filter(is_active=active)
    if manual:
        rows = rows.filter(is_leaf=True, is_active=True, is_control=False)
    if cash:
        rows = rows.filter(is_leaf=True, is_active=True, is_cash=True)
    used = _used(scope, chart_id)
    items = [_shape(row, used) for row in rows.order_by("code").values(*_COLUMNS)]
    return {"items": items, "total": len(items)}


def descendants(scope: Scope, account: Account) -> Sequence[int]:
    """The account itself and everything below it."""
    return list(
        Account.objects.filter(company_id=scope.company_id, chart_id=account.chart_id)
        .filter(Q(id=account.id) | Q(code__startswith=f"{account.code}."))
        .values_list("id", flat=True)
    )


def _used(scope: Scope, chart_id: int) -> set[int]:
    rows = AccountBalance.objects.filter(company_id=scope.company_id, ledger__chart_id=chart_id)
    return set(rows.values_list("account_id", flat=True).distinct())


def _shape(row: dict[str, Any], used: set[int]) -> dict[str, Any]:
    return {
        **row,
        "id": str(row["id"]),
        "chart_id": str(row["chart_id"]),
        "parent_id": str(row["parent_id"]) if row["parent_id"] else None,
        "level": row["code"].count(".") + 1,
        "is_used": row["id"] in used,
    }
