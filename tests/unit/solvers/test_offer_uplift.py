import numpy as np
import pytest
from scipy.stats import ttest_ind

from bench.solvers.customer_simulation import campaign
from heliu.solvers.offer import Arm, measure_conversion, measure_uplift
from heliu.solvers.problems import InvalidProblem


def test_for_symmetric_margins_the_interval_is_welchs() -> None:
    treated = np.concatenate([np.arange(-20.0, 21.0), np.arange(-20.0, 21.0)]) + 7
    control = np.arange(-15.0, 16.0)
    result = measure_uplift(Arm(margin=treated), Arm(margin=control)).result

    welch = ttest_ind(treated, control, equal_var=False).confidence_interval(0.95)
    assert (result.low, result.high) == pytest.approx((welch.low, welch.high))
    assert result.difference == pytest.approx(7.0)
    assert result.total == pytest.approx(7.0 * 82)


def test_few_large_margins_in_the_control_group_move_the_interval_down() -> None:
    """The control mean may well be higher than the sample shows, so the uplift may be lower."""
    control = np.concatenate([np.zeros(45), np.full(5, 100.0)])
    treated = np.tile([0.0, 20.0], 200)
    result = measure_uplift(Arm(margin=treated), Arm(margin=control)).result

    assert result.difference - result.low > result.high - result.difference


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    hits = {"plain": 0, "before": 0}
    for seed in range(300):
        drawn = campaign(customers=3_000, control_share=0.1, seed=1_000_000 + seed)
        one = measure_uplift(Arm(margin=drawn.treated), Arm(margin=drawn.control)).result
        two = measure_uplift(
            Arm(margin=drawn.treated, before=drawn.treated_before),
            Arm(margin=drawn.control, before=drawn.control_before),
        ).result
        hits["plain"] += one.low <= drawn.truth <= one.high
        hits["before"] += two.low <= drawn.truth <= two.high
    assert hits["plain"] / 300 == pytest.approx(0.95, abs=0.04)
    assert hits["before"] / 300 == pytest.approx(0.95, abs=0.04)


def test_what_was_bought_before_takes_out_differences_that_were_there_before() -> None:
    draw = np.random.default_rng(3)
    before = draw.normal(100.0, 30.0, 2_000)
    margin = before + draw.normal(0.0, 5.0, 2_000)
    held_out = np.arange(2_000) % 10 == 0
    margin[~held_out] += 4.0
    treated, control = Arm(margin=margin[~held_out]), Arm(margin=margin[held_out])
    plain = measure_uplift(treated, control).result
    adjusted = measure_uplift(
        Arm(margin=treated.margin, before=before[~held_out]), Arm(margin=control.margin, before=before[held_out])
    ).result

    assert adjusted.standard_error < 0.3 * plain.standard_error
    assert adjusted.low < 4.0 < adjusted.high
    assert adjusted.proved


def test_conversion_has_the_published_interval() -> None:
    """Newcombe 1998, table II, method 10: 56 of 70 against 48 of 80."""
    result = measure_conversion(56, 70, 48, 80).result

    assert (result.low, result.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_reasons_say_whether_the_uplift_is_proved() -> None:
    proved = measure_conversion(56, 70, 48, 80).explain[0]
    open_ = measure_conversion(50, 70, 48, 80).explain[0]

    assert (proved.code, open_.code) == ("uplift_proved", "uplift_not_proved")
    assert proved.measure("treated_mean") == 56 / 70
    assert proved.measure("control_mean") == 48 / 80
    assert proved.measure("difference") == pytest.approx(56 / 70 - 48 / 80)


def test_arms_that_cannot_be_compared_are_refused() -> None:
    good = Arm(margin=np.arange(20.0))
    with pytest.raises(InvalidProblem, match="control: holds 3 customers"):
        measure_uplift(good, Arm(margin=np.arange(3.0)))
    with pytest.raises(InvalidProblem, match="NaN"):
        measure_uplift(Arm(margin=np.full(20, np.nan)), good)
    with pytest.raises(InvalidProblem, match="one arm only"):
        measure_uplift(Arm(margin=np.arange(20.0), before=np.arange(20.0)), good)
    with pytest.raises(InvalidProblem, match="treated_buyers"):
        measure_conversion(71, 70, 1, 80)
