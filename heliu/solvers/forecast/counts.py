"""Distributions of small whole numbers: negative binomial with shrunk dispersion, and quantiles of probabilities."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from heliu.solvers.forecast.problem import LEVELS, Floats

LEAST_MEAN = 1e-6
MOST_ITERATED_MEAN = 60.0
MOST_DISPERSION = 20.0


def shrunk_dispersion(demand: Floats, mean: Floats, *, prior_periods: float = 24.0) -> Floats:
    """φ of variance = mean + φ·mean², per item, drawn to the pooled φ as if that had been seen `prior_periods` times.

    Moments around the given mean over the known periods; 1e-3 ≤ φ ≤ 20.
    """
    known = np.isfinite(demand)
    periods = known.sum(axis=1)
    excess = (np.where(known, (np.nan_to_num(demand) - mean[:, None]) ** 2, 0.0)).sum(axis=1) - periods * mean
    squares = np.maximum(mean, LEAST_MEAN) ** 2
    pooled = float(excess.sum() / max((periods * squares).sum(), LEAST_MEAN))
    pooled = min(max(pooled, 1e-3), MOST_DISPERSION)
    own = (excess + prior_periods * pooled * squares) / ((periods + prior_periods) * squares)
    return np.asarray(np.clip(own, 1e-3, MOST_DISPERSION), dtype=np.float64)


def negative_binomial_quantiles(mean: ArrayLike, dispersion: ArrayLike, levels: tuple[float, ...] = LEVELS) -> Floats:
    """Smallest x with P(X ≤ x) ≥ level, for variance = mean + dispersion·mean²; last axis is the level."""
    shape = np.broadcast_shapes(np.shape(mean), np.shape(dispersion))
    flat_mean = np.maximum(np.broadcast_to(np.asarray(mean, dtype=np.float64), shape).ravel(), LEAST_MEAN)
    flat_size = 1.0 / np.broadcast_to(np.asarray(dispersion, dtype=np.float64), shape).ravel()
    result = np.empty((len(flat_mean), len(levels)))
    large = flat_mean > MOST_ITERATED_MEAN
    if large.any():
        result[large] = _large_quantiles(flat_mean[large], flat_size[large], levels)
    result[~large] = _iterated_quantiles(flat_mean[~large], flat_size[~large], levels)
    return result.reshape(*shape, len(levels))


def _large_quantiles(mean: Floats, size: Floats, levels: tuple[float, ...]) -> Floats:
    from scipy.stats import nbinom

    found = nbinom.ppf(np.array(levels)[None, :], size[:, None], (size / (size + mean))[:, None])
    return np.asarray(found, dtype=np.float64)


def _iterated_quantiles(mean: Floats, size: Floats, levels: tuple[float, ...]) -> Floats:
    """Walks x upwards with p(x+1) = p(x)·(x+size)/(x+1)·mean/(mean+size); rows that passed every level drop out."""
    result = np.zeros((len(mean), len(levels)))
    targets = np.array(levels) - 1e-12
    rows = np.arange(len(mean))
    ratio = mean / (mean + size)
    point = np.exp(size * np.log1p(-ratio))
    reached = point.copy()
    x = 0
    while len(rows):
        open_levels = reached[:, None] < targets
        result[rows] += open_levels
        stay = open_levels[:, -1]
        rows, ratio, size, point, reached = rows[stay], ratio[stay], size[stay], point[stay], reached[stay]
        point = point * (x + size) / (x + 1) * ratio
        reached = reached + point
        x += 1
    return result


def negative_binomial_pmf(mean: Floats, dispersion: Floats, largest: int) -> Floats:
    """P(X = 0 … largest − 1) and, in the last column, P(X ≥ largest); rows sum to one."""
    mean = np.maximum(mean, LEAST_MEAN)
    size = 1.0 / dispersion
    ratio = mean / (mean + size)
    result = np.zeros((len(mean), largest + 1))
    result[:, 0] = np.exp(size * np.log1p(-ratio))
    for x in range(largest - 1):
        result[:, x + 1] = result[:, x] * (x + size) / (x + 1) * ratio
    result[:, largest] = np.maximum(1.0 - result[:, :largest].sum(axis=1), 0.0)
    return result


def pmf_quantiles(pmf: Floats, values: Floats, levels: tuple[float, ...] = LEVELS) -> Floats:
    """Smallest value whose cumulative probability reaches the level; `values` ascend and belong to the last axis."""
    reached = np.cumsum(pmf, axis=-1)
    index: NDArray[np.intp] = np.stack(
        [np.minimum((reached < level - 1e-9).sum(axis=-1), len(values) - 1) for level in levels], axis=-1
    )
    return np.asarray(values[index], dtype=np.float64)
