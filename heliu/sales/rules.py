"""Pure decisions about sales orders: their life, what an approval is bound to, progress, credit, minimum price."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Final

from heliu.core.lifecycle import DocumentState as S
from heliu.core.lifecycle import Lifecycle, Progress
from heliu.core.rounding import divide_half_up
from heliu.core.scales import RATE_SCALE

SALES_ORDER: Final = "sales_order"
PREFIX: Final = "XSDD"

ORDER_LIFECYCLE: Final = Lifecycle(
    SALES_ORDER,
    {
        (S.DRAFT, S.DRAFT): "update",
        (S.REJECTED, S.DRAFT): "update",
        (S.DRAFT, S.SUBMITTED): "submit",
        (S.SUBMITTED, S.APPROVED): "approve",
        (S.SUBMITTED, S.REJECTED): "reject",
        (S.SUBMITTED, S.DRAFT): "withdraw",
        (S.APPROVED, S.IN_PROGRESS): "ship",
        (S.IN_PROGRESS, S.COMPLETED): "ship",
        (S.APPROVED, S.APPROVED): "reserve",
        (S.IN_PROGRESS, S.IN_PROGRESS): "reserve",
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
"""States that follow from what was shipped; refreshing progress moves between these and no others."""
OPEN: Final = frozenset({S.APPROVED, S.IN_PROGRESS})
INVOICEABLE: Final = frozenset({S.APPROVED, S.IN_PROGRESS, S.COMPLETED, S.CLOSED})


@dataclass(frozen=True, slots=True)
class LineState:
    """Base quantities (1e-6) of one order line; invoiced is blue less red."""

    ordered: int
    shipped: int
    returned: int
    invoiced: int
    is_goods: bool


def delivery_of(lines: list[LineState]) -> Progress:
    """Over goods lines; an order of services alone is delivered as it is invoiced."""
    goods = [line for line in lines if line.is_goods]
    if not goods:
        return invoicing_of(lines)
    return _over([(line.shipped, line.ordered) for line in goods])


def invoicing_of(lines: list[LineState]) -> Progress:
    """What came back need not be invoiced."""
    return _over([(line.invoiced + line.returned, line.ordered) for line in lines if line.ordered])


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
    """State of an approved order by what left."""
    return {Progress.NONE: S.APPROVED, Progress.PARTIAL: S.IN_PROGRESS, Progress.FULL: S.COMPLETED}[delivery]


def content_hash(content: dict[str, Any]) -> str:
    """What an approval is bound to: any change of party, money or goods gives another hash."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def uninvoiced(line: LineState, *, promised: bool) -> int:
    """Base quantity of a line that will still become a receivable: shipped not invoiced, and what is promised."""
    whole = max(line.ordered, line.shipped) if promised else line.shipped
    return max(whole - line.returned - line.invoiced, 0)


def commitment(*, gross: int, quantity: int, part: int, rate: int) -> int:
    """Value of `part` of a line in ledger currency (1e-4), not rounded to the currency: exposure is an estimate."""
    if quantity == 0:
        return 0
    return divide_half_up(gross * part * rate, quantity * RATE_SCALE)


def is_below_minimum(*, net: int, quantity: int, rate: int, minimum_price: int | None) -> bool:
    """Whether net (1e-4) per base unit (1e-6) in ledger currency is below the minimum price (1e-6)."""
    if minimum_price is None or quantity <= 0:
        return False
    return net * rate * 10**8 < minimum_price * quantity * RATE_SCALE


def net_price(*, net: int, quantity: int, rate: int) -> int:
    """Net per base unit in ledger currency, 1e-6."""
    return divide_half_up(net * rate * 10**8, quantity * RATE_SCALE) if quantity else 0
