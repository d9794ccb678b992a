"""Lot sizes, one-off orders and cost-optimal reorder points against closed forms and published optima."""

import itertools
import math

import numpy as np
import pytest

from heliu.solvers.answers import Status
from heliu.solvers.problems import InvalidProblem
from heliu.solvers.replenish import (
    LeadTimes,
    PriceBreak,
    economic_order_quantity,
    newsvendor,
    optimal_reorder_up_to,
    silver_meal,
    wagner_whitin,
)


def poisson(mean: float, reach: int = 60) -> list[float]:
    values = [math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(reach)]
    return [value / sum(values) for value in values]


def test_the_economic_order_quantity_is_the_published_one() -> None:
    answer = economic_order_quantity(1300, order_cost=8, holding_cost=0.225)
    assert answer.result.quantity == pytest.approx(304.05, abs=0.005)
    assert answer.objective == pytest.approx(math.sqrt(2 * 1300 * 8 * 0.225))
    assert answer.status is Status.OPTIMAL
    assert answer.gap == 0


def test_at_the_economic_order_quantity_ordering_and_holding_cost_the_same() -> None:
    lot = economic_order_quantity(500, order_cost=30, holding_cost=2.0).result
    assert lot.ordering == pytest.approx(lot.holding)


def test_a_discount_is_taken_when_it_pays_for_the_larger_lot() -> None:
    breaks = [PriceBreak(0, 5.0), PriceBreak(1000, 4.8), PriceBreak(2000, 4.75)]
    answer = economic_order_quantity(5000, order_cost=49, holding_share=0.2, breaks=breaks)
    assert answer.result.quantity == 1000
    assert answer.result.unit_price == 4.8
    assert answer.objective == pytest.approx(5000 * 4.8 + 5 * 49 + 0.2 * 4.8 * 500)
    alternative = answer.explain[0].alternative
    assert alternative is not None
    assert alternative.objective_difference is not None
    assert alternative.objective_difference > 0


def test_below_the_first_break_nothing_can_be_bought() -> None:
    lot = economic_order_quantity(10, order_cost=1, holding_cost=1, breaks=[PriceBreak(50, 2.0)]).result
    assert lot.quantity == 50


@pytest.mark.parametrize("pack", [1, 6, 25, 400])
def test_whole_packs_are_chosen_as_enumeration_would(pack: int) -> None:
    breaks = [PriceBreak(0, 3.0), PriceBreak(90, 2.9), PriceBreak(300, 2.5)]
    answer = economic_order_quantity(
        200, order_cost=12, holding_cost=0.4, breaks=breaks, pack=pack, minimum=20, most=400
    )

    def cost(quantity: int) -> float:
        price = [one.unit_price for one in breaks if one.quantity <= quantity][-1]
        return 200 * price + 200 / quantity * 12 + 0.4 * quantity / 2

    assert answer.objective == pytest.approx(min(cost(q) for q in range(pack, 401, pack) if q >= 20))
    assert answer.objective == pytest.approx(cost(int(answer.result.quantity)))


def test_a_minimum_above_what_the_shelf_life_allows_is_refused() -> None:
    with pytest.raises(InvalidProblem, match="minimum"):
        economic_order_quantity(10, order_cost=1, holding_cost=1, minimum=50, most=40)


@pytest.mark.parametrize(
    ("changes", "offender"),
    [
        ({"rate": 0.0}, "rate"),
        ({"order_cost": math.nan}, "order cost"),
        ({"holding_cost": 0.0}, "holding cost"),
        ({"breaks": [PriceBreak(0, 2.0), PriceBreak(0, 1.0)]}, "breaks[1]"),
        ({"breaks": [PriceBreak(0, -2.0)]}, "breaks[0].unit_price"),
    ],
)
def test_an_order_quantity_needs_sensible_costs(changes: dict[str, object], offender: str) -> None:
    given: dict[str, object] = {"rate": 10.0, "order_cost": 1.0, "holding_cost": 1.0, **changes}
    with pytest.raises(InvalidProblem) as refused:
        economic_order_quantity(given.pop("rate"), **given)  # type: ignore[arg-type]
    assert refused.value.offender == offender


def test_one_order_for_a_season_covers_the_critical_share_of_seasons() -> None:
    answer = newsvendor(poisson(20), underage=3.0, overage=1.0, item="coat")
    cdf = np.cumsum(poisson(20))
    quantity = answer.result.quantity
    assert cdf[quantity] >= 0.75 > cdf[quantity - 1]
    assert answer.explain[0].subject == "coat"
    assert answer.explain[0].measure("critical_ratio") == 0.75


def test_uniform_demand_is_covered_to_the_critical_ratio() -> None:
    assert newsvendor([0.01] * 100, underage=7.0, overage=3.0).result.quantity == 69


def test_when_a_unit_short_costs_next_to_nothing_nothing_is_ordered() -> None:
    answer = newsvendor([0.4, 0.3, 0.3], underage=0.1, overage=1.0)
    assert answer.result.quantity == 0
    assert answer.result.expected_short == pytest.approx(0.9)
    assert answer.result.expected_fill == 0


def test_the_next_best_order_costs_what_the_reason_says() -> None:
    pmf = poisson(4, 20)
    answer = newsvendor(pmf, underage=2.0, overage=1.0)
    alternative = answer.explain[0].alternative
    assert alternative is not None
    other = int(alternative.choice.removeprefix("order "))
    cost = sum(p * (2 * max(k - other, 0) + max(other - k, 0)) for k, p in enumerate(pmf))
    assert cost - answer.objective == pytest.approx(alternative.objective_difference)


def test_a_schedule_of_lots_is_the_cheapest_of_all() -> None:
    demand, setup, holding = [20, 50, 10, 50, 50, 10, 20, 40], 100.0, 1.0
    best = math.inf
    for opens in itertools.product((False, True), repeat=7):
        starts = [0, *(t for t, one in enumerate(opens, start=1) if one), 8]
        cost = setup * (len(starts) - 1)
        cost += sum(
            holding * (t - start) * demand[t] for start, end in itertools.pairwise(starts) for t in range(start, end)
        )
        best = min(best, cost)
    answer = wagner_whitin(demand, setup=setup, holding=holding)
    assert answer.objective == pytest.approx(best)
    assert answer.status is Status.OPTIMAL


def test_the_published_example_of_four_weeks_costs_1380() -> None:
    answer = wagner_whitin([90, 120, 80, 70], setup=500, holding=2)
    assert answer.objective == 1380
    assert answer.result.lots == (210, 0, 150, 0)


def test_a_period_without_demand_needs_no_lot() -> None:
    answer = wagner_whitin([0, 0, 5, 0], setup=10, holding=1)
    assert answer.result.lots == (0, 0, 5, 0)
    assert answer.objective == 10


def test_the_rule_of_thumb_covers_all_demand_and_knows_how_far_from_the_best_it_is() -> None:
    answer = silver_meal([90, 120, 80, 70], setup=500, holding=2)
    assert sum(answer.result.lots) == 360
    assert min(answer.result.stock) >= 0
    assert answer.bound == 1380
    assert answer.objective >= 1380


def test_without_demand_there_are_no_lots() -> None:
    answer = wagner_whitin([0, 0], setup=5, holding=1)
    assert answer.objective == 0
    assert answer.result.lots == (0, 0)


@pytest.mark.parametrize(
    ("demand", "setup", "offender"),
    [
        ([], 1.0, "demand"),
        ([1, -2], 1.0, "demand[1]"),
        ([1, 2], [1.0, math.nan], "setup[1]"),
        ([1], [1.0, 2.0], "setup"),
    ],
)
def test_a_schedule_needs_known_demand_and_costs(demand: list[float], setup: object, offender: str) -> None:
    with pytest.raises(InvalidProblem) as refused:
        wagner_whitin(demand, setup=setup, holding=1.0)  # type: ignore[arg-type]
    assert refused.value.offender == offender


def test_reorder_point_and_order_up_to_level_are_the_published_optimum() -> None:
    answer = optimal_reorder_up_to(poisson(6), fixed_cost=5, holding_cost=1, backorder_cost=4)
    assert (answer.result.reorder_point, answer.result.order_up_to) == (4, 10)
    assert answer.objective == pytest.approx(8.034111561, abs=1e-8)


def test_no_other_pair_of_levels_costs_less() -> None:
    pmf = np.array([0.3, 0.3, 0.2, 0.1, 0.1])
    answer = optimal_reorder_up_to(
        pmf.tolist(), fixed_cost=4, holding_cost=1, backorder_cost=6, lead_times=LeadTimes((1,), (1.0,))
    )
    costs = {
        (low, high): _long_run_cost(pmf, low, high, fixed=4, holding=1, backorder=6)
        for low in range(-3, 8)
        for high in range(low + 1, low + 14)
    }
    assert answer.objective == pytest.approx(min(costs.values()))
    assert costs[answer.result.reorder_point, answer.result.order_up_to] == pytest.approx(answer.objective)


def _long_run_cost(pmf: np.ndarray, low: int, high: int, *, fixed: float, holding: float, backorder: float) -> float:
    """By the stationary distribution of the position after ordering, found by repeated steps; lead time one period."""
    size = high - low
    moves = np.zeros((size, size))
    for start in range(size):
        for demand, probability in enumerate(pmf):
            moves[start, start - demand if start >= demand else size - 1] += probability
    state = np.linalg.matrix_power(moves, 4096)[0]
    two = np.convolve(pmf, pmf)
    cost = 0.0
    for at, weight in enumerate(state):
        level = low + 1 + at
        cost += weight * sum(
            p * (holding * max(level - k, 0) + backorder * max(k - level, 0)) for k, p in enumerate(two)
        )
        cost += weight * fixed * sum(p for k, p in enumerate(pmf) if k > at)
    return cost


def test_demand_that_never_comes_needs_no_policy() -> None:
    with pytest.raises(InvalidProblem, match="demand"):
        optimal_reorder_up_to([1.0], fixed_cost=1, holding_cost=1, backorder_cost=1)
