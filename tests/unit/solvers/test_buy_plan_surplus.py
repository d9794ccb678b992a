"""Surplus: the greedy choice equals brute force, limits hold, and the value of an action can be recomputed."""

import itertools
from dataclasses import replace

import pytest

from heliu.solvers.buy_plan import OpenOrder, Receiver, SurplusItem, cut_surplus
from heliu.solvers.problems import InvalidProblem

ITEM = SurplusItem(
    id="valve",
    stock=2,
    target=3,
    deviation=0.5,
    unit_price=100.0,
    periods_to_use=6,
    orders=(
        OpenOrder(id="P1", period=1, quantity=3, unit_price=110.0, cancel_fee=0.02, postpone_periods=3),
        OpenOrder(id="P2", period=2, quantity=2, unit_price=90.0, postpone_periods=4, expected_price=85.0),
    ),
    receivers=(Receiver(id="Suzhou", need=3, unit_price=104.0, transfer_cost=2.0),),
)


def unit_values(item: SurplusItem, rate: float) -> dict[tuple[str, str], float]:
    """By hand: keeping a unit of price p for six months costs 6 · rate · p."""
    return {
        ("cancel", "P1"): 6 * rate * 110 - 0.02 * 110,
        ("postpone", "P1"): 3 * rate * 110,
        ("postpone", "P2"): 4 * rate * 90 + 5,
        ("transfer", "Suzhou"): 104 - 2 - (100 - 6 * rate * 100),
    }


@pytest.mark.parametrize("rate", [0.0, 0.004, 0.01, 0.03])
def test_what_is_freed_is_the_most_that_any_combination_frees(rate: float) -> None:
    values = unit_values(ITEM, rate)
    assert ITEM.surplus == 3
    best = 0.0
    for cancel, one, two, transfer in itertools.product(range(4), repeat=4):
        if cancel + one <= 3 and two <= 2 and transfer <= 2 and cancel + one + two + transfer <= 3:
            amounts = (cancel, one, two, transfer)
            best = max(best, sum(units * value for units, value in zip(amounts, values.values(), strict=True)))
    answer = cut_surplus((ITEM,), holding_rate=rate)
    assert answer.objective == pytest.approx(best)
    assert sum(action.quantity for action in answer.result) <= ITEM.surplus
    for action in answer.result:
        assert action.unit_value == pytest.approx(values[action.kind, action.source])


def test_actions_come_in_the_order_of_value_freed() -> None:
    second = replace(ITEM, id="pump", stock=8, unit_price=300.0)
    freed = [action.value_freed for action in cut_surplus((ITEM, second)).result]
    assert freed == sorted(freed, reverse=True)
    assert len(freed) >= 3


def test_goods_that_will_never_be_used_are_cancelled_before_they_are_postponed() -> None:
    dead = replace(ITEM, periods_to_use=None, salvage=0.1, receivers=())
    kinds = [action.kind for action in cut_surplus((dead,)).result]
    assert kinds[0] == "cancel"
    action = cut_surplus((dead,)).result[0]
    assert action.unit_value == pytest.approx(0.9 * 110 - 0.02 * 110)


def test_an_item_at_its_target_is_left_alone() -> None:
    answer = cut_surplus((replace(ITEM, target=9),))
    assert answer.result == ()
    assert answer.explain[0].code == "no_surplus"


def test_the_reason_names_the_next_best_action() -> None:
    answer = cut_surplus((ITEM,), holding_rate=0.01)
    best = max(unit_values(ITEM, 0.01).items(), key=lambda pair: pair[1])
    reason = answer.explain[1]
    assert reason.code == f"surplus_{best[0][0]}"
    assert reason.alternative is not None
    others = sorted(unit_values(ITEM, 0.01).values())
    lost = (others[-1] - others[-2]) * float(reason.measure("quantity"))
    assert reason.alternative.objective_difference == pytest.approx(lost)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (replace(ITEM, stock=-1), "item valve, stock"),
        (replace(ITEM, unit_price=float("nan")), "item valve, unit price"),
        (replace(ITEM, orders=ITEM.orders * 2), "open order P1: comes twice"),
    ],
)
def test_an_item_that_cannot_be_understood_is_refused_by_name(wrong: SurplusItem, says: str) -> None:
    with pytest.raises(InvalidProblem, match=says):
        cut_surplus((wrong,))
