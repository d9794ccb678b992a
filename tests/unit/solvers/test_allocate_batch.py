"""Many orders on shared stock: equal to brute force when small, a valid bound and fewer shipments when not."""

import pytest

from bench.solvers.allocate_brute_force import cheapest_objective, small_cases
from bench.solvers.allocate_orders import Scenario, line_by_line_nearest, make_case
from heliu.solvers.allocate import DEFAULT_WEIGHTS, Order, OrderLine, Store, StoreStock, allocate, batch, violations
from heliu.solvers.answers import Status

SCENARIOS = {
    "plenty": Scenario(orders=60, stores=20, skus=40),
    "scarce": Scenario(orders=60, stores=20, skus=40, mean_stock=1.0, assortment=0.3),
    "capacity_tight": Scenario(orders=60, stores=20, skus=40, capacity_share=1.1),
    "many_lines": Scenario(orders=20, stores=20, skus=60, most_lines=14),
}


def test_two_hundred_small_batches_cost_what_trying_everything_finds() -> None:
    for case, weights in small_cases(200, seed=1):
        answer = allocate(case.orders, case.stock, case.stores, weights=weights, time_limit_s=None)
        assert answer.objective == pytest.approx(cheapest_objective(case, weights), abs=1e-6)
        assert answer.status is Status.OPTIMAL
        assert violations(answer.result, case.orders, case.stock, case.stores, weights=weights) == []


def test_the_bound_of_the_decomposition_never_passes_the_true_optimum(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "MOST_CHOICES", -1)
    for case, weights in small_cases(100, seed=2):
        answer = allocate(case.orders, case.stock, case.stores, weights=weights, time_limit_s=None)
        best = cheapest_objective(case, weights)
        assert answer.bound is not None
        assert answer.bound <= best + 1e-6
        assert answer.objective >= best - 1e-6
        assert violations(answer.result, case.orders, case.stock, case.stores, weights=weights) == []


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_batch_keeps_stock_and_capacity_and_is_nearly_proved(name: str) -> None:
    case = make_case(SCENARIOS[name], seed=3)
    answer = allocate(
        case.orders, case.stock, case.stores, time_limit_s=None, round_limit=20, node_limit=50, neighbourhood_limit=3
    )
    assert violations(answer.result, case.orders, case.stock, case.stores, weights=DEFAULT_WEIGHTS) == []
    assert answer.gap is not None
    assert answer.gap <= 0.02


def test_orders_of_several_lines_need_far_fewer_shipments_than_line_by_line() -> None:
    case = make_case(SCENARIOS["plenty"], seed=4)
    answer = allocate(
        case.orders, case.stock, case.stores, time_limit_s=None, round_limit=5, node_limit=10, neighbourhood_limit=1
    )
    assert answer.result.unfilled_units == 0
    assert answer.result.shipments <= 0.6 * line_by_line_nearest(case)


def test_the_same_batch_with_the_same_limits_gives_the_same_answer() -> None:
    case = make_case(SCENARIOS["scarce"], seed=5)
    first, second = (
        allocate(
            case.orders, case.stock, case.stores, time_limit_s=None, round_limit=6, node_limit=20, neighbourhood_limit=2
        )
        for _ in range(2)
    )
    assert first.result == second.result
    assert (first.objective, first.bound, first.explain) == (second.objective, second.bound, second.explain)


def test_a_run_that_is_stopped_at_once_still_answers_with_a_valid_plan_and_bound() -> None:
    case = make_case(SCENARIOS["scarce"], seed=6)
    answer = allocate(case.orders, case.stock, case.stores, time_limit_s=0.01)
    assert violations(answer.result, case.orders, case.stock, case.stores, weights=DEFAULT_WEIGHTS) == []
    assert answer.bound is not None
    assert answer.bound <= answer.objective


def test_scarce_stock_goes_where_losing_it_would_cost_most() -> None:
    stores = [Store(id="S", latitude=31.0, longitude=121.0)]
    orders = [
        Order(id=f"O{i}", latitude=31.0, longitude=121.0, lines=(OrderLine("A", 1, priority),))
        for i, priority in enumerate([1.0, 3.0, 2.0])
    ]
    answer = allocate(orders, [StoreStock("S", "A", 2)], stores, time_limit_s=None)
    assert [len(plan.shipments) for plan in answer.result.plans] == [0, 1, 1]
    assert answer.status is Status.OPTIMAL
