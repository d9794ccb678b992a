"""The cheapest plan of every order when stock and room have a price: pricing of columns and the Lagrangian bound.

With a price λ for each unit of a stock and μ for each shipment of a store the orders fall apart, and each is the exact
problem of `cover` and `single`. The sum of their optima, less what the prices would earn for the stock and room there
is, is a lower bound of the batch (Geoffrion 1974).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from heliu.solvers.allocate.cover import Covers, Shape, cheapest_covers
from heliu.solvers.allocate.geodesy import Floats
from heliu.solvers.allocate.network import StoreNetwork
from heliu.solvers.allocate.orderproblem import Filling, OrderProblem, order_problem
from heliu.solvers.allocate.relaxation import Portions, losing_costs, portions_of, real_plan, serving_costs
from heliu.solvers.allocate.single import cheapest_plan
from heliu.solvers.allocate.state import CompiledOrders, Prices

SPLITTING_WORK = 1_000_000
MOST_PAIRS = 20_000


@dataclass(frozen=True, slots=True)
class PricedPlans:
    """Per order the plan found and a proved lower bound of its priced cost, in the sequence of the orders."""

    plans: tuple[Filling, ...]
    bounds: Floats


class _SameShape:
    """Orders whose lines have the same portions, as arrays. `asked[line][order, portions]` units; `barrier[line][order,
    portions, store]` is inf where the store has less."""

    def __init__(self, members: list[tuple[int, OrderProblem, Portions]], rows: Sequence[list[int]]) -> None:
        self.orders = np.array([order for order, _, _ in members], dtype=np.int64)
        self.problems = [problem for _, problem, _ in members]
        self.portions = [portions for _, _, portions in members]
        self.shape = self.portions[0].shape
        self.rows = np.array([rows[order] for order in self.orders], dtype=np.int64)
        self.fixed = np.stack([problem.fixed for problem in self.problems])
        self.lost = np.array(
            [losing_costs(p, portions) for p, portions in zip(self.problems, self.portions, strict=True)]
        )
        sizes = np.array([portions.size for portions in self.portions], dtype=np.int64)
        self.asked = [np.arange(n + 1) * sizes[:, i, None] for i, n in enumerate(self.shape)]
        costs = [serving_costs(p, portions) for p, portions in zip(self.problems, self.portions, strict=True)]
        self.barrier = [np.stack([cost[i] for cost in costs]) for i in range(len(self.shape))]

    def covers(self, prices: Prices) -> Covers:
        stock = prices.stock[self.rows]
        serve = [self.asked[i][:, :, None] * stock[:, None, i, :] + self.barrier[i] for i in range(len(self.shape))]
        return cheapest_covers(self.shape, self.fixed + prices.room, serve, list(self.lost.T))


class Pricing:
    """Compiled once for a batch; `cheapest` is called with ever new prices."""

    def __init__(self, network: StoreNetwork, compiled: CompiledOrders) -> None:
        self.network = network
        self.compiled = compiled
        self._units = network.bands.sum(axis=2)
        rates = np.where(network.bands > 0, network.band_rates, np.inf).min(axis=2)
        self._base = Prices(np.where(np.isfinite(rates), rates, 0.0), np.zeros(len(network.stores)))
        shapes: dict[Shape, list[tuple[int, OrderProblem, Portions]]] = {}
        self._big: list[int] = []
        for order in range(len(compiled.orders)):
            problem = self._problem(order, None)
            portions = portions_of(problem, most_pairs=MOST_PAIRS)
            if portions is None:
                self._big.append(order)
            else:
                shapes.setdefault(portions.shape, []).append((order, problem, portions))
        self._groups = [_SameShape(members, compiled.rows) for members in shapes.values()]

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

    def cheapest(self, prices: Prices, *, prove: bool) -> PricedPlans:
        """Without `prove` some plans may not be the cheapest and some bounds are looser, but both are valid."""
        plans: list[Filling | None] = [None] * len(self.compiled.orders)
        bounds = np.zeros(len(plans))
        for group in self._groups:
            covers = group.covers(prices)
            bounds[group.orders] = covers.cost
            for i, order in enumerate(group.orders):
                plans[order] = real_plan(group.problems[i], group.portions[i], covers.parts[i], float(covers.cost[i]))
        for order, plan in enumerate(plans):
            if plan is None:
                found = cheapest_plan(self._problem(order, prices), splitting_work_limit=SPLITTING_WORK, prove=prove)
                plans[order], bounds[order] = found.filling, max(bounds[order], found.bound)
        return PricedPlans(tuple(plan for plan in plans if plan is not None), bounds)

    def bound(self, prices: Prices, priced: PricedPlans) -> float:
        """Lower bound of the batch's objective."""
        network = self.network
        earned = np.minimum(network.band_rates - prices.stock[:, :, None], 0.0) * network.bands
        room = float((prices.room * np.where(prices.room > 0, network.room, 0)).sum())
        return float(priced.bounds.sum() + earned.sum()) - room

    def _problem(self, order: int, prices: Prices | None) -> OrderProblem:
        rows = self.compiled.rows[order]
        units = self._units[rows]
        stock = np.zeros(units.shape) if prices is None else prices.stock[rows]
        open_stores = np.where(self.network.room > 0, self.compiled.shipping.total[order], np.inf)
        return order_problem(
            fixed=open_stores if prices is None else open_stores + prices.room,
            need=self.compiled.needs[order],
            lost=self.compiled.losses[order],
            widths=units[:, :, None],
            rates=stock[:, :, None],
        )
