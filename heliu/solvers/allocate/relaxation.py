"""How an order is presented to the programme over demands: in portions that are exact where there is room for them.

A line is one portion when every store that has it has all of it at one rate, or nothing. Otherwise it is as many
portions as its quantity has of the largest unit that divides all quantities concerned. When that makes the programme
too big, the lines with most portions become one portion that any store with some units may serve at its cheapest rate:
then the optimum is only a lower bound.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import gcd

import numpy as np

from heliu.solvers.allocate.cover import MOST_PAIRS, Part, Shape, pairs_of
from heliu.solvers.allocate.geodesy import Floats
from heliu.solvers.allocate.network import Integers
from heliu.solvers.allocate.orderproblem import Filling, OrderProblem


@dataclass(frozen=True, slots=True)
class Portions:
    """`shape[line]` portions of `size[line]` units; `exact[line]` False where stores may serve more than they have."""

    shape: Shape
    size: tuple[int, ...]
    exact: tuple[bool, ...]


def portions_of(problem: OrderProblem) -> Portions | None:
    """None when even one portion per line is too much work."""
    if pairs_of((1,) * problem.lines) > MOST_PAIRS:
        return None
    units = problem.widths.sum(axis=2)
    whole = ((units == 0) | _is_flat(problem)).all(axis=1)
    size = [
        int(problem.need[line]) if whole[line] else _common_unit(int(problem.need[line]), problem.widths[line])
        for line in range(problem.lines)
    ]
    shape = [int(n) // s for n, s in zip(problem.need, size, strict=True)]
    exact = [True] * problem.lines
    while pairs_of(tuple(shape)) > MOST_PAIRS:
        line = shape.index(max(shape))
        shape[line], size[line], exact[line] = 1, int(problem.need[line]), False
    return Portions(tuple(shape), tuple(size), tuple(exact))


def serving_costs(problem: OrderProblem, portions: Portions) -> list[Floats]:
    """For each line [portions, store]: cost of 0, 1, 2 … portions; inf where the store has less."""
    return [_serving(problem, portions, line) for line in range(problem.lines)]


def losing_costs(problem: OrderProblem, portions: Portions) -> list[float]:
    return [float(problem.lost[line]) * size for line, size in enumerate(portions.size)]


def real_plan(problem: OrderProblem, portions: Portions, parts: Sequence[Part], cost: float) -> Filling | None:
    """The plan of the programme, None when it counts on stock that is not there."""
    serving = [part for part in parts if part.store >= 0]
    stores = sorted(part.store for part in serving)
    if len(set(stores)) < len(stores):
        return None
    units = np.zeros((problem.lines, len(stores)), dtype=np.int64)
    for part in serving:
        units[:, stores.index(part.store)] = np.array(part.portions) * np.array(portions.size)
    bands = problem.widths[:, stores]
    for line, exact in enumerate(portions.exact):
        if not exact and ((units[line] > 0) & (units[line] > bands[line, :, 0])).any():
            return None
    return Filling(tuple(stores), units, cost)


def _serving(problem: OrderProblem, portions: Portions, line: int) -> Floats:
    widths, rates, size = problem.widths[line], problem.rates[line], portions.size[line]
    if not portions.exact[line]:
        first = np.where(widths > 0, rates, np.inf).min(axis=1)
        return np.stack([np.zeros(len(first)), first * size])
    asked = np.arange(portions.shape[line] + 1, dtype=np.int64)[:, None] * size
    held = widths.sum(axis=1)
    before = np.cumsum(widths, axis=1) - widths
    taken = np.minimum(np.maximum(asked[:, :, None] - before[None], 0), widths[None])
    costs: Floats = np.where(asked <= held[None], (taken * rates[None]).sum(axis=2), np.inf)
    return costs


def _is_flat(problem: OrderProblem) -> Integers:
    """[line, store]: one band holds the whole need."""
    flat: Integers = (problem.widths == problem.need[:, None, None]).any(axis=2)
    return flat


def _common_unit(need: int, widths: Integers) -> int:
    return gcd(need, *(int(width) for width in np.unique(widths)))
