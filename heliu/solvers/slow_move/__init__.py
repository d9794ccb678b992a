"""Slow stock: will it sell out in time, and which action recovers most of it.

`slow_move` judges holdings and divides the slow ones among keeping, a lower price, a bundle, other locations, the
supplier and scrap. How a lower price goes down week by week is decided by `heliu.solvers.markdown`.
"""

from heliu.solvers.slow_move.channels import Action
from heliu.solvers.slow_move.mover import Choice, Move, SlowMover
from heliu.solvers.slow_move.problem import (
    Bundle,
    Holding,
    Outlet,
    ReturnCap,
    ReturnRight,
    SalesHistory,
    SlowMoveProblem,
)
from heliu.solvers.slow_move.sell_through import Demand, Sale, estimate, sale
from heliu.solvers.slow_move.suggestion import slow_move

__all__ = [
    "Action",
    "Bundle",
    "Choice",
    "Demand",
    "Holding",
    "Move",
    "Outlet",
    "ReturnCap",
    "ReturnRight",
    "Sale",
    "SalesHistory",
    "SlowMoveProblem",
    "SlowMover",
    "estimate",
    "sale",
    "slow_move",
]
