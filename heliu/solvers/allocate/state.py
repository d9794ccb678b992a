"""What is promised so far in a run: units taken from every stock, shipments of every store, and each order's plan."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from heliu.solvers.allocate.geodesy import Floats
from heliu.solvers.allocate.inputs import Order
from heliu.solvers.allocate.network import Integers, ShippingCosts, StoreNetwork, remaining_bands
from heliu.solvers.allocate.orderproblem import Filling, OrderProblem, order_problem


@dataclass(frozen=True, slots=True)
class CompiledOrders:
    """Orders with the rows of their items, and the cost of losing a unit of each line."""

    orders: tuple[Order, ...]
    rows: tuple[list[int], ...]
    needs: tuple[Integers, ...]
    losses: tuple[Floats, ...]
    shipping: ShippingCosts


def compile_orders(network: StoreNetwork, given: Sequence[Order]) -> CompiledOrders:
    """Lines are sorted by quantity, so that more orders look alike to the programme over demands."""
    orders = [
        replace(order, lines=tuple(sorted(order.lines, key=lambda line: (line.quantity, line.sku)))) for order in given
    ]
    needs = tuple(np.array([line.quantity for line in order.lines], dtype=np.int64) for order in orders)
    lost = network.weights.lost_line
    losses = tuple(
        np.array([lost * line.priority / line.quantity for line in order.lines], dtype=np.float64) for order in orders
    )
    return CompiledOrders(
        tuple(orders), tuple(network.rows_of(o) for o in orders), needs, losses, network.shipping_costs(orders)
    )


@dataclass(frozen=True, slots=True)
class Prices:
    """`stock[row, store]` per unit and `room[store]` per shipment, none negative."""

    stock: Floats
    room: Floats

    def towards(self, other: "Prices", share: float) -> "Prices":
        return Prices(
            self.stock + share * (other.stock - self.stock),
            self.room + share * (other.room - self.room),
        )


class RunState:
    """Changes while a run searches; `problem_of` sees the stock that the other orders leave."""

    __slots__ = ("compiled", "network", "plans", "shipments", "taken")

    def __init__(self, network: StoreNetwork, compiled: CompiledOrders) -> None:
        self.network = network
        self.compiled = compiled
        self.taken = np.zeros(network.on_hand.shape, dtype=np.int64)
        self.shipments = np.zeros(len(network.stores), dtype=np.int64)
        self.plans = [_nothing_shipped(compiled, order) for order in range(len(compiled.orders))]

    def put(self, order: int, plan: Filling) -> None:
        """The order must have nothing shipped."""
        self.plans[order] = plan
        self._book(order, plan, +1)

    def remove(self, order: int) -> None:
        """Nothing of the order is shipped any more."""
        self._book(order, self.plans[order], -1)
        self.plans[order] = _nothing_shipped(self.compiled, order)

    def exchange(self, plans: Iterable[tuple[int, Filling]]) -> None:
        """Other plans for some orders, none of which is given twice."""
        given = list(plans)
        for order, _ in given:
            self.remove(order)
        for order, plan in given:
            self.put(order, plan)

    def _book(self, order: int, plan: Filling, sign: int) -> None:
        if plan.stores:
            chosen = list(plan.stores)
            self.taken[np.ix_(self.compiled.rows[order], chosen)] += sign * plan.units
            self.shipments[chosen] += sign

    def replace_if_better(self, plans: list[Filling]) -> bool:
        """Takes a whole set of plans when it keeps stock and room and costs less than what is held."""
        before, held = self.objective(), list(self.plans)
        self.exchange(enumerate(plans))
        kept = bool(
            (self.taken <= self.network.bands.sum(axis=2)).all() and (self.shipments <= self.network.room).all()
        )
        if kept and self.objective() < before:
            return True
        self.exchange(enumerate(held))
        return False

    def problem_of(self, order: int, *, without: int | None = None, prices: Prices | None = None) -> OrderProblem:
        """The order on what is left now; stores without room, and the store `without`, cannot ship it. With `prices`
        stock and room cost at least as much as these."""
        rows = self.compiled.rows[order]
        left = remaining_bands(self.network.bands[rows], self.taken[rows])
        fixed = np.where(self.shipments < self.network.room, self.compiled.shipping.total[order], np.inf)
        if without is not None:
            fixed[without] = np.inf
        rates = np.broadcast_to(self.network.band_rates, left.shape)
        if prices is not None:
            fixed = fixed + prices.room
            rates = np.maximum(rates, prices.stock[rows][:, :, None])
        return order_problem(
            fixed=fixed, need=self.compiled.needs[order], lost=self.compiled.losses[order], widths=left, rates=rates
        )

    def unfilled(self, order: int, plan: Filling) -> Integers:
        """Units of each line that a plan does not ship."""
        missing: Integers = self.compiled.needs[order] - plan.units.sum(axis=1)
        return missing

    def cost_if_last(self, order: int, plan: Filling) -> float:
        """What an order of which nothing is shipped would cost with this plan on top of all others."""
        chosen = list(plan.stores)
        at = np.ix_(self.compiled.rows[order], chosen)
        bands, before = self.network.bands[at], self.taken[at]
        used = remaining_bands(bands, before) - remaining_bands(bands, before + plan.units)
        goods = (used.sum(axis=(0, 1)) * self.network.band_rates).sum()
        return float(goods) + self.own_cost(order, plan)

    def own_cost(self, order: int, plan: Filling) -> float:
        """Lost lines and shipments: what does not depend on the others."""
        lost = (self.unfilled(order, plan) * self.compiled.losses[order]).sum()
        return float(lost + self.compiled.shipping.total[order, list(plan.stores)].sum())

    def objective(self) -> float:
        """Sum over all orders, from what is taken."""
        return sum(self.own_cost(order, plan) for order, plan in enumerate(self.plans)) + self.protection_cost()

    def protection_cost(self) -> float:
        used = self.network.bands - remaining_bands(self.network.bands, self.taken)
        return float((used.sum(axis=(0, 1)) * self.network.band_rates).sum())


def _nothing_shipped(compiled: CompiledOrders, order: int) -> Filling:
    need, lost = compiled.needs[order], compiled.losses[order]
    return Filling((), np.zeros((len(need), 0), dtype=np.int64), float((need * lost).sum()))
