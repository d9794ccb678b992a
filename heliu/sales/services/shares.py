"""Stored lines of sales and of the warehouse as the whole whose parts are shipped and invoiced."""

from heliu.catalog.parts import WholeLine
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE, PRICE_SCALE, QUANTITY_SCALE
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
