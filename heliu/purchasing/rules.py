"""The life of a purchase order."""

from typing import Final

from heliu.core.lifecycle import DocumentState as S
from heliu.core.lifecycle import Lifecycle

PURCHASE_ORDER: Final = "purchase_order"
PREFIX: Final = "CGDD"

ORDER_LIFECYCLE: Final = Lifecycle(
    PURCHASE_ORDER,
    {
        (S.DRAFT, S.DRAFT): "update",
        (S.REJECTED, S.DRAFT): "update",
        (S.DRAFT, S.SUBMITTED): "submit",
        (S.SUBMITTED, S.APPROVED): "approve",
        (S.SUBMITTED, S.REJECTED): "reject",
        (S.SUBMITTED, S.DRAFT): "withdraw",
        (S.APPROVED, S.IN_PROGRESS): "receive",
        (S.IN_PROGRESS, S.IN_PROGRESS): "receive",
        (S.IN_PROGRESS, S.COMPLETED): "complete",
        (S.APPROVED, S.SUBMITTED): "amend",
        (S.IN_PROGRESS, S.SUBMITTED): "amend",
        (S.APPROVED, S.CLOSED): "close",
        (S.IN_PROGRESS, S.CLOSED): "close",
        (S.COMPLETED, S.CLOSED): "close",
        (S.DRAFT, S.CANCELLED): "cancel",
        (S.SUBMITTED, S.CANCELLED): "cancel",
        (S.REJECTED, S.CANCELLED): "cancel",
        (S.APPROVED, S.CANCELLED): "cancel",
    },
)
OPEN: Final = frozenset({S.APPROVED, S.IN_PROGRESS})
INVOICEABLE: Final = frozenset({S.APPROVED, S.IN_PROGRESS, S.COMPLETED, S.CLOSED})
