"""Models that cost microseconds per item: the naive ones as yardsticks, and rates of intermittent demand turned into
negative binomial distributions."""

from collections.abc import Callable

import numpy as np

from heliu.solvers.forecast.counts import negative_binomial_quantiles, shrunk_dispersion
from heliu.solvers.forecast.levels import adida, croston, imapa, mean_rate, tsb
from heliu.solvers.forecast.models import Model, Prediction, View, flat, prediction
from heliu.solvers.forecast.problem import LEVELS, Floats

RECENT = 12


def _last_known(demand: Floats) -> Floats:
    """The last known value of every row, 0 where there is none."""
    known = np.isfinite(demand)
    last = demand.shape[1] - 1 - np.argmax(known[:, ::-1], axis=1)
    return np.asarray(np.nan_to_num(demand[np.arange(len(demand)), last]), dtype=np.float64)


def _spread_of(demand: Floats, lag: int) -> Floats:
    """Root mean square of the differences at `lag` periods; where none is known, of the values themselves."""
    wide = demand[:, lag:] - demand[:, :-lag] if demand.shape[1] > lag else np.empty((len(demand), 0))
    known = np.isfinite(wide)
    count = known.sum(axis=1)
    own = np.sqrt(np.where(known, wide, 0.0).__pow__(2).sum(axis=1) / np.maximum(count, 1))
    return np.where(count > 0, own, np.sqrt(mean_rate(demand**2)))


def normal_quantiles(mean: Floats, deviation: Floats) -> Floats:
    from scipy.special import ndtri

    return np.asarray(mean[..., None] + deviation[..., None] * ndtri(np.array(LEVELS)), dtype=np.float64)


def naive(view: View) -> Prediction:
    """The last known value; errors grow with the root of the distance."""
    mean = np.repeat(_last_known(view.demand)[:, None], view.horizon, axis=1)
    deviation = _spread_of(view.demand, 1)[:, None] * np.sqrt(np.arange(1, view.horizon + 1))
    return prediction(mean, normal_quantiles(mean, deviation))


def seasonal_naive(view: View) -> Prediction:
    """The value of the same period one season ago (the last known value where that is unknown)."""
    periods, season = view.demand.shape[1], view.season_length
    if periods < season:
        return naive(view)
    cycle = view.demand[:, periods - season :]
    cycle = np.where(np.isfinite(cycle), cycle, _last_known(view.demand)[:, None])
    mean = cycle[:, np.arange(view.horizon) % season]
    seasons = np.sqrt(1 + np.arange(view.horizon) // season)
    return prediction(mean, normal_quantiles(mean, _spread_of(view.demand, season)[:, None] * seasons))


def recent_quantiles(view: View) -> Prediction:
    """Quantiles of the last twelve known-or-not periods; a single zero where none is known."""
    window = view.demand[:, -RECENT:]
    return flat(mean_rate(window), known_quantiles(window), view.horizon)


def known_quantiles(rows: Floats) -> Floats:
    """Quantiles of the known values of every row, interpolated between neighbours; 0 where nothing is known."""
    ordered = np.sort(rows, axis=1)
    known = np.isfinite(rows).sum(axis=1)
    position = np.maximum(known - 1, 0)[:, None] * np.array(LEVELS)[None, :]
    low = np.floor(position).astype(np.intp)
    high = np.minimum(low + 1, np.maximum(known - 1, 0)[:, None])
    below, above = np.take_along_axis(ordered, low, axis=1), np.take_along_axis(ordered, high, axis=1)
    found = below + (above - below) * (position - low)
    return np.asarray(np.where(known[:, None] > 0, found, 0.0), dtype=np.float64)


def negative_binomial(rate: Callable[[Floats], Floats]) -> Model:
    """The model that puts a negative binomial with shrunk dispersion around a rate of demand."""

    def model(view: View) -> Prediction:
        mean = rate(view.demand)
        dispersion = shrunk_dispersion(view.demand[:, -4 * RECENT :], mean)
        return flat(mean, negative_binomial_quantiles(mean, dispersion), view.horizon)

    return model


def mean_with_spread(view: View) -> Prediction:
    """The mean of the last season with the standard deviation of its values."""
    window = view.demand[:, -view.season_length :]
    mean = mean_rate(window)
    deviation = np.sqrt(np.maximum(mean_rate(window**2) - mean**2, 0.0))
    return flat(mean, np.maximum(normal_quantiles(mean, deviation), 0.0), view.horizon)


COUNT_MODELS: dict[str, Model] = {
    "seasonal_naive": seasonal_naive,
    "recent_quantiles": recent_quantiles,
    "recent_mean_nb": negative_binomial(lambda demand: mean_rate(demand, RECENT)),
    "croston_nb": negative_binomial(croston),
    "sba_nb": negative_binomial(lambda demand: croston(demand, debias=True)),
    "tsb_nb": negative_binomial(tsb),
    "adida_nb": negative_binomial(adida),
    "imapa_nb": negative_binomial(imapa),
}

QUANTITY_MODELS: dict[str, Model] = {
    "naive": naive,
    "seasonal_naive": seasonal_naive,
    "season_mean": mean_with_spread,
    "recent_quantiles": recent_quantiles,
}
