"""Use cases of the money documents. Desks above use: post_invoices, red_invoice, post_money (see each)."""

from heliu.finance.services.entries import (
    cancel_entry,
    create_entry,
    post_entries,
    post_entry,
    replace_entry,
    reverse_entry,
)
from heliu.finance.services.invoices import (
    PostedInvoice,
    cancel_invoice,
    create_invoice,
    post_invoice,
    post_invoices,
    preview_invoice,
    replace_invoice,
    reverse_invoice,
)
from heliu.finance.services.money import (
    cancel_money,
    create_money,
    post_money,
    post_money_document,
    replace_money,
    reverse_money,
)
from heliu.finance.services.openings import (
    cancel_opening,
    create_opening,
    post_opening,
    replace_opening,
    reverse_opening,
)
from heliu.finance.services.orders import name_orders
from heliu.finance.services.profit import transfer_profit
from heliu.finance.services.red import post_red_invoices, red_invoice
from heliu.finance.services.settlements import (
    cancel_settlement,
    create_settlement,
    post_settlement,
    replace_settlement,
    reverse_settlement,
    settle,
    settle_all,
)
from heliu.finance.services.vouchers import (
    approve_voucher,
    cancel_voucher,
    create_voucher,
    post_voucher,
    reject_voucher,
    replace_voucher,
    reverse_voucher,
    submit_voucher,
)
from heliu.finance.services.writing import PostedDocument

__all__ = [
    "PostedDocument",
    "PostedInvoice",
    "approve_voucher",
    "cancel_entry",
    "cancel_invoice",
    "cancel_money",
    "cancel_opening",
    "cancel_settlement",
    "cancel_voucher",
    "create_entry",
    "create_invoice",
    "create_money",
    "create_opening",
    "create_settlement",
    "create_voucher",
    "name_orders",
    "post_entries",
    "post_entry",
    "post_invoice",
    "post_invoices",
    "post_money",
    "post_money_document",
    "post_opening",
    "post_red_invoices",
    "post_settlement",
    "post_voucher",
    "preview_invoice",
    "red_invoice",
    "reject_voucher",
    "replace_entry",
    "replace_invoice",
    "replace_money",
    "replace_opening",
    "replace_settlement",
    "replace_voucher",
    "reverse_entry",
    "reverse_invoice",
    "reverse_money",
    "reverse_opening",
    "reverse_settlement",
    "reverse_voucher",
    "settle",
    "settle_all",
    "submit_voucher",
    "transfer_profit",
]
