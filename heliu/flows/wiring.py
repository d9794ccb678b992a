"""Which event wakes whom: one literal table, read top to bottom, all inside the emitting transaction."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from heliu.access.events import CompanyCreated
from heliu.finance import events as finance
from heliu.flows.companies import install_company
from heliu.ledger.events import AccountSplit
from heliu.posting.install import follow_split
from heliu.purchasing.services import progress as purchasing
from heliu.warehouse import events as warehouse

TABLE: Mapping[type[Any], Sequence[Callable[[Any], None]]] = {
    CompanyCreated: (install_company,),
    AccountSplit: (follow_split,),
    finance.PurchaseInvoicePosted: (purchasing.on_invoices,),
    finance.PurchaseInvoiceReversed: (purchasing.on_invoices,),
    finance.SalesInvoicePosted: (),
    finance.SalesInvoiceReversed: (),
    warehouse.GoodsReceiptPosted: (purchasing.on_goods_receipts,),
    warehouse.GoodsReceiptReversed: (purchasing.on_goods_changes,),
    warehouse.PurchaseReturnPosted: (purchasing.on_goods_changes,),
    warehouse.PurchaseReturnReversed: (purchasing.on_goods_changes,),
    warehouse.ShipmentPosted: (),
    warehouse.ShipmentReversed: (),
    warehouse.SalesReturnPosted: (),
    warehouse.SalesReturnReversed: (),
}
