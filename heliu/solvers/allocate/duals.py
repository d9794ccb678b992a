"""Prices of stock and room by subgradient ascent of the Lagrangian bound (Held, Wolfe and Crowder 1974).

A stock that the priced orders ask more of than there is becomes dearer, one they leave becomes cheaper. Cheap steps far
from the optimum; the exact prices are left to column generation.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from heliu.solvers.allocate.geodesy import Floats
from heliu.solvers.allocate.pricing import PricedPlans, Pricing
from heliu.solvers.allocate.state import Prices

PATIENCE = 3
SHRINK = 0.5
MOMENTUM = 0.3


@dataclass(slots=True)
class BestBound:
    """The highest bound so far and the prices that gave it."""

    prices: Prices
    bound: float = -np.inf

    def learn(self, prices: Prices, bound: float) -> bool:
        if bound <= self.bound:
            return False
        self.prices, self.bound = prices, bound
        return True


def ascend(
    pricing: Pricing,
    known: BestBound,
    *,
    upper: float,
    steps: int,
    keep: Callable[[PricedPlans], object],
    stop: Callable[[], bool],
) -> None:
    """Improves `known`, starting from its prices; `keep` sees the plans of every step."""
    prices, share, failures = known.prices, 1.0, 0
    direction: tuple[Floats, Floats] | None = None
    for _ in range(steps):
        priced = pricing.cheapest(prices)
        keep(priced)
        bound = pricing.bound(prices, priced)
        failures = 0 if known.learn(prices, bound) else failures + 1
        if stop():
            break
        if failures >= PATIENCE:
            prices, share, failures, direction = known.prices, share * SHRINK, 0, None
            continue
        stock, room = pricing.excess(prices, priced)
        if direction is not None:
            stock = (1 - MOMENTUM) * stock + MOMENTUM * direction[0]
            room = (1 - MOMENTUM) * room + MOMENTUM * direction[1]
        direction = stock, room
        length = float((stock**2).sum() + (room**2).sum())
        if length == 0.0:
            break
        step = share * max(upper - bound, 0.0) / length
        prices = pricing.not_below_base(Prices(prices.stock + step * stock, prices.room + step * room))
