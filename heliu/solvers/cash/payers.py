"""How each party pays: daily hazards by days after the due date and by position in the calendar.

The chance that an unpaid document is paid today is  hazard[party, days late] × weekday[party] × month position[party],
cut at 1. Without calendar effects this is the Kaplan–Meier estimate. Parties with few invoices borrow from payers of
the same type: a finite mixture of hazard curves (nonparametric empirical Bayes), whose shares are those of the party's
segment, themselves shrunk to all. Being a daily hazard, it is conditional on what is already known about an open item.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.cash.calendar import MONTH_CLASSES, WEEKDAY_CLASSES, Calendar
from heliu.solvers.cash.spells import BIN_MIDDLE, BINS, Exposure

_TYPES_MAX = 8
_MIXTURE_ROUNDS, _MIXTURE_ROUNDS_MORE = 12, 4
_CALENDAR_ROUNDS = 6
_BANDWIDTH_DOUBLES = 60.0
_LEAK = 0.2
_AROUND = 3
_SEGMENT_PAYERS = 5.0
_UNKNOWN_HAZARD = 1 / 15
"""Daily chance after the due date where nobody was ever observed: pays within about two weeks of asking."""


@dataclass(frozen=True, slots=True)
class Shrinkage:
    """`half_life`: days after which an observation counts half. `payer`: documents at risk the type's hazard is worth
    against the party's own. `habit`: payments the common calendar is worth against the party's own;
    infinite: no calendar effects at all. `bandwidth`: days around an age that speak for it too, growing with the age;
    0 keeps every day by itself, as for payers who are exact to the day."""

    half_life: float
    payer: float
    habit: float
    bandwidth: float = 0.0


@dataclass(frozen=True, slots=True)
class PayerCurves:
    """One row per unit. `hazard` and `loss` per age bin are daily; `weekday` and `month` are factors."""

    hazard: NDArray[np.float64]
    loss: NDArray[np.float64]
    weekday: NDArray[np.float64]
    month: NDArray[np.float64]

    def calendar_factor(self, calendar: Calendar, first: int, last: int) -> NDArray[np.float64]:
        """Unit × day of first … last."""
        weekday, month = calendar.weekday_classes(first, last), calendar.month_classes(first, last)
        return self.weekday[:, weekday] * self.month[:, month]


@dataclass(frozen=True, slots=True)
class Observed:
    """Rows with their weight, and flat cells unit × age bin, unit × weekday class, unit × month class."""

    rows: Exposure
    weight: NDArray[np.float64]
    age: NDArray[np.int64]
    weekday: NDArray[np.int64]
    month: NDArray[np.int64]
    units: int

    def sums(self, cells: NDArray[np.int64], classes: int, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Sums of `values` by unit and class."""
        flat = np.bincount(cells, weights=values, minlength=self.units * classes).astype(np.float64, copy=False)
        return flat.reshape(self.units, classes)


def observed(rows: Exposure, *, calendar: Calendar, units: int, today: int, half_life: float) -> Observed:
    weight = np.exp2((rows.day - today) / half_life)
    if not len(rows.day):
        none = np.zeros(0, dtype=np.int64)
        return Observed(rows, weight, none, none, none, units)
    unit = rows.unit.astype(np.int64)
    first, last = int(rows.day.min()), int(rows.day.max())
    weekday = unit * WEEKDAY_CLASSES + calendar.weekday_classes(first, last)[rows.day - first]
    month = unit * MONTH_CLASSES + calendar.month_classes(first, last)[rows.day - first]
    return Observed(rows, weight, unit * BINS + rows.bin, weekday, month, units)


def fit(seen: Observed, *, segment: NDArray[np.int64], shrinkage: Shrinkage) -> PayerCurves:
    """Alternates between hazards given the calendar and calendar given the hazards. `segment`: of each unit in `seen`;
    units that are compared must be of one side."""
    events = seen.weight * seen.rows.paid
    around = _kernel(shrinkage.bandwidth)
    paid = seen.sums(seen.age, BINS, events) @ around
    weekday = np.ones((seen.units, WEEKDAY_CLASSES))
    month = np.ones((seen.units, MONTH_CLASSES))
    hazard = np.zeros((seen.units, BINS))
    belongs: NDArray[np.float64] | None = None
    for turn in range(_CALENDAR_ROUNDS):
        on_weekday, on_month = weekday.ravel()[seen.weekday], month.ravel()[seen.month]
        at_risk = seen.sums(seen.age, BINS, seen.weight * on_weekday * on_month) @ around
        prior, belongs = _type_hazard(paid, at_risk, segment, belongs)
        hazard = (paid + shrinkage.payer * prior) / (at_risk + shrinkage.payer)
        if turn == _CALENDAR_ROUNDS - 1 or math.isinf(shrinkage.habit):
            break
        base = seen.weight * hazard.ravel()[seen.age]
        weekday = _habit(seen, seen.weekday, WEEKDAY_CLASSES, base * on_month, events, shrinkage.habit)
        on_weekday = weekday.ravel()[seen.weekday]
        month = _habit(seen, seen.month, MONTH_CLASSES, base * on_weekday, events, shrinkage.habit)
    return PayerCurves(hazard, _loss_hazard(seen), weekday, month)


def _kernel(bandwidth: float) -> NDArray[np.float64]:
    """Triangular weights by age; columns sum to 1. Payments and exposure are smoothed alike, so hazards stay ratios."""
    if bandwidth == 0:
        return np.eye(BINS)
    reach = 1 + bandwidth * (1 + np.abs(BIN_MIDDLE) / _BANDWIDTH_DOUBLES)
    weights = np.maximum(1 - np.abs(BIN_MIDDLE[:, None] - BIN_MIDDLE[None, :]) / reach[None, :], 0)
    kernel: NDArray[np.float64] = weights / weights.sum(axis=0)
    return kernel


def _ratio(paid: NDArray[np.float64], at_risk: NDArray[np.float64]) -> NDArray[np.float64]:
    """Hazard of all; an age at which nobody waited takes it from the ages around it."""
    around = np.ones(2 * _AROUND + 1)
    paid_around, at_risk_around = np.convolve(paid, around, "same"), np.convolve(at_risk, around, "same")
    unknown = np.where(BIN_MIDDLE >= 0, _UNKNOWN_HAZARD, 0.0)
    unknown = np.where(at_risk_around > 1e-6, paid_around / np.maximum(at_risk_around, 1e-6), unknown)
    hazard: NDArray[np.float64] = np.where(at_risk > 1e-9, paid / np.maximum(at_risk, 1e-9), unknown)
    return hazard


def _type_hazard(
    paid: NDArray[np.float64],
    at_risk: NDArray[np.float64],
    segment: NDArray[np.int64],
    belongs: NDArray[np.float64] | None,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Expected hazard of each unit under its posterior over payer types, and that posterior, by
    expectation–maximisation from `belongs` on where there is one."""
    everybody = _ratio(paid.sum(axis=0), at_risk.sum(axis=0))
    rounds = _MIXTURE_ROUNDS_MORE
    if belongs is None:
        rounds = _MIXTURE_ROUNDS
        belongs = _first_guess(paid, int(min(_TYPES_MAX, max(1, len(paid) // 3))))
    curves = everybody[None, :]
    for _ in range(rounds):
        curves = (belongs.T @ paid + _LEAK * everybody) / (belongs.T @ at_risk + _LEAK)
        fit_of_type = paid @ np.log(curves + 1e-6).T - at_risk @ curves.T
        score = fit_of_type + np.log(_type_shares(belongs, segment) + 1e-9)
        belongs = np.exp(score - score.max(axis=1, keepdims=True))
        belongs /= belongs.sum(axis=1, keepdims=True)
    return belongs @ curves, belongs


def _first_guess(paid: NDArray[np.float64], types: int) -> NDArray[np.float64]:
    """Units in order of their mean delay, cut into equal groups."""
    total = paid.sum(axis=0)
    overall = float(total @ BIN_MIDDLE / max(total.sum(), 1e-9))
    mean = (paid @ BIN_MIDDLE + 2 * overall) / (paid.sum(axis=1) + 2)
    rank = np.argsort(np.argsort(mean, kind="stable"), kind="stable")
    belongs: NDArray[np.float64] = np.eye(types)[rank * types // len(paid)]
    return belongs


def _type_shares(belongs: NDArray[np.float64], segment: NDArray[np.int64]) -> NDArray[np.float64]:
    """Per party the type shares of its segment, shrunk to the shares of all."""
    shares_of_all = belongs.mean(axis=0)
    sums = np.zeros((int(segment.max()) + 1, belongs.shape[1]))
    np.add.at(sums, segment, belongs)
    sizes = np.bincount(segment, minlength=len(sums))[:, None]
    shares: NDArray[np.float64] = ((sums + _SEGMENT_PAYERS * shares_of_all) / (sizes + _SEGMENT_PAYERS))[segment]
    return shares


def _habit(
    seen: Observed,
    cells: NDArray[np.int64],
    classes: int,
    expected: NDArray[np.float64],
    events: NDArray[np.float64],
    strength: float,
) -> NDArray[np.float64]:
    """Factor per unit and class: the common one times what the unit's own payments say, shrunk to 1."""
    own, own_expected = seen.sums(cells, classes, events), seen.sums(cells, classes, expected)
    paid, without = own.sum(axis=0), own_expected.sum(axis=0)
    common = np.where(without > 1e-9, paid / np.maximum(without, 1e-9), 1.0)
    factors: NDArray[np.float64] = common * (own + strength) / (own_expected * common + strength)
    return factors


def _loss_hazard(seen: Observed) -> NDArray[np.float64]:
    """Write-offs are rare: one curve for all, with a factor per party shrunk to 1."""
    lost = seen.sums(seen.age, BINS, seen.weight * seen.rows.lost)
    at_risk = seen.sums(seen.age, BINS, seen.weight)
    common = lost.sum(axis=0) / np.maximum(at_risk.sum(axis=0), 1.0)
    factor = (lost.sum(axis=1) + 1) / (at_risk @ common + 1)
    losses: NDArray[np.float64] = np.minimum(common[None, :] * factor[:, None], 1.0)
    return losses


def chances_of_rows(curves: PayerCurves, seen: Observed) -> NDArray[np.float64]:
    """Chance of payment on each day in `seen`."""
    chance = curves.hazard.ravel()[seen.age] * curves.weekday.ravel()[seen.weekday]
    return np.clip(chance * curves.month.ravel()[seen.month], 0, 1)


def score(curves: PayerCurves, seen: Observed) -> float:
    """Log-likelihood of what happened on the days in `seen`, in nats; higher is better."""
    chance = np.clip(chances_of_rows(curves, seen), 1e-5, 1 - 1e-5)
    return float(np.where(seen.rows.paid > 0, np.log(chance), np.log1p(-chance)).sum())
