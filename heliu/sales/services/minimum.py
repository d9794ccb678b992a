"""Minimum prices 最低售价: per base unit, without tax, in the company's currency."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from heliu.catalog.models import Item
from heliu.core.document_schemas import price_text
from heliu.core.prepared import prepared
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE, PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.sales.errors import PriceBelowMinimum
from heliu.sales.models import SalesOrder, SalesOrderLine
from heliu.sales.rules import is_below_minimum, net_price

PERMISSION = "sales.order.sell_below_minimum"


@dataclass(frozen=True, slots=True)
class SoldLine:
    """What a line sells for: net 1e-4 in its currency over a base quantity."""

    line_no: int
    item_id: int
    quantity: int
    net: int


def lines_of(order: SalesOrder) -> list[SoldLine]:
    return [
        SoldLine(line_no, item_id, to_scaled(quantity, QUANTITY_SCALE), to_scaled(net, AMOUNT_SCALE))
        for line_no, item_id, quantity, net in _lines(order.company_id, order.id)
    ]


@prepared
def _lines(company_id: int, order_id: int) -> "QuerySet[SalesOrderLine, Any]":
    lines = SalesOrderLine.objects.filter(company_id=company_id, order_id=order_id).order_by("line_no")
    return lines.values_list("line_no", "item_id", "quantity", "net")


def below_minimum(scope: Scope, lines: Iterable[SoldLine], *, rate: int) -> list[dict[str, Any]]:
    """Lines sold below the minimum price of their item, as facts."""
    kept = list(lines)
    items = Item.objects.filter(
        company_id=scope.company_id, id__in={line.item_id for line in kept}, minimum_price__isnull=False
    )
    minima = {
        item_id: (code, name, to_scaled(minimum or 0, PRICE_SCALE))
        for item_id, code, name, minimum in items.values_list("id", "code", "name", "minimum_price")
    }
    found = []
    for line in kept:
        if line.item_id not in minima:
            continue
        code, name, scaled = minima[line.item_id]
        if is_below_minimum(net=line.net, quantity=line.quantity, rate=rate, minimum_price=scaled):
            price = net_price(net=line.net, quantity=line.quantity, rate=rate)
            found.append(
                {
                    "line": line.line_no, "item_id": str(line.item_id), "code": code, "name": name,
                    "price": price_text(price), "minimum": price_text(scaled),
                }
            )  # fmt: skip
    return found


def check_minimum(scope: Scope, lines: Iterable[SoldLine], *, rate: int) -> None:
    """Raises PriceBelowMinimum unless the user may sell below the minimum price."""
    if scope.can(PERMISSION):
        return
    found = below_minimum(scope, lines, rate=rate)
    if found:
        summary = "; ".join(f"{x['code']} {x['name']} {x['price']} < {x['minimum']}" for x in found)
        raise PriceBelowMinimum(summary=summary, permission=PERMISSION, lines=found)


def check_order(scope: Scope, order: SalesOrder) -> None:
    check_minimum(scope, lines_of(order), rate=to_scaled(order.rate, RATE_SCALE))
