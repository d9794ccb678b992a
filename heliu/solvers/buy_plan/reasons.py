"""The plan in a planner's words: "buy 420 pcs now, 3.2 months; gain 1,930, holding 610, net 1,320 (P10 −240)"."""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.answers import Alternative, Measure, Reason
from heliu.solvers.buy_plan.limits import broken_limits, regret
from heliu.solvers.buy_plan.needs import Needs, carrying_cost, tail_mean
from heliu.solvers.buy_plan.problem import Floats, Ints, PlanLine, PlanProblem
from heliu.solvers.buy_plan.valuation import Valuation, value_orders


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedBuy:
    """`quantity`: base units to order now, of which `needed` cannot wait; `orders`: foreseen, from now on;
    `unit_price`: after the break; `cover_periods`: how long the quantity lasts. Currency, of this order against buying
    the same units when they are needed: `gain` on prices and breaks, `holding` for carrying them, `net` = gain −
    holding, `net_p10` that is missed in one scenario of ten. `plan_saving`: of all orders against ordering as needed.
    `short`: base units that no order can bring in time."""

    line_id: str
    quantity: int
    needed: int
    orders: tuple[int, ...]
    unit_price: float
    cover_periods: float
    gain: float
    holding: float
    net: float
    net_p10: float
    plan_saving: float
    short: int


def served_by_first(first: int, net: Ints) -> Ints:
    """How many units of an order of `first` serve each need, first in, first out."""
    ends = np.cumsum(net)
    taken: Ints = np.clip(first - (ends - net), 0, net)
    return taken


def gains_of_first(orders: Ints, as_needed: Ints, need: Needs, line: PlanLine) -> Floats:
    """Per scenario, what the units of the first order would cost at their own periods less what they cost now. Units
    beyond the horizon count at the last price."""
    first = int(orders[0])
    units = served_by_first(first, need.net)
    later = np.array([1 - line.terms.discount(int(quantity)) for quantity in as_needed])
    now = float(line.prices[0, 0]) * (1 - line.terms.discount(first))
    beyond = first - int(units.sum())
    gains: Floats = need.prices @ (units * later) + need.prices[:, -1] * beyond - now * first
    return gains


def planned_buy(line: PlanLine, need: Needs, *, orders: Ints, baseline: Ints, holding_rate: float) -> PlannedBuy:
    """The numbers of one line; `baseline`: orders as needed."""
    short = int(need.short.sum())
    if need.periods == 0:
        return PlannedBuy(
            line_id=line.id,
            quantity=0,
            needed=0,
            orders=(),
            unit_price=float(line.prices[0, 0]),
            cover_periods=0.0,
            gain=0.0,
            holding=0.0,
            net=0.0,
            net_p10=0.0,
            plan_saving=0.0,
            short=short,
        )
    first = int(orders[0])
    units = served_by_first(first, need.net)
    beyond = first - int(units.sum())
    waits = float((units * np.arange(need.periods)).sum() + beyond * need.periods)
    holding = waits * carrying_cost(line, holding_rate=holding_rate)
    gains = gains_of_first(orders, baseline, need, line)
    plan = value_orders(orders, need, line, holding_rate=holding_rate)
    base = value_orders(baseline, need, line, holding_rate=holding_rate)
    gain = float(gains.mean())
    return PlannedBuy(
        line_id=line.id,
        quantity=first,
        needed=int(baseline[0]),
        orders=tuple(int(quantity) for quantity in orders),
        unit_price=float(line.prices[0, 0]) * (1 - line.terms.discount(first)),
        cover_periods=cover_of(first, need.net),
        gain=gain,
        holding=holding,
        net=gain - holding,
        net_p10=float(np.quantile(gains, 0.1)) - holding,
        plan_saving=float(base.total.mean() - plan.total.mean()),
        short=short,
    )


def cover_of(quantity: int, net: Ints) -> float:
    """Periods of need that a quantity lasts, the last one in part; what lasts beyond the horizon counts to its end."""
    left = quantity
    for period, need in enumerate(net):
        if need > left:
            return period + left / float(need)
        left -= int(need)
    return float(len(net))


def explain_line(line: PlanLine, need: Needs, buy: PlannedBuy, *, holding_rate: float) -> list[Reason]:
    """Why this quantity now: its numbers against ordering as needed, the ladder of covers, and what is short."""
    reasons = []
    if need.periods:
        reasons.append(_buy_reason(line, need, buy))
        reasons.append(_ladder(line, need, holding_rate=holding_rate))
    if buy.short:
        first = int(np.flatnonzero(need.short)[0])
        measures = (Measure("short", buy.short, "base units"), Measure("first_period", first, "period"))
        reasons.append(Reason(code="short_within_lead", subject=line.id, measures=measures))
    return reasons


def _buy_reason(line: PlanLine, need: Needs, buy: PlannedBuy) -> Reason:
    later = [period for period, quantity in enumerate(buy.orders) if period and quantity]
    if buy.quantity > buy.needed:
        code = "buy_ahead"
    elif buy.quantity:
        code = "buy_as_needed"
    else:
        code = "wait" if later else "nothing_to_buy"
    reach = min(max(int(np.ceil(buy.cover_periods)), 1), need.periods) - 1
    rise = float(need.expected[reach]) / float(line.prices[0, 0]) - 1
    measures = (
        Measure("quantity", buy.quantity, "base units"),
        Measure("needed_now", buy.needed, "base units"),
        Measure("cover", buy.cover_periods, "periods"),
        Measure("unit_price", buy.unit_price, "currency/unit"),
        Measure("expected_rise", 100 * rise, "%"),
        Measure("gain", buy.gain, "currency"),
        Measure("holding", buy.holding, "currency"),
        Measure("net", buy.net, "currency"),
        Measure("net_p10", buy.net_p10, "currency"),
        Measure("next_order", later[0] if later else -1, "period"),
    )
    choice = "order as needed"
    alternative = Alternative(choice=choice, objective_difference=max(buy.plan_saving, 0.0))
    return Reason(code=code, subject=line.id, measures=measures, alternative=alternative)


def _ladder(line: PlanLine, need: Needs, *, holding_rate: float) -> Reason:
    """Net gain per unit of covering the need j periods ahead with an order of today, by the closed form, list price."""
    carrying = carrying_cost(line, holding_rate=holding_rate)
    today = float(line.prices[0, 0])
    steps = range(1, min(line.terms.oldest, need.periods - 1) + 1)
    measures = tuple(
        Measure(f"net_{ahead}", float(need.expected[ahead]) - today - ahead * carrying, "currency/unit")
        for ahead in steps
    )
    return Reason(code="cover_ladder", subject=line.id, measures=measures)


def explain_limits(
    problem: PlanProblem,
    needs: tuple[Needs, ...],
    orders: tuple[Ints, ...],
    alone: tuple[Ints, ...],
    baselines: tuple[Valuation, ...],
) -> list[Reason]:
    """Which shared limits bind, and how far the risk is used. `alone`: the orders without shared limits."""
    reasons = [
        Reason(code="limit_binds", measures=(Measure("limit", name),))
        for name in broken_limits(problem, needs, alone, baselines)
    ]
    losses, spend = regret(problem, needs, orders, baselines)
    if spend > 0:
        measures = (
            Measure("tail_loss", tail_mean(losses, problem.policy.risk_level), "currency"),
            Measure("tail_share", 100 * problem.policy.risk_level, "% of scenarios"),
            Measure("expected_spend", spend, "currency"),
        )
        reasons.append(Reason(code="risk_of_plan", measures=measures))
    return reasons
