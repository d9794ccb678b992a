"""Models fitted to each item: exponential smoothing, Theta and complex exponential smoothing of statsforecast.

Hyndman et al. (2002), Assimakopoulos and Nikolopoulos (2000), Fiorucci et al. (2016), Svetunkov et al. (2022).
"""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from heliu.solvers.forecast.models import Model, Prediction, View, prediction
from heliu.solvers.forecast.problem import LEVELS, Floats

# central intervals that give every level: 5 and 95 % are the ends of the 90 % interval, and so on
INTERVALS = (20, 40, 60, 80, 90, 95, 98)
LONGEST_SMOOTHED_SEASON = 24
FEWEST_KNOWN = 4


def statistical_models(season_length: int) -> dict[str, Model]:
    """By name; smoothing models that cannot hold a season as long as a year of weeks are left out."""
    from statsforecast.models import AutoCES, AutoETS, AutoTheta, DynamicOptimizedTheta

    made: dict[str, Model] = {
        "theta": fitted(lambda season: AutoTheta(season_length=season), season_length),
        "dynamic_theta": fitted(lambda season: DynamicOptimizedTheta(season_length=season), season_length),
    }
    if season_length <= LONGEST_SMOOTHED_SEASON:
        made["damped_ets"] = fitted(
            lambda season: AutoETS(season_length=season, model="ZZZ", damped=True), season_length
        )
        made["ces"] = fitted(lambda season: AutoCES(season_length=season), season_length, intervals=False)
    return made


def fitted(make: Callable[[int], Any], season_length: int, *, intervals: bool = True) -> Model:
    """A model of statsforecast as a race sees it; items too short for it get the mean and spread of what is known.

    Without `intervals` the spread is that of the one-step errors, its variance growing by a tenth per period: where the
    library simulates intervals this is sixteen times faster.
    """

    def model(view: View) -> Prediction:
        shape = (len(view.demand), view.horizon, len(LEVELS))
        mean, quantiles = np.empty(shape[:2]), np.empty(shape)
        for row, values in enumerate(view.demand):
            known = _without_gaps(values)
            season = season_length if len(known) > 2 * season_length else 1
            mean[row], quantiles[row] = _one(make(season), known, view.horizon, intervals=intervals)
        return prediction(mean, quantiles)

    return model


def _without_gaps(values: Floats) -> Floats:
    """From the first known value on; unknown values in between become the median of the known."""
    known = np.isfinite(values)
    if not known.any():
        return np.zeros(0)
    inner = values[int(np.argmax(known)) :]
    return np.where(np.isfinite(inner), inner, np.median(values[known]))


def _one(model: Any, values: Floats, horizon: int, *, intervals: bool) -> tuple[Floats, Floats]:
    if len(values) >= FEWEST_KNOWN and np.ptp(values) > 0:
        try:
            return _fit(model, values, horizon, intervals=intervals)
        except (ValueError, ArithmeticError, IndexError, np.linalg.LinAlgError):
            pass
    center = float(values.mean()) if len(values) else 0.0
    spread = float(values.std()) if len(values) else 0.0
    return np.full(horizon, center), _normal(np.full(horizon, center), np.full(horizon, spread))


def _fit(model: Any, values: Floats, horizon: int, *, intervals: bool) -> tuple[Floats, Floats]:
    """Raises ValueError for a fit that ran away, so that its item falls back."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if intervals:
            mean, quantiles = _read(model.forecast(y=values, h=horizon, level=list(INTERVALS)))
        else:
            found = model.forecast(y=values, h=horizon, fitted=True)
            mean = np.asarray(found["mean"], dtype=np.float64)
            error = float(np.sqrt(np.nanmean((values - np.asarray(found["fitted"], dtype=np.float64)) ** 2)))
            quantiles = _normal(mean, error * np.sqrt(1 + 0.1 * np.arange(horizon)))
    if not np.isfinite(quantiles).all() or np.abs(mean).max() > 20 * float(np.abs(values).max()) + 1:
        raise ValueError("the fit ran away")
    return mean, quantiles


def _normal(center: Floats, deviation: Floats) -> Floats:
    from scipy.special import ndtri

    return np.asarray(center[:, None] + deviation[:, None] * ndtri(np.array(LEVELS)), dtype=np.float64)


def _read(found: dict[str, Any]) -> tuple[Floats, Floats]:
    mean = np.asarray(found["mean"], dtype=np.float64)
    columns = []
    for level in LEVELS:
        interval = round(abs(level - 0.5) * 200)
        if interval == 0:
            columns.append(mean)
        else:
            columns.append(np.asarray(found[f"{'lo' if level < 0.5 else 'hi'}-{interval}"], dtype=np.float64))
    return mean, np.stack(columns, axis=-1)
