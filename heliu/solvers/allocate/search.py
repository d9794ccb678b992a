"""Greedy maximum cover and local improvement of the set of stores of one order: for orders too big for exactness.

Moves: add a store, drop one, exchange one; the best move of all is made until none is better. Deterministic: ties go to
the store that was given first.
"""

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.allocate.orderproblem import Filling, OrderProblem, fill, set_costs

TOLERANCE = 1e-9


def improve(
    problem: OrderProblem, start: tuple[int, ...], *, among: NDArray[np.int64], most_moves: int = 60
) -> Filling:
    """From an empty start this is greedy maximum cover, followed by improvement; never worse than `start`. Only stores
    of `among` are brought in; when no move with them is left, all stores are tried once more for adding, so that no
    single store could profitably ship what stays unfilled."""
    current = _descend(problem, fill(problem, start), among, most_moves)
    useful = np.flatnonzero(np.isfinite(problem.fixed) & problem.widths.any(axis=(0, 2)))
    missing = problem.need > current.units.sum(axis=1) if current.stores else problem.need > 0
    if missing.any() and len(useful) > len(among):
        having = np.flatnonzero(problem.widths[missing].any(axis=(0, 2)) & np.isfinite(problem.fixed))
        current = _descend(problem, current, having, most_moves)
    return current


def _descend(problem: OrderProblem, current: Filling, useful: NDArray[np.int64], most_moves: int) -> Filling:
    for _ in range(most_moves):
        sets = _neighbours(current.stores, useful)
        if not len(sets):
            break
        costs = set_costs(problem, sets)
        best = int(costs.argmin())
        if costs[best] >= current.cost - TOLERANCE * max(1.0, abs(current.cost)):
            break
        current = fill(problem, tuple(int(s) for s in sets[best] if s >= 0))
    return current


def _neighbours(stores: tuple[int, ...], useful: NDArray[np.int64]) -> NDArray[np.int64]:
    """One row of store indices per neighbouring set, padded with −1: additions, drops, then exchanges."""
    others = np.array([store for store in useful.tolist() if store not in stores], dtype=np.int64)
    size, count = len(stores), len(others)
    sets = np.full((count * (size + 1) + size, size + 1), -1, dtype=np.int64)
    sets[:count, :size], sets[:count, size] = stores, others
    for i in range(size):
        kept = stores[:i] + stores[i + 1 :]
        sets[count + i, : size - 1] = kept
        exchanged = sets[count + size + i * count :][:count]
        exchanged[:, : size - 1], exchanged[:, size - 1] = kept, others
    return sets
