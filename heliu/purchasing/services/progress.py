"""How far orders have come: recomputed from posted documents, so repeating it never changes the result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heliu.core import gateway
from heliu.core.document_schemas import quantity_text
from heliu.core.order_headers import OrderHeader, cancelled_among, locked_headers, store_progress
from heliu.core.order_progress import LineState
from heliu.core.scope import Scope
from heliu.finance.events import PurchaseInvoicePosted, PurchaseInvoiceReversed
from heliu.purchasing import rules
from heliu.purchasing.errors import ApprovalVoid, OrderLineMismatch, OrderNotOpen, OverReceipt
from heliu.purchasing.models import PurchaseOrder, PurchaseOrderLine
from heliu.purchasing.rules import PURCHASE_ORDER
from heliu.purchasing.services import billing
from heliu.warehouse import services as warehouse
from heliu.warehouse.events import (
    GoodsReceiptPosted,
    GoodsReceiptReversed,
    PostedGoods,
    PurchaseReturnPosted,
    PurchaseReturnReversed,
)
from heliu.warehouse.rules import NEEDS_SUPPLIER
from heliu.warehouse.services.order_locks import OrderLocks

_POSTED = "('posted', 'reversed')"
"""A reversed document and its red mirror both count; together they are nothing."""

_OF_GOODS = "(l.receipt_line_id <> 0 OR i.kind <> 'goods')"
"""An allowance names no receipt: money is given back, the goods stay invoiced."""

locks = OrderLocks(PurchaseOrder, PurchaseOrderLine, PURCHASE_ORDER)


@dataclass(frozen=True, slots=True)
class _Line:
    order_id: int
    line_no: int
    item_id: int
    ordered: int
    is_goods: bool


@dataclass(frozen=True, slots=True)
class _Done:
    received: int = 0
    returned: int = 0
    invoiced: int = 0
    invoiced_net: int = 0


def on_goods_receipts(event: GoodsReceiptPosted) -> None:
    """Goods arrived: refuse what the order does not allow, then refresh. Raises OverReceipt, OrderNotOpen."""
    documents = [d for d in event.documents if d.order_kind == PURCHASE_ORDER]
    if not documents:
        return
    order_ids = sorted({document.order_id for document in documents})
    with gateway.cursor() as cur:
        orders = locked_headers(cur, event.scope, PurchaseOrder, order_ids)
        lines = _lines(cur, event.scope, order_ids)
        _check_receipts(documents, orders, lines)
        _refresh(cur, event.scope, orders, lines, refuse_excess=True)


def on_goods_changes(event: GoodsReceiptReversed | PurchaseReturnPosted | PurchaseReturnReversed) -> None:
    refresh_orders(event.scope, {d.order_id for d in event.documents if d.order_kind == PURCHASE_ORDER})


def on_invoices(event: PurchaseInvoicePosted | PurchaseInvoiceReversed) -> None:
    """Receipts learn what was invoiced of them, orders follow."""
    quantities: dict[int, int] = {}
    for document in event.documents:
        for line in document.lines:
            if line.source_line_id:
                quantities[line.source_line_id] = quantities.get(line.source_line_id, 0) + line.quantity
    warehouse.record_invoiced(event.scope, quantities, of_kinds=NEEDS_SUPPLIER)
    if isinstance(event, PurchaseInvoicePosted):
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
        orders = locked_headers(cur, scope, PurchaseOrder, ids)
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
    done = _done(cur, scope, list(lines))
    if refuse_excess:
        _refuse_excess(scope, lines, done)
    rows = [
        (d.received, d.returned, d.invoiced, d.invoiced_net, line_id)
        for line_id, d in ((line_id, done.get(line_id, _Done())) for line_id in lines)
    ]
    gateway.update(
        cur, PurchaseOrderLine, keys=("id",),
        sets=("received_quantity", "returned_quantity", "invoiced_quantity", "invoiced_net"), rows=rows,
    )  # fmt: skip
    store_progress(cur, scope, PurchaseOrder, orders, _states(orders, lines, done), noun=PURCHASE_ORDER)


def _check_receipts(
    documents: Sequence[PostedGoods], orders: Mapping[int, OrderHeader], lines: Mapping[int, _Line]
) -> None:
    """The order is open and approved as it stands; every line is one of its own, of the same item and supplier."""
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


def _refuse_excess(scope: Scope, lines: Mapping[int, _Line], done: Mapping[int, _Done]) -> None:
    for line_id, line in lines.items():
        received = done.get(line_id, _Done()).received
        if received > line.ordered:
            number = PurchaseOrder.objects.values_list("number", flat=True).get(id=line.order_id)
            raise OverReceipt(
                number=number,
                line=line.line_no,
                item_id=str(line.item_id),
                ordered=quantity_text(line.ordered),
                received=quantity_text(received),
                asked=quantity_text(received - line.ordered),
            )


def _lines(cur: Any, scope: Scope, order_ids: list[int]) -> dict[int, _Line]:
    rows = gateway.fetch(
        cur,
        "SELECT l.id, l.order_id, l.line_no, l.item_id, l.quantity, i.kind "  # noqa: S608
        "FROM purchasing_purchaseorderline l JOIN catalog_item i ON i.id = l.item_id "
        f"WHERE l.company_id = %s AND {gateway.in_list('l.order_id')} ORDER BY l.order_id, l.line_no",
        (scope.company_id, gateway.list_param(order_ids)),
    )
    return {row[0]: _Line(row[1], row[2], row[3], row[4], row[5] == "goods") for row in rows}


def _done(cur: Any, scope: Scope, line_ids: list[int]) -> dict[int, _Done]:
    """What posted documents say about every line."""
    ids = gateway.list_param(line_ids)
    moved: dict[int, dict[str, int]] = {}
    goods = gateway.fetch(
        cur,
        "SELECT l.order_line_id, d.document_type, SUM(l.quantity) FROM warehouse_goodsline l "  # noqa: S608
        "JOIN warehouse_goodsdocument d ON d.id = l.document_id "
        f"WHERE l.company_id = %s AND {gateway.in_list('l.order_line_id')} AND d.state IN {_POSTED} "
        "GROUP BY l.order_line_id, d.document_type",
        (scope.company_id, ids),
    )
    for line_id, kind, quantity in goods:
        moved.setdefault(line_id, {})[kind] = int(quantity)
    invoices = gateway.fetch(
        cur,
        f"SELECT l.order_line_id, SUM(CASE WHEN {_OF_GOODS} THEN l.quantity ELSE 0 END), SUM(l.net) "  # noqa: S608
        "FROM finance_purchaseinvoiceline l JOIN purchasing_purchaseorderline o ON o.id = l.order_line_id "
        "JOIN catalog_item i ON i.id = o.item_id "
        "JOIN finance_purchaseinvoice d ON d.id = l.document_id "
        f"WHERE l.company_id = %s AND {gateway.in_list('l.order_line_id')} AND NOT (l.order_line_id = 0) "
        f"AND d.state IN {_POSTED} GROUP BY l.order_line_id",
        (scope.company_id, ids),
    )
    invoiced = {line_id: (int(quantity), int(net)) for line_id, quantity, net in invoices}
    return {
        line_id: _Done(
            moved.get(line_id, {}).get("goods_receipt", 0),
            moved.get(line_id, {}).get("purchase_return", 0),
            *invoiced.get(line_id, (0, 0)),
        )
        for line_id in moved.keys() | invoiced.keys()
    }


def _states(
    order_ids: Iterable[int], lines: Mapping[int, _Line], done: Mapping[int, _Done]
) -> dict[int, list[LineState]]:
    found: dict[int, list[LineState]] = {order_id: [] for order_id in order_ids}
    for line_id, line in lines.items():
        d = done.get(line_id, _Done())
        state = LineState(line.ordered, d.received, d.returned, d.invoiced, line.is_goods)
        found[line.order_id].append(state)
    return found
