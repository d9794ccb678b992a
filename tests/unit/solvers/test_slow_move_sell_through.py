"""The chance to sell out: against simulation of the very process it assumes, and against closed forms."""

import numpy as np
import pytest
from scipy import stats

from heliu.solvers.slow_move import Demand, SalesHistory, estimate, sale
from heliu.solvers.slow_move.sell_through import PRIOR_PERIODS, PRIOR_UNITS


def test_with_a_known_living_rate_demand_is_poisson() -> None:
    found = sale(Demand(rate=0.7, evidence=1e9, clumping=1.0, alive=1.0, hazard=0.0), 10.0)
    assert found.expected == pytest.approx(7.0)
    for units in (1, 5, 9):
        assert found.sells_out(units) == pytest.approx(stats.poisson.sf(units - 1, 7.0), abs=1e-6)


def test_an_uncertain_rate_makes_it_negative_binomial() -> None:
    found = sale(Demand(rate=0.7, evidence=3.0, clumping=1.0, alive=0.6, hazard=0.0), 10.0)
    assert found.expected == pytest.approx(0.6 * 7.0)
    assert found.sells_out(4) == pytest.approx(0.6 * stats.nbinom.sf(3, 3.0, 3.0 / 10.0), abs=1e-9)
    left = found.left(np.array([4.0]))[0]
    sold = 0.6 * sum(stats.nbinom.sf(n, 3.0, 0.3) for n in range(4))
    assert left == pytest.approx(4.0 - sold, abs=1e-9)


def test_lives_that_may_end_are_those_of_a_simulation() -> None:
    demand = Demand(rate=1.0, evidence=4.0, clumping=1.0, alive=0.8, hazard=0.05)
    found = sale(demand, 20.0)
    generator = np.random.default_rng(5)
    count = 200_000
    ends = -np.log(generator.random(count)) / -np.log(0.95)
    lived = np.minimum(ends, 20.0) * (generator.random(count) < 0.8)
    drawn = generator.poisson(generator.gamma(4.0, 0.25, count) * lived)
    assert found.expected == pytest.approx(drawn.mean(), rel=0.02)
    for units in (3, 8, 15):
        assert found.sells_out(units) == pytest.approx((drawn >= units).mean(), abs=0.02)


def test_quantiles_invert_the_distribution() -> None:
    found = sale(Demand(rate=0.7, evidence=3.0, clumping=2.0, alive=0.9, hazard=0.01), 10.0)
    for probability in (0.1, 0.5, 0.9):
        at = found.quantile(probability, 100)
        assert 1.0 - found.sells_out(at + 1) >= probability
        assert at == 0 or 1.0 - found.sells_out(at) < probability
    assert found.quantile(0.9, 2) == 2


def test_demand_that_sold_last_week_lives_and_silence_makes_it_doubtful() -> None:
    def alive(silent: int, units: float = 3.0) -> float:
        return estimate(
            SalesHistory(sold=(units,) * 10 + (0.0,) * silent), price=1.0, elasticity=-2.0, hazard=0.01
        ).alive

    assert alive(0) == 1.0
    path = [alive(silent) for silent in range(6)]
    assert path == sorted(path, reverse=True)
    assert alive(5) < 0.05
    assert alive(5, units=0.1) > alive(5), "silence says less of an item that seldom sells"


def test_the_chance_of_life_is_bayes_rule_over_the_week_demand_ended() -> None:
    """Two weeks with sales, three without, rate integrated numerically."""
    hazard, sold = 0.02, (1.0, 1.0, 0.0, 0.0, 0.0)
    found = estimate(SalesHistory(sold=sold), price=1.0, elasticity=-2.0, hazard=hazard)
    weights = 0.5 ** (np.arange(5)[::-1] / 26.0)
    shape = (PRIOR_UNITS + weights @ np.array(sold)) / found.clumping
    rates = np.linspace(1e-6, 30.0, 400_001)
    densities = rates ** (shape - 1.0) * np.exp(-rates * PRIOR_PERIODS)

    def evidence(weeks: int) -> float:
        return float((densities * np.exp(-rates * weights[:weeks].sum())).sum())

    ended = sum(hazard * (1 - hazard) ** k * evidence(k) for k in (2, 3, 4))
    lives = (1 - hazard) ** 5 * evidence(5)
    assert found.alive == pytest.approx(lives / (lives + ended), rel=1e-4)


def test_weeks_without_stock_do_not_count_against_demand() -> None:
    sold = (2.0, 2.0, 2.0, 0.0, 0.0)
    short = estimate(SalesHistory(sold=sold, exposure=(1, 1, 1, 0, 0)), price=1.0, elasticity=-2.0, hazard=0.01)
    idle = estimate(SalesHistory(sold=sold), price=1.0, elasticity=-2.0, hazard=0.01)
    assert short.rate > idle.rate
    assert short.alive > 0.97
    assert idle.alive < short.alive


def test_what_sold_at_a_lower_price_counts_for_less_at_todays() -> None:
    history = SalesHistory(sold=(8.0,) * 10, prices=(5.0,) * 10)
    found = estimate(history, price=10.0, elasticity=-2.0, hazard=0.01)
    plain = estimate(SalesHistory(sold=(2.0,) * 10), price=10.0, elasticity=-2.0, hazard=0.01)
    assert found.rate == pytest.approx(plain.rate, rel=0.08)
