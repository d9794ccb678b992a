"""Any orders on any stock: goods are conserved, more never costs more, sequence of input does not matter."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heliu.solvers.allocate import (
    DEFAULT_WEIGHTS,
    Order,
    OrderLine,
    Store,
    StoreStock,
    Weights,
    allocate,
    allocate_order,
    build_network,
    violations,
)

SKUS = ("A", "B", "C", "D")
places = st.tuples(st.floats(20, 40), st.floats(100, 120))


@st.composite
def networks(draw: st.DrawFn) -> tuple[list[Store], list[StoreStock]]:
    stores = [
        Store(
            id=f"S{i}",
            latitude=place[0],
            longitude=place[1],
            capacity=draw(st.none() | st.integers(0, 3)),
            cutoff_minute=draw(st.none() | st.integers(0, 1440)),
            workload=draw(st.floats(0, 1)),
        )
        for i, place in enumerate(draw(st.lists(places, min_size=1, max_size=6)))
    ]
    stock = [
        StoreStock(store.id, sku, draw(st.integers(0, 6)), draw(st.integers(0, 6)))
        for store in stores
        for sku in SKUS
        if draw(st.booleans())
    ]
    return stores, stock


@st.composite
def order_lists(draw: st.DrawFn, most: int = 6) -> list[Order]:
    return [
        Order(
            id=f"O{i}",
            latitude=place[0],
            longitude=place[1],
            lines=tuple(
                OrderLine(sku, draw(st.integers(1, 5)))
                for sku in sorted(draw(st.sets(st.sampled_from(SKUS), min_size=1)))
            ),
            placed_minute=draw(st.integers(0, 3000)),
            promise_day=draw(st.none() | st.integers(0, 4)),
        )
        for i, place in enumerate(draw(st.lists(places, min_size=1, max_size=most)))
    ]


all_weights = st.builds(
    Weights,
    lost_line=st.floats(0, 2000),
    shipment=st.floats(0, 20),
    protected_unit=st.floats(0, 20),
    protection_is_hard=st.booleans(),
)


@settings(deadline=None, max_examples=60)
@given(networks(), order_lists(), all_weights)
def test_stock_capacity_and_quantities_hold_and_every_cost_recomputes(
    network: tuple[list[Store], list[StoreStock]], orders: list[Order], weights: Weights
) -> None:
    stores, stock = network
    answer = allocate(orders, stock, stores, weights=weights, time_limit_s=None)
    assert violations(answer.result, orders, stock, stores, weights=weights) == []
    assert answer.bound is not None
    assert answer.bound <= answer.objective + 1e-9
    for plan in answer.result.plans:
        assert all(other.difference.total >= -1e-6 for other in plan.alternatives)


@settings(deadline=None, max_examples=40)
@given(networks(), order_lists(most=3), st.sampled_from(SKUS))
def test_more_stock_never_costs_more(
    network: tuple[list[Store], list[StoreStock]], orders: list[Order], sku: str
) -> None:
    stores, stock = network
    held = {(row.store, row.sku) for row in stock}
    more = [StoreStock(row.store, row.sku, row.quantity + 2 * (row.sku == sku), row.protect) for row in stock] + [
        StoreStock(store.id, sku, 1) for store in stores if (store.id, sku) not in held
    ]
    before = allocate(orders, stock, stores, time_limit_s=None)
    after = allocate(orders, more, stores, time_limit_s=None)
    assert after.objective <= before.objective + 1e-6


@settings(deadline=None, max_examples=40)
@given(networks(), order_lists(most=1))
def test_the_sequence_of_stores_stock_and_lines_does_not_change_the_cost(
    network: tuple[list[Store], list[StoreStock]], orders: list[Order]
) -> None:
    stores, stock = network
    (one,) = orders
    turned = Order(
        id=one.id,
        latitude=one.latitude,
        longitude=one.longitude,
        lines=one.lines[::-1],
        placed_minute=one.placed_minute,
        promise_day=one.promise_day,
    )
    straight = allocate_order(build_network(stores, stock, weights=DEFAULT_WEIGHTS), one)
    backwards = allocate_order(build_network(stores[::-1], stock[::-1], weights=DEFAULT_WEIGHTS), turned)
    assert straight.objective == pytest.approx(backwards.objective, abs=1e-9)


@settings(deadline=None, max_examples=30)
@given(networks(), order_lists())
def test_a_batch_never_costs_more_than_its_orders_one_after_the_other(
    network: tuple[list[Store], list[StoreStock]], orders: list[Order]
) -> None:
    stores, stock = network
    compiled = build_network(stores, stock, weights=DEFAULT_WEIGHTS)
    held = {(row.store, row.sku): row for row in stock}
    left, room = dict(held), {store.id: store.capacity for store in stores}
    one_by_one = 0.0
    for order in orders:
        now = [
            Store(
                id=s.id,
                latitude=s.latitude,
                longitude=s.longitude,
                capacity=room[s.id],
                cutoff_minute=s.cutoff_minute,
                workload=s.workload,
            )
            for s in stores
        ]
        compiled = build_network(now, list(left.values()), weights=DEFAULT_WEIGHTS)
        plan = allocate_order(compiled, order).result
        one_by_one += plan.costs.total
        for shipment in plan.shipments:
            limit = room[shipment.store]
            room[shipment.store] = None if limit is None else limit - 1
            for line in shipment.lines:
                row = left[shipment.store, line.sku]
                left[shipment.store, line.sku] = StoreStock(
                    row.store, row.sku, row.quantity - line.quantity, row.protect
                )
    together = allocate(orders, stock, stores, time_limit_s=None)
    assert together.objective <= one_by_one + 1e-6
