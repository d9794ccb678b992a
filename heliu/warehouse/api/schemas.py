"""Requests and answers of goods documents, on top of the shared document schemas."""

import datetime as dt
from dataclasses import replace
from typing import Annotated, Literal

from ninja import Field

from heliu.core.document_schemas import (
    CurrencyIn,
    DocumentHeader,
    DocumentLine,
    DocumentOut,
    IdIn,
    Input,
    InvoicingState,
    PriceIn,
    QuantityIn,
    RateIn,
    Ref,
    UserRef,
)
from heliu.core.scales import RATE_SCALE
from heliu.core.schemas import Schema
from heliu.warehouse.drafts import NewGoodsDocument, NewGoodsLine
from heliu.warehouse.queries.goods import DocumentFilter

MAX_LINES = 5000
Memo = Annotated[str, Field(max_length=250)]
LineMemo = Annotated[str, Field(max_length=200)]
Reference = Annotated[str, Field(max_length=60)]


class InternalFilters(Schema):
    """Query string of lists without a party. state: one or several, with commas between."""

    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    state: Annotated[str, Field(max_length=100)] = ""
    warehouse_id: IdIn | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    q: Annotated[str, Field(max_length=100)] = ""
    simulated: bool | None = None

    def narrowing(self) -> DocumentFilter:
        return DocumentFilter(
            state=self.state,
            warehouse_id=self.warehouse_id,
            date_from=self.date_from,
            date_to=self.date_to,
            q=self.q,
            simulated=self.simulated,
        )


class PartyFilters(InternalFilters):
    """Query string of lists of documents with a party."""

    party_id: IdIn | None = None

    def narrowing(self) -> DocumentFilter:
        return replace(super().narrowing(), party_id=self.party_id)


class Filters(PartyFilters):
    """order_id: documents that fulfil one order. invoicing red_due: a red invoice is awaited."""

    order_id: IdIn | None = None
    invoicing: InvoicingState | None = None

    def narrowing(self) -> DocumentFilter:
        return replace(super().narrowing(), order_id=self.order_id, invoicing=self.invoicing or "")


class GoodsLineIn(Input):
    """tax_code_id null = the item's own, "0" = none. original_line_id: the line a return is of.

    lot_code names a lot that may be new; outgoing goods without a lot leave from the one that expires first.
    """

    item_id: IdIn
    quantity: QuantityIn
    unit_id: IdIn | None = None
    price: PriceIn = 0
    price_includes_tax: bool = False
    discount_rate: RateIn = 0
    tax_code_id: IdIn | None = None
    location_id: IdIn | None = None
    lot_id: IdIn | None = None
    lot_code: Annotated[str, Field(max_length=64)] = ""
    produced_on: dt.date | None = None
    expires_on: dt.date | None = None
    order_line_id: IdIn | None = None
    original_line_id: IdIn | None = None
    memo: LineMemo = ""

    def line(self) -> NewGoodsLine:
        return NewGoodsLine(
            item_id=self.item_id,
            quantity=self.quantity,
            unit_id=self.unit_id or 0,
            price=self.price,
            price_includes_tax=self.price_includes_tax,
            discount_rate=self.discount_rate,
            tax_code_id=self.tax_code_id,
            location_id=self.location_id or 0,
            lot_id=self.lot_id or 0,
            lot_code=self.lot_code.strip(),
            produced_on=self.produced_on,
            expires_on=self.expires_on,
            order_line_id=self.order_line_id or 0,
            original_line_id=self.original_line_id or 0,
            memo=self.memo,
        )


class GoodsDocumentIn(Input):
    """currency empty = the company's own. reason: account key, for other receipts and issues."""

    business_date: dt.date
    warehouse_id: IdIn
    party_id: IdIn | None = None
    currency: CurrencyIn | None = None
    rate: RateIn = RATE_SCALE
    memo: Memo = ""
    reference: Reference = ""
    reason: Annotated[str, Field(max_length=20)] = ""
    original_id: IdIn | None = None
    lines: Annotated[list[GoodsLineIn], Field(min_length=1, max_length=MAX_LINES)]

    def draft(self, kind: str) -> NewGoodsDocument:
        return NewGoodsDocument(
            document_type=kind,
            warehouse_id=self.warehouse_id,
            business_date=self.business_date,
            lines=tuple(line.line() for line in self.lines),
            party_id=self.party_id or 0,
            currency=self.currency or "",
            rate=self.rate,
            memo=self.memo,
            reference=self.reference,
            reason=self.reason,
            original_id=self.original_id or 0,
        )


class LotRef(Schema):
    id: str
    code: str
    expires_on: dt.date | None = None


class OrderRef(Schema):
    kind: str
    id: str
    number: str


class GoodsHeader(DocumentHeader):
    """value: what the goods book moved, in the primary ledger; None where cost is masked."""

    reason: str = ""
    order: OrderRef | None = None
    original_id: str | None = None
    value: str | None = None


class GoodsLineOut(DocumentLine):
    location: Ref
    lot: LotRef | None = None
    order_line_id: str | None = None
    original_line_id: str | None = None
    value: str | None = None
    returned_quantity: str
    invoiced_quantity: str
    credit_due_quantity: str
    """Of a return: what a red invoice still has to credit, in base units."""


class ReturnRef(Schema):
    id: str
    number: str
    business_date: dt.date


class CreditDueLine(Schema):
    """A line of a return; quantity in base units."""

    line_id: str
    original_line_id: str
    quantity: str
    document: ReturnRef


class CreditDue(Schema):
    items: list[CreditDueLine]


class CreditDueFilters(Schema):
    """Lines of shipments or goods receipts, as an invoice bills them."""

    original_line_id: Annotated[list[IdIn], Field(min_length=1, max_length=200)]


class GoodsDocumentOut(DocumentOut):
    reason: str = ""
    order: OrderRef | None = None
    original_id: str | None = None
    value: str | None = None
    lines: list[GoodsLineOut]


class GoodsPage(Schema):
    items: list[GoodsHeader]
    next_cursor: str | None


class TransferLineIn(Input):
    item_id: IdIn
    quantity: QuantityIn
    unit_id: IdIn | None = None
    from_location_id: IdIn | None = None
    to_location_id: IdIn | None = None
    lot_id: IdIn | None = None
    memo: LineMemo = ""


class TransferIn(Input):
    """via_transit: shipped and received in two steps."""

    business_date: dt.date
    from_warehouse_id: IdIn
    to_warehouse_id: IdIn
    via_transit: bool = False
    memo: Memo = ""
    reference: Reference = ""
    lines: Annotated[list[TransferLineIn], Field(min_length=1, max_length=MAX_LINES)]


class QuantityOfLine(Input):
    """A base quantity of one stored line."""

    line_id: IdIn
    quantity: QuantityIn


class ReceiveIn(Input):
    business_date: dt.date | None = None
    lines: Annotated[list[QuantityOfLine], Field(min_length=1, max_length=MAX_LINES)]


class SendBackIn(ReceiveIn):
    reason: str = Field(default="", max_length=500)


class TransferHeader(DocumentHeader):
    to_warehouse: Ref
    via_transit: bool


class TransferLineOut(DocumentLine):
    location: Ref
    to_location: Ref
    lot: LotRef | None = None
    received_quantity: str
    sent_back_quantity: str
    lost_quantity: str
    waiting_quantity: str | None = None
    """Of what was lost: what waits to be resolved, in base units."""


class TransferStepLine(Schema):
    line_id: str
    quantity: str


class TransferStep(Schema):
    """What was received, sent back or written off at once, in base units; reversed_on is empty while it stands."""

    id: str
    number: int
    verb: Literal["receive", "send_back", "close"]
    business_date: dt.date
    posted_at: dt.datetime
    posted_by: UserRef
    quantity: str
    lines: list[TransferStepLine]
    reversed_on: dt.date | None = None
    verbs: list[str]


class TransferOut(DocumentOut):
    to_warehouse: Ref
    via_transit: bool
    lines: list[TransferLineOut]
    steps: list[TransferStep]


class TransferPage(Schema):
    items: list[TransferHeader]
    next_cursor: str | None


class StocktakeIn(Input):
    """item_ids empty = everything the warehouse holds."""

    business_date: dt.date
    warehouse_id: IdIn
    blind: bool = True
    memo: Memo = ""
    item_ids: Annotated[list[IdIn], Field(max_length=MAX_LINES)] = []


class CountIn(Input):
    lines: Annotated[list[QuantityOfLine], Field(min_length=1, max_length=MAX_LINES)]


class StocktakeHeader(DocumentHeader):
    blind: bool
    reason: str = ""
    value: str | None = None


class StocktakeLineOut(DocumentLine):
    """book_quantity and variance are None while a blind count is going on."""

    location: Ref
    lot: LotRef | None = None
    counted_quantity: str | None = None
    counted_at: dt.datetime | None = None
    book_quantity: str | None = None
    variance: str | None = None
    value: str | None = None
    waiting_quantity: str | None = None
    """Of the difference: what waits to be resolved, in base units, positive."""


class StocktakeOut(DocumentOut):
    blind: bool
    reason: str = ""
    value: str | None = None
    lines: list[StocktakeLineOut]


class StocktakePage(Schema):
    items: list[StocktakeHeader]
    next_cursor: str | None
