"""Alarms: what is pending comes true, what is announced is certain, and the reasons carry the numbers of the paths."""

from dataclasses import replace

import numpy as np
import pytest

from heliu.solvers.price_watch import (
    Announcement,
    Follows,
    IndexSeries,
    Level,
    StatedContract,
    SupplierQuotes,
    WatchPolicy,
    WatchProblem,
    learn_market,
    market_breadth,
    price_watch,
)
from tests.unit.solvers.test_price_watch_rules import Floats, clause, quotes, series, walk_of_prices

AS_OF = 161  # the last month of a quarter: the price resets in 162


def lagged(*, jump: float) -> WatchProblem:
    """A quarterly clause of 60 %, the index published one month late and moved by `jump` in the present quarter."""
    index = walk_of_prices(AS_OF + 1)
    index[AS_OF - 2 :] = index[AS_OF - 3] * jump
    prices = clause(index, share=0.6, lag=1, window=3, every=3)
    return WatchProblem(as_of=AS_OF, quotes=(quotes(prices),), indexes=(series(index[:AS_OF]),))


def test_a_rise_that_is_already_in_the_index_is_an_urgent_alarm_before_the_reset() -> None:
    problem = lagged(jump=1.2)
    outlook = price_watch(problem).result[0]
    alarm = outlook.alarm
    assert alarm.level is Level.URGENT
    assert (alarm.effective_period, alarm.lead) == (AS_OF + 1, 1)
    assert "pass_through" in alarm.evidence
    index = problem.indexes[0].values
    before = index[AS_OF - 5 : AS_OF - 2].mean()
    pending = 0.3 * (index[-1] - before) / problem.quotes[0].prices[-1]
    assert alarm.pending_rise == pytest.approx(pending)
    assert outlook.rule.lag == 1


def test_a_fall_that_is_already_in_the_index_raises_no_alarm() -> None:
    outlook = price_watch(lagged(jump=0.8)).result[0]
    assert outlook.alarm.level is Level.NONE
    assert outlook.expected[1] < outlook.expected[0]


def test_the_price_stands_still_between_resets_in_every_scenario() -> None:
    paths = price_watch(lagged(jump=1.1)).result[0].paths
    assert (paths[:, 1] == paths[:, 2]).all()
    assert (paths[:, 2] == paths[:, 3]).all()
    assert paths[:, 4].std() > paths[:, 1].std() > 0


def test_an_announcement_overrides_what_was_learned_and_is_certain() -> None:
    problem = lagged(jump=0.8)
    today = problem.quotes[0].prices[-1]
    notice = Announcement(quotes_id="plates", effective_period=AS_OF + 2, new_price=1.3 * today)
    outlook = price_watch(replace(problem, announcements=(notice,))).result[0]
    assert outlook.alarm.p_rise == 1
    assert outlook.alarm.lead == 2
    assert outlook.alarm.level is Level.ACT
    assert outlook.alarm.evidence[0] == "announcement"
    assert outlook.paths[:, 2] == pytest.approx(1.3 * today)


def test_a_stated_contract_is_used_instead_of_learning() -> None:
    problem = lagged(jump=1.2)
    stated = StatedContract(quotes_id="plates", index_share=0.4, lag=1, window=3, resets=(0, 3, 6, 9))
    outlook = price_watch(replace(problem, contracts=(stated,))).result[0]
    assert outlook.rule.stated
    assert outlook.rule.share == 0.4
    slope = 0.4 * problem.quotes[0].prices[-1] / problem.indexes[0].values[-1]
    assert outlook.rule.slope_up == pytest.approx(slope)


def test_a_supplier_without_index_and_history_is_expected_to_keep_his_price() -> None:
    lonely = SupplierQuotes(id="string", periods=(4,), prices=(2.5,))
    answer = price_watch(WatchProblem(as_of=9, quotes=(lonely,)))
    assert (answer.result[0].paths == 2.5).all()
    assert answer.result[0].alarm.level is Level.NONE
    assert answer.result[0].rule.follows is Follows.NOT


def test_a_close_follower_reveals_the_index_before_it_is_published() -> None:
    index = walk_of_prices(AS_OF + 1)
    index[-1] = index[-2] * 1.08
    early = WatchProblem(as_of=AS_OF, quotes=(quotes(index * 2),), indexes=(series(index[:-1]),))
    late = replace(early, indexes=(series(index),))
    assert price_watch(early).result[0].expected == pytest.approx(price_watch(late).result[0].expected)


def test_the_numbers_of_the_reason_are_those_of_the_paths() -> None:
    answer = price_watch(lagged(jump=1.2))
    outlook, reason = answer.result[0], answer.explain[0]
    today, later = outlook.paths[0, 0], outlook.paths[:, outlook.alarm.lead]
    rate = WatchPolicy().holding_rate
    assert reason.code == "price_urgent"
    assert reason.measure("expected_rise") == pytest.approx(100 * (later.mean() / today - 1))
    assert reason.measure("p_rise") == (later > today * (1 + rate * outlook.alarm.lead)).mean()
    assert reason.measure("holding_cost") == pytest.approx(100 * rate * outlook.alarm.lead)
    assert reason.measure("price_p10") == pytest.approx(np.quantile(later, 0.1))
    assert reason.alternative is not None
    loss = later.mean() - today * (1 + rate * outlook.alarm.lead)
    assert reason.alternative.objective_difference == pytest.approx(loss)
    assert answer.objective == 1


def test_the_same_seed_gives_the_same_paths() -> None:
    first, second = (price_watch(lagged(jump=1.1)).result[0].paths for _ in range(2))
    assert (first == second).all()


def market(*, months: int, pull: float) -> tuple[IndexSeries, ...]:
    """Twelve indexes; a slow common cycle enters their changes with weight `pull`."""
    rng = np.random.default_rng(5)
    cycle = np.zeros(months)
    for month in range(1, months):
        cycle[month] = 0.9 * cycle[month - 1] + rng.normal(0, 0.01)
    changes = rng.normal(0, 0.03, (12, months)) + pull * cycle
    return tuple(
        IndexSeries(id=str(row), first_period=0, values=100 * np.exp(np.cumsum(one))) for row, one in enumerate(changes)
    )


def test_a_market_that_moves_together_says_where_its_members_go() -> None:
    together = learn_market(market(months=240, pull=1.0))
    apart = learn_market(market(months=240, pull=0.0))
    assert together is not None
    assert apart is not None
    assert together.market[2] > 0.5 > abs(apart.market[2])


def test_few_indexes_are_no_market() -> None:
    few = market(months=240, pull=1.0)[:7]
    assert learn_market(few) is None
    assert market_breadth(few) == 0


def test_breadth_is_the_mean_of_the_latest_standard_changes() -> None:
    steps: Floats = np.append(np.tile([0.01, -0.01, 0.02, -0.03], 30), [0.01, 0.02, 0.03, 0.09])
    values = 100 * np.exp(np.cumsum(steps))
    members = tuple(IndexSeries(id=str(one), first_period=0, values=values) for one in range(8))
    changes = np.diff(np.log(values))
    scale = 1.4826 * np.median(np.abs(changes - np.median(changes)))
    assert market_breadth(members) == pytest.approx(np.minimum(steps[-4:] / scale, 3.0).mean())
