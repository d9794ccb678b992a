"""Trees trained over all items: probabilities of 0, 1, 2 … for items whose demand is small whole numbers."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from heliu.solvers.forecast.counts import pmf_quantiles
from heliu.solvers.forecast.models import Prediction, View, prediction
from heliu.solvers.forecast.problem import LEVELS, Floats

WIDTHS = (1, 2, 3, 6, 12, 24, 60)
DECAYS = (0.03, 0.1, 0.2)
LEAST_ORIGIN = 8
MOST_CLASSES = 10
LEAST_ROWS = 5_000
MOST_ITEMS = 6000
MOST_ROWS = 120_000
ROWS_PER_ITEM = 90
PREDICTED_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """Trees per class, leaves per tree and rows they are grown on."""

    trees: int = 80
    leaves: int = 16
    rows: int = MOST_ROWS


def boosted_counts(view: View, effort: Effort = Effort()) -> Prediction:
    """Multiclass probabilities of 0 … 8 and a tail for every period of the horizon; the mean is the average of the
    probabilities' mean and of a Tweedie regression on the same rows."""
    import lightgbm

    rng = np.random.default_rng(view.seed)
    rows, outcomes = _training_rows(view, effort, rng)
    if len(outcomes) < 200 or outcomes.max() < 1:
        from heliu.solvers.forecast.pooled_rates import pooled_counts

        return pooled_counts(view)
    classes = int(min(MOST_CLASSES, outcomes.max() + 1))
    labels = np.minimum(np.rint(outcomes), classes - 1)
    values = _class_values(outcomes, labels, classes)
    common = _parameters(view.seed, effort, len(outcomes))
    probable = lightgbm.train(
        {"objective": "multiclass", "num_class": classes, **common}, lightgbm.Dataset(rows, labels), effort.trees
    )
    expected = lightgbm.train(
        {"objective": "tweedie", "tweedie_variance_power": 1.3, **common},
        lightgbm.Dataset(rows, outcomes),
        effort.trees,
    )
    return _predict(view, probable, expected, values)


def _parameters(seed: int, effort: Effort, rows: int) -> dict[str, Any]:
    return {
        "learning_rate": 0.05,
        "num_leaves": effort.leaves,
        "min_data_in_leaf": max(20, min(300, rows // 200)),
        "feature_fraction": 0.5,
        "bagging_fraction": 0.5,
        "bagging_freq": 1,
        "lambda_l2": 5.0,
        "num_threads": 1,
        "seed": seed,
        "deterministic": True,
        "force_col_wise": True,
        "verbose": -1,
    }


def _class_values(outcomes: Floats, labels: Floats, classes: int) -> Floats:
    """What each class stands for: its number, and for the tail the mean of what fell into it."""
    values = np.arange(classes, dtype=np.float64)
    tail = outcomes[labels == classes - 1]
    values[-1] = tail.mean() if len(tail) else classes - 1
    return values


def _training_rows(view: View, effort: Effort, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """A sample of (what was known at an origin, how far ahead) → what happened, over all items and origins."""
    demand = view.demand
    if len(demand) > MOST_ITEMS:
        demand = demand[np.sort(rng.choice(len(demand), MOST_ITEMS, replace=False))]
    periods = demand.shape[1]
    features = signs(demand)
    origins = range(min(LEAST_ORIGIN, max(periods - 2, 0)), periods - 1)
    pairs = [(t, step) for t in origins for step in range(1, min(view.horizon, periods - 1 - t) + 1)]
    if not pairs:
        return np.empty((0, features.shape[2] + 1)), np.empty(0)
    origin, step = (np.array(column) for column in zip(*pairs, strict=True))
    cells = len(pairs) * len(demand)
    chosen = np.sort(
        rng.choice(cells, min(cells, effort.rows, ROWS_PER_ITEM * len(demand) + LEAST_ROWS), replace=False)
    )
    item, pair = chosen // len(pairs), chosen % len(pairs)
    outcomes = demand[item, origin[pair] + step[pair]]
    known = np.isfinite(outcomes)
    item, pair, outcomes = item[known], pair[known], outcomes[known]
    return np.column_stack([features[item, origin[pair]], step[pair]]), outcomes


def _predict(view: View, probable: Any, expected: Any, values: Floats) -> Prediction:
    items, horizon = len(view.demand), view.horizon
    mean = np.empty((items, horizon))
    quantiles = np.empty((items, horizon, len(LEVELS)))
    at_once = max(1, PREDICTED_AT_ONCE // horizon)
    steps = np.arange(1, horizon + 1)
    for start in range(0, items, at_once):
        now = signs(view.demand[start : start + at_once])[:, -1]
        rows = np.column_stack([np.repeat(now, horizon, axis=0), np.tile(steps, len(now))])
        pmf = np.asarray(probable.predict(rows, num_threads=1))
        both = 0.5 * (pmf @ values) + 0.5 * np.asarray(expected.predict(rows, num_threads=1))
        shape = (len(now), horizon)
        mean[start : start + at_once] = both.reshape(shape)
        quantiles[start : start + at_once] = pmf_quantiles(pmf, np.rint(values)).reshape(*shape, len(LEVELS))
    return prediction(mean, quantiles)


def signs(demand: Floats) -> Floats:
    """What an item shows after each period (items × periods × signs): windowed and discounted means of demand and of
    its occurrence, time since the last demand, mean size, fading maximum, and the drift of all items together."""
    filled = np.nan_to_num(demand)
    hits = (filled > 0).astype(np.float64)
    columns = [part for width in WIDTHS for part in (_windowed(filled, width), _windowed(hits, width))]
    columns += [_discounted(filled, decay) for decay in DECAYS]
    columns += [_discounted(hits, decay) for decay in DECAYS[:2]]
    columns += [_discounted(np.log1p(filled), 0.08), _discounted(filled**2, 0.05)]
    columns += [_silence(hits), _fading_maximum(filled), _mean_size(filled, hits)]
    everything = (filled.sum(axis=0) / np.maximum(np.isfinite(demand).sum(axis=0), 1))[None, :]
    drift = _discounted(everything, 0.1) / np.maximum(_discounted(everything, 0.03), 1e-9)
    columns.append(np.broadcast_to(drift, filled.shape))
    return np.stack(columns, axis=-1)


def _windowed(values: Floats, width: int) -> Floats:
    total = np.cumsum(np.pad(values, ((0, 0), (1, 0))), axis=1)
    high = np.arange(values.shape[1]) + 1
    low = np.maximum(high - width, 0)
    return (total[:, high] - total[:, low]) / (high - low)


def _discounted(values: Floats, decay: float) -> Floats:
    result = np.empty_like(values)
    total, weight = np.zeros(len(values)), 0.0
    for t in range(values.shape[1]):
        total = total * (1 - decay) + values[:, t]
        weight = weight * (1 - decay) + 1
        result[:, t] = total / weight
    return result


def _silence(hits: Floats) -> Floats:
    """Periods since the last demand (since before the history, when there was none)."""
    at = np.arange(hits.shape[1])
    last = np.maximum.accumulate(np.where(hits > 0, at, -1), axis=1)
    return np.asarray(at - last, dtype=np.float64)


def _fading_maximum(values: Floats) -> Floats:
    result = np.empty_like(values)
    largest = np.zeros(len(values))
    for t in range(values.shape[1]):
        largest = np.maximum(largest * 0.97, values[:, t])
        result[:, t] = largest
    return result


def _mean_size(values: Floats, hits: Floats) -> Floats:
    return np.cumsum(values, axis=1) / np.maximum(np.cumsum(hits, axis=1), 1.0)
