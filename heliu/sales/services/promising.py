"""What an approved order holds in stock: reserved as far as available, the rest is back-ordered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from heliu.core.lifecycle import DocumentState
from heliu.core.prepared import prepared
from heliu.core.rounding import to_scaled
from heliu.core.scales import QUANTITY_SCALE
from heliu.core.scope import Scope
from heliu.sales.models import SalesOrder, SalesOrderLine
from heliu.sales.rules import OPEN, SALES_ORDER
from heliu.stock import queries as stock
from heliu.stock import services as stock_services
from heliu.stock.services import ReservationRequest


@dataclass(frozen=True, slots=True)
class Promise:
    """Base quantities of one goods line: still to ship, and reserved for it."""

    line_id: int
    line_no: int
    item_id: int
    left: int
    reserved: int

    @property
    def back_ordered(self) -> int:
        return max(self.left - self.reserved, 0)


def promises(scope: Scope, order: SalesOrder) -> list[Promise]:
    """Goods lines of the order in line order; nothing is left of an order that is not open."""
    is_open = DocumentState(order.state) in OPEN
    held = reserved_of(scope, [order.id])
    return [
        Promise(
            row.id,
            row.line_no,
            row.item_id,
            to_scaled(row.quantity - row.shipped_quantity, QUANTITY_SCALE) if is_open else 0,
            held.get(row.id, 0),
        )
        for row in goods_lines(scope.company_id, order.id)
    ]


@prepared
def goods_lines(company_id: int, order_id: int) -> "QuerySet[SalesOrderLine, SalesOrderLine]":
    """Lines of an order that are goods, in line order."""
    lines = SalesOrderLine.objects.filter(company_id=company_id, order_id=order_id, item__kind="goods")
    return lines.order_by("line_no")


@prepared
def _line_ids(company_id: int, order_ids: Sequence[int]) -> "QuerySet[SalesOrderLine, Any]":
    return SalesOrderLine.objects.filter(company_id=company_id, order_id__in=order_ids).values_list("id")


def reserved_of(scope: Scope, order_ids: list[int]) -> dict[int, int]:
    """Order line → base quantity reserved for it."""
    # in two steps: a server without statistics joins all lines with all reservations
    lines = [line_id for (line_id,) in _line_ids(scope.company_id, order_ids)]
    found: dict[int, int] = {}
    for held in stock.held_stock(scope, lines):
        found[held.line_id] = found.get(held.line_id, 0) + held.quantity
    return found


def settle_reservations(scope: Scope, order: SalesOrder) -> None:
    """Reserve what an open order lacks, give back what it holds too much; idempotent. The order is locked."""
    wanted = {promise.line_id: promise for promise in promises(scope, order)}
    held = reserved_of(scope, [order.id])
    excess = {
        line_id: quantity - max(wanted[line_id].left if line_id in wanted else 0, 0)
        for line_id, quantity in held.items()
    }
    too_much = {line_id: quantity for line_id, quantity in excess.items() if quantity > 0}
    stock_services.release_reservations(scope, SALES_ORDER, sorted(too_much), too_much)
    lacking = [promise for promise in wanted.values() if promise.back_ordered > 0]
    if not lacking:
        return
    place = stock.default_location(scope, order.warehouse_id)
    stock_services.reserve(
        scope,
        [
            ReservationRequest(promise.item_id, place, promise.back_ordered, SALES_ORDER, order.id, promise.line_id)
            for promise in lacking
        ],
    )
