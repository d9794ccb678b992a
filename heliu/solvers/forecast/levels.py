"""Demand rates of intermittent items, for all items at once: exponential smoothing, Croston, TSB, ADIDA, IMAPA.

Every function takes one row per item (NaN is unknown and leaves the state as it is) and returns the expected demand per
period. Croston (1972), Syntetos and Boylan (2005), Teunter, Syntetos and Babai (2011), Nikolopoulos et al. (2011),
Petropoulos and Kourentzes (2015).
"""

import numpy as np

from heliu.solvers.forecast.problem import Floats

ALPHAS = (0.1, 0.15, 0.2, 0.25, 0.3)


def mean_rate(demand: Floats, periods: int | None = None) -> Floats:
    """Mean of the last `periods` known values (of all, without a number); 0 where nothing is known."""
    window = demand if periods is None else demand[:, -periods:]
    known = np.isfinite(window)
    return np.asarray(np.where(known, window, 0.0).sum(axis=1) / np.maximum(known.sum(axis=1), 1), dtype=np.float64)


def smoothed(demand: Floats, alpha: float) -> tuple[Floats, Floats]:
    """Simple exponential smoothing from the first known value: final level and sum of squared one-step errors."""
    level = np.full(len(demand), np.nan)
    errors = np.zeros(len(demand))
    for column in demand.T:
        known = np.isfinite(column)
        started = np.isfinite(level)
        error = np.where(known & started, column - level, 0.0)
        errors += error**2
        level = np.where(known & ~started, column, level + alpha * error)
    return np.nan_to_num(level), errors


def best_smoothed(demand: Floats) -> Floats:
    """Smoothing with the constant of 0.1 … 0.3 that had the least squared one-step error, per item."""
    levels, errors = zip(*(smoothed(demand, alpha) for alpha in ALPHAS), strict=True)
    chosen = np.argmin(np.stack(errors), axis=0)
    return np.asarray(np.stack(levels)[chosen, np.arange(len(demand))], dtype=np.float64)


def croston(demand: Floats, *, alpha: float = 0.1, debias: bool = False) -> Floats:
    """Smoothed size over smoothed interval; `debias` multiplies by 1 − alpha/2 (Syntetos–Boylan approximation)."""
    size = np.zeros(len(demand))
    interval = np.zeros(len(demand))
    since = np.ones(len(demand))
    for column in demand.T:
        hit = column > 0
        first = hit & (size == 0)
        size = np.where(first, column, np.where(hit, size + alpha * (column - size), size))
        interval = np.where(first, since, np.where(hit, interval + alpha * (since - interval), interval))
        since = np.where(hit, 1.0, since + np.isfinite(column))
    rate = np.divide(size, interval, out=np.zeros_like(size), where=interval > 0)
    return rate * (1 - alpha / 2) if debias else rate


def tsb(demand: Floats, *, alpha: float = 0.1, beta: float = 0.1) -> Floats:
    """Smoothed size times smoothed probability of demand; the probability decays in every period without demand."""
    known = np.isfinite(demand)
    hits = np.where(known, (demand > 0).astype(np.float64), np.nan)
    probability, _ = smoothed(hits, beta)
    size, _ = smoothed(np.where(demand > 0, demand, np.nan), alpha)
    return size * probability


def aggregated(demand: Floats, width: int) -> Floats:
    """Mean demand of non-overlapping buckets of `width` periods, the last bucket ending with the history; NaN where a
    bucket knows nothing; an incomplete first bucket is left out."""
    buckets = demand.shape[1] // width
    shaped = demand[:, demand.shape[1] - buckets * width :].reshape(len(demand), buckets, width)
    known = np.isfinite(shaped)
    total = np.where(known, shaped, 0.0).sum(axis=2)
    count = known.sum(axis=2)
    return np.asarray(np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0), dtype=np.float64)


def widest(demand: Floats) -> Floats:
    """The largest sensible bucket of each item: its mean interval between demands, at least 1, at most a third of the
    history."""
    known = np.isfinite(demand).sum(axis=1)
    hits = (demand > 0).sum(axis=1)
    interval = np.rint(known / np.maximum(hits, 1))
    return np.asarray(np.clip(interval, 1, max(demand.shape[1] // 3, 1)), dtype=np.float64)


def adida(demand: Floats) -> Floats:
    """Smoothing of the buckets of the item's own width."""
    return _by_width(demand, every_width=False)


def imapa(demand: Floats) -> Floats:
    """Mean of the smoothed buckets of every width from 1 to the item's own."""
    return _by_width(demand, every_width=True)


def _by_width(demand: Floats, *, every_width: bool) -> Floats:
    width = widest(demand)
    total = np.zeros(len(demand))
    for one in range(1, int(width.max(initial=1)) + 1):
        rows = np.flatnonzero(width >= one if every_width else width == one)
        if len(rows):
            total[rows] += best_smoothed(aggregated(demand[rows], one))
    return total / width if every_width else total
