"""Large neighbourhood search: some orders at a time are planned anew together, all others keep what they have.

The gap between plans and bound is a sum over orders of what each plan costs more than the order's cheapest at the
prices of the bound. Orders where this is large are taken first, with orders that want the same short stock; their best
known plans by priced cost go to the integer programme on what the others leave.
"""

from collections.abc import Iterable

import numpy as np

from heliu.solvers.allocate.geodesy import Floats
from heliu.solvers.allocate.master import Column, Master
from heliu.solvers.allocate.orderproblem import Filling
from heliu.solvers.allocate.state import Prices, RunState, only

ORDERS = 50
PLANS_PER_ORDER = 12
NODES = 60
SECONDS = 2.0


class Neighbourhoods:
    """Made once prices and plans are known; `improve` plans one neighbourhood anew."""

    def __init__(
        self, state: RunState, columns: Iterable[Column], *, prices: Prices, values: Floats, seed: int
    ) -> None:
        self._state = state
        self._prices = prices
        self._values = values
        self._draw = np.random.default_rng(seed)
        self._seed = seed
        self._known = self._best_known(columns)
        self._sharing = self._orders_by_item()
        self._rested = np.zeros(len(values))

    def improve(self, seconds: float | None) -> bool:
        """True when the neighbourhood's plans got cheaper."""
        orders = self._choose()
        state = self._state
        held = {order: state.plans[order] for order in orders}
        for order in orders:
            state.remove(order)
        compiled = only(state.compiled, orders)
        network = state.network.after(state.taken, state.shipments)
        master = Master(network, compiled, base=self._prices, seed=self._seed)
        for i, order in enumerate(orders):
            master.add((i, plan) for plan in self._known[order])
        start = [plan for plan in held.values() if plan is not None]
        limit = SECONDS if seconds is None else min(SECONDS, seconds)
        chosen = master.solve_integer(start, seconds=None if seconds is None else limit, nodes=NODES, relative_gap=1e-5)
        before = self._put(orders, start)
        if chosen is None:
            return False
        for order in orders:
            state.remove(order)
        after = self._put(orders, chosen)
        if after < before - 1e-7:
            self._rested[orders] = 0
            return True
        for order in orders:
            state.remove(order)
        self._put(orders, start)
        self._rested[orders] += 1
        return False

    def _put(self, orders: list[int], plans: list[Filling]) -> float:
        """Cost of the orders on top of the others."""
        cost = 0.0
        for order, plan in zip(orders, plans, strict=True):
            cost += self._state.cost_if_last(order, plan)
            self._state.put(order, plan)
        return cost

    def _choose(self) -> list[int]:
        """One order by its regret, then orders that ask for the same items, more likely the larger their regret."""
        regret = self._regrets() + 1e-3
        weight = regret / (1.0 + self._rested) ** 2
        first = int(self._draw.choice(len(weight), p=weight / weight.sum()))
        found = {first: None}
        waiting = [first]
        while waiting and len(found) < ORDERS:
            rows = self._state.compiled.rows[waiting.pop(0)]
            near = np.unique(np.concatenate([self._sharing[row] for row in rows]))
            near = near[~np.isin(near, list(found))]
            if len(near):
                take = min(len(near), ORDERS - len(found), 12)
                share = weight[near] / weight[near].sum()
                added = self._draw.choice(near, take, replace=False, p=share).tolist()
                found.update(dict.fromkeys(added))
                waiting += added
        return sorted(found)

    def _regrets(self) -> Floats:
        plans = [plan for plan in self._state.plans if plan is not None]
        return np.array([max(self._priced(o, plan) - self._values[o], 0.0) for o, plan in enumerate(plans)])

    def _priced(self, order: int, plan: Filling) -> float:
        compiled = self._state.compiled
        need, lost = compiled.needs[order], compiled.losses[order]
        if not plan.stores:
            return float((need * lost).sum())
        chosen = list(plan.stores)
        stock = (self._prices.stock[np.ix_(compiled.rows[order], chosen)] * plan.units).sum()
        unfilled = ((need - plan.units.sum(axis=1)) * lost).sum()
        return float(stock + unfilled + (compiled.shipping.total[order] + self._prices.room)[chosen].sum())

    def _best_known(self, columns: Iterable[Column]) -> list[list[Filling]]:
        priced: list[list[tuple[float, int, Filling]]] = [[] for _ in self._values]
        for i, column in enumerate(columns):
            priced[column.order].append((self._priced(column.order, column.plan), i, column.plan))
        return [[plan for _, _, plan in sorted(known, key=lambda k: k[:2])[:PLANS_PER_ORDER]] for known in priced]

    def _orders_by_item(self) -> dict[int, "np.ndarray[tuple[int, ...], np.dtype[np.int64]]"]:
        sharing: dict[int, list[int]] = {}
        for order, rows in enumerate(self._state.compiled.rows):
            for row in rows:
                sharing.setdefault(row, []).append(order)
        return {row: np.array(orders, dtype=np.int64) for row, orders in sharing.items()}
