"""Input the allocation cannot understand is refused by name."""

import math

import pytest

from heliu.solvers.allocate import Order, OrderLine, Store, StoreStock, Weights, allocate
from heliu.solvers.answers import Status
from heliu.solvers.problems import InvalidProblem

STORE = Store(id="S", latitude=31.0, longitude=121.0)
LINE = OrderLine("A", 1)


def an_order(*lines: OrderLine, latitude: float = 31.0, placed: int = 0) -> Order:
    return Order(id="O", latitude=latitude, longitude=121.0, lines=lines, placed_minute=placed)


@pytest.mark.parametrize(
    ("orders", "stock", "stores", "offender"),
    [
        ([an_order()], [], [STORE], "order O"),
        ([an_order(LINE), an_order(LINE)], [], [STORE], "order O"),
        ([an_order(LINE, LINE)], [], [STORE], "order O line A"),
        ([an_order(OrderLine("A", 0))], [], [STORE], "order O line A quantity"),
        ([an_order(OrderLine("A", -3))], [], [STORE], "order O line A quantity"),
        ([an_order(OrderLine("A", 1.5))], [], [STORE], "order O line A quantity"),  # type: ignore[arg-type]
        ([an_order(OrderLine("A", 1, math.nan))], [], [STORE], "order O line A priority"),
        ([an_order(LINE, latitude=math.nan)], [], [STORE], "order O latitude"),
        ([an_order(LINE, latitude=131.0)], [], [STORE], "order O latitude"),
        ([an_order(LINE, placed=-1)], [], [STORE], "order O placed_minute"),
        ([an_order(LINE)], [StoreStock("X", "A", 1)], [STORE], "stock A at X"),
        ([an_order(LINE)], [StoreStock("S", "A", 1), StoreStock("S", "A", 2)], [STORE], "stock A at S"),
        ([an_order(LINE)], [StoreStock("S", "A", -1)], [STORE], "stock A at S quantity"),
        ([an_order(LINE)], [StoreStock("S", "A", 1, -1)], [STORE], "stock A at S protect"),
        ([an_order(LINE)], [StoreStock("S", "A", math.nan)], [STORE], "stock A at S quantity"),  # type: ignore[arg-type]
        ([an_order(LINE)], [], [STORE, STORE], "store S"),
        ([an_order(LINE)], [], [Store(id="S", latitude=0.0, longitude=200.0)], "store S longitude"),
        ([an_order(LINE)], [], [Store(id="S", latitude=0.0, longitude=0.0, capacity=-1)], "store S capacity"),
        (
            [an_order(LINE)],
            [],
            [Store(id="S", latitude=0.0, longitude=0.0, cutoff_minute=1441)],
            "store S cutoff_minute",
        ),
        ([an_order(LINE)], [], [Store(id="S", latitude=0.0, longitude=0.0, workload=math.inf)], "store S workload"),
    ],
)
def test_a_wrong_entry_is_named(orders, stock, stores, offender) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(InvalidProblem) as refused:
        allocate(orders, stock, stores)
    assert refused.value.offender == offender
    assert refused.value.remedy


@pytest.mark.parametrize(
    ("weights", "offender"),
    [
        (Weights(shipment=-1), "weights.shipment"),
        (Weights(lost_line=math.nan), "weights.lost_line"),
        (Weights(km_per_day=0), "weights.km_per_day"),
    ],
)
def test_a_wrong_weight_is_named(weights: Weights, offender: str) -> None:
    with pytest.raises(InvalidProblem) as refused:
        allocate([an_order(LINE)], [], [STORE], weights=weights)
    assert refused.value.offender == offender


def test_a_time_limit_must_be_above_zero() -> None:
    with pytest.raises(InvalidProblem, match="time_limit_s"):
        allocate([an_order(LINE)], [], [STORE], time_limit_s=0)


def test_no_orders_cost_nothing() -> None:
    answer = allocate([], [StoreStock("S", "A", 1)], [STORE])
    assert (answer.status, answer.objective, answer.result.plans) == (Status.OPTIMAL, 0.0, ())


def test_without_stores_everything_is_lost_for_want_of_stock() -> None:
    answer = allocate([an_order(LINE)], [], [])
    assert answer.objective == 1000.0
    assert answer.result.plans[0].unfilled[0].reason == "no_stock_anywhere"
