"""Invoices tell the goods documents and orders they belong to how much of them is invoiced."""

from collections import defaultdict

from heliu.finance.events import (
    PurchaseInvoicePosted,
    PurchaseInvoiceReversed,
    SalesInvoicePosted,
    SalesInvoiceReversed,
)
from heliu.warehouse import services as warehouse

InvoiceEvent = SalesInvoicePosted | SalesInvoiceReversed | PurchaseInvoicePosted | PurchaseInvoiceReversed


def record_on_goods(event: InvoiceEvent) -> None:
    """Receipts, shipments and returns show what of each line is invoiced."""
    quantities: dict[int, int] = defaultdict(int)
    for document in event.documents:
        for line in document.lines:
            if line.source_line_id:
                quantities[line.source_line_id] += line.quantity
    warehouse.record_invoiced(event.scope, quantities)
