"""Open items, receivables and payables, cash accounts, matching tolerance."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field

from heliu.core import clock
from heliu.core.document_lists import expected_version
from heliu.core.document_schemas import CurrencyIn, IdIn, plain
from heliu.core.http import LOGGED_IN, Router, require_permission
from heliu.core.scope import Scope
from heliu.finance.api.schemas import (
    AgedBalances,
    CashAccountList,
    OpenItemPage,
    Side,
    ToleranceIn,
    ToleranceOut,
)
from heliu.finance.models import MatchTolerance
from heliu.finance.queries import balances, cash
from heliu.finance.services.tolerance import set_tolerance

router = Router(tags=["finance"])
_RIGHT = {"AR": "finance.receivable.read", "AP": "finance.payable.read"}
Limit = Annotated[int, Field(ge=1, le=200)]


@router.get("/open-items", permission=LOGGED_IN, response=OpenItemPage, operation_id="finance_open_items")
def list_open_items(
    request: HttpRequest,
    side: Side,
    party_id: IdIn | None = None,
    currency: CurrencyIn | None = None,
    cursor: str | None = None,
    limit: Limit = 50,
) -> dict[str, Any]:
    """For the matching grid; needs the right to see the receivables (AR) or payables (AP). The oldest due first."""
    require_permission(request, _RIGHT[side])
    return balances.open_items(
        request.scope, side, today=clock.today(), party_id=party_id, currency=currency or "", cursor=cursor,
        limit=limit,
    )  # fmt: skip


@router.get(
    "/receivables", permission="finance.receivable.read", response=AgedBalances, operation_id="finance_receivables"
)
def receivables(request: HttpRequest, as_of: dt.date | None = None, party_id: IdIn | None = None) -> dict[str, Any]:
    """Balances by customer with ageing, as of any date."""
    return _aged(request.scope, "AR", as_of, party_id)


@router.get("/payables", permission="finance.payable.read", response=AgedBalances, operation_id="finance_payables")
def payables(request: HttpRequest, as_of: dt.date | None = None, party_id: IdIn | None = None) -> dict[str, Any]:
    """Balances by supplier with ageing, as of any date."""
    return _aged(request.scope, "AP", as_of, party_id)


def _aged(scope: Scope, side: str, as_of: dt.date | None, party_id: int | None) -> dict[str, Any]:
    return balances.aged_balances(scope, side, as_of=as_of or clock.today(), party_id=party_id)


@router.get(
    "/cash-accounts", permission="finance.cash_account.read", response=CashAccountList,
    operation_id="finance_cash_accounts",
)  # fmt: skip
def cash_accounts(request: HttpRequest) -> dict[str, Any]:
    return cash.cash_accounts(request.scope)


@router.get(
    "/match-tolerance", permission="finance.match_tolerance.read", response=ToleranceOut,
    operation_id="finance_match_tolerance_get",
)  # fmt: skip
def get_tolerance(request: HttpRequest) -> dict[str, Any]:
    row = MatchTolerance.objects.filter(company_id=request.scope.company_id).first()
    if row is None:
        return {"percent": "0", "amount": "0", "rate_to_exchange": False, "version": 0}
    return {
        "percent": plain(row.percent),
        "amount": plain(row.amount),
        "rate_to_exchange": row.rate_to_exchange,
        "version": row.version,
    }


@router.put(
    "/match-tolerance", permission="finance.match_tolerance.update", response=ToleranceOut,
    operation_id="finance_match_tolerance_update",
)  # fmt: skip
def put_tolerance(request: HttpRequest, payload: ToleranceIn) -> dict[str, Any]:
    """Needs If-Match (0 when it was never set)."""
    version = expected_version(request)
    set_tolerance(
        request.scope,
        percent=payload.percent,
        amount=payload.amount,
        rate_to_exchange=payload.rate_to_exchange,
        version=version,
    )
    return get_tolerance(request)
