"""Distribution of demand over a measured lead time: the convolution of the period's distribution over a random length.

A distribution (pmf) is an array whose entry k is the probability of k units in one period. Periods are independent.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.problems import require, require_number

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
UNITS_MAX = 20_000
_SUM_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """How many whole periods pass from an order until its goods can be sold, each with its probability.

    `periods` ascends without repetition, `probabilities` sum to 1. Orders are assumed not to overtake each other.
    """

    periods: tuple[int, ...]
    probabilities: tuple[float, ...]

    def __post_init__(self) -> None:
        require(len(self.periods) > 0, "lead times", "are empty", "Give at least one lead time")
        require(
            len(self.periods) == len(self.probabilities),
            "lead times",
            f"{len(self.periods)} lengths for {len(self.probabilities)} probabilities",
            "Give one probability per length",
        )
        for length, probability in zip(self.periods, self.probabilities, strict=True):
            require(
                isinstance(length, int) and length >= 0,
                "lead times",
                f"{length!r} is not a whole number of periods from 0 on",
                "Give whole periods",
            )
            require_number("lead times", probability, at_least=0.0)
        require(
            all(a < b for a, b in zip(self.periods, self.periods[1:], strict=False)),
            "lead times",
            "do not ascend",
            "Give every length once, ascending",
        )
        total = sum(self.probabilities)
        require(abs(total - 1) <= _SUM_TOLERANCE, "lead times", f"probabilities sum to {total}", "Make them sum to one")

    @property
    def mean(self) -> float:
        return float(sum(p * w for p, w in zip(self.periods, self.probabilities, strict=True)))

    @property
    def variance(self) -> float:
        mean = self.mean
        return float(sum(w * (p - mean) ** 2 for p, w in zip(self.periods, self.probabilities, strict=True)))

    def steadied(self) -> "LeadTimes":
        """The same mean with as little variation as whole periods allow: one length, or two neighbours."""
        mean = self.mean
        below = int(np.floor(mean + 1e-12))
        share = mean - below
        if share <= 1e-12:
            return LeadTimes((below,), (1.0,))
        return LeadTimes((below, below + 1), (1 - share, share))


def measure_lead_times(observed: Sequence[int]) -> LeadTimes:
    """The empirical distribution of observed lead times (whole periods); raises InvalidProblem for none or negative."""
    require(len(observed) > 0, "lead times", "none was observed", "Give the supplier's promise instead")
    for position, length in enumerate(observed):
        require(
            float(length).is_integer() and length >= 0,
            f"lead times[{position}]",
            f"{length} is not a whole number of periods from 0 on",
            "Round lead times up to whole periods",
        )
    counts = Counter(int(length) for length in observed)
    lengths = tuple(sorted(counts))
    return LeadTimes(lengths, tuple(counts[length] / len(observed) for length in lengths))


def require_pmf(name: str, pmf: Sequence[float] | NDArray[Any]) -> Floats:
    """The distribution without trailing zeros; raises InvalidProblem unless finite, ≥ 0 and summing to 1."""
    values = np.asarray(pmf, dtype=np.float64)
    require(values.ndim == 1 and values.size > 0, name, "is not a list of probabilities", "Entry k is P(k units)")
    require(values.size <= UNITS_MAX, name, f"reaches {values.size - 1} units", "Count in packs or cases instead")
    for units, probability in enumerate(values):
        require_number(f"{name}[{units}]", float(probability), at_least=0.0)
    total = float(values.sum())
    require(abs(total - 1) <= _SUM_TOLERANCE, name, f"sums to {total}", "Make the probabilities sum to one")
    last = int(np.flatnonzero(values)[-1])
    return values[: last + 1] / total


def demand_over(pmf: Floats, periods: int) -> Floats:
    """Distribution of the sum of `periods` independent periods (0 periods: certainly zero units)."""
    require(periods >= 0, "periods", f"{periods} is negative", "Give a whole number from 0 on")
    result = np.ones(1)
    power, left = pmf, periods
    while left:
        if left & 1:
            result = np.convolve(result, power)
        left >>= 1
        if left:
            power = np.convolve(power, power)
    require(result.size <= UNITS_MAX, "demand", f"reaches {result.size - 1} units", "Count in packs or cases instead")
    return result


def demand_during(pmf: Floats, lead_times: LeadTimes, extra: int = 0) -> Floats:
    """Distribution of demand over a random lead time and `extra` further periods."""
    parts = [demand_over(pmf, length + extra) for length in lead_times.periods]
    total = np.zeros(max(part.size for part in parts))
    for part, probability in zip(parts, lead_times.probabilities, strict=True):
        total[: part.size] += probability * part
    return total


def mean_of(pmf: Floats) -> float:
    return float(np.arange(pmf.size) @ pmf)


def variance_of(pmf: Floats) -> float:
    return float((np.arange(pmf.size) - mean_of(pmf)) ** 2 @ pmf)


def quantile_of(pmf: Floats, probability: float) -> int:
    """The least number of units that demand does not exceed with at least `probability`."""
    require_number("probability", probability, at_least=0.0, at_most=1.0)
    return min(int(np.searchsorted(np.cumsum(pmf), probability - 1e-12)), pmf.size - 1)


class Shortage:
    """E(D − y)⁺ and E(y − D)⁺ for whole y of either sign; between whole numbers they are linear."""

    __slots__ = ("_above", "mean")

    def __init__(self, pmf: Floats) -> None:
        self.mean = mean_of(pmf)
        tail = 1.0 - np.cumsum(pmf)
        above = np.concatenate([np.cumsum(tail[::-1])[::-1], [0.0]])
        self._above = np.maximum(above, 0.0)

    def short(self, level: Floats | Ints) -> Floats:
        """Expected units that a position of `level` does not cover."""
        y = np.asarray(level, dtype=np.float64)
        known = np.interp(np.maximum(y, 0.0), np.arange(self._above.size), self._above)
        return np.where(y < 0, self.mean - y, known)

    def left(self, level: Floats | Ints) -> Floats:
        """Expected units that remain of a position of `level`."""
        y = np.asarray(level, dtype=np.float64)
        return np.maximum(y - self.mean + self.short(y), 0.0)
