"""Many orders against shared stock.

Small batches are solved whole. Others: a plan order by order; prices of contended stock by column generation, with a
valid bound; plans guided by the prices; an integer choice among all plans met on the way; neighbourhoods planned anew;
second thoughts order by order. Whatever ends the run early, the best plans and the best bound so far stand.
"""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.allocate.compact import MOST_CHOICES, choices, solve_together
from heliu.solvers.allocate.master import Master
from heliu.solvers.allocate.neighbourhoods import Neighbourhoods
from heliu.solvers.allocate.orderproblem import Filling
from heliu.solvers.allocate.pricing import PricedPlans, Pricing
from heliu.solvers.allocate.sequence import fill_in_sequence, guided_plans, reconsider
from heliu.solvers.allocate.state import Prices, RunState
from heliu.solvers.answers import Stopwatch

CLOSED = 1e-6
MIP_GAP = 2e-4
STEPS = (0.5, 1.0)
"""Prices are taken half way from the best known ones to the newest, which damps their oscillation (Wentges 1997), and,
when that yields no new plan, the newest themselves."""
STEPS_IF_SLOW = (0.7, 1.0)
"""The same where the relaxation is solved by interior points, whose prices oscillate less."""
SETTLED, SETTLED_IF_SLOW = 1e-7, 2e-5
"""Share of the objective below which a round of column generation brings too little to go on."""
START_UNTIL, PRICES_UNTIL, SEARCH_UNTIL, RECONSIDER_UNTIL = 0.2, 0.62, 0.78, 0.85
"""Shares of the time after which each phase ends; the rest is for the alternatives that are shown."""
CHOICE_SHARE = 0.08
"""Share of the time for the integer choice."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` None: only `rounds` of column generation, `nodes` of the integer choice and `neighbourhoods` end the
    run, and it replays identically."""

    seconds: float | None
    rounds: int
    nodes: int | None
    neighbourhoods: int

    def left(self, watch: Stopwatch, share: float) -> float | None:
        """Seconds until that share of the time is used."""
        return None if self.seconds is None else share * self.seconds - watch.seconds

    def is_over(self, watch: Stopwatch, share: float) -> bool:
        left = self.left(watch, share)
        return left is not None and left <= 0


def optimise(state: RunState, *, limits: Limits, seed: int, watch: Stopwatch) -> float:
    """Gives every order a plan and returns a proved lower bound of the objective."""
    fill_in_sequence(state)
    if choices(state) <= MOST_CHOICES:
        return solve_together(state, seconds=limits.seconds, nodes=limits.nodes, seed=seed)
    return _Decomposition(state, limits=limits, seed=seed, watch=watch).run()


@dataclass(slots=True)
class _BestBound:
    """The highest bound so far and the prices that gave it."""

    prices: Prices
    bound: float = -np.inf

    def learn(self, prices: Prices, bound: float) -> None:
        if bound > self.bound:
            self.prices, self.bound = prices, bound


class _Decomposition:
    def __init__(self, state: RunState, *, limits: Limits, seed: int, watch: Stopwatch) -> None:
        self.state, self.limits, self.seed, self.watch = state, limits, seed, watch
        self.pricing = Pricing(state.network, state.compiled)
        self.known = _BestBound(self.pricing.base_prices())
        self.master = Master(state.network, state.compiled, base=self.known.prices, seed=seed)

    def run(self) -> float:
        self._start()
        if self._is_within(CLOSED):
            return self.known.bound
        self._generate()
        self._try(guided_plans(self.state, self.known.prices))
        self._choose()
        self._search()
        seconds = None if self.limits.seconds is None else RECONSIDER_UNTIL * self.limits.seconds
        reconsider(self.state, passes=3, watch=self.watch, seconds=seconds)
        return self.known.bound

    def _start(self) -> None:
        self._price(self.pricing.base_prices(), prove=False)
        if self._is_within(CLOSED):
            return
        prices = self.pricing.shortage_prices()
        self._price(prices, prove=True)
        if not self.limits.is_over(self.watch, START_UNTIL):
            self._try(guided_plans(self.state, prices))

    def _generate(self) -> None:
        """Column generation until the relaxation is proved or the time of this phase is over; at last the bound at the
        newest prices."""
        self.master.add(enumerate(self._plans()))
        newest, before = self.known.prices, np.inf
        for _ in range(self.limits.rounds):
            if self.limits.is_over(self.watch, PRICES_UNTIL):
                break
            solved = self.master.solve_relaxation(self.limits.left(self.watch, PRICES_UNTIL))
            if solved is None:
                break
            objective, newest = solved
            if objective - self.known.bound <= CLOSED * max(1.0, abs(objective)):
                return
            if not self._price_between(newest) and not self._price(newest, prove=True):
                return
            settled = SETTLED_IF_SLOW if self.master.is_large else SETTLED
            if before - objective <= settled * abs(objective):
                break
            before = objective
        self._price(newest, prove=True)

    def _price_between(self, newest: Prices) -> bool:
        steps = STEPS_IF_SLOW if self.master.is_large else STEPS
        known = self.known.prices
        return any(self._price(known.towards(newest, step), prove=False) for step in steps)

    def _price(self, prices: Prices, *, prove: bool) -> bool:
        priced = self.pricing.cheapest(prices, prove=prove)
        self.known.learn(prices, self.pricing.bound(prices, priced))
        return self._keep(priced) > 0

    def _keep(self, priced: PricedPlans) -> int:
        return self.master.add(enumerate(priced.plans))

    def _choose(self) -> None:
        if self.master.is_large:
            return
        chosen = self.master.solve_integer(
            self._plans(),
            seconds=None if self.limits.seconds is None else CHOICE_SHARE * self.limits.seconds,
            nodes=self.limits.nodes,
            relative_gap=MIP_GAP,
        )
        if chosen is not None:
            self._try(chosen)

    def _search(self) -> None:
        values = self.pricing.cheapest(self.known.prices, prove=False).bounds
        columns = [column for column in self.master.columns if column is not None]
        around = Neighbourhoods(self.state, columns, prices=self.known.prices, values=values, seed=self.seed)
        for _ in range(self.limits.neighbourhoods):
            if self._is_within(MIP_GAP) or self.limits.is_over(self.watch, SEARCH_UNTIL):
                break
            around.improve(self.limits.left(self.watch, SEARCH_UNTIL))

    def _try(self, plans: list[Filling]) -> None:
        self.state.replace_if_better(plans)
        self.master.add(enumerate(plans))

    def _plans(self) -> list[Filling]:
        return [plan for plan in self.state.plans if plan is not None]

    def _is_within(self, gap: float) -> bool:
        objective = self.state.objective()
        return objective - self.known.bound <= gap * max(1.0, abs(objective))
