"""Routes of manual vouchers."""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query

from heliu.core.document_lists import expected_version
from heliu.core.document_schemas import (
    AmountIn,
    CurrencyIn,
    DocumentHeader,
    IdIn,
    Input,
    RateIn,
    ReasonIn,
    Ref,
    RelatedDocument,
    UserRef,
)
from heliu.core.http import Router
from heliu.core.scales import RATE_SCALE
from heliu.core.schemas import Schema
from heliu.finance import services
from heliu.finance.api.schemas import MAX_LINES, LineMemo, Memo
from heliu.finance.api.verbs import Actions, add_actions
from heliu.finance.kinds import MANUAL_VOUCHER as KIND
from heliu.finance.queries import vouchers as queries
from heliu.finance.queries.vouchers import VoucherNarrowing
from heliu.finance.rules.vouchers import VoucherDraft, VoucherLineDraft

router = Router(tags=["finance manual_voucher"])


class ManualVoucherFilters(Schema):
    """account_id and party_id: of any line."""

    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    state: Annotated[str, Field(max_length=12)] = ""
    ledger_id: IdIn | None = None
    account_id: IdIn | None = None
    party_id: IdIn | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    q: Annotated[str, Field(max_length=100)] = ""

    def narrowing(self) -> VoucherNarrowing:
        names = ("state", "ledger_id", "account_id", "party_id", "date_from", "date_to", "q")
        return VoucherNarrowing(**{name: getattr(self, name) for name in names})


class ManualVoucherLineIn(Input):
    """Debit or credit in the line's currency; negative = red."""

    account_id: IdIn
    debit: AmountIn = 0
    credit: AmountIn = 0
    currency: CurrencyIn
    rate: RateIn = RATE_SCALE
    party_id: IdIn | None = None
    memo: LineMemo = ""

    def line(self) -> VoucherLineDraft:
        return VoucherLineDraft(
            account_id=self.account_id,
            debit=self.debit,
            credit=self.credit,
            currency=self.currency,
            rate=self.rate,
            party_id=self.party_id or 0,
            memo=self.memo,
        )


class ManualVoucherIn(Input):
    """No ledger = every ledger of the company. Debits equal credits in ledger currency."""

    business_date: dt.date
    ledger_id: IdIn | None = None
    memo: Memo = ""
    lines: Annotated[list[ManualVoucherLineIn], Field(min_length=2, max_length=MAX_LINES)]

    def draft(self) -> VoucherDraft:
        return VoucherDraft(
            business_date=self.business_date,
            ledger_id=self.ledger_id or 0,
            memo=self.memo,
            lines=tuple(line.line() for line in self.lines),
        )


class ManualVoucherHeader(DocumentHeader):
    """amount: sum of the debits in ledger currency."""

    ledger: Ref | None = None
    amount: str
    prepared_by: UserRef
    approved_by: UserRef | None = None
    approved_at: dt.datetime | None = None


class ManualVoucherPage(Schema):
    items: list[ManualVoucherHeader]
    next_cursor: str | None


class ManualVoucherLineOut(Schema):
    id: str
    line_no: int
    account: Ref
    party: Ref | None = None
    currency: str
    rate: str
    debit: str
    credit: str
    memo: str = ""


class ManualVoucherOut(ManualVoucherHeader):
    verbs: list[str]
    lines: list[ManualVoucherLineOut]
    related: list[RelatedDocument]


@router.get(
    "", permission=KIND.permission("read"), response=ManualVoucherPage, operation_id="finance_manual_voucher_list"
)
def list_documents(request: HttpRequest, filters: Query[ManualVoucherFilters]) -> dict[str, Any]:
    """Newest first, by key."""
    return queries.list_vouchers(request.scope, filters.narrowing(), cursor=filters.cursor, limit=filters.limit)


@router.post(
    "", permission=KIND.permission("create"), response={201: ManualVoucherOut},
    operation_id="finance_manual_voucher_create",
)  # fmt: skip
def create(request: HttpRequest, payload: ManualVoucherIn) -> tuple[int, dict[str, Any]]:
    created = services.create_voucher(request.scope, payload.draft())
    return 201, queries.voucher(request.scope, created.id)


@router.put(
    "/{document_id}", permission=KIND.permission("create"), response=ManualVoucherOut,
    operation_id="finance_manual_voucher_update",
)  # fmt: skip
def update(request: HttpRequest, document_id: IdIn, payload: ManualVoucherIn) -> dict[str, Any]:
    """Replaces a draft; needs If-Match."""
    version = expected_version(request)
    services.replace_voucher(request.scope, document_id, payload.draft(), version=version)
    return queries.voucher(request.scope, document_id)


@router.post(
    "/{document_id}/submit", permission=KIND.permission("create"), response=ManualVoucherOut,
    operation_id="finance_manual_voucher_submit",
)  # fmt: skip
def submit(request: HttpRequest, document_id: IdIn) -> dict[str, Any]:
    """Hands it over for audit."""
    services.submit_voucher(request.scope, document_id)
    return queries.voucher(request.scope, document_id)


@router.post(
    "/{document_id}/approve", permission=KIND.permission("approve"), response=ManualVoucherOut,
    operation_id="finance_manual_voucher_approve",
)  # fmt: skip
def approve(request: HttpRequest, document_id: IdIn) -> dict[str, Any]:
    """审核, by somebody else than who prepared it."""
    services.approve_voucher(request.scope, document_id)
    return queries.voucher(request.scope, document_id)


@router.post(
    "/{document_id}/reject", permission=KIND.permission("approve"), response=ManualVoucherOut,
    operation_id="finance_manual_voucher_reject",
)  # fmt: skip
def reject(request: HttpRequest, document_id: IdIn, payload: ReasonIn) -> dict[str, Any]:
    """Back to draft; takes an approval with it."""
    services.reject_voucher(request.scope, document_id, reason=payload.reason)
    return queries.voucher(request.scope, document_id)


def _preview(*args: Any) -> Any:
    return services.post_voucher(*args, dry_run=True)


add_actions(
    router,
    KIND,
    Actions(
        read=queries.voucher,
        preview=_preview,
        post=services.post_voucher,
        reverse=services.reverse_voucher,
        cancel=services.cancel_voucher,
        out=ManualVoucherOut,
    ),
)
