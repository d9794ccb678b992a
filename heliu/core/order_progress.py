"""How far an order has come, decided the same way for both desks: delivered, invoiced net of returns, paid."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from heliu.core.lifecycle import DocumentState, Invoicing, Progress


@dataclass(frozen=True, slots=True)
class LineState:
    """Base quantities (1e-6) of one order line. moved: received or shipped; invoiced: blue less red invoices."""

    ordered: int
    moved: int
    returned: int
    invoiced: int
    is_goods: bool


def delivery_of(lines: Sequence[LineState]) -> Progress:
    """Over goods lines; an order of services alone is delivered as it is invoiced."""
    goods = [line for line in lines if line.is_goods]
    if not goods:
        return _over([(line.invoiced, line.ordered) for line in lines])
    return _over([(line.moved, line.ordered) for line in goods])


def invoicing_of(lines: Sequence[LineState], *, is_closed: bool = False) -> Invoicing:
    """FULL when nothing is left to invoice: what came back need not be. RED_DUE when more is invoiced than stayed.

    Of the goods of a closed order only what was delivered counts.
    """
    if any(red_due(line) for line in lines):
        return Invoicing.RED_DUE
    if is_closed:
        kept = (replace(line, ordered=line.moved) if line.is_goods else line for line in lines)
        lines = [line for line in kept if line.ordered]
    if lines and not any(left_to_invoice(line) for line in lines):
        return Invoicing.FULL
    return Invoicing.PARTIAL if any(line.invoiced > 0 for line in lines) else Invoicing.NONE


def left_to_invoice(line: LineState) -> int:
    """Of what was ordered and did not come back. Base quantity, 1e-6."""
    return max(line.ordered - line.returned - line.invoiced, 0)


def red_due(line: LineState) -> int:
    """What came back after it was invoiced and no red invoice has credited yet. Base quantity, 1e-6."""
    return max(min(line.invoiced - (line.moved - line.returned), line.returned), 0)


def settlement_of(*, invoiced: int, open_amount: int) -> Progress:
    """Of what was invoiced: how much is paid. Amounts as positive numbers; what credits took back is settled."""
    if invoiced == open_amount == 0:
        return Progress.FULL
    if invoiced <= 0 or open_amount >= invoiced:
        return Progress.NONE
    return Progress.FULL if open_amount <= 0 else Progress.PARTIAL


def derived_state(delivery: Progress) -> DocumentState:
    """State of an approved order by what was delivered."""
    return {
        Progress.NONE: DocumentState.APPROVED,
        Progress.PARTIAL: DocumentState.IN_PROGRESS,
        Progress.FULL: DocumentState.COMPLETED,
    }[delivery]


def _over(pairs: Sequence[tuple[int, int]]) -> Progress:
    if not any(done > 0 for done, _ in pairs):
        return Progress.NONE
    return Progress.FULL if all(done >= whole for done, whole in pairs) else Progress.PARTIAL
