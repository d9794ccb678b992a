"""Trees trained over all items: quantiles of quantities, on a log scale and relative to the pooled season."""

from typing import Any

import numpy as np

from heliu.solvers.forecast.models import Prediction, View, prediction
from heliu.solvers.forecast.problem import LEVELS, Floats
from heliu.solvers.forecast.season import Season

MOST_ROWS = 150_000
ROWS_PER_ITEM = 400
SPREAD_ROWS = 60_000
TREES = 250
SPREAD_TREES = 100
# the levels that are learned; the others lie on the line between them in normal deviations
LEARNED = (0.05, 0.2, 0.5, 0.8, 0.95)


def can_learn(view: View) -> bool:
    """There must be targets one season after something known, enough of them, and several items to learn from."""
    return view.demand.shape[1] >= view.season_length + 4 and len(view.demand) >= 20


def boosted_quantities(view: View) -> Prediction:
    """A median regression in full, and quantile regressions on fewer rows and trees for the distances of the levels
    from the median; the mean is the average over the quantile function.

    Trees cannot continue a pattern outside what they saw, so they learn the difference to the pooled season one
    season ago, and seasonal peaks that no origin has met yet still appear.
    """
    rng = np.random.default_rng(view.seed)
    season = Season.of(view)
    rows, differences = _training_rows(season, view.horizon, rng)
    asked = [season.signs(season.periods, step) for step in range(1, view.horizon + 1)]
    table = np.concatenate([signs for signs, _ in asked])
    base = np.stack([offset for _, offset in asked], axis=1)
    distances = _distances(rows[:SPREAD_ROWS], differences[:SPREAD_ROWS], table, view.seed)
    center = _regression(rows, differences, table, level=0.5, trees=TREES, seed=view.seed)
    found = (center[:, None] + distances).reshape(view.horizon, len(view.demand), len(LEVELS)).transpose(1, 0, 2)
    quantiles = np.expm1(found + base[:, :, None])
    return prediction(mean_of_quantiles(quantiles), quantiles)


def _distances(rows: Floats, differences: Floats, table: Floats, seed: int) -> Floats:
    """Quantiles less the median, rows × LEVELS, in order."""
    from scipy.special import ndtri

    found = [_regression(rows, differences, table, level=level, trees=SPREAD_TREES, seed=seed) for level in LEARNED]
    ordered = np.sort(np.stack(found, axis=-1), axis=-1)
    knots, asked = ndtri(np.array(LEARNED)), ndtri(np.array(LEVELS))
    low = np.clip(np.searchsorted(knots, asked, side="right") - 1, 0, len(knots) - 2)
    share = (asked - knots[low]) / (knots[low + 1] - knots[low])
    spread = ordered[:, low] + (ordered[:, low + 1] - ordered[:, low]) * share
    return np.asarray(spread - ordered[:, 2:3], dtype=np.float64)


def _regression(rows: Floats, differences: Floats, table: Floats, *, level: float, trees: int, seed: int) -> Floats:
    import lightgbm

    booster = lightgbm.train(_parameters(seed, level, len(rows)), lightgbm.Dataset(rows, differences), trees)
    return np.asarray(booster.predict(table, num_threads=1), dtype=np.float64)


def _parameters(seed: int, level: float, rows: int) -> dict[str, Any]:
    return {
        "objective": "quantile",
        "alpha": level,
        "learning_rate": 0.08,
        "num_leaves": 8,
        "min_data_in_leaf": max(20, min(300, rows // 100)),
        "feature_fraction": 0.6,
        "bagging_fraction": 0.5,
        "bagging_freq": 1,
        "lambda_l2": 10.0,
        "num_threads": 1,
        "seed": seed,
        "deterministic": True,
        "force_col_wise": True,
        "verbose": -1,
    }


def _training_rows(season: Season, horizon: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    rows, differences = [], []
    for origin in range(season.length + 1, season.periods):
        for step in range(1, min(horizon, season.periods - origin) + 1):
            signs, offset = season.signs(origin, step)
            rows.append(signs)
            differences.append(season.logs[:, origin + step - 1] - offset)
    table, target = np.concatenate(rows), np.concatenate(differences)
    known = np.flatnonzero(np.isfinite(target))
    chosen = rng.permutation(known)[: min(MOST_ROWS, ROWS_PER_ITEM * len(season.logs))]
    return table[chosen], target[chosen]


def mean_of_quantiles(quantiles: Floats) -> Floats:
    """Integral of the quantile function by trapezoids, the outermost quantiles standing for what is beyond them."""
    edges = np.concatenate([[0.0], np.array(LEVELS), [1.0]])
    values = np.concatenate([quantiles[..., :1], quantiles, quantiles[..., -1:]], axis=-1)
    return np.asarray((0.5 * (values[..., 1:] + values[..., :-1]) * np.diff(edges)).sum(axis=-1), dtype=np.float64)
