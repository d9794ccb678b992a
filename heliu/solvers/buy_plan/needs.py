"""What must be bought, and when at the latest: demand less stock and what is on order, shifted by the lead time."""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.buy_plan.problem import Floats, Ints, PlanLine


@dataclass(frozen=True, slots=True)
class Needs:
    """`net[k]`: base units that must be ordered at the latest k periods from now. `short[d]`: demand of period d that
    no order can meet any more. `prices`: scenarios × order periods, `expected` their mean."""

    net: Ints
    short: Ints
    prices: Floats
    expected: Floats

    @property
    def periods(self) -> int:
        return len(self.net)


def needs_of(line: PlanLine) -> Needs:
    """Stock and receipts serve demand in order of time; a receipt serves only its own period and later ones."""
    periods = len(line.demand)
    arriving = np.zeros(periods, dtype=np.int64)
    arriving[0] += line.on_hand
    for period, quantity in line.receipts:
        if period < periods:
            arriving[period] += quantity
    net = np.zeros(periods, dtype=np.int64)
    stock = 0
    for period, demand in enumerate(line.demand):
        stock += int(arriving[period])
        served = min(stock, int(demand))
        net[period] = demand - served
        stock -= served
    lead = line.terms.lead
    count = max(periods - lead, 0)
    prices = np.asarray(line.prices[:, :count], dtype=np.float64)
    expected = prices.mean(axis=0) if count else np.zeros(0)
    return Needs(net[lead:], net[:lead], prices, expected)
