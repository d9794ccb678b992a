"""How far orders have come: recomputed from posted documents, so repeating it never changes the result."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from heliu.core import gateway
from heliu.core.document_schemas import quantity_text
from heliu.core.order_headers import OrderHeader, cancelled_among, locked_headers, store_progress
from heliu.core.order_progress import LineState
from heliu.core.scope import Scope
from heliu.finance.events import SalesInvoicePosted, SalesInvoiceReversed
from heliu.sales import rules
from heliu.sales.errors import ApprovalVoid, OrderLineMismatch, OrderNotOpen, OverShipment
from heliu.sales.models import SalesOrder, SalesOrderLine
from heliu.sales.rules import SALES_ORDER
from heliu.sales.services import billing
from heliu.sales.services.promising import settle_reservations
from heliu.warehouse import services as warehouse
from heliu.warehouse.events import (
    PostedGoods,
    SalesReturnPosted,
    SalesReturnReversed,
    ShipmentPosted,
    ShipmentReversed,
)
from heliu.warehouse.rules import NEEDS_CUSTOMER
from heliu.warehouse.services.order_locks import OrderLocks

_POSTED = "('posted', 'reversed')"
"""A reversed document and its red mirror both count; together they are nothing."""

_OF_GOODS = "(l.shipment_line_id <> 0 OR i.kind <> 'goods')"
"""An allowance names no shipment: money is given back, the goods stay invoiced."""

locks = OrderLocks(SalesOrder, SalesOrderLine, SALES_ORDER)


@dataclass(frozen=True, slots=True)
class _Line:
    order_id: int
    line_no: int
    item_id: int
    ordered: int
    is_goods: bool


def on_shipments(event: ShipmentPosted) -> None:
    """Goods left: refuse what the order does not allow, then refresh. Raises OverShipment, OrderNotOpen."""
    documents = [d for d in event.documents if d.order_kind == SALES_ORDER]
    if not documents:
        return
    order_ids = sorted({document.order_id for document in documents})
    with gateway.cursor() as cur:
        orders = locked_headers(cur, event.scope, SalesOrder, order_ids)
        lines = _lines(cur, event.scope, order_ids)
        _check_shipments(documents, orders, lines)
        _refresh(cur, event.scope, orders, lines, refuse_excess=True)


def on_goods_changes(event: ShipmentReversed | SalesReturnPosted | SalesReturnReversed) -> None:
    order_ids = {d.order_id for d in event.documents if d.order_kind == SALES_ORDER}
    refresh_orders(event.scope, order_ids)
    if isinstance(event, ShipmentReversed):
        _keep_again(event.scope, order_ids)


def _keep_again(scope: Scope, order_ids: Collection[int]) -> None:
    """What a reversed shipment gave back is reserved for its order, as far as that is still open."""
    for order in SalesOrder.objects.filter(company_id=scope.company_id, id__in=order_ids).order_by("id"):
        if order.state in rules.OPEN:
            settle_reservations(scope, order)


def on_invoices(event: SalesInvoicePosted | SalesInvoiceReversed) -> None:
    """Shipments and returns learn what was invoiced of them, orders follow."""
    quantities: dict[int, int] = {}
    for document in event.documents:
        for line in document.lines:
            if line.source_line_id:
                quantities[line.source_line_id] = quantities.get(line.source_line_id, 0) + line.quantity
    warehouse.record_invoiced(event.scope, quantities, of_kinds=NEEDS_CUSTOMER)
    if isinstance(event, SalesInvoicePosted):
        refresh_orders(event.scope, billing.billed_orders(event), are_billed=True)
    else:
        refresh_orders(event.scope, {line.order_id for d in event.documents for line in d.lines if line.order_id})


def refresh_orders(scope: Scope, order_ids: Iterable[int], *, are_billed: bool = False) -> None:
    """Line quantities, delivery and invoicing state, and the state of orders between approved and completed.

    are_billed: by an invoice now; raises OrderNotOpen for a cancelled order.
    """
    ids = sorted(set(order_ids))
    if not ids:
        return
    with gateway.cursor() as cur:
        orders = locked_headers(cur, scope, SalesOrder, ids)
        if are_billed and (gone := cancelled_among(orders)):
            raise OrderNotOpen(number=gone.number, state=gone.state)
        _refresh(cur, scope, orders, _lines(cur, scope, ids))


def _refresh(
    cur: Any,
    scope: Scope,
    orders: Mapping[int, OrderHeader],
    lines: Mapping[int, _Line],
    *,
    refuse_excess: bool = False,
) -> None:
    states = _states(cur, scope, lines)
    if refuse_excess:
        _refuse_excess(scope, lines, states)
    gateway.update(
        cur, SalesOrderLine, keys=("id",), sets=("shipped_quantity", "returned_quantity", "invoiced_quantity"),
        rows=[(s.moved, s.returned, s.invoiced, line_id) for line_id, s in states.items()],
    )  # fmt: skip
    store_progress(cur, scope, SalesOrder, orders, _by_order(orders, lines, states), noun=SALES_ORDER)


def _check_shipments(
    documents: list[PostedGoods], orders: Mapping[int, OrderHeader], lines: Mapping[int, _Line]
) -> None:
    """The order is open and approved as it stands; every line is one of its own, of the same item and customer."""
    for document in documents:
        order = orders.get(document.order_id)
        number = order.number if order else str(document.order_id)
        if order is None or order.party_id != document.party_id:
            raise OrderLineMismatch(line=1, number=number)
        if order.state not in rules.OPEN:
            raise OrderNotOpen(number=order.number, state=order.state)
        if not order.is_approved:
            raise ApprovalVoid(number=order.number)
        for position, goods in enumerate(document.lines, start=1):
            line = lines.get(goods.order_line_id)
            if goods.order_line_id and (
                line is None or line.item_id != goods.item_id or line.order_id != document.order_id
            ):
                raise OrderLineMismatch(line=position, number=order.number)


def _refuse_excess(scope: Scope, lines: Mapping[int, _Line], states: Mapping[int, LineState]) -> None:
    for line_id, line in lines.items():
        shipped = states[line_id].moved
        if shipped > line.ordered:
            order = SalesOrder.objects.filter(company_id=scope.company_id, id=line.order_id)
            raise OverShipment(
                number=order.values_list("number", flat=True).get(),
                line=line.line_no,
                item_id=str(line.item_id),
                ordered=quantity_text(line.ordered),
                shipped=quantity_text(shipped),
                asked=quantity_text(shipped - line.ordered),
            )


def _lines(cur: Any, scope: Scope, order_ids: list[int]) -> dict[int, _Line]:
    rows = gateway.fetch(
        cur,
        "SELECT l.id, l.order_id, l.line_no, l.item_id, l.quantity, i.kind "  # noqa: S608
        "FROM sales_salesorderline l JOIN catalog_item i ON i.id = l.item_id "
        f"WHERE l.company_id = %s AND {gateway.in_list('l.order_id')} ORDER BY l.order_id, l.line_no",
        (scope.company_id, gateway.list_param(order_ids)),
    )
    return {row[0]: _Line(row[1], row[2], row[3], row[4], row[5] == "goods") for row in rows}


def _states(cur: Any, scope: Scope, lines: Mapping[int, _Line]) -> dict[int, LineState]:
    """What posted documents say about every line."""
    ids = gateway.list_param(lines)
    moved: dict[tuple[int, str], int] = {}
    goods = gateway.fetch(
        cur,
        "SELECT l.order_line_id, d.document_type, SUM(l.quantity) FROM warehouse_goodsline l "  # noqa: S608
        "JOIN warehouse_goodsdocument d ON d.id = l.document_id "
        f"WHERE l.company_id = %s AND {gateway.in_list('l.order_line_id')} AND d.state IN {_POSTED} "
        "GROUP BY l.order_line_id, d.document_type",
        (scope.company_id, ids),
    )
    for line_id, kind, quantity in goods:
        moved[line_id, kind] = int(quantity)
    invoices = gateway.fetch(
        cur,
        "SELECT l.order_line_id, SUM(l.quantity) FROM finance_salesinvoiceline l "  # noqa: S608
        "JOIN finance_salesinvoice d ON d.id = l.document_id "
        "JOIN sales_salesorderline o ON o.id = l.order_line_id JOIN catalog_item i ON i.id = o.item_id "
        f"WHERE l.company_id = %s AND {gateway.in_list('l.order_line_id')} AND NOT (l.order_line_id = 0) "
        f"AND d.state IN {_POSTED} AND {_OF_GOODS} GROUP BY l.order_line_id",
        (scope.company_id, ids),
    )
    invoiced = {line_id: int(quantity) for line_id, quantity in invoices}
    return {
        line_id: LineState(
            line.ordered,
            moved.get((line_id, "shipment"), 0),
            moved.get((line_id, "sales_return"), 0),
            invoiced.get(line_id, 0),
            line.is_goods,
        )
        for line_id, line in lines.items()
    }


def _by_order(
    order_ids: Iterable[int], lines: Mapping[int, _Line], states: Mapping[int, LineState]
) -> dict[int, list[LineState]]:
    found: dict[int, list[LineState]] = {order_id: [] for order_id in order_ids}
    for line_id, line in lines.items():
        found[line.order_id].append(states[line_id])
    return found
