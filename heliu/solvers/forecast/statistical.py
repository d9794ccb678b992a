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
        made["ces"] = fitted(lambda season: AutoCES(season_length=season), season_length)
    return made


def fitted(make: Callable[[int], Any], season_length: int) -> Model:
    """A model of statsforecast as a race sees it; items too short for it get the mean and spread of what is known."""

    def model(view: View) -> Prediction:
        shape = (len(view.demand), view.horizon, len(LEVELS))
        mean, quantiles = np.empty(shape[:2]), np.empty(shape)
        for row, values in enumerate(view.demand):
            mean[row], quantiles[row] = _one(make, _without_gaps(values), view.horizon, season_length)
        return prediction(mean, quantiles)

    return model


def _without_gaps(values: Floats) -> Floats:
    """From the first known value on; unknown values in between become the median of the known."""
    known = np.isfinite(values)
    if not known.any():
        return np.zeros(0)
    inner = values[int(np.argmax(known)) :]
    return np.where(np.isfinite(inner), inner, np.median(values[known]))


def _one(make: Callable[[int], Any], values: Floats, horizon: int, season_length: int) -> tuple[Floats, Floats]:
    if len(values) >= FEWEST_KNOWN and np.ptp(values) > 0:
        season = season_length if len(values) > 2 * season_length else 1
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = make(season).forecast(y=values, h=horizon, level=list(INTERVALS))
            return _read(found, float(np.abs(values).max()))
        except (ValueError, ArithmeticError, IndexError, np.linalg.LinAlgError):
            pass
    center = float(values.mean()) if len(values) else 0.0
    spread = float(values.std()) if len(values) else 0.0
    from scipy.special import ndtri

    return np.full(horizon, center), np.tile(center + spread * ndtri(np.array(LEVELS)), (horizon, 1))


def _read(found: dict[str, Any], largest: float) -> tuple[Floats, Floats]:
    """Raises ValueError for a fit that ran away, so that its item falls back."""
    mean = np.asarray(found["mean"], dtype=np.float64)
    columns = []
    for level in LEVELS:
        interval = round(abs(level - 0.5) * 200)
        if interval == 0:
            columns.append(mean)
        else:
            columns.append(np.asarray(found[f"{'lo' if level < 0.5 else 'hi'}-{interval}"], dtype=np.float64))
    quantiles = np.stack(columns, axis=-1)
    if not np.isfinite(quantiles).all() or np.abs(mean).max() > 20 * largest + 1:
        raise ValueError("the fit ran away")
    return mean, quantiles
