"""Ruin and recreate (Schrimpf et al. 2000): a few orders that compete lose their plans and are inserted again.

Short stock is used up, so a better plan of one order needs what others hold: only orders that meet at a store can
exchange it. They are inserted one after the other, in varying sequence and each blind to some stores (Christiaens and
Vanden Berghe 2020), and the result is kept by simulated annealing; what is left at the end is the best that was met.
"""

import math
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.allocate.insertion import Insertion
from heliu.solvers.allocate.orderproblem import Filling
from heliu.solvers.allocate.state import Prices, RunState

FEWEST, MOST = 2, 7
BLIND = 0.1
"""Share of the stores that an insertion does not look at."""
SPLIT_FIRST = 0.8
"""How often the first order is one with more than one shipment, if one of a few drawn is."""
TRIES = 8
STRANGER = 0.3
"""How often an order joins that only asks for the same item, so that plans may also move from order to order."""
HOT, COLD = 0.1, 0.01
"""First and last temperature as share of the mean cost of a shipment."""


class RuinAndRecreate:
    """Changes a state in which every order has a plan: `run_one` for each group of orders, `finish` at the end."""

    def __init__(self, state: RunState, *, prices: Prices, base: Prices, seed: int) -> None:
        self._state = state
        self._insertion = Insertion(state)
        self._draw = np.random.default_rng(seed)
        self._short: NDArray[np.bool_] = np.any(prices.stock > base.stock + 1e-6, axis=1)
        self._full = prices.room > 1e-6
        self._asking: dict[int, set[int]] = {}
        self._shipping: list[set[int]] = [set() for _ in state.network.stores]
        self._register(enumerate(state.plans))
        for order, rows in enumerate(state.compiled.rows):
            for row in rows:
                self._asking.setdefault(row, set()).add(order)
        competes = [bool(self._full.any() or self._short[rows].any()) for rows in state.compiled.rows]
        self._competing = np.flatnonzero(competes)
        self._sequences = _sequences(state, self._short)
        self._unit = float(state.compiled.shipping.total.mean())
        self._objective = self._lowest = state.objective()
        self._best = list(state.plans)

    @property
    def is_idle(self) -> bool:
        """No two orders want the same."""
        return len(self._competing) < FEWEST

    def run_one(self, progress: float) -> None:
        """`progress` from 0 to 1 is how far the run is."""
        state, draw = self._state, self._draw
        ruined = self._ruin()
        held = [(order, state.plans[order]) for order in ruined]
        before = after = 0.0
        for order, plan in held:
            state.remove(order)
            before += state.cost_if_last(order, plan)
        for order in self._in_sequence(ruined):
            plan = self._insertion.plan(order, draw.random(len(self._shipping)) < BLIND)
            state.put(order, plan)
            after += plan.cost
        heat = self._unit * HOT * (COLD / HOT) ** progress
        if after - before >= -heat * math.log(max(draw.random(), 1e-12)):
            state.exchange(held)
            return
        for order, plan in held:
            for store in plan.stores:
                self._shipping[store].discard(order)
        self._register((order, state.plans[order]) for order in ruined)
        self._objective += after - before
        if self._objective < self._lowest - 1e-7:
            self._lowest, self._best = self._objective, list(state.plans)

    def finish(self) -> None:
        """The best plans met become those of the state."""
        self._state.exchange(enumerate(self._best))

    def _register(self, plans: Iterable[tuple[int, Filling]]) -> None:
        for order, plan in plans:
            for store in plan.stores:
                self._shipping[store].add(order)

    def _ruin(self) -> list[int]:
        """From a first order on to those it meets at its stores and at others it could use."""
        draw, first = self._draw, self._first()
        size = int(draw.integers(FEWEST, MOST + 1))
        found, waiting = {first: None}, [first]
        while waiting and len(found) < size:
            order = waiting.pop(0)
            met = self._met(order)
            for other in met[: max(2, size // 2)]:
                if other not in found and len(found) < size:
                    found[other] = None
                    waiting.append(other)
        return list(found)

    def _first(self) -> int:
        tries = TRIES if self._draw.random() < SPLIT_FIRST else 1
        drawn: list[int] = self._competing[self._draw.integers(len(self._competing), size=tries)].tolist()
        return next((order for order in drawn if len(self._state.plans[order].stores) > 1), drawn[-1])

    def _met(self, order: int) -> list[int]:
        """Orders that ask for a short item of this one, or any where room is short, at its own stores and at two others
        that it could well use; in random sequence, after a stranger at times."""
        state, draw = self._state, self._draw
        rows = [row for row in state.compiled.rows[order] if self._short[row]]
        row = rows[int(draw.integers(len(rows)))] if rows else -1
        held = state.network.bands[row].any(axis=1) if rows else self._full
        cost = np.where(held, state.compiled.shipping.total[order], np.inf)
        tempting = np.argsort(cost * (1.0 + draw.random(len(cost))), kind="stable")[:2].tolist()
        asking = self._asking[row] if rows else None
        met: set[int] = set()
        for store in {*state.plans[order].stores, *tempting}:
            shipping = self._shipping[store]
            met |= shipping if asking is None or self._full[store] else shipping & asking
        found = np.array(sorted(met - {order}), dtype=np.int64)
        draw.shuffle(found)
        strangers = sorted(asking) if asking is not None and draw.random() < STRANGER else []
        return [strangers[int(draw.integers(len(strangers)))], *found.tolist()] if strangers else found.tolist()

    def _in_sequence(self, ruined: list[int]) -> list[int]:
        kind = int(self._draw.integers(len(self._sequences) + 1))
        if kind == len(self._sequences):
            return [ruined[i] for i in self._draw.permutation(len(ruined))]
        rank = self._sequences[kind]
        return sorted(ruined, key=lambda order: rank[order])


def _sequences(state: RunState, short: NDArray[np.bool_]) -> list[list[float]]:
    """Orders with most to lose by a unit first, with most short units asked, with most lines."""
    compiled = state.compiled
    loss, units = [], []
    for rows, losses, need in zip(compiled.rows, compiled.losses, compiled.needs, strict=True):
        loss.append(-float(np.where(short[rows], losses, 0.0).max()))
        units.append(-float(np.where(short[rows], need, 0).sum()))
    return [loss, units, [-float(len(rows)) for rows in compiled.rows]]
