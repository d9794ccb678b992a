"""What a cash forecast says."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.cash.backtest import Calibration
from heliu.solvers.cash.collection import PaymentModel
from heliu.solvers.cash.problem import CashProblem, Side
from heliu.solvers.problems import require


@dataclass(frozen=True, slots=True)
class LearnedPayments:
    """Payment model and calibration as of `first_day`; reusable for problems with the same day and parties."""

    first_day: int
    horizon: int
    model: PaymentModel
    calibration: Calibration
    units: tuple[tuple[Side, str], ...]

    def check_fits(self, problem: CashProblem, units: tuple[tuple[Side, str], ...]) -> None:
        """Raises InvalidProblem where it was learned for another day, horizon or other parties."""
        same = self.first_day == problem.first_day and self.horizon == problem.horizon
        require(same, "learned", f"is of day {self.first_day} and {self.horizon} days", "Learn from this problem")
        require(self.units == units, "learned", "knows other parties", "Learn from this problem")


@dataclass(frozen=True, slots=True)
class Driver:
    """One document: its signed amount and where it is expected, in minor units of the reporting currency.
    `in_horizon + beyond + never = amount`. `expected_day` is the day by which it is paid with even chance; the first
    day after the horizon where that is later."""

    document: str
    party: str
    kind: str
    amount: int
    expected_day: int
    in_horizon: int
    beyond: int
    never: int


@dataclass(frozen=True, slots=True)
class Drivers:
    """All documents as columns. `parts`: one row per document, one column per week, then beyond and never."""

    documents: tuple[str, ...]
    parties: tuple[str, ...]
    kinds: tuple[str, ...]
    amounts: NDArray[np.int64]
    parts: NDArray[np.int64]
    expected_days: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.documents)

    def __getitem__(self, position: int) -> Driver:
        parts = self.parts[position]
        return Driver(
            document=self.documents[position],
            party=self.parties[position],
            kind=self.kinds[position],
            amount=int(self.amounts[position]),
            expected_day=int(self.expected_days[position]),
            in_horizon=int(parts[:-2].sum()),
            beyond=int(parts[-2]),
            never=int(parts[-1]),
        )

    def of_week(self, week: int, *, largest: int | None = None) -> list[tuple[Driver, int]]:
        """Documents behind one week (counted from 0) with their part of its net flow, largest first; without
        `largest` all of them, and then the parts add up to the week's expected net flow."""
        parts = self.parts[:, week]
        order = np.argsort(-np.abs(parts), kind="stable")
        order = order[parts[order] != 0][:largest]
        return [(self[int(i)], int(parts[i])) for i in order]


@dataclass(frozen=True, slots=True)
class FirstBreach:
    """`probability` that the floor is undercut at all; `by_day` how likely each day is the first; `median_day` of the
    paths that breach; `tenth_day`: first day by which one path in ten has breached. Days are None where there are no
    such paths."""

    probability: float
    by_day: NDArray[np.float64]
    median_day: int | None
    tenth_day: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CashForecast:
    """Balances at the end of each day and net flows of each week, in minor units of the reporting currency.
    `expected` is opening plus the running sum of the drivers' daily parts, exactly."""

    first_day: int
    currency: str
    opening: int
    expected: NDArray[np.int64]
    p10: NDArray[np.int64]
    p50: NDArray[np.int64]
    p90: NDArray[np.int64]
    p_below_floor: NDArray[np.float64]
    weekly_expected: NDArray[np.int64]
    weekly_p10: NDArray[np.int64]
    weekly_p50: NDArray[np.int64]
    weekly_p90: NDArray[np.int64]
    first_breach: FirstBreach
    drivers: Drivers
