"""Orders are locked before the documents and books that make their progress, in one order everywhere."""

from heliu.core.order_headers import lock_orders
from heliu.finance.events import PurchaseInvoiceAnnounced
from heliu.purchasing.models import PurchaseOrder, PurchaseOrderLine
from heliu.purchasing.rules import PURCHASE_ORDER
from heliu.warehouse import lookups
from heliu.warehouse.events import GoodsAnnounced


def on_goods(event: GoodsAnnounced) -> None:
    """The orders whose goods are about to move."""
    own = [order_id for kind, order_id in event.orders if kind == PURCHASE_ORDER]
    if own:
        lock_orders(event.scope, PurchaseOrder, PurchaseOrderLine, ids=own, line_ids=())


def on_invoices(event: PurchaseInvoiceAnnounced) -> None:
    """The orders that are about to be billed, then the receipts or shipments that are."""
    scope = event.scope
    goods = lookups.original_lines(scope, event.source_line_ids, lock=False).values()
    moved_for = {line.order_id for line in goods if line.order_kind == PURCHASE_ORDER}
    lock_orders(scope, PurchaseOrder, PurchaseOrderLine, ids=event.order_ids | moved_for, line_ids=event.order_line_ids)
    lookups.lock_documents_of(scope, event.source_line_ids)
