"""From a finished run to plans that a planner can be shown: costs by component, reasons, and the next best choice."""

from collections.abc import Iterator
from dataclasses import fields

import numpy as np

from heliu.solvers.allocate.network import Integers, remaining_bands
from heliu.solvers.allocate.orderproblem import Filling
from heliu.solvers.allocate.results import (
    Allocation,
    CostParts,
    OrderAlternative,
    OrderPlan,
    PlanReason,
    Shipment,
    ShippedLine,
    UnfilledLine,
    UnfilledReason,
)
from heliu.solvers.allocate.single import cheapest_plan
from heliu.solvers.allocate.state import RunState
from heliu.solvers.answers import Alternative, Measure, Reason

MOST_PASSES = 2


def settled(state: RunState, *, alternatives: bool) -> Allocation:
    """The plans of a finished run. An alternative that turns out cheaper than its plan replaces it first."""
    count = len(state.plans)
    found: list[tuple[OrderAlternative, ...]] = [()] * count
    for _ in range(MOST_PASSES if alternatives else 0):
        before = list(state.plans)
        found = [_alternatives(state, order) for order in range(count)]
        if all(old is new for old, new in zip(before, state.plans, strict=True)):
            break
    seen = np.zeros_like(state.taken)
    plans = tuple(_plan(state, order, seen, found[order]) for order in range(count))
    return Allocation(plans=plans, costs=sum((plan.costs for plan in plans), CostParts()))


def _alternatives(state: RunState, order: int) -> tuple[OrderAlternative, ...]:
    """The best plan found without the store that ships most lines."""
    chosen = state.plans[order]
    if not chosen.stores:
        return ()
    main = chosen.stores[int((chosen.units > 0).sum(axis=0).argmax())]
    state.remove(order)
    other = cheapest_plan(state.problem_of(order, without=main), prove=False).filling
    difference = _parts(state, order, other, state.taken) - _parts(state, order, chosen, state.taken)
    is_cheaper = difference.total < -1e-7
    state.put(order, other if is_cheaper else chosen)
    return () if is_cheaper else (_alternative(state, order, store=main, plan=other, difference=difference),)


def _alternative(state: RunState, order: int, *, store: int, plan: Filling, difference: CostParts) -> OrderAlternative:
    stores = state.network.stores
    shipped = int(plan.units.sum())
    return OrderAlternative(
        without_store=stores[store].id,
        stores=tuple(stores[s].id for s in plan.stores),
        unfilled_units=int(state.compiled.needs[order].sum()) - shipped,
        difference=difference,
    )


def _parts(state: RunState, order: int, plan: Filling, taken: Integers) -> CostParts:
    need, lost = state.compiled.needs[order], state.compiled.losses[order]
    shipped = plan.units.sum(axis=1)
    parts = CostParts(lost=float(((need - shipped) * lost).sum()), protection=_protection(state, order, plan, taken))
    return sum((_shipment_parts(state, order, store) for store in plan.stores), parts)


def _protection(state: RunState, order: int, plan: Filling, taken: Integers) -> float:
    if not plan.stores:
        return 0.0
    at = np.ix_(state.compiled.rows[order], list(plan.stores))
    bands, before = state.network.bands[at], taken[at]
    used = remaining_bands(bands, before) - remaining_bands(bands, before + plan.units)
    return float((used.sum(axis=(0, 1)) * state.network.band_rates).sum())


def _shipment_parts(state: RunState, order: int, store: int) -> CostParts:
    weights, shipping = state.network.weights, state.compiled.shipping
    return CostParts(
        shipment=weights.shipment,
        distance=weights.per_km * float(shipping.distance_km[order, store]),
        lateness=weights.late_day * int(shipping.late_days[order, store]),
        workload=weights.workload * state.network.stores[store].workload,
    )


def _plan(state: RunState, order: int, seen: Integers, alternatives: tuple[OrderAlternative, ...]) -> OrderPlan:
    plan, asked = state.plans[order], state.compiled.orders[order]
    costs = _parts(state, order, plan, seen)
    if plan.stores:
        seen[np.ix_(state.compiled.rows[order], list(plan.stores))] += plan.units
    reason = (PlanReason.NOTHING, PlanReason.ONE_SHIPMENT, PlanReason.SPLIT)[min(len(plan.stores), 2)]
    return OrderPlan(
        order=asked.id,
        shipments=tuple(_shipment(state, order, i) for i in range(len(plan.stores))),
        unfilled=tuple(_unfilled(state, order)),
        costs=costs,
        reason=reason,
        alternatives=alternatives,
    )


def _shipment(state: RunState, order: int, i: int) -> Shipment:
    plan, shipping = state.plans[order], state.compiled.shipping
    store, lines = plan.stores[i], state.compiled.orders[order].lines
    return Shipment(
        store=state.network.stores[store].id,
        lines=tuple(
            ShippedLine(line.sku, int(units)) for line, units in zip(lines, plan.units[:, i], strict=True) if units
        ),
        distance_km=float(shipping.distance_km[order, store]),
        arrival_day=int(shipping.arrival_day[order, store]),
        late_days=int(shipping.late_days[order, store]),
        costs=_shipment_parts(state, order, store),
    )


def _unfilled(state: RunState, order: int) -> Iterator[UnfilledLine]:
    plan = state.plans[order]
    for i, line in enumerate(state.compiled.orders[order].lines):
        missing = line.quantity - int(plan.units[i].sum())
        if missing:
            reason = _why_unfilled(state, order, state.compiled.rows[order][i])
            yield UnfilledLine(sku=line.sku, quantity=missing, reason=reason)


def _why_unfilled(state: RunState, order: int, row: int) -> UnfilledReason:
    network = state.network
    if not network.on_hand[row].any():
        return UnfilledReason.NO_STOCK
    left = network.bands[row].sum(axis=1) - state.taken[row]
    if not left.any():
        kept = network.on_hand[row] - network.bands[row].sum(axis=1)
        return UnfilledReason.PROTECTED if kept.any() else UnfilledReason.TAKEN
    plan = state.plans[order]
    open_stores = state.shipments < network.room
    open_stores[list(plan.stores)] = True
    if not (left[open_stores] > 0).any():
        return UnfilledReason.CAPACITY
    return UnfilledReason.DEARER_THAN_LOSS


def reasons(allocation: Allocation) -> tuple[Reason, ...]:
    """One for the run, one per order with its next best choice, one per unfilled line."""
    found = [_run_reason(allocation)]
    for plan in allocation.plans:
        found.append(_order_reason(plan))
        found += [
            Reason(
                code=f"unfilled_{line.reason}",
                subject=f"{plan.order}/{line.sku}",
                measures=(Measure("quantity", line.quantity, "unit"),),
            )
            for line in plan.unfilled
        ]
    return tuple(found)


def _run_reason(allocation: Allocation) -> Reason:
    measures = (
        Measure("orders", len(allocation.plans), "order"),
        Measure("shipments", allocation.shipments, "shipment"),
        Measure("distance", allocation.distance_km, "km"),
        Measure("unfilled", allocation.unfilled_units, "unit"),
        *cost_measures(allocation.costs),
    )
    return Reason(code="allocated", measures=measures)


def _order_reason(plan: OrderPlan) -> Reason:
    measures = (
        Measure("stores", " + ".join(shipment.store for shipment in plan.shipments)),
        Measure("shipments", len(plan.shipments), "shipment"),
        Measure("distance", sum(shipment.distance_km for shipment in plan.shipments), "km"),
        Measure("late", max((shipment.late_days for shipment in plan.shipments), default=0), "day"),
        *cost_measures(plan.costs),
    )
    return Reason(code=plan.reason.value, subject=plan.order, measures=measures, alternative=_as_alternative(plan))


def _as_alternative(plan: OrderPlan) -> Alternative | None:
    if not plan.alternatives:
        return None
    best = plan.alternatives[0]
    return Alternative(
        choice=" + ".join(best.stores) or "nothing shipped",
        objective_difference=max(best.difference.total, 0.0),
        measures=(Measure("without", best.without_store), *cost_measures(best.difference)),
    )


def cost_measures(costs: CostParts) -> tuple[Measure, ...]:
    return tuple(Measure(f"cost_{field.name}", getattr(costs, field.name), "cost") for field in fields(CostParts))
