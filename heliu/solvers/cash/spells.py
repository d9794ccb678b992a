"""Days on which a payment could have come, and on which it came: the exposure from which hazards are learned.

A spell runs from issue (or the last payment) to the next payment, write-off or today. Each of its days is one row, so
invoices that are still open count with the days they have been waiting: censoring needs no correction afterwards.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.cash.ledger import NEVER, Books
from heliu.solvers.cash.problem import Side

EARLIEST, LATEST = -120, 720
"""Ages in days after the due date that are told apart; beyond them the first and last bin go on."""
_DAILY_FROM, _DAILY_TO = -45, 75
_ROWS_MAX = 1_500_000
_PER_PAYER = 400
WHOLE = 0.98
"""A payment of at least this share of an invoice settles it; the rest is rounding or discount."""


def _bins() -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Bin of every age EARLIEST … LATEST, and the middle age of each bin: daily where most payments come, wider where
    few do."""
    early = np.arange(EARLIEST, _DAILY_FROM, 15)
    late = np.concatenate([np.arange(_DAILY_TO + 1, 120, 5), np.arange(121, 361, 30), [361]])
    starts = np.concatenate([early, np.arange(_DAILY_FROM, _DAILY_TO + 1), late])
    ages = np.arange(EARLIEST, LATEST + 1)
    of_age = np.searchsorted(starts, ages, side="right") - 1
    middle = np.array([ages[of_age == b].mean() for b in range(len(starts))])
    return of_age, middle


BIN_OF_AGE, BIN_MIDDLE = _bins()
BINS = len(BIN_MIDDLE)


def bins_of(ages: NDArray[np.int64]) -> NDArray[np.int64]:
    return BIN_OF_AGE[np.clip(ages, EARLIEST, LATEST) - EARLIEST]


@dataclass(frozen=True, slots=True)
class Spells:
    """One element per spell: payer, day the age counts from, first and last day at risk, how it ended."""

    unit: NDArray[np.int64]
    origin: NDArray[np.int64]
    start: NDArray[np.int64]
    end: NDArray[np.int64]
    paid: NDArray[np.bool_]
    lost: NDArray[np.bool_]
    disputed: NDArray[np.bool_]

    def keep(self, chosen: NDArray[np.bool_] | NDArray[np.int64]) -> "Spells":
        return Spells(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


@dataclass(frozen=True, slots=True)
class Exposure:
    """One element per day of a spell."""

    unit: NDArray[np.int32]
    bin: NDArray[np.int16]
    day: NDArray[np.int32]
    paid: NDArray[np.float32]
    lost: NDArray[np.float32]

    def between(self, first: int, last: int) -> "Exposure":
        """Rows of days first … last."""
        inside = (self.day >= first) & (self.day <= last)
        return Exposure(*(getattr(self, name)[inside] for name in self.__dataclass_fields__))


def first_spells(books: Books, side: Side) -> Spells:
    """From issue to the first payment; ages count from the due date."""
    first = np.full(len(books.unit), NEVER, dtype=np.int64)
    np.minimum.at(first, books.paid_invoice, books.paid_day)
    last_known = books.first_day - 1
    end = np.minimum(np.minimum(first, books.written_off), last_known)
    spells = Spells(
        unit=books.unit,
        origin=books.due,
        start=np.minimum(books.issue, end),
        end=end,
        paid=(first <= last_known) & (first <= books.written_off),
        lost=(books.written_off < first) & (books.written_off <= last_known),
        disputed=books.disputed,
    )
    return spells.keep((books.sign == side.sign) & (books.issue <= last_known))


def later_spells(books: Books, side: Side) -> Spells:
    """From a payment that left a rest to the next one; ages count from that payment."""
    last_known = books.first_day - 1
    invoice, day = books.paid_invoice, books.paid_day
    if not len(invoice):
        empty = np.zeros(0, dtype=np.int64)
        return Spells(empty, empty, empty, empty, empty > 0, empty > 0, empty > 0)
    running = np.cumsum(books.paid_amount)
    starts = np.searchsorted(invoice, invoice, side="left")
    paid_so_far = running - np.where(starts > 0, running[starts - 1], 0.0)
    follows = np.append(invoice[1:] == invoice[:-1], False)
    following = np.where(follows, np.append(day[1:], NEVER), NEVER)
    written_off = books.written_off[invoice]
    end = np.minimum(np.minimum(following, written_off), last_known)
    spells = Spells(
        unit=books.unit[invoice],
        origin=day,
        start=day + 1,
        end=end,
        paid=(following <= last_known) & (following <= written_off),
        lost=(written_off < following) & (written_off <= last_known),
        disputed=books.disputed[invoice],
    )
    rest = paid_so_far < WHOLE * books.amount[invoice]
    return spells.keep(rest & (end > day) & (books.sign[invoice] == side.sign))


def exposure_of(spells: Spells) -> Exposure:
    """At most `_ROWS_MAX` rows: payers with very many invoices are thinned evenly, which widens nobody's delays."""
    start = np.maximum(spells.start, np.minimum(spells.origin, spells.end) + EARLIEST)
    end = np.minimum(spells.end, spells.origin + LATEST)
    spells = spells.keep(end >= start)
    start, end = start[end >= start], end[end >= start]
    per_payer = _PER_PAYER
    chosen = _thinned(spells, per_payer)
    while (end[chosen] - start[chosen] + 1).sum() > _ROWS_MAX and per_payer > 1:
        per_payer //= 2
        chosen = _thinned(spells, per_payer)
    cut = spells.keep(chosen)
    return _expand(cut, start[chosen], end[chosen])


def _thinned(spells: Spells, per_payer: int) -> NDArray[np.int64]:
    """Every n-th spell by start of the payers that have more than `per_payer`."""
    order = np.lexsort((spells.start, spells.unit))
    unit = spells.unit[order]
    first = np.searchsorted(unit, unit, side="left")
    count = np.searchsorted(unit, unit, side="right") - first
    step = -(-count // per_payer)
    return np.sort(order[(np.arange(len(unit)) - first) % np.maximum(step, 1) == 0])


def _expand(spells: Spells, start: NDArray[np.int64], end: NDArray[np.int64]) -> Exposure:
    length = end - start + 1
    row = np.repeat(np.arange(len(length)), length)
    day = np.arange(len(row)) - np.repeat(np.cumsum(length) - length, length) + start[row]
    last = day == spells.end[row]
    return Exposure(
        unit=spells.unit[row].astype(np.int32),
        bin=bins_of(day - spells.origin[row]).astype(np.int16),
        day=day.astype(np.int32),
        paid=(last & spells.paid[row]).astype(np.float32),
        lost=(last & spells.lost[row]).astype(np.float32),
    )
