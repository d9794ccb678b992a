"""Many orders against shared stock.

Small batches are solved whole. Others: a plan order by order; prices of contended stock by ascent and column
generation, with a valid bound; plans guided by the prices; an integer choice among all plans met on the way; groups of
competing orders planned anew; second thoughts order by order. Whatever ends the run early, the best plans and the best
bound so far stand.
"""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.allocate.ascent import Ascent
from heliu.solvers.allocate.compact import MOST_CHOICES, choices, solve_together
from heliu.solvers.allocate.master import Master
from heliu.solvers.allocate.orderproblem import Filling
from heliu.solvers.allocate.pricing import Pricing
from heliu.solvers.allocate.ruin import RuinAndRecreate
from heliu.solvers.allocate.sequence import fill_in_sequence, guided_plans, reconsider
from heliu.solvers.allocate.state import Prices, RunState
from heliu.solvers.answers import Stopwatch

CLOSED = 1e-6
CLOSE_ENOUGH = 2e-4
ASCENTS, FORGOTTEN = 30, 10
"""Steps of the ascent, and how many of them pass before their plans become columns."""
STEPS = (0.5, 1.0)
"""Prices are taken half way from the best known ones to the newest, which damps their oscillation (Wentges 1997), and,
when that yields no new plan, the newest themselves."""
SETTLED, SETTLED_IF_LARGE = 2e-5, 5e-4
"""Share of the objective between relaxation and bound that is not worth further rounds; the time of a large one is
worth more to the search."""
ASCENT_UNTIL, PRICES_UNTIL, SEARCH_UNTIL, RECONSIDER_UNTIL = 0.2, 0.58, 0.82, 0.86
"""Shares of the time after which each phase ends; the rest is for the alternatives that are shown."""


CHOICE_SHARE = 0.08
"""Share of the time for the integer choice."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` None: only `rounds` of column generation, `nodes` of integer programmes and `neighbourhoods` end the
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


class _Decomposition:
    def __init__(self, state: RunState, *, limits: Limits, seed: int, watch: Stopwatch) -> None:
        self.state, self.limits, self.seed, self.watch = state, limits, seed, watch
        self.pricing = Pricing(state.network, state.compiled)
        self.base = self.pricing.base_prices()
        self.prices, self.bound = self.base, -np.inf
        self.master = Master(state.network, state.compiled, base=self.base, seed=seed)

    def run(self) -> float:
        self._price(self.base)
        if not self._is_within(CLOSED):
            prices = self.pricing.shortage_prices()
            self.state.replace_if_better(guided_plans(self.state, prices))
            self._ascend(prices)
            self._generate()
            self.state.replace_if_better(guided_plans(self.state, self.prices))
            self._choose()
            self._search()
            reconsider(self.state, passes=3, is_over=lambda: self.limits.is_over(self.watch, RECONSIDER_UNTIL))
        return self.bound

    def _ascend(self, prices: Prices) -> None:
        ascent = Ascent(self.state.network, self.state.compiled, base=self.base)
        for i in range(ASCENTS):
            before = self.bound
            plans = self._price(prices, remember=i == 0 or i >= FORGOTTEN)
            ascent.learn(plans, better=self.bound > before)
            if ascent.is_over or self.limits.is_over(self.watch, ASCENT_UNTIL):
                return
            prices = ascent.step(self.prices, self.bound)

    def _generate(self) -> None:
        """Column generation from the plans so far, without which prices would be wild at first, until the relaxation is
        proved or the time of this phase is over; at last the bound at the newest prices."""
        self.master.add(enumerate(self.state.plans))
        newest = self.prices
        for _ in range(self.limits.rounds):
            if self.limits.is_over(self.watch, PRICES_UNTIL):
                break
            solved = self.master.solve_relaxation(self.limits.left(self.watch, PRICES_UNTIL))
            if solved is None:
                break
            objective, newest = solved
            settled = SETTLED_IF_LARGE if self.master.is_large else SETTLED
            if objective - self.bound <= settled * max(1.0, abs(objective)) or not self._price_towards(newest):
                break
        self._price(newest)

    def _price_towards(self, newest: Prices) -> bool:
        """Whether a new plan was found."""
        known, best = len(self.master.columns), self.prices
        for step in STEPS:
            self._price(best.towards(newest, step))
            if len(self.master.columns) > known:
                return True
        return False

    def _price(self, prices: Prices, *, remember: bool = True) -> tuple[Filling, ...]:
        priced = self.pricing.cheapest(prices)
        bound = self.pricing.bound(prices, priced)
        if bound > self.bound:
            self.prices, self.bound = prices, bound
        if remember:
            self.master.add(enumerate(priced.plans))
        return priced.plans

    def _choose(self) -> None:
        """The best choice among the plans known, where the relaxation is small enough for it."""
        if self.master.is_large:
            return
        chosen = self.master.solve_integer(
            self.state.plans,
            seconds=None if self.limits.seconds is None else CHOICE_SHARE * self.limits.seconds,
            nodes=self.limits.nodes,
            relative_gap=CLOSE_ENOUGH,
        )
        if chosen is not None:
            self.state.replace_if_better(chosen)

    def _search(self) -> None:
        search = RuinAndRecreate(self.state, prices=self.prices, base=self.base, seed=self.seed)
        count, started = self.limits.neighbourhoods, self.watch.seconds
        for i in range(0 if search.is_idle or self._is_within(CLOSE_ENOUGH) else count):
            progress = i / count
            if self.limits.seconds is not None:
                left = SEARCH_UNTIL * self.limits.seconds - started
                progress = max(progress, (self.watch.seconds - started) / left if left > 0 else 1.0)
            if progress >= 1.0:
                break
            search.run_one(progress)
        search.finish()

    def _is_within(self, gap: float) -> bool:
        objective = self.state.objective()
        return objective - self.bound <= gap * max(1.0, abs(objective))
