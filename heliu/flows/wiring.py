"""Which event wakes whom: one literal table, read top to bottom, all inside the emitting transaction.

Below it what the desks are asked before a month is closed.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from heliu.access.events import CompanyCreated, WarehousesGiven
from heliu.finance import events as finance
from heliu.flows import closing
from heliu.flows.companies import install_company
from heliu.ledger.closing import ClosingCheck
from heliu.ledger.events import AccountSplit
from heliu.posting.install import follow_split
from heliu.purchasing.services import billing as purchase_billing
from heliu.purchasing.services import progress as purchasing
from heliu.sales.services import billing as sales_billing
from heliu.sales.services import credit
from heliu.sales.services import progress as sales
from heliu.stock import services as stock
from heliu.warehouse import events as warehouse

TABLE: Mapping[type[Any], Sequence[Callable[[Any], None]]] = {
    CompanyCreated: (install_company,),
    WarehousesGiven: (stock.on_warehouses_given,),
    AccountSplit: (follow_split,),
    finance.PurchaseInvoiceAnnounced: (purchasing.locks.on_invoices,),
    finance.PurchaseInvoiceDrafted: (purchase_billing.on_draft,),
    finance.PurchaseInvoicePosted: (purchasing.on_invoices,),
    finance.PurchaseInvoiceReversed: (purchasing.on_invoices,),
    finance.SalesInvoiceAnnounced: (sales.locks.on_invoices,),
    finance.SalesInvoiceDrafted: (sales_billing.on_draft,),
    finance.SalesInvoicePosted: (sales.on_invoices,),
    finance.SalesInvoiceReversed: (sales.on_invoices,),
    warehouse.GoodsAnnounced: (purchasing.locks.on_goods, sales.locks.on_goods, credit.on_goods),
    warehouse.GoodsReceiptPosted: (purchasing.on_goods_receipts,),
    warehouse.GoodsReceiptReversed: (purchasing.on_goods_changes,),
    warehouse.PurchaseReturnPosted: (purchasing.on_goods_changes,),
    warehouse.PurchaseReturnReversed: (purchasing.on_goods_changes,),
    warehouse.ShipmentPosted: (sales.on_shipments, credit.on_shipments),
    warehouse.ShipmentReversed: (sales.on_goods_changes,),
    warehouse.SalesReturnPosted: (sales.on_goods_changes,),
    warehouse.SalesReturnReversed: (sales.on_goods_changes,),
}

CLOSING_CHECKS: Sequence[ClosingCheck] = (
    closing.unposted_documents,
    closing.negative_stock,
    closing.provisional_receipts,
    closing.differences_resolved,
    closing.opening_complete,
)
