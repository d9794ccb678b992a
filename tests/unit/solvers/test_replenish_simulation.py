"""The back-test: what arrives, what is served, what is left, and what a rule may know."""

import numpy as np
import pytest

from heliu.solvers.answers import Status
from heliu.solvers.problems import InvalidProblem
from heliu.solvers.replenish import (
    ExchangePoint,
    LeadTimes,
    Levels,
    Review,
    Rule,
    calibrate,
    exchange_curve,
    pooled_review,
    sample_lead_times,
    simulate,
    stock_at_fill,
)


def base_stock(*levels: int) -> Rule:
    level = np.array(levels)
    return lambda _review: Levels(level - 1, level)


def test_an_order_arrives_after_its_lead_time_and_backorders_are_delivered_late() -> None:
    demand = np.array([[2, 0, 0, 3, 0, 0, 0]])
    done = simulate(demand, base_stock(2), lead_time=2)
    assert done.served.tolist() == [2, 0, 0, 2, 0, 0, 0]
    assert done.stock.tolist() == [0, 0, 0, 0, 0, 0, 2]
    assert done.delivered.tolist() == [5]
    assert done.fill == 4 / 5
    assert done.short.tolist() == [0, 0, 0, 1, 0, 0, 0]


def test_lost_sales_are_not_delivered_later() -> None:
    demand = np.array([[2, 0, 0, 3, 0, 0, 0]])
    done = simulate(demand, base_stock(2), lead_time=2, lost_sales=True)
    assert done.delivered.tolist() == [4]
    assert done.stock.tolist() == [0, 0, 0, 0, 0, 0, 2]


def test_without_lead_time_an_order_serves_the_same_period() -> None:
    done = simulate(np.array([[3, 3, 3]]), base_stock(3), lead_time=0)
    assert done.fill == 1
    assert done.stock.tolist() == [0, 0, 0]


def test_minimum_and_pack_raise_an_order() -> None:
    done = simulate(np.array([[1, 0, 0]]), base_stock(4), lead_time=0, minimum=5, pack=4)
    assert done.ordered.tolist() == [8]
    assert done.orders.tolist() == [0, 1, 0]


def test_orders_are_placed_at_reviews_only() -> None:
    done = simulate(np.ones((1, 6), dtype=int), base_stock(2), lead_time=0, review=3)
    assert done.orders.tolist() == [0, 0, 0, 1, 0, 0]
    assert done.served.tolist() == [1, 1, 0, 1, 1, 0]


def test_each_item_and_period_may_have_its_own_lead_time() -> None:
    demand = np.array([[1, 1, 0, 0], [1, 1, 0, 0]])
    leads = np.array([[0, 0, 0, 0], [0, 2, 0, 0]])
    done = simulate(demand, base_stock(1, 1), lead_time=leads)
    assert done.served.tolist() == [2, 1, 0, 0]


def test_a_rule_sees_the_past_only() -> None:
    seen: list[Review] = []

    def rule(review: Review) -> Levels:
        seen.append(review)
        return Levels(np.array([2]), np.array([3]))

    simulate(np.array([[9, 1, 2, 4]]), rule, first=1, lead_time=1)
    assert [review.period for review in seen] == [1, 2, 3]
    assert seen[0].served == ()
    assert seen[2].demanded == (1.0, 2.0)


def test_goods_are_valued() -> None:
    done = simulate(np.array([[0, 0], [0, 0]]), base_stock(1, 2), unit_cost=np.array([10.0, 1.0]))
    assert done.value.tolist() == [12.0, 12.0]


@pytest.mark.parametrize(
    ("demand", "changes", "offender"),
    [
        ([[1, -1]], {}, "demand[0, 1]"),
        ([[1, 0.5]], {}, "demand"),
        ([[1, float("nan")]], {}, "demand[0, 1]"),
        ([[1, 1]], {"first": 2}, "first"),
        ([[1, 1]], {"lead_time": -1}, "lead time"),
        ([[1, 1]], {"pack": 0}, "pack"),
    ],
)
def test_a_simulation_refuses_what_cannot_be(demand: list[list[float]], changes: dict[str, int], offender: str) -> None:
    with pytest.raises(InvalidProblem) as refused:
        simulate(np.array(demand), base_stock(1), **changes)  # type: ignore[arg-type]
    assert refused.value.offender == offender


def test_stock_at_a_fill_is_read_between_points_and_not_beyond_them() -> None:
    points = [ExchangePoint(1, 0.9, 100, 0, 0), ExchangePoint(2, 0.95, 200, 0, 0)]
    assert stock_at_fill(points, 0.93) == pytest.approx(160)
    assert stock_at_fill(points, 0.96) is None
    assert stock_at_fill(points, 0.89) is None
    assert stock_at_fill([], 0.5) is None


def test_more_stock_fills_more_along_the_exchange_curve() -> None:
    demand = np.random.default_rng(2).poisson(1.5, (50, 40))
    curve = exchange_curve(lambda level: simulate(demand, base_stock(*[int(level)] * 50), lead_time=1), [6, 2, 4])
    assert [point.setting for point in curve] == [2, 4, 6]
    assert curve[0].stock < curve[1].stock < curve[2].stock


def test_calibration_finds_the_setting_whose_simulation_meets_the_target() -> None:
    answer = calibrate(lambda setting: setting**2, target=0.25, low=0.0, high=1.0, steps=20)
    assert answer.result == pytest.approx(0.5, abs=1e-5)
    assert answer.explain[0].measure("fill") == pytest.approx(25, abs=1e-3)


def test_calibration_says_when_the_target_is_out_of_reach() -> None:
    answer = calibrate(lambda setting: setting / 2, target=0.9, low=0.0, high=1.0)
    assert answer.status is Status.INFEASIBLE
    assert answer.result == 1.0


def _parts() -> np.ndarray:
    random = np.random.default_rng(8)
    rate = random.gamma(0.4, 1.2, 300)
    return random.poisson(rate[:, None], (300, 48)).astype(float)


def test_what_comes_later_changes_no_level_of_an_earlier_month() -> None:
    demand = _parts()
    changed = demand.copy()
    changed[:, 30:] = 7
    lead = LeadTimes((2,), (1.0,))
    review = Review(29, np.zeros(300, dtype=np.int64), (), ())
    first = pooled_review(demand, lead_times=lead).at_aim(0.9)(review)
    second = pooled_review(changed, lead_times=lead).at_aim(0.9)(review)
    assert first.order_up_to.tolist() == second.order_up_to.tolist()


def test_steady_demand_is_filled_as_aimed() -> None:
    demand = _parts()
    rules = pooled_review(demand, lead_times=LeadTimes((2,), (1.0,)))
    for target in (0.85, 0.95):
        done = simulate(demand, rules.corrected(target), first=20, lead_time=2)
        assert done.fill == pytest.approx(target, abs=0.02)


def test_a_lower_price_of_stock_keeps_more_of_it() -> None:
    demand = _parts()
    rules = pooled_review(demand, lead_times=LeadTimes((2,), (1.0,)))
    dear, cheap = (simulate(demand, rules.at_price(price), first=24, lead_time=2) for price in (0.2, 0.02))
    assert cheap.average_stock > dear.average_stock
    assert cheap.fill > dear.fill


def test_sampled_lead_times_follow_what_was_measured_and_the_seed() -> None:
    lead = LeadTimes((1, 4), (0.75, 0.25))
    drawn = sample_lead_times(lead, items=200, periods=50, seed=4)
    assert (drawn == sample_lead_times(lead, items=200, periods=50, seed=4)).all()
    assert (drawn == 1).mean() == pytest.approx(0.75, abs=0.02)
    assert set(np.unique(drawn)) == {1, 4}


def test_a_plan_without_any_past_is_refused() -> None:
    rule = pooled_review(_parts(), lead_times=LeadTimes((2,), (1.0,))).at_aim(0.9)
    with pytest.raises(InvalidProblem, match="period"):
        rule(Review(0, np.zeros(300, dtype=np.int64), (), ()))
