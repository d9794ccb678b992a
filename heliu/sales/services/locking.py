"""Orders are locked before the documents and books that make their progress, in one order everywhere."""

from heliu.core.order_headers import lock_orders
from heliu.finance.events import SalesInvoiceAnnounced
from heliu.sales.models import SalesOrder, SalesOrderLine
from heliu.sales.rules import SALES_ORDER
from heliu.warehouse import lookups
from heliu.warehouse.events import GoodsAnnounced


def on_goods(event: GoodsAnnounced) -> None:
    """The orders whose goods are about to move."""
    own = [order_id for kind, order_id in event.orders if kind == SALES_ORDER]
    if own:
        lock_orders(event.scope, SalesOrder, SalesOrderLine, ids=own, line_ids=())


def on_invoices(event: SalesInvoiceAnnounced) -> None:
    """The orders that are about to be billed, then the receipts or shipments that are."""
    scope = event.scope
    goods = lookups.original_lines(scope, event.source_line_ids, lock=False).values()
    moved_for = {line.order_id for line in goods if line.order_kind == SALES_ORDER}
    lock_orders(scope, SalesOrder, SalesOrderLine, ids=event.order_ids | moved_for, line_ids=event.order_line_ids)
    lookups.lock_documents_of(scope, event.source_line_ids)
