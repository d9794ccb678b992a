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
    """One row of store indices per neighbouring set, padded with −1."""
    others = np.setdiff1d(useful, stores)
    size = len(stores) + 1
    base = np.array(stores, dtype=np.int64)
    rows = [np.column_stack([np.tile(base, (len(others), 1)), others])]
    for i in range(len(stores)):
        kept = np.delete(base, i)
        rows.append(np.concatenate([kept, [-1, -1]])[None, :])
        exchanged = np.column_stack([np.tile(kept, (len(others), 1)), others, np.full(len(others), -1)])
        rows.append(exchanged)
    return np.concatenate([row.reshape(-1, size) for row in rows]).astype(np.int64)
