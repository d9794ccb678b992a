"""Rates, distributions, classes and scores of the forecast against closed forms and hand-made cases."""

import numpy as np
import pytest
from scipy.stats import nbinom

from heliu.solvers.forecast import LEVELS, Segment, bottom_up, classify, obsolete_probability, top_down, unconstrain
from heliu.solvers.forecast.counts import (
    negative_binomial_pmf,
    negative_binomial_quantiles,
    pmf_quantiles,
    shrunk_dispersion,
)
from heliu.solvers.forecast.lead_time import joined, lead_time_demand, sums_of
from heliu.solvers.forecast.levels import adida, aggregated, croston, imapa, smoothed, tsb
from heliu.solvers.forecast.models import Prediction
from heliu.solvers.forecast.newcomers import by_analogy, gamma_of, posterior
from heliu.solvers.forecast.scoring import bias, mase, pinball, rmse, wql
from heliu.solvers.problems import InvalidProblem

nan = np.nan


@pytest.mark.parametrize(
    ("row", "segment", "adi", "cv2"),
    [
        ([4, 4, 4, 4, 4, 4, 4, 4], Segment.SMOOTH, 1.0, 0.0),
        ([1, 9, 1, 9, 1, 9, 1, 9], Segment.ERRATIC, 1.0, 0.64),
        ([0, 3, 0, 3, 0, 3, 0, 3], Segment.INTERMITTENT, 2.0, 0.0),
        ([0, 1, 0, 9, 0, 1, 0, 9], Segment.LUMPY, 2.0, 0.64),
        ([nan, nan, nan, 1, 2, 3, 1, 1], Segment.NEW, 1.0, 0.24),
        ([0, 0, 0, 0, 0, 0, 0, 0], Segment.SILENT, np.inf, 0.0),
    ],
)
def test_demand_is_classed_by_how_often_and_how_evenly_it_comes(
    row: list[float], segment: Segment, adi: float, cv2: float
) -> None:
    if segment is Segment.NEW:
        sizes = np.array([1, 2, 3, 1, 1])
        cv2 = float(sizes.var() / sizes.mean() ** 2)
    found = classify(np.array([row], dtype=float))
    assert found.segment[0] == segment
    assert found.adi[0] == adi
    assert found.cv2[0] == pytest.approx(cv2)


def test_a_mean_of_five_or_a_broken_number_is_not_forecast_as_counts() -> None:
    rows = np.array([[1.0, 2, 0, 3, 1, 2], [5.0, 5, 5, 5, 5, 5], [0.5, 1, 0, 1, 1, 0]])
    assert classify(rows).counts.tolist() == [True, False, False]


def test_negative_binomial_quantiles_are_those_of_scipy() -> None:
    means, dispersions = np.array([0.05, 0.7, 3.0, 40.0, 400.0]), np.array([2.0, 0.5, 1.3, 0.2, 0.01])
    found = negative_binomial_quantiles(means, dispersions)
    size = 1 / dispersions
    expected = nbinom.ppf(np.array(LEVELS)[None, :], size[:, None], (size / (size + means))[:, None])
    assert found.tolist() == expected.tolist()


def test_probabilities_of_counts_are_those_of_scipy_and_keep_the_tail() -> None:
    found = negative_binomial_pmf(np.array([1.7]), np.array([0.6]), 5)[0]
    law = nbinom(1 / 0.6, (1 / 0.6) / (1 / 0.6 + 1.7))
    assert found[:5] == pytest.approx(law.pmf(np.arange(5)))
    assert found[5] == pytest.approx(law.sf(4))


def test_quantiles_of_probabilities_are_the_smallest_values_that_reach_the_level() -> None:
    found = pmf_quantiles(np.array([0.5, 0.3, 0.2]), np.array([0.0, 1.0, 7.0]))
    assert dict(zip(LEVELS, found.tolist(), strict=True)) == {
        **dict.fromkeys((0.05, 0.1, 0.2, 0.3, 0.4, 0.5), 0.0),
        **dict.fromkeys((0.6, 0.7, 0.8), 1.0),
        **dict.fromkeys((0.9, 0.95, 0.975, 0.99), 7.0),
    }


def test_pooled_dispersion_recovers_the_one_the_demand_was_drawn_with() -> None:
    random = np.random.default_rng(3)
    means = random.gamma(2.0, 1.0, size=400)
    drawn = random.poisson(random.gamma(1 / 0.8, 0.8 * means[:, None], size=(400, 200))).astype(float)
    assert np.median(shrunk_dispersion(drawn, means, prior_periods=1e6)) == pytest.approx(0.8, rel=0.06)


def test_smoothing_follows_its_recursion_and_skips_unknown_periods() -> None:
    level, errors = smoothed(np.array([[2.0, nan, 4.0, 0.0]]), 0.25)
    assert level[0] == pytest.approx(2.5 * 0.75)
    assert errors[0] == pytest.approx(2.0**2 + 2.5**2)


def test_croston_divides_size_by_interval_and_sba_takes_the_half_constant_off() -> None:
    demand = np.array([[0.0, 2, 0, 0, 4, 0]])
    size, interval = 2 + 0.1 * 2, 2 + 0.1 * 1
    assert croston(demand)[0] == pytest.approx(size / interval)
    assert croston(demand, debias=True)[0] == pytest.approx(0.95 * size / interval)


def test_tsb_decays_while_nothing_is_asked_for_and_croston_does_not() -> None:
    short, long = np.array([[3.0, 0, 3, 0]]), np.array([[3.0, 0, 3, 0, 0, 0, 0, 0]])
    assert tsb(long)[0] == pytest.approx(tsb(short)[0] * 0.9**4)
    assert croston(long)[0] == croston(short)[0]


def test_buckets_end_with_the_history_and_average_what_they_know() -> None:
    found = aggregated(np.array([[9.0, 1, 3, nan, 5, nan, nan]]), 2)
    np.testing.assert_array_equal(found, [[2.0, 5.0, nan]])


def test_imapa_agrees_with_the_published_implementation() -> None:
    from statsforecast.models import ADIDA, IMAPA

    demand = np.random.default_rng(5).poisson(0.5, size=(40, 48)).astype(float)
    theirs = np.array([IMAPA().forecast(row, 1)["mean"][0] for row in demand])
    assert np.abs(imapa(demand) - theirs).max() < 0.06
    assert np.corrcoef(imapa(demand), theirs)[0, 1] > 0.99
    aggregate = np.array([ADIDA().forecast(row, 1)["mean"][0] for row in demand])
    assert np.corrcoef(adida(demand), aggregate)[0, 1] > 0.97


def test_stock_outs_are_filled_at_the_rate_of_the_hours_in_stock() -> None:
    demand = np.array([[4.0, 4, 1, 4, 0]])
    share = np.array([[1.0, 1, 0.25, 1, 0]])
    rate = 13 / 3.25
    assert unconstrain(demand, share)[0] == pytest.approx([4, 4, 1 + 0.75 * rate, 4, rate])


def test_a_period_without_any_stock_around_it_is_unknown_rather_than_zero() -> None:
    demand, share = np.zeros((1, 20)), np.zeros((1, 20))
    demand[0, -1], share[0, -1] = 5, 1
    filled = unconstrain(demand, share)[0]
    assert np.isnan(filled[:13]).all()
    assert filled[13:] == pytest.approx(np.full(7, 5.0))


def test_silence_makes_a_fast_item_obsolete_sooner_than_a_slow_one() -> None:
    fast, slow = [1.0] * 20 + [0.0] * 6, ([1.0, 0, 0, 0] * 5) + [0.0] * 6
    busy, quiet = [1.0] * 26, [0.0] * 26
    found = obsolete_probability(np.array([fast, slow, busy, quiet]))
    assert found[0] > 0.9 > found[1] > found[2] == found[3] == 0


def test_a_new_item_starts_at_its_category_and_moves_with_what_it_sells() -> None:
    tools, toys = [[4.0, 6, 5, 5, 4, 6, 5, 5] for _ in range(6)], [[1.0, 0, 2, 1, 0, 1, 2, 1] for _ in range(6)]
    unknown = [nan] * 8
    sold = [nan] * 6 + [9.0, 9.0]
    demand = np.array([*tools, *toys, unknown, unknown, sold])
    new = np.array([False] * 12 + [True] * 3)
    categories = ("tool",) * 6 + ("toy",) * 6 + ("tool", "toy", "tool")
    found = by_analogy(demand, new, categories, 4).mean[:, 0]
    assert found[:2] == pytest.approx([5.0, 1.0])
    assert 5 < found[2] < 9


def test_the_rate_after_sales_is_the_gamma_posterior() -> None:
    shape, mean = posterior(np.array([2.0]), np.array([0.5]), np.array([6.0]), np.array([4.0]))
    assert (shape[0], mean[0]) == (8.0, 1.0)


def test_the_gamma_of_a_category_is_recovered() -> None:
    random = np.random.default_rng(11)
    rates = random.gamma(1.5, 2.0, size=4000)
    seen = random.poisson(rates[:, None], size=(4000, 10)).mean(axis=1)
    found = gamma_of(seen, np.full(4000, 10.0))
    assert (found.shape, found.mean) == (pytest.approx(1.5, rel=0.1), pytest.approx(3.0, rel=0.05))


def test_loss_of_a_point_is_its_absolute_error_and_unknown_periods_cost_nothing() -> None:
    points = np.repeat(np.array([[3.0, 1.0, 2.0]])[..., None], len(LEVELS), axis=-1)
    actual = np.array([[5.0, nan, 2.0]])
    assert pinball(points, actual)[0] == pytest.approx([2.0, 0.0, 0.0])
    assert wql(points, actual) == pytest.approx(2 / 7)
    assert rmse(points[..., 0], actual) == pytest.approx(np.sqrt(2))
    assert bias(points[..., 0], actual) == pytest.approx(5 / 7 - 1)


def test_scaled_error_of_the_seasonal_naive_on_a_steady_trend_is_one_for_one_season() -> None:
    history = np.arange(24.0)[None, :]
    assert mase(history[:, -12:], history[:, -12:] + 12, history, 12) == pytest.approx(1.0)


def test_lead_time_demand_covers_past_sums_as_often_as_it_says() -> None:
    random = np.random.default_rng(17)
    level = random.gamma(2.0, 0.5, size=3000)
    actual = random.poisson(level[:, None], size=(3000, 6)).astype(float)
    flat = np.full((3000, 6), float(actual.mean()))
    made = Prediction(flat, np.repeat(flat[..., None], len(LEVELS), axis=-1))
    found = lead_time_demand(made, np.ones(3000, dtype=bool), 3, sums_of(made, actual, 3))
    total = random.poisson(level[:, None], size=(3000, 3)).sum(axis=1)
    assert found.mean == pytest.approx(flat[:, 0] * 3)
    for level_index in (8, 9, 10):
        q = found.quantiles[:, level_index]
        assert (total < q).mean() <= LEVELS[level_index] + 0.02
        assert (total <= q).mean() >= LEVELS[level_index] - 0.02
    assert found.pmf(0, 30).sum() == pytest.approx(1.0)


def test_without_past_sums_the_spread_of_single_periods_adds_up() -> None:
    from scipy.special import ndtri

    quantiles = np.maximum(100 + 10 * ndtri(np.array(LEVELS)), 0)
    made = Prediction(np.full((1, 4), 100.0), np.broadcast_to(quantiles, (1, 4, len(LEVELS))))
    found = lead_time_demand(made, np.zeros(1, dtype=bool), 4, joined([]))
    assert found.quantiles[0, LEVELS.index(0.9)] == pytest.approx(400 + 1.2816 * 20, rel=1e-3)
    with pytest.raises(InvalidProblem, match="dispersion of item 0"):
        found.pmf(0, 5)


def test_groups_are_the_sum_of_their_members_at_every_height() -> None:
    mean = np.array([[1.0, 2], [3, 4], [5, 6]])
    found = bottom_up(("a", "b", "c"), mean, {"a": "left", "b": "left", "c": "right", "left": "all", "right": "all"})
    assert {group: total.tolist() for group, total in found.items()} == {
        "left": [4, 6],
        "right": [5, 6],
        "all": [9, 12],
    }


def test_a_group_inside_itself_and_a_share_without_weight_are_refused() -> None:
    with pytest.raises(InvalidProblem, match="contains itself"):
        bottom_up(("a",), np.ones((1, 1)), {"a": "x", "x": "y", "y": "x"})
    with pytest.raises(InvalidProblem, match="also an item"):
        bottom_up(("a", "b"), np.ones((2, 1)), {"a": "b"})
    with pytest.raises(InvalidProblem, match="sum to zero"):
        top_down(np.ones(2), {"a": 0.0})
    with pytest.raises(InvalidProblem, match="weight of b"):
        top_down(np.ones(2), {"a": 1.0, "b": -1.0})


def test_shares_of_a_total_add_up_to_it() -> None:
    found = top_down(np.array([10.0, 20.0]), {"a": 1, "b": 3})
    assert found["a"].tolist() == [2.5, 5.0]
    assert (found["a"] + found["b"]).tolist() == [10, 20]
