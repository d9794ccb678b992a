"""What items that looked alike did next: conditional distributions of counts, pooled over all items and origins."""

import numpy as np

from heliu.solvers.forecast.models import Prediction, View, flat
from heliu.solvers.forecast.problem import LEVELS, Floats

BINS = 40
ORIGINS = 24
LEAST_ORIGIN = 8
DECAYS = (0.04, 0.15)
SMALL = 0.05
MOST_TEACHERS = 6000


def pooled_counts(view: View) -> Prediction:
    """Distribution of the next periods of all items whose discounted rate was like this item's.

    Rates at every one of the last 24 origins are put into forty equally filled bins; an item receives the quantiles of
    what followed within the horizon in its bin. With history too short to have followers it is what is known so far.
    """
    asked = _scores(view.demand)[:, -1]
    taught = view.demand
    if len(taught) > MOST_TEACHERS:
        taught = taught[np.sort(np.random.default_rng(view.seed).choice(len(taught), MOST_TEACHERS, replace=False))]
    conditions, outcomes = _followed(taught, view.horizon)
    if not len(outcomes):
        known = view.demand[np.isfinite(view.demand)]
        conditions, outcomes = np.zeros(1), np.array([known.mean() if len(known) else 0.0])
    return _by_bin(conditions, outcomes, asked, view.horizon)


def _followed(demand: Floats, horizon: int) -> tuple[Floats, Floats]:
    """What was known at each of the last origins beside every known value within the horizon after it."""
    score, periods = _scores(demand), demand.shape[1]
    origins = range(max(min(LEAST_ORIGIN, periods - 1), periods - ORIGINS), periods)
    pairs = [(t, t + step) for t in origins for step in range(min(horizon, periods - t))]
    before, at = (np.array(column) for column in zip(*pairs, strict=True))
    conditions, outcomes = score[:, before].ravel(), demand[:, at].ravel()
    known = np.isfinite(outcomes)
    return conditions[known], outcomes[known]


def _scores(demand: Floats) -> Floats:
    """Column t is what was known before period t, the last column after all: mean log of two discounted rates."""
    filled, known = np.nan_to_num(demand), np.isfinite(demand).astype(np.float64)
    result = np.zeros((len(demand), demand.shape[1] + 1))
    for decay in DECAYS:
        total, weight = np.zeros(len(demand)), np.full(len(demand), 1e-9)
        result[:, 0] += np.log(SMALL)
        for t in range(demand.shape[1]):
            total = total * (1 - decay) + filled[:, t]
            weight = weight * (1 - decay) + known[:, t]
            result[:, t + 1] += np.log(total / weight + SMALL)
    return result / len(DECAYS)


def _by_bin(conditions: Floats, outcomes: Floats, asked: Floats, horizon: int) -> Prediction:
    edges = np.unique(np.quantile(conditions, np.linspace(0, 1, BINS + 1)[1:-1]))
    bin_of = np.searchsorted(edges, conditions)
    order = np.argsort(bin_of, kind="stable")
    starts = np.searchsorted(bin_of[order], np.arange(len(edges) + 2))
    means = np.zeros(len(edges) + 1)
    quantiles = np.zeros((len(edges) + 1, len(LEVELS)))
    for one in range(len(edges) + 1):
        values = outcomes[order[starts[one] : starts[one + 1]]]
        values = values if len(values) else outcomes
        means[one] = values.mean()
        quantiles[one] = np.quantile(values, LEVELS, method="inverted_cdf")
    place = np.searchsorted(edges, asked)
    return flat(means[place], quantiles[place], horizon)
