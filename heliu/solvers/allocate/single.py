"""One order: exact where it can be proved, else greedy with improvement and an honest bound.

1. The programme over demands (`cover`) gives the optimum over ALL stores and all ways to share quantities, or a lower
   bound where it counts on stock that is not there (a store used twice, quantities too many to share one by one).
2. Then a store can only be part of a better plan if the bound with that store in the plan is below the best plan found;
   a programme store by store (`splits`) runs on exactly those stores, so widening the candidates cannot help.
3. When that would be too much work, or the order has many lines, sets of one and two stores are looked through and a
   bound on sets of three or more decides whether the best plan found is proved.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.allocate.cover import Covers, cheapest_covers, demand_costs
from heliu.solvers.allocate.geodesy import Floats
from heliu.solvers.allocate.orderproblem import Filling, OrderProblem, fill, set_costs
from heliu.solvers.allocate.relaxation import Portions, losing_costs, portions_of, real_plan, serving_costs
from heliu.solvers.allocate.search import TOLERANCE, improve
from heliu.solvers.allocate.splits import cheapest_split, splitting_work

SPLITTING_WORK = 2_000_000
"""Additions of the programme over quantities: a few milliseconds."""


@dataclass(frozen=True, slots=True)
class SingleOptimum:
    """The plan found and a proved lower bound of the order's cost."""

    filling: Filling
    bound: float

    @property
    def is_proved(self) -> bool:
        return self.filling.cost <= self.bound + _slack(self.filling.cost)


def cheapest_plan(problem: OrderProblem, *, splitting_work_limit: int = SPLITTING_WORK) -> SingleOptimum:
    """The cheapest set of stores and quantities of one order, given unit costs of its stock."""
    useful = np.flatnonzero(np.isfinite(problem.fixed) & problem.widths.any(axis=(0, 2)))
    if not len(useful):
        nothing = Filling((), np.zeros((problem.lines, 0), dtype=np.int64), problem.everything_lost)
        return SingleOptimum(nothing, problem.everything_lost)
    within = OrderProblem(
        problem.fixed[useful], problem.need, problem.lost, problem.widths[:, useful], problem.rates[:, useful]
    )
    portions = portions_of(within)
    found = _by_size(within, (), -np.inf) if portions is None else _by_demands(within, portions, splitting_work_limit)
    stores = tuple(int(useful[i]) for i in found.filling.stores)
    return SingleOptimum(Filling(stores, found.filling.units, found.filling.cost), min(found.bound, found.filling.cost))


def _by_demands(problem: OrderProblem, portions: Portions, work_limit: int) -> SingleOptimum:
    serve = [costs[None] for costs in serving_costs(problem, portions)]
    lost = [np.array([cost]) for cost in losing_costs(problem, portions)]
    covers = cheapest_covers(portions.shape, problem.fixed[None], serve, lost)
    bound = float(covers.cost[0])
    real = real_plan(problem, portions, covers.parts[0], bound)
    if real is not None:
        return SingleOptimum(real, bound)
    start = tuple(sorted({part.store for part in covers.parts[0] if part.store >= 0}))
    best = improve(problem, start)
    candidates = _candidates(problem, serve, covers, best.cost)
    if not len(candidates) or best.cost <= bound + _slack(best.cost):
        return SingleOptimum(best, best.cost)
    if splitting_work(problem, candidates) > work_limit:
        return _by_size(problem, best.stores, bound)
    exact = fill(problem, cheapest_split(problem, candidates))
    best = exact if exact.cost < best.cost else best
    return SingleOptimum(best, best.cost)


def _candidates(problem: OrderProblem, serve: list[Floats], covers: Covers, best_known: float) -> NDArray[np.int64]:
    """Stores whose cheapest relaxed plan is cheaper than the best plan known."""
    costs = demand_costs(problem.fixed[None], serve)[0]
    rest = covers.best[0][::-1]  # in mixed-radix order the rest of demand d is the d-th from the end
    with_store = (costs + rest[:, None]).min(axis=0)
    return np.flatnonzero(with_store < best_known - _slack(best_known))


def relaxed_serving(problem: OrderProblem) -> Floats:
    """[line, store]: the whole line at the cheapest rate the store has; inf where it has none."""
    first = np.where(problem.widths > 0, problem.rates, np.inf).min(axis=2)
    serving: Floats = problem.need[:, None] * first
    return serving


def _by_size(problem: OrderProblem, start: tuple[int, ...], bound: float) -> SingleOptimum:
    """Greedy with improvement, then all sets of one and two stores that could be better, then what three would cost."""
    best = improve(problem, start)
    if start:
        greedy = improve(problem, ())
        best = greedy if greedy.cost < best.cost else best
    serve = np.minimum(relaxed_serving(problem), (problem.need * problem.lost)[:, None])
    cheapest_lines = float(serve.min(axis=1).sum())
    fixed = np.sort(problem.fixed)
    promising = np.flatnonzero(problem.fixed + serve.sum(axis=0) < best.cost - _slack(best.cost))
    best = _best_of(problem, promising[:, None], best)
    possible = np.flatnonzero(problem.fixed + fixed[0] + cheapest_lines < best.cost - _slack(best.cost))
    first, second = np.triu_indices(len(possible), k=1)
    pairs = np.column_stack([possible[first], possible[second]])
    if len(pairs):
        relaxed = problem.fixed[pairs].sum(axis=1) + np.minimum(serve[:, pairs[:, 0]], serve[:, pairs[:, 1]]).sum(
            axis=0
        )
        best = _best_of(problem, pairs[relaxed < best.cost - _slack(best.cost)], best)
    three = float(fixed[:3].sum()) + cheapest_lines if len(fixed) >= 3 else np.inf
    return SingleOptimum(best, max(bound, min(best.cost, three)))


def _best_of(problem: OrderProblem, sets: NDArray[np.int64], best: Filling) -> Filling:
    if not len(sets):
        return best
    costs = set_costs(problem, sets)
    cheapest = int(costs.argmin())
    if costs[cheapest] >= best.cost - _slack(best.cost):
        return best
    return fill(problem, tuple(int(s) for s in sets[cheapest]))


def _slack(cost: float) -> float:
    return TOLERANCE * max(1.0, abs(cost))
