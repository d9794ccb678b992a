"""From an order to its shipments: in part, as far as reserved, the rest stays back-ordered."""

from collections.abc import Sequence

from heliu.catalog.models import Item
from heliu.catalog.parts import part_of
from heliu.core import audit, clock
from heliu.core.approvals import content_hash
from heliu.core.document_schemas import quantity_text
from heliu.core.rounding import to_scaled
from heliu.core.scales import QUANTITY_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.sales import rules
from heliu.sales.drafts import Fulfilment, ShipLine
from heliu.sales.errors import ApprovalVoid, NothingLeft, NothingReserved, OrderLineMismatch, OrderNotOpen, OverShipment
from heliu.sales.models import SalesOrder, SalesOrderLine
from heliu.sales.rules import SALES_ORDER
from heliu.sales.services import credit
from heliu.sales.services.content import content_of
from heliu.sales.services.orders import locked
from heliu.sales.services.promising import Promise, goods_lines, promises
from heliu.sales.services.shares import whole_of
from heliu.warehouse import services as warehouse
from heliu.warehouse.drafts import NewGoodsDocument, NewGoodsLine


@business_transaction
def ship_order(scope: Scope, order_id: int, lines: Sequence[ShipLine] = (), *, how: Fulfilment = Fulfilment()) -> int:
    """Shipment of the named base quantities, or of all that is reserved; returns its id.

    The credit limit is checked again. Raises OrderNotOpen, ApprovalVoid, OverShipment, NothingReserved,
    CreditLimitExceeded, and InsufficientStock from posting.
    """
    scope.require("warehouse.shipment.create")
    order = locked(scope, order_id)
    if order.state not in rules.OPEN:
        raise OrderNotOpen(number=order.number, state=order.state)
    if content_hash(content_of(order)) != order.approved_hash:
        raise ApprovalVoid(number=order.number)
    before = order.credit_override_reason
    credit.check_order(scope, order, override_reason=how.override_reason)
    if order.credit_override_reason != before:
        order.save(update_fields=["credit_override_by_id", "credit_override_reason"])
    asked = list(lines) or _reserved(scope, order)
    draft = _shipment(order, asked, how)
    if how.post:
        shipment_id = warehouse.post_goods_documents(scope, [draft])[0].document_id
    else:
        shipment_id = warehouse.create_goods_document(scope, draft)
    audit.record(
        scope, "ship", noun=SALES_ORDER, object_id=order.id, label=order.number, after={"shipment": str(shipment_id)}
    )
    return shipment_id


def _reserved(scope: Scope, order: SalesOrder) -> list[ShipLine]:
    """Everything that is reserved. Raises NothingLeft, NothingReserved."""
    found = promises(scope, order)
    if not any(promise.left > 0 for promise in found):
        raise NothingLeft(number=order.number, verb="ship")
    ready = [ShipLine(p.line_id, min(p.left, p.reserved)) for p in found if min(p.left, p.reserved) > 0]
    if not ready:
        raise _nothing_reserved(order, found)
    return ready


def _nothing_reserved(order: SalesOrder, found: Sequence[Promise]) -> NothingReserved:
    waiting = [promise for promise in found if promise.back_ordered > 0]
    items = Item.objects.filter(company_id=order.company_id, id__in=[p.item_id for p in waiting])
    names = {row[0]: row[1:] for row in items.values_list("id", "code", "name")}
    lines = [
        {
            "line": p.line_no, "item_id": str(p.item_id), "code": names[p.item_id][0], "name": names[p.item_id][1],
            "back_ordered": quantity_text(p.back_ordered),
        }
        for p in waiting
    ]  # fmt: skip
    summary = "; ".join(f"{x['code']} {x['name']} × {x['back_ordered']}" for x in lines)
    return NothingReserved(number=order.number, summary=summary, lines=lines)


def _shipment(order: SalesOrder, asked: Sequence[ShipLine], how: Fulfilment) -> NewGoodsDocument:
    ordered = {row.id: row for row in goods_lines(order.company_id, order.id)}
    shipped: dict[int, int] = {}
    lines = []
    for index, line in enumerate(asked):
        row = ordered.get(line.order_line_id)
        if row is None:
            raise OrderLineMismatch(loc=("lines", index, "order_line_id"), line=index + 1, number=order.number)
        before = to_scaled(row.shipped_quantity, QUANTITY_SCALE) + shipped.get(row.id, 0)
        lines.append(_goods_line(order, row, line, before=before, index=index))
        shipped[row.id] = shipped.get(row.id, 0) + line.quantity
    return NewGoodsDocument(
        document_type="shipment",
        warehouse_id=order.warehouse_id,
        business_date=how.business_date or clock.today(),
        lines=tuple(lines),
        party_id=order.party_id,
        currency=order.currency,
        rate=to_scaled(order.rate, RATE_SCALE),
        memo=how.memo or order.memo,
        reference=how.reference or order.reference,
        order_kind=SALES_ORDER,
        order_id=order.id,
        order_number=order.number,
        simulated=order.simulated,
        archived_too=True,
    )


def _goods_line(order: SalesOrder, row: SalesOrderLine, asked: ShipLine, *, before: int, index: int) -> NewGoodsLine:
    """The order's price and terms for the part that leaves; in the order's unit where that is exact."""
    whole = whole_of(row)
    if not 0 < asked.quantity <= whole.quantity - before:
        raise OverShipment(
            loc=("lines", index, "quantity"),
            number=order.number,
            line=row.line_no,
            item_id=str(row.item_id),
            ordered=quantity_text(whole.quantity),
            shipped=quantity_text(before),
            asked=quantity_text(asked.quantity),
        )
    part = part_of(whole, before=before, quantity=asked.quantity, currency=order.currency)
    return NewGoodsLine(
        item_id=row.item_id,
        quantity=part.entered_quantity,
        unit_id=part.unit_id,
        price=part.price,
        price_includes_tax=row.price_includes_tax,
        discount_rate=to_scaled(row.discount_rate, RATE_SCALE),
        tax_code_id=row.tax_code_id or 0,
        amounts=part.amounts,
        location_id=asked.location_id,
        lot_id=asked.lot_id,
        order_line_id=row.id,
        memo=row.memo,
    )
