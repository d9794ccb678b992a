"""Planned orders as arrays, and as they were known on an earlier day."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.cash.collection import PaymentChances, Waiting
from heliu.solvers.cash.ledger import NEVER, Units, converted, rates_of, units_of
from heliu.solvers.cash.problem import CashProblem, Side

_SLIP_POINTS = 5
_CANCEL_PRIOR = 10


@dataclass(frozen=True, slots=True)
class Slip:
    """How many days after the promise orders are invoiced (equally likely points), and how often they never are."""

    days: tuple[int, ...]
    cancelled: float


@dataclass(frozen=True, slots=True)
class OrderBook:
    """One element per order; amounts in the reporting currency, without sign. Days that did not come are NEVER; an
    order without day of entry is known from today on only, so it takes no part in back-tests."""

    unit: NDArray[np.int64]
    side: NDArray[np.int64]
    amount: NDArray[np.int64]
    promised: NDArray[np.int64]
    terms: NDArray[np.int64]
    entered: NDArray[np.int64]
    invoiced: NDArray[np.int64]
    cancelled: NDArray[np.int64]
    first_day: int

    def open_on(self, day: int) -> NDArray[np.int64]:
        """Positions of the orders that were known and waiting on the morning of `day`."""
        known = (self.entered < day) | (day == self.first_day)
        return np.flatnonzero(known & (self.invoiced >= day) & (self.cancelled >= day))

    def slip_on(self, day: int, side: Side) -> Slip:
        """From the orders that had ended before `day`; those whose end is open are not yet known and left out."""
        own = self.side == side.sign
        done = self.invoiced[own] < day
        slips = self.invoiced[own][done] - self.promised[own][done]
        lost = int((self.cancelled[own] < day).sum())
        share = lost / (len(slips) + lost + _CANCEL_PRIOR)
        if not len(slips):
            return Slip((0,), share)
        points = np.quantile(slips, (np.arange(_SLIP_POINTS) + 0.5) / _SLIP_POINTS, method="inverted_cdf")
        return Slip(tuple(int(point) for point in points), share)

    def chances(self, chosen: NDArray[np.int64], collection: PaymentChances, slip: Slip) -> NDArray[np.float64]:
        """One row per order: chances per day, beyond, never; what is cancelled is never paid."""
        points = len(slip.days)
        promised = self.promised[chosen]
        issue = np.maximum(promised[:, None] + np.array(slip.days)[None, :], collection.first_day).ravel()
        waiting = Waiting(
            unit=np.repeat(self.unit[chosen], points),
            origin=issue + np.repeat(self.terms[chosen], points),
            from_day=issue,
            later=np.zeros(len(issue), dtype=bool),
            speed=np.ones(len(issue)),
        )
        rows = collection.chances(waiting)
        chances: NDArray[np.float64] = rows.reshape(len(chosen), points, rows.shape[1]).mean(axis=1)
        chances *= 1 - slip.cancelled
        chances[:, -1] += slip.cancelled
        return chances

    def invoice_days(self, chosen: NDArray[np.int64], day: int, slip: Slip) -> NDArray[np.int64]:
        """Typical day of invoice, not before `day`."""
        return np.maximum(self.promised[chosen] + round(float(np.mean(slip.days))), day)


def order_book(problem: CashProblem, units: Units | None = None) -> OrderBook:
    """Each order is converted and rounded once."""
    rates, orders = rates_of(problem), problem.orders
    units = units or units_of(problem)
    return OrderBook(
        unit=_column([units.of(one.side, one.party) for one in orders]),
        side=_column([one.side.sign for one in orders]),
        amount=_column([converted(one.amount, *rates[one.currency]) for one in orders]),
        promised=_column([one.promised_day for one in orders]),
        terms=_column([one.terms_days for one in orders]),
        entered=_column([one.entered_day for one in orders]),
        invoiced=_column([one.invoiced_day for one in orders]),
        cancelled=_column([one.cancelled_day for one in orders]),
        first_day=problem.first_day,
    )


def _column(values: Sequence[int | None]) -> NDArray[np.int64]:
    return np.array([NEVER if value is None else value for value in values], dtype=np.int64)
