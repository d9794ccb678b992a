"""One order: exact where it can be proved, else greedy with improvement and an honest bound.

1. The programme over demands (`cover`) gives the optimum over ALL stores and all ways to share quantities, or a lower
   bound where it counts on stock that is not there (a store used twice, quantities too many to share one by one).
2. Then a store can only be part of a better plan if the bound with that store in the plan is below the best plan found;
   a programme store by store (`splits`) runs on exactly those stores, so widening the candidates cannot help.
   Before that, sets of one and two of them are looked through: often three shipments would already cost more.
3. When the second programme would be too much work, or the order has many lines, that bound on sets of three or more
   decides whether the best plan found is proved.
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

SPLITTING_WORK = 1_000_000
"""Additions of the programme store by store: a few milliseconds."""

PROMISING = 24
"""Stores that local improvement brings in. It only makes plans; what is proved looks at all stores."""


@dataclass(frozen=True, slots=True)
class SingleOptimum:
    """The plan found and a proved lower bound of the order's cost."""

    filling: Filling
    bound: float

    @property
    def is_proved(self) -> bool:
        return self.filling.cost <= self.bound + _slack(self.filling.cost)


def cheapest_plan(problem: OrderProblem, *, prove: bool = True) -> SingleOptimum:
    """The cheapest set of stores and quantities of one order, given unit costs of its stock. Without `prove` steps 2
    and 3 are left out: a good plan where the programme over demands does not already give the best."""
    useful = np.flatnonzero(np.isfinite(problem.fixed) & problem.widths.any(axis=(0, 2)))
    if not len(useful):
        nothing = Filling((), np.zeros((problem.lines, 0), dtype=np.int64), problem.everything_lost)
        return SingleOptimum(nothing, problem.everything_lost)
    within = OrderProblem(
        problem.fixed[useful], problem.need, problem.lost, problem.widths[:, useful], problem.rates[:, useful]
    )
    portions = portions_of(within)
    found = _many_lines(within, prove=prove) if portions is None else _by_demands(within, portions, prove=prove)
    stores = tuple(int(useful[i]) for i in found.filling.stores)
    return SingleOptimum(Filling(stores, found.filling.units, found.filling.cost), min(found.bound, found.filling.cost))


def _by_demands(problem: OrderProblem, portions: Portions, *, prove: bool) -> SingleOptimum:
    serve = [costs[None] for costs in serving_costs(problem, portions)]
    lost = [np.array([cost]) for cost in losing_costs(problem, portions)]
    covers = cheapest_covers(portions.shape, problem.fixed[None], serve, lost)
    bound = float(covers.cost[0])
    real = real_plan(problem, portions, covers.parts[0], bound)
    if real is not None:
        return SingleOptimum(real, bound)
    start = tuple(sorted({part.store for part in covers.parts[0] if part.store >= 0}))
    with_store = _bounds_with_store(problem, serve, covers)
    best = improve(problem, start, among=np.argsort(with_store, kind="stable")[:PROMISING])
    if not prove:
        return SingleOptimum(best, bound)
    candidates = np.flatnonzero(with_store < best.cost - _slack(best.cost))
    if not len(candidates) or best.cost <= bound + _slack(best.cost):
        return SingleOptimum(best, best.cost)
    sized = _by_size(problem, best, candidates, bound)
    if sized.is_proved or splitting_work(problem, candidates) > SPLITTING_WORK:
        return sized
    best, exact = sized.filling, fill(problem, cheapest_split(problem, candidates))
    best = exact if exact.cost < best.cost else best
    return SingleOptimum(best, best.cost)


def _bounds_with_store(problem: OrderProblem, serve: list[Floats], covers: Covers) -> Floats:
    """What the cheapest relaxed plan costs that uses each store."""
    costs = demand_costs(problem.fixed[None], serve)[0]
    rest = covers.best[0][::-1]  # in mixed-radix order the rest of demand d is the d-th from the end
    with_store: Floats = (costs + rest[:, None]).min(axis=0)
    return with_store


def relaxed_serving(problem: OrderProblem) -> Floats:
    """[line, store]: the whole line at the cheapest rate the store has; inf where it has none."""
    first = np.where(problem.widths > 0, problem.rates, np.inf).min(axis=2)
    serving: Floats = problem.need[:, None] * first
    return serving


def _many_lines(problem: OrderProblem, *, prove: bool) -> SingleOptimum:
    """Greedy maximum cover with improvement, and the proof by size."""
    serve = np.minimum(relaxed_serving(problem), (problem.need * problem.lost)[:, None])
    single = problem.fixed + serve.sum(axis=0)
    best = improve(problem, (), among=np.argsort(single, kind="stable")[:PROMISING])
    if not prove:
        return SingleOptimum(best, -np.inf)
    return _by_size(problem, best, np.arange(len(problem.fixed)), -np.inf)


def _by_size(problem: OrderProblem, best: Filling, candidates: NDArray[np.int64], bound: float) -> SingleOptimum:
    """All sets of one and two candidates that could be better, then what three would cost at least."""
    everything_lost = (problem.need * problem.lost)[:, None]
    serve = np.minimum(relaxed_serving(problem), everything_lost)
    cheapest_lines = float(serve.min(axis=1).sum())
    fixed = np.sort(problem.fixed[candidates])
    alone = problem.fixed[candidates] + fixed[0] + cheapest_lines
    possible = candidates[alone < best.cost - _slack(best.cost)]
    first, second = np.triu_indices(len(possible), k=1)
    pairs = np.column_stack([possible[first], possible[second]])
    for sets in (candidates[:, None], pairs):
        if len(sets):
            least = _least_costs(problem, serve, sets)
            best = _best_of(problem, sets[least < best.cost - _slack(best.cost)], best)
    three = float(fixed[:3].sum()) + cheapest_lines if len(fixed) >= 3 else np.inf
    return SingleOptimum(best, max(bound, min(best.cost, three)))


def _least_costs(problem: OrderProblem, serve: Floats, sets: NDArray[np.int64]) -> Floats:
    """Lower bound of each set: whole lines at the cheapest rate of the set, units that the set does not have lost."""
    held = problem.widths.sum(axis=2)
    first, others = sets[:, 0], sets.T[1:]
    line, units, fixed = serve[:, first], held[:, first], problem.fixed[first]
    for other in others:
        line, units = np.minimum(line, serve[:, other]), units + held[:, other]
        fixed = fixed + problem.fixed[other]
    filled = np.minimum(units / problem.need[:, None], 1.0)
    lost = (problem.need * problem.lost)[:, None]
    bound: Floats = fixed + (lost + (line - lost) * filled).sum(axis=0)
    return bound


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
