"""Which event wakes whom: one literal table, read top to bottom, all inside the emitting transaction."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from heliu.access.events import CompanyCreated
from heliu.finance import events as finance
from heliu.flows.companies import install_company
from heliu.ledger.events import AccountSplit
from heliu.posting.install import follow_split
from heliu.warehouse import events as warehouse

TABLE: Mapping[type[Any], Sequence[Callable[[Any], None]]] = {
    CompanyCreated: (install_company,),
    AccountSplit: (follow_split,),
    finance.PurchaseInvoicePosted: (),
    finance.PurchaseInvoiceReversed: (),
    finance.SalesInvoicePosted: (),
    finance.SalesInvoiceReversed: (),
    warehouse.GoodsReceiptPosted: (),
    warehouse.GoodsReceiptReversed: (),
    warehouse.PurchaseReturnPosted: (),
    warehouse.PurchaseReturnReversed: (),
    warehouse.ShipmentPosted: (),
    warehouse.ShipmentReversed: (),
    warehouse.SalesReturnPosted: (),
    warehouse.SalesReturnReversed: (),
}
