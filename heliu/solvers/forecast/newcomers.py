"""Items with little history: what comparable items sell, corrected by what little is known (empirical Bayes).

Demand per period is Poisson with a rate that is gamma distributed over the items of a category; the predictive
distribution is negative binomial. Robbins (1956); Carlin and Louis, Bayes and Empirical Bayes Methods.
"""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.forecast.counts import negative_binomial_quantiles
from heliu.solvers.forecast.levels import mean_rate
from heliu.solvers.forecast.models import Prediction, flat
from heliu.solvers.forecast.problem import Flags, Floats

RECENT = 12
FEWEST_PEERS = 3


@dataclass(frozen=True, slots=True)
class GammaRates:
    """Rates of a group of items: gamma with this shape and mean (demand per period)."""

    shape: float
    mean: float


def gamma_of(rates: Floats, periods: Floats) -> GammaRates:
    """Moments of the rates less their Poisson noise; shape 0.1 … 100, and 1 from fewer than three items."""
    if len(rates) == 0:
        return GammaRates(1.0, 0.0)
    mean = float(rates.mean())
    if len(rates) < FEWEST_PEERS or mean <= 0:
        return GammaRates(1.0, mean)
    noise = float((rates / np.maximum(periods, 1)).mean())
    between = max(float(rates.var(ddof=1)) - noise, 1e-12)
    return GammaRates(float(np.clip(mean**2 / between, 0.1, 100.0)), mean)


def by_analogy(demand: Floats, new: Flags, categories: tuple[str, ...] | None, horizon: int) -> Prediction:
    """Predictions of the rows where `new`, in their order.

    The prior of a category comes from its items that are not new, by their last twelve periods; with fewer than three
    of those it comes from all items, and when every item is new, from the new ones themselves.
    """
    groups = np.array(categories if categories is not None else ("",) * len(demand), dtype=object)
    rates = mean_rate(demand, RECENT)
    periods = np.isfinite(demand[:, -RECENT:]).sum(axis=1).astype(np.float64)
    teachers = ~new if (~new).any() else periods > 0
    everybody = gamma_of(rates[teachers], periods[teachers])
    rows = np.flatnonzero(new)
    shape, mean = np.full(len(rows), everybody.shape), np.full(len(rows), everybody.mean)
    for group in np.unique(groups[rows].astype(str)):
        peers = teachers & (groups == group)
        if peers.sum() >= FEWEST_PEERS:
            found = gamma_of(rates[peers], periods[peers])
            here = groups[rows] == group
            shape[here], mean[here] = found.shape, found.mean
    known = np.isfinite(demand[rows])
    sold = np.where(known, demand[rows], 0.0).sum(axis=1)
    after, expected = posterior(shape, mean, sold, known.sum(axis=1).astype(np.float64))
    return flat(expected, negative_binomial_quantiles(expected, 1.0 / after), horizon)


def posterior(shape: Floats, mean: Floats, sold: Floats, periods: Floats) -> tuple[Floats, Floats]:
    """Shape and mean of the rate after `sold` units: shape + sold, and (shape + sold) / (shape / mean + periods)."""
    after = shape + sold
    return after, after / (shape / np.maximum(mean, 1e-9) + periods)
