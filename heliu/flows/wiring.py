"""Which event wakes whom: one literal table, read top to bottom, all inside the emitting transaction."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from heliu.access.events import CompanyCreated
from heliu.finance import events as finance
from heliu.flows.companies import install_company

TABLE: Mapping[type[Any], Sequence[Callable[[Any], None]]] = {
    CompanyCreated: (install_company,),
    finance.PurchaseInvoicePosted: (),
    finance.PurchaseInvoiceReversed: (),
    finance.SalesInvoicePosted: (),
    finance.SalesInvoiceReversed: (),
}
