"""Many orders against shared stock.

Small batches are solved whole. Others: a plan order by order; prices of contended stock by subgradient ascent, then by
column generation, both with a valid bound; plans guided by the prices; an integer choice among all plans met on the
way; second thoughts order by order. Whatever ends the run early, the best plans so far and the bound so far stand.
"""

from dataclasses import dataclass

from heliu.solvers.allocate.compact import MOST_CHOICES, choices, solve_together
from heliu.solvers.allocate.duals import BestBound, ascend
from heliu.solvers.allocate.master import Master
from heliu.solvers.allocate.orderproblem import Filling
from heliu.solvers.allocate.pricing import PricedPlans, Pricing
from heliu.solvers.allocate.sequence import fill_in_sequence, guided_plans, reconsider
from heliu.solvers.allocate.state import Prices, RunState
from heliu.solvers.answers import Stopwatch

ASCENT_STEPS = 12
CLOSED = 1e-6
NEARLY_CLOSED = 2e-3
MIP_GAP = 2e-4
STEPS = (0.5, 1.0)
"""Prices are taken half way from the best known ones to the newest, which damps their oscillation (Wentges 1997); when
that yields no new plan, the newest themselves."""


@dataclass(frozen=True, slots=True)
class Limits:
    """`seconds` None: only `rounds` of column generation and `nodes` of the integer search end the run, and it replays
    identically."""

    seconds: float | None
    rounds: int
    nodes: int | None

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
        self.state, self.limits, self.watch = state, limits, watch
        self.pricing = Pricing(state.network, state.compiled)
        self.known = BestBound(self.pricing.base_prices())
        self.master = Master(state.network, state.compiled, base=self.known.prices, seed=seed)

    def run(self) -> float:
        for prices in (self.pricing.base_prices(), self.pricing.shortage_prices()):
            priced = self.pricing.cheapest(prices)
            self.known.learn(prices, self.pricing.bound(prices, priced))
            self._keep(priced)
        if self._is_within(CLOSED):
            return self.known.bound
        self._try(guided_plans(self.state, self.known.prices))
        if not self._is_within(NEARLY_CLOSED):
            self._ascend()
        self._generate()
        self._try(guided_plans(self.state, self.known.prices))
        self._choose()
        reconsider(self.state, passes=3, watch=self.watch, seconds=self.limits.seconds)
        return self.known.bound

    def _ascend(self) -> None:
        ascend(
            self.pricing,
            self.known,
            upper=self.state.objective(),
            steps=ASCENT_STEPS,
            keep=self._keep,
            stop=lambda: self.limits.is_over(self.watch, 0.3),
        )
        self._try(guided_plans(self.state, self.known.prices))

    def _generate(self) -> None:
        """Column generation until the relaxation is proved, or more than half the time is used."""
        self.master.add(enumerate(self._plans()))
        for _ in range(self.limits.rounds):
            solved = self.master.solve_relaxation(self.limits.left(self.watch, 0.6))
            if solved is None:
                break
            objective, newest = solved
            if objective - self.known.bound <= CLOSED * max(1.0, abs(objective)):
                break
            if not any(self._price(self.known.prices.towards(newest, step)) for step in STEPS):
                break
            if self.limits.is_over(self.watch, 0.6):
                break

    def _price(self, prices: Prices) -> bool:
        priced = self.pricing.cheapest(prices)
        self.known.learn(prices, self.pricing.bound(prices, priced))
        return self._keep(priced) > 0

    def _keep(self, priced: PricedPlans) -> int:
        return self.master.add(enumerate(priced.plans))

    def _choose(self) -> None:
        chosen = self.master.solve_integer(
            self._plans(), seconds=self.limits.left(self.watch, 0.85), nodes=self.limits.nodes, relative_gap=MIP_GAP
        )
        if chosen is not None:
            self._try(chosen)

    def _try(self, plans: list[Filling]) -> None:
        self.state.replace_if_better(plans)
        self.master.add(enumerate(plans))

    def _plans(self) -> list[Filling]:
        return [plan for plan in self.state.plans if plan is not None]

    def _is_within(self, gap: float) -> bool:
        objective = self.state.objective()
        return objective - self.known.bound <= gap * max(1.0, abs(objective))
