"""Pure decisions about sales orders: their life, credit, minimum price."""

from typing import Final

from heliu.core.lifecycle import DocumentState as S
from heliu.core.lifecycle import Lifecycle
from heliu.core.order_progress import LineState
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
OPEN: Final = frozenset({S.APPROVED, S.IN_PROGRESS})
INVOICEABLE: Final = frozenset({S.APPROVED, S.IN_PROGRESS, S.COMPLETED, S.CLOSED})


def uninvoiced(line: LineState, *, promised: bool) -> int:
    """Base quantity of a line that will still become a receivable: shipped not invoiced, and what is promised."""
    whole = max(line.ordered, line.moved) if promised else line.moved
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
