"""The dynamic programme of a markdown against enumeration, closed forms and its own bounds."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from heliu.solvers.markdown import BaseDemandPrior, Clearance, MarkdownProblem, optimal, prepare, prior
from heliu.solvers.markdown.demand import expected_left, log_likelihood
from heliu.solvers.markdown.policy import Policy


def _clearance(
    *,
    units: int = 5,
    weeks: int = 4,
    prices: tuple[float, ...] = (10.0, 8.0, 5.0),
    cut_gap: int = 1,
    size: float | None = None,
) -> Clearance:
    return Clearance(
        units=units,
        prices=np.array(prices),
        reference_price=prices[0],
        seasons=tuple([1.0, 1.5, 0.5, 1.0][:weeks]),
        salvage=1.0,
        holding_cost=0.1,
        cut_gap=cut_gap,
        size=size,
    )


def _enumerated(clearance: Clearance, elasticity: float, base: float) -> float:
    """The best expected money by recursion over every week, stock, price and wait, with probabilities of scipy."""
    prices = clearance.prices

    def probability(count: int, mean: float) -> float:
        if clearance.size is None:
            return float(stats.poisson.pmf(count, mean))
        return float(stats.nbinom.pmf(count, clearance.size, clearance.size / (clearance.size + mean)))

    @cache
    def value(week: int, units: int, k: int, wait: int) -> float:
        if week == len(clearance.seasons):
            return units * clearance.salvage
        return max(
            after(week, units, j, clearance.cut_gap - 1 if j > k else max(wait - 1, 0))
            for j in range(k, len(prices))
            if j == k or wait == 0
        )

    def after(week: int, units: int, j: int, wait: int) -> float:
        mean = base * clearance.seasons[week] * (prices[j] / clearance.reference_price) ** elasticity
        total, rest = 0.0, 1.0
        for sold in range(units + 1):
            chance = probability(sold, mean) if sold < units else rest
            rest -= chance
            left = units - sold
            total += chance * (prices[j] * sold - clearance.holding_cost * left + value(week + 1, left, j, wait))
        return total

    return value(0, clearance.units, 0, 0)


@pytest.mark.parametrize("cut_gap", [1, 2, 3])
@pytest.mark.parametrize("size", [None, 2.0])
@pytest.mark.parametrize(("elasticity", "base"), [(-1.2, 0.6), (-2.0, 1.0), (-4.0, 0.3)])
def test_the_programme_earns_what_enumeration_earns(
    cut_gap: int, size: float | None, elasticity: float, base: float
) -> None:
    clearance = _clearance(cut_gap=cut_gap, size=size)
    asked, choices = optimal(clearance, np.array([elasticity]), np.array([base]))
    j = int(choices[0][0, 0, 0, -1])
    earned = asked[0][0, j, cut_gap - 1 if j else 0, -1]
    assert earned == pytest.approx(_enumerated(clearance, elasticity, base), abs=1e-9)


def test_with_one_price_and_plenty_of_stock_sales_are_price_times_demand() -> None:
    clearance = _clearance(units=60, prices=(10.0,))
    asked, _ = optimal(clearance, np.array([-2.0]), np.array([2.0]))
    sold = 2.0 * 4.0
    held = sum(60 - 2.0 * demand for demand in (1.0, 2.5, 3.0, 4.0))
    assert asked[0][0, 0, 0, -1] == pytest.approx(10 * sold + 1.0 * (60 - sold) - 0.1 * held, abs=1e-6)


def test_without_scarcity_the_price_is_the_markup_over_salvage_that_elasticity_allows() -> None:
    """Unlimited stock: maximise (p − salvage) · p^e, so p = salvage · e / (1 + e)."""
    prices = tuple(np.arange(3.0, 1.0, -0.1).round(2).tolist())
    clearance = Clearance(
        units=60, prices=np.array(prices), reference_price=3.0, seasons=(1.0,), salvage=1.0, holding_cost=0.0,
        cut_gap=1, size=None,
    )  # fmt: skip
    for elasticity in (-2.0, -3.0, -4.0):
        _, choices = optimal(clearance, np.array([elasticity]), np.array([0.5]))
        assert prices[choices[0][0, 0, 0, -1]] == pytest.approx(elasticity / (1 + elasticity), abs=0.051)


def test_coarse_stock_levels_lose_less_than_a_thousandth() -> None:
    units, base, prices = 240, 12.0, np.array([100.0, 80.0, 60.0, 40.0])
    rules = {"reference_price": 100.0, "seasons": (1.0,) * 6, "salvage": 5.0, "holding_cost": 0.0, "cut_gap": 1}
    coarse = Clearance(units=units, prices=prices, size=None, **rules)  # type: ignore[arg-type]
    asked, _ = optimal(coarse, np.array([-2.0]), np.array([base]))
    exact = np.arange(units + 1) * 5.0 + np.zeros((4, 1))
    means = base * (prices / 100.0) ** -2.0
    for _week in range(6):
        after = np.array([_one_week(exact[j], prices[j], means[j]) for j in range(4)])
        exact = np.array([after[k:].max(axis=0) for k in range(4)])
    assert asked[0][0, :, 0, -1].max() == pytest.approx(exact[0, -1], rel=1e-3)


def _one_week(later: np.ndarray, price: float, mean: float) -> np.ndarray:
    units = len(later) - 1
    chance = stats.poisson.pmf(np.arange(units + 1), mean)
    earned = np.zeros(units + 1)
    for stock in range(units + 1):
        sold = np.arange(stock)
        earned[stock] = (
            chance[:stock] @ (price * sold + later[stock - sold]) + (1 - chance[:stock].sum()) * price * stock
        )
    return earned


@pytest.mark.parametrize("size", [None, 0.7, 5.0])
def test_what_is_left_is_the_sum_over_the_distribution(size: float | None) -> None:
    mean = np.array([0.2, 3.0, 40.0])
    counts = np.arange(400)[:, None]
    chance = stats.poisson.pmf(counts, mean) if size is None else stats.nbinom.pmf(counts, size, size / (size + mean))
    for stock in (0.0, 0.5, 1.0, 7.25, 60.0):
        summed = (np.maximum(stock - counts, 0.0) * chance).sum(axis=0)
        assert expected_left(np.full(3, stock), mean, size) == pytest.approx(summed, abs=1e-9)


@pytest.mark.parametrize("size", [None, 1.5])
def test_a_sell_out_says_at_least(size: float | None) -> None:
    mean = np.array([0.5, 4.0])
    parts = [np.exp(log_likelihood(sold, 3, mean, size)) for sold in range(4)]
    assert sum(parts) == pytest.approx(np.ones(2), abs=1e-12)
    assert log_likelihood(0, 0, mean, size) == pytest.approx(np.zeros(2))


def _policy(**changes: object) -> tuple[MarkdownProblem, Policy, np.ndarray]:
    rules = {
        "item": "coat", "units": 30, "weeks": 5, "ladder": (10.0, 8.0, 6.0, 4.0), "price": 10.0, "unit_cost": 3.0,
        "base_demand": BaseDemandPrior(per_week=2.5),
    }  # fmt: skip
    problem = MarkdownProblem(**{**rules, **changes})  # type: ignore[arg-type]
    belief = prior(problem)
    clearance = Clearance(
        units=problem.units, prices=np.array(problem.ladder), reference_price=10.0, seasons=problem.seasons,
        salvage=0.0, holding_cost=0.0, cut_gap=problem.weeks_between_cuts, size=problem.dispersion,
    )  # fmt: skip
    return problem, prepare(clearance, belief), belief.weights


def test_an_attainable_value_never_passes_that_of_who_is_told_the_truth() -> None:
    problem, policy, weights = _policy(dispersion=3.0)
    units = np.arange(31, dtype=np.float64)
    still = np.zeros(31, dtype=np.int64)
    for week in range(problem.weeks):
        valued = policy.valued(week, units, price=still, wait=still, weights=np.tile(weights, (31, 1)))
        assert (valued.lower <= valued.upper + 1e-9).all()
        assert (np.diff(valued.upper, axis=0) >= -1e-9).all(), "more stock is never worth less when it costs nothing"


def test_a_policy_value_is_what_its_simulation_earns() -> None:
    """The lower value of a fixed hypothesis against plain Monte Carlo of the same policy."""
    _, policy, _ = _policy()
    elasticity, base = policy.grid.points
    for h, g in ((10, 2), (40, 7)):
        generator = np.random.default_rng(h)
        earned = np.zeros(20_000)
        units, price = np.full(20_000, 30), np.zeros(20_000, dtype=np.int64)
        for week in range(5):
            price = policy.reference_choices[week][g, price, 0, units].astype(np.int64)
            asked = policy.clearance.prices[price]
            sold = np.minimum(generator.poisson(base[h] * (asked / 10.0) ** elasticity[h]), units)
            earned, units = earned + asked * sold, units - sold
        first = int(policy.reference_choices[0][g, 0, 0, 30])
        error = earned.std() / np.sqrt(len(earned))
        assert policy.lower[0][h, first, 0, 30, g] == pytest.approx(earned.mean(), abs=4 * error)


def test_values_fall_with_every_week_that_passes() -> None:
    _, policy, weights = _policy()
    full, still = np.array([30.0]), np.zeros(1, dtype=np.int64)
    worth = [
        policy.valued(week, full, price=still, wait=still, weights=weights[None, :]).upper.max() for week in range(5)
    ]
    assert all(later < earlier for earlier, later in pairwise(worth))
