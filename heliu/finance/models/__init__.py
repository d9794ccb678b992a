"""Tables of the money documents, one file per family."""

from heliu.finance.models.entries import OtherExpense, OtherExpenseLine, OtherIncome, OtherIncomeLine
from heliu.finance.models.invoices import (
    MatchState,
    MatchTolerance,
    PurchaseInvoice,
    PurchaseInvoiceLine,
    SalesInvoice,
    SalesInvoiceLine,
)
from heliu.finance.models.money import (
    MoneyReceipt,
    MoneyReceiptAllocation,
    Payment,
    PaymentAllocation,
    SettlementNote,
    SettlementNoteLine,
)

__all__ = [
    "MatchState",
    "MatchTolerance",
    "MoneyReceipt",
    "MoneyReceiptAllocation",
    "OtherExpense",
    "OtherExpenseLine",
    "OtherIncome",
    "OtherIncomeLine",
    "Payment",
    "PaymentAllocation",
    "PurchaseInvoice",
    "PurchaseInvoiceLine",
    "SalesInvoice",
    "SalesInvoiceLine",
    "SettlementNote",
    "SettlementNoteLine",
]
