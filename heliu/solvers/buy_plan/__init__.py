"""How much to buy now and how much later, on price paths; and the mirror of it, what to cut of what is on order.

`buy_plan(PlanProblem) -> Answer[tuple[PlannedBuy, …]]` under holding cost, shelf life, cover, lots, breaks, budget,
room and risk; `cut_surplus(items) -> Answer[tuple[SurplusAction, …]]`. Quantities are whole base units.
"""

from heliu.solvers.buy_plan.closed_form import best_order_periods, closed_form, pays_to_cover, unit_costs
from heliu.solvers.buy_plan.limits import broken_limits
from heliu.solvers.buy_plan.needs import Needs, needs_of, planning_prices, tail_mean, waiting_value
from heliu.solvers.buy_plan.plan import buy_plan
from heliu.solvers.buy_plan.problem import PlanLine, PlanPolicy, PlanProblem, QuantityBreak, Terms
from heliu.solvers.buy_plan.reasons import PlannedBuy
from heliu.solvers.buy_plan.surplus import OpenOrder, Receiver, SurplusAction, SurplusItem, cut_surplus
from heliu.solvers.buy_plan.valuation import Valuation, orders_as_needed, planned_cost, value_orders

__all__ = [
    "Needs",
    "OpenOrder",
    "PlanLine",
    "PlanPolicy",
    "PlanProblem",
    "PlannedBuy",
    "QuantityBreak",
    "Receiver",
    "SurplusAction",
    "SurplusItem",
    "Terms",
    "Valuation",
    "best_order_periods",
    "broken_limits",
    "buy_plan",
    "closed_form",
    "cut_surplus",
    "needs_of",
    "orders_as_needed",
    "pays_to_cover",
    "planned_cost",
    "planning_prices",
    "tail_mean",
    "unit_costs",
    "value_orders",
    "waiting_value",
]
