"""One order for one season, or the last one before the end of life (Arrow, Harris & Marschak 1951)."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.problems import require, require_number
from heliu.solvers.replenish.demand import Shortage, require_pmf


@dataclass(frozen=True, slots=True)
class Newsvendor:
    """`expected_cost` = overage × E(left) + underage × E(short), in money; fill as share of expected demand."""

    quantity: int
    critical_ratio: float
    in_stock_probability: float
    expected_cost: float
    expected_left: float
    expected_short: float
    expected_fill: float


def newsvendor(demand: Sequence[float], *, underage: float, overage: float, item: str = "") -> Answer[Newsvendor]:
    """The least quantity Q with P(D ≤ Q) ≥ underage / (underage + overage): exact for any discrete demand.

    underage: money lost per unit short (price − cost); overage: money lost per unit left (cost − salvage), both > 0.
    Raises InvalidProblem for a broken distribution or a margin that is not positive.
    """
    watch = Stopwatch()
    pmf = require_pmf(f"demand of {item}" if item else "demand", demand)
    require_number("underage", underage, above=0.0)
    require_number("overage", overage, above=0.0)
    ratio = underage / (underage + overage)
    cdf = np.cumsum(pmf)
    quantity = min(int(np.searchsorted(cdf, ratio - 1e-12)), pmf.size - 1)
    shortage = Shortage(pmf)
    levels = np.arange(quantity + 2)
    costs = overage * shortage.left(levels) + underage * shortage.short(levels)
    require(bool(np.isfinite(costs).all()), "demand", "has no finite cost", "Give smaller costs")
    short, left = float(shortage.short(levels)[quantity]), float(shortage.left(levels)[quantity])
    result = Newsvendor(
        quantity=quantity,
        critical_ratio=ratio,
        in_stock_probability=float(cdf[quantity]),
        expected_cost=float(costs[quantity]),
        expected_left=left,
        expected_short=short,
        expected_fill=1.0 if shortage.mean == 0 else max(1 - short / shortage.mean, 0.0),
    )
    other = quantity + 1 if quantity == 0 or costs[quantity + 1] <= costs[quantity - 1] else quantity - 1
    alternative = Alternative(
        choice=f"order {other}",
        objective_difference=float(max(costs[other] - costs[quantity], 0.0)),
        measures=(Measure("quantity", other, "pcs"),),
    )
    reason = Reason(
        code="critical_ratio",
        subject=item,
        measures=(
            Measure("underage", underage, "money/pcs"),
            Measure("overage", overage, "money/pcs"),
            Measure("critical_ratio", ratio, "probability"),
            Measure("in_stock_probability", result.in_stock_probability, "probability"),
            Measure("quantity", quantity, "pcs"),
        ),
        alternative=alternative,
    )
    cost = result.expected_cost
    return Answer(
        status=Status.OPTIMAL, result=result, objective=cost, bound=cost, wall_s=watch.seconds, explain=(reason,)
    )
