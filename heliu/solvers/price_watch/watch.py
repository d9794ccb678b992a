"""The watch: for each supplier and item the rule, the price paths, and the alarm."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from heliu.solvers.answers import Answer, Reason, Status, Stopwatch
from heliu.solvers.price_watch.alarms import Alarm, Level, explain_alarm, raise_alarm
from heliu.solvers.price_watch.passthrough import (
    Follows,
    PassThrough,
    dense_prices,
    learn_pass_through,
    stated_pass_through,
)
from heliu.solvers.price_watch.paths import IndexView, index_paths, present_view, price_paths
from heliu.solvers.price_watch.problem import (
    SHORTEST_INDEX,
    Announcement,
    Floats,
    IndexSeries,
    SupplierQuotes,
    WatchProblem,
    require_problem,
)
from heliu.solvers.price_watch.trend import Trend, read_trend


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceOutlook:
    """`paths`: one row per scenario, column 0 is today's price, column j the price j periods from now."""

    quotes_id: str
    rule: PassThrough
    paths: Floats
    alarm: Alarm

    @property
    def expected(self) -> Floats:
        mean: Floats = self.paths.mean(axis=0)
        return mean


def price_watch(
    problem: WatchProblem, *, rules: Mapping[str, PassThrough] | None = None
) -> Answer[tuple[PriceOutlook, ...]]:
    """One outlook per quotations, in their order. `rules`: rules learned before, by id of the quotations, to be used
    instead of learning again. The objective is the number of alarms at ACT or above. Raises InvalidProblem."""
    watch = Stopwatch()
    require_problem(problem)
    indexes = {index.id: index for index in problem.indexes}
    outlooks = []
    reasons: list[Reason] = []
    for quotes in problem.quotes:
        outlook, why = _look(problem, quotes, indexes.get(quotes.index_id), rules or {})
        outlooks.append(outlook)
        reasons += why
    return Answer(
        status=Status.ESTIMATED,
        result=tuple(outlooks),
        objective=float(sum(outlook.alarm.level >= Level.ACT for outlook in outlooks)),
        wall_s=watch.seconds,
        explain=tuple(reasons),
    )


def rule_of(problem: WatchProblem, quotes: SupplierQuotes, index: IndexSeries | None) -> PassThrough:
    """The stated clause where there is one, else what his past prices teach."""
    year = problem.policy.periods_per_year
    for contract in problem.contracts:
        if contract.quotes_id == quotes.id and index is not None:
            return stated_pass_through(contract, index, price=quotes.prices[-1], periods_per_year=year)
    return learn_pass_through(quotes, index, until=problem.as_of, periods_per_year=year)


def _look(
    problem: WatchProblem, quotes: SupplierQuotes, index: IndexSeries | None, rules: Mapping[str, PassThrough]
) -> tuple[PriceOutlook, list[Reason]]:
    rule = rules.get(quotes.id) or rule_of(problem, quotes, index)
    notices = tuple(notice for notice in problem.announcements if notice.quotes_id == quotes.id)
    driver, view = _driver(problem, quotes, index, rule)
    paths, pending, trend = _paths(problem, quotes, driver, view=view, notices=notices)
    alarm = raise_alarm(
        quotes.id,
        paths,
        pending,
        as_of=problem.as_of,
        announced=frozenset(notice.effective_period for notice in notices),
        trend=trend,
        policy=problem.policy,
    )
    outlook = PriceOutlook(quotes_id=quotes.id, rule=rule, paths=paths, alarm=alarm)
    return outlook, explain_alarm(alarm, rule, paths, trend=trend, rate=problem.policy.holding_rate)


def _driver(
    problem: WatchProblem, quotes: SupplierQuotes, index: IndexSeries | None, rule: PassThrough
) -> tuple[PassThrough, IndexView | None]:
    """What moves the price: the index through the rule, else the price itself (a random walk at its own resets)."""
    if index is not None and rule.follows is not Follows.NOT:
        return rule, present_view(index, quotes, rule, as_of=problem.as_of)
    first, prices = dense_prices(quotes, until=problem.as_of)
    if len(prices) < SHORTEST_INDEX or not rule.resets:
        return rule, None
    own = replace(rule, follows=Follows.AT_RESETS, lag=0, window=1, slope_up=1.0, slope_down=1.0, weights=())
    return own, IndexView(first, prices, problem.as_of)


def _paths(
    problem: WatchProblem,
    quotes: SupplierQuotes,
    driver: PassThrough,
    *,
    view: IndexView | None,
    notices: tuple[Announcement, ...],
) -> tuple[Floats, Floats, Trend | None]:
    policy = problem.policy
    if view is None:
        flat = IndexView(problem.as_of, np.ones(1), problem.as_of)
        still = np.ones((policy.paths, policy.horizon))
        rule = replace(driver, follows=Follows.NOT)
        paths = price_paths(flat, still, rule, quotes=quotes, as_of=problem.as_of, announcements=notices, policy=policy)
        return paths, paths[0], None
    trend = read_trend(view.values, prior=policy.momentum_prior, weight=policy.momentum_weight)
    keeps = trend.persistence if driver.follows is not Follows.NOT else 0.0
    if (
        view.published_until == problem.as_of
        and len(driver.resets) < driver.periods_per_year
        and not driver.observations
    ):
        keeps = 0.0  # a price that steps by itself has no momentum between its steps
    periods = problem.as_of + policy.horizon - view.last_period
    ahead = index_paths(view, periods=periods, keeps=keeps, policy=policy)
    paths = price_paths(view, ahead, driver, quotes=quotes, as_of=problem.as_of, announcements=notices, policy=policy)
    still = np.full((1, periods), view.values[-1])
    quiet = replace(policy, paths=1)
    pending = price_paths(
        view,
        still,
        replace(driver, noise=0.0),
        quotes=quotes,
        as_of=problem.as_of,
        announcements=notices,
        policy=quiet,
    )
    return paths, pending[0], trend
