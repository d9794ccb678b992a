"""Demand over a measured lead time."""

import math

import numpy as np
import pytest

from heliu.solvers.problems import InvalidProblem
from heliu.solvers.replenish import (
    LeadTimes,
    demand_during,
    demand_over,
    mean_of,
    measure_lead_times,
    quantile_of,
    variance_of,
)
from heliu.solvers.replenish.demand import Shortage, require_pmf

COIN = np.array([0.5, 0.5])


def test_demand_of_three_periods_is_binomial_when_a_period_sells_one_unit_or_none() -> None:
    assert demand_over(COIN, 3) == pytest.approx([1 / 8, 3 / 8, 3 / 8, 1 / 8])


def test_no_period_sells_nothing() -> None:
    assert demand_over(COIN, 0).tolist() == [1.0]


def test_lead_times_are_measured_as_they_came() -> None:
    measured = measure_lead_times([2, 3, 2, 5])
    assert measured == LeadTimes((2, 3, 5), (0.5, 0.25, 0.25))
    assert measured.mean == 3.0
    assert measured.variance == 1.5


def test_a_random_lead_time_mixes_the_demand_of_its_lengths() -> None:
    mixed = demand_during(COIN, LeadTimes((1, 2), (0.5, 0.5)))
    assert mixed == pytest.approx([0.25 + 0.125, 0.25 + 0.25, 0.125])


def test_mean_and_variance_follow_the_formula_for_a_random_number_of_periods() -> None:
    pmf = np.array([0.3, 0.4, 0.2, 0.1])
    lead = measure_lead_times([1, 2, 2, 4, 7])
    total = demand_during(pmf, lead)
    assert mean_of(total) == pytest.approx(lead.mean * mean_of(pmf))
    assert variance_of(total) == pytest.approx(lead.mean * variance_of(pmf) + lead.variance * mean_of(pmf) ** 2)


@pytest.mark.parametrize("observed", [[1, 2], [1, 1, 4], [3, 3]])
def test_a_steadied_lead_time_keeps_its_mean_and_varies_the_least(observed: list[int]) -> None:
    lead = measure_lead_times(observed)
    steady = lead.steadied()
    assert steady.mean == pytest.approx(lead.mean)
    assert steady.variance <= lead.variance + 1e-12
    assert steady.variance <= 0.25


def test_what_is_short_and_what_is_left_are_counted_from_the_distribution() -> None:
    pmf = np.array([0.1, 0.2, 0.3, 0.4])
    shortage = Shortage(pmf)
    for level in range(-2, 6):
        short = sum(p * max(units - level, 0) for units, p in enumerate(pmf))
        left = sum(p * max(level - units, 0) for units, p in enumerate(pmf))
        assert float(shortage.short(np.array(level))) == pytest.approx(short)
        assert float(shortage.left(np.array(level))) == pytest.approx(left)


def test_a_quantile_is_the_least_number_that_suffices() -> None:
    assert [quantile_of(np.array([0.5, 0.3, 0.2]), p) for p in (0.4, 0.5, 0.51, 0.8, 0.81, 1.0)] == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize(
    ("pmf", "offender"),
    [
        ([0.5, -0.1, 0.6], "demand[1]"),
        ([0.5, math.nan], "demand[1]"),
        ([0.5, 0.4], "demand"),
        ([], "demand"),
        ([[1.0]], "demand"),
    ],
)
def test_a_broken_distribution_is_refused_by_name(pmf: list[float], offender: str) -> None:
    with pytest.raises(InvalidProblem) as refused:
        require_pmf("demand", pmf)
    assert refused.value.offender == offender
    assert refused.value.remedy


@pytest.mark.parametrize("observed", [[], [-1], [1.5]])
def test_lead_times_that_cannot_be_are_refused(observed: list[int]) -> None:
    with pytest.raises(InvalidProblem, match="lead times"):
        measure_lead_times(observed)


@pytest.mark.parametrize(
    ("periods", "probabilities"), [((1, 1), (0.5, 0.5)), ((2, 1), (0.5, 0.5)), ((1,), (0.9,)), ((1,), (0.5, 0.5))]
)
def test_lead_times_must_be_a_distribution(periods: tuple[int, ...], probabilities: tuple[float, ...]) -> None:
    with pytest.raises(InvalidProblem, match="lead times"):
        LeadTimes(periods, probabilities)
