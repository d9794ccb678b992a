"""Which orders posted invoices bill, and that each line bills what it says it bills."""

from collections.abc import Sequence
from typing import Any

from heliu.core.scope import Scope
from heliu.finance import services as finance
from heliu.finance.events import InvoicedDocument, InvoicedLine, PurchaseInvoicePosted
from heliu.finance.kinds import PURCHASE_INVOICE
from heliu.purchasing.errors import OrderLineMismatch
from heliu.purchasing.models import PurchaseOrderLine
from heliu.purchasing.rules import PURCHASE_ORDER
from heliu.warehouse import lookups

_COLUMNS = ("id", "order_id", "item_id", "order__party_id", "order__number")


def billed_orders(event: PurchaseInvoicePosted) -> set[int]:
    """Ids of the orders. A line that names only its order line, or only its goods receipt, learns the rest.

    Raises OrderLineMismatch for a line of another order, item or party.
    """
    lines = [(document, line) for document in event.documents for line in document.lines]
    order_lines = _order_lines(event.scope, [line for _, line in lines])
    rows = PurchaseOrderLine.objects.filter(company_id=event.scope.company_id, id__in=set(order_lines.values()))
    known = {row["id"]: row for row in rows.values(*_COLUMNS)}
    orders: set[int] = set()
    unnamed: dict[int, tuple[int, int]] = {}
    for document, line in lines:
        order_line_id = order_lines.get(line.line_id, 0)
        order_id = line.order_id
        if order_line_id:
            order_id = _checked(document, line, known.get(order_line_id))
            if (line.order_id, line.order_line_id) != (order_id, order_line_id):
                unnamed[line.line_id] = (order_id, order_line_id)
        if order_id:
            orders.add(order_id)
    finance.name_orders(event.scope, PURCHASE_INVOICE, unnamed)
    return orders


def _order_lines(scope: Scope, lines: Sequence[InvoicedLine]) -> dict[int, int]:
    """invoice line id → order line id: the one it names, else the one its goods were moved for."""
    silent = [line.source_line_id for line in lines if line.source_line_id and not line.order_line_id]
    moved = lookups.original_lines(scope, silent, lock=False)
    found = {line.line_id: line.order_line_id for line in lines if line.order_line_id}
    for line in lines:
        goods = moved.get(line.source_line_id)
        if line.line_id not in found and line.quantity > 0 and goods and goods.order_kind == PURCHASE_ORDER:
            found[line.line_id] = goods.order_line_id
    return {line_id: order_line_id for line_id, order_line_id in found.items() if order_line_id}


def _checked(document: InvoicedDocument, line: InvoicedLine, named: dict[str, Any] | None) -> int:
    """The order of the line that is named."""
    if (
        named is None
        or named["order__party_id"] != document.party_id
        or line.order_id not in (0, named["order_id"])
        or line.item_id not in (0, named["item_id"])
    ):
        number = named["order__number"] if named else str(line.order_id or line.order_line_id)
        raise OrderLineMismatch(line=line.line_no, number=number)
    return int(named["order_id"])
