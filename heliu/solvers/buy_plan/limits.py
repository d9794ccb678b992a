"""Limits that lines share, checked on orders alone: budget, room, and the risk of regretting the plan."""

import numpy as np

from heliu.solvers.buy_plan.needs import Needs, tail_mean
from heliu.solvers.buy_plan.problem import Floats, Ints, PlanProblem
from heliu.solvers.buy_plan.valuation import Valuation, value_orders


def values_of(problem: PlanProblem, needs: tuple[Needs, ...], orders: tuple[Ints, ...]) -> tuple[Valuation, ...]:
    """What the orders cost, line by line."""
    return tuple(
        value_orders(order, need, line, holding_rate=problem.policy.holding_rate)
        for line, need, order in zip(problem.lines, needs, orders, strict=True)
    )


def broken_limits(
    problem: PlanProblem, needs: tuple[Needs, ...], orders: tuple[Ints, ...], baselines: tuple[Valuation, ...]
) -> tuple[str, ...]:
    """Which shared limits the orders break: `budget in period t`, `room in period t`, `risk`."""
    broken = []
    for period, amount in enumerate(problem.budget):
        spend = 0.0
        for line, need, order in zip(problem.lines, needs, orders, strict=True):
            if period < need.periods:
                quantity = int(order[period])
                spend += quantity * float(need.expected[period]) * (1 - line.terms.discount(quantity))
        if spend > amount * (1 + 1e-9) + 1e-9:
            broken.append(f"budget in period {period}")
    if problem.space is not None:
        for period in range(max(need.periods for need in needs)):
            if room_used(problem, needs, orders, period) > problem.space * (1 + 1e-9) + 1e-9:
                broken.append(f"room in period {period}")
    if problem.policy.risk_cap is not None:
        losses, spend = regret(problem, needs, orders, baselines)
        if tail_mean(losses, problem.policy.risk_level) > problem.policy.risk_cap * spend + 1e-6 * spend:
            broken.append("risk")
    return tuple(broken)


def room_used(problem: PlanProblem, needs: tuple[Needs, ...], orders: tuple[Ints, ...], period: int) -> float:
    """Room that what was bought under the plan takes at the end of a period."""
    used = 0.0
    for line, need, order in zip(problem.lines, needs, orders, strict=True):
        until = period + 1
        used += line.space * max(float(order[:until].sum() - need.net[:until].sum()), 0.0)
    return used


def regret(
    problem: PlanProblem, needs: tuple[Needs, ...], orders: tuple[Ints, ...], baselines: tuple[Valuation, ...]
) -> tuple[Floats, float]:
    """Per scenario what the plan costs more than buying as needed, and the expected cost of the latter."""
    values = values_of(problem, needs, orders)
    plan = np.sum([value.total for value in values], axis=0)
    base = np.sum([value.total for value in baselines], axis=0)
    return plan - base, float(base.mean())
