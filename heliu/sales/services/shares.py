"""Stored lines of sales and of the warehouse as the whole whose parts are shipped and invoiced."""

from collections.abc import Sequence

from heliu.catalog.parts import WholeLine
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE, PRICE_SCALE, QUANTITY_SCALE
from heliu.core.scope import Scope
from heliu.finance.kinds import SALES_INVOICE
from heliu.finance.queries.billed import billed_parts
from heliu.finance.rules.billing import OddCents, odd_cents
from heliu.sales.models import SalesOrderLine
from heliu.warehouse.models import GoodsLine


def whole_of(row: SalesOrderLine | GoodsLine) -> WholeLine:
    return WholeLine(
        quantity=to_scaled(row.quantity, QUANTITY_SCALE),
        entered_quantity=to_scaled(row.entered_quantity, QUANTITY_SCALE),
        unit_id=row.unit_id,
        price=to_scaled(row.price, PRICE_SCALE),
        net=to_scaled(row.net, AMOUNT_SCALE),
        tax=to_scaled(row.tax, AMOUNT_SCALE),
    )


def odd_of_shipped(scope: Scope, rows: Sequence[GoodsLine], currency: str) -> dict[int, OddCents]:
    """Order line, or shipment line of no order → odd cents of what is billed of it, also with other shipments."""
    ordered = {row.order_line_id for row in rows if row.order_line_id}
    loose = {row.id for row in rows if not row.order_line_id}
    parts = billed_parts(scope, SALES_INVOICE, order_line_ids=ordered, source_line_ids=loose)
    wholes = {row.id: whole_of(row) for row in rows}
    others = {part.source_line_id for part in parts} - wholes.keys()
    if others:
        found = GoodsLine.objects.filter(company_id=scope.company_id, id__in=others)
        wholes |= {row.id: whole_of(row) for row in found}
    return odd_cents(parts, wholes, currency)


def odd_of_services(scope: Scope, rows: Sequence[SalesOrderLine], currency: str) -> dict[int, OddCents]:
    """Order line of a service → odd cents of what is billed of it."""
    parts = billed_parts(scope, SALES_INVOICE, order_line_ids=[row.id for row in rows])
    return odd_cents(parts, {row.id: whole_of(row) for row in rows}, currency)
