"""Routes of opening balances."""

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query

from heliu.core.document_lists import expected_version
from heliu.core.document_schemas import AmountIn, CurrencyIn, DocumentHeader, IdIn, Input, RateIn, Ref, RelatedDocument
from heliu.core.http import Router
from heliu.core.scales import RATE_SCALE
from heliu.core.schemas import Schema
from heliu.finance import services
from heliu.finance.api.schemas import MAX_LINES, LineMemo, Memo
from heliu.finance.api.verbs import Actions, add_actions
from heliu.finance.kinds import OPENING_BALANCE as KIND
from heliu.finance.queries import openings as queries
from heliu.finance.queries.shapes import DocumentFilter
from heliu.finance.rules.vouchers import CREDIT_KINDS, OpeningDraft, OpeningLineDraft

router = Router(tags=["finance opening_balance"])
Topic = Literal["parties", "accounts"]
ItemKind = Literal["", "AR", "AP", "ADVR", "ADVP"]


class OpeningFilters(Schema):
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    topic: Literal["", "parties", "accounts"] = ""
    state: Annotated[str, Field(max_length=12)] = ""
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    q: Annotated[str, Field(max_length=100)] = ""


class OpeningLineIn(Input):
    """Of a party: kind, party_id and amount (negative = a credit note). Of an account: account_id, debit or credit."""

    kind: ItemKind = ""
    party_id: IdIn | None = None
    account_id: IdIn | None = None
    item_number: Annotated[str, Field(max_length=40)] = ""
    due_date: dt.date | None = None
    amount: AmountIn = 0
    debit: AmountIn = 0
    credit: AmountIn = 0
    memo: LineMemo = ""

    def line(self, topic: str) -> OpeningLineDraft:
        if topic == "accounts":
            return OpeningLineDraft(
                amount=self.debit - self.credit,
                account_id=self.account_id or 0,
                party_id=self.party_id or 0,
                memo=self.memo,
            )
        return OpeningLineDraft(
            amount=-self.amount if self.kind in CREDIT_KINDS else self.amount,
            kind=self.kind,
            party_id=self.party_id or 0,
            item_number=self.item_number,
            due_date=self.due_date,
            memo=self.memo,
        )


class OpeningIn(Input):
    """All lines in one currency; rate: ledger currency per unit of it."""

    topic: Topic
    business_date: dt.date
    currency: CurrencyIn
    rate: RateIn = RATE_SCALE
    memo: Memo = ""
    lines: Annotated[list[OpeningLineIn], Field(min_length=1, max_length=MAX_LINES)]

    def draft(self) -> OpeningDraft:
        return OpeningDraft(
            topic=self.topic,
            business_date=self.business_date,
            currency=self.currency,
            rate=self.rate,
            memo=self.memo,
            lines=tuple(line.line(self.topic) for line in self.lines),
        )


class OpeningHeader(DocumentHeader):
    """debit and credit in the document's currency; what they differ goes to the opening account."""

    topic: Topic
    debit: str
    credit: str


class OpeningPage(Schema):
    items: list[OpeningHeader]
    next_cursor: str | None


class OpeningLineOut(Schema):
    """amount on the side its kind has; debit and credit say the same for every line. id: origin line of the item."""

    id: str
    line_no: int
    kind: ItemKind
    account: Ref | None = None
    party: Ref | None = None
    item_number: str = ""
    due_date: dt.date | None = None
    amount: str
    debit: str
    credit: str
    memo: str = ""


class OpeningOut(OpeningHeader):
    verbs: list[str]
    lines: list[OpeningLineOut]
    related: list[RelatedDocument]


class OpeningCheckItem(Schema):
    account: Ref
    name_en: str = ""
    debit: str
    credit: str
    is_opening: bool


class OpeningSource(Schema):
    """amount: what these documents put on the opening account, debit-positive."""

    kind: str
    vouchers: int
    amount: str


class OpeningCheck(Schema):
    """The opening trial balance. left: on the opening account, debit-positive; ok: nothing is."""

    ledger_id: str
    currency: str
    items: list[OpeningCheckItem]
    debit: str
    credit: str
    balanced: bool
    left: str
    ok: bool
    sources: list[OpeningSource]


@router.get("", permission=KIND.permission("read"), response=OpeningPage, operation_id="finance_opening_balance_list")
def list_documents(request: HttpRequest, filters: Query[OpeningFilters]) -> dict[str, Any]:
    """Newest first, by key."""
    by = DocumentFilter(state=filters.state, date_from=filters.date_from, date_to=filters.date_to, q=filters.q)
    return queries.list_openings(request.scope, by, topic=filters.topic, cursor=filters.cursor, limit=filters.limit)


@router.get(
    "/check", permission=KIND.permission("read"), response=OpeningCheck, operation_id="finance_opening_balance_check"
)
def check(request: HttpRequest, ledger_id: IdIn | None = None) -> dict[str, Any]:
    """The opening trial balance of a ledger, and what is still left on the opening account."""
    return queries.opening_check(request.scope, ledger_id=ledger_id)


@router.post(
    "", permission=KIND.permission("create"), response={201: OpeningOut},
    operation_id="finance_opening_balance_create",
)  # fmt: skip
def create(request: HttpRequest, payload: OpeningIn) -> tuple[int, dict[str, Any]]:
    created = services.create_opening(request.scope, payload.draft())
    return 201, queries.opening(request.scope, created.id)


@router.put(
    "/{document_id}", permission=KIND.permission("create"), response=OpeningOut,
    operation_id="finance_opening_balance_update",
)  # fmt: skip
def update(request: HttpRequest, document_id: IdIn, payload: OpeningIn) -> dict[str, Any]:
    """Replaces a draft; needs If-Match. The topic stays."""
    version = expected_version(request)
    services.replace_opening(request.scope, document_id, payload.draft(), version=version)
    return queries.opening(request.scope, document_id)


def _preview(*args: Any) -> Any:
    return services.post_opening(*args, dry_run=True)


add_actions(
    router,
    KIND,
    Actions(
        read=queries.opening,
        preview=_preview,
        post=services.post_opening,
        reverse=services.reverse_opening,
        cancel=services.cancel_opening,
        out=OpeningOut,
    ),
)
