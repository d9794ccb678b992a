"""Walk-forward of the price watch and the purchase plan over one commodity: what is known at each month, and no more.

Month t: the supplier's price of t is quoted, the index is published up to t − 1. A shadow buyer follows the plan from
years before the test on; the real buyer follows it in the months in which the gate, judging by the shadow, is open, and
else buys what the month needs. Goods are paid at the price of their month and cost holding on the price paid.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.buy_plan import PlanLine, PlanPolicy, PlanProblem, Terms, buy_plan
from heliu.solvers.price_watch import (
    Alarm,
    GatePolicy,
    IndexSeries,
    MarketModel,
    PassThrough,
    PriceOutlook,
    SupplierQuotes,
    WatchPolicy,
    WatchProblem,
    exposure_share,
    learn_market,
    learn_pass_through,
    price_watch,
    timing_gate,
)

Floats = NDArray[np.float64]
DEMAND = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """Months are positions in the series. `quotes_from`: first quotation of the supplier that is known; `shadow_from`:
    the shadow begins; `start`, `end`: the test, end not included. `cover`: most months incl. the present one."""

    start: int
    end: int
    shadow_from: int
    quotes_from: int
    holding_rate: float = 0.01
    cover: int = 4
    publication_lag: int = 1
    paths: int = 100
    caution: float = 0.0
    wait_value: bool = False
    loss_cap: float | None = None
    gated: bool = True
    quote_known: bool = True
    gate: GatePolicy = field(default_factory=GatePolicy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Walk:
    """Per month of the test: `saved` and `spent` of goods used in it (currency; spent at that month's price), the
    `alarms` raised, and whether the gate was `open`. `oracle`: share that perfect foresight saves."""

    saved: Floats
    spent: Floats
    oracle: float
    alarms: tuple[Alarm, ...]
    open: NDArray[np.bool_]
    rule: PassThrough

    @property
    def saving(self) -> float:
        return float(self.saved.sum() / self.spent.sum())


class Buyer:
    """Stock in layers of (quantity, price paid, month), used first in, first out."""

    def __init__(self, holding_rate: float) -> None:
        self.layers: deque[list[float]] = deque()
        self.rate = holding_rate

    @property
    def stock(self) -> int:
        return int(sum(layer[0] for layer in self.layers))

    def buy(self, quantity: int, price: float, month: int) -> None:
        if quantity:
            self.layers.append([quantity, price, month])

    def use(self, month: int) -> float:
        """Cost of a month's demand, with what holding it has cost."""
        left, cost = DEMAND, 0.0
        while left:
            layer = self.layers[0]
            taken = min(left, int(layer[0]))
            cost += taken * layer[1] * (1 + self.rate * (month - layer[2]))
            layer[0] -= taken
            left -= taken
            if not layer[0]:
                self.layers.popleft()
        return cost


def lagged_contract(index: Floats, share: float, *, base: slice) -> Floats:
    """Price of a supplier who resets each quarter to the mean index of the quarter before: 100 at the base months."""
    level = float(index[base].mean())
    months = np.arange(len(index))
    resets = months - months % 3
    means = np.array([index[max(reset - 3, 0) : max(reset, 1)].mean() for reset in resets])
    price: Floats = 100 * (1 - share + share * means / level)
    return price


def oracle_saving(prices: Floats, setting: Setting) -> float:
    """Share that a buyer saves who knows all prices and covers at most `cover` months."""
    cost = 0.0
    for month in range(setting.start, setting.end):
        reach = min(setting.cover, month - setting.start + 1)
        cost += min(float(prices[month - age]) * (1 + age * setting.holding_rate) for age in range(reach))
    return 1 - cost / float(prices[setting.start : setting.end].sum())


class Market:
    """All watched indexes as published at a month; what is learned from them is learned anew each January."""

    def __init__(self, table: Mapping[str, Floats], publication_lag: int) -> None:
        self.table = table
        self.lag = publication_lag
        self._models: dict[int, MarketModel | None] = {}
        self._published: dict[int, tuple[IndexSeries, ...]] = {}

    def published(self, month: int) -> tuple[IndexSeries, ...]:
        """Up to the last value known in `month`, the last twenty years."""
        if month not in self._published:
            until = month - self.lag + 1
            self._published[month] = tuple(
                IndexSeries(id=name, first_period=max(until - 240, 0), values=values[max(until - 240, 0) : until])
                for name, values in self.table.items()
            )
        return self._published[month]

    def model(self, month: int) -> MarketModel | None:
        """As learned in the January before."""
        january = month - month % 12
        if january not in self._models:
            self._models[january] = learn_market(self.published(january))
        return self._models[january]


def watch_all(
    prices: Mapping[str, Floats], market: Market, setting: Setting
) -> dict[str, dict[int, tuple[PriceOutlook, Floats]]]:
    """Per supplier and month what the watch says, and the price paths from that month on. One watch a month for all;
    rules are learned anew each January."""
    found: dict[str, dict[int, tuple[PriceOutlook, Floats]]] = {name: {} for name in prices}
    rules: dict[str, PassThrough] = {}
    for month in range(setting.shadow_from, setting.end):
        problem = _problem(prices, market.published(month), month=month, setting=setting)
        if not rules or month % 12 == 0:
            indexes = {index.id: index for index in problem.indexes}
            rules = {q.id: learn_pass_through(q, indexes[q.index_id], until=problem.as_of) for q in problem.quotes}
        for outlook in price_watch(problem, rules=rules, market=market.model(month)).result:
            paths = outlook.paths if setting.quote_known else outlook.paths[:, 1:]
            found[outlook.quotes_id][month] = (outlook, paths)
    return found


def walk_all(prices: Mapping[str, Floats], market: Market, setting: Setting) -> dict[str, Walk]:
    """One walk per supplier; each is suspected to follow the index of his own name."""
    watched = watch_all(prices, market, setting)
    return {name: walk(prices[name], watched[name], setting) for name in prices}


def walk(prices: Floats, watched: Mapping[int, tuple[PriceOutlook, Floats]], setting: Setting) -> Walk:
    """Runs shadow and real buyer month by month; what they are told ends at the month."""
    shadow, real = Buyer(setting.holding_rate), Buyer(setting.holding_rate)
    record: list[tuple[float, float]] = []
    saved, opened, alarms = [], [], []
    for month in range(setting.shadow_from, setting.end):
        testing = month >= setting.start
        if month == setting.start:
            shadow = Buyer(setting.holding_rate)
        outlook, paths = watched[month]
        price = float(prices[month])
        until = setting.end if testing else setting.start
        stock = shadow.stock
        bought = _quantity(stock, paths, until - month, setting)
        shadow.buy(bought, price, month)
        verdict = timing_gate(*_columns(record), policy=setting.gate)
        spent = DEMAND * price
        if testing:
            alarms.append(outlook.alarm)
            is_open = verdict.open or not setting.gated
            opened.append(is_open)
            ahead = shadow.stock - DEMAND if is_open and bought > max(DEMAND - stock, 0) else 0
            position = DEMAND + round(_share(stock, bought, paths, setting) * ahead)
            real.buy(max(position, DEMAND) - min(real.stock, position), price, month)
            saved.append(spent - real.use(month))
        record.append((spent - shadow.use(month), spent))
    return Walk(
        saved=np.array(saved),
        spent=DEMAND * prices[setting.start : setting.end],
        oracle=oracle_saving(prices, setting),
        alarms=tuple(alarms),
        open=np.array(opened),
        rule=outlook.rule,
    )


def _share(stock: int, bought: int, paths: Floats, setting: Setting) -> float:
    """How much of the shadow's purchase ahead the cap on its tail loss allows."""
    if setting.loss_cap is None:
        return 1.0
    today = float(paths[0, 0])
    regrets = np.zeros(len(paths))
    for age in range(1, paths.shape[1]):
        units = min(max(stock + bought - age * DEMAND, 0), DEMAND) - min(max(stock - age * DEMAND, 0), DEMAND)
        regrets += units * (today * (1 + age * setting.holding_rate) - paths[:, age])
    return exposure_share(regrets, 12 * DEMAND * today, cap=setting.loss_cap)


def _columns(record: list[tuple[float, float]]) -> tuple[Floats, Floats]:
    table = np.array(record).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def _problem(
    prices: Mapping[str, Floats], published: tuple[IndexSeries, ...], *, month: int, setting: Setting
) -> WatchProblem:
    """Without a known quotation the watch stands a month earlier and looks one month further."""
    as_of = month if setting.quote_known else month - 1
    periods = tuple(range(setting.quotes_from, as_of + 1))
    quotes = tuple(
        SupplierQuotes(id=name, periods=periods, prices=tuple(one[periods[0] : as_of + 1].tolist()), index_id=name)
        for name, one in prices.items()
    )
    horizon = setting.cover - 1 + (as_of < month)
    policy = WatchPolicy(horizon=horizon, holding_rate=setting.holding_rate, paths=setting.paths)
    return WatchProblem(as_of=as_of, quotes=quotes, indexes=published, policy=policy)


def _quantity(stock: int, paths: Floats, months_left: int, setting: Setting) -> int:
    periods = min(setting.cover, months_left)
    known = np.broadcast_to(paths[:, :1].mean(), (len(paths), 1))
    line = PlanLine(
        id="offer",
        demand=(DEMAND,) * periods,
        prices=np.concatenate([known, paths[:, 1:periods]], axis=1),
        on_hand=stock,
        terms=Terms(max_cover=setting.cover),
    )
    policy = PlanPolicy(holding_rate=setting.holding_rate, caution=setting.caution, wait_value=setting.wait_value)
    return buy_plan(PlanProblem(lines=(line,), policy=policy)).result[0].quantity
