"""Requests and answers of sales, on top of the shared document schemas."""

import datetime as dt
from typing import Annotated, Any

from ninja import Field

from heliu.core.document_schemas import (
    AmountIn,
    CurrencyIn,
    DocumentHeader,
    DocumentLine,
    DocumentOut,
    IdIn,
    Input,
    InvoicingState,
    PriceIn,
    ProgressState,
    QuantityIn,
    RateIn,
    UnitRef,
    UserRef,
)
from heliu.core.scales import RATE_SCALE
from heliu.core.schemas import Schema
from heliu.sales.drafts import Fulfilment, NewOrder, NewOrderLine, NewReturn, NewReturnLine, NewSale, SaleLine, ShipLine
from heliu.sales.queries.orders import OrderFilter
from heliu.warehouse.api.schemas import MAX_LINES, LineMemo, Memo, Reference
from heliu.warehouse.queries.goods import DocumentFilter

Reason = Annotated[str, Field(max_length=500)]


class OrderFilters(Schema):
    """Query string of the order list. late_on: promised before that day and not shipped."""

    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    state: Annotated[str, Field(max_length=100)] = ""
    party_id: IdIn | None = None
    warehouse_id: IdIn | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    q: Annotated[str, Field(max_length=100)] = ""
    simulated: bool | None = None
    delivery: ProgressState | None = None
    invoicing: InvoicingState | None = None
    late_on: dt.date | None = None
    item_id: IdIn | None = None

    def narrowing(self) -> OrderFilter:
        return OrderFilter(
            common=DocumentFilter(
                state=self.state,
                party_id=self.party_id,
                warehouse_id=self.warehouse_id,
                date_from=self.date_from,
                date_to=self.date_to,
                q=self.q,
                simulated=self.simulated,
            ),
            delivery=self.delivery or "",
            invoicing=self.invoicing or "",
            late_on=self.late_on,
            item_id=self.item_id,
        )


class OrderLineIn(Input):
    """line_id: which line is amended. tax_code_id null = the item's own, "0" = none."""

    line_id: IdIn | None = None
    item_id: IdIn
    quantity: QuantityIn
    unit_id: IdIn | None = None
    price: PriceIn = 0
    price_includes_tax: bool = False
    discount_rate: RateIn = 0
    tax_code_id: IdIn | None = None
    promised_date: dt.date | None = None
    memo: LineMemo = ""

    def line(self) -> NewOrderLine:
        return NewOrderLine(
            item_id=self.item_id,
            quantity=self.quantity,
            unit_id=self.unit_id or 0,
            price=self.price,
            price_includes_tax=self.price_includes_tax,
            discount_rate=self.discount_rate,
            tax_code_id=self.tax_code_id,
            promised_date=self.promised_date,
            memo=self.memo,
            line_id=self.line_id or 0,
        )


class OrderIn(Input):
    """currency empty = the company's own. reference: the customer's order number."""

    business_date: dt.date
    party_id: IdIn
    warehouse_id: IdIn
    currency: CurrencyIn | None = None
    rate: RateIn = RATE_SCALE
    promised_date: dt.date | None = None
    memo: Memo = ""
    reference: Reference = ""
    lines: Annotated[list[OrderLineIn], Field(min_length=1, max_length=MAX_LINES)]

    def order(self) -> NewOrder:
        return NewOrder(
            party_id=self.party_id,
            warehouse_id=self.warehouse_id,
            business_date=self.business_date,
            currency=self.currency or "",
            rate=self.rate,
            promised_date=self.promised_date,
            memo=self.memo,
            reference=self.reference,
            lines=tuple(line.line() for line in self.lines),
        )


class AmendIn(OrderIn):
    """Party, warehouse and currency stay what they were, whatever is sent."""

    reason: Reason = ""


class ApproveIn(Input):
    """override_reason: lets the order pass the credit limit; needs the right to."""

    reason: Reason = ""
    override_reason: Reason = ""


class RejectIn(Input):
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class ShipLineIn(Input):
    """Base quantity."""

    order_line_id: IdIn
    quantity: QuantityIn
    location_id: IdIn | None = None
    lot_id: IdIn | None = None

    def line(self) -> ShipLine:
        return ShipLine(self.order_line_id, self.quantity, self.location_id or 0, self.lot_id or 0)


class ShipIn(Input):
    """No lines = all that is reserved. post false leaves a draft shipment to pick and check."""

    business_date: dt.date | None = None
    reference: Reference = ""
    memo: Memo = ""
    post: bool = True
    override_reason: Reason = ""
    lines: Annotated[list[ShipLineIn], Field(max_length=MAX_LINES)] = []

    def how(self) -> Fulfilment:
        return Fulfilment(
            business_date=self.business_date,
            reference=self.reference,
            memo=self.memo,
            post=self.post,
            override_reason=self.override_reason,
        )


class InvoiceIn(Input):
    """external_number: number of the tax invoice. post false leaves a draft to check."""

    business_date: dt.date | None = None
    external_number: Annotated[str, Field(max_length=40)] = ""
    post: bool = True


class InvoiceShipmentsIn(InvoiceIn):
    """Posted shipments of one customer, currency and rate."""

    shipment_ids: Annotated[list[IdIn], Field(min_length=1, max_length=200)]


class OrderHeader(DocumentHeader):
    promised_date: dt.date | None = None
    revision: int


class OrderLineOut(DocumentLine):
    """Base quantities. back_ordered: promised, neither shipped nor reserved."""

    promised_date: dt.date | None = None
    shipped_quantity: str
    returned_quantity: str
    invoiced_quantity: str
    reserved_quantity: str
    back_ordered_quantity: str


class OrderOut(DocumentOut):
    promised_date: dt.date | None = None
    revision: int
    approved_by: UserRef | None = None
    approved_at: dt.datetime | None = None
    credit_override_by: UserRef | None = None
    credit_override_reason: str = ""
    lines: list[OrderLineOut]  # type: ignore[assignment]


class OrderPage(Schema):
    items: list[OrderHeader]
    next_cursor: str | None


class Made(Schema):
    """A document made from the order, and the order as it is now."""

    kind: str
    id: str
    order: OrderOut


class MadeDocument(Schema):
    kind: str
    id: str
    number: str


class Revision(Schema):
    revision: int
    made_at: dt.datetime
    made_by: UserRef
    reason: str
    content: dict[str, Any]


class Revisions(Schema):
    items: list[Revision]


class CreditState(Schema):
    """Ledger currency; limit None = no limit; exposure = receivable - prepaid + orders; added: by this order.

    orders: with goods that were shipped without one and are not invoiced.
    """

    limit: str | None
    receivable: str
    prepaid: str
    orders: str
    exposure: str
    added: str
    excess: str


class BelowMinimum(Schema):
    """Per base unit, without tax, in ledger currency."""

    line: int
    item_id: str
    code: str
    name: str
    price: str
    minimum: str


class Shortage(Schema):
    line: int
    item_id: str
    code: str
    name: str
    needed: str
    available: str
    missing: str


class OrderChecks(Schema):
    credit: CreditState
    below_minimum: list[BelowMinimum]
    shortages: list[Shortage]


class ReturnLineIn(Input):
    """Base quantity of a shipment line; or, where the shipment is not known, an item with its price."""

    quantity: QuantityIn
    shipment_line_id: IdIn | None = None
    item_id: IdIn | None = None
    price: PriceIn = 0
    price_includes_tax: bool = False
    tax_code_id: IdIn | None = None
    location_id: IdIn | None = None
    lot_id: IdIn | None = None
    memo: LineMemo = ""

    def line(self) -> NewReturnLine:
        return NewReturnLine(
            quantity=self.quantity,
            shipment_line_id=self.shipment_line_id or 0,
            item_id=self.item_id or 0,
            price=self.price,
            price_includes_tax=self.price_includes_tax,
            tax_code_id=self.tax_code_id,
            location_id=self.location_id or 0,
            lot_id=self.lot_id or 0,
            memo=self.memo,
        )


class ReturnIn(Input):
    """party_id empty: party, currency and rate are those of the first shipment line."""

    business_date: dt.date | None = None
    party_id: IdIn | None = None
    warehouse_id: IdIn | None = None
    currency: CurrencyIn | None = None
    rate: RateIn = RATE_SCALE
    memo: Memo = ""
    reference: Reference = ""
    lines: Annotated[list[ReturnLineIn], Field(min_length=1, max_length=MAX_LINES)]

    def draft(self, today: dt.date) -> NewReturn:
        return NewReturn(
            business_date=self.business_date or today,
            lines=tuple(line.line() for line in self.lines),
            party_id=self.party_id or 0,
            warehouse_id=self.warehouse_id or 0,
            currency=self.currency or "",
            rate=self.rate,
            memo=self.memo,
            reference=self.reference,
        )


class ReturnOut(Schema):
    """red_invoice_ids: one per blue invoice that was credited."""

    return_id: str
    number: str
    line_ids: list[str]
    red_invoice_ids: list[str]


class SaleLineIn(Input):
    item_id: IdIn
    quantity: QuantityIn
    unit_id: IdIn | None = None
    price: PriceIn = 0
    price_includes_tax: bool = False
    discount_rate: RateIn = 0
    tax_code_id: IdIn | None = None
    location_id: IdIn | None = None
    lot_id: IdIn | None = None
    memo: LineMemo = ""

    def line(self) -> SaleLine:
        return SaleLine(
            item_id=self.item_id,
            quantity=self.quantity,
            price=self.price,
            unit_id=self.unit_id or 0,
            price_includes_tax=self.price_includes_tax,
            discount_rate=self.discount_rate,
            tax_code_id=self.tax_code_id,
            location_id=self.location_id or 0,
            lot_id=self.lot_id or 0,
            memo=self.memo,
        )


class SaleIn(Input):
    """paid: money taken now; paid_in_full takes the whole gross amount."""

    business_date: dt.date | None = None
    party_id: IdIn
    warehouse_id: IdIn
    currency: CurrencyIn | None = None
    rate: RateIn = RATE_SCALE
    paid: AmountIn = 0
    paid_in_full: bool = False
    cash_account_id: IdIn | None = None
    due_date: dt.date | None = None
    memo: Memo = ""
    reference: Reference = ""
    override_reason: Reason = ""
    lines: Annotated[list[SaleLineIn], Field(min_length=1, max_length=MAX_LINES)]

    def sale(self, today: dt.date) -> NewSale:
        return NewSale(
            party_id=self.party_id,
            warehouse_id=self.warehouse_id,
            business_date=self.business_date or today,
            lines=tuple(line.line() for line in self.lines),
            currency=self.currency or "",
            rate=self.rate,
            paid=self.paid,
            paid_in_full=self.paid_in_full,
            cash_account_id=self.cash_account_id or 0,
            due_date=self.due_date,
            memo=self.memo,
            reference=self.reference,
            override_reason=self.override_reason,
        )


class SaleOut(Schema):
    """Ids are None where the sale needed no such document."""

    shipment_id: str | None
    invoice_id: str
    invoice_number: str
    gross: str
    receipt_id: str | None


class PriceQuery(Schema):
    item_id: IdIn
    party_id: IdIn | None = None


class SuggestionQuery(PriceQuery):
    unit_id: IdIn | None = None


class InvoiceRef(Schema):
    id: str
    number: str


class LastPrice(Schema):
    """source: customer, any_customer or none. Price per unit as invoiced."""

    item_id: str
    source: str
    party_id: str | None
    price: str | None
    price_includes_tax: bool
    discount_rate: str
    unit: UnitRef | None
    currency: str
    date: dt.date | None
    invoice: InvoiceRef | None


class Suggestion(Schema):
    """source: price_level, last_price, sales_price or none. minimum_price per base unit without tax."""

    item_id: str
    unit_id: str
    source: str
    price: str | None
    price_includes_tax: bool
    currency: str
    minimum_price: str | None
    last: LastPrice
