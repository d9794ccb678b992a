"""Which store or warehouse ships which lines of which order.

`allocate_order` plans one order on a compiled `StoreNetwork` in milliseconds; `allocate` plans a batch against shared
stock with a proved bound. Both only propose: the reservation itself is a conditional write of the stock book.
`violations` checks any answer independently of how it was found.
"""

from heliu.solvers.allocate.allocation import DEFAULT_WEIGHTS, allocate, allocate_order
from heliu.solvers.allocate.inputs import Order, OrderLine, Store, StoreStock, Weights
from heliu.solvers.allocate.network import StoreNetwork, build_network
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
from heliu.solvers.allocate.validation import recomputed_objective, violations

__all__ = [
    "DEFAULT_WEIGHTS",
    "Allocation",
    "CostParts",
    "Order",
    "OrderAlternative",
    "OrderLine",
    "OrderPlan",
    "PlanReason",
    "Shipment",
    "ShippedLine",
    "Store",
    "StoreNetwork",
    "StoreStock",
    "UnfilledLine",
    "UnfilledReason",
    "Weights",
    "allocate",
    "allocate_order",
    "build_network",
    "recomputed_objective",
    "violations",
]
