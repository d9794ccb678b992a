"""Divide the units of a holding among channels so that they earn most.

Every channel earns less for each further unit, so for a given set of channels with fixed costs taking the best next
block again and again is optimal; the sets are tried one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.slow_move.channels import Channel

Floats = NDArray[np.float64]

BLOCKS = 48
# Beyond this many channels with fixed costs sets are no longer tried one by one, but improved by one channel at a time.
TRIED = 5


def stocks(units: int) -> Floats:
    """0 … units in at most 48 equal blocks of whole units; the last one may be smaller."""
    block = max(1, -(-units // BLOCKS))
    return np.append(np.arange(0.0, units, block), float(units)) if units else np.zeros(1)


@dataclass(frozen=True, slots=True)
class Split:
    """Units per channel, in the order of the channels, and what all of them earn."""

    units: tuple[int, ...]
    value: float


def divide(channels: Sequence[Channel], at: Floats) -> Split:
    """`at` are the stocks of `stocks(units)` on which the channels' values stand. Every unit goes somewhere; the first
    channel must be able to take all of them."""
    costly = [i for i, channel in enumerate(channels) if channel.fixed > 0]
    if len(costly) > TRIED:
        return _toggle(channels, at, costly)
    free = [i for i in range(len(channels)) if i not in costly]
    best: Split | None = None
    for count in range(len(costly) + 1):
        for chosen in combinations(costly, count):
            found = _greedy(channels, at, sorted([*free, *chosen]))
            if best is None or found.value > best.value + 1e-9:
                best = found
    assert best is not None
    return best


def _toggle(channels: Sequence[Channel], at: Floats, costly: Sequence[int]) -> Split:
    """From no parcel at all: adds or leaves out the one that improves most, until none does."""
    used = {i for i in range(len(channels)) if i not in costly}
    best = _greedy(channels, at, sorted(used))
    while True:
        trials = [(_greedy(channels, at, sorted(used ^ {i})), i) for i in costly]
        trial, changed = max(trials, key=lambda one: (one[0].value, -one[1]))
        if trial.value <= best.value + 1e-9:
            return best
        best, used = trial, used ^ {changed}


def _greedy(channels: Sequence[Channel], at: Floats, used: Sequence[int]) -> Split:
    """Whole blocks by value per unit; a limit inside a block lets the part up to it go there."""
    if at[-1] == 0:
        return Split((0,) * len(channels), 0.0)
    slopes, sizes, owners = [], [], []
    for i in used:
        limit = float(channels[i].limit)
        ends = np.minimum(at[1:], limit)
        size = np.maximum(ends - at[:-1], 0.0)
        slope = np.diff(channels[i].values) / np.diff(at)
        slopes.append(slope[size > 0])
        sizes.append(size[size > 0])
        owners.append(np.full(int((size > 0).sum()), i))
    order = np.argsort(-np.concatenate(slopes), kind="stable")
    size, owner = np.concatenate(sizes)[order], np.concatenate(owners)[order]
    before = np.concatenate([[0.0], np.cumsum(size)[:-1]])
    taken = np.clip(at[-1] - before, 0.0, size)
    given = np.bincount(owner, weights=taken, minlength=len(channels)).astype(np.int64)
    return Split(tuple(int(n) for n in given), sum(worth(channels[i], int(given[i]), at) for i in used))


def worth(channel: Channel, units: int, at: Floats) -> float:
    """What the units earn there, less the fixed cost when there are any."""
    if units == 0:
        return 0.0
    return float(np.interp(units, at, channel.values)) - channel.fixed
