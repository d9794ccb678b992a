"""From an order to its goods receipt, purchase return and purchase invoice."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from heliu.catalog.parts import WholeLine, part_of
from heliu.catalog.pricing import LineAmounts
from heliu.core import clock
from heliu.core.approvals import content_hash
from heliu.core.document_schemas import quantity_text
from heliu.core.errors import InvalidInput
from heliu.core.lifecycle import DocumentState
from heliu.core.rounding import to_scaled
from heliu.core.scales import RATE_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance import services as finance
from heliu.finance.kinds import PURCHASE_INVOICE
from heliu.finance.queries import open_items
from heliu.finance.queries.billed import billed_parts
from heliu.finance.queries.open_items import OpenItemRow
from heliu.finance.rules.billing import NO_ODD_CENTS, OddCents, odd_cents
from heliu.finance.rules.drafts import InvoiceDraft, InvoiceLineDraft, Origin
from heliu.finance.services import PostedInvoice
from heliu.purchasing import rules
from heliu.purchasing.drafts import ReceiveLine, ReturnLine
from heliu.purchasing.errors import ApprovalVoid, NothingLeft, OrderLineMismatch, OrderNotOpen, OverReceipt
from heliu.purchasing.models import PurchaseOrder
from heliu.purchasing.rules import PURCHASE_ORDER
from heliu.purchasing.services.content import content_of
from heliu.purchasing.services.lines import OrderLine, ReceivedLine, order_lines, received_lines
from heliu.purchasing.services.orders import locked
from heliu.warehouse import services as warehouse
from heliu.warehouse.drafts import NewGoodsDocument, NewGoodsLine
from heliu.warehouse.models import GoodsLine


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """How goods of an order arrive. warehouse_id 0 = as ordered; post False leaves a draft to check."""

    business_date: dt.date | None = None
    warehouse_id: int = 0
    reference: str = ""
    memo: str = ""
    post: bool = True


@business_transaction
def receive_order(
    scope: Scope, order_id: int, lines: Sequence[ReceiveLine] = (), *, how: Fulfilment = Fulfilment()
) -> int:
    """Goods receipt for the named base quantities, or for everything still expected; returns its id.

    Raises OrderNotOpen, ApprovalVoid, OverReceipt, NothingLeft.
    """
    scope.require("warehouse.goods_receipt.create")
    order = locked(scope, order_id)
    if order.state not in rules.OPEN:
        raise OrderNotOpen(number=order.number, state=order.state)
    stored = order_lines(order)
    if content_hash(content_of(order, stored)) != order.approved_hash:
        raise ApprovalVoid(number=order.number)
    ordered = {line.line_id: line for line in stored if line.is_goods}
    asked = list(lines) or [
        ReceiveLine(line.line_id, line.quantity - line.received)
        for line in ordered.values()
        if line.quantity > line.received
    ]
    if not asked:
        raise NothingLeft(number=order.number, verb="receive")
    draft = NewGoodsDocument(
        document_type="goods_receipt",
        warehouse_id=how.warehouse_id or order.warehouse_id,
        business_date=how.business_date or clock.today(),
        lines=tuple(_receipt_line(order, line, ordered) for line in asked),
        party_id=order.party_id,
        currency=order.currency,
        rate=to_scaled(order.rate, RATE_SCALE),
        memo=how.memo or order.memo,
        reference=how.reference,
        order_kind=PURCHASE_ORDER,
        order_id=order.id,
        order_number=order.number,
        simulated=order.simulated,
        archived_too=True,
    )
    if how.post:
        return warehouse.post_goods_documents(scope, [draft])[0].document_id
    return warehouse.create_goods_document(scope, draft)


def _receipt_line(order: PurchaseOrder, asked: ReceiveLine, ordered: dict[int, OrderLine]) -> NewGoodsLine:
    """The order's price and terms for the part that arrived; in the order's unit where that is exact."""
    if asked.order_line_id not in ordered:
        raise OrderLineMismatch(line=0, number=order.number)
    line = ordered[asked.order_line_id]
    if not 0 < asked.quantity <= line.quantity - line.received:
        raise OverReceipt(
            number=order.number,
            line=line.line_no,
            item_id=str(line.item_id),
            ordered=quantity_text(line.quantity),
            received=quantity_text(line.received),
            asked=quantity_text(asked.quantity),
        )
    part = part_of(_whole(line), before=line.received, quantity=asked.quantity, currency=order.currency)
    return NewGoodsLine(
        item_id=line.item_id,
        quantity=part.entered_quantity,
        unit_id=part.unit_id,
        price=part.price,
        price_includes_tax=line.price_includes_tax,
        discount_rate=line.discount_rate,
        tax_code_id=line.tax_code_id or 0,
        amounts=part.amounts,
        location_id=asked.location_id,
        lot_id=asked.lot_id,
        lot_code=asked.lot_code,
        produced_on=asked.produced_on,
        expires_on=asked.expires_on,
        order_line_id=line.line_id,
        memo=line.memo,
    )


def _whole(line: OrderLine | ReceivedLine) -> WholeLine:
    return WholeLine(line.quantity, line.entered_quantity, line.unit_id, line.price, line.net, line.tax)


@business_transaction
def return_order(scope: Scope, order_id: int, lines: Sequence[ReturnLine], *, how: Fulfilment = Fulfilment()) -> int:
    """Purchase return of received lines of this order; returns its id. Raises ReturnTooMuch, OrderLineMismatch."""
    scope.require("warehouse.purchase_return.create")
    order = locked(scope, order_id)
    if not lines:
        raise InvalidInput(loc=("lines",), field="lines", reason="name what goes back.")
    received = {
        line.id: line
        for line in GoodsLine.objects.filter(
            company_id=scope.company_id, id__in=[line.receipt_line_id for line in lines], document__order_id=order.id
        )
    }
    draft = NewGoodsDocument(
        document_type="purchase_return",
        warehouse_id=how.warehouse_id or order.warehouse_id,
        business_date=how.business_date or clock.today(),
        lines=tuple(_return_line(order, line, received) for line in lines),
        party_id=order.party_id,
        currency=order.currency,
        rate=to_scaled(order.rate, RATE_SCALE),
        memo=how.memo,
        reference=how.reference,
        order_kind=PURCHASE_ORDER,
        order_id=order.id,
        order_number=order.number,
        simulated=order.simulated,
        archived_too=True,
    )
    if how.post:
        return warehouse.post_goods_documents(scope, [draft])[0].document_id
    return warehouse.create_goods_document(scope, draft)


def _return_line(order: PurchaseOrder, line: ReturnLine, received: dict[int, GoodsLine]) -> NewGoodsLine:
    source = received.get(line.receipt_line_id)
    if source is None:
        raise OrderLineMismatch(line=0, number=order.number)
    return NewGoodsLine(
        item_id=source.item_id,
        quantity=line.quantity,
        location_id=source.location_id,
        lot_id=source.lot_id or 0,
        original_line_id=source.id,
    )


@business_transaction
def invoice_order(
    scope: Scope, order_id: int, *, business_date: dt.date | None = None, external_number: str = "", post: bool = False
) -> PostedInvoice:
    """Purchase invoice for everything received and not invoiced, and for services ordered and not invoiced.

    Amounts are the receipts' own, so the provisional payable clears without difference; a draft may be corrected to
    what the supplier's paper says. Raises NothingLeft, OrderNotOpen.
    """
    scope.require("finance.purchase_invoice.create")
    order = locked(scope, order_id)
    if DocumentState(order.state) not in rules.INVOICEABLE:
        raise OrderNotOpen(number=order.number, state=order.state)
    received = received_lines(order)
    lines = [*_received_lines(scope, order, received), *_service_lines(scope, order)]
    if not lines:
        raise NothingLeft(number=order.number, verb="invoice")
    draft = InvoiceDraft(
        party_id=order.party_id,
        business_date=business_date or clock.today(),
        currency=order.currency,
        rate=to_scaled(order.rate, RATE_SCALE),
        lines=tuple(lines),
        external_number=external_number,
        memo=order.memo,
        origins=_origins(order, received),
        simulated=order.simulated,
    )
    if post:
        return finance.post_invoices(scope, PURCHASE_INVOICE, [draft])[0]
    return finance.create_invoice(scope, PURCHASE_INVOICE, draft)


def _origins(order: PurchaseOrder, received: Sequence[ReceivedLine]) -> tuple[Origin, ...]:
    """The order and its posted receipts, shown as the chain of the invoice."""
    receipts = dict.fromkeys((line.document_id, line.number) for line in received)
    found = [Origin("goods_receipt", document_id, number) for document_id, number in receipts]
    return (Origin(PURCHASE_ORDER, order.id, order.number), *found)


def _received_lines(scope: Scope, order: PurchaseOrder, received: Sequence[ReceivedLine]) -> list[InvoiceLineDraft]:
    """Receipt lines with what is still open of their provisional payable (receipts less returns and invoices)."""
    items = open_items.by_key(scope.company_id, ("GRIR",), [line.line_id for line in received])
    waiting = [line for line in received if line.line_id in items and items[line.line_id].open_quantity > 0]
    ordered = {line.order_line_id for line in waiting}
    parts = billed_parts(scope, PURCHASE_INVOICE, order_line_ids=ordered)
    odd = odd_cents(parts, {line.line_id: _whole(line) for line in received}, order.currency)
    billed = {part.source_line_id for part in parts}
    return [
        _invoice_line(
            order,
            line,
            items[line.line_id],
            in_part=line.line_id in billed,
            odd=odd.pop(line.order_line_id, NO_ODD_CENTS),
        )
        for line in waiting
    ]


def _invoice_line(
    order: PurchaseOrder, line: ReceivedLine, item: OpenItemRow, *, in_part: bool, odd: OddCents
) -> InvoiceLineDraft:
    """All that is open: net is the open amount itself, tax its share of the receipt line's.

    in_part: some of it is billed; then net is the share too, and what earlier invoices left in odd cents is made up.
    """
    left = item.open_quantity
    part = part_of(_whole(line), before=line.quantity - left, quantity=left, currency=order.currency)
    net, tax = part.amounts.net if in_part else -item.open_txn, part.amounts.tax
    amounts = odd.made_up(LineAmounts(net=net, tax=tax, gross=net + tax))
    return InvoiceLineDraft(
        entered_quantity=part.entered_quantity,
        unit_id=part.unit_id,
        price=part.price,
        price_includes_tax=line.price_includes_tax,
        discount_rate=line.discount_rate,
        tax_code_id=line.tax_code_id or 0,
        item_id=line.item_id,
        source_line_id=line.line_id,
        order_id=order.id,
        order_line_id=line.order_line_id,
        amounts=amounts,
        memo=line.memo,
    )


def _service_lines(scope: Scope, order: PurchaseOrder) -> list[InvoiceLineDraft]:
    services = [line for line in order_lines(order) if not line.is_goods]
    parts = billed_parts(scope, PURCHASE_INVOICE, order_line_ids=[line.line_id for line in services if line.invoiced])
    odd = odd_cents(parts, {line.line_id: _whole(line) for line in services}, order.currency)
    found = []
    for line in services:
        left = line.quantity - line.invoiced
        if left <= 0:
            continue
        part = part_of(_whole(line), before=line.invoiced, quantity=left, currency=order.currency)
        found.append(
            InvoiceLineDraft(
                entered_quantity=part.entered_quantity,
                unit_id=part.unit_id,
                price=part.price,
                price_includes_tax=line.price_includes_tax,
                discount_rate=line.discount_rate,
                tax_code_id=line.tax_code_id or 0,
                item_id=line.item_id,
                clears_source=False,
                order_id=order.id,
                order_line_id=line.line_id,
                amounts=odd.get(line.line_id, NO_ODD_CENTS).made_up(part.amounts),
                memo=line.memo,
            )
        )
    return found
