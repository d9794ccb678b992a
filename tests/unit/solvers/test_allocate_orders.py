"""One order: where it ships from, what splitting costs, what stays unfilled and why."""

import math

import numpy as np
import pytest

from heliu.solvers.allocate import (
    DEFAULT_WEIGHTS,
    Order,
    OrderLine,
    PlanReason,
    Store,
    StoreStock,
    UnfilledReason,
    Weights,
    allocate,
    allocate_order,
    build_network,
    violations,
)
from heliu.solvers.allocate.geodesy import great_circle_km
from heliu.solvers.answers import Status

SHANGHAI = (31.23, 121.47)
SUZHOU = Store(id="Suzhou", latitude=31.30, longitude=120.62)
HANGZHOU = Store(id="Hangzhou", latitude=30.27, longitude=120.16)
BEIJING = Store(id="Beijing", latitude=39.90, longitude=116.40)
STORES = (SUZHOU, HANGZHOU, BEIJING)


def order(*lines: tuple[str, int], id: str = "O1", placed: int = 0, promise: int | None = None) -> Order:
    return Order(
        id=id,
        latitude=SHANGHAI[0],
        longitude=SHANGHAI[1],
        lines=tuple(OrderLine(*line) for line in lines),
        placed_minute=placed,
        promise_day=promise,
    )


def shipped(orders, stock, stores=STORES, weights=DEFAULT_WEIGHTS):  # type: ignore[no-untyped-def]
    answer = allocate(orders, stock, stores, weights=weights, time_limit_s=None)
    assert violations(answer.result, orders, stock, stores, weights=weights) == []
    return answer


def test_an_order_ships_from_the_nearest_store_that_has_everything() -> None:
    answer = shipped([order(("A", 1), ("B", 1))], [StoreStock(s.id, sku, 5) for s in STORES for sku in "AB"])
    (plan,) = answer.result.plans
    assert [shipment.store for shipment in plan.shipments] == ["Suzhou"]
    assert plan.reason is PlanReason.ONE_SHIPMENT
    assert answer.status is Status.OPTIMAL


def test_a_far_store_with_all_lines_beats_two_near_ones() -> None:
    stock = [StoreStock("Suzhou", "A", 5), StoreStock("Hangzhou", "B", 5)]
    stock += [StoreStock("Beijing", sku, 5) for sku in "AB"]
    answer = shipped([order(("A", 1), ("B", 1))], stock)
    assert [s.store for s in answer.result.plans[0].shipments] == ["Beijing"]


def test_a_quantity_that_no_store_holds_is_shared_between_stores() -> None:
    answer = shipped([order(("A", 5))], [StoreStock("Suzhou", "A", 3), StoreStock("Hangzhou", "A", 4)])
    (plan,) = answer.result.plans
    assert plan.reason is PlanReason.SPLIT
    assert {s.store: sum(line.quantity for line in s.lines) for s in plan.shipments} == {"Suzhou": 3, "Hangzhou": 2}
    assert plan.costs.shipment == 2 * DEFAULT_WEIGHTS.shipment
    assert answer.status is Status.OPTIMAL


def test_one_store_is_never_counted_twice_for_the_same_units() -> None:
    stock = [StoreStock("Suzhou", "A", 1), StoreStock("Beijing", "A", 1)]
    (plan,) = shipped([order(("A", 2))], stock).result.plans
    assert sorted(s.store for s in plan.shipments) == ["Beijing", "Suzhou"]


@pytest.mark.parametrize(
    ("stock", "stores", "weights", "reason"),
    [
        ([], STORES, DEFAULT_WEIGHTS, UnfilledReason.NO_STOCK),
        ([StoreStock("Suzhou", "A", 0)], STORES, DEFAULT_WEIGHTS, UnfilledReason.NO_STOCK),
        ([StoreStock("Suzhou", "A", 2, 2)], STORES, Weights(protection_is_hard=True), UnfilledReason.PROTECTED),
        (
            [StoreStock("Full", "A", 2)],
            (Store(id="Full", latitude=31.0, longitude=121.0, capacity=0),),
            DEFAULT_WEIGHTS,
            UnfilledReason.CAPACITY,
        ),
        ([StoreStock("Suzhou", "A", 2)], STORES, Weights(lost_line=5.0), UnfilledReason.DEARER_THAN_LOSS),
    ],
)
def test_an_unfilled_line_says_why(stock, stores, weights, reason) -> None:  # type: ignore[no-untyped-def]
    answer = shipped([order(("A", 1))], stock, stores, weights)
    (line,) = answer.result.plans[0].unfilled
    assert (line.sku, line.quantity, line.reason) == ("A", 1, reason)
    assert f"unfilled_{reason}" in [r.code for r in answer.explain if r.subject == "O1/A"]


def test_the_second_order_for_the_last_piece_is_told_that_another_order_got_it() -> None:
    answer = shipped([order(("A", 1), id="O1"), order(("A", 1), id="O2")], [StoreStock("Suzhou", "A", 1)])
    (line,) = [line for plan in answer.result.plans for line in plan.unfilled]
    assert line.reason is UnfilledReason.TAKEN


def test_soft_protection_sends_the_order_to_a_store_with_stock_to_spare() -> None:
    stock = [StoreStock("Suzhou", "A", 4, 4), StoreStock("Hangzhou", "A", 9, 4)]
    (plan,) = shipped([order(("A", 3))], stock).result.plans
    assert [s.store for s in plan.shipments] == ["Hangzhou"]
    assert plan.costs.protection == 0


def test_protected_units_cost_twice_as_much_in_the_lower_half() -> None:
    (plan,) = shipped([order(("A", 3))], [StoreStock("Suzhou", "A", 5, 4)]).result.plans
    assert plan.costs.protection == 2 * 1
    (plan,) = shipped([order(("A", 5))], [StoreStock("Suzhou", "A", 5, 4)]).result.plans
    assert plan.costs.protection == 2 * 1 + 2 * 2


def test_an_order_after_the_cut_off_goes_to_a_store_that_still_ships_today_when_lateness_costs_more() -> None:
    early = Store(id="Early", latitude=31.2, longitude=121.4, cutoff_minute=600)
    late = Store(id="Late", latitude=30.0, longitude=120.0, cutoff_minute=1200)
    stock = [StoreStock(s.id, "A", 5) for s in (early, late)]
    (plan,) = shipped([order(("A", 1), placed=660, promise=1)], stock, (early, late)).result.plans
    assert [(s.store, s.arrival_day, s.late_days) for s in plan.shipments] == [("Late", 1, 0)]
    (plan,) = shipped([order(("A", 1), placed=540, promise=1)], stock, (early, late)).result.plans
    assert [(s.store, s.arrival_day, s.late_days) for s in plan.shipments] == [("Early", 1, 0)]


def test_a_busy_store_yields_to_an_idle_one_of_the_same_distance() -> None:
    busy = Store(id="Busy", latitude=31.0, longitude=121.0, workload=0.9)
    idle = Store(id="Idle", latitude=31.0, longitude=121.0, workload=0.1)
    (plan,) = shipped(
        [order(("A", 1))], [StoreStock("Busy", "A", 1), StoreStock("Idle", "A", 1)], (busy, idle)
    ).result.plans
    assert [s.store for s in plan.shipments] == ["Idle"]


def test_the_next_best_choice_is_shown_with_its_cost_by_component() -> None:
    stock = [StoreStock("Suzhou", "A", 5), StoreStock("Hangzhou", "A", 5, 5)]
    answer = shipped([order(("A", 1))], stock)
    (plan,) = answer.result.plans
    (other,) = plan.alternatives
    assert (other.without_store, other.stores) == ("Suzhou", ("Hangzhou",))
    assert other.difference.protection == 1.0
    assert other.difference.shipment == 0.0
    km = great_circle_km(np.array([SHANGHAI]), np.array([(s.latitude, s.longitude) for s in (HANGZHOU, SUZHOU)]))[0]
    assert math.isclose(other.difference.distance, 0.002 * (km[0] - km[1]), abs_tol=1e-12)


def test_the_numbers_of_the_explanation_recompute_from_the_plan() -> None:
    stock = [StoreStock("Suzhou", "A", 5, 5), StoreStock("Beijing", "B", 2), StoreStock("Hangzhou", "A", 1)]
    answer = shipped([order(("A", 2), ("B", 1), ("C", 1), promise=1)], stock)
    (plan,) = answer.result.plans
    run = answer.explain[0]
    assert run.measure("shipments") == len(plan.shipments) == 2
    assert run.measure("unfilled") == 1
    components = ("lost", "shipment", "distance", "lateness", "workload", "protection")
    assert math.isclose(sum(float(run.measure(f"cost_{c}")) for c in components), answer.objective)
    reason = next(r for r in answer.explain if r.subject == "O1")
    assert reason.code == "split_over_stores"
    km = [s.distance_km for s in plan.shipments]
    assert math.isclose(float(reason.measure("distance")), sum(km))
    assert math.isclose(float(reason.measure("cost_distance")), 0.002 * sum(km))
    assert reason.measure("cost_lateness") == 2.0 * sum(s.late_days for s in plan.shipments)
    assert reason.measure("cost_lost") == 1000.0
    assert reason.alternative is not None
    assert reason.alternative.objective_difference >= 0


def test_an_order_on_a_compiled_network_gets_the_plan_it_would_get_alone_in_a_batch() -> None:
    stock = [StoreStock("Suzhou", "A", 3, 1), StoreStock("Hangzhou", "A", 4), StoreStock("Hangzhou", "B", 1)]
    one = order(("A", 5), ("B", 1))
    alone = allocate_order(build_network(STORES, stock, weights=DEFAULT_WEIGHTS), one)
    assert alone.result == shipped([one], stock).result.plans[0]


def test_stock_and_room_that_went_are_gone_for_the_next_order() -> None:
    store = Store(id="S", latitude=31.0, longitude=121.0, capacity=1)
    network = build_network([store], [StoreStock("S", "A", 2)], weights=DEFAULT_WEIGHTS)
    taken = np.array([[1], [0]])
    after = network.after(taken, np.array([0]))
    assert allocate_order(after, order(("A", 2))).result.unfilled[0].quantity == 1
    full = network.after(taken, np.array([1]))
    assert allocate_order(full, order(("A", 1))).result.unfilled[0].reason is UnfilledReason.CAPACITY


def test_an_order_with_more_lines_than_can_be_enumerated_is_still_served_with_a_valid_bound() -> None:
    skus = [f"K{i}" for i in range(16)]
    stock = [StoreStock("Suzhou", sku, 5) for sku in skus[:10]]
    stock += [StoreStock("Hangzhou", sku, 5) for sku in skus[6:]]
    stock += [StoreStock("Beijing", sku, 5) for sku in skus[::2]]
    answer = shipped([order(*((sku, 1) for sku in skus))], stock)
    assert sorted(s.store for s in answer.result.plans[0].shipments) == ["Hangzhou", "Suzhou"]
    assert answer.status is Status.OPTIMAL


def test_distances_are_great_circles() -> None:
    quarter = great_circle_km(np.array([(0.0, 0.0), (90.0, 0.0)]), np.array([(0.0, 90.0), (0.0, 180.0)]))
    assert np.allclose(quarter, math.pi / 2 * 6371.0088 * np.array([[1, 2], [1, 1]]))
