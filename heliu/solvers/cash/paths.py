"""Monte-Carlo paths: every document lands on one day of every path.

Each document takes its days from an evenly spaced sample of its own distribution (systematic sampling, so that every
day gets its share of paths almost exactly) and is put on the paths by a permutation that depends on seed and id only:
common random numbers, so that two scenarios differ by what was changed and not by luck.
"""

import zlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.cash.trade import TradeRow

_PERMUTATIONS = 199
_BLOCK = 256


def keys_of(ids: Sequence[str]) -> NDArray[np.int64]:
    """A number per id that does not depend on the other ids."""
    return np.array([zlib.crc32(one.encode()) for one in ids], dtype=np.int64)


class Paths:
    """Cash per path and day of the horizon, in minor units. Sums of whole amounts are exact below 2⁵³."""

    def __init__(self, *, paths: int, horizon: int, seed: int) -> None:
        self.paths, self.horizon, self.seed = paths, horizon, seed
        self._columns = horizon + 2
        self._cash = np.zeros(paths * self._columns)
        generator = np.random.default_rng([seed, 1])
        twice = np.empty((_PERMUTATIONS, 2 * paths), dtype=np.int64)
        for row in twice:
            row[:paths] = generator.permutation(paths) * self._columns
            row[paths:] = row[:paths]
        self._cells = np.lib.stride_tricks.sliding_window_view(twice, paths, axis=1)

    @property
    def cash(self) -> NDArray[np.float64]:
        """Path × day."""
        cash: NDArray[np.float64] = self._cash.reshape(self.paths, self._columns)[:, : self.horizon]
        return cash

    def add(self, keys: NDArray[np.int64], amounts: NDArray[np.int64], chances: NDArray[np.float64]) -> None:
        """Each document whole on one day; the last two columns of `chances` are outside the horizon."""
        for start in range(0, len(keys), _BLOCK):
            part = slice(start, start + _BLOCK)
            cells = self._landings(keys[part], chances[part])
            weights = np.repeat(amounts[part].astype(np.float64), self.paths)
            self._cash += np.bincount(cells.ravel(), weights=weights, minlength=len(self._cash))

    def _landings(self, keys: NDArray[np.int64], chances: NDArray[np.float64]) -> NDArray[np.int64]:
        """Document × path: the flat cell of the path on which the document lands."""
        mixed = (keys ^ (self.seed * 0x9E3779B1)) * 0x85EBCA6B & 0xFFFFFFFFFFFF
        offset = (mixed >> 16 & 0xFFFF) / 65536.0
        ends = np.ceil(np.cumsum(chances, axis=1) * self.paths - offset[:, None] - 1e-9)
        np.clip(ends, 0, self.paths, out=ends)
        ends[:, -1] = self.paths
        counts = np.diff(ends, axis=1, prepend=0).astype(np.int64)
        days = np.repeat(np.tile(np.arange(self._columns), len(keys)), counts.ravel())
        cells: NDArray[np.int64] = self._cells[mixed % _PERMUTATIONS, (mixed >> 24) % self.paths]
        cells += days.reshape(cells.shape)
        return cells

    def add_trade(self, rows: Sequence[TradeRow]) -> None:
        """Totals are gamma distributed around their mean times what the side has in common; documents of a row are of
        equal size and land on days of their own."""
        common = {side: self._normal(f"level:{side}") for side in sorted({row.side for row in rows})}
        for row in rows:
            generator = np.random.default_rng([self.seed, zlib.crc32(row.id.encode()), 2])
            total = np.full(self.paths, row.mean)
            if row.deviation > 0 and row.mean > 0:
                shape = (row.mean / row.deviation) ** 2
                total = generator.gamma(shape, row.mean / shape, self.paths)
            total *= np.maximum(1 + row.shared_deviation * common[row.side], 0)
            chances = np.maximum(row.chances, 0)
            counts = generator.multinomial(row.invoices, chances / chances.sum(), size=self.paths)
            cash = np.rint(counts * (total / row.invoices * row.side.sign)[:, None])
            self._cash += cash.ravel()

    def _normal(self, name: str) -> NDArray[np.float64]:
        """Standard normal, evenly spaced over the paths, in an order of its own."""
        from scipy.special import ndtri

        order = np.random.default_rng([self.seed, zlib.crc32(name.encode()), 3]).permutation(self.paths)
        levels: NDArray[np.float64] = ndtri((order + 0.5) / self.paths)
        return levels

    def add_certain(self, day: int, amount: int) -> None:
        """On every path the same, on one day of the horizon."""
        self.cash[:, day] += amount


def whole_parts(amounts: NDArray[np.int64], chances: NDArray[np.float64]) -> NDArray[np.int64]:
    """Amount × chances in whole minor units; every row sums exactly to its amount (differences of rounded running
    sums, so that no part is off by a whole unit)."""
    running = np.rint(np.cumsum(chances, axis=1) * amounts[:, None]).astype(np.int64)
    running[:, -1] = amounts
    limit = np.abs(amounts)[:, None]
    np.clip(running, -limit, limit, out=running)
    return np.diff(running, axis=1, prepend=0)
