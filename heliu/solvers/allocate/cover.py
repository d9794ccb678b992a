"""Which stores share an order: exact dynamic programme over the quantities of its lines.

A demand is how many portions of each line are asked; best(d) = min over 0 ≠ e ≤ d of cheapest(e) + best(d − e), where
cheapest(e) is the cheapest single store for e. With one portion per line this is minimum-cost set cover over bit masks;
with one portion per unit it also shares quantities. Every store is looked at, so there is nothing to prove about a
wider choice of candidates. Only a plan that uses one store for two parts is not real (its stock may be counted twice);
its cost is still a lower bound. Work per order: demands × stores + pairs e ≤ d.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import prod

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.allocate.geodesy import Floats

Indices = NDArray[np.int64]
Shape = tuple[int, ...]
"""Portions of each line."""

MOST_PAIRS = 8_000
"""Pairs of demands up to which the programme is used: eight lines of one portion, or five of two."""

LOST = -1


def pairs_of(shape: Shape) -> int:
    return prod((n + 1) * (n + 2) // 2 for n in shape)


@dataclass(frozen=True, slots=True)
class Part:
    """What one store (LOST: nobody) does for an order: portions of each line."""

    store: int
    portions: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Covers:
    """`best[order, demand]` for every demand in mixed-radix order, and each order's cheapest plan."""

    best: Floats
    parts: tuple[tuple[Part, ...], ...]

    @property
    def cost(self) -> Floats:
        whole: Floats = self.best[:, -1]
        return whole


def cheapest_covers(shape: Shape, fixed: Floats, serve: Sequence[Floats], lost: Sequence[Floats]) -> Covers:
    """Orders of one shape. `fixed[order, store]` cost of using a store (inf: never); for each line
    `serve[line][order, portions, store]` cost of 0, 1, 2 … portions (inf: not to be had) and `lost[line][order]` cost
    of losing one portion."""
    order = _demands(shape)
    everything_lost = sum(
        (order.portions[None, :, i] * lost[i][:, None] for i in range(len(shape))), np.zeros((len(fixed), 1))
    )
    costs = demand_costs(fixed, serve)
    owner = costs.argmin(axis=2)
    cheapest = np.take_along_axis(costs, owner[:, :, None], axis=2)[:, :, 0]
    owner = np.where(everything_lost <= cheapest, LOST, owner)
    cheapest = np.minimum(cheapest, everything_lost)
    best = np.zeros_like(cheapest)
    for level in order.levels:
        totals = cheapest[:, level.part] + best[:, level.rest]
        best[:, level.demands] = np.minimum.reduceat(totals, level.starts, axis=1)
    return Covers(best, tuple(_parts(order, cheapest[i], best[i], owner[i]) for i in range(len(fixed))))


def demand_costs(fixed: Floats, serve: Sequence[Floats]) -> Floats:
    """[order, demand, store]: cost of one store serving exactly that demand."""
    costs = fixed[:, None, :]
    for line in serve:
        costs = (costs[:, :, None, :] + line[:, None, :, :]).reshape(len(fixed), -1, fixed.shape[1])
    return costs


@dataclass(frozen=True, slots=True)
class _Level:
    """Demands of one size; the pairs (part, rest) of each begin at `starts`."""

    demands: Indices
    starts: Indices
    part: Indices
    rest: Indices


@dataclass(frozen=True, slots=True)
class _Demands:
    """`portions[demand, line]` in mixed-radix order; levels by number of portions, smallest first."""

    portions: Indices
    levels: tuple[_Level, ...]


@lru_cache(maxsize=512)
def _demands(shape: Shape) -> _Demands:
    portions = np.indices([n + 1 for n in shape]).reshape(len(shape), -1).T
    radix = np.array([prod(n + 1 for n in shape[i + 1 :]) for i in range(len(shape))], dtype=np.int64)
    whole, part = _pairs(shape, radix)
    size = portions.sum(axis=1)
    levels = []
    for units in range(1, sum(shape) + 1):
        pairs = np.flatnonzero(size[whole] == units)
        demands, starts = np.unique(whole[pairs], return_index=True)
        levels.append(_Level(demands, starts, part[pairs], whole[pairs] - part[pairs]))
    return _Demands(portions, tuple(levels))


def _pairs(shape: Shape, radix: Indices) -> tuple[Indices, Indices]:
    """All (demand, part of it that holds a portion of its first line asked), sorted by demand. The restriction loses
    nothing: some part must hold that portion."""
    whole, part = np.zeros(1, dtype=np.int64), np.zeros(1, dtype=np.int64)
    asked, held = np.zeros(1, dtype=bool), np.zeros(1, dtype=bool)
    for portions, step in zip(shape, radix, strict=True):
        d, e = np.tril_indices(portions + 1)
        first = ~asked[:, None] & (d > 0)[None, :]
        held = np.where(first, (e > 0)[None, :], held[:, None])
        asked = asked[:, None] | (d > 0)[None, :]
        whole, part = whole[:, None] + d * step, part[:, None] + e * step
        keep = held | ~asked
        whole, part, asked, held = whole[keep], part[keep], asked[keep], held[keep]
    by_demand = np.argsort(whole, kind="stable")
    return whole[by_demand], part[by_demand]


def _parts(order: _Demands, cheapest: Floats, best: Floats, owner: Indices) -> tuple[Part, ...]:
    parts = []
    left = len(best) - 1
    while left:
        level = order.levels[int(order.portions[left].sum()) - 1]
        at = int(np.searchsorted(level.demands, left))
        end = level.starts[at + 1] if at + 1 < len(level.starts) else len(level.part)
        mine = slice(level.starts[at], end)
        chosen = level.part[mine][np.argmin(cheapest[level.part[mine]] + best[level.rest[mine]])]
        parts.append(Part(int(owner[chosen]), tuple(order.portions[chosen].tolist())))
        left -= int(chosen)
    return tuple(parts)
