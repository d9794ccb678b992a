"""What a supplier's past prices teach: calendar, lag, window, share; and what is refused."""

import numpy as np
import pytest
from numpy.typing import NDArray

from heliu.solvers.price_watch import (
    Follows,
    IndexSeries,
    SupplierQuotes,
    WatchPolicy,
    WatchProblem,
    exposure_share,
    learn_pass_through,
    page_hinkley,
    persistence,
    price_watch,
    reset_calendar,
    timing_gate,
)
from heliu.solvers.problems import InvalidProblem

Floats = NDArray[np.float64]


def walk_of_prices(months: int, *, seed: int = 3) -> Floats:
    """An index without memory: log changes of 5 %."""
    steps = np.random.default_rng(seed).normal(0, 0.05, months)
    return np.asarray(100 * np.exp(np.cumsum(steps)))


def clause(index: Floats, *, share: float, lag: int, window: int, every: int, phase: int = 0) -> Floats:
    """A supplier who resets at `phase` of `every` months to the mean of `window` months that ended `lag` months ago."""
    prices, price = [], 50.0
    for month in range(len(index)):
        end = month - lag + 1
        if month % every == phase and end >= window:
            price = 50 * (1 - share + share * index[end - window : end].mean() / 100)
        prices.append(price)
    return np.array(prices)


def quotes(prices: Floats, *, first: int = 0, index_id: str = "copper") -> SupplierQuotes:
    periods = tuple(range(first, first + len(prices)))
    return SupplierQuotes(id="plates", periods=periods, prices=tuple(prices.tolist()), index_id=index_id)


def series(values: Floats) -> IndexSeries:
    return IndexSeries(id="copper", first_period=0, values=values)


@pytest.mark.parametrize(
    ("lag", "window", "every", "phase"), [(1, 3, 3, 0), (1, 1, 3, 1), (2, 3, 6, 2), (4, 1, 1, 0), (1, 6, 6, 0)]
)
def test_a_price_clause_is_recovered_from_past_prices(lag: int, window: int, every: int, phase: int) -> None:
    index = walk_of_prices(180)
    prices = clause(index, share=0.6, lag=lag, window=window, every=every, phase=phase)
    rule = learn_pass_through(quotes(prices), series(index[:-1]), until=179)
    assert rule.follows is Follows.AT_RESETS
    assert (rule.lag, rule.window) == (lag, window)
    assert rule.resets == tuple(range(phase, 12, every))
    assert rule.slope_up == pytest.approx(0.6 * 50 / 100)
    assert rule.fit == pytest.approx(1.0)


def test_a_clause_is_recognised_through_small_corrections_between_resets() -> None:
    index = walk_of_prices(180)
    noise = 1 + 0.001 * np.random.default_rng(1).standard_normal(180)
    prices = clause(index, share=0.6, lag=1, window=3, every=3) * noise
    rule = learn_pass_through(quotes(prices), series(index), until=179)
    assert (rule.resets, rule.lag, rule.window) == ((0, 3, 6, 9), 1, 3)
    assert rule.slope_up == pytest.approx(0.3, rel=0.05)


def test_a_supplier_who_passes_rises_on_faster_than_falls_has_two_slopes() -> None:
    index = walk_of_prices(300)
    moves = np.diff(index, prepend=index[0])
    prices = 500 + np.cumsum(np.where(moves > 0, 0.5, 0.2) * moves)
    rule = learn_pass_through(quotes(prices), series(index), until=299)
    assert rule.slope_up == pytest.approx(0.5)
    assert rule.slope_down == pytest.approx(0.2)


def test_a_supplier_who_smooths_over_months_follows_gradually() -> None:
    index = walk_of_prices(240)
    weights = np.array([0.1, 0.5, 0.2, 0.2])
    moves = np.diff(index, prepend=index[0])
    prices = 200 + np.cumsum(np.convolve(moves, weights)[:240] * 0.8)
    rule = learn_pass_through(quotes(prices), series(index), until=239)
    assert rule.follows is Follows.GRADUALLY
    assert rule.weights[:4] == pytest.approx(weights, abs=0.03)


def test_a_supplier_with_a_will_of_his_own_follows_no_index() -> None:
    rule = learn_pass_through(quotes(walk_of_prices(180, seed=8)), series(walk_of_prices(180)), until=179)
    assert rule.follows is Follows.NOT


def test_a_price_that_never_moved_has_no_calendar() -> None:
    assert reset_calendar(0, np.full(30, 7.0)) == ()


def test_moves_in_january_only_are_a_yearly_calendar() -> None:
    prices = 10 * 1.05 ** (np.arange(60) // 12)
    assert reset_calendar(0, prices) == (0,)
    assert reset_calendar(5, prices) == (5,)


def test_a_short_record_proves_no_rhythm() -> None:
    assert reset_calendar(0, np.array([10.0, 10, 10, 11, 11, 11, 12])) == tuple(range(12))


def test_page_hinkley_adds_up_what_exceeds_the_allowance() -> None:
    changes = np.array([0.1, 1.2, -0.7, 0.4, -1.5, 0.8, 1.0, 1.3])
    scale = 1.4826 * float(np.median(np.abs(changes - np.median(changes))))
    level = 0.0
    for change in changes:
        level = max(0.0, level + min(change / scale, 3.0) - 0.5)
    assert page_hinkley(changes) == pytest.approx(level)
    assert page_hinkley(np.zeros(20)) == 0


def test_persistence_is_what_was_seen_shrunk_to_the_prior() -> None:
    changes = np.array([1.0, -1.0] * 50)
    own = -1.0
    expected = max((99 * own + 300 * 0.5) / (99 + 300), 0.0)
    assert persistence(changes, prior=0.5, weight=300) == pytest.approx(expected)


def test_the_gate_closes_on_losses_and_opens_again_with_the_record() -> None:
    spends = np.full(120, 100.0)
    noise = np.random.default_rng(0).normal(0, 0.5, 120)
    assert timing_gate(noise + 1, spends).open
    assert timing_gate(noise - 1, spends).reason.code == "gate_closed_losing"
    recent = np.concatenate([noise[:100] + 2, np.full(20, -5.0)])
    verdict = timing_gate(recent, spends)
    assert verdict.reason.code == "gate_closed_recent_loss"
    assert verdict.recent == pytest.approx(recent[-36:].sum() / 1200)
    assert timing_gate(noise[:10] + 1, spends[:10]).reason.code == "gate_closed_short_record"


def test_a_purchase_ahead_is_cut_until_its_worst_tenth_loses_no_more_than_the_cap() -> None:
    regrets = np.array([30.0, 10.0, *[-5.0] * 18])
    assert exposure_share(regrets, 1000.0, cap=0.01) == pytest.approx(0.5)
    assert exposure_share(0.5 * regrets, 1000.0, cap=0.01) == 1
    assert exposure_share(-np.abs(regrets), 1000.0, cap=0.01) == 1
    with pytest.raises(InvalidProblem, match="year spend"):
        exposure_share(regrets, 0.0, cap=0.01)


@pytest.mark.parametrize(
    ("offer", "index", "says"),
    [
        (quotes(np.array([1.0, -2.0])), None, "quotes plates, period 1"),
        (quotes(np.array([1.0, np.nan])), None, "period 1"),
        (quotes(np.array([1.0, 2.0]), first=99), None, "after the present period"),
        (quotes(np.array([1.0, 2.0]), index_id="tin"), None, "index tin is unknown"),
        (SupplierQuotes(id="plates", periods=(3, 2), prices=(1.0, 1.0)), None, "does not come after 3"),
        (SupplierQuotes(id="plates", periods=(3,), prices=(1.0,), currency="EUR", index_id="copper"), None, "Convert"),
        (quotes(np.array([1.0])), np.array([1.0] * 11 + [0.0]), "index copper, period 11"),
        (quotes(np.array([1.0])), np.ones(5), "at least 12"),
    ],
)
def test_input_that_cannot_be_understood_is_refused_by_name(
    offer: SupplierQuotes, index: Floats | None, says: str
) -> None:
    published = series(np.ones(20) if index is None else index)
    with pytest.raises(InvalidProblem, match=says):
        price_watch(WatchProblem(as_of=50, quotes=(offer,), indexes=(published,)))


def test_a_policy_out_of_range_is_refused() -> None:
    problem = WatchProblem(as_of=1, quotes=(quotes(np.ones(2), index_id=""),), policy=WatchPolicy(horizon=0))
    with pytest.raises(InvalidProblem, match=r"policy\.horizon"):
        price_watch(problem)
