"""Price paths: the index by damped momentum and a block bootstrap, the supplier's price by his rule on top of it.

Index: expected log change + persistent resampled residuals, centred so that without a reason to move the expected level
stays where it is: a commodity price has no free drift (Samuelson 1965). Blocks of three periods keep
the clustering of calm and wild times (Künsch 1989).
"""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.price_watch.passthrough import Follows, PassThrough, dense_prices
from heliu.solvers.price_watch.problem import (
    Announcement,
    Floats,
    IndexSeries,
    SupplierQuotes,
    WatchPolicy,
)
from heliu.solvers.price_watch.trend import CLIP, robust_scale

REVEALING_FIT = 0.9


@dataclass(frozen=True, slots=True)
class IndexView:
    """What is known of an index at the present: `values` up to `last_period`, of which those after `published_until`
    were read off a quotation."""

    first_period: int
    values: Floats
    published_until: int

    @property
    def last_period(self) -> int:
        return self.first_period + len(self.values) - 1


def present_view(index: IndexSeries, quotes: SupplierQuotes, rule: PassThrough, *, as_of: int) -> IndexView:
    """The published index, extended by one period when a supplier who follows closely (fit ≥ 0.9) has reset with it:
    his quotation is earlier news of the index than its publication. Implied moves beyond four deviations are ignored.
    """
    plain = IndexView(index.first_period, index.values, index.last_period)
    unknown = index.last_period + 1
    if rule.follows is not Follows.AT_RESETS or rule.fit < REVEALING_FIT or rule.slope_up <= 0 or rule.slope_down <= 0:
        return plain
    if rule.lag != 0 or not rule.resets_in(unknown) or unknown != as_of:
        return plain
    before = previous_reset(rule, unknown - 1)
    first, prices = dense_prices(quotes, until=as_of)
    if before < first or before - rule.window + 1 < index.first_period or quotes.periods[-1] != as_of:
        return plain
    change = float(prices[-1] - prices[before - first])
    old = float(index.values[before - index.first_period - rule.window + 1 :][: rule.window].mean())
    mean = old + change / (rule.slope_up if change > 0 else rule.slope_down)
    known = float(index.values[len(index.values) - rule.window + 1 :].sum()) if rule.window > 1 else 0.0
    value = mean * rule.window - known
    limit = 4 * robust_scale(np.diff(np.log(index.values)))
    if value <= 0 or abs(np.log(value / index.values[-1])) > limit:
        return plain
    return IndexView(index.first_period, np.append(index.values, value), index.last_period)


def previous_reset(rule: PassThrough, period: int) -> int:
    """The latest reset not after `period`."""
    for back in range(rule.periods_per_year):
        if rule.resets_in(period - back):
            return period - back
    return period


def index_paths(view: IndexView, drift: Floats, *, keeps: float, policy: WatchPolicy) -> Floats:
    """Scenarios × one value per entry of `drift` (cumulative expected log change) after the last known value. The same
    seed gives the same draws for every series, so that items of one market move together."""
    periods = len(drift)
    rng = np.random.default_rng(policy.seed)
    changes = np.diff(np.log(view.values))[-240:]
    scale = robust_scale(changes)
    changes = np.clip(changes, -2 * CLIP * scale, 2 * CLIP * scale) if scale > 0 else changes
    left = changes[1:] - keeps * changes[:-1]
    left = left - left.mean()
    blocks = -(-periods // policy.block)
    last_start = max(len(left) - policy.block, 0)
    starts = np.floor(rng.random((policy.paths, blocks)) * (last_start + 1)).astype(np.int64)
    picks = (starts[:, :, None] + np.arange(policy.block)).reshape(policy.paths, -1)[:, :periods]
    shocks = left[np.minimum(picks, len(left) - 1)]
    noise = np.zeros((policy.paths, periods))
    running = np.zeros(policy.paths)
    for period in range(periods):
        running = keeps * running + shocks[:, period]
        noise[:, period] = running
    cumulative = np.cumsum(noise, axis=1)
    cumulative -= np.log(np.exp(cumulative).mean(axis=0))
    paths: Floats = float(view.values[-1]) * np.exp(drift + cumulative)
    return paths


def price_paths(
    view: IndexView,
    ahead: Floats,
    rule: PassThrough,
    *,
    quotes: SupplierQuotes,
    as_of: int,
    announcements: tuple[Announcement, ...],
    policy: WatchPolicy,
) -> Floats:
    """`paths × (horizon + 1)` prices of the supplier; column 0 is today's price, known. Announced prices hold from
    their period on, and later resets move on from them."""
    count = ahead.shape[0]
    known = np.broadcast_to(view.values, (count, len(view.values)))
    whole = np.concatenate([known, ahead], axis=1)
    announced = {notice.effective_period: notice.new_price for notice in announcements}
    prices = np.empty((count, policy.horizon + 1))
    prices[:, 0] = quotes.prices[-1]
    last_reset = previous_reset(rule, as_of) if rule.resets else as_of
    noise = _noise(rule, policy)
    for step in range(1, policy.horizon + 1):
        period = as_of + step
        price = prices[:, step - 1]
        if period in announced:
            price = np.full(count, announced[period])
            last_reset = period
        elif rule.resets and rule.resets_in(period):
            price = price + _move(whole, view.first_period, rule, start=last_reset, end=period)
            price = price * (1 + noise[:, step])
            last_reset = period
        prices[:, step] = np.maximum(price, 0.05 * prices[:, 0])
    return prices


def _noise(rule: PassThrough, policy: WatchPolicy) -> Floats:
    rng = np.random.default_rng(policy.seed + 1)
    half = rng.standard_normal((policy.paths // 2, policy.horizon + 1))
    noise = np.zeros((policy.paths, policy.horizon + 1))
    noise[: len(half)], noise[len(half) : 2 * len(half)] = half, -half
    return noise * min(rule.noise, 0.2)


def _move(whole: Floats, first: int, rule: PassThrough, *, start: int, end: int) -> Floats:
    """Price change from the reset in `start` to the one in `end`, by the rule."""
    if rule.follows is Follows.NOT:
        return np.zeros(len(whole))
    if rule.follows is Follows.GRADUALLY:
        total = np.zeros(len(whole))
        for back, weight in enumerate(rule.weights):
            at = end - first - back
            total += weight * (whole[:, at] - whole[:, at - 1])
        return rule.slope_up * total
    move = _mean(whole, first, rule, end) - _mean(whole, first, rule, start)
    change: Floats = np.where(move > 0, rule.slope_up, rule.slope_down) * move
    return change


def _mean(whole: Floats, first: int, rule: PassThrough, reset: int) -> Floats:
    end = reset - first - rule.lag + 1
    mean: Floats = whole[:, max(end - rule.window, 0) : end].mean(axis=1)
    return mean
