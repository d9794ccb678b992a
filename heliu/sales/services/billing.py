"""Which orders posted invoices bill, and that each line bills what it says it bills."""

from heliu.finance import services as finance
from heliu.finance.events import SalesInvoiceDrafted, SalesInvoicePosted
from heliu.finance.kinds import SALES_INVOICE
from heliu.finance.rules.billing import ForeignOrderLine, OrderLine, billed, require_known
from heliu.sales.errors import OrderLineMismatch
from heliu.sales.models import SalesOrder, SalesOrderLine
from heliu.sales.rules import SALES_ORDER
from heliu.warehouse import lookups
from heliu.warehouse import services as warehouse

_COLUMNS = ("id", "order_id", "item_id", "order__party_id", "order__number")


def on_draft(event: SalesInvoiceDrafted) -> None:
    """Raises NotFound for an order, order line or goods line that is not of the company."""
    scope = event.scope
    require_known(event.documents, "source_line_id", "goods line", lambda ids: warehouse.known_lines(scope, ids))
    orders, lines = (
        model.objects.filter(company_id=scope.company_id).values_list("id", flat=True)
        for model in (SalesOrder, SalesOrderLine)
    )
    require_known(event.documents, "order_id", "order", lambda ids: orders.filter(id__in=ids))
    require_known(event.documents, "order_line_id", "order line", lambda ids: lines.filter(id__in=ids))


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
