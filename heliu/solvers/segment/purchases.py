"""What the models of customers read: purchase lines, and per customer the sufficient statistics of the models."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.problems import InvalidProblem, require, require_number, require_unique

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchases:
    """Lines of sales to known customers, in any order.

    customers: ids; customer: index into them, one per line; day: integer day of the line; amount: what the customer
    paid for the line without tax, in minor units of one currency. Lines of one customer on one day are one purchase.
    Returns and service lines are netted or left out before; a negative amount is refused.
    """

    customers: tuple[str, ...]
    customer: Ints
    day: Ints
    amount: Ints

    def __post_init__(self) -> None:
        require_unique("customer", self.customers)
        lines = len(self.customer)
        for name in ("customer", "day", "amount"):
            require_whole_numbers(name, getattr(self, name), lines)
        require_indices("customer", self.customer, len(self.customers))
        if lines and int(self.amount.min()) < 0:
            line = int(self.amount.argmin())
            offender = f"amount[{line}] of customer {self.customers[int(self.customer[line])]}"
            raise InvalidProblem(offender, f"{self.amount[line]} is negative", "Net returns with what they return")


@dataclass(frozen=True, slots=True, kw_only=True)
class Histories:
    """One row per customer, up to and including day `today`.

    frequency: purchases after the first one (days with a purchase, minus one); recency: days from the first to the
    last purchase; age: days from the first purchase to today; spend: mean minor units of the purchases after the
    first, 0 without one; revenue: minor units of all purchases; log_gaps: sum of the logarithms of the days between
    purchases that follow one another. `frequency` is −1 for a customer who never bought: the other columns are 0.
    """

    customers: tuple[str, ...]
    frequency: Ints
    recency: Ints
    age: Ints
    spend: Floats
    revenue: Floats
    log_gaps: Floats
    today: int

    def __post_init__(self) -> None:
        count = len(self.customers)
        for name in ("frequency", "recency", "age", "spend", "revenue", "log_gaps"):
            values = getattr(self, name)
            require(
                len(values) == count, name, f"has {len(values)} values for {count} customers", "Give one per customer"
            )
            self._refuse(name, ~np.isfinite(values), "is not a finite number", "Give a finite number")
        self._refuse("frequency", self.frequency < -1, "is below -1", "Give the purchases after the first one")
        self._refuse("recency", self.recency < 0, "is negative", "Give days from first to last purchase")
        self._refuse("age", self.age < self.recency, "ends before the last purchase", "Give days up to today")
        self._refuse("spend", self.spend < 0, "is negative", "Net returns with what they return")

    def _refuse(self, name: str, wrong: Flags, problem: str, remedy: str) -> None:
        if wrong.any():
            row = int(np.argmax(wrong))
            raise InvalidProblem(f"{name} of customer {self.customers[row]}", problem, remedy)

    @property
    def bought(self) -> Flags:
        """Who has bought at least once."""
        return self.frequency >= 0


def require_whole_numbers(name: str, values: NDArray[np.generic], lines: int) -> None:
    """Raises InvalidProblem unless `values` is one integer per line."""
    require(values.shape == (lines,), name, f"has shape {values.shape} for {lines} lines", "Give one value per line")
    require(
        np.issubdtype(values.dtype, np.integer), name, f"holds {values.dtype}", "Give whole numbers (days, minor units)"
    )


def require_indices(name: str, values: Ints, count: int) -> None:
    """Raises InvalidProblem naming the first line whose index is outside `count` ids."""
    wrong = (values < 0) | (values >= count)
    if wrong.any():
        line = int(np.argmax(wrong))
        raise InvalidProblem(f"{name}[{line}]", f"{values[line]} is not one of {count} ids", f"Give 0 to {count - 1}")


def sums(place: Ints, values: NDArray[np.generic], count: int) -> Floats:
    """Sum of the values at each of `count` places."""
    return np.bincount(place, weights=values.astype(np.float64), minlength=count).astype(np.float64)


def histories(purchases: Purchases, *, today: int) -> Histories:
    """Raises InvalidProblem for a line after `today`."""
    late = purchases.day > today
    if late.any():
        line = int(np.argmax(late))
        raise InvalidProblem(
            f"day[{line}]", f"{purchases.day[line]} is after today, {today}", "Leave out what has not happened yet"
        )
    count = len(purchases.customers)
    if not len(purchases.day):
        nothing, none = np.zeros(count, dtype=np.int64), np.zeros(count)
        return _as_histories(purchases.customers, today, nothing - 1, (nothing, nothing), (none, none, none))
    start = int(purchases.day.min())
    span = today - start + 1
    visit_keys, line_visit = np.unique(purchases.customer * span + (purchases.day - start), return_inverse=True)
    paid = sums(line_visit, purchases.amount, len(visit_keys))
    who, when = visit_keys // span, visit_keys % span
    frequency = np.bincount(who, minlength=count).astype(np.int64) - 1
    opens = np.flatnonzero(np.diff(who, prepend=-1))
    closes = np.flatnonzero(np.diff(who, append=count))
    recency, age = (np.zeros(count, dtype=np.int64) for _ in range(2))
    recency[who[opens]] = when[closes] - when[opens]
    age[who[opens]] = span - 1 - when[opens]
    revenue = sums(who, paid, count)
    repeat_paid = revenue.copy()
    repeat_paid[who[opens]] -= paid[opens]
    follows = np.flatnonzero(np.diff(who) == 0)
    gaps = when[follows + 1] - when[follows]
    log_gaps = sums(who[follows], np.log(gaps), count)
    spend: Floats = repeat_paid / np.maximum(frequency, 1)
    return _as_histories(purchases.customers, today, frequency, (recency, age), (spend, revenue, log_gaps))


def _as_histories(
    customers: Sequence[str],
    today: int,
    frequency: Ints,
    days: tuple[Ints, Ints],
    sums: tuple[Floats, Floats, Floats],
) -> Histories:
    return Histories(
        customers=tuple(customers),
        frequency=frequency,
        recency=days[0],
        age=days[1],
        spend=sums[0],
        revenue=sums[1],
        log_gaps=sums[2],
        today=today,
    )


def require_horizon(name: str, days: int) -> None:
    """Raises InvalidProblem unless `days` is a positive number of days."""
    require_number(name, days, at_least=1)
