"""Routes of the transfer of profit and loss 结转损益; the id is that of the accounting month."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field

from heliu.core.document_schemas import IdIn, PostingPreview, Ref, RelatedDocument
from heliu.core.http import Router
from heliu.core.schemas import Schema
from heliu.finance import services
from heliu.finance.queries import profit as queries
from heliu.posting.previews import shape_preview

router = Router(tags=["finance profit_transfer"])


class ProfitTransferHeader(Schema):
    """profit: what is left to transfer, negative = loss."""

    id: str
    period: int
    ends_on: dt.date
    state: str
    ledger: Ref
    currency: str
    profit: str


class ProfitTransferRow(ProfitTransferHeader):
    """is_open: something is left to transfer, be it without profit; transferred: something was already."""

    is_open: bool
    transferred: bool


class ProfitTransferList(Schema):
    items: list[ProfitTransferRow]
    total: int
    year: int


class ProfitTransferLine(Schema):
    """balance: positive on the side of its class (revenue credit, expense debit)."""

    account: Ref
    name_en: str = ""
    is_revenue: bool
    balance: str


class ProfitTransferTotals(Schema):
    revenue: str
    expense: str


class ProfitTransferOut(ProfitTransferHeader):
    """vouchers: of the transfers so far. carried: profit of the year to retained earnings, in December only."""

    carried: str
    verbs: list[str]
    lines: list[ProfitTransferLine]
    totals: ProfitTransferTotals
    vouchers: list[RelatedDocument]


@router.get(
    "", permission="finance.profit_transfer.read", response=ProfitTransferList,
    operation_id="finance_profit_transfer_list",
)  # fmt: skip
def list_transfers(
    request: HttpRequest, ledger_id: IdIn | None = None, year: Annotated[int | None, Field(ge=1900, le=9999)] = None
) -> dict[str, Any]:
    """The months of a year, by default of the first open month's."""
    return queries.transfers(request.scope, ledger_id=ledger_id, year=year)


@router.get(
    "/{period_id}", permission="finance.profit_transfer.read", response=ProfitTransferOut,
    operation_id="finance_profit_transfer_get",
)  # fmt: skip
def get_transfer(request: HttpRequest, period_id: IdIn) -> dict[str, Any]:
    return queries.transfer(request.scope, period_id)


@router.post(
    "/{period_id}/preview", permission="finance.profit_transfer.read", response=PostingPreview, idempotent=False,
    operation_id="finance_profit_transfer_preview",
)  # fmt: skip
def preview(request: HttpRequest, period_id: IdIn) -> dict[str, Any]:
    """The entries that posting would write; writes nothing."""
    return shape_preview(request.scope, services.transfer_profit(request.scope, period_id, dry_run=True))


@router.post(
    "/{period_id}/post", permission="finance.profit_transfer.post", response=ProfitTransferOut,
    operation_id="finance_profit_transfer_post",
)  # fmt: skip
def post(request: HttpRequest, period_id: IdIn) -> dict[str, Any]:
    """Empties revenue and expense of the month; repeated, only what came since."""
    services.transfer_profit(request.scope, period_id)
    return queries.transfer(request.scope, period_id)
