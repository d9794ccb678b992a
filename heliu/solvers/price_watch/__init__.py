"""Price-rise alarms: how each supplier passes an index on, where his price goes from here, how likely and when.

`price_watch(WatchProblem) -> Answer[tuple[PriceOutlook, …]]`; the outlook's paths are what `buy_plan` decides on.
`timing_gate` closes the policy where its own record loses. Periods are integers; prices in one currency per item.
"""

from heliu.solvers.price_watch.alarms import Alarm, Level
from heliu.solvers.price_watch.gate import GatePolicy, GateVerdict, exposure_share, timing_gate
from heliu.solvers.price_watch.market import MarketModel, learn_market, market_breadth
from heliu.solvers.price_watch.passthrough import Follows, PassThrough, learn_pass_through, reset_calendar
from heliu.solvers.price_watch.problem import (
    Announcement,
    IndexSeries,
    StatedContract,
    SupplierQuotes,
    WatchPolicy,
    WatchProblem,
)
from heliu.solvers.price_watch.trend import Trend, page_hinkley, persistence, read_trend
from heliu.solvers.price_watch.watch import PriceOutlook, price_watch

__all__ = [
    "Alarm",
    "Announcement",
    "Follows",
    "GatePolicy",
    "GateVerdict",
    "IndexSeries",
    "Level",
    "MarketModel",
    "PassThrough",
    "PriceOutlook",
    "StatedContract",
    "SupplierQuotes",
    "Trend",
    "WatchPolicy",
    "WatchProblem",
    "exposure_share",
    "learn_market",
    "learn_pass_through",
    "market_breadth",
    "page_hinkley",
    "persistence",
    "price_watch",
    "read_trend",
    "reset_calendar",
    "timing_gate",
]
