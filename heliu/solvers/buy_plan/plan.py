"""The plan: closed form where nothing couples, exact lots for a line on its own, HiGHS where limits are shared."""

from dataclasses import dataclass, replace

from heliu.solvers.answers import Answer, Reason, Status, Stopwatch
from heliu.solvers.buy_plan.closed_form import closed_form
from heliu.solvers.buy_plan.joint import plan_jointly
from heliu.solvers.buy_plan.limits import broken_limits, values_of
from heliu.solvers.buy_plan.lots import LARGEST_GRID, grid_size, plan_lots
from heliu.solvers.buy_plan.needs import Needs, carrying_cost, needs_of
from heliu.solvers.buy_plan.problem import Ints, PlanLine, PlanProblem, require_problem
from heliu.solvers.buy_plan.reasons import PlannedBuy, explain_limits, explain_line, planned_buy
from heliu.solvers.buy_plan.valuation import orders_as_needed, planned_cost


@dataclass(frozen=True, slots=True)
class _Found:
    orders: tuple[Ints, ...]
    bound: float
    proved: bool


def buy_plan(problem: PlanProblem) -> Answer[tuple[PlannedBuy, ...]]:
    """One planned buy per line: the quantity to order now and the orders foreseen after it. Objective: cost of
    purchases, carrying and ordering, less the worth of what is left, at planning prices, in currency. Only what
    is ordered now is a decision; the rest is planned again when it is known better. INFEASIBLE (with no buys) when
    lots, shelf life, budget, room or risk exclude each other; the reason names it. Raises InvalidProblem."""
    watch = Stopwatch()
    require_problem(problem)
    needs = tuple(needs_of(line, problem.policy) for line in problem.lines)
    as_needed = tuple(orders_as_needed(need, line.terms) for line, need in zip(problem.lines, needs, strict=True))
    baselines = values_of(problem, needs, as_needed)
    alone = _each_alone(problem, needs)
    if alone is None:
        return _infeasible(problem, needs, watch)
    found = alone
    if broken_limits(problem, needs, alone.orders, baselines):
        joint = plan_jointly(problem, needs, baselines)
        if joint.orders is None:
            return _infeasible(problem, needs, watch)
        found = _Found(joint.orders, max(joint.bound, alone.bound), joint.proved)
    buys = tuple(
        planned_buy(line, need, orders=orders, baseline=base, holding_rate=problem.policy.holding_rate)
        for line, need, orders, base in zip(problem.lines, needs, found.orders, as_needed, strict=True)
    )
    objective = sum(
        planned_cost(orders, need, line, holding_rate=problem.policy.holding_rate)
        for line, need, orders in zip(problem.lines, needs, found.orders, strict=True)
    )
    reasons = [
        reason
        for line, need, buy in zip(problem.lines, needs, buys, strict=True)
        for reason in explain_line(line, need, buy, holding_rate=problem.policy.holding_rate)
    ]
    reasons += explain_limits(problem, needs, found.orders, alone.orders, baselines)
    return Answer(
        status=Status.OPTIMAL if found.proved else Status.FEASIBLE,
        result=buys,
        objective=objective,
        bound=min(found.bound, objective),
        wall_s=watch.seconds,
        explain=tuple(reasons),
    )


def _each_alone(problem: PlanProblem, needs: tuple[Needs, ...]) -> _Found | None:
    """Every line as if it were the only one: its cost is a bound for the joint plan."""
    found = []
    bound = 0.0
    proved = True
    for line, need in zip(problem.lines, needs, strict=True):
        one = _alone(problem, line, need)
        if one is None:
            return None
        found.append(one.orders[0])
        bound += one.bound
        proved &= one.proved
    return _Found(tuple(found), bound, proved)


def _alone(problem: PlanProblem, line: PlanLine, need: Needs) -> _Found | None:
    carrying = carrying_cost(line, holding_rate=problem.policy.holding_rate)
    if not line.terms.has_lots or need.periods == 0:
        orders = closed_form(need, oldest=line.terms.oldest, carrying=carrying)
    elif grid_size(need, line.terms) <= LARGEST_GRID:
        lots = plan_lots(need, line.terms, carrying=carrying)
        if lots.orders is None:
            return None
        orders = lots.orders
    else:
        single = PlanProblem(lines=(line,), policy=replace(problem.policy, risk_cap=None))
        joint = plan_jointly(single, (need,), ())
        if joint.orders is None:
            return None
        return _Found(joint.orders, joint.bound, joint.proved)
    cost = planned_cost(orders, need, line, holding_rate=problem.policy.holding_rate)
    return _Found((orders,), cost, True)


def _infeasible(problem: PlanProblem, needs: tuple[Needs, ...], watch: Stopwatch) -> Answer[tuple[PlannedBuy, ...]]:
    reasons = [
        Reason(code="lot_outlives_goods", subject=line.id)
        for line, need in zip(problem.lines, needs, strict=True)
        if line.terms.has_lots and _alone(problem, line, need) is None
    ]
    if not reasons:
        reasons = [Reason(code="limits_exclude_each_other")]
    return Answer(
        status=Status.INFEASIBLE, result=(), objective=float("inf"), wall_s=watch.seconds, explain=tuple(reasons)
    )
