"""Marginal analysis over many items: which units are worth their stock (Everett 1963; Sherbrooke 1968, METRIC).

Every unit of every item has a gain and a cost. For a price λ of cost in gain, each item takes the level that is best by
itself; one λ for all items makes the sum best for the cost it takes. The same λ gives a proved bound.
"""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from heliu.solvers.replenish.demand import Bools, Floats, Ints

_HALVINGS = 60
_CLOSE = 1e-4


@dataclass(frozen=True, slots=True)
class Chosen:
    """`level[i]` units for item i at the price `price` (gain per cost); sums over items of gain and cost."""

    level: Ints
    price: float
    gain: float
    cost: float


class _Test(Protocol):
    def __call__(self, levels: Chosen, /) -> bool: ...


class Marginal:
    """`gain[i, u]`, `cost[i, u]`: what unit u+1 of item i adds, cost > 0. `allowed[i, s]` says whether level s may be
    chosen (every row allows at least one)."""

    def __init__(self, gain: Floats, cost: Floats, allowed: Bools | None = None) -> None:
        rows = gain.shape[0]
        nothing = np.zeros((rows, 1))
        self._gain = np.concatenate([nothing, np.cumsum(gain, axis=1)], axis=1)
        self._cost = np.concatenate([nothing, np.cumsum(cost, axis=1)], axis=1)
        self._allowed = allowed
        self._rows = np.arange(rows)

    def at(self, level: Ints, price: float = 0.0) -> Chosen:
        chosen = np.minimum(level, self._gain.shape[1] - 1)
        gain = float(self._gain[self._rows, chosen].sum())
        return Chosen(level, price, gain, float(self._cost[self._rows, chosen].sum()))

    def worth(self, price: float) -> Chosen:
        """For each item the allowed level of most gain − price × cost; the lowest of equals."""
        return self.at(np.argmax(self._net(price), axis=1).astype(np.int64), price)

    def _net(self, price: float) -> Floats:
        net = self._gain - price * self._cost
        return net if self._allowed is None else np.where(self._allowed, net, -np.inf)

    def for_gain(self, wanted: float) -> tuple[Chosen, Chosen]:
        """Levels just above and just below a wanted sum of gain; the first falls short only if nothing reaches it."""
        return self._bisect(lambda levels: levels.gain >= wanted)

    def for_cost(self, most: float) -> tuple[Chosen, Chosen]:
        """Levels just above and just below a sum of cost; the second goes beyond only if nothing keeps it."""
        return self._bisect(lambda levels: levels.cost > most)

    def _bisect(self, plenty: _Test) -> tuple[Chosen, Chosen]:
        low, high = 0.0, 1.0
        above = self.worth(low)
        while plenty(below := self.worth(high)) and high < 1e12:
            above, low, high = below, high, high * 4
        for _ in range(_HALVINGS):
            if high - low <= 1e-9 * high or above.gain - below.gain <= _CLOSE * abs(above.gain):
                break
            middle = (low + high) / 2 if low == 0 or high / low < 4 else (low * high) ** 0.5
            if plenty(levels := self.worth(middle)):
                low, above = middle, levels
            else:
                high, below = middle, levels
        return above, below

    def blend(self, above: Chosen, below: Chosen, enough: _Test) -> Chosen:
        """From `below` towards `above`, item by item in order, as long as `enough` is false: items that are equally
        worth their cost at this price are not all taken at once."""
        differing = np.flatnonzero(above.level != below.level)
        low, high = 0, differing.size
        while low < high:
            middle = (low + high) // 2
            if enough(self._mixed(above, below, differing[:middle])):
                high = middle
            else:
                low = middle + 1
        return self._mixed(above, below, differing[:low])

    def _mixed(self, above: Chosen, below: Chosen, taken: Ints) -> Chosen:
        level = below.level.copy()
        level[taken] = above.level[taken]
        return self.at(level, above.price)

    def least_cost(self, wanted: float, price: float) -> float:
        """Proved: no allowed levels reach the gain `wanted` at less cost (Lagrangian bound at this price)."""
        if price <= 0:
            return 0.0
        return float((wanted - self._net(price).max(axis=1).sum()) / price)

    def most_gain(self, budget: float, price: float) -> float:
        """Proved: no allowed levels within the cost `budget` gain more."""
        return float(self._net(price).max(axis=1).sum() + price * budget)
