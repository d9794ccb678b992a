"""When cash runs short: simulated balances from open documents, how parties pay, orders, agreed dates and trade."""

from heliu.solvers.cash.calendar import Calendar, Shift
from heliu.solvers.cash.forecast import forecast_cash, learn_payments
from heliu.solvers.cash.levers import (
    CreditLine,
    CutPurchase,
    DelayPayable,
    DunCustomer,
    Lever,
    LeverKind,
    PostponePurchase,
    TakeDiscount,
)
from heliu.solvers.cash.plan import Basis, CashPlan, PlannedAction, plan_cash
from heliu.solvers.cash.problem import (
    CashProblem,
    ExpectedTrade,
    Invoice,
    OpeningBalance,
    Order,
    Payment,
    Rate,
    ScheduledFlow,
    Side,
)
from heliu.solvers.cash.result import CashForecast, Driver, Drivers, FirstBreach, LearnedPayments
from heliu.solvers.cash.survival import DelayCurve, kaplan_meier

__all__ = [
    "Basis",
    "Calendar",
    "CashForecast",
    "CashPlan",
    "CashProblem",
    "CreditLine",
    "CutPurchase",
    "DelayCurve",
    "DelayPayable",
    "Driver",
    "Drivers",
    "DunCustomer",
    "ExpectedTrade",
    "FirstBreach",
    "Invoice",
    "LearnedPayments",
    "Lever",
    "LeverKind",
    "OpeningBalance",
    "Order",
    "Payment",
    "PlannedAction",
    "PostponePurchase",
    "Rate",
    "ScheduledFlow",
    "Shift",
    "Side",
    "TakeDiscount",
    "forecast_cash",
    "kaplan_meier",
    "learn_payments",
    "plan_cash",
]
