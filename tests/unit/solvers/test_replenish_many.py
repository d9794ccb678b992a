"""Many items: pooled levels, orders within a budget, learned rates, stock over several sites."""

import dataclasses
import itertools
import math
from typing import Any

import numpy as np
import pytest

from heliu.solvers.answers import Status
from heliu.solvers.problems import InvalidProblem
from heliu.solvers.replenish import (
    BudgetProblem,
    LeadTimes,
    PooledProblem,
    ServiceTree,
    Site,
    guaranteed_service,
    learn_demand_rates,
    order_within_budget,
    pooled_levels,
)

BEFORE = np.array([[0.6, 0.3, 0.1, 0.0, 0.0, 0.0], [0.9, 0.08, 0.02, 0.0, 0.0, 0.0], [0.2, 0.3, 0.3, 0.15, 0.05, 0.0]])
THROUGH = np.array([[0.4, 0.3, 0.2, 0.1, 0.0, 0.0], [0.85, 0.1, 0.05, 0.0, 0.0, 0.0], [0.1, 0.2, 0.3, 0.2, 0.15, 0.05]])
ITEMS = ("fast", "slow", "faster")


def pooled(**changes: Any) -> PooledProblem:
    return dataclasses.replace(PooledProblem(items=ITEMS, before=BEFORE, through=THROUGH, target_fill=0.9), **changes)


def _served_and_left(levels: tuple[int, ...], cost: tuple[float, ...] = (1, 1, 1)) -> tuple[float, float]:
    served = left = 0.0
    for i, level in enumerate(levels):
        for k in range(6):
            served += (THROUGH[i, k] - BEFORE[i, k]) * (min(k, level))
            left += cost[i] * THROUGH[i, k] * max(level - k, 0)
    return served, left


def test_no_levels_reach_the_same_fill_with_less_stock() -> None:
    answer = pooled_levels(pooled())
    served, left = _served_and_left(answer.result.order_up_to)
    demand, _ = _served_and_left((5, 5, 5))
    assert answer.result.expected_fill == pytest.approx(served / demand)
    assert answer.objective == pytest.approx(left, abs=1e-6)
    enough = [
        _served_and_left(levels)[1]
        for levels in itertools.product(range(6), repeat=3)
        if _served_and_left(levels)[0] >= served - 1e-9
    ]
    assert answer.objective == pytest.approx(min(enough), abs=1e-6)
    assert answer.bound is not None
    assert answer.bound <= min(enough) + 1e-6


def test_stock_goes_where_it_serves_most_instead_of_to_every_item_alike() -> None:
    answer = pooled_levels(pooled(target_fill=0.85))
    fast, slow, faster = answer.result.order_up_to
    assert slow == 0
    assert faster > fast > 0
    alternative = answer.explain[0].alternative
    assert alternative is not None
    assert alternative.choice == "the same cycle service for every item"


def test_a_dear_item_gets_less_when_money_counts() -> None:
    cheap = pooled_levels(pooled(unit_cost=[1.0, 1.0, 1.0])).result
    dear = pooled_levels(pooled(unit_cost=[1.0, 1.0, 5.0])).result
    assert dear.order_up_to[2] <= cheap.order_up_to[2]
    assert dear.expected_stock_value == pytest.approx(_served_and_left(dear.order_up_to, (1, 1, 5))[1])


def test_the_price_of_an_answer_gives_that_answer_again_up_to_equals() -> None:
    answer = pooled_levels(pooled())
    again = pooled_levels(pooled(target_fill=None, price=answer.result.price))
    assert again.objective == pytest.approx(answer.bound, abs=0.7)
    assert again.result.price == answer.result.price


def test_what_is_there_is_not_ordered_and_order_rules_hold() -> None:
    answer = pooled_levels(pooled(position=[1, 3, 0], minimum=[2, 1, 1], pack=[1, 1, 3], target_fill=0.95))
    order = answer.result.order
    assert order[0] == 0 or order[0] >= 2
    assert order[1] == 0
    assert order[2] % 3 == 0
    assert answer.result.order_up_to[1] == 3


def test_a_minimum_beyond_all_demand_still_reaches_the_fill() -> None:
    short = np.array([[0.5, 0.5], [0.5, 0.5]])
    before = np.array([[1.0, 0.0], [1.0, 0.0]])
    problem = PooledProblem(
        items=("a", "b"), before=before, through=short, target_fill=0.99, position=[0, 0], minimum=[5, 1]
    )
    result = pooled_levels(problem).result
    assert result.order == (5, 1)
    assert result.expected_fill == 1
    assert result.expected_stock == pytest.approx(4.5 + 0.5)


def test_raising_the_fill_is_priced() -> None:
    answer = pooled_levels(pooled(target_fill=0.8))
    reason = answer.explain[0]
    higher = pooled_levels(pooled(target_fill=float(reason.measure("fill")) / 100 + 0.02))
    assert reason.measure("more_stock") == pytest.approx(higher.objective - answer.objective)


def test_the_last_unit_of_each_level_earns_its_stock_and_the_next_would_not() -> None:
    answer = pooled_levels(pooled(target_fill=None, price=0.3))
    for reason in answer.explain[1:]:
        item, level = ITEMS.index(reason.subject), int(reason.measure("order_up_to"))
        assert level == answer.result.order_up_to[item]
        served = BEFORE[item, :level].sum() - THROUGH[item, :level].sum()
        stays = THROUGH[item, :level].sum()
        assert reason.measure("served") == pytest.approx(served)
        assert reason.measure("stays") == pytest.approx(stays)
        assert reason.measure("served_per_stock") == pytest.approx(served / stays)
        assert served / stays >= 0.3
        assert reason.alternative is not None
        assert float(reason.alternative.measures[1].value) <= 0.3
        assert reason.alternative.objective_difference == pytest.approx(THROUGH[item, : level + 1].sum())
    assert len(answer.explain) > 1


@pytest.mark.parametrize(
    ("changes", "offender"),
    [
        ({"items": ("a", "a", "b")}, "item a"),
        ({"before": -BEFORE}, "before[fast, 0]"),
        ({"through": THROUGH * 0.5}, "through[fast]"),
        ({"target_fill": None}, "target fill"),
        ({"price": 1.0}, "target fill"),
        ({"unit_cost": [1.0, 0.0, 1.0]}, "unit cost of slow"),
        ({"position": [0.5, 0, 0]}, "position of fast"),
        ({"pack": [1, 0, 1]}, "pack of slow"),
        ({"items": ()}, "items"),
    ],
)
def test_pooled_levels_refuse_what_has_no_meaning(changes: dict[str, Any], offender: str) -> None:
    with pytest.raises(InvalidProblem) as refused:
        pooled_levels(pooled(**changes))
    assert refused.value.offender == offender


def budget(**changes: Any) -> BudgetProblem:
    given = BudgetProblem(items=ITEMS, demand=THROUGH, price=[3.0, 2.0, 5.0], budget=14.0)
    return dataclasses.replace(given, **changes)


def _gain(order: tuple[int, ...]) -> float:
    return sum(THROUGH[i, k] * min(k, units) for i, units in enumerate(order) for k in range(6))


def test_a_budget_is_spent_where_it_serves_most_and_never_exceeded() -> None:
    answer = order_within_budget(budget())
    affordable = [
        _gain(order)
        for order in itertools.product(range(6), repeat=3)
        if 3 * order[0] + 2 * order[1] + 5 * order[2] <= 14
    ]
    assert answer.result.spent <= 14
    assert answer.objective == pytest.approx(_gain(answer.result.order))
    assert answer.bound is not None
    assert answer.objective <= max(affordable) + 1e-9 <= answer.bound + 2e-9
    assert answer.objective >= 0.97 * max(affordable)


def test_money_without_limit_serves_everybody() -> None:
    answer = order_within_budget(budget(budget=1000.0))
    assert answer.result.fill_after == pytest.approx(1.0)
    assert answer.result.dual_price == 0
    assert answer.status is Status.OPTIMAL


def test_without_money_nothing_is_ordered() -> None:
    answer = order_within_budget(budget(budget=0.0))
    assert answer.result.order == (0, 0, 0)
    assert answer.result.spent == 0


def test_backorders_are_served_first() -> None:
    answer = order_within_budget(budget(position=[-2, 0, 0], budget=6.0))
    assert answer.result.order == (2, 0, 0)
    assert answer.result.gain == 2.0


def test_minimum_pack_and_largest_order_hold() -> None:
    order = order_within_budget(budget(minimum=[2, 3, 1], pack=[1, 1, 2], most=[5, 5, 2], budget=20.0)).result.order
    assert order[0] == 0 or order[0] >= 2
    assert order[1] == 0 or order[1] >= 3
    assert order[2] in (0, 2)


def test_the_dual_price_lies_between_the_last_unit_bought_and_the_next() -> None:
    answer = order_within_budget(budget(budget=13.0))
    for reason in answer.explain[1:]:
        item = ITEMS.index(reason.subject)
        quantity = int(reason.measure("quantity"))
        beyond = [float(THROUGH[item, u + 1 :].sum()) for u in range(5)]
        assert reason.measure("gain") == pytest.approx(sum(beyond[:quantity]))
        price = (3.0, 2.0, 5.0)[item]
        assert reason.measure("last_unit_gain_per_money") == pytest.approx(beyond[quantity - 1] / price)
        assert reason.alternative is None or reason.alternative.measures[1].value == pytest.approx(price)


@pytest.mark.parametrize(
    ("changes", "offender"),
    [
        ({"budget": -1.0}, "budget"),
        ({"budget": math.nan}, "budget"),
        ({"price": [1.0, 0.0, 1.0]}, "price of slow"),
        ({"demand": THROUGH * 0.9}, "demand of fast"),
        ({"most": [1, -1, 1]}, "most of slow"),
        ({"minimum": [1, 1]}, "minimum"),
    ],
)
def test_a_budget_problem_without_meaning_is_refused(changes: dict[str, Any], offender: str) -> None:
    with pytest.raises(InvalidProblem) as refused:
        order_within_budget(budget(**changes))
    assert refused.value.offender == offender


def _history(seed: int = 3) -> np.ndarray:
    random = np.random.default_rng(seed)
    rate = np.repeat([0.05, 0.5, 4.0], 120)
    return random.poisson(rate[:, None], size=(360, 40)).astype(float)


def test_rates_are_learned_over_all_items() -> None:
    rates = learn_demand_rates(_history(), levels=5).result
    belief = rates.beliefs(_history())
    expected = belief @ rates.mean
    assert expected[:120].mean() == pytest.approx(0.05, abs=0.03)
    assert expected[120:240].mean() == pytest.approx(0.5, abs=0.08)
    assert expected[240:].mean() == pytest.approx(4.0, abs=0.2)


def test_an_item_without_sales_is_believed_to_die_out_and_not_to_be_dead() -> None:
    rates = learn_demand_rates(_history(), levels=5).result
    sold_last_year = np.array([[2.0] * 6 + [0.0] * 12])
    sells = np.array([[2.0] * 18])
    assert 0 < float((rates.beliefs(sold_last_year) @ rates.mean)[0]) < float((rates.beliefs(sells) @ rates.mean)[0])


def test_unknown_periods_say_nothing() -> None:
    rates = learn_demand_rates(_history(), levels=4).result
    unknown = rates.beliefs(np.full((1, 7), np.nan))
    assert unknown[0] == pytest.approx(rates.first @ np.linalg.matrix_power(rates.moves, 7))


def test_tables_are_distributions_and_convolve_the_moving_rate() -> None:
    rates = learn_demand_rates(_history(), levels=3).result
    one = rates.tables(LeadTimes((0,), (1.0,)), 1, 60)
    two = rates.tables(LeadTimes((1,), (1.0,)), 1, 60)
    assert two.sum(axis=1) == pytest.approx(1.0)
    by_hand = np.stack([np.convolve(one[level], rates.moves[level] @ one)[:60] for level in range(3)])
    assert two[:, :50] == pytest.approx(by_hand[:, :50], abs=1e-9)
    mixed = rates.tables(LeadTimes((0, 1), (0.25, 0.75)), 1, 60)
    assert mixed == pytest.approx(0.25 * one + 0.75 * two, abs=1e-9)


@pytest.mark.parametrize(
    ("value", "problem"), [(-1.0, "negative"), (0.5, "whole"), (math.inf, "infinite"), (5000.0, "5000")]
)
def test_a_history_that_cannot_be_is_refused_with_row_and_period(value: float, problem: str) -> None:
    history = _history()[:5]
    history[2, 7] = value
    with pytest.raises(InvalidProblem, match=problem) as refused:
        learn_demand_rates(history, items=("a", "b", "c", "d", "e"))
    assert refused.value.offender == "history[c, 7]"


CHAIN = (
    Site(name="warehouse", processing=3, holding_cost=1.0),
    Site(name="north", supplier="warehouse", processing=1, holding_cost=2.0, deviation=3.0),
    Site(name="south", supplier="warehouse", processing=1, holding_cost=2.0, deviation=4.0),
)


def test_safety_stock_over_warehouse_and_stores_is_the_cheapest_of_all_promises() -> None:
    tree = ServiceTree(sites=CHAIN, factor=2.0)
    answer = guaranteed_service(tree)
    by_hand = [
        2.0 * (math.sqrt(9 + 16) * math.sqrt(3 - promise) + 2 * (3 + 4) * math.sqrt(promise + 1))
        for promise in range(4)
    ]
    assert answer.objective == pytest.approx(min(by_hand))
    assert answer.result.service[0] == int(np.argmin(by_hand))
    assert answer.explain[0].alternative is not None


def test_a_cheap_store_lets_the_warehouse_hold_nothing() -> None:
    sites = (CHAIN[0], *(dataclasses.replace(site, holding_cost=1.0) for site in CHAIN[1:2]))
    result = guaranteed_service(ServiceTree(sites=sites)).result
    assert result.safety_stock[0] == 0
    assert result.service[0] == 3


def test_a_site_may_promise_its_customers_to_wait() -> None:
    sites = (Site(name="only", processing=4, deviation=2.0, service=4),)
    assert guaranteed_service(ServiceTree(sites=sites)).objective == 0


@pytest.mark.parametrize(
    ("sites", "offender"),
    [
        ((), "sites"),
        ((CHAIN[0], CHAIN[0]), "site warehouse"),
        ((Site(name="a", supplier="b"),), "site a"),
        ((Site(name="a", supplier="b"), Site(name="b", supplier="a")), "site a"),
        ((Site(name="a", deviation=-1.0),), "deviation of a"),
        ((Site(name="a", processing=-1),), "processing of a"),
    ],
)
def test_sites_that_do_not_form_a_tree_are_refused(sites: tuple[Site, ...], offender: str) -> None:
    with pytest.raises(InvalidProblem) as refused:
        guaranteed_service(ServiceTree(sites=sites))
    assert refused.value.offender == offender


def test_a_pack_larger_than_all_demand_can_still_be_bought() -> None:
    problem = BudgetProblem(items=("a",), demand=[[0, 0, 0, 0, 1.0]], price=[1.0], budget=6.0, pack=[3])
    assert order_within_budget(problem).result.order == (6,)
    levels = pooled_levels(pooled(pack=[10, 1, 1], target_fill=0.99))
    assert levels.status is Status.FEASIBLE
    assert levels.result.order[0] == 10


def test_what_customers_wait_for_is_ordered_with_the_minimum() -> None:
    answer = pooled_levels(pooled(position=[0, -2, 0], minimum=[1, 6, 1], target_fill=0.5))
    assert answer.result.order[1] == 6
    assert answer.result.order_up_to[1] == 4


def test_one_plan_covers_no_more_than_the_largest_order() -> None:
    answer = order_within_budget(budget(most=[0, 0, 1], budget=100.0))
    assert answer.result.order == (0, 0, 1)
