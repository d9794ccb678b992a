"""Which policy, with which parameters, for one item and a unit fill rate: (R,S), (s,S) or (s,nQ), at least cost."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.problems import require, require_number
from heliu.solvers.replenish.breakdown import reorder_point_parts
from heliu.solvers.replenish.cycle import SPAN_MAX, Cycle, OrderRule
from heliu.solvers.replenish.demand import Floats, LeadTimes, demand_during, mean_of, require_pmf

_SPANS = 9
_RAISE_BY = 0.02


class PolicyKind(StrEnum):
    """Base stock: order every review up to S. Reorder-up-to: at s or less, up to S. Reorder lot: at s or less, the
    least multiple of Q that lifts the position above s."""

    BASE_STOCK = "(R,S)"
    REORDER_UP_TO = "(s,S)"
    REORDER_LOT = "(s,Q)"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyProblem:
    """demand: entry k is P(k units in one period). Costs in money: `order_cost` per order, `holding_cost` per unit and
    period; `unit_cost` only values the stock. `shelf_life`: periods from arrival in which a unit can be sold; then the
    last unit of an order sells in time with at least `shelf_life_probability`. An order of `review_periods` cadence,
    placed before demand of period t, is there before the demand of t + lead time; what is short is delivered later."""

    item: str
    demand: Sequence[float] | NDArray[Any]
    lead_times: LeadTimes
    target_fill: float
    review_periods: int = 1
    order_cost: float = 0.0
    holding_cost: float = 1.0
    unit_cost: float = 0.0
    minimum: int = 1
    pack: int = 1
    shelf_life: int | None = None
    shelf_life_probability: float = 0.95
    kinds: tuple[PolicyKind, ...] = tuple(PolicyKind)


@dataclass(frozen=True, slots=True)
class Policy:
    """Units of the item; fill as share of units; cost in money per period = orders × order cost + stock × holding.

    `safety_stock`: the lowest position after a review less mean demand over lead time and review. `lot` 0: not fixed.
    """

    kind: PolicyKind
    reorder_point: int
    order_up_to: int
    lot: int
    safety_stock: float
    expected_fill: float
    expected_stock: float
    expected_stock_value: float
    orders_per_period: float
    cost: float


@dataclass(frozen=True, slots=True)
class _Candidate:
    policy: Policy
    rule: OrderRule
    positions: Floats


class _Planner:
    def __init__(self, problem: PolicyProblem) -> None:
        self.problem = problem
        self.pmf = _checked(problem)
        self.cycle = Cycle(self.pmf, problem.lead_times, problem.review_periods)
        self.cap = _shelf_life_cap(problem, self.pmf)
        self.protected_mean = mean_of(self.pmf) * (problem.lead_times.mean + problem.review_periods)

    def candidates(self) -> Iterator[_Candidate]:
        for kind, rule in self._rules():
            yield self.at_fill(kind, rule, self.cycle.positions(rule), self.problem.target_fill)

    def at_fill(self, kind: PolicyKind, rule: OrderRule, positions: Floats, fill: float) -> _Candidate:
        """The least reorder point that reaches the fill, or the highest the shelf life allows."""
        point, _ = self.cycle.least_reorder_point(positions, fill)
        if self.cap is not None:
            point = min(point, self.cap - positions.size)
        return _Candidate(self._policy(kind, rule, positions, point), rule, positions)

    def _policy(self, kind: PolicyKind, rule: OrderRule, positions: Floats, point: int) -> Policy:
        stock = self.cycle.stock(positions, point)
        orders = self.cycle.orders(rule, positions)
        return Policy(
            kind=kind,
            reorder_point=point,
            order_up_to=point + (rule.pack if rule.multiples else rule.span),
            lot=rule.pack if rule.multiples else 0,
            safety_stock=point + 1 - self.protected_mean,
            expected_fill=self.cycle.fill(positions, point),
            expected_stock=stock,
            expected_stock_value=stock * self.problem.unit_cost,
            orders_per_period=orders,
            cost=orders * self.problem.order_cost + stock * self.problem.holding_cost,
        )

    def _rules(self) -> Iterator[tuple[PolicyKind, OrderRule]]:
        problem = self.problem
        least = -(-problem.minimum // problem.pack) * problem.pack
        for kind in problem.kinds:
            if kind is PolicyKind.BASE_STOCK:
                yield kind, OrderRule(span=1, minimum=problem.minimum, pack=problem.pack)
                continue
            for span in self._spans(least):
                if kind is PolicyKind.REORDER_UP_TO:
                    yield kind, OrderRule(span=span, minimum=problem.minimum, pack=problem.pack)
                else:
                    yield kind, OrderRule(span=1, pack=span, multiples=True)

    def _spans(self, least: int) -> list[int]:
        """Order sizes worth looking at: whole packs around the economic order quantity, geometrically apart."""
        problem = self.problem
        wish = math.sqrt(2 * self.cycle.mean_per_period * problem.order_cost / problem.holding_cost)
        sizes = {least}
        for factor in np.geomspace(0.5, 2.0, _SPANS):
            sizes.add(max(least, round(wish * factor / problem.pack) * problem.pack))
        most = SPAN_MAX // 2 if self.cap is None else max(self.cap, 1)
        kept = sorted(size for size in sizes if size <= most)
        return kept or [least]


def policy(problem: PolicyProblem) -> Answer[Policy]:
    """The cheapest of the asked policies that reaches the unit fill rate; figures are exact for the given demand.

    objective: money per period. Status FEASIBLE: the reorder point is the least possible, order sizes are chosen from
    a list around the economic order quantity. INFEASIBLE: the shelf life does not allow the stock that the fill needs;
    the result is then the best that keeps the shelf life. Raises InvalidProblem for input without meaning.
    """
    watch = Stopwatch()
    planner = _Planner(problem)
    found = sorted(planner.candidates(), key=lambda one: _order(one, problem.target_fill))
    best = found[0]
    reached = best.policy.expected_fill >= problem.target_fill - 1e-9
    reasons = [
        _parts_reason(planner, best, _next_kind(best, found[1:])),
        _raise_reason(planner, best),
    ]
    if planner.cap is not None:
        reasons.append(_shelf_life_reason(problem, planner.cap, reached=reached))
    return Answer(
        status=Status.FEASIBLE if reached else Status.INFEASIBLE,
        result=best.policy,
        objective=best.policy.cost,
        wall_s=watch.seconds,
        explain=tuple(reasons),
    )


def _order(one: _Candidate, target: float) -> tuple[float, float, str, int]:
    missed = max(target - 1e-9 - one.policy.expected_fill, 0.0)
    return (missed, one.policy.cost, one.policy.kind, one.policy.reorder_point)


def _checked(problem: PolicyProblem) -> Floats:
    name = problem.item
    pmf = require_pmf(f"demand of {name}", problem.demand)
    require(mean_of(pmf) > 0, f"demand of {name}", "is always zero", "Leave out items without demand")
    require_number(f"target fill of {name}", problem.target_fill, above=0.0, at_most=0.9999)
    require_number(f"review periods of {name}", problem.review_periods, at_least=1)
    require_number(f"order cost of {name}", problem.order_cost, at_least=0.0)
    require_number(f"holding cost of {name}", problem.holding_cost, above=0.0)
    require_number(f"unit cost of {name}", problem.unit_cost, at_least=0.0)
    require_number(f"minimum of {name}", problem.minimum, at_least=1)
    require_number(f"pack of {name}", problem.pack, at_least=1)
    require(bool(problem.kinds), f"kinds of {name}", "are empty", "Allow at least one kind of policy")
    if problem.shelf_life is not None:
        require_number(f"shelf life of {name}", problem.shelf_life, at_least=1)
        require_number(f"shelf life probability of {name}", problem.shelf_life_probability, above=0.0, at_most=1.0)
    return pmf


def _shelf_life_cap(problem: PolicyProblem, pmf: Floats) -> int | None:
    """The highest position whose last unit still sells before it expires, with the wanted probability.

    First in, first out: unit number S of the position is sold once demand since the order reaches S, and expires
    `shelf_life` periods after arrival.
    """
    if problem.shelf_life is None:
        return None
    until_expiry = demand_during(pmf, problem.lead_times, problem.shelf_life)
    sold = 1 - np.concatenate([[0.0], np.cumsum(until_expiry)[:-1]])
    return int(np.flatnonzero(sold >= problem.shelf_life_probability - 1e-12)[-1])


def _parts_reason(planner: _Planner, best: _Candidate, alternative: Alternative | None) -> Reason:
    problem, chosen = planner.problem, best.policy
    parts = reorder_point_parts(
        planner.pmf,
        lead_times=problem.lead_times,
        review=problem.review_periods,
        fill=problem.target_fill,
        rule=best.rule,
        reorder_point=chosen.reorder_point,
    )
    return Reason(
        code="reorder_point_parts",
        subject=problem.item,
        measures=(
            Measure("mean_over_protection", parts.mean, "pcs"),
            Measure("demand_variability", parts.demand_variability, "pcs"),
            Measure("lead_time_variability", parts.lead_time_variability, "pcs"),
            Measure("order_size", parts.order_size, "pcs"),
            Measure("rounding", parts.rounding, "pcs"),
            Measure("reorder_point", chosen.reorder_point, "pcs"),
        ),
        alternative=alternative,
    )


def _raise_reason(planner: _Planner, best: _Candidate) -> Reason:
    """What two more points of fill would cost, with the same kind of policy and order size."""
    chosen, fill = best.policy, planner.problem.target_fill
    higher_fill = min(fill + _RAISE_BY, (1 + fill) / 2)
    higher = planner.at_fill(chosen.kind, best.rule, best.positions, higher_fill).policy
    return Reason(
        code="raising_fill",
        subject=planner.problem.item,
        measures=(
            Measure("fill", 100 * chosen.expected_fill, "%"),
            Measure("raised_fill", 100 * higher.expected_fill, "%"),
            Measure("more_stock", higher.expected_stock - chosen.expected_stock, "pcs"),
            Measure("more_value", higher.expected_stock_value - chosen.expected_stock_value, "money"),
            Measure("more_cost", higher.cost - chosen.cost, "money/period"),
        ),
    )


def _shelf_life_reason(problem: PolicyProblem, cap: int, *, reached: bool) -> Reason:
    return Reason(
        code="shelf_life_allows" if reached else "shelf_life_stands_in_the_way",
        subject=problem.item,
        measures=(
            Measure("highest_position", cap, "pcs"),
            Measure("shelf_life", problem.shelf_life or 0, "period"),
            Measure("probability", problem.shelf_life_probability, "probability"),
        ),
    )


def _next_kind(best: _Candidate, others: Sequence[_Candidate]) -> Alternative | None:
    """The cheapest policy of another kind, or of another order size."""
    ranked = sorted(others, key=lambda one: one.policy.kind == best.policy.kind)
    if not ranked:
        return None
    other = ranked[0].policy
    return Alternative(
        choice=f"{other.kind} with reorder point {other.reorder_point}, order up to {other.order_up_to}",
        objective_difference=max(other.cost - best.policy.cost, 0.0),
        measures=(
            Measure("reorder_point", other.reorder_point, "pcs"),
            Measure("order_up_to", other.order_up_to, "pcs"),
            Measure("expected_stock", other.expected_stock, "pcs"),
        ),
    )
