"""What can be done in sales."""

from heliu.sales.services.direct import post_direct_sales, preview_direct_sale, sell_directly
from heliu.sales.services.invoicing import invoice_order, invoice_shipments
from heliu.sales.services.orders import (
    amend_order,
    approve_order,
    cancel_order,
    close_order,
    create_order,
    reject_order,
    reserve_order,
    submit_order,
    update_order,
    withdraw_order,
)
from heliu.sales.services.progress import refresh_orders
from heliu.sales.services.returns import post_returns, return_goods
from heliu.sales.services.shipping import ship_order

__all__ = [
    "amend_order",
    "approve_order",
    "cancel_order",
    "close_order",
    "create_order",
    "invoice_order",
    "invoice_shipments",
    "post_direct_sales",
    "post_returns",
    "preview_direct_sale",
    "refresh_orders",
    "reject_order",
    "reserve_order",
    "return_goods",
    "sell_directly",
    "ship_order",
    "submit_order",
    "update_order",
    "withdraw_order",
]
