"""A good plan of one order on top of all others in a tenth of a millisecond: the move of the neighbourhood search.

The best single store; where that does not fill the order, the best partner of one of the best few, then further stores
as long as one pays. Plans of one store are exact; those of more may be missed, which is what `cheapest_plan` is for.
"""

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.allocate.geodesy import Floats
from heliu.solvers.allocate.network import Integers, remaining_bands
from heliu.solvers.allocate.orderproblem import Filling, fill, order_problem
from heliu.solvers.allocate.state import RunState

ANCHORS = 6


class Insertion:
    def __init__(self, state: RunState) -> None:
        self._state = state
        bands, self._rates = state.network.bands, state.network.band_rates
        self._below = np.cumsum(bands, axis=2)
        useful = [lost[:, None] > self._rates for lost in state.compiled.losses]
        self._rows = [np.array(rows, dtype=np.int64) for rows in state.compiled.rows]
        self._useful = [
            (bands[rows] * worth[:, None, :]).sum(axis=2) for rows, worth in zip(self._rows, useful, strict=True)
        ]
        self._need = [need[:, None] for need in state.compiled.needs]
        self._lost = [lost[:, None] for lost in state.compiled.losses]
        self._nothing = [float((n * x).sum()) for n, x in zip(state.compiled.needs, state.compiled.losses, strict=True)]

    def plan(self, order: int, closed: NDArray[np.bool_]) -> Filling:
        """For an order without a plan; `closed` stores do not ship it."""
        state, rows, need, lost = self._state, self._rows[order], self._need[order], self._lost[order]
        taken = state.taken[rows]
        units = np.minimum(need, np.maximum(self._useful[order] - taken, 0))
        shut = closed | (state.shipments >= state.network.room)
        fixed = np.where(shut, np.inf, state.compiled.shipping.total[order])
        alone = fixed + (self._protection(rows, taken, taken + units) - lost * units).sum(axis=0)
        best = int(alone.argmin())
        if not alone[best] < 0:
            return Filling((), np.zeros((len(rows), 0), dtype=np.int64), self._nothing[order])
        if (units[:, best] == need[:, 0]).all():
            return Filling((best,), units[:, [best]], float(self._nothing[order] + alone[best]))
        return self._filled(order, _chosen(fixed, units, need=need, lost=lost, alone=alone))

    def _protection(self, rows: Integers, before: Integers, after: Integers) -> Floats:
        """Cost of the units between: each band costs its rate more than the one below from where that ends."""
        cost = np.zeros(before.shape)
        for band in range(1, len(self._rates)):
            ends = self._below[rows, :, band - 1]
            cost += (self._rates[band] - self._rates[band - 1]) * (
                np.maximum(after - ends, 0) - np.maximum(before - ends, 0)
            )
        return cost

    def _filled(self, order: int, stores: list[int]) -> Filling:
        state = self._state
        at = np.ix_(self._state.compiled.rows[order], stores)
        left = remaining_bands(state.network.bands[at], state.taken[at])
        problem = order_problem(
            fixed=state.compiled.shipping.total[order, stores],
            need=state.compiled.needs[order],
            lost=state.compiled.losses[order],
            widths=left,
            rates=np.broadcast_to(self._rates, left.shape),
        )
        found = fill(problem, tuple(range(len(stores))))
        return Filling(tuple(stores[i] for i in found.stores), found.units, found.cost)


def _chosen(fixed: Floats, units: Integers, *, need: Integers, lost: Floats, alone: Floats) -> list[int]:
    """Stores in rising sequence; protection is left out of the choice of partners."""
    anchors = np.argsort(alone, kind="stable")[:ANCHORS]
    together = np.minimum(need[:, :, None], units[:, anchors, None] + units[:, None, :])
    costs = fixed[anchors, None] + fixed - (lost[:, :, None] * together).sum(axis=0)
    costs[np.arange(len(anchors)), anchors] = np.inf
    anchor, partner = divmod(int(costs.argmin()), len(fixed))
    if costs[anchor, partner] >= alone[anchors[0]]:
        return [int(anchors[0])]
    chosen, held = [int(anchors[anchor]), partner], together[:, anchor, partner]
    while (held < need[:, 0]).any():
        further = fixed - (lost * np.minimum(need - held[:, None], units)).sum(axis=0)
        further[chosen] = np.inf
        best = int(further.argmin())
        if further[best] >= 0:
            break
        chosen.append(best)
        held = np.minimum(held + units[:, best], need[:, 0])
    return sorted(chosen)
