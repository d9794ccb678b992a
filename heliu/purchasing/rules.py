"""Pure decisions about purchase orders: their life, what an approval is bound to, how far they have come."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from heliu.core.lifecycle import DocumentState as S
from heliu.core.lifecycle import Lifecycle, Progress

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
DERIVED: Final = frozenset({S.APPROVED, S.IN_PROGRESS, S.COMPLETED})
"""States that follow from what was received; refreshing progress moves between these and no others."""
OPEN: Final = frozenset({S.APPROVED, S.IN_PROGRESS})


@dataclass(frozen=True, slots=True)
class LineState:
    """Base quantities (1e-6) of one order line."""

    ordered: int
    received: int
    invoiced: int
    is_goods: bool


def delivery_of(lines: list[LineState]) -> Progress:
    """Over goods lines; an order of services alone is delivered as it is invoiced."""
    goods = [line for line in lines if line.is_goods]
    if not goods:
        return invoicing_of(lines)
    return _over([(line.received, line.ordered) for line in goods])


def invoicing_of(lines: list[LineState]) -> Progress:
    return _over([(line.invoiced, line.ordered) for line in lines])


def settlement_of(*, invoiced: int, open_amount: int) -> Progress:
    """Of what was invoiced: how much is paid. Amounts as positive numbers."""
    if invoiced <= 0 or open_amount >= invoiced:
        return Progress.NONE
    return Progress.FULL if open_amount <= 0 else Progress.PARTIAL


def _over(pairs: list[tuple[int, int]]) -> Progress:
    if not any(done > 0 for done, _ in pairs):
        return Progress.NONE
    return Progress.FULL if all(done >= whole for done, whole in pairs) else Progress.PARTIAL


def derived_state(delivery: Progress) -> S:
    """State of an approved order by what arrived."""
    return {Progress.NONE: S.APPROVED, Progress.PARTIAL: S.IN_PROGRESS, Progress.FULL: S.COMPLETED}[delivery]


def content_hash(content: dict[str, Any]) -> str:
    """What an approval is bound to: any change of party, money or goods gives another hash."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
