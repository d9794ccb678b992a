"""Why a reorder point is what it is: parts that add up to it exactly."""

from dataclasses import dataclass

from heliu.solvers.replenish.cycle import Cycle, OrderRule
from heliu.solvers.replenish.demand import Floats, LeadTimes, mean_of

_ONE_BY_ONE = OrderRule(span=1)


@dataclass(frozen=True, slots=True)
class ReorderPointParts:
    """All in units. `mean`: demand over mean lead time + review. `demand_variability`: what uncertain demand adds at
    the fill rate if lead times did not vary; `lead_time_variability`: what their variation adds; `order_size`: what
    ordering in lots changes (negative: large orders protect by themselves, and a reorder point lies one unit below the
    base stock it stands for); `rounding`: to whole units, and to what the shelf life allows."""

    mean: float
    demand_variability: float
    lead_time_variability: float
    order_size: float
    rounding: float

    @property
    def total(self) -> float:
        return self.mean + self.demand_variability + self.lead_time_variability + self.order_size + self.rounding


def reorder_point_parts(
    pmf: Floats, *, lead_times: LeadTimes, review: int, fill: float, rule: OrderRule, reorder_point: int
) -> ReorderPointParts:
    """Each part is the step from one level that reaches the fill to the next, so that the sum is the reorder point."""
    mean = mean_of(pmf) * (lead_times.mean + review)
    steadied = Cycle(pmf, lead_times.steadied(), review)
    varying = Cycle(pmf, lead_times, review)
    steady_level = steadied.least_reorder_point(steadied.positions(_ONE_BY_ONE), fill)[1] + 1
    varying_level = varying.least_reorder_point(varying.positions(_ONE_BY_ONE), fill)[1] + 1
    exact_point = varying.least_reorder_point(varying.positions(rule), fill)[1]
    return ReorderPointParts(
        mean=mean,
        demand_variability=steady_level - mean,
        lead_time_variability=varying_level - steady_level,
        order_size=exact_point - varying_level,
        rounding=reorder_point - exact_point,
    )
