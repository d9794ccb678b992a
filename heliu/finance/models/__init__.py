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
from heliu.finance.models.openings import OpeningBalance, OpeningBalanceLine, OpeningTopic
from heliu.finance.models.vouchers import ManualVoucher, ManualVoucherLine

__all__ = [
    "ManualVoucher",
    "ManualVoucherLine",
    "MatchState",
    "MatchTolerance",
    "MoneyReceipt",
    "MoneyReceiptAllocation",
    "OpeningBalance",
    "OpeningBalanceLine",
    "OpeningTopic",
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
