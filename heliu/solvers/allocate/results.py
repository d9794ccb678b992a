"""What the allocation answers: which store ships which lines of an order, what stays unfilled and why, at what cost."""

from dataclasses import dataclass, fields
from enum import StrEnum


class UnfilledReason(StrEnum):
    """NO_STOCK: no store has the item. PROTECTED: what is left is kept for the stores' own customers. TAKEN: other
    orders of this run got it. CAPACITY: who has it cannot ship any more in this run. DEARER_THAN_LOSS: shipping it
    would cost more than the line is worth by its weight."""

    NO_STOCK = "no_stock_anywhere"
    PROTECTED = "protected"
    TAKEN = "taken_by_other_orders"
    CAPACITY = "capacity"
    DEARER_THAN_LOSS = "dearer_than_loss"


@dataclass(frozen=True, slots=True, kw_only=True)
class CostParts:
    """The objective by component, in the unit of the weights."""

    lost: float = 0.0
    shipment: float = 0.0
    distance: float = 0.0
    lateness: float = 0.0
    workload: float = 0.0
    protection: float = 0.0

    @property
    def total(self) -> float:
        return self.lost + self.shipment + self.distance + self.lateness + self.workload + self.protection

    def __add__(self, other: "CostParts") -> "CostParts":
        return CostParts(**{f.name: getattr(self, f.name) + getattr(other, f.name) for f in fields(CostParts)})

    def __sub__(self, other: "CostParts") -> "CostParts":
        return CostParts(**{f.name: getattr(self, f.name) - getattr(other, f.name) for f in fields(CostParts)})


@dataclass(frozen=True, slots=True)
class ShippedLine:
    sku: str
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """Everything one store sends for one order. `costs` holds what the shipment itself costs; protection is an order's
    cost, because units of one stock are shared between orders."""

    store: str
    lines: tuple[ShippedLine, ...]
    distance_km: float
    arrival_day: int
    late_days: int
    costs: CostParts


@dataclass(frozen=True, slots=True, kw_only=True)
class UnfilledLine:
    sku: str
    quantity: int
    reason: UnfilledReason


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderAlternative:
    """The best plan found for the order without one of its stores, everything else unchanged; `difference` is
    alternative minus chosen, by component, both with this order taken last; its total is not negative."""

    without_store: str
    stores: tuple[str, ...]
    unfilled_units: int
    difference: CostParts


class PlanReason(StrEnum):
    """ONE_SHIPMENT: one store ships all. SPLIT: several stores ship. NOTHING: nothing is shipped."""

    ONE_SHIPMENT = "one_shipment"
    SPLIT = "split_over_stores"
    NOTHING = "nothing_shipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlan:
    """Shipped and unfilled quantities add up to what was ordered. `costs` add up over the orders to the objective: the
    protection cost of a stock that several orders share is what this order adds after those before it. `alternatives`
    are sorted by what they cost more."""

    order: str
    shipments: tuple[Shipment, ...]
    unfilled: tuple[UnfilledLine, ...]
    costs: CostParts
    reason: PlanReason
    alternatives: tuple[OrderAlternative, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """One plan per order, in the order they were given."""

    plans: tuple[OrderPlan, ...]
    costs: CostParts

    @property
    def shipments(self) -> int:
        return sum(len(plan.shipments) for plan in self.plans)

    @property
    def distance_km(self) -> float:
        return sum(shipment.distance_km for plan in self.plans for shipment in plan.shipments)

    @property
    def unfilled_units(self) -> int:
        return sum(line.quantity for plan in self.plans for line in plan.unfilled)
