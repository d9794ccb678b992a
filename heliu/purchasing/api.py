"""Routes of purchasing: /api/v1/purchasing/…"""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query

from heliu.core.document_lists import audit_trail, expected_version
from heliu.core.document_schemas import (
    AuditTrail,
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
    ReasonIn,
    UserRef,
)
from heliu.core.http import Router
from heliu.core.scales import RATE_SCALE
from heliu.core.schemas import Schema
from heliu.purchasing import queries, services
from heliu.purchasing.drafts import NewOrder, NewOrderLine, ReceiveLine, ReturnLine
from heliu.purchasing.rules import PURCHASE_ORDER
from heliu.purchasing.services import Fulfilment
from heliu.warehouse.api.schemas import MAX_LINES, LineMemo, Memo, PartyFilters, Reference

router = Router(tags=["purchasing"])


class OrderFilters(PartyFilters):
    """overdue_on: still expected after that day."""

    delivery: ProgressState | None = None
    invoicing: InvoicingState | None = None
    overdue_on: dt.date | None = None
    item_id: IdIn | None = None


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
    expected_date: dt.date | None = None
    memo: LineMemo = ""


class OrderIn(Input):
    """currency empty = the company's own."""

    business_date: dt.date
    party_id: IdIn
    warehouse_id: IdIn
    currency: CurrencyIn | None = None
    rate: RateIn = RATE_SCALE
    expected_date: dt.date | None = None
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
            expected_date=self.expected_date,
            memo=self.memo,
            reference=self.reference,
            lines=tuple(
                NewOrderLine(
                    item_id=line.item_id,
                    quantity=line.quantity,
                    unit_id=line.unit_id or 0,
                    price=line.price,
                    price_includes_tax=line.price_includes_tax,
                    discount_rate=line.discount_rate,
                    tax_code_id=line.tax_code_id,
                    expected_date=line.expected_date,
                    memo=line.memo,
                    line_id=line.line_id or 0,
                )
                for line in self.lines
            ),
        )


class AmendIn(OrderIn):
    """Party, warehouse and currency stay what they were, whatever is sent."""

    reason: Annotated[str, Field(max_length=500)] = ""


class ReceiveLineIn(Input):
    """Base quantity. lot_code names a lot that may be new."""

    order_line_id: IdIn
    quantity: QuantityIn
    location_id: IdIn | None = None
    lot_id: IdIn | None = None
    lot_code: Annotated[str, Field(max_length=64)] = ""
    produced_on: dt.date | None = None
    expires_on: dt.date | None = None


class ReceiveIn(Input):
    """No lines = everything still expected. post false leaves a draft goods receipt to check."""

    business_date: dt.date | None = None
    warehouse_id: IdIn | None = None
    reference: Reference = ""
    memo: Memo = ""
    post: bool = True
    lines: Annotated[list[ReceiveLineIn], Field(max_length=MAX_LINES)] = []


class ReturnLineIn(Input):
    """Base quantity of a goods receipt line."""

    receipt_line_id: IdIn
    quantity: QuantityIn


class ReturnIn(Input):
    business_date: dt.date | None = None
    warehouse_id: IdIn | None = None
    reference: Reference = ""
    memo: Memo = ""
    post: bool = True
    lines: Annotated[list[ReturnLineIn], Field(min_length=1, max_length=MAX_LINES)]


class InvoiceIn(Input):
    """external_number: number of the supplier's tax invoice. post false leaves a draft to correct."""

    business_date: dt.date | None = None
    external_number: Annotated[str, Field(max_length=40)] = ""
    post: bool = False


class RejectIn(Input):
    reason: Annotated[str, Field(min_length=1, max_length=500)]


class OrderHeader(DocumentHeader):
    expected_date: dt.date | None = None
    revision: int


class OrderLineOut(DocumentLine):
    expected_date: dt.date | None = None
    received_quantity: str
    returned_quantity: str
    invoiced_quantity: str
    invoiced_net: str | None = None


class OrderOut(DocumentOut):
    expected_date: dt.date | None = None
    revision: int
    approved_by: UserRef | None = None
    approved_at: dt.datetime | None = None
    lines: list[OrderLineOut]


class OrderPage(Schema):
    items: list[OrderHeader]
    next_cursor: str | None


class Made(Schema):
    """A document made from the order, and the order as it is now."""

    kind: str
    id: str
    order: OrderOut


class Revision(Schema):
    revision: int
    made_at: dt.datetime
    made_by: UserRef
    reason: str
    content: dict[str, Any]


class Revisions(Schema):
    items: list[Revision]


class PriceQuery(Schema):
    item_id: IdIn
    party_id: IdIn | None = None


class OrderRef(Schema):
    id: str
    number: str


class LastPrice(Schema):
    """source: order, item (its purchase price) or none."""

    item_id: str
    source: str
    party_id: str | None
    date: dt.date | None
    unit_id: str
    price: str | None
    price_includes_tax: bool
    discount_rate: str
    currency: str
    order: OrderRef | None


def _order(request: HttpRequest, order_id: IdIn) -> dict[str, Any]:
    return queries.order_page(request.scope, order_id)


@router.get("/last-price", permission="purchasing.price.read", response=LastPrice)
def get_last_price(request: HttpRequest, query: Query[PriceQuery]) -> dict[str, Any]:
    """What the item cost last, of this supplier first."""
    return queries.last_price(request.scope, query.item_id, query.party_id)


@router.get("/orders", permission="purchasing.order.read", response=OrderPage)
def list_orders(request: HttpRequest, filters: Query[OrderFilters]) -> dict[str, Any]:
    by = queries.OrderFilter(
        common=filters.narrowing(),
        delivery=filters.delivery or "",
        invoicing=filters.invoicing or "",
        overdue_on=filters.overdue_on,
        item_id=filters.item_id,
    )
    return queries.list_orders(request.scope, by, cursor=filters.cursor, limit=filters.limit)


@router.get("/orders/{order_id}", permission="purchasing.order.read", response=OrderOut)
def get_order(request: HttpRequest, order_id: IdIn) -> dict[str, Any]:
    return _order(request, order_id)


@router.get("/orders/{order_id}/audit", permission="purchasing.order.read", response=AuditTrail)
def get_order_audit(request: HttpRequest, order_id: IdIn) -> dict[str, Any]:
    _order(request, order_id)
    return audit_trail(request.scope, PURCHASE_ORDER, order_id)


@router.get("/orders/{order_id}/revisions", permission="purchasing.order.read", response=Revisions)
def get_order_revisions(request: HttpRequest, order_id: IdIn) -> dict[str, Any]:
    """What was approved when; amendments add to the list."""
    return queries.revisions(request.scope, order_id)


@router.post("/orders", permission="purchasing.order.create", response={201: OrderOut})
def create_order(request: HttpRequest, payload: OrderIn) -> tuple[int, dict[str, Any]]:
    return 201, _order(request, services.create_order(request.scope, payload.order()).order_id)


@router.put("/orders/{order_id}", permission="purchasing.order.create", response=OrderOut)
def update_order(request: HttpRequest, order_id: IdIn, payload: OrderIn) -> dict[str, Any]:
    """Replaces a draft or rejected order; needs If-Match."""
    services.update_order(request.scope, order_id, payload.order(), version=expected_version(request))
    return _order(request, order_id)


@router.post("/orders/{order_id}/submit", permission="purchasing.order.submit", response=OrderOut)
def submit_order(request: HttpRequest, order_id: IdIn) -> dict[str, Any]:
    services.submit_order(request.scope, order_id)
    return _order(request, order_id)


@router.post("/orders/{order_id}/withdraw", permission="purchasing.order.submit", response=OrderOut)
def withdraw_order(request: HttpRequest, order_id: IdIn, payload: ReasonIn) -> dict[str, Any]:
    services.withdraw_order(request.scope, order_id, reason=payload.reason)
    return _order(request, order_id)


@router.post("/orders/{order_id}/approve", permission="purchasing.order.approve", response=OrderOut)
def approve_order(request: HttpRequest, order_id: IdIn, payload: ReasonIn) -> dict[str, Any]:
    """With If-Match the approval is given for the version that was read."""
    version = expected_version(request) if "If-Match" in request.headers else None
    services.approve_order(request.scope, order_id, reason=payload.reason, version=version)
    return _order(request, order_id)


@router.post("/orders/{order_id}/reject", permission="purchasing.order.approve", response=OrderOut)
def reject_order(request: HttpRequest, order_id: IdIn, payload: RejectIn) -> dict[str, Any]:
    services.reject_order(request.scope, order_id, reason=payload.reason)
    return _order(request, order_id)


@router.post("/orders/{order_id}/amend", permission="purchasing.order.amend", response=OrderOut)
def amend_order(request: HttpRequest, order_id: IdIn, payload: AmendIn) -> dict[str, Any]:
    """The next revision, waiting for approval; needs If-Match."""
    version = expected_version(request)
    services.amend_order(request.scope, order_id, payload.order(), version=version, reason=payload.reason)
    return _order(request, order_id)


@router.post("/orders/{order_id}/close", permission="purchasing.order.close", response=OrderOut)
def close_order(request: HttpRequest, order_id: IdIn, payload: ReasonIn) -> dict[str, Any]:
    """What has not arrived is no longer expected."""
    services.close_order(request.scope, order_id, reason=payload.reason)
    return _order(request, order_id)


@router.post("/orders/{order_id}/cancel", permission="purchasing.order.cancel", response=OrderOut)
def cancel_order(request: HttpRequest, order_id: IdIn, payload: ReasonIn) -> dict[str, Any]:
    services.cancel_order(request.scope, order_id, reason=payload.reason)
    return _order(request, order_id)


@router.post("/orders/{order_id}/receive", permission="warehouse.goods_receipt.create", response={201: Made})
def receive_order(request: HttpRequest, order_id: IdIn, payload: ReceiveIn) -> tuple[int, dict[str, Any]]:
    """Makes (and posts) a goods receipt."""
    lines = [
        ReceiveLine(
            order_line_id=line.order_line_id,
            quantity=line.quantity,
            location_id=line.location_id or 0,
            lot_id=line.lot_id or 0,
            lot_code=line.lot_code.strip(),
            produced_on=line.produced_on,
            expires_on=line.expires_on,
        )
        for line in payload.lines
    ]
    receipt_id = services.receive_order(request.scope, order_id, lines, how=_how(payload))
    return 201, {"kind": "goods_receipt", "id": str(receipt_id), "order": _order(request, order_id)}


@router.post("/orders/{order_id}/return", permission="warehouse.purchase_return.create", response={201: Made})
def return_order(request: HttpRequest, order_id: IdIn, payload: ReturnIn) -> tuple[int, dict[str, Any]]:
    """Makes (and posts) a purchase return of received goods."""
    lines = [ReturnLine(line.receipt_line_id, line.quantity) for line in payload.lines]
    return_id = services.return_order(request.scope, order_id, lines, how=_how(payload))
    return 201, {"kind": "purchase_return", "id": str(return_id), "order": _order(request, order_id)}


@router.post("/orders/{order_id}/invoice", permission="finance.purchase_invoice.create", response={201: Made})
def invoice_order(request: HttpRequest, order_id: IdIn, payload: InvoiceIn) -> tuple[int, dict[str, Any]]:
    """Makes a purchase invoice of what is received and not invoiced."""
    invoice = services.invoice_order(
        request.scope, order_id, business_date=payload.business_date, external_number=payload.external_number,
        post=payload.post,
    )  # fmt: skip
    return 201, {"kind": "purchase_invoice", "id": str(invoice.id), "order": _order(request, order_id)}


def _how(payload: ReceiveIn | ReturnIn) -> Fulfilment:
    return Fulfilment(
        business_date=payload.business_date,
        warehouse_id=payload.warehouse_id or 0,
        reference=payload.reference,
        memo=payload.memo,
        post=payload.post,
    )
