"""What must be bought, and when at the latest: demand less stock and what is on order, shifted by the lead time."""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.buy_plan.problem import Floats, Ints, PlanLine, PlanPolicy


@dataclass(frozen=True, slots=True)
class Needs:
    """`net[k]`: base units that must be ordered at the latest k periods from now. `short[d]`: demand of period d that
    no order can meet any more. `prices`: scenarios × order periods, `expected` their mean, `planning` the
    prices that orders are chosen by: expected, less the caution against a price that falls after all."""

    net: Ints
    short: Ints
    prices: Floats
    expected: Floats
    planning: Floats

    @property
    def periods(self) -> int:
        return len(self.net)


def needs_of(line: PlanLine, policy: PlanPolicy | None = None) -> Needs:
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
    planning = cautious_prices(prices, policy or PlanPolicy()) if count else expected
    return Needs(net[lead:], net[:lead], prices, expected, planning)


def cautious_prices(prices: Floats, policy: PlanPolicy) -> Floats:
    """Expected price less `caution` times its distance to the mean of the lowest `risk_level` of scenarios. Buying now
    then pays only if the expected rise also outweighs that share of what a fall would cost (mean minus CVaR)."""
    expected: Floats = prices.mean(axis=0)
    if policy.caution == 0:
        return expected
    tails = np.array([-tail_mean(-column, policy.risk_level) for column in prices.T])
    cautious: Floats = expected - policy.caution * (expected - tails)
    return cautious


def tail_mean(losses: Floats, level: float) -> float:
    """Conditional value at risk: mean of the worst `level` of equally likely losses (Rockafellar and Uryasev 2000)."""
    ordered = np.sort(losses)[::-1]
    weight = level * len(ordered)
    whole = int(weight)
    total = float(ordered[:whole].sum())
    if whole < len(ordered):
        total += (weight - whole) * float(ordered[whole])
    return total / weight
