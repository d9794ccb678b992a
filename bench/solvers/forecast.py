"""Demand forecasts against their bars on three public sets, every baseline computed in the same run.

Car parts: the last 12 of 51 months. Jewelry: the last 12 of 124 weeks. M3 monthly: the competition's 18 months.
Nothing of those windows reaches a model, a choice or a constant. Unknown (blank) months are scored nowhere.
"""

import time
import warnings
from typing import Any

import numpy as np

from bench.solvers.figures import SolverFigure, at_most, shown, within
from bench.solvers.forecast_sets import Floats, Split, car_parts, jewelry, m3_monthly
from heliu.solvers.forecast import LEVELS, DemandForecast, DemandHistory, ForecastOrder, Tier, forecast
from heliu.solvers.forecast.scoring import bias, mase, rmse, wql

INTERVALS = (20, 40, 60, 80, 90, 95, 98)
INSTANT_SERIES = 100_000
QUICK_MODELS = ("seasonal_naive", "theta", "dynamic_theta", "ces", "boosted_quantities")


def run(quick: bool) -> list[SolverFigure]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return [*_car_parts(quick), *_jewelry(quick), *_m3(quick), *_speed()]


def _seconds() -> float:
    return time.process_time()


def _car_parts(quick: bool) -> list[SolverFigure]:
    split = car_parts()
    started = _seconds()
    made = _forecast(split, origins=1 if quick else 2, lead_time=3)
    took = _seconds() - started
    seasonal = wql(_seasonal_naive(split), split.actual)
    recent = wql(_recent_quantiles(split), split.actual)
    imapa = rmse(_intermittent("IMAPA", split), split.actual)
    ours = wql(made.quantiles, split.actual)
    error = rmse(made.mean, split.actual)
    return [
        at_most(
            "forecast.carparts_wql_to_seasonal_naive",
            ours / seasonal,
            "ratio",
            0.54,
            anchor="0.557 best of GIFT-Eval (TFT 0.89 / 1.60)",
            seconds=took,
        ),
        at_most(
            "forecast.carparts_wql_to_last_12_months",
            ours / recent,
            "ratio",
            0.97,
            anchor="1 = quantiles of the last 12 months",
        ),
        at_most("forecast.carparts_rmse_to_imapa", error / imapa, "ratio", 0.98, anchor="1 = IMAPA of statsforecast"),
        within("forecast.carparts_bias", 100 * bias(made.mean, split.actual), "%", (-5, 5), anchor="IMAPA +8 %"),
        shown("forecast.carparts_wql", ours, "loss/demand", anchor="0.857 trees alone, full set"),
        shown("forecast.carparts_wql_seasonal_naive", seasonal, "loss/demand", anchor="1.600 on the full set"),
        shown("forecast.carparts_wql_last_12_months", recent, "loss/demand", anchor="0.889 on the full set"),
        shown("forecast.carparts_rmse", error, "pcs", anchor="1.12 best published (DLinear)"),
        _coverage(made, split),
    ]


def _coverage(made: DemandForecast, split: Split) -> SolverFigure:
    """How often the demand of the first three months together stayed within its 90 % quantile."""
    assert made.lead_time is not None
    total = split.actual[:, : made.lead_time.periods].sum(axis=1)
    known = np.isfinite(total)
    inside = total[known] <= made.lead_time.quantiles[known, LEVELS.index(0.9)]
    return shown(
        "forecast.carparts_lead_time_q90_covers", 100 * float(inside.mean()), "%", anchor="90 or more (counts)"
    )


def _jewelry(quick: bool) -> list[SolverFigure]:
    split = jewelry().every(2 if quick else 1)
    started = _seconds()
    made = _forecast(split, origins=1 if quick else 2)
    took = _seconds() - started
    rivals = {f"{name}({season})": wql(_fitted(name, season, split), split.actual) for name, season in _rivals(quick)}
    best = min(rivals, key=lambda name: rivals[name])
    ours = wql(made.quantiles, split.actual)
    anchor = "best single: " + ", ".join(
        f"{name} {rivals[name]:.3f}" for name in sorted(rivals, key=rivals.__getitem__)[:3]
    )
    return [
        at_most("forecast.jewelry_wql_to_best_single", ours / rivals[best], "ratio", 0.95, anchor=anchor, seconds=took),
        shown("forecast.jewelry_wql", ours, "loss/demand", anchor=f"{best} {rivals[best]:.3f}"),
    ]


def _rivals(quick: bool) -> list[tuple[str, int]]:
    """Models of statsforecast with and without the yearly season; the slow ones, which were never close, only in the
    full run."""
    fast = [("SeasonalNaive", 52), ("HistoricAverage", 1), ("Naive", 1)]
    fast += [(name, season) for name in ("AutoTheta", "DynamicOptimizedTheta") for season in (52, 1)]
    slow = [("AutoCES", 52), ("AutoCES", 1), ("AutoETS", 52), ("AutoETS", 1), ("AutoARIMA", 1)]
    return fast if quick else fast + slow


def _m3(quick: bool) -> list[SolverFigure]:
    split = m3_monthly()
    split = split.every(10 if quick else 1)
    started = _seconds()
    made = _forecast(split, origins=1, models=QUICK_MODELS if quick else None)
    took = _seconds() - started
    known = split.history.demand
    ours = mase(made.quantile(0.5), split.actual, known, 12)
    theta = mase(_fitted("AutoTheta", 12, split)[..., LEVELS.index(0.5)], split.actual, known, 12)
    naive = mase(_seasonal_naive(split)[..., LEVELS.index(0.5)], split.actual, known, 12)
    name, ratio = "forecast.m3_mase_to_auto_theta", ours / theta
    return [
        shown(name, ratio, "ratio", anchor="a tenth of the series: ± 3 % of chance, no bar", seconds=took)
        if quick
        else at_most(name, ratio, "ratio", 0.97, anchor="1 = AutoTheta", seconds=took),
        shown("forecast.m3_mase", ours, "MASE", anchor="0.829 TimeCopilot, 0.855 AutoTheta (all 1,428 series)"),
        shown("forecast.m3_mase_auto_theta", theta, "MASE", anchor=f"seasonal naive {naive:.3f}"),
    ]


def _speed() -> list[SolverFigure]:
    """Seconds of one core, race and lead-time demand included, for histories drawn from the car parts."""
    known = car_parts().history.demand
    series = INSTANT_SERIES
    rows = np.random.default_rng(7).integers(0, len(known), series)
    history = DemandHistory(ids=tuple(str(i) for i in range(series)), demand=known[rows])
    started = _seconds()
    forecast(history, ForecastOrder(horizon=12, tier=Tier.INSTANT, lead_time=3))
    took = _seconds() - started
    anchor = "21 s for the point forecast of IMAPA alone (statsforecast, 4.7k series/s)"
    return [at_most("forecast.instant_100k_series", took, "s of one core", 30, anchor=anchor, seconds=took)]


def _forecast(
    split: Split, *, origins: int, lead_time: int | None = None, models: tuple[str, ...] | None = None
) -> DemandForecast:
    order = ForecastOrder(horizon=split.horizon, tier=Tier.LEARNED, lead_time=lead_time, origins=origins, models=models)
    return forecast(split.history, order).result


def _all_levels(points: Floats) -> Floats:
    """A point forecast as a distribution without spread."""
    return np.repeat(points[..., None], len(LEVELS), axis=-1)


def _seasonal_naive(split: Split) -> Floats:
    season = split.history.frequency.season_length
    cycle = np.nan_to_num(split.history.demand[:, -season:])
    return _all_levels(cycle[:, np.arange(split.horizon) % season])


def _recent_quantiles(split: Split) -> Floats:
    """Smallest observed values of the last twelve months that reach each level (blank months as zero)."""
    window = np.nan_to_num(split.history.demand[:, -12:])
    found = np.quantile(window, LEVELS, axis=1, method="inverted_cdf").T
    interpolated = np.quantile(window, LEVELS, axis=1).T
    better = min((found, interpolated), key=lambda one: wql(_over(one, split), split.actual))
    return _over(better, split)


def _over(quantiles: Floats, split: Split) -> Floats:
    return np.repeat(quantiles[:, None, :], split.horizon, axis=1)


def _intermittent(name: str, split: Split) -> Floats:
    from statsforecast import models

    made = [getattr(models, name)().forecast(row, split.horizon)["mean"] for row in np.nan_to_num(split.history.demand)]
    return np.asarray(made, dtype=np.float64)


def _fitted(name: str, season: int, split: Split) -> Floats:
    """Quantiles of a model of statsforecast from its own intervals; a series it refuses gets the seasonal naive."""
    fallback = _seasonal_naive(split)
    made = []
    for index, row in enumerate(split.history.demand):
        values = row[np.isfinite(row)]
        try:
            found = _model(name, season).forecast(y=values, h=split.horizon, level=list(INTERVALS))
            made.append(np.stack([_column(found, level) for level in LEVELS], axis=-1))
        except (ValueError, ArithmeticError, IndexError, np.linalg.LinAlgError):
            made.append(fallback[index])
    return np.stack(made)


def _model(name: str, season: int) -> Any:
    from statsforecast import models

    return (
        getattr(models, name)() if name in ("HistoricAverage", "Naive") else getattr(models, name)(season_length=season)
    )


def _column(found: dict[str, Any], level: float) -> Floats:
    interval = round(abs(level - 0.5) * 200)
    name = "mean" if interval == 0 else f"{'lo' if level < 0.5 else 'hi'}-{interval}"
    return np.asarray(found[name], dtype=np.float64)
