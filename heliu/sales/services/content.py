"""What an order says, as plain data: the base of its content hash and of its revisions."""

from typing import Any

from django.db.models import QuerySet

from heliu.core.document_schemas import plain
from heliu.core.prepared import prepared
from heliu.sales.models import SalesOrder, SalesOrderLine

_LINE = (
    "id", "line_no", "item_id", "unit_id", "entered_quantity", "quantity", "price", "price_includes_tax",
    "discount_rate", "tax_code_id", "net", "tax", "gross", "promised_date",
)  # fmt: skip
DECIMALS = ("entered_quantity", "quantity", "price", "discount_rate", "net", "tax", "gross")


def content_of(order: SalesOrder) -> dict[str, Any]:
    """Party, place, currency and lines as stored; memo and reference may change without a new approval."""
    lines = [dict(zip(_LINE, values, strict=True)) for values in _lines(order.company_id, order.id)]
    return {
        "party_id": str(order.party_id),
        "warehouse_id": str(order.warehouse_id),
        "currency": order.currency,
        "rate": plain(order.rate),
        "business_date": order.business_date.isoformat(),
        "lines": [{name: _plain(name, value) for name, value in line.items()} for line in lines],
    }


@prepared
def _lines(company_id: int, order_id: int) -> "QuerySet[SalesOrderLine, Any]":
    lines = SalesOrderLine.objects.filter(company_id=company_id, order_id=order_id)
    return lines.order_by("line_no").values_list(*_LINE)


def _plain(name: str, value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if name in DECIMALS:
        return plain(value)
    return value if name == "line_no" else str(value)
