"""The decision of one week with its reasons."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.markdown.belief import Belief, posterior
from heliu.solvers.markdown.dynamic_programme import Clearance
from heliu.solvers.markdown.outlook import Outlook, deal, staged, unchanged
from heliu.solvers.markdown.policy import Valued, prepare
from heliu.solvers.markdown.problem import MarkdownProblem, check

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class PlannedWeek:
    """Median price and mean units of a remaining week, seen from now."""

    price: float
    expected_units: float


@dataclass(frozen=True, slots=True)
class Interval:
    """Mean and the middle 80 %."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkdownPlan:
    """`price` is what to ask this week, `cut` its share below the price in force. `recovered` is sales and salvage less
    holding cost until the end; `margin` the same less the cost of all units on hand; `sales` without salvage and
    holding; `sell_through` the expected share of units sold; `extra_units` what sells more than at an unchanged price.
    Prices after this week are what the plan expects, to be decided anew when the sales are known."""

    item: str
    price: float
    cut: float
    weeks: tuple[PlannedWeek, ...]
    recovered: Interval
    unchanged: Interval
    sales: float
    margin: float
    sell_through: float
    sell_out_probability: float
    extra_units: Interval
    elasticity: float
    elasticity_deviation: float
    base_demand: float
    base_demand_deviation: float


def clearance_of(problem: MarkdownProblem) -> Clearance:
    """The rules from this week on; price index 0 is the price in force. A gap beyond the last week counts as one that
    just reaches beyond it."""
    return Clearance(
        units=problem.units,
        prices=np.array(problem.prices),
        reference_price=problem.ladder[0],
        seasons=problem.seasons,
        salvage=problem.salvage,
        holding_cost=problem.holding_cost,
        cut_gap=min(problem.weeks_between_cuts, problem.weeks + 1),
        size=problem.dispersion,
    )


def markdown(problem: MarkdownProblem, *, seed: int = 0) -> Answer[MarkdownPlan]:
    """The price of this week.

    Guarantees: the price is on the ladder, not above the one in force, not below cost unless approved (the price in
    force may stay), and unchanged while a cut must wait. `objective` is maximised: the expected money recovered by the
    price and an attainable policy after it; `bound` is what could be expected at most if the truth became known in a
    week. Both are under the current belief and on the stock levels of the dynamic programme. The seed only moves the
    simulated intervals. Raises InvalidProblem.
    """
    watch = Stopwatch()
    check(problem)
    clearance, belief = clearance_of(problem), posterior(problem)
    policy = prepare(clearance, belief, kept=1)
    state, wait = np.zeros(1, dtype=np.int64), min(problem.weeks_until_cut, problem.weeks)
    valued = policy.valued(
        0,
        np.array([float(problem.units)]),
        price=state,
        wait=state + wait,
        weights=belief.weights[None, :],
    )
    best = int(valued.best()[0])
    luck = deal(policy.grid.points, belief.weights @ policy.fine_to_coarse, problem.weeks, seed=seed)
    followed = staged(
        clearance,
        luck,
        first=best,
        wait=wait,
        choices=policy.reference_choices,
        policy=int(valued.reference[0, best]),
    )
    plan = _plan(problem, belief, price=clearance.prices[best], outlooks=(followed, unchanged(clearance, luck, 0)))
    objective, bound = float(valued.lower[0, best]), float(valued.upper[0].max())
    return Answer(
        status=Status.OPTIMAL if bound - objective <= 1e-9 * max(abs(bound), 1.0) else Status.FEASIBLE,
        result=plan,
        objective=objective,
        bound=max(bound, objective),
        wall_s=watch.seconds,
        explain=tuple(_reasons(problem, plan, valued)),
    )


def _plan(problem: MarkdownProblem, belief: Belief, *, price: float, outlooks: tuple[Outlook, Outlook]) -> MarkdownPlan:
    followed, kept = outlooks
    elasticity, elasticity_deviation, base, base_deviation = belief.moments()
    recovered = _interval(followed.recovered)
    share = float(followed.sold.mean()) / problem.units if problem.units else 1.0
    return MarkdownPlan(
        item=problem.item,
        price=float(price),
        cut=1.0 - float(price) / problem.price,
        weeks=tuple(
            PlannedWeek(float(np.sort(followed.price[:, week])[len(followed.price) // 2]), float(units))
            for week, units in enumerate(followed.units.mean(axis=0))
        ),
        recovered=recovered,
        unchanged=_interval(kept.recovered),
        sales=float((followed.price * followed.units).sum(axis=1).mean()),
        margin=recovered.mean - problem.unit_cost * problem.units,
        sell_through=share,
        sell_out_probability=float((followed.sold >= problem.units).mean()),
        extra_units=_interval(followed.sold - kept.sold),
        elasticity=elasticity,
        elasticity_deviation=elasticity_deviation,
        base_demand=base,
        base_demand_deviation=base_deviation,
    )


def _interval(values: Floats) -> Interval:
    low, high = np.quantile(values, (0.1, 0.9))
    return Interval(float(values.mean()), float(low), float(high))


def _reasons(problem: MarkdownProblem, plan: MarkdownPlan, valued: Valued) -> list[Reason]:
    rate = plan.base_demand * (problem.price / problem.ladder[0]) ** plan.elasticity
    reasons = [
        Reason(
            code="markdown.cut" if plan.cut > 0 else "markdown.keep_price",
            subject=problem.item,
            measures=(
                Measure("price_in_force", problem.price, "per unit"),
                Measure("price", plan.price, "per unit"),
                Measure("cut", 100.0 * plan.cut, "%"),
                Measure("units", problem.units, "units"),
                Measure("weeks", problem.weeks, "weeks"),
                Measure("cover", problem.units / rate, "weeks"),
                Measure("recovered", plan.recovered.mean, "money"),
                Measure("recovered_unchanged", plan.unchanged.mean, "money"),
            ),
            alternative=_next_best(problem, plan, valued),
        ),
        Reason(
            code="markdown.effect",
            subject=problem.item,
            measures=(
                Measure("extra_units", plan.extra_units.mean, "units"),
                Measure("extra_units_low", plan.extra_units.low, "units"),
                Measure("extra_units_high", plan.extra_units.high, "units"),
                Measure("sell_through", 100.0 * plan.sell_through, "%"),
                Measure("recovered_low", plan.recovered.low, "money"),
                Measure("recovered_high", plan.recovered.high, "money"),
            ),
        ),
        Reason(
            code="markdown.learned",
            subject=problem.item,
            measures=(
                Measure("weeks_seen", len(problem.sold), "weeks"),
                Measure("elasticity_before", problem.elasticity.mean, "elasticity"),
                Measure("elasticity", plan.elasticity, "elasticity"),
                Measure("elasticity_deviation", plan.elasticity_deviation, "elasticity"),
                Measure("base_demand_before", problem.base_demand.per_week, "units per week"),
                Measure("base_demand", plan.base_demand, "units per week"),
            ),
        ),
    ]
    return reasons + _limits(problem)


def _next_best(problem: MarkdownProblem, plan: MarkdownPlan, valued: Valued) -> Alternative | None:
    """The second price by score; the difference is in money, on the score by which prices are compared."""
    score = valued.score[0]
    order = [int(j) for j in np.argsort(-score, kind="stable") if np.isfinite(score[j])]
    rest = [j for j in order if problem.prices[j] != plan.price]
    if not rest:
        return None
    lost = max(float(score.max() - score[rest[0]]), 0.0)
    return Alternative(
        choice=f"price {problem.prices[rest[0]]:g}",
        objective_difference=lost,
        measures=(
            Measure("price", problem.prices[rest[0]], "per unit"),
            Measure("recovered", float(valued.lower[0, rest[0]]), "money"),
        ),
    )


def _limits(problem: MarkdownProblem) -> list[Reason]:
    reasons = []
    if problem.weeks_until_cut:
        waiting = (Measure("weeks_until_cut", problem.weeks_until_cut, "weeks"),)
        reasons.append(Reason(code="markdown.wait", subject=problem.item, measures=waiting))
    refused = [p for p in problem.ladder if p < problem.price and p not in problem.prices]
    if refused:
        floor = (Measure("floor", problem.unit_cost, "per unit"), Measure("rungs_refused", len(refused), "prices"))
        reasons.append(Reason(code="markdown.floor", subject=problem.item, measures=floor))
    return reasons
