"""What an order says, as plain data: the base of its content hash and of its revisions."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from heliu.catalog.entries import ResolvedEntry
from heliu.core.document_schemas import amount_text, decimal_text, price_text, quantity_text
from heliu.core.rounding import to_scaled
from heliu.core.scales import RATE_SCALE
from heliu.purchasing.models import PurchaseOrder
from heliu.purchasing.services.lines import OrderLine, order_lines


def content_of(order: PurchaseOrder, lines: Sequence[OrderLine] | None = None) -> dict[str, Any]:
    """Party, place, currency and lines as stored; memo and reference may change without a new approval."""
    stored = order_lines(order) if lines is None else lines
    return header_content(
        party_id=order.party_id,
        warehouse_id=order.warehouse_id,
        currency=order.currency,
        rate=to_scaled(order.rate, RATE_SCALE),
        date=order.business_date,
        lines=[line_content(line.line_id, line.line_no, line, line.expected_date) for line in stored],
    )


def line_content(
    line_id: int, line_no: int, entry: ResolvedEntry | OrderLine, expected_date: dt.date | None
) -> dict[str, Any]:
    """The same for a line about to be stored and for one that is."""
    return {
        "id": str(line_id),
        "line_no": line_no,
        "item_id": str(entry.item_id),
        "unit_id": str(entry.unit_id),
        "entered_quantity": quantity_text(entry.entered_quantity),
        "quantity": quantity_text(entry.quantity),
        "price": price_text(entry.price),
        "price_includes_tax": entry.price_includes_tax,
        "discount_rate": decimal_text(entry.discount_rate, RATE_SCALE),
        "tax_code_id": str(entry.tax_code_id) if entry.tax_code_id else None,
        "net": amount_text(entry.net),
        "tax": amount_text(entry.tax),
        "gross": amount_text(entry.gross),
        "expected_date": expected_date.isoformat() if expected_date else None,
    }


def header_content(
    *, party_id: int, warehouse_id: int, currency: str, rate: int, date: dt.date, lines: Sequence[dict[str, Any]]
) -> dict[str, Any]:
    return {
        "party_id": str(party_id),
        "warehouse_id": str(warehouse_id),
        "currency": currency,
        "rate": decimal_text(rate, RATE_SCALE),
        "business_date": date.isoformat(),
        "lines": list(lines),
    }
