"""Lines of an order, and of its receipts, as scaled integers: read once per use case, by one query each."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from heliu.core import gateway
from heliu.purchasing.models import PurchaseOrder


@dataclass(frozen=True, slots=True)
class OrderLine:
    """As stored; received, returned and invoiced count base units like quantity."""

    line_id: int
    line_no: int
    item_id: int
    unit_id: int
    entered_quantity: int
    quantity: int
    price: int
    price_includes_tax: bool
    discount_rate: int
    tax_code_id: int | None
    net: int
    tax: int
    gross: int
    memo: str
    expected_date: dt.date | None
    received: int
    returned: int
    invoiced: int
    is_goods: bool


@dataclass(frozen=True, slots=True)
class ReceivedLine:
    """A posted goods receipt line of an order."""

    line_id: int
    document_id: int
    number: str
    order_line_id: int
    item_id: int
    unit_id: int
    entered_quantity: int
    quantity: int
    price: int
    price_includes_tax: bool
    discount_rate: int
    tax_code_id: int | None
    net: int
    tax: int
    gross: int
    memo: str


_ORDER_LINES = (
    "SELECT l.id, l.line_no, l.item_id, l.unit_id, l.entered_quantity, l.quantity, l.price, l.price_includes_tax, "
    "l.discount_rate, l.tax_code_id, l.net, l.tax, l.gross, l.memo, l.expected_date, l.received_quantity, "
    "l.returned_quantity, l.invoiced_quantity, i.kind FROM purchasing_purchaseorderline l "
    "JOIN catalog_item i ON i.id = l.item_id WHERE l.company_id = %s AND l.order_id = %s ORDER BY l.line_no"
)
_RECEIVED = (
    "SELECT l.id, d.id, d.number, COALESCE(l.order_line_id, 0), l.item_id, l.unit_id, l.entered_quantity, l.quantity, "
    "l.price, l.price_includes_tax, l.discount_rate, l.tax_code_id, l.net, l.tax, l.gross, l.memo "
    "FROM warehouse_goodsdocument d CROSS JOIN warehouse_goodsline l "  # CROSS: SQLite begins with the documents
    "WHERE l.company_id = d.company_id AND l.document_id = d.id "
    "AND d.company_id = %s AND d.order_id = %s AND d.document_type = 'goods_receipt' AND d.state = 'posted' "
    "AND d.reverses_id IS NULL ORDER BY d.id, l.line_no"
)


def order_lines(order: PurchaseOrder) -> list[OrderLine]:
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, _ORDER_LINES, (order.company_id, order.id))
    return [_order_line(list(row)) for row in rows]


def _order_line(values: list[Any]) -> OrderLine:
    values[7] = bool(values[7])
    values[14] = None if values[14] is None else gateway.as_date(values[14])
    values[18] = values[18] == "goods"
    return OrderLine(*values)


def received_lines(order: PurchaseOrder) -> list[ReceivedLine]:
    """Of posted receipts that were not reversed."""
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, _RECEIVED, (order.company_id, order.id))
    return [_received_line(list(row)) for row in rows]


def _received_line(values: list[Any]) -> ReceivedLine:
    values[9] = bool(values[9])
    return ReceivedLine(*values)
