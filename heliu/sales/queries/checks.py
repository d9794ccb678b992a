"""What approval and shipment will meet, before anybody presses the button: credit, minimum prices, shortages."""

from typing import Any

from heliu.catalog.models import Item
from heliu.core.document_schemas import amount_text, quantity_text
from heliu.core.errors import NotFound
from heliu.core.rounding import to_scaled
from heliu.core.scales import QUANTITY_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.sales.models import SalesOrder, SalesOrderLine
from heliu.sales.rules import SALES_ORDER
from heliu.sales.services import credit, minimum
from heliu.sales.services.promising import reserved_of
from heliu.stock import queries as stock
from heliu.warehouse.queries.shapes import in_reach

Shape = dict[str, Any]


def order_checks(scope: Scope, order_id: int) -> Shape:
    """Reads only; what it says may have changed when the order is approved."""
    order = in_reach(scope, SalesOrder.objects.filter(id=order_id)).first()
    if order is None:
        raise NotFound(noun=SALES_ORDER, id=str(order_id))
    return {
        "credit": credit_state(scope, order),
        "below_minimum": minimum.below_minimum(scope, minimum.lines_of(order), rate=to_scaled(order.rate, RATE_SCALE)),
        "shortages": _shortages(scope, order),
    }


def credit_state(scope: Scope, order: SalesOrder) -> Shape:
    exposure = credit.exposure_of(scope, order.party_id, without_order=order.id)
    added = credit.own_commitment(scope, order)
    limit = exposure.limit
    excess = 0 if limit is None else max(exposure.used + added - limit, 0)
    return {
        "limit": None if limit is None else amount_text(limit),
        "receivable": amount_text(exposure.receivable),
        "prepaid": amount_text(exposure.prepaid),
        "orders": amount_text(exposure.orders),
        "exposure": amount_text(exposure.used),
        "added": amount_text(added),
        "excess": amount_text(excess),
    }


def _shortages(scope: Scope, order: SalesOrder) -> list[Shape]:
    """Goods lines that stock cannot cover now; what the order itself has reserved counts as available."""
    rows = list(
        SalesOrderLine.objects.filter(company_id=scope.company_id, order_id=order.id, item__kind="goods")
        .order_by("line_no")
        .values_list("id", "line_no", "item_id", "quantity", "shipped_quantity")
    )
    held = reserved_of(scope, [order.id])
    place = stock.default_location(scope, order.warehouse_id)
    free = stock.available(scope, {row[2] for row in rows}, [place])
    names = {
        row[0]: row[1:]
        for row in Item.objects.filter(company_id=scope.company_id, id__in={r[2] for r in rows}).values_list(
            "id", "code", "name"
        )
    }
    found = []
    for line_id, line_no, item_id, quantity, shipped in rows:
        left = to_scaled(quantity - shipped, QUANTITY_SCALE) - held.get(line_id, 0)
        usable = max(min(free.get((item_id, place), 0), left), 0)
        free[item_id, place] = free.get((item_id, place), 0) - usable
        if left > usable:
            code, name = names[item_id]
            found.append(
                {
                    "line": line_no, "item_id": str(item_id), "code": code, "name": name,
                    "needed": quantity_text(left), "available": quantity_text(usable),
                    "missing": quantity_text(left - usable),
                }
            )  # fmt: skip
    return found
