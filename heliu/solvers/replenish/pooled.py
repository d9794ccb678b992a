"""Order-up-to levels for all items together: one price of stock, so that their fill costs the least stock."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.problems import InvalidProblem, require, require_matrix, require_number, require_unique
from heliu.solvers.replenish.demand import Bools, Floats, Ints
from heliu.solvers.replenish.marginal import Chosen, Marginal

_RAISE_BY = 0.02
_STOCK_FLOOR = 1e-9
_REASONS_MAX = 50
_SUM_TOLERANCE = 1e-3


@dataclass(frozen=True, slots=True, kw_only=True)
class PooledProblem:
    """`before[i, k]`: P(demand of item i during the lead time is k); `through[i, k]`: the same until the next order
    arrives (lead time + review). One column per unit, the last one holds everything beyond.

    Give either `target_fill` (share of units served at once, over all items) or `price` (units served per unit of
    stock and period, the λ of an earlier answer). `position`: on hand + on order − backorders; levels never lie below.
    `unit_cost` weighs stock in money; `minimum` and `pack` restrict what can be ordered on top of the position. What
    customers wait for (a position below zero) is always ordered.
    """

    items: Sequence[str]
    before: NDArray[Any]
    through: NDArray[Any]
    target_fill: float | None = None
    price: float | None = None
    position: Sequence[int] | NDArray[Any] | None = None
    unit_cost: Sequence[float] | NDArray[Any] | None = None
    minimum: Sequence[int] | NDArray[Any] | None = None
    pack: Sequence[int] | NDArray[Any] | None = None


@dataclass(frozen=True, slots=True)
class PooledLevels:
    """`order_up_to[i]` and `order[i]` in units; fill expected in the period after the lead time; stock expected at its
    end, in units and in money; `price`: units served per unit (or money) of stock at the margin."""

    items: tuple[str, ...]
    order_up_to: tuple[int, ...]
    order: tuple[int, ...]
    expected_fill: float
    expected_stock: float
    expected_stock_value: float
    price: float


@dataclass(frozen=True, slots=True)
class _Arrays:
    gain: Floats
    left: Floats
    weight: Floats
    position: Ints
    marginal: Marginal
    demand: float

    def fill(self, chosen: Chosen) -> float:
        return chosen.gain / self.demand

    def stock(self, level: Ints) -> Floats:
        """Expected units left of each item's level."""
        summed = np.concatenate([np.zeros((level.size, 1)), np.cumsum(self.left, axis=1)], axis=1)
        reach = self.left.shape[1]
        inside = summed[np.arange(level.size), np.minimum(level, reach)]
        total: Floats = inside + np.maximum(level - reach, 0)
        return total


def unit_gains(before: Floats, through: Floats) -> tuple[Floats, Floats]:
    """For unit u+1 of the position: P(it is the one that serves a customer at once in the period after the lead time),
    and P(it is left at the end of that period)."""
    late = np.cumsum(before, axis=1)[:, :-1]
    left = np.cumsum(through, axis=1)[:, :-1]
    return np.maximum(late - left, 0.0), left


def pooled_levels(problem: PooledProblem) -> Answer[PooledLevels]:
    """Least expected stock (money if `unit_cost`) that reaches the fill over all items, or the best at a given price.

    objective: expected stock × unit cost at the end of the period after the lead time; bound: proved least for the
    same fill. Raises InvalidProblem naming the item for broken distributions, positions or order rules.
    """
    watch = Stopwatch()
    arrays = _checked(problem)
    chosen = _chosen(problem, arrays)
    bound = arrays.marginal.least_cost(chosen.gain, chosen.price) if chosen.price > 0 else None
    result = _result(problem, arrays, chosen)
    return Answer(
        status=Status.FEASIBLE,
        result=result,
        objective=chosen.cost,
        bound=None if bound is None else min(max(bound, 0.0), chosen.cost),
        wall_s=watch.seconds,
        explain=_reasons(problem, arrays, chosen),
    )


def _chosen(problem: PooledProblem, arrays: _Arrays) -> Chosen:
    if problem.price is not None:
        return arrays.marginal.worth(problem.price)
    wanted = (problem.target_fill or 0.0) * arrays.demand
    return _for_gain(arrays.marginal, wanted)


def _for_gain(marginal: Marginal, wanted: float) -> Chosen:
    above, below = marginal.for_gain(wanted)
    if below.gain >= wanted:
        return below
    return marginal.blend(above, below, lambda levels: levels.gain >= wanted)


def _checked(problem: PooledProblem) -> _Arrays:
    items = list(problem.items)
    require(len(items) > 0, "items", "are none", "Give at least one item")
    require_unique("item", items)
    before, through = (np.asarray(one, dtype=np.float64) for one in (problem.before, problem.through))
    for name, values in (("before", before), ("through", through)):
        require_matrix(name, values, items)
        _require_sums(name, values, items)
    require(before.shape == through.shape, "through", f"has shape {through.shape}", f"Give {before.shape} like before")
    require(
        (problem.target_fill is None) != (problem.price is None),
        "target fill",
        "or price: exactly one is needed",
        "Give a target fill or a price of stock",
    )
    if problem.target_fill is not None:
        require_number("target fill", problem.target_fill, above=0.0, at_most=0.9999)
    if problem.price is not None:
        require_number("price", problem.price, above=0.0)
    gain, left = unit_gains(before, through)
    demand = float(gain.sum())
    require(demand > 0, "demand", "is zero for all items", "Give items with demand after the lead time")
    position = _whole(problem.position, "position", items, least=None)
    minimum = _whole(problem.minimum, "minimum", items, least=1)
    pack = _whole(problem.pack, "pack", items, least=1)
    room = ((0, 0), (0, int(max(minimum.max(), pack.max())) + int(pack.max()) - 2))
    gain, left = np.pad(gain, room), np.pad(left, room, constant_values=1.0)
    weight = _costs(problem.unit_cost, items)
    cost = np.maximum(left, _STOCK_FLOOR) * weight[:, None]
    free = problem.position is None and problem.minimum is None and problem.pack is None
    allowed = None if free else _allowed(position, minimum, pack, gain.shape[1])
    return _Arrays(gain, left, weight, position, Marginal(gain, cost, allowed), demand)


def _require_sums(name: str, values: Floats, items: Sequence[str]) -> None:
    sums = values.sum(axis=1)
    wrong = np.flatnonzero(np.abs(sums - 1) > _SUM_TOLERANCE)
    if wrong.size:
        first = int(wrong[0])
        raise InvalidProblem(f"{name}[{items[first]}]", f"sums to {sums[first]}", "Make the probabilities sum to one")


def _whole(given: Any, name: str, items: Sequence[str], *, least: int | None) -> Ints:
    values = np.zeros(len(items)) if given is None else np.asarray(given, dtype=np.float64)
    if given is None and least is not None:
        values = values + least
    require(values.shape == (len(items),), name, f"has shape {values.shape}", "Give one number per item")
    for item, value in zip(items, values, strict=True):
        require_number(f"{name} of {item}", float(value), at_least=least)
        require(float(value).is_integer(), f"{name} of {item}", f"{value} is not whole", "Give whole units")
    return values.astype(np.int64)


def _costs(given: Any, items: Sequence[str]) -> Floats:
    values = np.ones(len(items)) if given is None else np.asarray(given, dtype=np.float64)
    require(values.shape == (len(items),), "unit cost", f"has shape {values.shape}", "Give one number per item")
    for item, value in zip(items, values, strict=True):
        require_number(f"unit cost of {item}", float(value), above=0.0)
    return values


def _allowed(position: Ints, minimum: Ints, pack: Ints, reach: int) -> Bools:
    """Which levels an order can reach: the position itself, or a minimum in whole packs above it."""
    over = np.arange(reach + 1)[None, :] - position[:, None]
    allowed: Bools = (over == 0) | ((over >= minimum[:, None]) & (over % pack[:, None] == 0))
    allowed[position > reach, reach] = True
    return allowed


def _result(problem: PooledProblem, arrays: _Arrays, chosen: Chosen) -> PooledLevels:
    level = np.maximum(chosen.level, arrays.position)
    order = np.where(chosen.level > arrays.position, chosen.level - arrays.position, 0)
    stock = arrays.stock(np.maximum(level, 0))
    return PooledLevels(
        items=tuple(problem.items),
        order_up_to=tuple(int(one) for one in level),
        order=tuple(int(one) for one in order),
        expected_fill=arrays.fill(chosen),
        expected_stock=float(stock.sum()),
        expected_stock_value=float(stock @ arrays.weight),
        price=chosen.price,
    )


def _reasons(problem: PooledProblem, arrays: _Arrays, chosen: Chosen) -> tuple[Reason, ...]:
    fill = arrays.fill(chosen)
    raised = _for_gain(arrays.marginal, min(fill + _RAISE_BY, (1 + fill) / 2) * arrays.demand)
    raising = Reason(
        code="raising_fill",
        measures=(
            Measure("fill", 100 * fill, "%"),
            Measure("raised_fill", 100 * arrays.fill(raised), "%"),
            Measure("more_stock", raised.cost - chosen.cost, "pcs" if problem.unit_cost is None else "money"),
            Measure("price", chosen.price, "pcs served per stock"),
        ),
        alternative=_equal_cover(arrays, chosen),
    )
    ordered = np.maximum(chosen.level - np.maximum(arrays.position, 0), 0)
    ranked = [int(i) for i in np.argsort(-ordered, kind="stable")[:_REASONS_MAX] if ordered[int(i)] > 0]
    return (raising, *(_level_reason(problem, arrays, int(chosen.level[item]), item) for item in ranked))


def _level_reason(problem: PooledProblem, arrays: _Arrays, level: int, item: int) -> Reason:
    """What the last unit of the level serves per unit (money) of stock it costs, and what the next one would."""

    def served_per_stock(unit: int) -> float:
        cost = max(float(arrays.left[item, unit]), _STOCK_FLOOR) * float(arrays.weight[item])
        return float(arrays.gain[item, unit]) / cost

    following = None
    if level < arrays.gain.shape[1]:
        following = Alternative(
            choice=f"order up to {level + 1}",
            objective_difference=float(arrays.left[item, level] * arrays.weight[item]),
            measures=(
                Measure("served", float(arrays.gain[item, level]), "pcs/period"),
                Measure("served_per_stock", served_per_stock(level)),
            ),
        )
    return Reason(
        code="pooled_level",
        subject=problem.items[item],
        measures=(
            Measure("order_up_to", level, "pcs"),
            Measure("served", float(arrays.gain[item, level - 1]), "pcs/period"),
            Measure("stays", float(arrays.left[item, level - 1]), "probability"),
            Measure("served_per_stock", served_per_stock(level - 1)),
        ),
        alternative=following,
    )


def _equal_cover(arrays: _Arrays, chosen: Chosen) -> Alternative | None:
    """The same fill with the same cycle service for every item, what a planner without a pooled price would do."""
    unknown = np.zeros(arrays.left.shape[0], dtype=np.int64)
    low, high = 0.0, 1.0
    levels = arrays.marginal.at(unknown)
    for _ in range(40):
        middle = (low + high) / 2
        levels = arrays.marginal.at((arrays.left < middle).sum(axis=1).astype(np.int64))
        if levels.gain >= chosen.gain:
            high = middle
        else:
            low = middle
    levels = arrays.marginal.at((arrays.left < high).sum(axis=1).astype(np.int64))
    if levels.gain < chosen.gain * (1 - 1e-9):
        return None
    return Alternative(
        choice="the same cycle service for every item",
        objective_difference=max(levels.cost - chosen.cost, 0.0),
        measures=(Measure("cycle_service", high, "probability"), Measure("stock", levels.cost)),
    )
