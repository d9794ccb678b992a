"""What holds for every forecast, whatever the demand."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from heliu.solvers.forecast import DemandHistory, ForecastOrder, bottom_up, classify, forecast, top_down, unconstrain
from heliu.solvers.forecast.counts import negative_binomial_pmf, negative_binomial_quantiles
from heliu.solvers.forecast.levels import adida, croston, imapa, mean_rate, tsb
from heliu.solvers.forecast.problem import Floats

WHOLE = st.integers(0, 9).map(float)
HISTORIES = st.tuples(st.integers(1, 5), st.integers(6, 20)).flatmap(
    lambda shape: arrays(np.float64, shape, elements=st.one_of(WHOLE, WHOLE, st.just(np.nan)))
)


def _names(demand: Floats) -> tuple[str, ...]:
    return tuple(str(row) for row in range(len(demand)))


@settings(deadline=None, max_examples=25)
@given(HISTORIES, st.integers(1, 5))
def test_quantiles_never_cross_and_nothing_negative_is_expected(demand: Floats, horizon: int) -> None:
    demand[0, 0] = 1.0
    history = DemandHistory(ids=_names(demand), demand=demand)
    answer = forecast(history, ForecastOrder(horizon=horizon, lead_time=1))
    result = answer.result
    assert np.isfinite(result.quantiles).all()
    assert np.isfinite(result.mean).all()
    assert (result.mean >= 0).all()
    assert (result.quantiles >= 0).all()
    assert (np.diff(result.quantiles, axis=-1) >= -1e-9).all()
    assert result.lead_time is not None
    np.testing.assert_allclose(result.lead_time.mean, result.mean[:, 0])
    assert all(result.explain(item) for item in history.ids)


@settings(deadline=None, max_examples=10)
@given(HISTORIES)
def test_the_same_history_gives_the_same_forecast(demand: Floats) -> None:
    demand[0, 0] = 1.0
    made = [
        forecast(DemandHistory(ids=_names(demand), demand=demand.copy()), ForecastOrder(horizon=3, seed=1)).result
        for _ in range(2)
    ]
    np.testing.assert_array_equal(made[0].quantiles, made[1].quantiles)
    np.testing.assert_array_equal(made[0].mean, made[1].mean)


@settings(deadline=None, max_examples=50)
@given(HISTORIES, st.sampled_from([croston, tsb, adida, imapa, mean_rate]), st.floats(0.5, 20))
def test_rates_scale_with_the_unit_and_stay_within_what_was_asked(demand: Floats, rate: object, factor: float) -> None:
    assert callable(rate)
    found = rate(demand)
    np.testing.assert_allclose(rate(demand * factor), found * factor, rtol=1e-9, atol=1e-9)
    largest = np.nan_to_num(demand).max(axis=1)
    assert (found >= 0).all()
    assert (found <= largest + 1e-9).all()


@settings(deadline=None, max_examples=50)
@given(HISTORIES)
def test_a_vectorised_rate_is_the_rate_of_every_row_alone(demand: Floats) -> None:
    for rate in (croston, tsb, adida, imapa):
        together = rate(demand)
        alone = np.concatenate([rate(row[None, :]) for row in demand])
        np.testing.assert_allclose(together, alone, rtol=1e-12)


@settings(deadline=None, max_examples=50)
@given(HISTORIES, st.data())
def test_unconstraining_never_lowers_and_leaves_full_stock_alone(demand: Floats, data: st.DataObject) -> None:
    share = data.draw(arrays(np.float64, demand.shape, elements=st.sampled_from([0.25, 0.5, 1.0])))
    found = unconstrain(demand, share)
    known = np.isfinite(demand)
    assert (found[known] >= demand[known]).all()
    np.testing.assert_array_equal(found[share == 1], demand[share == 1])


@settings(deadline=None, max_examples=50)
@given(st.floats(0.01, 200), st.floats(0.01, 5))
def test_negative_binomial_quantiles_rise_with_the_mean_and_agree_with_the_probabilities(
    mean: float, dispersion: float
) -> None:
    low, high = negative_binomial_quantiles(np.array([mean, mean * 1.5]), np.array([dispersion, dispersion]))
    assert (high >= low).all()
    largest = int(low[5]) + 1
    pmf = negative_binomial_pmf(np.array([mean]), np.array([dispersion]), largest)[0]
    assert abs(pmf.sum() - 1) < 1e-9
    assert pmf[:largest].sum() >= 0.5 - 1e-9
    assert pmf[: largest - 1].sum() < 0.5 + 1e-9


@settings(deadline=None, max_examples=50)
@given(HISTORIES)
def test_the_class_does_not_depend_on_the_unit(demand: Floats) -> None:
    assert classify(demand).segment.tolist() == classify(demand * 7).segment.tolist()


@settings(deadline=None, max_examples=30)
@given(arrays(np.float64, (4, 3), elements=WHOLE), st.lists(st.floats(0.1, 9), min_size=4, max_size=4))
def test_totals_are_conserved_upwards_and_downwards(mean: Floats, weights: list[float]) -> None:
    parents = {"0": "a", "1": "a", "2": "b", "3": "b", "a": "all", "b": "all"}
    totals = bottom_up(("0", "1", "2", "3"), mean, parents)
    np.testing.assert_allclose(totals["a"] + totals["b"], totals["all"])
    np.testing.assert_allclose(totals["all"], mean.sum(axis=0))
    shared = top_down(totals["all"], dict(zip("0123", weights, strict=True)))
    np.testing.assert_allclose(sum(shared.values()), totals["all"], rtol=1e-12)
