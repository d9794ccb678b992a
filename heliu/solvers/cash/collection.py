"""When each document is paid: chances per day of the horizon, after the horizon, and never."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.cash.calendar import Calendar
from heliu.solvers.cash.payers import PayerCurves
from heliu.solvers.cash.spells import BIN_OF_AGE, EARLIEST, LATEST

BEYOND, NEVER_PAID = -2, -1
"""The last two columns of every table of chances."""
_CHUNK = 2048
_MEAN_DAYS = 364


@dataclass(frozen=True, slots=True)
class Waiting:
    """Documents that wait for a payment. `origin`: due date, or day of the last payment where `later`. `from_day`: no
    payment before. `speed`: factor on the hazard, below 1 for disputed ones, above 1 for dunned ones."""

    unit: NDArray[np.int64]
    origin: NDArray[np.int64]
    from_day: NDArray[np.int64]
    later: NDArray[np.bool_]
    speed: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.unit)

    def keep(self, chosen: NDArray[np.bool_] | NDArray[np.int64] | slice) -> "Waiting":
        return Waiting(*(getattr(self, name)[chosen] for name in self.__dataclass_fields__))


class PaymentChances(Protocol):
    """Anything that says when documents are paid."""

    @property
    def first_day(self) -> int: ...

    @property
    def horizon(self) -> int: ...

    def chances(self, waiting: Waiting) -> NDArray[np.float64]:
        """One row per document: chances per day of the horizon, beyond it, never. Rows sum to 1."""


@dataclass(frozen=True, slots=True)
class DueDates:
    """What forecasts are compared with: everything is paid on its due date, what is overdue today."""

    first_day: int
    horizon: int

    def chances(self, waiting: Waiting) -> NDArray[np.float64]:
        table = np.zeros((len(waiting), self.horizon + 2))
        day = np.maximum(waiting.origin, waiting.from_day) - self.first_day
        table[np.arange(len(waiting)), np.clip(day, 0, self.horizon)] = 1
        return table


@dataclass(frozen=True, slots=True)
class PaymentModel:
    """`first` and `later`: curves to the first and to following payments. `rest`: share of a document left over by its
    first payment, on average per unit. `dispute`: factor per unit on the hazard of a disputed document."""

    first: PayerCurves
    later: PayerCurves
    rest: NDArray[np.float64]
    dispute: NDArray[np.float64]
    side: NDArray[np.int64]
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class _Clock:
    """A curve with the calendar of one horizon: factors per unit and day, and the chance of being paid at all from
    each age on."""

    curves: PayerCurves
    factor: NDArray[np.float64]
    eventual: NDArray[np.float32]


class Collection:
    """Chances of payment over `horizon` days from `first_day`, by a learned model."""

    def __init__(self, model: PaymentModel, first_day: int, horizon: int) -> None:
        self.model, self.first_day, self.horizon = model, first_day, horizon
        self._first = self._clock(model.first)
        self._later = self._clock(model.later)
        self._lag = {side: self._lag_table(side) for side in (1, -1)}

    def _clock(self, curves: PayerCurves) -> _Clock:
        first = self.first_day
        factor = curves.calendar_factor(self.model.calendar, first, first + self.horizon - 1)
        mean = curves.calendar_factor(self.model.calendar, first, first + _MEAN_DAYS - 1).mean(axis=1)
        eventual = np.zeros((len(mean), LATEST - EARLIEST + 2), dtype=np.float32)
        for age in range(LATEST, EARLIEST - 1, -1):
            column = BIN_OF_AGE[age - EARLIEST]
            paid = np.clip(curves.hazard[:, column] * mean, 0, 1)
            lost = np.minimum(curves.loss[:, column], 1 - paid)
            eventual[:, age - EARLIEST] = paid + (1 - paid - lost) * eventual[:, age - EARLIEST + 1]
        return _Clock(curves, factor, eventual)

    def _lag_table(self, side: int) -> NDArray[np.float64]:
        """Row: day of the first payment; columns: day of the payment of the rest, beyond, never."""
        table = np.zeros((self.horizon, self.horizon + 2))
        members = np.flatnonzero(self.model.side == side)
        if not len(members):
            table[:, BEYOND] = 1
            return table
        ages = BIN_OF_AGE[np.arange(1, self.horizon + 1) - EARLIEST]
        factor = self._later.factor[members].mean()
        paid = np.clip(self._later.curves.hazard[members].mean(axis=0)[ages] * factor, 0, 1)
        lost = np.minimum(self._later.curves.loss[members].mean(axis=0)[ages], 1 - paid)
        left = np.cumprod(1 - paid - lost)
        per_lag = paid * np.append(1.0, left[:-1])
        lost_by = np.cumsum(lost * np.append(1.0, left[:-1]))
        eventual = self._later.eventual[members].mean(axis=0)
        for day in range(self.horizon):
            inside = self.horizon - 1 - day
            table[day, day + 1 : self.horizon] = per_lag[:inside]
            unpaid = left[inside - 1] if inside else 1.0
            gone = lost_by[inside - 1] if inside else 0.0
            comes = unpaid * eventual[inside + 1 - EARLIEST]
            table[day, BEYOND], table[day, NEVER_PAID] = comes, unpaid - comes + gone
        return table

    def chances(self, waiting: Waiting) -> NDArray[np.float64]:
        table = np.zeros((len(waiting), self.horizon + 2))
        for start in range(0, len(waiting), _CHUNK):
            part = waiting.keep(slice(start, start + _CHUNK))
            table[start : start + _CHUNK] = self.chunk(part)
        return table

    def chunk(self, waiting: Waiting) -> NDArray[np.float64]:
        table = np.empty((len(waiting), self.horizon + 2))
        for later, clock in ((False, self._first), (True, self._later)):
            rows = np.flatnonzero(waiting.later == later)
            if len(rows):
                table[rows] = self._spell(waiting.keep(rows), clock)
        return self._with_rest(waiting, table)

    def _spell(self, waiting: Waiting, clock: _Clock) -> NDArray[np.float64]:
        first, horizon = self.first_day, self.horizon
        days = np.arange(first, first + horizon)
        ages = np.clip(days[None, :] - waiting.origin[:, None], EARLIEST, LATEST) - EARLIEST
        column = waiting.unit[:, None] * clock.curves.hazard.shape[1] + BIN_OF_AGE[ages]
        paid = clock.curves.hazard.ravel()[column] * clock.factor[waiting.unit]
        paid *= waiting.speed[:, None]
        np.minimum(paid, 1.0, out=paid)
        lost = np.minimum(clock.curves.loss.ravel()[column], 1 - paid)
        if (waiting.from_day > first).any():
            early = days[None, :] < waiting.from_day[:, None]
            paid[early] = 0
            lost[early] = 0
        left = np.cumprod(1 - paid - lost, axis=1)
        table = np.empty((len(waiting), horizon + 2))
        table[:, 0] = paid[:, 0]
        np.multiply(paid[:, 1:], left[:, :-1], out=table[:, 1:horizon])
        age = np.clip(np.maximum(first + horizon, waiting.from_day) - waiting.origin, EARLIEST, LATEST + 1)
        table[:, BEYOND] = left[:, -1] * clock.eventual[waiting.unit, age - EARLIEST]
        table[:, NEVER_PAID] = 1 - table[:, : horizon + 1].sum(axis=1)
        return np.maximum(table, 0, out=table)

    def _with_rest(self, waiting: Waiting, table: NDArray[np.float64]) -> NDArray[np.float64]:
        """The part that a first payment leaves over comes later, by the curve of following payments."""
        rest = np.where(waiting.later, 0.0, self.model.rest[waiting.unit])
        for side, lag in self._lag.items():
            rows = np.flatnonzero((rest > 0) & (self.model.side[waiting.unit] == side))
            if len(rows):
                days, share = table[rows, : self.horizon], rest[rows][:, None]
                moved = (share * days) @ lag
                moved[:, : self.horizon] += (1 - share) * days
                moved[:, BEYOND:] += table[rows, BEYOND:]
                table[rows] = moved
        return table
