"""Buying ahead without lots: each period's need chooses its own order period, so the optimum is read off.

A unit ordered in i and used in k costs p_i + (k − i) · c, with c the cost of carrying a unit for a period: capital and
obsolescence at today's price, and storage. Valued at today's price, it does not depend on which unit is used first.
With i = 0 against i = k this is the rule a planner can check by hand: covering the need j periods ahead pays iff the
expected rise over j exceeds j · c. Against 0 < i < k it says when to wait: a price that stands still until its reset is
bought just before it.
"""

import numpy as np

from heliu.solvers.buy_plan.needs import Needs
from heliu.solvers.buy_plan.problem import Floats, Ints


def unit_costs(prices: Floats, *, oldest: int, carrying: float) -> Floats:
    """… × orders i × needs k: cost of a unit ordered in i and used in k, infinite where k − i is outside 0 … oldest.
    `prices` has the order periods as its last axis; `carrying` is currency per unit and period."""
    count = prices.shape[-1]
    ages = np.arange(count)[None, :] - np.arange(count)[:, None]
    allowed = (ages >= 0) & (ages <= oldest)
    table: Floats = np.where(allowed, prices[..., :, None] + np.where(allowed, ages, 0) * carrying, np.inf)
    return table


def best_order_periods(costs: Floats) -> Ints:
    """For each need its cheapest order period; of equal ones the latest, which ties up least."""
    count = costs.shape[0]
    reverse = costs[::-1, :].argmin(axis=0)
    periods: Ints = (count - 1 - reverse).astype(np.int64)
    return periods


def closed_form(needs: Needs, *, oldest: int, carrying: float) -> Ints:
    """Orders per period in base units, of least expected cost among all."""
    orders = np.zeros(needs.periods, dtype=np.int64)
    if needs.periods:
        costs = unit_costs(needs.planning, oldest=oldest, carrying=carrying)
        np.add.at(orders, best_order_periods(costs), needs.net)
    return orders


def pays_to_cover(rise: float, *, ahead: int, carrying_share: float) -> bool:
    """The rule by hand: `rise` over `ahead` periods and the cost of carrying for one, as shares of today's price."""
    return rise > ahead * carrying_share
