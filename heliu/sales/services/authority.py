"""One act of a seller is made of steps in other rooms: the right to the act is the right to its steps."""

from dataclasses import replace
from typing import Final

from heliu.core.scope import Scope

DIRECT_SALE: Final = frozenset(
    {
        "warehouse.shipment.create", "warehouse.shipment.post", "finance.sales_invoice.create",
        "finance.sales_invoice.post", "finance.money_receipt.create", "finance.money_receipt.post",
    }
)  # fmt: skip
RETURN: Final = frozenset(
    {
        "warehouse.sales_return.create", "warehouse.sales_return.post", "finance.sales_invoice.create",
        "finance.sales_invoice.post", "finance.sales_invoice.red",
    }
)  # fmt: skip


def acting(scope: Scope, steps: frozenset[str]) -> Scope:
    """The same person in the same company, with the rights that the steps of this act need."""
    return replace(scope, permissions=scope.permissions | steps)
