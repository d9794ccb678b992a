"""How the customers of a history pay: walk-ins at once, the others after a delay of their own habit.

A walk-in's document is paid, or paid back, on its day. A customer pays each sale 7 to 45 days after it (one habit per
customer, a few days of variation per invoice), setting off credits that are still open, oldest first; about one invoice
in 60 is never paid and stays in the books as a doubtful item. Credits larger than what is left to pay stay open for the
next payment. Nothing is dated behind the last day of the history. Amounts 1e-4; receipts are never negative except the
refund of a walk-in.
"""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from heliu.integration.replenishment.purchases import Allocation, document_number
from heliu.integration.replenishment.suppliers import stable_number

HABIT_DAYS_MIN = 7
HABIT_DAYS_SPREAD = 33
VARIATION_DAYS_BELOW = 7
NEVER_PAID_ONE_IN = 60


@dataclass(frozen=True, slots=True)
class Receivable:
    """A document that a customer (None: a walk-in) owes, or (negative amount) is owed."""

    number: str
    customer: str | None
    on: date
    amount: int


@dataclass(frozen=True, slots=True)
class PlannedMoneyReceipt:
    """`amount` is the sum of the allocations: zero when credits cover the sale exactly, negative for a refund."""

    number: str
    customer: str | None
    received_on: date
    amount: int
    allocations: tuple[Allocation, ...]


@dataclass(slots=True)
class _OpenCredit:
    number: str
    left: int


def plan_money_receipts(
    receivables: Iterable[Receivable], *, first_day: date, last_day: date
) -> tuple[PlannedMoneyReceipt, ...]:
    """All money receipts in order of their date; no document is ever settled beyond its amount."""
    drafts: list[tuple[date, str, str | None, tuple[Allocation, ...]]] = []
    events: list[tuple[date, int, Receivable]] = []
    for receivable in receivables:
        if receivable.amount == 0:
            continue
        if receivable.customer is None:
            whole = (Allocation(receivable.number, receivable.amount),)
            drafts.append((receivable.on, receivable.number, None, whole))
        elif receivable.amount < 0:
            events.append((receivable.on, 0, receivable))
        elif (paid_on := payment_day(receivable)) is not None and paid_on <= last_day:
            events.append((paid_on, 1, receivable))
    credits: dict[str | None, deque[_OpenCredit]] = {}
    for on, is_payment, receivable in sorted(events, key=lambda event: (*event[:2], event[2].number)):
        open_credits = credits.setdefault(receivable.customer, deque())
        if is_payment:
            allocations = _settle(receivable, open_credits)
            drafts.append((on, receivable.number, receivable.customer, allocations))
        else:
            open_credits.append(_OpenCredit(receivable.number, -receivable.amount))
    drafts.sort(key=lambda draft: draft[:2])
    return tuple(
        PlannedMoneyReceipt(
            document_number("MR", first_day, index), customer, on, sum(part.amount for part in allocations), allocations
        )
        for index, (on, _, customer, allocations) in enumerate(drafts, start=1)
    )


def payment_day(receivable: Receivable) -> date | None:
    """The day on which a customer pays this sale; None when never."""
    if stable_number(f"unpaid {receivable.number}", NEVER_PAID_ONE_IN) == 0:
        return None
    habit = HABIT_DAYS_MIN + stable_number(f"habit {receivable.customer}", HABIT_DAYS_SPREAD)
    variation = stable_number(f"days {receivable.number}", VARIATION_DAYS_BELOW)
    return receivable.on + timedelta(days=habit + variation)


def _settle(sale: Receivable, open_credits: deque[_OpenCredit]) -> tuple[Allocation, ...]:
    allocations = [Allocation(sale.number, sale.amount)]
    to_pay = sale.amount
    while to_pay and open_credits:
        credit = open_credits[0]
        taken = min(credit.left, to_pay)
        allocations.append(Allocation(credit.number, -taken))
        to_pay -= taken
        credit.left -= taken
        if not credit.left:
            open_credits.popleft()
    return tuple(allocations)
