"""Distribution of the demand of several periods together, as replenishment needs it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.forecast.counts import LEAST_MEAN, negative_binomial_pmf, negative_binomial_quantiles
from heliu.solvers.forecast.models import Prediction
from heliu.solvers.forecast.problem import LEVELS, Flags, Floats
from heliu.solvers.problems import require_number

FEWEST_SUMS = 30
BINS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadTimeDemand:
    """Demand of the next `periods` periods together. `mean`: items; `quantiles`: items × LEVELS. For items forecast as
    counts it is negative binomial with `dispersion` φ (variance = mean + φ·mean²); for others φ is NaN."""

    periods: int
    mean: Floats
    quantiles: Floats
    dispersion: Floats

    def pmf(self, item: int, largest: int) -> Floats:
        """P(0), …, P(largest − 1), P(≥ largest) of a counted item; raises InvalidProblem for any other."""
        require_number(f"dispersion of item {item}", float(self.dispersion[item]), above=0)
        found = negative_binomial_pmf(self.mean[item : item + 1], self.dispersion[item : item + 1], largest)
        return np.asarray(found[0], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Sums:
    """Forecast and actual totals of the same items over `periods` periods of earlier windows."""

    expected: Floats
    actual: Floats


def sums_of(prediction: Prediction, actual: Floats, periods: int) -> Sums:
    """Every run of `periods` periods without overlap inside the window; runs with an unknown period are left out."""
    expected, happened = [], []
    for start in range(0, actual.shape[1] - periods + 1, periods):
        expected.append(prediction.mean[:, start : start + periods].sum(axis=1))
        happened.append(actual[:, start : start + periods].sum(axis=1))
    if not expected:
        return Sums(np.empty(0), np.empty(0))
    forecast, found = np.concatenate(expected), np.concatenate(happened)
    known = np.isfinite(found)
    return Sums(forecast[known], found[known])


def joined(parts: Sequence[Sums]) -> Sums:
    nothing = np.empty(0)
    expected = np.concatenate([nothing, *(part.expected for part in parts)])
    return Sums(expected, np.concatenate([nothing, *(part.actual for part in parts)]))


def lead_time_demand(prediction: Prediction, counts: Flags, periods: int, sums: Sums) -> LeadTimeDemand:
    """`sums` are past errors of the same forecasts over as many periods: they carry what a convolution of single
    periods would miss, the error of the level that all periods share.

    Counted items get a negative binomial whose dispersion is measured by level of the forecast; others get the measured
    ratios of actual to forecast totals. Below thirty past sums the spread of single periods is added as if independent.
    """
    mean = prediction.mean[:, :periods].sum(axis=1)
    quantiles = np.empty((len(mean), len(LEVELS)))
    dispersion = np.full(len(mean), np.nan)
    if counts.any():
        dispersion[counts] = _dispersion(mean[counts], _enough(sums), prediction, periods, counts)
        quantiles[counts] = negative_binomial_quantiles(mean[counts], dispersion[counts])
    if (~counts).any():
        quantiles[~counts] = _ratios(mean[~counts], _enough(sums), prediction.quantiles[~counts, :periods])
    return LeadTimeDemand(periods=periods, mean=mean, quantiles=quantiles, dispersion=dispersion)


def _enough(sums: Sums) -> Sums | None:
    return sums if len(sums.expected) >= FEWEST_SUMS and sums.expected.sum() > 0 else None


def _dispersion(mean: Floats, sums: Sums | None, prediction: Prediction, periods: int, rows: Flags) -> Floats:
    if sums is None:
        variance = _independent_variance(prediction.quantiles[rows, :periods])
        own = (variance - mean) / np.maximum(mean, LEAST_MEAN) ** 2
        return np.asarray(np.clip(own, 1e-3, 20.0), dtype=np.float64)
    edges = np.unique(np.quantile(sums.expected, np.linspace(0, 1, BINS + 1)[1:-1]))
    place = np.searchsorted(edges, sums.expected)
    excess = (sums.actual - sums.expected) ** 2 - sums.expected
    pooled = max(float(excess.sum() / (sums.expected**2).sum()), 1e-3)
    prior = FEWEST_SUMS
    by_bin = np.full(len(edges) + 1, pooled)
    for one in range(len(edges) + 1):
        inside = place == one
        squares = float((sums.expected[inside] ** 2).sum())
        typical = squares / max(int(inside.sum()), 1)
        by_bin[one] = (float(excess[inside].sum()) + prior * pooled * typical) / max(squares + prior * typical, 1e-12)
    found: NDArray[np.float64] = by_bin[np.searchsorted(edges, mean)]
    return np.clip(found, 1e-3, 20.0)


def _ratios(mean: Floats, sums: Sums | None, quantiles: Floats) -> Floats:
    if sums is None:
        from scipy.special import ndtri

        deviation = np.sqrt(_independent_variance(quantiles))
        return np.asarray(np.maximum(mean[:, None] + deviation[:, None] * ndtri(np.array(LEVELS)), 0.0))
    usable = sums.expected > 0
    return np.asarray(mean[:, None] * np.quantile(sums.actual[usable] / sums.expected[usable], LEVELS)[None, :])


def _independent_variance(quantiles: Floats) -> Floats:
    """Sum over the periods of the squared half distance of the 10 and 90 % quantiles in normal deviations."""
    return np.asarray((((quantiles[..., 9] - quantiles[..., 1]) / 2.563) ** 2).sum(axis=1), dtype=np.float64)
