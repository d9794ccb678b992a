"""First prices: steps along the averaged excess of demand over stock (volume algorithm, Barahona and Anbil 2000).

Far from the optimum a step costs one pricing and gains more than a solved relaxation, whose prices are wild while it
knows few plans. The plans met on the way are what the relaxation needs to begin near the optimum.
"""

from collections.abc import Sequence

import numpy as np

from heliu.solvers.allocate.network import StoreNetwork
from heliu.solvers.allocate.orderproblem import Filling
from heliu.solvers.allocate.state import CompiledOrders, Prices

STEP = 0.002
"""Share of the bound that the first step would gain if the bound rose as steeply all the way (Polyak 1969)."""
NEWEST_SHARE = 0.15
LONGER, SHORTER, PATIENCE = 1.05, 0.6, 3
"""Steps grow while the bound rises and shrink after so many that did not raise it."""


class Ascent:
    """`step` gives prices to be tried, `learn` takes what came of them."""

    def __init__(self, network: StoreNetwork, compiled: CompiledOrders, *, base: Prices) -> None:
        self._network, self._compiled, self._base = network, compiled, base
        self._step = STEP
        self._vain = 0
        self._units = np.zeros(network.on_hand.shape)
        self._shipments = np.zeros(len(network.stores))
        self._share = 1.0

    @property
    def is_over(self) -> bool:
        return self._step < STEP / 10

    def learn(self, plans: Sequence[Filling], *, better: bool) -> None:
        """Plans of all orders at the prices tried; `better` when their bound was the highest so far."""
        units, shipments = np.zeros_like(self._units), np.zeros_like(self._shipments)
        for rows, plan in zip(self._compiled.rows, plans, strict=True):
            chosen = list(plan.stores)
            units[np.ix_(rows, chosen)] += plan.units
            shipments[chosen] += 1
        self._units += self._share * (units - self._units)
        self._shipments += self._share * (shipments - self._shipments)
        self._share = NEWEST_SHARE
        self._vain = 0 if better else self._vain + 1
        if better:
            self._step *= LONGER
        elif self._vain == PATIENCE:
            self._step, self._vain = self._step * SHORTER, 0

    def step(self, best: Prices, bound: float) -> Prices:
        """From the prices of the highest bound towards where the averaged demand is more than there is."""
        network, base = self._network, self._base
        offered = np.where(best.stock[:, :, None] > network.band_rates, network.bands, 0).sum(axis=2)
        stock = self._units - offered
        stock[(best.stock <= base.stock) & (stock < 0)] = 0
        room = self._shipments - network.room
        room[(best.room <= 0) & (room < 0)] = 0
        length = self._step * abs(bound) / max(float((stock**2).sum() + (room**2).sum()), 1e-9)
        return Prices(np.maximum(best.stock + length * stock, base.stock), np.maximum(best.room + length * room, 0.0))
