"""Trees trained over all items: quantiles of quantities, on a log scale and relative to the pooled season."""

import warnings
from typing import Any

import numpy as np

from heliu.solvers.forecast.models import Prediction, View, prediction
from heliu.solvers.forecast.problem import LEVELS, Floats
from heliu.solvers.forecast.season import Season

MOST_ROWS = 60_000
TREES = 100
RECENT = (4, 8, 13)


def can_learn(view: View) -> bool:
    """There must be targets one season after something known, enough of them, and several items to learn from."""
    return view.demand.shape[1] >= view.season_length + 4 and len(view.demand) >= 20


def boosted_quantities(view: View, trees: int = TREES, most_rows: int = MOST_ROWS) -> Prediction:
    """One quantile regression per level; the mean is the average over the quantile function.

    Trees cannot continue a pattern outside what they saw, so they learn the difference to the pooled season one
    season ago, and seasonal peaks that no origin has met yet still appear.
    """
    import lightgbm

    rng = np.random.default_rng(view.seed)
    season = Season.of(view)
    rows, differences = _training_rows(season, view.horizon, rng, most_rows)
    asked = [season.signs(season.periods, step) for step in range(1, view.horizon + 1)]
    asked_rows = np.concatenate([signs for signs, _ in asked])
    base = np.stack([offset for _, offset in asked], axis=1)
    dataset = lightgbm.Dataset(rows, differences, free_raw_data=False)
    found = []
    for level in LEVELS:
        booster = lightgbm.train(_parameters(view.seed, level, len(rows)), dataset, trees)
        found.append(np.asarray(booster.predict(asked_rows, num_threads=1)).reshape(view.horizon, -1).T + base)
    quantiles = np.expm1(np.sort(np.stack(found, axis=-1), axis=-1))
    return prediction(mean_of_quantiles(quantiles), quantiles)


def _parameters(seed: int, level: float, rows: int) -> dict[str, Any]:
    return {
        "objective": "quantile",
        "alpha": level,
        "learning_rate": 0.05,
        "num_leaves": 8,
        "min_data_in_leaf": max(20, min(500, rows // 60)),
        "feature_fraction": 0.6,
        "bagging_fraction": 0.5,
        "bagging_freq": 1,
        "lambda_l2": 10.0,
        "num_threads": 1,
        "seed": seed,
        "deterministic": True,
        "force_row_wise": True,
        "verbose": -1,
    }


def _training_rows(season: Season, horizon: int, rng: np.random.Generator, most: int) -> tuple[Floats, Floats]:
    rows, differences = [], []
    for origin in range(season.length + 1, season.periods):
        for step in range(1, min(horizon, season.periods - origin) + 1):
            signs, offset = season.signs(origin, step)
            rows.append(signs)
            differences.append(season.logs[:, origin + step - 1] - offset)
    table, target = np.concatenate(rows), np.concatenate(differences)
    known = np.flatnonzero(np.isfinite(target))
    chosen = np.sort(rng.choice(known, min(len(known), most), replace=False))
    return table[chosen], target[chosen]


def mean_of_quantiles(quantiles: Floats) -> Floats:
    """Integral of the quantile function by trapezoids, the outermost quantiles standing for what is beyond them."""
    edges = np.concatenate([[0.0], np.array(LEVELS), [1.0]])
    values = np.concatenate([quantiles[..., :1], quantiles, quantiles[..., -1:]], axis=-1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return np.asarray((0.5 * (values[..., 1:] + values[..., :-1]) * np.diff(edges)).sum(axis=-1), dtype=np.float64)
