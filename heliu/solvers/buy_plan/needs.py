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
    planning = planning_prices(prices, line, policy or PlanPolicy()) if count else expected
    return Needs(net[lead:], net[:lead], prices, expected, planning)


def carrying_cost(line: PlanLine, *, holding_rate: float) -> float:
    """Currency per base unit and period: capital and obsolescence at today's price, and storage."""
    return (holding_rate + line.obsolescence) * float(line.prices[0, 0]) + line.storage_cost


def planning_prices(prices: Floats, line: PlanLine, policy: PlanPolicy) -> Floats:
    """What a unit needed in each period is expected to cost if it is not bought now; the expected price unless the
    policy lowers it. `wait_value`: one may still buy earlier when the price turns up. `caution`: the price may fall;
    the mean of the lowest `risk_level` of scenarios gets that weight (mean minus conditional value at risk)."""
    planning: Floats = prices.mean(axis=0)
    if policy.wait_value:
        carrying = carrying_cost(line, holding_rate=policy.holding_rate)
        values = [waiting_value(prices, need, line.terms.oldest, carrying) for need in range(prices.shape[1])]
        planning = np.minimum(planning, np.array(values))
    if policy.caution > 0:
        tails = np.array([-tail_mean(-column, policy.risk_level) for column in prices.T])
        planning = planning - policy.caution * (prices.mean(axis=0) - tails)
    return planning


def waiting_value(prices: Floats, need: int, oldest: int, carrying: float) -> float:
    """Expected cost of a unit needed in period `need` when buying today is ruled out and each later period decides by
    the price it then sees: least-squares Monte Carlo (Longstaff and Schwartz 2001), linear in the price."""
    value = prices[:, need]
    for period in range(need - 1, max(need - oldest, 1) - 1, -1):
        now = prices[:, period]
        away = now - now.mean()
        power = float(away @ away)
        slope = float(away @ value) / power if power > 1e-12 * float(now @ now) else 0.0
        bought = now + (need - period) * carrying
        value = np.where(bought < value.mean() + slope * away, bought, value)
    return float(value.mean())


def tail_mean(losses: Floats, level: float) -> float:
    """Conditional value at risk: mean of the worst `level` of equally likely losses (Rockafellar and Uryasev 2000)."""
    ordered = np.sort(losses)[::-1]
    weight = level * len(ordered)
    whole = int(weight)
    total = float(ordered[:whole].sum())
    if whole < len(ordered):
        total += (weight - whole) * float(ordered[whole])
    return total / weight
