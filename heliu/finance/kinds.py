"""The money documents as data: what differs between selling and buying, money in and money out."""

from dataclasses import dataclass
from typing import Any

from heliu.core.lifecycle import Lifecycle
from heliu.finance import events, models
from heliu.finance.rules import lifecycles
from heliu.posting import facts


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """noun: name in permissions, audit, API and as origin_kind of facts; prefix: of its numbers."""

    noun: str
    prefix: str
    lifecycle: Lifecycle
    model: type[Any]
    lines: type[Any]

    def permission(self, verb: str) -> str:
        return f"finance.{self.noun}.{verb}"


@dataclass(frozen=True, slots=True)
class InvoiceKind(DocumentKind):
    """role: what the party must be; source: what a goods line invoices; its open item is of kind source_item, the
    invoice's own of kind item."""

    role: str
    source: str
    source_item: str
    item: str
    announced_event: type[Any]
    drafted_event: type[Any]
    posted_event: type[Any]
    reversed_event: type[Any]

    @property
    def source_column(self) -> str:
        return f"{self.source}_line_id"


@dataclass(frozen=True, slots=True)
class MoneyKind(DocumentKind):
    """role: what the party must be; fact: what posting is told; items: kinds of open items it may settle."""

    role: str
    fact: type[Any]
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EntryKind(DocumentKind):
    """sign: +1 when money comes in."""

    sign: int


SALES_INVOICE = InvoiceKind(
    noun="sales_invoice",
    prefix="XSFP",
    lifecycle=lifecycles.SALES_INVOICE,
    model=models.SalesInvoice,
    lines=models.SalesInvoiceLine,
    role="customer",
    source="shipment",
    source_item="SHIP",
    item="AR",
    announced_event=events.SalesInvoiceAnnounced,
    drafted_event=events.SalesInvoiceDrafted,
    posted_event=events.SalesInvoicePosted,
    reversed_event=events.SalesInvoiceReversed,
)
PURCHASE_INVOICE = InvoiceKind(
    noun="purchase_invoice",
    prefix="CGFP",
    lifecycle=lifecycles.PURCHASE_INVOICE,
    model=models.PurchaseInvoice,
    lines=models.PurchaseInvoiceLine,
    role="supplier",
    source="receipt",
    source_item="GRIR",
    item="AP",
    announced_event=events.PurchaseInvoiceAnnounced,
    drafted_event=events.PurchaseInvoiceDrafted,
    posted_event=events.PurchaseInvoicePosted,
    reversed_event=events.PurchaseInvoiceReversed,
)
MONEY_RECEIPT = MoneyKind(
    noun="money_receipt",
    prefix="SK",
    lifecycle=lifecycles.MONEY_RECEIPT,
    model=models.MoneyReceipt,
    lines=models.MoneyReceiptAllocation,
    role="customer",
    fact=facts.MoneyReceived,
    items=("AR", "ADVR"),
)
PAYMENT = MoneyKind(
    noun="payment",
    prefix="FK",
    lifecycle=lifecycles.PAYMENT,
    model=models.Payment,
    lines=models.PaymentAllocation,
    role="supplier",
    fact=facts.MoneyPaid,
    items=("AP", "ADVP"),
)
SETTLEMENT_NOTE = DocumentKind(
    noun="settlement",
    prefix="HX",
    lifecycle=lifecycles.SETTLEMENT_NOTE,
    model=models.SettlementNote,
    lines=models.SettlementNoteLine,
)
OTHER_INCOME = EntryKind(
    noun="other_income",
    prefix="SR",
    lifecycle=lifecycles.OTHER_INCOME,
    model=models.OtherIncome,
    lines=models.OtherIncomeLine,
    sign=1,
)
OTHER_EXPENSE = EntryKind(
    noun="other_expense",
    prefix="ZC",
    lifecycle=lifecycles.OTHER_EXPENSE,
    model=models.OtherExpense,
    lines=models.OtherExpenseLine,
    sign=-1,
)
OPENING_BALANCE = DocumentKind(
    noun="opening_balance",
    prefix="QC",
    lifecycle=lifecycles.OPENING_BALANCE,
    model=models.OpeningBalance,
    lines=models.OpeningBalanceLine,
)
MANUAL_VOUCHER = DocumentKind(
    noun="manual_voucher",
    prefix="PZ",
    lifecycle=lifecycles.MANUAL_VOUCHER,
    model=models.ManualVoucher,
    lines=models.ManualVoucherLine,
)
SIDE_ITEMS = {"AR": ("AR", "ADVR"), "AP": ("AP", "ADVP")}
"""Kinds of open items that may be offset against each other, by side."""
