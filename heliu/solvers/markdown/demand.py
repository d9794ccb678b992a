"""Weekly demand: constant elasticity in the mean, Poisson or negative binomial around it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def mean_demand(base: Floats, elasticity: Floats, relative_price: Floats) -> Floats:
    """Units a week: base · relative price ^ elasticity, one row per (base, elasticity), one column per price."""
    return np.asarray(base[:, None] * relative_price[None, :] ** elasticity[:, None], dtype=np.float64)


def cumulative(count: Any, mean: Any, size: Any) -> Floats:
    """P(demand ≤ count), 0 for negative counts; arrays are broadcast, `size` None means Poisson."""
    from scipy import special

    known = np.maximum(count, 0.0)
    below = special.pdtr(known, mean) if size is None else special.betainc(size, known + 1.0, size / (size + mean))
    return np.where(np.asarray(count) >= 0, below, 0.0)


def expected_left(stock: Floats, mean: Floats, size: Any) -> Floats:
    """E[(stock − demand)+], the first-order loss on the left; exact for any real stock.

    With F the distribution: stock · F(⌊stock⌋) − E[demand; demand ≤ ⌊stock⌋], where the partial mean is
    mean · F(⌊stock⌋ − 1) for Poisson and the same with size + 1 (same success probability) for the negative binomial.
    """
    count = np.floor(stock)
    below = cumulative(count, mean, size)
    if size is None:
        partial = cumulative(count - 1.0, mean, None)
    else:
        partial = cumulative(count - 1.0, mean * (size + 1.0) / size, size + 1.0)
    return np.maximum(stock * below - mean * partial, 0.0)


def log_likelihood(sold: float, available: float, mean: Floats, size: float | None) -> Floats:
    """Log probability of the sale; when everything was sold only "demand was at least that" is known."""
    from scipy import special

    if available <= 0:
        return np.zeros_like(mean)
    if sold >= available:
        if size is None:
            reached = special.pdtrc(sold - 1.0, mean)
        else:
            reached = special.betaincc(size, sold, size / (size + mean))
        return np.asarray(np.log(np.maximum(reached, 1e-300)))
    tiny = np.maximum(mean, 1e-12)
    if size is None:
        return np.asarray(special.xlogy(sold, tiny) - tiny - special.gammaln(sold + 1.0))
    combinations = special.gammaln(sold + size) - special.gammaln(size) - special.gammaln(sold + 1.0)
    return np.asarray(combinations + size * np.log(size / (size + tiny)) + special.xlogy(sold, tiny / (size + tiny)))


def quantile(probability: Floats, mean: Floats, size: float | None) -> Floats:
    """The smallest count that demand does not exceed with the given probability: demand from a uniform draw, so that
    different prices meet the same luck."""
    from scipy import stats

    drawn = (
        stats.poisson.ppf(probability, mean)
        if size is None
        else stats.nbinom.ppf(probability, size, size / (size + mean))
    )
    return np.maximum(np.asarray(drawn, dtype=np.float64), 0.0)
