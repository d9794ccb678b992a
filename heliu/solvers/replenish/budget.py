"""What to order when the money does not suffice for everything: marginal units served per money (METRIC's argument)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.problems import require, require_matrix, require_number, require_unique
from heliu.solvers.replenish.demand import Floats, Ints
from heliu.solvers.replenish.marginal import Chosen, Marginal

_REASONS_MAX = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetProblem:
    """`demand[i, k]`: P(demand of item i until the next order arrives is k units; the last column: or more).
    `position`: on hand + on order − backorders. `price` in money per unit. `value`: weight of a unit served (e.g. its
    margin; 1 counts units). `most[i]`: the largest order, e.g. what shelf life or the shelf allows."""

    items: Sequence[str]
    demand: NDArray[Any]
    price: Sequence[float] | NDArray[Any]
    budget: float
    position: Sequence[int] | NDArray[Any] | None = None
    value: Sequence[float] | NDArray[Any] | None = None
    minimum: Sequence[int] | NDArray[Any] | None = None
    pack: Sequence[int] | NDArray[Any] | None = None
    most: Sequence[int] | NDArray[Any] | None = None


@dataclass(frozen=True, slots=True)
class BudgetedOrders:
    """`order[i]` units; `spent` ≤ budget in money; `gain`: expected units (× value) served that would be short without
    the orders; `fill_before`, `fill_after`: expected share of demand served; `dual_price`: gain per money at the
    margin, what one more unit of money would buy (0 when the budget does not bind)."""

    items: tuple[str, ...]
    order: tuple[int, ...]
    spent: float
    gain: float
    fill_before: float
    fill_after: float
    dual_price: float


@dataclass(frozen=True, slots=True)
class _Arrays:
    serving: Floats
    serve: Floats
    price: Floats
    value: Floats
    position: Ints
    marginal: Marginal
    allowed: NDArray[np.bool_]


def order_within_budget(problem: BudgetProblem) -> Answer[BudgetedOrders]:
    """Orders of most expected units served (× value) for at most the budget.

    objective: the gain, maximised; bound: no orders within the budget gain more (Lagrangian). Minimum and pack hold
    exactly; orders are zero or allowed. Deterministic. Raises InvalidProblem naming the item.
    """
    watch = Stopwatch()
    arrays = _checked(problem)
    above, below = arrays.marginal.for_cost(problem.budget)
    free = arrays.marginal.worth(0.0)
    if free.cost <= problem.budget:
        chosen, price = free, 0.0
    else:
        chosen, price = _filled_up(arrays, above, below, problem.budget), above.price
    bound = arrays.marginal.most_gain(problem.budget, price)
    result = _result(problem, arrays, chosen, price)
    return Answer(
        status=Status.OPTIMAL if bound <= chosen.gain * (1 + 1e-12) else Status.FEASIBLE,
        result=result,
        objective=chosen.gain,
        bound=max(bound, chosen.gain),
        wall_s=watch.seconds,
        explain=_reasons(problem, arrays, result),
    )


def _filled_up(arrays: _Arrays, above: Chosen, below: Chosen, budget: float) -> Chosen:
    """From the affordable side of the margin: steps of most gain per money first, while they fit the budget."""
    level = below.level.copy()
    left = budget - below.cost
    while True:
        step = _best_step(arrays, level, left)
        if step is None:
            return arrays.marginal.at(level, above.price)
        item, units = step
        left -= (units - level[item]) * arrays.price[item]
        level[item] = units


def _best_step(arrays: _Arrays, level: Ints, left: float) -> tuple[int, int] | None:
    """The affordable next allowed order of most gain per money, the first of equals."""
    rows, columns = arrays.allowed.shape
    units = np.arange(columns)[None, :]
    extra = units - level[:, None]
    cost = extra * arrays.price[:, None]
    open_steps = arrays.allowed & (extra > 0) & (cost <= left + 1e-9)
    if not open_steps.any():
        return None
    summed = np.concatenate([np.zeros((rows, 1)), np.cumsum(arrays.serve, axis=1)], axis=1)
    gain = summed - summed[np.arange(rows), level][:, None]
    rate = np.where(open_steps, gain / np.maximum(cost, 1e-12), 0.0)
    best = int(np.argmax(rate))
    if rate.flat[best] <= 0:
        return None
    return best // columns, best % columns


def _checked(problem: BudgetProblem) -> _Arrays:
    items = list(problem.items)
    require(len(items) > 0, "items", "are none", "Give at least one item")
    require_unique("item", items)
    demand = np.asarray(problem.demand, dtype=np.float64)
    require_matrix("demand", demand, items)
    for item, total in zip(items, demand.sum(axis=1), strict=True):
        require(abs(total - 1) <= 1e-3, f"demand of {item}", f"sums to {total}", "Make the probabilities sum to one")
    require_number("budget", problem.budget, at_least=0.0)
    price = _numbers(problem.price, "price", items, default=1.0)
    value = _numbers(problem.value, "value", items, default=1.0)
    for item, one, worth in zip(items, price, value, strict=True):
        require_number(f"price of {item}", float(one), above=0.0)
        require_number(f"value of {item}", float(worth), at_least=0.0)
    position = _whole(problem.position, "position", items, default=0, least=None)
    minimum = _whole(problem.minimum, "minimum", items, default=1, least=1)
    pack = _whole(problem.pack, "pack", items, default=1, least=1)
    beyond = 1 - np.cumsum(demand, axis=1)[:, :-1]
    beyond = np.pad(np.maximum(beyond, 0.0), ((0, 0), (0, int(max(minimum.max(), pack.max())) - 1)))
    serving = _serving(beyond, position)
    serve = serving * value[:, None]
    most = _whole(problem.most, "most", items, default=serve.shape[1], least=0)
    units = np.arange(serve.shape[1] + 1)[None, :]
    allowed = (units == 0) | ((units >= minimum[:, None]) & (units % pack[:, None] == 0) & (units <= most[:, None]))
    cost = np.broadcast_to(price[:, None], serve.shape)
    return _Arrays(serving, serve, price, value, position, Marginal(serve, cost, allowed), allowed)


def _serving(beyond: Floats, position: Ints) -> Floats:
    """Chance that unit u+1 of the order serves somebody: 1 while backorders wait, then P(demand > position + u)."""
    reach = beyond.shape[1]
    units = np.arange(reach + int(max(-position.min(initial=0), 0)))[None, :] + position[:, None]
    inside = np.take_along_axis(beyond, np.clip(units, 0, reach - 1), axis=1)
    return np.where(units < 0, 1.0, np.where(units < reach, inside, 0.0))


def _numbers(given: Any, name: str, items: Sequence[str], *, default: float) -> Floats:
    values = np.full(len(items), default) if given is None else np.asarray(given, dtype=np.float64)
    require(values.shape == (len(items),), name, f"has shape {values.shape}", "Give one number per item")
    for item, one in zip(items, values, strict=True):
        require_number(f"{name} of {item}", float(one))
    return values


def _whole(given: Any, name: str, items: Sequence[str], *, default: int, least: int | None) -> Ints:
    values = _numbers(given, name, items, default=default)
    for item, one in zip(items, values, strict=True):
        require_number(f"{name} of {item}", float(one), at_least=least)
        require(float(one).is_integer(), f"{name} of {item}", f"{one} is not whole", "Give whole units")
    return values.astype(np.int64)


def _result(problem: BudgetProblem, arrays: _Arrays, chosen: Chosen, price: float) -> BudgetedOrders:
    demand = np.asarray(problem.demand, dtype=np.float64)
    beyond = np.maximum(1 - np.cumsum(demand, axis=1)[:, :-1], 0.0)
    wanted = float(beyond.sum() + np.maximum(-arrays.position, 0).sum())
    held = np.arange(beyond.shape[1])[None, :] < arrays.position[:, None]
    before = float((beyond * held).sum())
    served = np.arange(arrays.serve.shape[1])[None, :] < chosen.level[:, None]
    units_served = float(np.where(served, arrays.serving, 0.0).sum())
    return BudgetedOrders(
        items=tuple(problem.items),
        order=tuple(int(one) for one in chosen.level),
        spent=float(chosen.level @ arrays.price),
        gain=chosen.gain,
        fill_before=before / wanted if wanted else 1.0,
        fill_after=(before + units_served) / wanted if wanted else 1.0,
        dual_price=price,
    )


def _reasons(problem: BudgetProblem, arrays: _Arrays, result: BudgetedOrders) -> tuple[Reason, ...]:
    """The whole, then the orders that cost most: what the last unit gains, and what the next would."""
    whole = Reason(
        code="budget",
        measures=(
            Measure("budget", problem.budget, "money"),
            Measure("spent", result.spent, "money"),
            Measure("fill_before", 100 * result.fill_before, "%"),
            Measure("fill_after", 100 * result.fill_after, "%"),
            Measure("dual_price", result.dual_price, "gain/money"),
        ),
    )
    spent = np.array(result.order) * arrays.price
    ranked = [int(i) for i in np.argsort(-spent, kind="stable") if result.order[int(i)] > 0][:_REASONS_MAX]
    return (whole, *(_order_reason(arrays, result, item) for item in ranked))


def _order_reason(arrays: _Arrays, result: BudgetedOrders, item: int) -> Reason:
    quantity = result.order[item]
    later = [int(u) for u in np.flatnonzero(arrays.allowed[item]) if u > quantity]
    step = None
    if later:
        more = float(arrays.serve[item, quantity : later[0]].sum())
        cost = (later[0] - quantity) * float(arrays.price[item])
        step = Alternative(
            choice=f"order {later[0]}",
            objective_difference=None,
            measures=(Measure("gain", more), Measure("cost", cost, "money"), Measure("gain_per_money", more / cost)),
        )
    return Reason(
        code="order_within_budget",
        subject=result.items[item],
        measures=(
            Measure("quantity", quantity, "pcs"),
            Measure("cost", quantity * float(arrays.price[item]), "money"),
            Measure("gain", float(arrays.serve[item, :quantity].sum())),
            Measure("last_unit_gain_per_money", float(arrays.serve[item, quantity - 1] / arrays.price[item])),
        ),
        alternative=step,
    )
