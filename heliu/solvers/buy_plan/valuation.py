"""What a plan costs in each scenario and in expectation: computed from the orders alone, whoever made them."""

from dataclasses import dataclass, replace

import numpy as np

from heliu.solvers.buy_plan.needs import Needs, carrying_cost
from heliu.solvers.buy_plan.problem import Floats, Ints, PlanLine, Terms


@dataclass(frozen=True, slots=True)
class Valuation:
    """Currency. Per scenario: `purchases`, what suppliers are paid, and `left`, the worth of what is left at the last
    price (a credit). The same in all: `carrying`, capital, obsolescence and storage; `ordering`, order costs."""

    purchases: Floats
    carrying: float
    ordering: float
    left: Floats

    @property
    def total(self) -> Floats:
        total: Floats = self.purchases + self.carrying + self.ordering - self.left
        return total


def value_orders(orders: Ints, needs: Needs, line: PlanLine, *, holding_rate: float) -> Valuation:
    """Costs of ordering `orders[i]` base units i periods from now; raises nothing, also for orders that leave needs
    open: stock below zero carries nothing."""
    scenarios = needs.prices.shape[0]
    if needs.periods == 0:
        return Valuation(np.zeros(scenarios), 0.0, 0.0, np.zeros(scenarios))
    factors = np.array([1 - line.terms.discount(int(quantity)) for quantity in orders])
    stock = np.cumsum(orders) - np.cumsum(needs.net)
    held = float(np.clip(stock, 0, None).sum())
    return Valuation(
        purchases=needs.prices @ (factors * orders),
        carrying=held * carrying_cost(line, holding_rate=holding_rate),
        ordering=line.terms.order_cost * int((orders > 0).sum()),
        left=needs.prices[:, -1] * max(float(stock[-1]), 0.0),
    )


def orders_as_needed(needs: Needs, terms: Terms) -> Ints:
    """The baseline: each need is ordered when it must be, in the smallest allowed lot that covers it."""
    orders = np.zeros(needs.periods, dtype=np.int64)
    stock = 0
    for period, quantity in enumerate(needs.net):
        missing = int(quantity) - stock
        if missing > 0:
            lot = max(-(-missing // terms.pack) * terms.pack, terms.smallest_lot())
            orders[period] = lot
            stock += lot
        stock -= int(quantity)
    return orders


def planned_cost(orders: Ints, needs: Needs, line: PlanLine, *, holding_rate: float) -> float:
    """Total cost at planning prices: what the methods minimise."""
    if needs.periods == 0:
        return 0.0
    at_planning = replace(needs, prices=needs.planning[None, :])
    return float(value_orders(orders, at_planning, line, holding_rate=holding_rate).total[0])
