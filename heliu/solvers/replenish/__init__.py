"""Replenishment: how much of what to order and when, at which fill rate, with which stock and which money.

One item: `policy` (base stock, (s,S), (s,Q) for a unit fill rate), `newsvendor`, `economic_order_quantity`,
`wagner_whitin`, `silver_meal`, `optimal_reorder_up_to`. Many items: `learn_demand_rates` (demand distributions of
intermittent items, learned over all of them), `pooled_levels`, `order_within_budget`. Many sites: `guaranteed_service`.
The back-test: `simulate`, `exchange_curve`, `calibrate`. Units are integers of the item, time is integer periods.
"""

from heliu.solvers.replenish.budget import BudgetedOrders, BudgetProblem, order_within_budget
from heliu.solvers.replenish.demand import (
    LeadTimes,
    demand_during,
    demand_over,
    mean_of,
    measure_lead_times,
    quantile_of,
    variance_of,
)
from heliu.solvers.replenish.echelons import GuaranteedService, ServiceTree, Site, guaranteed_service
from heliu.solvers.replenish.lots import Lot, PriceBreak, economic_order_quantity
from heliu.solvers.replenish.newsvendor import Newsvendor, newsvendor
from heliu.solvers.replenish.optimal import ReorderUpTo, optimal_reorder_up_to
from heliu.solvers.replenish.policies import Policy, PolicyKind, PolicyProblem, policy
from heliu.solvers.replenish.pooled import PooledLevels, PooledProblem, pooled_levels
from heliu.solvers.replenish.rates import DemandRates, learn_demand_rates
from heliu.solvers.replenish.review import PooledReview, pooled_review
from heliu.solvers.replenish.schedules import LotSchedule, silver_meal, wagner_whitin
from heliu.solvers.replenish.simulation import (
    ExchangePoint,
    Levels,
    Review,
    Rule,
    SimulatedStock,
    calibrate,
    exchange_curve,
    sample_lead_times,
    simulate,
    stock_at_fill,
)

__all__ = [
    "BudgetProblem",
    "BudgetedOrders",
    "DemandRates",
    "ExchangePoint",
    "GuaranteedService",
    "LeadTimes",
    "Levels",
    "Lot",
    "LotSchedule",
    "Newsvendor",
    "Policy",
    "PolicyKind",
    "PolicyProblem",
    "PooledLevels",
    "PooledProblem",
    "PooledReview",
    "PriceBreak",
    "ReorderUpTo",
    "Review",
    "Rule",
    "ServiceTree",
    "SimulatedStock",
    "Site",
    "calibrate",
    "demand_during",
    "demand_over",
    "economic_order_quantity",
    "exchange_curve",
    "guaranteed_service",
    "learn_demand_rates",
    "mean_of",
    "measure_lead_times",
    "newsvendor",
    "optimal_reorder_up_to",
    "order_within_budget",
    "policy",
    "pooled_levels",
    "pooled_review",
    "quantile_of",
    "sample_lead_times",
    "silver_meal",
    "simulate",
    "stock_at_fill",
    "variance_of",
    "wagner_whitin",
]
