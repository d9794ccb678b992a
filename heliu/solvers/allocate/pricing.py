"""The cheapest plan of every order when stock and room have a price: pricing of columns and the Lagrangian bound.

With a price λ for each unit of a stock and μ for each shipment of a store the orders fall apart. The sum of their
optima, less what the prices would earn for the stock and room there is, is a lower bound of the batch (Geoffrion 1974).

An order is proved at the first of these steps that can: the best single store, when the two cheapest shipments with
every line at its best rate would already cost more; the best pair, when three would; the exact search of `single`.
The first is done for all orders with as many lines at once.
"""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.allocate.geodesy import Floats
from heliu.solvers.allocate.network import Integers, StoreNetwork
from heliu.solvers.allocate.orderproblem import Filling, order_problem
from heliu.solvers.allocate.single import cheapest_plan
from heliu.solvers.allocate.state import CompiledOrders, Prices

SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class PricedPlans:
    """Per order the plan found and a proved lower bound of its priced cost, in the sequence of the orders."""

    plans: tuple[Filling, ...]
    bounds: Floats


@dataclass(frozen=True, slots=True)
class _SameLines:
    """Orders with as many lines: `units[order, line, store]` to be had of what is asked."""

    orders: Integers
    rows: Integers
    need: Integers
    lost: Floats
    units: Integers
    fixed: Floats


@dataclass(frozen=True, slots=True)
class _Priced:
    """One order at given prices. `value[line, store]` is what a unit saves against losing it, `most` what all lines
    together could save at most, `nothing` the cost of shipping nothing."""

    need: Integers
    value: Floats
    units: Integers
    fixed: Floats
    most: float
    nothing: float


class Pricing:
    """Compiled once for a batch; `cheapest` is called with ever new prices."""

    def __init__(self, network: StoreNetwork, compiled: CompiledOrders) -> None:
        self.network = network
        self.compiled = compiled
        self._units = network.bands.sum(axis=2)
        rates = np.where(network.bands > 0, network.band_rates, np.inf).min(axis=2)
        self._base = Prices(np.where(np.isfinite(rates), rates, 0.0), np.zeros(len(network.stores)))
        lines = np.array([len(rows) for rows in compiled.rows], dtype=np.int64)
        self._groups = [self._group(np.flatnonzero(lines == count)) for count in np.unique(lines)]

    def _group(self, orders: Integers) -> _SameLines:
        compiled = self.compiled
        rows = np.array([compiled.rows[order] for order in orders], dtype=np.int64)
        need = np.array([compiled.needs[order] for order in orders], dtype=np.int64)
        return _SameLines(
            orders=orders,
            rows=rows,
            need=need,
            lost=np.array([compiled.losses[order] for order in orders], dtype=np.float64),
            units=np.minimum(self._units[rows], need[:, :, None]),
            fixed=np.where(self.network.room > 0, compiled.shipping.total[orders], np.inf),
        )

    def base_prices(self) -> Prices:
        """What the first unit of each stock costs anyway."""
        return self._base

    def shortage_prices(self) -> Prices:
        """Where all orders together ask for more of an item than there is, a unit is worth what the last one served
        would have cost as lost (the dual of filling the dearest lines first)."""
        stock = self.base_prices().stock.copy()
        losses: dict[int, list[tuple[float, int]]] = {}
        for rows, lost, need in zip(self.compiled.rows, self.compiled.losses, self.compiled.needs, strict=True):
            for row, loss, units in zip(rows, lost, need, strict=True):
                losses.setdefault(row, []).append((float(loss), int(units)))
        for row, asked in losses.items():
            left = int(self._units[row].sum())
            for loss, units in sorted(asked, reverse=True):
                left -= units
                if left < 0:
                    stock[row] = np.maximum(stock[row], loss)
                    break
        return Prices(stock, np.zeros(len(self.network.stores)))

    def cheapest(self, prices: Prices) -> PricedPlans:
        plans: dict[int, Filling] = {}
        bounds = np.zeros(len(self.compiled.orders))
        for group in self._groups:
            value = np.maximum(group.lost[:, :, None] - prices.stock[group.rows], 0.0)
            units = np.where(value > 0, group.units, 0)
            fixed = group.fixed + prices.room
            alone = fixed - (value * units).sum(axis=1)
            most = (group.need * np.where(units > 0, value, 0.0).max(axis=2)).sum(axis=1)
            nothing = (group.need * group.lost).sum(axis=1)
            for i, order in enumerate(group.orders.tolist()):
                priced = _Priced(group.need[i], value[i], units[i], fixed[i], float(most[i]), float(nothing[i]))
                best = _alone(priced, int(alone[i].argmin()))
                if not _is_proved(priced, best, shipments=2):
                    best = _paired(priced, best)
                    if not _is_proved(priced, best, shipments=3):
                        plans[order], bounds[order] = self._searched(order, prices)
                        continue
                plans[order], bounds[order] = best, best.cost
        return PricedPlans(tuple(plans[order] for order in range(len(bounds))), bounds)

    def bound(self, prices: Prices, priced: PricedPlans) -> float:
        """Lower bound of the batch's objective."""
        network = self.network
        earned = np.minimum(network.band_rates - prices.stock[:, :, None], 0.0) * network.bands
        room = float((prices.room * np.where(prices.room > 0, network.room, 0)).sum())
        return float(priced.bounds.sum() + earned.sum()) - room

    def _searched(self, order: int, prices: Prices) -> tuple[Filling, float]:
        rows = self.compiled.rows[order]
        open_stores = np.where(self.network.room > 0, self.compiled.shipping.total[order], np.inf)
        problem = order_problem(
            fixed=open_stores + prices.room,
            need=self.compiled.needs[order],
            lost=self.compiled.losses[order],
            widths=self._units[rows][:, :, None],
            rates=prices.stock[rows][:, :, None],
        )
        found = cheapest_plan(problem)
        return found.filling, found.bound


def _alone(order: _Priced, store: int) -> Filling:
    """The whole order from one store, or nothing shipped when that costs less."""
    units = order.units[:, [store]]
    cost = float(order.nothing + order.fixed[store] - (order.value[:, store] * units[:, 0]).sum())
    if cost < order.nothing:
        return Filling((store,), units, cost)
    return Filling((), np.zeros((len(order.need), 0), dtype=np.int64), order.nothing)


def _is_proved(order: _Priced, best: Filling, *, shipments: int) -> bool:
    """So many shipments or more would not cost less."""
    if len(order.fixed) < shipments:
        return True
    cheapest = float(np.partition(order.fixed, shipments - 1)[:shipments].sum())
    return order.nothing + cheapest - order.most >= best.cost - SLACK * max(1.0, order.nothing)


def _paired(order: _Priced, best: Filling) -> Filling:
    """The best pair of stores where that costs less than `best`. Of two stores the one that saves more on a line gives
    what it has; that is the better of both sequences, so neither has to be sorted. One of the two must save half of
    what such a pair saves, which leaves few first stores."""
    least = float(order.fixed.min())
    possible = np.flatnonzero(order.nothing + order.fixed + least - order.most < best.cost)
    gains = order.value * order.units
    half = (order.nothing - best.cost) / 2 + least
    firsts = possible[gains[:, possible].sum(axis=0) >= half - SLACK * max(1.0, order.nothing)]
    if len(possible) < 2 or not len(firsts):
        return best
    need = order.need[:, None, None]
    value, units, gain = (x[:, firsts, None] for x in (order.value, order.units, gains))
    others, more, other_gain = (x[:, None, possible] for x in (order.value, order.units, gains))
    saved = np.maximum(
        gain + others * np.minimum(more, need - units), other_gain + value * np.minimum(units, need - more)
    )
    costs = order.fixed[firsts, None] + order.fixed[possible] - saved.sum(axis=0)
    costs[firsts[:, None] == possible] = np.inf
    first, second = divmod(int(costs.argmin()), len(possible))
    cost = float(order.nothing + costs[first, second])
    if cost >= best.cost:
        return best
    a, b = sorted((int(firsts[first]), int(possible[second])))
    a_gives, b_gives = order.units[:, a], order.units[:, b]
    a_first = order.value[:, a] >= order.value[:, b]
    shared = np.stack(
        [
            np.where(a_first, a_gives, np.minimum(a_gives, order.need - b_gives)),
            np.where(a_first, np.minimum(b_gives, order.need - a_gives), b_gives),
        ],
        axis=1,
    )
    used = np.flatnonzero(shared.any(axis=0))
    return Filling(tuple((a, b)[i] for i in used), shared[:, used], cost)
