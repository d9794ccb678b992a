"""Small allocation cases and their optimum by trying every way to ship every unit: no search, no bounds."""

import itertools
from collections.abc import Iterator

import numpy as np

from bench.solvers.allocate_orders import Case
from heliu.solvers.allocate import (
    Allocation,
    CostParts,
    Order,
    OrderLine,
    OrderPlan,
    PlanReason,
    Shipment,
    ShippedLine,
    Store,
    StoreStock,
    UnfilledLine,
    UnfilledReason,
    Weights,
    recomputed_objective,
)

MOST_COMBINATIONS = 3000


def small_cases(count: int, seed: int) -> Iterator[tuple[Case, Weights]]:
    """One to three orders on two to four stores, stock from plenty to nothing, with and without limits."""
    draw = np.random.default_rng(seed)
    made = 0
    while made < count:
        case, weights = _small_case(draw)
        if _combinations(case) <= MOST_COMBINATIONS:
            made += 1
            yield case, weights


def _small_case(draw: np.random.Generator) -> tuple[Case, Weights]:
    skus = ["A", "B", "C"]
    stores = [
        Store(
            id=f"S{i}",
            latitude=float(draw.uniform(20, 40)),
            longitude=float(draw.uniform(100, 120)),
            cutoff_minute=None if draw.random() < 0.5 else 720,
            capacity=None if draw.random() < 0.6 else int(draw.integers(0, 3)),
            workload=float(draw.uniform(0, 2)),
        )
        for i in range(int(draw.integers(2, 5)))
    ]
    most = int(draw.integers(1, 5))
    stock = [
        StoreStock(store.id, sku, int(draw.integers(0, most + 1)), int(draw.integers(0, 4)))
        for store in stores
        for sku in skus
        if draw.random() < 0.8
    ]
    orders = [
        Order(
            id=f"O{i}",
            latitude=float(draw.uniform(20, 40)),
            longitude=float(draw.uniform(100, 120)),
            lines=tuple(
                OrderLine(sku, int(draw.integers(1, 4)), priority=float(draw.choice([0.02, 0.5, 1.0])))
                for sku in draw.permutation(skus)[: int(draw.integers(1, 4))].tolist()
            ),
            placed_minute=int(draw.integers(0, 1440)),
            promise_day=None if draw.random() < 0.3 else int(draw.integers(0, 4)),
        )
        for i in range(int(draw.integers(1, 4)))
    ]
    weights = Weights(
        lost_line=float(draw.choice([30.0, 1000.0])),
        per_km=float(draw.choice([0.002, 0.02])),
        protected_unit=float(draw.choice([0.0, 1.0, 15.0])),
        protection_is_hard=bool(draw.random() < 0.25),
    )
    return Case(orders, stock, stores), weights


def _ways(case: Case, line: OrderLine) -> list[tuple[int, ...]]:
    """All quantities per store that the stock allows for one line on its own."""
    held = {(row.store, row.sku): row.quantity for row in case.stock}
    limits = [min(held.get((store.id, line.sku), 0), line.quantity) for store in case.stores]
    return [w for w in itertools.product(*(range(n + 1) for n in limits)) if sum(w) <= line.quantity]


def _combinations(case: Case) -> int:
    return int(np.prod([float(len(_ways(case, line))) for order in case.orders for line in order.lines]))


def cheapest_objective(case: Case, weights: Weights) -> float:
    """The least objective over all combinations that keep stock, protection and capacity."""
    lines = [(order, line) for order in case.orders for line in order.lines]
    limits = {
        (row.store, row.sku): max(row.quantity - row.protect, 0) if weights.protection_is_hard else row.quantity
        for row in case.stock
    }
    best = float("inf")
    for chosen in itertools.product(*(_ways(case, line) for _, line in lines)):
        if _keeps(case, lines, chosen, limits):
            allocation = _as_allocation(case, lines, chosen)
            cost = recomputed_objective(allocation, case.orders, case.stock, case.stores, weights=weights)
            best = min(best, cost)
    return best


def _keeps(
    case: Case,
    lines: list[tuple[Order, OrderLine]],
    chosen: tuple[tuple[int, ...], ...],
    limits: dict[tuple[str, str], int],
) -> bool:
    for i, store in enumerate(case.stores):
        for sku in {line.sku for _, line in lines}:
            units = sum(way[i] for (_, line), way in zip(lines, chosen, strict=True) if line.sku == sku)
            if units > limits.get((store.id, sku), 0):
                return False
        made = {order.id for (order, _), way in zip(lines, chosen, strict=True) if way[i]}
        if store.capacity is not None and len(made) > store.capacity:
            return False
    return True


def _as_allocation(case: Case, lines: list[tuple[Order, OrderLine]], chosen: tuple[tuple[int, ...], ...]) -> Allocation:
    plans = []
    for order in case.orders:
        mine = [(line, way) for (o, line), way in zip(lines, chosen, strict=True) if o is order]
        shipments = tuple(
            Shipment(
                store=store.id,
                lines=tuple(ShippedLine(line.sku, way[i]) for line, way in mine if way[i]),
                distance_km=0.0,
                arrival_day=0,
                late_days=0,
                costs=CostParts(),
            )
            for i, store in enumerate(case.stores)
            if any(way[i] for _, way in mine)
        )
        unfilled = tuple(
            UnfilledLine(sku=line.sku, quantity=line.quantity - sum(way), reason=UnfilledReason.TAKEN)
            for line, way in mine
            if sum(way) < line.quantity
        )
        plans.append(
            OrderPlan(
                order=order.id, shipments=shipments, unfilled=unfilled, costs=CostParts(), reason=PlanReason.SPLIT
            )
        )
    return Allocation(plans=tuple(plans), costs=CostParts())
