"""One item: the least stock that reaches a unit fill rate, and why it is what it is."""

import dataclasses
import math
from typing import Any

import numpy as np
import pytest

from heliu.solvers.answers import Answer, Status
from heliu.solvers.problems import InvalidProblem
from heliu.solvers.replenish import (
    LeadTimes,
    Levels,
    Policy,
    PolicyKind,
    PolicyProblem,
    demand_during,
    mean_of,
    measure_lead_times,
    policy,
    simulate,
)
from heliu.solvers.replenish.cycle import Cycle, OrderRule

PMF = np.array([0.55, 0.2, 0.1, 0.05, 0.05, 0.05])
LEAD = measure_lead_times([1, 2, 2, 3, 5])
PARTS = ("mean_over_protection", "demand_variability", "lead_time_variability", "order_size", "rounding")


def problem(**changes: Any) -> PolicyProblem:
    return dataclasses.replace(
        PolicyProblem(
            item="bolt",
            demand=PMF,
            lead_times=LEAD,
            target_fill=0.95,
            order_cost=10.0,
            holding_cost=0.4,
            unit_cost=12.0,
        ),
        **changes,
    )


def planned(**changes: Any) -> Answer[Policy]:
    return policy(problem(**changes))


def test_base_stock_is_the_least_level_that_reaches_the_fill() -> None:
    chosen = planned(kinds=(PolicyKind.BASE_STOCK,)).result

    def fill(level: int) -> float:
        through, before = demand_during(PMF, LEAD, 1), demand_during(PMF, LEAD)
        late = sum(p * max(k - level, 0) for k, p in enumerate(through))
        early = sum(p * max(k - level, 0) for k, p in enumerate(before))
        return 1 - (late - early) / mean_of(PMF)

    assert chosen.order_up_to == chosen.reorder_point + 1
    assert chosen.expected_fill == pytest.approx(fill(chosen.order_up_to))
    assert fill(chosen.order_up_to) >= 0.95 > fill(chosen.order_up_to - 1)


@pytest.mark.parametrize("kind", list(PolicyKind))
@pytest.mark.parametrize(("minimum", "pack"), [(1, 1), (5, 1), (4, 3)])
def test_expected_fill_stock_and_orders_are_those_of_a_long_simulation(
    kind: PolicyKind, minimum: int, pack: int
) -> None:
    lead = LeadTimes((2,), (1.0,))
    chosen = planned(kinds=(kind,), minimum=minimum, pack=pack, lead_times=lead).result
    demand = np.random.default_rng(5).choice(PMF.size, p=PMF, size=(300, 500))
    levels = Levels(np.full(300, chosen.reorder_point), np.full(300, chosen.order_up_to))
    if kind is PolicyKind.REORDER_LOT:
        levels = Levels(np.full(300, chosen.reorder_point), np.full(300, chosen.reorder_point + 1))
    done = simulate(
        demand,
        lambda _review: levels,
        lead_time=2,
        minimum=1 if chosen.lot else minimum,
        pack=chosen.lot or pack,
    )
    assert done.fill_since(50) == pytest.approx(chosen.expected_fill, abs=0.006)
    assert done.stock[50:].mean() / 300 == pytest.approx(chosen.expected_stock, rel=0.02)
    assert done.orders[50:].mean() / 300 == pytest.approx(chosen.orders_per_period, rel=0.02)


@pytest.mark.parametrize("kind", list(PolicyKind))
@pytest.mark.parametrize("target", [0.8, 0.93, 0.99])
@pytest.mark.parametrize("review", [1, 3])
def test_the_parts_of_the_reorder_point_add_up_to_it(kind: PolicyKind, target: float, review: int) -> None:
    answer = planned(kinds=(kind,), target_fill=target, review_periods=review)
    reason = answer.explain[0]
    assert reason.code == "reorder_point_parts"
    assert sum(float(reason.measure(part)) for part in PARTS) == pytest.approx(answer.result.reorder_point, abs=1e-9)
    assert reason.measure("mean_over_protection") == pytest.approx(mean_of(PMF) * (LEAD.mean + review))
    assert 0 <= float(reason.measure("rounding")) < 1


def test_a_lead_time_that_does_not_vary_adds_nothing() -> None:
    reason = planned(lead_times=LeadTimes((3,), (1.0,))).explain[0]
    assert reason.measure("lead_time_variability") == 0
    assert planned().explain[0].measure("lead_time_variability") > 0  # type: ignore[operator]


def test_raising_the_fill_costs_the_stock_that_the_reason_says() -> None:
    answer = planned(kinds=(PolicyKind.REORDER_UP_TO,))
    reason = answer.explain[1]
    assert reason.code == "raising_fill"
    cycle = Cycle(PMF, LEAD, 1)
    chosen = answer.result
    rule = OrderRule(span=chosen.order_up_to - chosen.reorder_point)
    positions = cycle.positions(rule)
    point, _ = cycle.least_reorder_point(positions, 0.97)
    more = cycle.stock(positions, point) - chosen.expected_stock
    assert reason.measure("more_stock") == pytest.approx(more)
    assert reason.measure("more_value") == pytest.approx(12 * more)
    assert reason.measure("raised_fill") >= 97  # type: ignore[operator]


def test_cost_is_orders_and_stock_and_no_other_kind_is_cheaper() -> None:
    answer = planned()
    chosen = answer.result
    assert answer.objective == pytest.approx(chosen.orders_per_period * 10 + chosen.expected_stock * 0.4)
    singles = [planned(kinds=(kind,)).objective for kind in PolicyKind]
    assert answer.objective == min(singles)
    alternative = answer.explain[0].alternative
    assert alternative is not None
    assert alternative.objective_difference == pytest.approx(sorted(singles)[1] - answer.objective)


def test_a_fixed_lot_is_ordered_in_whole_packs_of_at_least_the_minimum() -> None:
    chosen = planned(kinds=(PolicyKind.REORDER_LOT,), minimum=7, pack=5).result
    assert chosen.lot >= 7
    assert chosen.lot % 5 == 0


def test_shelf_life_caps_the_position_and_says_when_it_stands_in_the_way() -> None:
    answer = planned(target_fill=0.995, shelf_life=2, lead_times=LeadTimes((1,), (1.0,)), order_cost=0.0)
    cap = int(answer.explain[-1].measure("highest_position"))
    until_expiry = demand_during(PMF, LeadTimes((3,), (1.0,)))
    assert 1 - until_expiry[:cap].sum() >= 0.95
    assert 1 - until_expiry[: cap + 1].sum() < 0.95
    assert answer.status is Status.INFEASIBLE
    assert answer.result.order_up_to <= cap
    assert answer.explain[-1].code == "shelf_life_stands_in_the_way"


def test_a_long_shelf_life_changes_nothing() -> None:
    answer = planned(shelf_life=200)
    assert answer.result == planned().result
    assert answer.explain[-1].code == "shelf_life_allows"


def test_the_same_problem_has_the_same_answer() -> None:
    first, second = planned(), planned()
    assert dataclasses.replace(first, wall_s=0) == dataclasses.replace(second, wall_s=0)


@pytest.mark.parametrize(
    ("changes", "offender"),
    [
        ({"demand": [1.0]}, "demand of bolt"),
        ({"demand": [0.5, math.nan]}, "demand of bolt[1]"),
        ({"target_fill": 1.0}, "target fill of bolt"),
        ({"target_fill": 0.0}, "target fill of bolt"),
        ({"holding_cost": 0.0}, "holding cost of bolt"),
        ({"order_cost": -1.0}, "order cost of bolt"),
        ({"review_periods": 0}, "review periods of bolt"),
        ({"minimum": 0}, "minimum of bolt"),
        ({"pack": 0}, "pack of bolt"),
        ({"shelf_life": 0}, "shelf life of bolt"),
        ({"kinds": ()}, "kinds of bolt"),
    ],
)
def test_what_has_no_meaning_is_refused_by_name(changes: dict[str, Any], offender: str) -> None:
    with pytest.raises(InvalidProblem) as refused:
        planned(**changes)
    assert refused.value.offender == offender
