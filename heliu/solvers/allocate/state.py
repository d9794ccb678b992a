"""What is promised so far in a run: units taken from every stock, shipments of every store, and each order's plan."""

from collections.abc import Sequence
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


def only(compiled: CompiledOrders, orders: Sequence[int]) -> CompiledOrders:
    """Some of the orders, in the sequence given."""
    shipping, chosen = compiled.shipping, list(orders)
    return CompiledOrders(
        tuple(compiled.orders[i] for i in chosen),
        tuple(compiled.rows[i] for i in chosen),
        tuple(compiled.needs[i] for i in chosen),
        tuple(compiled.losses[i] for i in chosen),
        ShippingCosts(
            shipping.distance_km[chosen],
            shipping.arrival_day[chosen],
            shipping.late_days[chosen],
            shipping.total[chosen],
        ),
    )


class RunState:
    """Changes while a run searches; `problem_of` sees the stock that the other orders leave."""

    __slots__ = ("compiled", "network", "plans", "shipments", "taken")

    def __init__(self, network: StoreNetwork, compiled: CompiledOrders) -> None:
        self.network = network
        self.compiled = compiled
        self.taken = np.zeros(network.on_hand.shape, dtype=np.int64)
        self.shipments = np.zeros(len(network.stores), dtype=np.int64)
        self.plans: list[Filling | None] = [None] * len(compiled.orders)

    def put(self, order: int, plan: Filling) -> None:
        """The order must have no plan."""
        self.plans[order] = plan
        self._book(order, plan, +1)

    def remove(self, order: int) -> None:
        plan = self.plans[order]
        if plan is not None:
            self._book(order, plan, -1)
            self.plans[order] = None

    def _book(self, order: int, plan: Filling, sign: int) -> None:
        if plan.stores:
            chosen = list(plan.stores)
            self.taken[np.ix_(self.compiled.rows[order], chosen)] += sign * plan.units
            self.shipments[chosen] += sign

    def replace_if_better(self, plans: list[Filling]) -> bool:
        """Takes a whole set of plans when it keeps stock and room and costs less than what is held."""
        before, held = self.objective(), list(self.plans)
        self._hold(plans)
        kept = bool(
            (self.taken <= self.network.bands.sum(axis=2)).all() and (self.shipments <= self.network.room).all()
        )
        if kept and self.objective() < before:
            return True
        self._hold(held)
        return False

    def _hold(self, plans: Sequence[Filling | None]) -> None:
        for order in range(len(plans)):
            self.remove(order)
        for order, plan in enumerate(plans):
            if plan is not None:
                self.put(order, plan)

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

    def cost_if_last(self, order: int, plan: Filling) -> float:
        """What an order without a plan would cost with this one on top of all others."""
        need, lost = self.compiled.needs[order], self.compiled.losses[order]
        if not plan.stores:
            return float((need * lost).sum())
        chosen = list(plan.stores)
        at = np.ix_(self.compiled.rows[order], chosen)
        bands, before = self.network.bands[at], self.taken[at]
        used = remaining_bands(bands, before) - remaining_bands(bands, before + plan.units)
        goods = (used.sum(axis=(0, 1)) * self.network.band_rates).sum() + ((need - plan.units.sum(axis=1)) * lost).sum()
        return float(goods + self.compiled.shipping.total[order, chosen].sum())

    def objective(self) -> float:
        """Sum over all orders, from what is taken; orders without a plan count as lost."""
        total = 0.0
        for order, plan in enumerate(self.plans):
            need, lost = self.compiled.needs[order], self.compiled.losses[order]
            shipped = plan.units.sum(axis=1) if plan is not None and plan.stores else np.zeros_like(need)
            total += float(((need - shipped) * lost).sum())
            if plan is not None:
                total += float(sum(self.compiled.shipping.total[order, store] for store in plan.stores))
        return total + self.protection_cost()

    def protection_cost(self) -> float:
        used = self.network.bands - remaining_bands(self.network.bands, self.taken)
        return float((used.sum(axis=(0, 1)) * self.network.band_rates).sum())
