"""Customers by what they did and what they will do: RFM segments, chance to be alive, value to come, who is late.

Input: `Purchases` (lines) condensed to `Histories` (one row per customer, sufficient for every model here). Models are
fitted by maximum likelihood on grouped statistics: BG/NBD for repeat purchases, gamma-gamma for spend, beta prime for
the rhythm of one customer. `segment_customers` runs all of them. No attribute of a person is read: only what was
bought, when, and for how much.
"""

from heliu.solvers.segment.customers import CustomerSegments, SegmentSettings, explain_customer, segment_customers
from heliu.solvers.segment.gap import GapModel, Gaps, fit_gaps, gaps
from heliu.solvers.segment.purchases import Histories, Purchases, histories
from heliu.solvers.segment.repeat import (
    RepeatModel,
    alive_probability,
    expected_path,
    expected_purchases,
    fit_repeat,
    visit_probability,
)
from heliu.solvers.segment.rfm import SEGMENTS, Cuts, RfmScores, Segment, quintile_cuts, rfm_scores
from heliu.solvers.segment.spend import SpendModel, expected_spend, fit_spend
from heliu.solvers.segment.value import lifetime_value

__all__ = [
    "SEGMENTS",
    "CustomerSegments",
    "Cuts",
    "GapModel",
    "Gaps",
    "Histories",
    "Purchases",
    "RepeatModel",
    "RfmScores",
    "Segment",
    "SegmentSettings",
    "SpendModel",
    "alive_probability",
    "expected_path",
    "expected_purchases",
    "expected_spend",
    "explain_customer",
    "fit_gaps",
    "fit_repeat",
    "fit_spend",
    "gaps",
    "histories",
    "lifetime_value",
    "quintile_cuts",
    "rfm_scores",
    "segment_customers",
    "visit_probability",
]
