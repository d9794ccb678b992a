"""What a policy does in the long run: stationary position after ordering, unit fill, stock, orders.

The position after ordering moves as a Markov chain that does not depend on the reorder point, only on the order rule
above it; fill and stock follow exactly from it and from the demand during the lead time (backorders, orders do not
overtake each other).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from heliu.solvers.problems import require
from heliu.solvers.replenish.demand import Floats, Ints, LeadTimes, Shortage, demand_during, demand_over, mean_of

SPAN_MAX = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRule:
    """At `span` or more units below the top the order goes back to the top; `minimum` and `pack` round it upwards.

    span 1, minimum and pack 1: base stock. `multiples`: order the least multiple of `pack` that passes the reorder
    point instead of filling to the top; `minimum` is not used then (make `pack` the lot).
    """

    span: int
    minimum: int = 1
    pack: int = 1
    multiples: bool = False

    def quantity(self, below_top: int) -> int:
        """Units ordered at `below_top` units under the top, 0 while the position is above the reorder point."""
        if below_top < self.span:
            return 0
        wanted = below_top - self.span + 1 if self.multiples else max(below_top, self.minimum)
        return -(-wanted // self.pack) * self.pack

    @property
    def overshoot(self) -> int:
        """The furthest an order can lift the position above the top."""
        if self.multiples:
            return max(self.pack - self.span, 0)
        return max(self.minimum - self.span, 0) + self.pack - 1


class Cycle:
    """Long-run figures of an order rule for one item; `reorder_point` is then the only thing left to choose."""

    def __init__(self, pmf: Floats, lead_times: LeadTimes, review: int) -> None:
        self._review = review
        self._per_review = demand_over(pmf, review)
        self._mean_review = mean_of(self._per_review)
        require(self._mean_review > 0, "demand", "is always zero", "Leave out items without demand")
        self._before = Shortage(demand_during(pmf, lead_times))
        self._through = [Shortage(demand_during(pmf, lead_times, extra)) for extra in range(1, review + 1)]

    def positions(self, rule: OrderRule) -> Floats:
        """Stationary probability of the position after ordering being reorder point + 1 + index."""
        size = rule.span + rule.overshoot
        require(size <= SPAN_MAX, "order quantity", f"of {size} units is too fine", "Count in packs or cases instead")
        pmf, top = self._per_review, rule.span - 1
        moves = np.zeros((size, size))
        ordered = np.array([rule.quantity(below) for below in range(top + pmf.size + 1)])
        for start in range(size):
            after = start - np.arange(pmf.size)
            after = after + ordered[np.maximum(top - after, 0)]
            moves[start] = np.bincount(after, weights=pmf, minlength=size)
        return _stationary(moves)

    def fill(self, positions: Floats, reorder_point: float) -> float:
        """Share of units served at once from stock, between 0 and 1; linear between whole reorder points."""
        levels = self._levels(positions, reorder_point)
        short = self._through[-1].short(levels) - self._before.short(levels)
        return float(np.clip(1 - positions @ short / self._mean_review, 0.0, 1.0))

    def stock(self, positions: Floats, reorder_point: float) -> float:
        """Average units on hand at the end of a period."""
        levels = self._levels(positions, reorder_point)
        return float(np.mean([positions @ one.left(levels) for one in self._through]))

    def orders(self, rule: OrderRule, positions: Floats) -> float:
        """Average orders per period."""
        cdf = np.cumsum(self._per_review)
        above = np.arange(positions.size)
        stay = cdf[np.minimum(above, cdf.size - 1)]
        return float(positions @ (1 - stay)) / self._review

    def least_reorder_point(self, positions: Floats, fill: float) -> tuple[int, float]:
        """The least whole reorder point ≥ −1 − span that reaches `fill`, and the same between whole numbers."""
        low, high = -1 - positions.size, 1
        while self.fill(positions, high) < fill:
            high = 2 * high + 1
            require(high < 10**7, "target fill", f"{fill} is out of reach", "Give a target below 1")
        while high - low > 1:
            middle = (low + high) // 2
            if self.fill(positions, middle) >= fill:
                high = middle
            else:
                low = middle
        below, above = self.fill(positions, low), self.fill(positions, high)
        exact = float(high) if above <= below else low + min((fill - below) / (above - below), 1.0)
        return high, exact

    @staticmethod
    def _levels(positions: Floats, reorder_point: float) -> Floats:
        return reorder_point + 1 + np.arange(positions.size, dtype=np.float64)

    @cached_property
    def mean_per_period(self) -> float:
        return self._mean_review / self._review


def _stationary(moves: Floats) -> Floats:
    """The stationary distribution reached from the highest position; other classes of positions get zero."""
    size = moves.shape[0]
    reached = _reached(moves, size - 1)
    within = moves[np.ix_(reached, reached)]
    count = reached.size
    system = np.vstack([(within.T - np.eye(count))[:-1], np.ones(count)])
    solved = np.linalg.solve(system, np.concatenate([np.zeros(count - 1), [1.0]]))
    result = np.zeros(size)
    result[reached] = np.maximum(solved, 0.0)
    return np.asarray(result / result.sum(), dtype=np.float64)


def _reached(moves: Floats, start: int) -> Ints:
    seen = np.zeros(moves.shape[0], dtype=bool)
    seen[start] = True
    while True:
        more = seen | (moves[seen] > 0).any(axis=0)
        if (more == seen).all():
            return np.flatnonzero(seen)
        seen = more
