"""Learns the payment model as of a day, from what was known before it."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.cash.calendar import MONTH_CLASSES, WEEKDAY_CLASSES, Calendar
from heliu.solvers.cash.collection import PaymentModel, Waiting
from heliu.solvers.cash.ledger import NEVER, Books
from heliu.solvers.cash.payers import PayerCurves, Shrinkage, chances_of_rows, fit, observed, score
from heliu.solvers.cash.problem import Side
from heliu.solvers.cash.spells import BINS, WHOLE, Exposure, Spells, exposure_of, first_spells, later_spells

_CANDIDATES = {
    "bandwidth": (3.0, 0.0, 6.0),
    "payer": (20.0, 6.0, 60.0),
    "habit": (1.5, 5.0),
    "half_life": (3650.0, 240.0, 120.0),
}
"""The first of each is the default; a quarter of history decides."""
_VALIDATION_DAYS = 91
_EVENTS_MIN = 10
_LATER = Shrinkage(half_life=3650.0, payer=20.0, habit=40.0, bandwidth=3.0)
_REST_PAYMENTS = 5.0
_DISPUTE_PRIOR = (0.5, 5.0)
"""Half the speed of the undisputed, worth five payments, until disputes were seen."""


@dataclass(frozen=True, slots=True)
class SideEvidence:
    """`members`: the units of the side; rows number them from 0."""

    members: NDArray[np.int64]
    segment: NDArray[np.int64]
    first: Exposure
    later: Exposure
    disputed: Exposure
    shrinkage: Shrinkage


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything that was observed, expanded once; a model as of any earlier day uses the rows before that day."""

    books: Books
    calendar: Calendar
    sides: dict[Side, SideEvidence]


def evidence_of(books: Books, calendar: Calendar) -> Evidence:
    """Expands the history and chooses how strongly to shrink and how fast to forget, per side, on the last quarter of
    the history given the time before it."""
    sides = {}
    for side in Side:
        members = books.units.on(side)
        spells = _local(first_spells(books, side), members)
        first = exposure_of(spells.keep(~spells.disputed))
        later = exposure_of(_local(later_spells(books, side), members))
        disputed = exposure_of(spells.keep(spells.disputed))
        seen = SideEvidence(members, books.units.segment[members], first, later, disputed, _default())
        sides[side] = replace(seen, shrinkage=_chosen_shrinkage(seen, calendar, books.first_day))
    return Evidence(books, calendar, sides)


def _local(spells: Spells, members: NDArray[np.int64]) -> Spells:
    """Units numbered within their side."""
    return replace(spells, unit=np.searchsorted(members, spells.unit))


def _default() -> Shrinkage:
    return Shrinkage(**{name: values[0] for name, values in _CANDIDATES.items()})


def _chosen_shrinkage(seen: SideEvidence, calendar: Calendar, today: int) -> Shrinkage:
    """Coordinate search by the likelihood of the last quarter (or third, where history is short) given what was known
    before; the defaults where there is too little of either."""
    best, rows = _default(), seen.first
    span = today - int(rows.day.min(initial=today))
    split = today - min(_VALIDATION_DAYS, span // 3)
    before, after = rows.between(-NEVER, split - 1), rows.between(split, today - 1)
    if min(before.paid.sum(), after.paid.sum()) < _EVENTS_MIN:
        return best
    held_out = observed(after, calendar=calendar, units=len(seen.members), today=today, half_life=1e9)

    def quality(candidate: Shrinkage) -> float:
        return score(_fitted(before, seen, calendar, split, candidate), held_out)

    best_quality = quality(best)
    for name, values in _CANDIDATES.items():
        for value in values[1:]:
            candidate = replace(best, **{name: value})
            candidate_quality = quality(candidate)
            if candidate_quality > best_quality:
                best, best_quality = candidate, candidate_quality
    return best


def _fitted(rows: Exposure, seen: SideEvidence, calendar: Calendar, today: int, shrinkage: Shrinkage) -> PayerCurves:
    known = observed(rows, calendar=calendar, units=len(seen.members), today=today, half_life=shrinkage.half_life)
    return fit(known, segment=seen.segment, shrinkage=shrinkage)


def model_on(evidence: Evidence, today: int) -> PaymentModel:
    """The model learned from the days before `today`."""
    units, calendar = evidence.books.units, evidence.calendar
    first, later = _no_curves(units.count), _no_curves(units.count)
    dispute = np.ones(units.count)
    for seen in evidence.sides.values():
        if not len(seen.members):
            continue
        own = _fitted(seen.first.between(-NEVER, today - 1), seen, calendar, today, seen.shrinkage)
        _take(first, own, seen.members)
        _take(later, _fitted(seen.later.between(-NEVER, today - 1), seen, calendar, today, _LATER), seen.members)
        dispute[seen.members] = _dispute_factor(seen.disputed.between(-NEVER, today - 1), own, calendar)
    return PaymentModel(first, later, _rest_shares(evidence.books, today), dispute, units.side, calendar)


def _no_curves(units: int) -> PayerCurves:
    return PayerCurves(
        np.zeros((units, BINS)),
        np.zeros((units, BINS)),
        np.ones((units, WEEKDAY_CLASSES)),
        np.ones((units, MONTH_CLASSES)),
    )


def _take(into: PayerCurves, curves: PayerCurves, members: NDArray[np.int64]) -> None:
    for name in PayerCurves.__dataclass_fields__:
        getattr(into, name)[members] = getattr(curves, name)


def _dispute_factor(rows: Exposure, curves: PayerCurves, calendar: Calendar) -> float:
    prior, worth = _DISPUTE_PRIOR
    seen = observed(rows, calendar=calendar, units=len(curves.hazard), today=0, half_life=1e12)
    expected = chances_of_rows(curves, seen)
    return float((rows.paid.sum() + prior * worth) / (expected.sum() + worth))


def _rest_shares(books: Books, today: int) -> NDArray[np.float64]:
    """Share of a document its first payment leaves open: of the unit, shrunk to that of its side."""
    new_invoice = np.append(True, books.paid_invoice[1:] != books.paid_invoice[:-1])[: len(books.paid_invoice)]
    chosen = new_invoice & (books.paid_day < today)
    invoice = books.paid_invoice[chosen]
    paid = books.paid_amount[chosen] / np.maximum(books.amount[invoice], 1e-9)
    rest = np.where(paid >= WHOLE, 0.0, np.clip(1 - paid, 0, 1))
    unit = books.unit[invoice]
    sums = np.bincount(unit, weights=rest, minlength=books.units.count)
    counts = np.bincount(unit, minlength=books.units.count)
    shares = np.zeros(books.units.count)
    for side in Side:
        members = books.units.on(side)
        common = sums[members].sum() / max(counts[members].sum(), 1)
        shares[members] = (sums[members] + _REST_PAYMENTS * common) / (counts[members] + _REST_PAYMENTS)
    return shares


def waiting_on(books: Books, model: PaymentModel, day: int) -> tuple[Waiting, NDArray[np.int64], NDArray[np.float64]]:
    """Open documents on the morning of `day`, their positions in the books and their open amounts."""
    chosen, rest, last_payment = books.open_on(day)
    later = last_payment > -NEVER
    unit = books.unit[chosen]
    waiting = Waiting(
        unit=unit,
        origin=np.where(later, last_payment, books.due[chosen]),
        from_day=np.full(len(chosen), day, dtype=np.int64),
        later=later,
        speed=np.where(books.disputed[chosen], model.dispute[unit], 1.0),
    )
    return waiting, chosen, rest
