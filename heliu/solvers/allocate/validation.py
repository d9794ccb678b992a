"""Independent check of an allocation: plain loops over the input and the answer, sharing no code with the search."""

import math
from collections import defaultdict
from collections.abc import Sequence

from heliu.solvers.allocate.inputs import MINUTES_PER_DAY, Order, Store, StoreStock, Weights
from heliu.solvers.allocate.results import Allocation, OrderPlan, Shipment

_RADIUS_KM = 6371.0088
_CLOSE = 1e-6


def violations(
    allocation: Allocation,
    orders: Sequence[Order],
    stock: Sequence[StoreStock],
    stores: Sequence[Store],
    *,
    weights: Weights,
) -> list[str]:
    """Empty when stock and capacities are kept, quantities are conserved, and every cost recomputes from the input."""
    faults = []
    if [plan.order for plan in allocation.plans] != [order.id for order in orders]:
        return ["plans are not one per order in the order given"]
    by_id = {store.id: store for store in stores}
    for order, plan in zip(orders, allocation.plans, strict=True):
        faults += _quantity_faults(order, plan)
        faults += [fault for s in plan.shipments for fault in _shipment_faults(order, s, by_id[s.store], weights)]
    taken = _taken(allocation)
    faults += _stock_faults(taken, stock, weights)
    faults += _capacity_faults(allocation, stores)
    objective = recomputed_objective(allocation, orders, stock, stores, weights=weights)
    if not math.isclose(objective, allocation.costs.total, rel_tol=_CLOSE, abs_tol=_CLOSE):
        faults.append(f"objective {allocation.costs.total} recomputes as {objective}")
    by_plans = sum(plan.costs.total for plan in allocation.plans)
    if not math.isclose(by_plans, allocation.costs.total, rel_tol=_CLOSE, abs_tol=_CLOSE):
        faults.append(f"costs of the plans add up to {by_plans}, not {allocation.costs.total}")
    return faults


def recomputed_objective(
    allocation: Allocation,
    orders: Sequence[Order],
    stock: Sequence[StoreStock],
    stores: Sequence[Store],
    *,
    weights: Weights,
) -> float:
    """The objective from quantities alone."""
    by_id = {store.id: store for store in stores}
    total = 0.0
    for order, plan in zip(orders, allocation.plans, strict=True):
        missing = {line.sku: line.quantity for line in plan.unfilled}
        for line in order.lines:
            total += weights.lost_line * line.priority * missing.get(line.sku, 0) / line.quantity
        total += sum(_shipment_cost(order, by_id[shipment.store], weights) for shipment in plan.shipments)
    taken = _taken(allocation)
    rows = {(row.store, row.sku): row for row in stock}
    return total + sum(_protection_cost(rows[key], units, weights) for key, units in taken.items() if key in rows)


def _quantity_faults(order: Order, plan: OrderPlan) -> list[str]:
    got: dict[str, int] = defaultdict(int)
    faults = []
    for shipment in plan.shipments:
        if not shipment.lines:
            faults.append(f"{order.id}: an empty shipment from {shipment.store}")
        for shipped in shipment.lines:
            got[shipped.sku] += shipped.quantity
            if shipped.quantity <= 0:
                faults.append(f"{order.id}: {shipped.quantity} of {shipped.sku} from {shipment.store}")
    for unfilled in plan.unfilled:
        got[unfilled.sku] += unfilled.quantity
        if unfilled.quantity <= 0:
            faults.append(f"{order.id}: {unfilled.quantity} of {unfilled.sku} unfilled")
    asked = {line.sku: line.quantity for line in order.lines}
    if dict(got) != asked:
        faults.append(f"{order.id}: asked {asked}, accounted for {dict(got)}")
    if len({shipment.store for shipment in plan.shipments}) < len(plan.shipments):
        faults.append(f"{order.id}: two shipments from one store")
    return faults


def _shipment_faults(order: Order, shipment: Shipment, store: Store, weights: Weights) -> list[str]:
    distance = _distance_km(order, store)
    faults = []
    if not math.isclose(shipment.distance_km, distance, rel_tol=1e-9, abs_tol=_CLOSE):
        faults.append(f"{order.id} from {store.id}: {shipment.distance_km} km, not {distance}")
    if not math.isclose(shipment.costs.total, _shipment_cost(order, store, weights), rel_tol=1e-9, abs_tol=_CLOSE):
        faults.append(f"{order.id} from {store.id}: the shipment's costs do not recompute")
    return faults


def _stock_faults(taken: dict[tuple[str, str], int], stock: Sequence[StoreStock], weights: Weights) -> list[str]:
    limits = {
        (row.store, row.sku): max(row.quantity - row.protect, 0) if weights.protection_is_hard else row.quantity
        for row in stock
    }
    return [
        f"{units} of {sku} promised at {store}, {limits.get((store, sku), 0)} to be had"
        for (store, sku), units in taken.items()
        if units > limits.get((store, sku), 0)
    ]


def _capacity_faults(allocation: Allocation, stores: Sequence[Store]) -> list[str]:
    made: dict[str, int] = defaultdict(int)
    for plan in allocation.plans:
        for shipment in plan.shipments:
            made[shipment.store] += 1
    return [
        f"{made[store.id]} shipments of {store.id}, capacity {store.capacity}"
        for store in stores
        if store.capacity is not None and made[store.id] > store.capacity
    ]


def _taken(allocation: Allocation) -> dict[tuple[str, str], int]:
    taken: dict[tuple[str, str], int] = defaultdict(int)
    for plan in allocation.plans:
        for shipment in plan.shipments:
            for line in shipment.lines:
                taken[shipment.store, line.sku] += line.quantity
    return taken


def _shipment_cost(order: Order, store: Store, weights: Weights) -> float:
    distance = _distance_km(order, store)
    day, minute = divmod(order.placed_minute, MINUTES_PER_DAY)
    leaves = day + (1 if store.cutoff_minute is not None and minute > store.cutoff_minute else 0)
    arrives = leaves + math.ceil(distance / weights.km_per_day)
    late = 0 if order.promise_day is None else max(arrives - order.promise_day, 0)
    return weights.shipment + weights.per_km * distance + weights.late_day * late + weights.workload * store.workload


def _protection_cost(row: StoreStock, units: int, weights: Weights) -> float:
    """Unit by unit: what is left after each unit decides its rate."""
    cost = 0.0
    for left in range(row.quantity - 1, row.quantity - units - 1, -1):
        if left < row.protect // 2:
            cost += 2 * weights.protected_unit
        elif left < row.protect:
            cost += weights.protected_unit
    return cost


def _distance_km(order: Order, store: Store) -> float:
    here, there = (math.radians(x) for x in (order.latitude, store.latitude))
    half_lat = math.sin((there - here) / 2) ** 2
    half_lon = math.sin(math.radians(store.longitude - order.longitude) / 2) ** 2
    chord = half_lat + math.cos(here) * math.cos(there) * half_lon
    return 2 * _RADIUS_KM * math.asin(min(1.0, math.sqrt(chord)))
