"""What finance tells upward. One event may carry many documents (a batch); handlers work set-based.

Red lines are negative, and a …Reversed event carries the mirror lines (all signs turned), so adding lines up is always
right. source_line_id: line of the shipment, goods receipt or return that is invoiced; ids of 0 mean none.
"""

import datetime as dt
from dataclasses import dataclass

from heliu.core.scope import Scope


@dataclass(frozen=True, slots=True)
class InvoicedLine:
    """quantity in base units (1e-6), net in document currency (1e-4)."""

    line_id: int
    item_id: int
    quantity: int
    net: int
    order_id: int
    order_line_id: int
    source_line_id: int
    line_no: int


@dataclass(frozen=True, slots=True)
class InvoicedDocument:
    document_id: int
    number: str
    business_date: dt.date
    party_id: int
    lines: tuple[InvoicedLine, ...]


@dataclass(frozen=True, slots=True)
class SalesInvoiceAnnounced:
    """Invoices are about to be posted or reversed that name these orders and lines, of orders and of goods documents.

    Who keeps them locks them now, before anything of the books is locked; emitted where writers work at once.
    """

    scope: Scope
    order_ids: frozenset[int]
    order_line_ids: frozenset[int]
    source_line_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class PurchaseInvoiceAnnounced:
    scope: Scope
    order_ids: frozenset[int]
    order_line_ids: frozenset[int]
    source_line_ids: frozenset[int]


@dataclass(frozen=True, slots=True)
class SalesInvoiceDrafted:
    """What a draft says it bills; who keeps orders and goods refuses what is not of the company."""

    scope: Scope
    documents: tuple[InvoicedDocument, ...]


@dataclass(frozen=True, slots=True)
class PurchaseInvoiceDrafted:
    scope: Scope
    documents: tuple[InvoicedDocument, ...]


@dataclass(frozen=True, slots=True)
class SalesInvoicePosted:
    scope: Scope
    documents: tuple[InvoicedDocument, ...]


@dataclass(frozen=True, slots=True)
class SalesInvoiceReversed:
    scope: Scope
    documents: tuple[InvoicedDocument, ...]


@dataclass(frozen=True, slots=True)
class PurchaseInvoicePosted:
    scope: Scope
    documents: tuple[InvoicedDocument, ...]


@dataclass(frozen=True, slots=True)
class PurchaseInvoiceReversed:
    scope: Scope
    documents: tuple[InvoicedDocument, ...]
