"""Any history: paths begin today, stay positive, move at resets only, and do not drift without a reason."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from heliu.solvers.price_watch import (
    IndexSeries,
    Level,
    SupplierQuotes,
    WatchPolicy,
    WatchProblem,
    price_watch,
    timing_gate,
)

PROFILE = settings(max_examples=40, deadline=None)


@st.composite
def problems(draw: st.DrawFn) -> WatchProblem:
    seed = draw(st.integers(0, 10_000))
    months = draw(st.integers(14, 90))
    rng = np.random.default_rng(seed)
    index = 100 * np.exp(np.cumsum(rng.normal(0, draw(st.floats(0.0, 0.3)), months)))
    every = draw(st.sampled_from([1, 3, 6, 12]))
    share = draw(st.floats(0, 1))
    held = np.arange(months) - np.arange(months) % every
    prices = 20 * (1 - share + share * index[held] / 100)
    known = draw(st.integers(1, months))
    offer = SupplierQuotes(
        id="offer",
        periods=tuple(range(months - known, months)),
        prices=tuple(prices[months - known :].tolist()),
        index_id=draw(st.sampled_from(["", "index"])),
    )
    published = IndexSeries(id="index", first_period=0, values=index[: months - draw(st.integers(0, 2))])
    policy = WatchPolicy(horizon=draw(st.integers(1, 8)), paths=40, seed=seed)
    return WatchProblem(as_of=months - 1, quotes=(offer,), indexes=(published,), policy=policy)


@PROFILE
@given(problems())
def test_paths_begin_at_the_price_of_today_and_stay_positive(problem: WatchProblem) -> None:
    outlook = price_watch(problem).result[0]
    assert outlook.paths.shape == (40, problem.policy.horizon + 1)
    assert (outlook.paths[:, 0] == problem.quotes[0].prices[-1]).all()
    assert np.isfinite(outlook.paths).all()
    assert (outlook.paths > 0).all()


@PROFILE
@given(problems())
def test_a_price_moves_at_its_resets_only(problem: WatchProblem) -> None:
    outlook = price_watch(problem).result[0]
    for step in range(1, problem.policy.horizon + 1):
        if not outlook.rule.resets_in(problem.as_of + step):
            assert (outlook.paths[:, step] == outlook.paths[:, step - 1]).all()


@PROFILE
@given(problems())
def test_an_alarm_to_act_has_a_rise_beyond_holding_and_a_probability_behind_it(problem: WatchProblem) -> None:
    alarm = price_watch(problem).result[0].alarm
    assert 1 <= alarm.lead <= problem.policy.horizon
    assert alarm.effective_period == problem.as_of + alarm.lead
    assert 0 <= alarm.p_rise <= 1
    if alarm.level >= Level.ACT:
        assert alarm.net_rise > 0
        assert alarm.p_rise >= problem.policy.act_probability
        assert alarm.evidence


@PROFILE
@given(problems())
def test_watching_twice_says_the_same(problem: WatchProblem) -> None:
    first, second = price_watch(problem).result[0], price_watch(problem).result[0]
    assert first.alarm == second.alarm
    assert (first.paths == second.paths).all()


@PROFILE
@given(st.lists(st.floats(-5, 5), min_size=48, max_size=120), st.floats(0.1, 10))
def test_the_gate_judges_shares_not_amounts(savings: list[float], scale: float) -> None:
    amounts = np.array(savings)
    spends = np.full(len(savings), 100.0)
    one, other = timing_gate(amounts, spends), timing_gate(scale * amounts, scale * spends)
    assert abs(one.mean_saving - other.mean_saving) < 1e-9
    assert abs(one.recent - other.recent) < 1e-9
