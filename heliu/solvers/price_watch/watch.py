"""The watch: for each supplier and item the rule, the price paths, and the alarm."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from heliu.solvers.answers import Answer, Reason, Status, Stopwatch
from heliu.solvers.price_watch.alarms import Alarm, Level, explain_alarm, raise_alarm
from heliu.solvers.price_watch.market import MarketModel, expected_changes, learn_market, market_breadth
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
    WatchPolicy,
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
    problem: WatchProblem, *, rules: Mapping[str, PassThrough] | None = None, market: MarketModel | None = None
) -> Answer[tuple[PriceOutlook, ...]]:
    """One outlook per quotations, in their order. `rules`: rules learned before, by id of the quotations, to be used
    instead of learning again; `market`: likewise, else learned from all `problem.indexes`. The objective is
    the number of alarms at ACT or above. Raises InvalidProblem."""
    watch = Stopwatch()
    require_problem(problem)
    indexes = {index.id: index for index in problem.indexes}
    policy = problem.policy
    model = market or learn_market(
        problem.indexes, periods_per_year=policy.periods_per_year, momentum_prior=policy.momentum_prior
    )
    state = _Market(model, market_breadth(problem.indexes))
    outlooks = []
    reasons: list[Reason] = []
    for quotes in problem.quotes:
        index = indexes.get(quotes.index_id)
        rule = (rules or {}).get(quotes.id) or rule_of(problem, quotes, index)
        outlook, why = _look(problem, quotes, index, rule=rule, market=state)
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


@dataclass(frozen=True, slots=True)
class _Driver:
    """What moves a price: an index through the `rule`, or (`alone`) the price itself, at its own resets. Without a
    `view` nothing is known to move it."""

    rule: PassThrough
    view: IndexView | None
    alone: bool


@dataclass(frozen=True, slots=True)
class _Market:
    model: MarketModel | None
    breadth: float


def _look(
    problem: WatchProblem, quotes: SupplierQuotes, index: IndexSeries | None, *, rule: PassThrough, market: _Market
) -> tuple[PriceOutlook, list[Reason]]:
    notices = tuple(notice for notice in problem.announcements if notice.quotes_id == quotes.id)
    driver = _driver(quotes, index, rule, as_of=problem.as_of)
    paths, pending, trend = _paths(problem, quotes, driver, notices=notices, market=market)
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


def _driver(quotes: SupplierQuotes, index: IndexSeries | None, rule: PassThrough, *, as_of: int) -> _Driver:
    if index is not None and rule.follows is not Follows.NOT:
        return _Driver(rule, present_view(index, quotes, rule, as_of=as_of), alone=False)
    first, prices = dense_prices(quotes, until=as_of)
    if len(prices) < SHORTEST_INDEX or not rule.resets:
        return _Driver(rule, None, alone=True)
    own = replace(rule, follows=Follows.AT_RESETS, lag=0, window=1, slope_up=1.0, slope_down=1.0, weights=())
    return _Driver(own, IndexView(first, prices, as_of), alone=True)


def _paths(
    problem: WatchProblem,
    quotes: SupplierQuotes,
    driver: _Driver,
    *,
    notices: tuple[Announcement, ...],
    market: _Market,
) -> tuple[Floats, Floats, Trend | None]:
    """Price paths, the price path if the index stood still, and the state of the index."""
    policy = problem.policy

    def priced(view: IndexView, ahead: Floats, rule: PassThrough) -> Floats:
        scenarios = replace(policy, paths=len(ahead))
        return price_paths(
            view, ahead, rule, quotes=quotes, as_of=problem.as_of, announcements=notices, policy=scenarios
        )

    if driver.view is None:
        flat = IndexView(problem.as_of, np.ones(1), problem.as_of)
        paths = priced(flat, np.ones((policy.paths, policy.horizon)), replace(driver.rule, follows=Follows.NOT))
        return paths, paths[0], None
    view = driver.view
    periods = problem.as_of + policy.horizon - view.last_period
    keeps, drift, trend = _expectation(driver, view, market, periods=periods, policy=policy)
    paths = priced(view, index_paths(view, drift, keeps=keeps, policy=policy), driver.rule)
    still = np.full((1, periods), view.values[-1])
    return paths, priced(view, still, replace(driver.rule, noise=0.0))[0], trend


def _expectation(
    driver: _Driver, view: IndexView, market: _Market, *, periods: int, policy: WatchPolicy
) -> tuple[float, Floats, Trend]:
    """Persistence, cumulative expected log changes, and the witnesses. A price that steps by itself at some periods of
    the year only has no momentum between its steps."""
    trend = read_trend(view.values, prior=policy.momentum_prior, weight=policy.momentum_weight)
    if driver.alone and len(driver.rule.resets) < policy.periods_per_year:
        return 0.0, np.zeros(periods), trend
    drift = expected_changes(
        view.values,
        periods=periods,
        model=None if driver.alone else market.model,
        breadth=market.breadth,
        keeps=trend.persistence,
    )
    return trend.persistence, drift, replace(trend, momentum=float(drift[0]))
