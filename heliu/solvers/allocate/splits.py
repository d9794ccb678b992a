"""Exact sharing of quantities: dynamic programme over the units of every line that are still missing.

V(missing) after the first i stores = min(V before, fixed_i + cheapest way to take units from store i). Needed when no
single store holds enough of a line, or holds the rest at a dearer rate. Work grows with the product of the quantities,
so the caller sets a limit.
"""

from math import gcd, prod

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.allocate.geodesy import Floats
from heliu.solvers.allocate.orderproblem import OrderProblem


def splitting_work(problem: OrderProblem, candidates: NDArray[np.int64]) -> int:
    """Additions that `cheapest_split` would make."""
    need, units = _scaled(problem, candidates)
    states = prod(int(n) + 1 for n in need)
    return states * int(units.sum() + len(candidates))


def cheapest_split(problem: OrderProblem, candidates: NDArray[np.int64]) -> tuple[int, ...]:
    """The set of stores of a cheapest plan that uses only `candidates`."""
    need, _ = _scaled(problem, candidates)
    scale = [int(n) // int(s) for n, s in zip(problem.need, need, strict=True)]
    missing = np.indices([n + 1 for n in need])
    value: Floats = sum(
        (missing[i] * (problem.lost[i] * scale[i]) for i in range(problem.lines)), np.zeros(missing.shape[1:])
    )
    history = [value]
    for store in candidates:
        with_store = _take(problem, int(store), value, scale)[-1] + problem.fixed[store]
        value = np.minimum(value, with_store)
        history.append(value)
    return _trace(problem, candidates, history, scale)


def _scaled(problem: OrderProblem, candidates: NDArray[np.int64]) -> tuple[list[int], NDArray[np.int64]]:
    """Needs and store totals in the largest unit that divides all quantities of a line."""
    widths = problem.widths[:, candidates]
    scale = [gcd(int(need), *(int(w) for w in np.unique(widths[i]))) for i, need in enumerate(problem.need)]
    need = [int(n) // s for n, s in zip(problem.need, scale, strict=True)]
    return need, widths.sum(axis=2) // np.array(scale, dtype=np.int64)[:, None]


def _unit_costs(problem: OrderProblem, line: int, store: int, scale: int) -> list[float]:
    """Cost of 0, 1, 2 … scaled units of a line from a store; convex."""
    costs = [0.0]
    for width, rate in zip(problem.widths[line, store], problem.rates[line, store], strict=True):
        for _ in range(int(width) // scale):
            costs.append(costs[-1] + float(rate) * scale)
    return costs


def _take(problem: OrderProblem, store: int, value: Floats, scale: list[int]) -> list[Floats]:
    """`value` once the store may give units of the first 0, 1, 2 … lines."""
    stages = [value]
    for line in range(problem.lines):
        costs = _unit_costs(problem, line, store, scale[line])
        if len(costs) == 1:
            stages.append(stages[-1])
            continue
        before = np.moveaxis(stages[-1], line, 0)
        after = before.copy()
        for units in range(1, len(costs)):
            np.minimum(after[units:], before[: len(before) - units] + costs[units], out=after[units:])
        stages.append(np.moveaxis(after, 0, line))
    return stages


def _trace(
    problem: OrderProblem, candidates: NDArray[np.int64], history: list[Floats], scale: list[int]
) -> tuple[int, ...]:
    missing = [size - 1 for size in history[0].shape]
    used = []
    for i in range(len(candidates) - 1, -1, -1):
        at = tuple(missing)
        if history[i + 1][at] >= history[i][at]:
            continue
        store = int(candidates[i])
        used.append(store)
        stages = _take(problem, store, history[i], scale)
        for line in range(problem.lines - 1, -1, -1):
            costs = _unit_costs(problem, line, store, scale[line])
            before = [
                stages[line][_less(missing, line, u)] + costs[u] for u in range(min(len(costs), missing[line] + 1))
            ]
            missing[line] -= int(np.argmin(before))
    return tuple(sorted(used))


def _less(missing: list[int], line: int, units: int) -> tuple[int, ...]:
    return tuple(m - units if i == line else m for i, m in enumerate(missing))
