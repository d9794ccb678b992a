"""What can be done with purchase orders."""

from heliu.purchasing.services.fulfilling import Fulfilment, invoice_order, receive_order, return_order
from heliu.purchasing.services.orders import (
    amend_order,
    approve_order,
    cancel_order,
    close_order,
    create_order,
    create_orders,
    reject_order,
    submit_order,
    update_order,
    withdraw_order,
)
from heliu.purchasing.services.progress import refresh_orders

__all__ = [
    "Fulfilment",
    "amend_order",
    "approve_order",
    "cancel_order",
    "close_order",
    "create_order",
    "create_orders",
    "invoice_order",
    "receive_order",
    "refresh_orders",
    "reject_order",
    "return_order",
    "submit_order",
    "update_order",
    "withdraw_order",
]
