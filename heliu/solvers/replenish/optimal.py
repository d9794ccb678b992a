"""The (s,S) policy of least cost under periodic review, fixed order cost and backorders (Zheng & Federgruen 1991)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.problems import require_number
from heliu.solvers.replenish.demand import Floats, Ints, LeadTimes, Shortage, demand_during, require_pmf

_AT_ONCE = LeadTimes((0,), (1.0,))


@dataclass(frozen=True, slots=True)
class ReorderUpTo:
    """At a position of `reorder_point` or less, order up to `order_up_to`; cost in money per period."""

    reorder_point: int
    order_up_to: int
    cost: float


class _Renewal:
    """c(s,S) = (K + Σ m(j)·G(S−j)) ÷ M(S−s), with m the renewal density of the demand of one period."""

    def __init__(self, pmf: Floats, fixed: float, period_cost: "_PeriodCost") -> None:
        self._pmf, self._fixed, self._cost = pmf, fixed, period_cost
        self._density = [1.0 / (1.0 - float(pmf[0]))]

    def density(self, count: int) -> Floats:
        while len(self._density) < count:
            at = len(self._density)
            reach = min(at, self._pmf.size - 1)
            past = np.array(self._density[at - reach : at][::-1])
            self._density.append(float(self._pmf[1 : reach + 1] @ past) / (1.0 - float(self._pmf[0])))
        return np.array(self._density[:count])

    def cost(self, low: int, high: int) -> float:
        density = self.density(high - low)
        levels = high - np.arange(high - low)
        return float((self._fixed + density @ self._cost.at(levels)) / density.sum())


class _PeriodCost:
    """Expected holding and backorder cost of the period in which an order placed at this position has its effect."""

    def __init__(self, protection: Floats, holding: float, backorder: float) -> None:
        self._shortage, self._holding, self._backorder = Shortage(protection), holding, backorder

    def at(self, levels: Ints) -> Floats:
        return self._holding * self._shortage.left(levels) + self._backorder * self._shortage.short(levels)


def optimal_reorder_up_to(
    demand: Sequence[float],
    *,
    fixed_cost: float,
    holding_cost: float,
    backorder_cost: float,
    lead_times: LeadTimes = _AT_ONCE,
    item: str = "",
) -> Answer[ReorderUpTo]:
    """Exact optimum for independent demand with distribution `demand` per period.

    fixed_cost ≥ 0: money per order; holding_cost, backorder_cost > 0: money per unit at the end of a period. An order
    placed before the demand of period t is there before the demand of t + lead time. Raises InvalidProblem.
    """
    watch = Stopwatch()
    pmf = require_pmf(f"demand of {item}" if item else "demand", demand)
    require_number("demand", 1 - float(pmf[0]), above=0.0)
    require_number("fixed cost", fixed_cost, at_least=0.0)
    require_number("holding cost", holding_cost, above=0.0)
    require_number("backorder cost", backorder_cost, above=0.0)
    period_cost = _PeriodCost(demand_during(pmf, lead_times, 1), holding_cost, backorder_cost)
    best = _search(_Renewal(pmf, fixed_cost, period_cost), period_cost)
    base = float(period_cost.at(np.array([_cheapest_level(period_cost)]))[0])
    every = base + fixed_cost * (1 - float(pmf[0]))
    reason = Reason(
        code="optimal_reorder_up_to",
        subject=item,
        measures=(
            Measure("reorder_point", best.reorder_point, "pcs"),
            Measure("order_up_to", best.order_up_to, "pcs"),
            Measure("cost", best.cost, "money/period"),
        ),
        alternative=Alternative(
            choice="order after every sale",
            objective_difference=max(every - best.cost, 0.0),
            measures=(Measure("order_up_to", _cheapest_level(period_cost), "pcs"),),
        ),
    )
    return Answer(
        status=Status.OPTIMAL,
        result=best,
        objective=best.cost,
        bound=best.cost,
        wall_s=watch.seconds,
        explain=(reason,),
    )


def _cheapest_level(period_cost: _PeriodCost) -> int:
    level = 0
    while period_cost.at(np.array([level + 1]))[0] < period_cost.at(np.array([level]))[0]:
        level += 1
    while period_cost.at(np.array([level - 1]))[0] <= period_cost.at(np.array([level]))[0]:
        level -= 1
    return level


def _search(renewal: _Renewal, period_cost: _PeriodCost) -> ReorderUpTo:
    """Bounds on S tighten while the best cost falls; for each S the best s is one step from the previous one."""
    start = _cheapest_level(period_cost)

    def at(level: int) -> float:
        return float(period_cost.at(np.array([level]))[0])

    low = start - 1
    while renewal.cost(low, start) > at(low):
        low -= 1
    best_low, best_high, best = low, start, renewal.cost(low, start)
    high = start + 1
    while at(high) <= best:
        if renewal.cost(best_low, high) < best:
            best_high = high
            while renewal.cost(best_low, high) <= at(best_low + 1) and best_low + 1 < high:
                best_low += 1
            best = renewal.cost(best_low, high)
        high += 1
    return ReorderUpTo(best_low, best_high, best)
