"""What every solver returns: a result, how good it is known to be, how long it took, and why it is what it is."""

import math
import time
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T")


class Status(StrEnum):
    """OPTIMAL: proved best. FEASIBLE: keeps every constraint, not proved best. ESTIMATED: statistics, nothing to prove.
    INFEASIBLE: no result keeps the constraints; the reasons say which one stands in the way."""

    OPTIMAL = "optimal"
    FEASIBLE = "feasible"
    ESTIMATED = "estimated"
    INFEASIBLE = "infeasible"


@dataclass(frozen=True, slots=True)
class Measure:
    """One number of a reason with its unit (`pcs`, `month`, `%`, `CNY`, `probability` …); text values name things."""

    name: str
    value: float | int | str
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alternative:
    """The next best choice and what it would have cost more (`objective_difference` ≥ 0, in the unit of the objective,
    None where the solver ranks without a common objective)."""

    choice: str
    objective_difference: float | None
    measures: tuple[Measure, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why one part of the result is what it is. `code` is stable and translated by the screens; `subject` is the id of
    the item, order, customer … it speaks about, empty for the whole answer."""

    code: str
    subject: str = ""
    measures: tuple[Measure, ...] = ()
    alternative: Alternative | None = None

    def measure(self, name: str) -> float | int | str:
        """Raises KeyError for a name this reason does not carry."""
        for measure in self.measures:
            if measure.name == name:
                return measure.value
        raise KeyError(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Generic[T]):
    """`objective` is in the unit the solver documents and, unless it says otherwise, is minimised; `bound` is a proved
    limit of the objective on the side where better answers would lie; `wall_s` never influences the result unless the
    caller set a time limit."""

    status: Status
    result: T
    objective: float
    bound: float | None = None
    wall_s: float
    explain: tuple[Reason, ...] = ()

    @property
    def gap(self) -> float | None:
        """|objective − bound| as a share of |objective|; 0 when both are zero; None without a bound."""
        if self.bound is None:
            return None
        difference = abs(self.objective - self.bound)
        if difference == 0:
            return 0.0
        return difference / abs(self.objective) if self.objective else math.inf


class Stopwatch:
    """Seconds since it was made, for `wall_s` and for time limits."""

    __slots__ = ("_started",)

    def __init__(self) -> None:
        self._started = time.perf_counter()

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._started
