"""Cash and bank accounts with what is on them."""

from typing import Any

from django.db.models import Sum

from heliu.core.document_schemas import plain
from heliu.core.scope import Scope
from heliu.ledger.models import Account, AccountBalance, Ledger


def cash_accounts(scope: Scope) -> dict[str, Any]:
    """Active cash accounts of the primary chart by code; balance in ledger currency and in every currency on it."""
    ledger = Ledger.objects.get(company_id=scope.company_id, is_primary=True)
    accounts = Account.objects.filter(
        company_id=scope.company_id, chart_id=ledger.chart_id, is_cash=True, is_leaf=True, is_active=True
    ).order_by("code")
    rows = (
        AccountBalance.objects.filter(company_id=scope.company_id, ledger_id=ledger.id, account__in=accounts)
        .values("account_id", "currency")
        .annotate(debit=Sum("debit"), credit=Sum("credit"), amount=Sum("amount_txn"))
        .order_by("account_id", "currency")
    )
    on_it: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        on_it.setdefault(row["account_id"], []).append(dict(row))
    items = [
        {
            "id": str(account_id),
            "code": code,
            "name": name,
            "currency": ledger.currency,
            "balance": plain(sum(row["debit"] - row["credit"] for row in on_it.get(account_id, []))),
            "currencies": [
                {"currency": row["currency"], "amount": plain(row["amount"])} for row in on_it.get(account_id, [])
            ],
        }
        for account_id, code, name in accounts.values_list("id", "code", "name")
    ]
    return {"items": items, "total": len(items)}
