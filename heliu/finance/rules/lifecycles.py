"""The lives of money documents: draft 草稿 → posted 已过账 → reversed 红冲; a draft may be cancelled 作废."""

from heliu.core.lifecycle import DocumentState, Lifecycle

_STEPS = {
    (DocumentState.DRAFT, DocumentState.DRAFT): "edit",
    (DocumentState.DRAFT, DocumentState.POSTED): "post",
    (DocumentState.DRAFT, DocumentState.CANCELLED): "cancel",
    (DocumentState.POSTED, DocumentState.REVERSED): "reverse",
}
_INVOICE_STEPS = {**_STEPS, (DocumentState.POSTED, DocumentState.POSTED): "red"}

PURCHASE_INVOICE = Lifecycle("purchase invoice", _INVOICE_STEPS)
SALES_INVOICE = Lifecycle("sales invoice", _INVOICE_STEPS)
PAYMENT = Lifecycle("payment", _STEPS)
MONEY_RECEIPT = Lifecycle("money receipt", _STEPS)
SETTLEMENT_NOTE = Lifecycle("settlement", _STEPS)
OTHER_INCOME = Lifecycle("income entry", _STEPS)
OTHER_EXPENSE = Lifecycle("expense entry", _STEPS)
OPENING_BALANCE = Lifecycle("opening balance", _STEPS)
MANUAL_VOUCHER = Lifecycle(
    "manual voucher",
    {
        (DocumentState.DRAFT, DocumentState.DRAFT): "edit",
        (DocumentState.DRAFT, DocumentState.SUBMITTED): "submit",
        (DocumentState.DRAFT, DocumentState.CANCELLED): "cancel",
        (DocumentState.SUBMITTED, DocumentState.APPROVED): "approve",
        (DocumentState.SUBMITTED, DocumentState.DRAFT): "reject",
        (DocumentState.APPROVED, DocumentState.POSTED): "post",
        (DocumentState.APPROVED, DocumentState.DRAFT): "reject",
        (DocumentState.POSTED, DocumentState.REVERSED): "reverse",
    },
)
"""制单 → 审核 → 过账; sending it back takes the approval with it."""
