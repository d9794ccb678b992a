"""The documents of a problem as arrays in the reporting currency, and the same as they stood on an earlier day."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.cash.problem import DEFAULT_SEGMENT, CashProblem, ExpectedTrade, Invoice, Order, Side

NEVER = 1 << 40
"""A day after every other one."""


def converted(amount: int, numerator: int, denominator: int) -> int:
    """Exact product rounded half away from zero, once."""
    twice = 2 * abs(amount) * numerator + denominator
    return (twice // (2 * denominator)) * (1 if amount >= 0 else -1)


@dataclass(frozen=True, slots=True)
class Units:
    """A unit is a party on one side; the same party as customer and as supplier is two payers."""

    index: dict[tuple[Side, str], int]
    side: NDArray[np.int64]
    segment: NDArray[np.int64]

    @property
    def count(self) -> int:
        return len(self.side)

    def of(self, side: Side, party: str) -> int:
        return self.index[side, party]

    def on(self, side: Side) -> NDArray[np.int64]:
        return np.flatnonzero(self.side == side.sign)


@dataclass(frozen=True, slots=True)
class Books:
    """One element per invoice; `paid_*` is one element per payment, ordered by invoice and day, several payments of an
    invoice on one day added up. Amounts are in the reporting currency, without sign."""

    units: Units
    unit: NDArray[np.int64]
    amount: NDArray[np.float64]
    open_now: NDArray[np.int64]
    issue: NDArray[np.int64]
    due: NDArray[np.int64]
    written_off: NDArray[np.int64]
    disputed: NDArray[np.bool_]
    expected: NDArray[np.int64]
    paid_invoice: NDArray[np.int64]
    paid_day: NDArray[np.int64]
    paid_amount: NDArray[np.float64]
    first_day: int

    @property
    def sign(self) -> NDArray[np.int64]:
        return self.units.side[self.unit]

    def open_on(self, day: int) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64]]:
        """What was known to be open on the morning of `day`: invoices, their open amounts and the day of the last
        payment before it (−NEVER where none)."""
        before = self.paid_day < day
        paid = np.bincount(self.paid_invoice[before], weights=self.paid_amount[before], minlength=len(self.unit))
        last = np.full(len(self.unit), -NEVER, dtype=np.int64)
        np.maximum.at(last, self.paid_invoice[before], self.paid_day[before])
        rest = self.amount - paid
        known = (self.issue < day) | (day == self.first_day)
        known &= (self.written_off >= day) & (rest > 0.5)
        chosen = np.flatnonzero(known)
        return chosen, rest[chosen], last[chosen]

    def cash_per_day(self, first: int, last: int) -> NDArray[np.float64]:
        """Signed cash of all payments on each day first … last."""
        inside = (self.paid_day >= first) & (self.paid_day <= last)
        signed = self.paid_amount[inside] * self.sign[self.paid_invoice[inside]]
        days = self.paid_day[inside] - first
        cash: NDArray[np.float64] = np.bincount(days, weights=signed, minlength=last - first + 1).astype(np.float64)
        return cash


def rates_of(problem: CashProblem) -> dict[str, tuple[int, int]]:
    """Currency → (numerator, denominator); the reporting currency is 1."""
    rates = {rate.currency: (rate.numerator, rate.denominator) for rate in problem.rates}
    rates[problem.currency] = (1, 1)
    return rates


def units_of(problem: CashProblem) -> Units:
    index: dict[tuple[Side, str], int] = {}
    documents: tuple[Invoice | Order | ExpectedTrade, ...]
    documents = (*problem.invoices, *problem.orders, *(problem.expected_trade or ()))
    for document in documents:
        index.setdefault((document.side, document.party), len(index))
    names = sorted({problem.segments.get(party, DEFAULT_SEGMENT) for _, party in index})
    codes = {name: code for code, name in enumerate(names)}
    side = np.array([side.sign for side, _ in index], dtype=np.int64)
    segment = [codes[problem.segments.get(party, DEFAULT_SEGMENT)] for _, party in index]
    return Units(index, side, np.array(segment, dtype=np.int64))


def books_of(problem: CashProblem) -> Books:
    """Guarantees integer open amounts: each item is converted and rounded once."""
    invoices, rates, units = problem.invoices, rates_of(problem), units_of(problem)
    scale = np.array([rates[one.currency][0] / rates[one.currency][1] for one in invoices], dtype=np.float64)
    paid_invoice, paid_day, paid_amount = _payments(invoices)
    return Books(
        units=units,
        unit=np.array([units.index[one.side, one.party] for one in invoices], dtype=np.int64),
        amount=np.array([one.amount for one in invoices], dtype=np.float64) * scale,
        open_now=np.array([converted(one.open_amount, *rates[one.currency]) for one in invoices], dtype=np.int64),
        issue=np.array([one.issue_day for one in invoices], dtype=np.int64),
        due=np.array([one.due_day for one in invoices], dtype=np.int64),
        written_off=np.array(
            [NEVER if one.written_off_day is None else one.written_off_day for one in invoices], dtype=np.int64
        ),
        disputed=np.array([one.disputed for one in invoices], dtype=bool),
        expected=np.array([NEVER if one.expected_day is None else one.expected_day for one in invoices], np.int64),
        paid_invoice=paid_invoice,
        paid_day=paid_day,
        paid_amount=paid_amount * scale[paid_invoice],
        first_day=problem.first_day,
    )


def _payments(
    invoices: tuple[Invoice, ...],
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
    rows: list[tuple[int, int, int]] = []
    for i, invoice in enumerate(invoices):
        if len(invoice.payments) == 1:
            rows.append((i, invoice.payments[0].day, invoice.payments[0].amount))
        elif invoice.payments:
            per_day: dict[int, int] = {}
            for payment in invoice.payments:
                per_day[payment.day] = per_day.get(payment.day, 0) + payment.amount
            rows.extend((i, day, per_day[day]) for day in sorted(per_day))
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return table[:, 0], table[:, 1], table[:, 2].astype(np.float64)
