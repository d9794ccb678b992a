"""Which orders posted invoices bill, and that each line bills what it says it bills."""

from heliu.finance import services as finance
from heliu.finance.events import SalesInvoicePosted
from heliu.finance.kinds import SALES_INVOICE
from heliu.finance.rules.billing import ForeignOrderLine, OrderLine, billed
from heliu.sales.errors import OrderLineMismatch
from heliu.sales.models import SalesOrderLine
from heliu.sales.rules import SALES_ORDER
from heliu.warehouse import lookups

_COLUMNS = ("id", "order_id", "item_id", "order__party_id", "order__number")


def billed_orders(event: SalesInvoicePosted) -> frozenset[int]:
    """Ids of the orders. A line that names only its order line, or only its shipment, learns the rest.

    Raises OrderLineMismatch for a line of another order, item or party.
    """
    order_lines = _order_lines(event)
    rows = SalesOrderLine.objects.filter(company_id=event.scope.company_id, id__in=set(order_lines.values()))
    known = {row[0]: OrderLine(*row[1:]) for row in rows.values_list(*_COLUMNS)}
    try:
        found = billed(event.documents, order_lines, known)
    except ForeignOrderLine as foreign:
        raise OrderLineMismatch(line=foreign.line_no, number=foreign.number) from foreign
    finance.name_orders(event.scope, SALES_INVOICE, found.unnamed)
    return found.orders


def _order_lines(event: SalesInvoicePosted) -> dict[int, int]:
    """invoice line id → order line id: the one it names, else the one its goods were moved for."""
    lines = [line for document in event.documents for line in document.lines]
    found = {line.line_id: line.order_line_id for line in lines if line.order_line_id}
    silent = [line for line in lines if line.source_line_id and line.line_id not in found]
    moved = lookups.original_lines(event.scope, [line.source_line_id for line in silent], lock=False)
    for line in silent:
        goods = moved.get(line.source_line_id)
        if goods and goods.order_kind == SALES_ORDER and goods.order_line_id:
            found[line.line_id] = goods.order_line_id
    return found
