"""A discount budget spent where it is expected to earn most: a multiple-choice knapsack with a cap per customer.

Lagrangian relaxation of the budget splits the problem by customer, where it is solved exactly: for a price per unit of
budget, the best level of each item, and of those the best few items. The price is found by bisection; its dual value
bounds every plan. Customers are then moved to what cheaper budget would buy them, as far as the budget goes.
"""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.answers import Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.problems import InvalidProblem, require, require_number
from heliu.solvers.segment.purchases import Flags, Floats, Ints

_BISECTIONS = 60
_FILL_STEPS = 24
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class Spending:
    """level: customers × items, the chosen level or −1; the budget it costs and the gain it brings."""

    level: Ints
    cost: float
    gain: float
    price: float


def spend_budget(
    gain: Floats, cost: Floats, *, budget: float, per_customer: int, names: tuple[str, ...] | None = None
) -> Answer[Spending]:
    """Choose at most one level per item and `per_customer` items per customer, total cost within `budget`.

    gain, cost: customers × items × levels, in one unit; −inf as gain marks a level that is not to be had. Objective,
    maximised: total gain; bound: the Lagrangian dual. `price` is what one more unit of budget would bring. Status
    OPTIMAL where gain meets bound. Raises InvalidProblem for NaN, infinite gain, or negative cost.
    """
    watch = Stopwatch()
    _refuse(gain, cost, names)
    require_number("budget", budget, at_least=0)
    require_number("per_customer", per_customer, at_least=1)
    free = _choose(gain, cost, 0.0, per_customer)
    if _total(cost, free) <= budget:
        level, price, bound = free, 0.0, _total(gain, free)
    else:
        level, price, bound = _priced(gain, cost, budget, per_customer)
    spending = Spending(level=level, cost=_total(cost, level), gain=_total(gain, level), price=price)
    proved = bound - spending.gain <= _EQUAL * max(abs(bound), 1.0)
    return Answer(
        status=Status.OPTIMAL if proved else Status.FEASIBLE,
        result=spending,
        objective=spending.gain,
        bound=max(bound, spending.gain),
        wall_s=watch.seconds,
        explain=(
            Reason(
                code="budget_spent",
                measures=(
                    Measure("budget", budget, "minor unit"),
                    Measure("cost", spending.cost, "minor unit"),
                    Measure("gain", spending.gain, "minor unit"),
                    Measure("price", price, "gain per unit of budget"),
                ),
            ),
        ),
    )


def _refuse(gain: Floats, cost: Floats, names: tuple[str, ...] | None) -> None:
    require(gain.ndim == 3, "gain", f"has {gain.ndim} dimensions", "Give customers × items × levels")
    require(gain.shape == cost.shape, "cost", f"has shape {cost.shape}, not {gain.shape}", "Give one cost per gain")
    for name, wrong, problem in (
        ("gain", np.isnan(gain) | (gain == np.inf), "is not a finite number"),
        ("cost", ~np.isfinite(cost) & (gain > -np.inf), "is not a finite number"),
        ("cost", cost < 0, "is negative"),
    ):
        if wrong.any():
            row, item, level = (int(place) for place in np.argwhere(wrong)[0])
            who = names[row] if names is not None else str(row)
            raise InvalidProblem(
                f"{name}[{who}, {item}, {level}]", problem, "Give finite gains and costs of at least 0"
            )


def _choose(gain: Floats, cost: Floats, price: float, per_customer: int) -> Ints:
    """Best level per item at `price`, kept for the best items of each customer; the earlier item wins a tie."""
    worth = np.where(gain > -np.inf, gain - price * np.where(gain > -np.inf, cost, 0.0), -np.inf)
    level = np.argmax(worth, axis=2)
    best = np.take_along_axis(worth, level[:, :, None], axis=2)[:, :, 0]
    rank = np.argsort(np.argsort(-best, axis=1, kind="stable"), axis=1, kind="stable")
    kept = (best > 0) & (rank < per_customer)
    return np.where(kept, level, -1).astype(np.int64)


def _rows(values: Floats, level: Ints) -> Floats:
    """Sum of the chosen values per customer."""
    taken = np.take_along_axis(values, np.maximum(level, 0)[:, :, None], axis=2)[:, :, 0]
    result: Floats = np.where(level >= 0, taken, 0.0).sum(axis=1)
    return result


def _total(values: Floats, level: Ints) -> float:
    return float(_rows(values, level).sum())


def _priced(gain: Floats, cost: Floats, budget: float, per_customer: int) -> tuple[Ints, float, float]:
    """The plan, the price of budget, and the lowest dual value that was met."""
    low, high = 0.0, 1.0
    bound = np.inf
    while _total(cost, _choose(gain, cost, high, per_customer)) > budget:
        low, high = high, high * 2
    for _ in range(_BISECTIONS):
        middle = (low + high) / 2
        level = _choose(gain, cost, middle, per_customer)
        spent = _total(cost, level)
        bound = min(bound, _total(gain, level) + middle * (budget - spent))
        low, high = (middle, high) if spent > budget else (low, middle)
        if high - low <= 1e-12 * high:
            break
    level = _choose(gain, cost, high, per_customer)
    bound = min(bound, _total(gain, level) + high * (budget - _total(cost, level)))
    for share in np.concatenate([[low / high], np.linspace(1, 0, _FILL_STEPS)]):
        level = _improve(gain, cost, budget, (level, _choose(gain, cost, high * float(share), per_customer)))
    return level, high, float(bound)


def _improve(gain: Floats, cost: Floats, budget: float, levels: tuple[Ints, Ints]) -> Ints:
    """Move customers from the first plan to the second, most gain per cost first, as far as the budget goes."""
    level, other = levels[0].copy(), levels[1]
    more_gain = _rows(gain, other) - _rows(gain, level)
    more_cost = _rows(cost, other) - _rows(cost, level)
    better = np.flatnonzero(more_gain > _EQUAL)
    rate = more_gain[better] / np.maximum(more_cost[better], 1e-300)
    left = budget - _total(cost, level)
    for row in better[np.lexsort((better, -rate))]:
        if more_cost[row] <= left:
            level[row] = other[row]
            left -= more_cost[row]
    return level


def allowed_levels(gain: Floats, allowed: Flags) -> Floats:
    """The gains of customers who may be written to; −inf for the others."""
    return np.where(allowed[:, None, None], gain, -np.inf)
