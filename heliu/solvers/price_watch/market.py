"""Where an index is expected to go: its own last change, the breadth of the whole market, and the time of the year.

Raw material prices share a business cycle: the mean standardised change of all indexes over the last months says more
about the next quarter than an index's own past, whose first autocorrelation is largely an artefact of averaging
(Working 1960). Both, and the shrunk mean of the same months of earlier years, enter one regression pooled over all
indexes, per horizon and shrunk to "own momentum only". With few indexes only that remains.
"""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.price_watch.problem import Floats, IndexSeries
from heliu.solvers.price_watch.trend import CLIP, robust_scale

FEWEST_INDEXES = 8
SHORTEST_RECORD = 60
BREADTH_PERIODS = 4
LONGEST_HORIZON = 12
SEASON_PRIOR_YEARS = 10
SHRINKAGE = (0.1, 0.25, 0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarketModel:
    """`own[h]`, `market[h]`, `season[h]`: expected change over h + 1 periods, in deviations, per unit of the last own
    change, of the breadth, and of the mean change of the same periods in earlier years. `observations`: rows learned
    from."""

    own: tuple[float, ...]
    market: tuple[float, ...]
    season: tuple[float, ...]
    periods_per_year: int
    observations: int


def standard_changes(values: Floats) -> tuple[Floats, float]:
    """Log changes in robust deviations, clipped at three, and the deviation."""
    changes = np.diff(np.log(values))
    scale = robust_scale(changes)
    if scale <= 0:
        return np.zeros(len(changes)), 0.0
    return np.clip(changes / scale, -CLIP, CLIP), scale


def market_breadth(indexes: tuple[IndexSeries, ...]) -> float:
    """Mean standardised change of all indexes over the latest four published periods; 0 with fewer than eight."""
    usable = [index for index in indexes if len(index.values) > SHORTEST_RECORD]
    if len(usable) < FEWEST_INDEXES:
        return 0.0
    last = max(index.last_period for index in usable)
    recent = []
    for index in usable:
        changes, _ = standard_changes(index.values)
        gone = last - index.last_period
        if gone < BREADTH_PERIODS:
            recent.append(float(changes[gone - BREADTH_PERIODS :].mean()))
    return float(np.mean(recent))


def learn_market(
    indexes: tuple[IndexSeries, ...], *, periods_per_year: int = 12, momentum_prior: float = 0.25
) -> MarketModel | None:
    """The pooled regression on everything published; None with fewer than eight indexes of five years. The breadth is
    taken one period late, as it is published when an own quotation is already known."""
    usable = [index for index in indexes if len(index.values) > SHORTEST_RECORD]
    if len(usable) < FEWEST_INDEXES:
        return None
    first = min(index.first_period for index in usable)
    last = max(index.last_period for index in usable)
    table = np.full((len(usable), last - first), np.nan)
    for row, index in enumerate(usable):
        begin = index.first_period - first
        table[row, begin : begin + len(index.values) - 1] = standard_changes(index.values)[0]
    counts = np.isfinite(table).sum(axis=0)
    means = np.where(counts > 0, np.nansum(table, axis=0) / np.maximum(counts, 1), 0.0)
    breadth = np.convolve(means, np.ones(BREADTH_PERIODS) / BREADTH_PERIODS)[: len(means)]
    late = np.concatenate(([0.0], breadth[:-1]))
    late[: BREADTH_PERIODS + 1] = np.nan
    coefficients, observations = [], 0
    for horizon in range(1, min(LONGEST_HORIZON, periods_per_year) + 1):
        found, observations = _regress(table, late, horizon=horizon, year=periods_per_year, prior=momentum_prior)
        coefficients.append(found)
    own, market, season = (tuple(float(one[part]) for one in coefficients) for part in range(3))
    return MarketModel(
        own=own, market=market, season=season, periods_per_year=periods_per_year, observations=observations
    )


def _regress(table: Floats, late: Floats, *, horizon: int, year: int, prior: float) -> tuple[Floats, int]:
    ahead = _sums_ahead(table, horizon)
    columns = [table, np.broadcast_to(late, table.shape), _same_season(ahead, year)]
    known = np.isfinite(ahead)
    for column in columns:
        known &= np.isfinite(column)
    features = np.stack([column[known] for column in columns], axis=1)
    expected = np.array([prior, 0.0, 0.0])
    rest = ahead[known] - features @ expected
    gram = features.T @ features
    gram = gram + np.diag(np.diag(gram) * np.array(SHRINKAGE) + 1e-9)
    return expected + np.linalg.solve(gram, features.T @ rest), int(known.sum())


def _sums_ahead(table: Floats, horizon: int) -> Floats:
    """Sum of the next `horizon` changes, NaN where they are not all known."""
    ahead = np.full(table.shape, np.nan)
    count = table.shape[1] - horizon
    if count > 0:
        ahead[:, :count] = np.sum([table[:, 1 + step : 1 + step + count] for step in range(horizon)], axis=0)
    return ahead


def _same_season(ahead: Floats, year: int) -> Floats:
    """Mean of the sums ahead one, two, … years earlier, as if ten years of zero had been seen as well."""
    season = np.zeros(ahead.shape)
    known = np.where(np.isfinite(ahead), ahead, 0.0)
    seen = np.isfinite(ahead).astype(np.float64)
    for phase in range(year):
        sums = np.cumsum(known[:, phase::year], axis=1)
        years = np.cumsum(seen[:, phase::year], axis=1)
        mean = sums / (years + SEASON_PRIOR_YEARS)
        season[:, phase::year][:, 1:] = mean[:, :-1]
    return season


def expected_changes(
    values: Floats, *, periods: int, model: MarketModel | None, breadth: float, keeps: float
) -> Floats:
    """Cumulative expected log change over the next 1 … `periods` periods. Without a model: damped own momentum."""
    changes, scale = standard_changes(values)
    latest = float(changes[-1])
    if model is None:
        damped: Floats = np.cumsum(latest * scale * keeps ** np.arange(1, periods + 1))
        return damped
    result = np.zeros(periods)
    for step in range(periods):
        place = min(step, len(model.own) - 1)
        season = _own_season(changes, place + 1, model.periods_per_year)
        result[step] = model.own[place] * latest + model.market[place] * breadth + model.season[place] * season
    return result * scale


def _own_season(changes: Floats, horizon: int, year: int) -> float:
    """As `_same_season`, for the end of one series."""
    starts = np.arange(len(changes) - year, -1, -year)
    total = np.concatenate(([0.0], np.cumsum(changes)))
    sums = total[np.minimum(starts + horizon, len(changes))] - total[starts]
    return float(sums.sum()) / (len(starts) + SEASON_PRIOR_YEARS)
