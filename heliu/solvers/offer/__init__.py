"""What to offer to whom: items bought together, the next best items of each customer, discounts within a budget.

`next_best_offers` ranks items by trees learned on earlier windows; `plan_campaign` spends a budget on discounts where
they are expected to earn most, among customers who consented and were not written to too often, and holds out a
control group; `measure_uplift` says afterwards what the campaign earned, with an interval. No attribute of a person is
read: only what was bought, when, how much, and for what price.
"""

from heliu.solvers.offer.affinity import Affinity, co_purchases, shrunk_lift
from heliu.solvers.offer.budget import Spending, spend_budget
from heliu.solvers.offer.campaign import (
    Campaign,
    CampaignSettings,
    Economics,
    Permissions,
    Response,
    control_group,
    offer_economics,
    plan_campaign,
)
from heliu.solvers.offer.next_best import NextBestOffers, OfferSettings, explain_offers, next_best_offers
from heliu.solvers.offer.recall import ListQuality, buy_again_or_popular, list_quality
from heliu.solvers.offer.sales import ItemSales
from heliu.solvers.offer.uplift import Arm, Uplift, measure_conversion, measure_uplift

__all__ = [
    "Affinity",
    "Arm",
    "Campaign",
    "CampaignSettings",
    "Economics",
    "ItemSales",
    "ListQuality",
    "NextBestOffers",
    "OfferSettings",
    "Permissions",
    "Response",
    "Spending",
    "Uplift",
    "buy_again_or_popular",
    "co_purchases",
    "control_group",
    "explain_offers",
    "list_quality",
    "measure_conversion",
    "measure_uplift",
    "next_best_offers",
    "offer_economics",
    "plan_campaign",
    "shrunk_lift",
    "spend_budget",
]
