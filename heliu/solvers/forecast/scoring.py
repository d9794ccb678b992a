"""How good forecasts were: pinball loss and its sums, RMSE, bias, and MASE for demand that is not intermittent.

Actual values may be NaN (unknown); those cells count nowhere.
"""

import numpy as np

from heliu.solvers.forecast.problem import LEVELS, SCORED, Floats


def pinball(quantiles: Floats, actual: Floats) -> Floats:
    """Twice the quantile loss averaged over the levels 0.1 … 0.9, per cell of `actual`; `quantiles` has all LEVELS in
    its last axis. When they are all the same number it is |error|."""
    total = np.zeros(actual.shape)
    for index in range(*SCORED.indices(len(LEVELS))):
        error = actual - quantiles[..., index]
        total += np.maximum(LEVELS[index] * error, (LEVELS[index] - 1) * error)
    return np.where(np.isfinite(actual), 2 * total / (SCORED.stop - SCORED.start), 0.0)


def wql(quantiles: Floats, actual: Floats) -> float:
    """Weighted quantile loss: sum of the pinball losses over the sum of the actual demand."""
    return float(pinball(quantiles, actual).sum() / max(np.nansum(actual), 1e-12))


def rmse(mean: Floats, actual: Floats) -> float:
    return float(np.sqrt(np.nanmean((mean - actual) ** 2)))


def bias(mean: Floats, actual: Floats) -> float:
    """(Σ forecast − Σ actual) / Σ actual over the known cells; positive is too much."""
    known = np.isfinite(actual)
    return float(mean[known].sum() / max(actual[known].sum(), 1e-12) - 1)


def seasonal_scale(history: Floats, season_length: int) -> Floats:
    """Mean absolute seasonal difference of each row over its known periods, NaN where there is none."""
    if history.shape[1] <= season_length:
        return np.full(len(history), np.nan)
    difference = np.abs(history[:, season_length:] - history[:, :-season_length])
    known = np.isfinite(difference)
    total = np.where(known, difference, 0.0).sum(axis=1)
    count = known.sum(axis=1)
    return np.asarray(np.divide(total, count, out=np.full(len(history), np.nan), where=count > 0), dtype=np.float64)


def mase(point: Floats, actual: Floats, history: Floats, season_length: int) -> float:
    """Mean over items of the mean absolute error over the item's seasonal scale.

    Not for intermittent demand: forecasting zero everywhere wins it there.
    """
    scale = seasonal_scale(history, season_length)
    usable = np.isfinite(scale) & (scale > 0)
    errors = np.nanmean(np.abs(point - actual)[usable], axis=1) / scale[usable]
    return float(np.nanmean(errors))
