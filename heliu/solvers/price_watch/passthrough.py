"""How a supplier passes an index on: at which resets, after which lag, averaged over how long, and how much of it.

The reset calendar is read off the months in which his price moves. Then every lag and averaging window is a regression
of the price change between resets on the change of the averaged index, through the origin and with a slope that is not
negative; the Bayesian information criterion chooses among them, a smooth distributed lag, different slopes for rises
and falls ("rockets and feathers", Bacon 1991), and "does not follow the index at all".
"""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from heliu.solvers.price_watch.problem import Floats, IndexSeries, StatedContract, SupplierQuotes

LAGS = tuple(range(7))
WINDOWS = (1, 2, 3, 6, 12)
GRADUAL_LAGS = 7
FEWEST_RESETS = 5
CALENDAR_ENERGY = 0.95
ASYMMETRY_EVIDENCE = 6.0
SMALLEST_FIT = 0.15


class Follows(StrEnum):
    """AT_RESETS: steps after an averaged index. GRADUALLY: a distributed lag each period. NOT: no link was found."""

    AT_RESETS = "at_resets"
    GRADUALLY = "gradually"
    NOT = "not"


@dataclass(frozen=True, slots=True, kw_only=True)
class PassThrough:
    """`resets`: places in the year (period modulo `periods_per_year`) at which the price may move. `slope_up/down`:
    price change per unit of index rise/fall. `weights`: shares of the index changes 0, 1, … periods back (gradual
    only). `share`: relative price change per relative index change at the latest prices. `fit`: share of the variation
    of the price changes that is explained, 0 … 1. `noise`: standard deviation of what is not, relative to the price.
    """

    follows: Follows
    resets: tuple[int, ...]
    periods_per_year: int
    lag: int = 0
    window: int = 1
    slope_up: float = 0.0
    slope_down: float = 0.0
    weights: tuple[float, ...] = ()
    share: float = 0.0
    fit: float = 0.0
    noise: float = 0.0
    observations: int = 0
    stated: bool = False

    def resets_in(self, period: int) -> bool:
        return period % self.periods_per_year in self.resets


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: float
    squares: float
    lag: int
    window: int
    slopes: tuple[float, float]
    weights: tuple[float, ...] = ()


def dense_prices(quotes: SupplierQuotes, *, until: int) -> tuple[int, Floats]:
    """First period and one price per period up to `until`; a price holds until the next quotation."""
    first = quotes.periods[0]
    places = np.searchsorted(np.asarray(quotes.periods), np.arange(first, until + 1), side="right") - 1
    return first, np.asarray(quotes.prices, dtype=np.float64)[places]


def reset_calendar(first: int, prices: Floats, *, periods_per_year: int = 12) -> tuple[int, ...]:
    """Places in the year that carry at least 95 % of the squared log changes: the sparsest regular rhythm that does,
    else all of them. Empty when the price never moved. Small corrections between resets therefore do not hide a
    quarterly clause, and fewer than three moves prove no rhythm."""
    moves = np.diff(np.log(prices)) ** 2
    total = float(moves.sum())
    if total <= 0:
        return ()
    every = tuple(range(periods_per_year))
    if int((moves > total * 1e-4).sum()) < 3:
        return every
    places = (first + 1 + np.arange(len(moves))) % periods_per_year
    energy = np.bincount(places, weights=moves, minlength=periods_per_year)
    for step in range(periods_per_year, 1, -1):
        if periods_per_year % step:
            continue
        by_phase = [float(energy[phase::step].sum()) for phase in range(step)]
        phase = int(np.argmax(by_phase))
        enough = len(moves) >= 3 * step
        if enough and by_phase[phase] >= CALENDAR_ENERGY * total:
            return tuple(range(phase, periods_per_year, step))
    return every


def learn_pass_through(
    quotes: SupplierQuotes, index: IndexSeries | None, *, until: int, periods_per_year: int = 12
) -> PassThrough:
    """The rule that explains the quotations up to `until` best; `Follows.NOT` when none beats "no link" by the
    information criterion or explains at least 15 % of the price changes."""
    first, prices = dense_prices(quotes, until=until)
    resets = reset_calendar(first, prices, periods_per_year=periods_per_year)
    none = PassThrough(follows=Follows.NOT, resets=resets, periods_per_year=periods_per_year)
    if index is None or not resets:
        return none
    at = _reset_periods(first, prices, resets, index, periods_per_year)
    changes = np.diff(prices[at - first])
    if len(changes) < FEWEST_RESETS:
        return none
    total = float(changes @ changes)
    floor = max(total, 1e-300) * 1e-12
    count = len(changes)
    null = count * math.log(max(total, floor))
    best = _best_window(changes, at, index, floor)
    if len(resets) == periods_per_year:
        best = min(best, _distributed_lag(changes, at, index, floor), key=lambda one: one.score)
    fit = 1 - best.squares / max(total, floor)
    if best.score >= null or fit < SMALLEST_FIT:
        return none
    return _rule(best, none, first=first, prices=prices, at=at, index=index, fit=fit, count=count)


def _reset_periods(first: int, prices: Floats, resets: tuple[int, ...], index: IndexSeries, year: int) -> np.ndarray:
    periods = np.arange(first, first + len(prices))
    reach = LAGS[-1] + WINDOWS[-1]
    usable = (periods >= index.first_period + reach) & (periods <= index.last_period)
    return periods[usable & np.isin(periods % year, resets)]


def _averages(index: IndexSeries, at: np.ndarray, lag: int, window: int) -> Floats:
    sums = np.concatenate(([0.0], np.cumsum(index.values)))
    end = at - index.first_period - lag + 1
    averages: Floats = (sums[end] - sums[end - window]) / window
    return averages


def _best_window(changes: Floats, at: np.ndarray, index: IndexSeries, floor: float) -> _Candidate:
    found = []
    for lag in LAGS:
        for window in WINDOWS:
            moves = np.diff(_averages(index, at, lag, window))
            found.append(_one_slope(changes, moves, lag=lag, window=window, floor=floor))
    best = min(found, key=lambda one: one.score)
    both = _two_slopes(changes, np.diff(_averages(index, at, best.lag, best.window)), best, floor)
    return both if both.score + ASYMMETRY_EVIDENCE < best.score else best


def _one_slope(changes: Floats, moves: Floats, *, lag: int, window: int, floor: float) -> _Candidate:
    power = float(moves @ moves)
    slope = max(float(moves @ changes) / power, 0.0) if power > 0 else 0.0
    left = changes - slope * moves
    squares = float(left @ left)
    count = len(changes)
    score = count * math.log(max(squares, floor)) + 2 * math.log(count)
    return _Candidate(score, squares, lag, window, (slope, slope))


def _two_slopes(changes: Floats, moves: Floats, one: _Candidate, floor: float) -> _Candidate:
    slopes = []
    for side in (moves > 0, moves < 0):
        power = float(moves[side] @ moves[side])
        if side.sum() < FEWEST_RESETS or power <= 0:
            return one
        slopes.append(max(float(moves[side] @ changes[side]) / power, 0.0))
    left = changes - np.where(moves > 0, slopes[0], slopes[1]) * moves
    squares = float(left @ left)
    count = len(changes)
    score = count * math.log(max(squares, floor)) + 3 * math.log(count)
    return _Candidate(score, squares, one.lag, one.window, (slopes[0], slopes[1]))


def _distributed_lag(changes: Floats, at: np.ndarray, index: IndexSeries, floor: float) -> _Candidate:
    from scipy.optimize import nnls

    steps = np.diff(index.values)
    places = at[1:] - index.first_period - 1
    table = np.stack([steps[places - back] for back in range(GRADUAL_LAGS)], axis=1)
    ridge = math.sqrt(0.01 * float((table**2).sum()) / GRADUAL_LAGS)
    stacked = np.vstack([table, ridge * np.eye(GRADUAL_LAGS)])
    weights = np.asarray(nnls(stacked, np.concatenate([changes, np.zeros(GRADUAL_LAGS)]))[0])
    left = changes - table @ weights
    squares = float(left @ left)
    count = len(changes)
    score = count * math.log(max(squares, floor)) + (1 + int((weights > 0).sum())) * math.log(count)
    total = float(weights.sum())
    shares = tuple(float(weight) for weight in weights / total) if total > 0 else ()
    return _Candidate(score if shares else math.inf, squares, 0, 1, (total, total), shares)


def _rule(
    best: _Candidate,
    none: PassThrough,
    *,
    first: int,
    prices: Floats,
    at: np.ndarray,
    index: IndexSeries,
    fit: float,
    count: int,
) -> PassThrough:
    slope = 0.5 * (best.slopes[0] + best.slopes[1])
    level = float(_averages(index, at[-1:], best.lag, best.window)[0])
    return PassThrough(
        follows=Follows.GRADUALLY if best.weights else Follows.AT_RESETS,
        resets=none.resets,
        periods_per_year=none.periods_per_year,
        lag=best.lag,
        window=best.window,
        slope_up=best.slopes[0],
        slope_down=best.slopes[1],
        weights=best.weights,
        share=slope * level / float(prices[at[-1] - first]),
        fit=fit,
        noise=math.sqrt(best.squares / count) / float(np.mean(prices)),
        observations=count,
    )


def stated_pass_through(
    contract: StatedContract, index: IndexSeries, *, price: float, periods_per_year: int
) -> PassThrough:
    """A written clause as a rule: the slope is the index share at the latest price and index."""
    slope = contract.index_share * price / float(index.values[-1])
    return PassThrough(
        follows=Follows.AT_RESETS,
        resets=tuple(sorted(contract.resets)),
        periods_per_year=periods_per_year,
        lag=contract.lag,
        window=contract.window,
        slope_up=slope,
        slope_down=slope,
        share=contract.index_share,
        fit=1.0,
        stated=True,
    )
