"""Back-test of ordering rules: all items at once, one numpy step per period; a rule sees past demand only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.problems import require, require_matrix, require_number
from heliu.solvers.replenish.demand import Floats, Ints, LeadTimes


@dataclass(frozen=True, slots=True)
class Levels:
    """At a position of `reorder_point` or less an item is ordered up to `order_up_to` (equal shapes, one per item)."""

    reorder_point: Ints
    order_up_to: Ints


@dataclass(frozen=True, slots=True)
class Review:
    """What a rule may know at the start of `period`: position of each item (on hand + on order − backorders) and, per
    period since the start, units served at once and units demanded over all items."""

    period: int
    position: Ints
    served: tuple[float, ...]
    demanded: tuple[float, ...]


Rule = Callable[[Review], Levels]


@dataclass(frozen=True, slots=True)
class SimulatedStock:
    """Per period over all items: units `demanded`, `served` at once, left in `stock` at the end (and its `value`),
    number of `orders`, items that were `short`. Per item: `opening`, `ordered`, `arrived`, `delivered` (late ones
    too), `on_hand` and `backorders` at the end; opening + arrived = delivered + on_hand."""

    demanded: Floats
    served: Floats
    stock: Floats
    value: Floats
    orders: Ints
    short: Ints
    opening: Ints
    ordered: Ints
    arrived: Ints
    delivered: Ints
    on_hand: Ints
    backorders: Ints

    @property
    def fill(self) -> float:
        """Units served at once ÷ units demanded; 1 without demand."""
        return self.fill_since(0)

    @property
    def average_stock(self) -> float:
        return float(self.stock.mean())

    @property
    def average_value(self) -> float:
        return float(self.value.mean())

    def fill_since(self, period: int) -> float:
        """Fill from this period of the simulation on, to leave out a run-in."""
        demanded = float(self.demanded[period:].sum())
        return float(self.served[period:].sum()) / demanded if demanded else 1.0


def simulate(
    demand: NDArray[Any],
    rule: Rule,
    *,
    items: Sequence[str] | None = None,
    first: int = 0,
    periods: int | None = None,
    lead_time: int | NDArray[Any] = 0,
    review: int = 1,
    opening: NDArray[Any] | None = None,
    minimum: int = 1,
    pack: int = 1,
    lost_sales: bool = False,
    unit_cost: NDArray[Any] | None = None,
) -> SimulatedStock:
    """Runs `rule` from period `first` on. In each period: orders due arrive and cover backorders, every `review`
    periods the rule orders, demand comes, what is left is counted.

    `lead_time` l: an order of period t arrives at the start of t + l (l = 0: before the demand of t); one number, or
    one per item and period. `opening` None: stock at the first order-up-to level. Orders are raised to `minimum`, then
    to whole packs. `lost_sales`: what is short is lost instead of delivered late. Raises InvalidProblem.
    """
    values = np.asarray(demand, dtype=np.float64)
    names = [str(row) for row in range(values.shape[0])] if items is None else list(items)
    require_matrix("demand", values, names)
    last = values.shape[1] if periods is None else first + periods
    require(0 <= first < last <= values.shape[1], "first", f"{first} … {last} is not in the demand", "Shorten the run")
    for name, number in (("review", review), ("minimum", minimum), ("pack", pack)):
        require_number(name, number, at_least=1)
    leads = np.broadcast_to(np.asarray(lead_time), (values.shape[0], values.shape[1])).astype(np.int64)
    require(bool((leads >= 0).all()), "lead time", "is negative", "Give whole periods from 0 on")
    run = _Run(values.astype(np.int64), leads, minimum=minimum, pack=pack, lost_sales=lost_sales)
    require(bool((run.demand == values).all()), "demand", "is not whole", "Count in the smallest unit sold")
    weight = np.ones(values.shape[0]) if unit_cost is None else np.asarray(unit_cost, dtype=np.float64)
    return run.go(rule, first=first, last=last, review=review, opening=opening, weight=weight)


def sample_lead_times(lead_times: LeadTimes, *, items: int, periods: int, seed: int) -> Ints:
    """A lead time for the order of every item and period, independent draws; the same seed gives the same."""
    random = np.random.default_rng(seed)
    return random.choice(np.array(lead_times.periods), size=(items, periods), p=np.array(lead_times.probabilities))


class _Run:
    def __init__(self, demand: Ints, leads: Ints, *, minimum: int, pack: int, lost_sales: bool) -> None:
        self.demand, self._leads = demand, leads
        self._minimum, self._pack, self._lost = minimum, pack, lost_sales
        items, periods = demand.shape
        self._due = np.zeros((items, periods + int(leads.max(initial=0)) + 1), dtype=np.int64)
        self.net = np.zeros(items, dtype=np.int64)
        self.on_order, self.ordered, self.arrived = (np.zeros(items, dtype=np.int64) for _ in range(3))
        self.lost = np.zeros(items, dtype=np.int64)
        self._rows = np.arange(items)

    def go(
        self, rule: Rule, *, first: int, last: int, review: int, opening: NDArray[Any] | None, weight: Floats
    ) -> SimulatedStock:
        count = last - first
        demanded, served, stock, value = (np.zeros(count) for _ in range(4))
        orders, short = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        if opening is not None:
            self.net = np.asarray(opening).astype(np.int64)
        start = self.net.copy()
        for step, period in enumerate(range(first, last)):
            self._arrive(period)
            if step % review == 0:
                known = tuple(served[:step]), tuple(demanded[:step])
                levels = rule(Review(period, self.net + self.on_order, *known))
                if step == 0 and opening is None:
                    start = np.maximum(levels.order_up_to, 0)
                    self.net = start.copy()
                orders[step] = self._order(period, levels)
            wanted = self.demand[:, period]
            at_once = np.minimum(np.maximum(self.net, 0), wanted)
            self._demand(wanted, at_once)
            demanded[step], served[step] = wanted.sum(), at_once.sum()
            left = np.maximum(self.net, 0)
            stock[step], value[step], short[step] = left.sum(), left @ weight, (at_once < wanted).sum()
        return self._result(
            demanded=demanded, served=served, stock=stock, value=value, orders=orders, short=short, opening=start
        )

    def _arrive(self, period: int) -> None:
        due = self._due[:, period]
        self.net, self.on_order, self.arrived = self.net + due, self.on_order - due, self.arrived + due
        self._due[:, period] = 0

    def _order(self, period: int, levels: Levels) -> int:
        position = self.net + self.on_order
        wish = np.where(position <= levels.reorder_point, levels.order_up_to - position, 0)
        raised = np.where(wish > 0, np.maximum(wish, self._minimum), 0)
        quantity = -(-raised // self._pack) * self._pack
        self._due[self._rows, period + self._leads[:, period]] += quantity
        self.on_order, self.ordered = self.on_order + quantity, self.ordered + quantity
        self._arrive(period)
        return int((quantity > 0).sum())

    def _demand(self, wanted: Ints, at_once: Ints) -> None:
        taken = at_once if self._lost else wanted
        self.lost = self.lost + wanted - taken
        self.net = self.net - taken

    def _result(self, *, opening: Ints, **by_period: Any) -> SimulatedStock:
        on_hand, backorders = np.maximum(self.net, 0), np.maximum(-self.net, 0)
        return SimulatedStock(
            **by_period,
            opening=opening,
            ordered=self.ordered,
            arrived=self.arrived,
            delivered=opening + self.arrived - on_hand,
            on_hand=on_hand,
            backorders=backorders,
        )


@dataclass(frozen=True, slots=True)
class ExchangePoint:
    """What one setting of a rule gave in the simulation: fill against average stock."""

    setting: float
    fill: float
    stock: float
    value: float
    orders: int


def exchange_curve(run: Callable[[float], SimulatedStock], settings: Sequence[float]) -> tuple[ExchangePoint, ...]:
    """Fill and average stock of each setting, in the order of rising fill (then stock)."""
    points = []
    for setting in settings:
        done = run(setting)
        points.append(ExchangePoint(setting, done.fill, done.average_stock, done.average_value, int(done.orders.sum())))
    return tuple(sorted(points, key=lambda point: (point.fill, point.stock)))


def stock_at_fill(points: Sequence[ExchangePoint], fill: float) -> float | None:
    """Average stock at exactly this fill, interpolated between neighbours; None where the curve does not reach it."""
    ordered = sorted(points, key=lambda point: (point.fill, point.stock))
    if not ordered or fill > ordered[-1].fill or fill < ordered[0].fill:
        return None
    return float(np.interp(fill, [point.fill for point in ordered], [point.stock for point in ordered]))


def calibrate(
    fill_of: Callable[[float], float], *, target: float, low: float, high: float, steps: int = 14
) -> Answer[float]:
    """The setting between `low` and `high` whose simulated fill is nearest to `target`, by bisection (fill must rise
    with the setting, but for noise). objective: |fill − target|. INFEASIBLE: `high` stays short of the target."""
    watch = Stopwatch()
    require_number("target", target, above=0.0, at_most=1.0)
    require(low < high, "low", f"{low} is not below {high}", "Give the lower end first")
    tried = {low: fill_of(low), high: fill_of(high)}
    for _ in range(steps if tried[low] < target < tried[high] else 0):
        middle = (low + high) / 2
        tried[middle] = fill_of(middle)
        low, high = (middle, high) if tried[middle] < target else (low, middle)
    ranked = sorted(tried, key=lambda setting: (abs(tried[setting] - target), setting))
    best, other = ranked[0], ranked[1]
    reason = Reason(
        code="calibrated",
        measures=(Measure("setting", best), Measure("fill", 100 * tried[best], "%"), Measure("runs", len(tried))),
        alternative=Alternative(
            choice=f"setting {other:g}",
            objective_difference=abs(tried[other] - target) - abs(tried[best] - target),
            measures=(Measure("fill", 100 * tried[other], "%"),),
        ),
    )
    return Answer(
        status=Status.ESTIMATED if max(tried.values()) >= target else Status.INFEASIBLE,
        result=best,
        objective=abs(tried[best] - target),
        wall_s=watch.seconds,
        explain=(reason,),
    )
