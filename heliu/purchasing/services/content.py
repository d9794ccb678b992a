"""What an order says, as plain data: the base of its content hash and of its revisions."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from heliu.catalog.entries import ResolvedEntry
from heliu.core.document_schemas import amount_text, decimal_text, plain, price_text, quantity_text
from heliu.core.scales import RATE_SCALE
from heliu.purchasing.models import PurchaseOrder, PurchaseOrderLine

_LINE = (
    "id", "line_no", "item_id", "unit_id", "entered_quantity", "quantity", "price", "price_includes_tax",
    "discount_rate", "tax_code_id", "net", "tax", "gross", "expected_date",
)  # fmt: skip
_DECIMALS = frozenset({"entered_quantity", "quantity", "price", "discount_rate", "net", "tax", "gross"})


def content_of(order: PurchaseOrder) -> dict[str, Any]:
    """Party, place, currency and lines as stored; memo and reference may change without a new approval."""
    rows = PurchaseOrderLine.objects.filter(company_id=order.company_id, order_id=order.id)
    lines = rows.order_by("line_no").values(*_LINE)
    return {
        "party_id": str(order.party_id),
        "warehouse_id": str(order.warehouse_id),
        "currency": order.currency,
        "rate": plain(order.rate),
        "business_date": order.business_date.isoformat(),
        "lines": [{name: _plain(name, value) for name, value in line.items()} for line in lines],
    }


def line_content(line_id: int, line_no: int, entry: ResolvedEntry, expected_date: dt.date | None) -> dict[str, Any]:
    """The same as content_of gives for this line once it is stored."""
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


def _plain(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if name in _DECIMALS:
        return plain(value)
    return value if name == "line_no" else str(value)
