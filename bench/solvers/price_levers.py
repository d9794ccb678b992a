"""A purchase programme in levers, in whole cents: a min/max buyer, then one lever after the other in one simulation.

Baseline, documented: per item the buyer reorders when stock and orders fall below 2 months of last year's mean demand
and fills up to 3.5, from the supplier he has always had, at whatever the price is. Prices are quarterly contracts on
real indexes (60 %). Every cent counts: purchases, orders, holding at 1 % a month on the price paid, cancellation fees,
what could not be delivered at price plus 30 % margin. What is left at the end is credited at the lower of price paid
and price of the day.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from bench.solvers.price_market import Floats, Market, Setting, watch_all
from heliu.solvers.buy_plan import (
    OpenOrder,
    PlanLine,
    PlanPolicy,
    PlanProblem,
    QuantityBreak,
    SurplusItem,
    Terms,
    buy_plan,
    cut_surplus,
)

LEVERS = ("timing", "quantity_breaks", "supplier_choice", "surplus_cut", "expiry_avoided")
HOLDING = 0.01
LEAD, HORIZON, COVER, PACK = 1, 6, 4, 10
REORDER_AT, FILL_TO, SAFETY = 2.0, 3.5, 0.5
ORDER_COST = 1500
CANCEL_FEE = 0.02
LOST = 1.3
BREAKS = ((250, 0.01), (400, 0.02))
SHARE = 60


@dataclass(frozen=True, slots=True)
class Item:
    """`demand` per month of the test, after twelve months of history; `second`: the other supplier's price as a factor
    of the first's; `shelf_life` in months."""

    name: str
    prices: Floats
    demand: NDArray[np.int64]
    second: float
    shelf_life: int | None


@dataclass(slots=True)
class Books:
    """Cents, and units demanded and delivered."""

    cents: int = 0
    wanted: int = 0
    served: int = 0


@dataclass(slots=True)
class Shelf:
    """Layers of (units, cents paid a unit, month of arrival), oldest first; orders of (arrival, units, cents)."""

    layers: list[list[float]] = field(default_factory=list)
    orders: list[list[float]] = field(default_factory=list)

    @property
    def stock(self) -> int:
        return int(sum(layer[0] for layer in self.layers))

    @property
    def position(self) -> int:
        return self.stock + int(sum(order[1] for order in self.orders))


Outlooks = dict[tuple[str, int], Floats]


def run_programme(
    table: dict[str, Floats],
    names: tuple[str, ...],
    *,
    contract: Callable[[Floats, int], Floats],
    start: int,
    end: int,
) -> tuple[list[int], list[float]]:
    """Total cost in cents and fill with no lever, the first, the first two … of LEVERS."""
    items = list(_items(table, names, contract=contract, start=start, end=end))
    outlooks = _outlooks(table, items, start=start, end=end)
    costs, fills = [], []
    for count in range(len(LEVERS) + 1):
        books = Books()
        for item in items:
            _simulate(item, outlooks, frozenset(LEVERS[:count]), start=start, end=end, books=books)
        costs.append(books.cents)
        fills.append(books.served / books.wanted)
    return costs, fills


def _items(
    table: dict[str, Floats],
    names: tuple[str, ...],
    *,
    contract: Callable[[Floats, int], Floats],
    start: int,
    end: int,
) -> Iterator[Item]:
    """Demand of about 100 a month; every third item halves in the middle, every fourth spoils after four months; the
    second supplier is between 3 % cheaper and 3 % dearer."""
    rng = np.random.default_rng(20)
    for place, name in enumerate(names):
        months = end - start + 12
        level = np.full(months, 100.0)
        if place % 3 == 0:
            level[months // 2 :] = 50
        demand = rng.negative_binomial(20, 20 / (20 + level)).astype(np.int64)
        second = float(rng.uniform(0.97, 1.03))
        yield Item(name, contract(table[name], SHARE), demand, second, 4 if place % 4 == 1 else None)


def _outlooks(table: dict[str, Floats], items: list[Item], *, start: int, end: int) -> Outlooks:
    setting = Setting(
        start=start,
        end=end,
        shadow_from=start,
        quotes_from=120,
        holding_rate=HOLDING,
        cover=HORIZON + 1,
        paths=60,
    )
    watched = watch_all({item.name: item.prices for item in items}, Market(table, publication_lag=1), setting)
    return {(name, month): paths for name, months in watched.items() for month, (_, paths) in months.items()}


def _simulate(item: Item, outlooks: Outlooks, levers: frozenset[str], *, start: int, end: int, books: Books) -> None:
    first = 100.0 * float(item.prices[start])
    shelf = Shelf(layers=[[300, first, start]])
    for month in range(start, end):
        history = item.demand[: 12 + month - start]
        _receive(shelf, month)
        _spoil(shelf, month, item.shelf_life)
        if "surplus_cut" in levers:
            _cut(shelf, item, month, history=history, books=books)
        if month + LEAD < end:
            _order(shelf, item, outlooks[item.name, month], month, history=history, levers=levers, books=books)
        _deliver(shelf, int(item.demand[12 + month - start]), 100 * float(item.prices[month]), books)
        books.cents += round(HOLDING * sum(layer[0] * layer[1] for layer in shelf.layers))
    last = 100 * float(item.prices[end - 1])
    books.cents -= round(sum(layer[0] * min(layer[1], last) for layer in shelf.layers))


def _receive(shelf: Shelf, month: int) -> None:
    for arrival, units, price in shelf.orders:
        if arrival <= month and units:
            shelf.layers.append([units, price, month])
    shelf.orders = [order for order in shelf.orders if order[0] > month]


def _spoil(shelf: Shelf, month: int, shelf_life: int | None) -> None:
    """What is too old is thrown away; its price was paid and is lost."""
    if shelf_life is not None:
        shelf.layers = [layer for layer in shelf.layers if month - layer[2] < shelf_life]


def _deliver(shelf: Shelf, wanted: int, price: float, books: Books) -> None:
    left = wanted
    for layer in shelf.layers:
        taken = min(left, int(layer[0]))
        layer[0] -= taken
        left -= taken
    shelf.layers = [layer for layer in shelf.layers if layer[0]]
    books.cents += round(LOST * price * left)
    books.wanted += wanted
    books.served += wanted - left


def _forecast(history: NDArray[np.int64], month: int, levers: frozenset[str]) -> float:
    """Mean of the last calendar year, set each January; the surplus lever also sees when the last four months have
    fallen below it by two standard errors, and then goes by them."""
    until = max(len(history) - month % 12, 12)
    year = history[until - 12 : until]
    recent = float(history[-4:].mean())
    fallen = recent < float(year.mean()) - 2 * float(year.std()) / 2
    return recent if fallen and "surplus_cut" in levers else float(year.mean())


def _order(
    shelf: Shelf,
    item: Item,
    paths: Floats,
    month: int,
    *,
    history: NDArray[np.int64],
    levers: frozenset[str],
    books: Books,
) -> None:
    """The month's order under the levers that are on."""
    mean = _forecast(history, month, levers)
    factor = min(1.0, item.second) if "supplier_choice" in levers else 1.0
    quantity = 0
    if "timing" in levers:
        quantity = _planned(shelf, item, paths * factor * 100, mean, levers=levers)
    elif shelf.position < REORDER_AT * mean:
        quantity = -(-round(FILL_TO * mean - shelf.position) // PACK) * PACK
    if quantity > 0:
        discount = next((share for least, share in reversed(BREAKS) if quantity >= least), 0.0)
        price = 100 * float(item.prices[month]) * factor * (1 - discount)
        books.cents += round(quantity * price) + ORDER_COST
        shelf.orders.append([month + LEAD, quantity, price])


def _planned(shelf: Shelf, item: Item, paths: Floats, mean: float, *, levers: frozenset[str]) -> int:
    """Stock above half a month of safety counts; without the lever of breaks the plan knows none and no order cost."""
    knows = "quantity_breaks" in levers
    terms = Terms(
        lead=LEAD,
        pack=PACK,
        breaks=tuple(QuantityBreak(*one) for one in BREAKS) if knows else (),
        order_cost=ORDER_COST if knows else 0.0,
        max_cover=COVER,
        shelf_life=max((item.shelf_life or 0) - 2, 1) if item.shelf_life and "expiry_avoided" in levers else None,
    )
    line = PlanLine(
        id=item.name,
        demand=(round(mean),) * HORIZON,
        prices=paths,
        on_hand=max(shelf.position - round(SAFETY * mean), 0),
        terms=terms,
    )
    answer = buy_plan(PlanProblem(lines=(line,), policy=PlanPolicy(holding_rate=HOLDING, wait_value=True)))
    return answer.result[0].quantity if answer.result else 0


def _cut(shelf: Shelf, item: Item, month: int, *, history: NDArray[np.int64], books: Books) -> None:
    """Cancels open orders that a fall of demand has made surplus, for a fee."""
    mean = max(float(history[-4:].mean()), 1.0)
    deviation = float(history[-12:].std())
    orders = tuple(
        OpenOrder(
            id=str(place),
            period=int(order[0]) - month,
            quantity=int(order[1]),
            unit_price=order[2],
            cancel_fee=CANCEL_FEE,
        )
        for place, order in enumerate(shelf.orders)
    )
    surplus = SurplusItem(
        id=item.name,
        stock=shelf.stock,
        target=(COVER + 1) * mean,
        deviation=deviation,
        unit_price=100 * float(item.prices[month]),
        orders=orders,
        periods_to_use=round(shelf.position / mean),
    )
    for action in cut_surplus((surplus,), holding_rate=HOLDING).result:
        order = shelf.orders[int(action.source)]
        order[1] -= action.quantity
        books.cents -= round(action.quantity * order[2] * (1 - CANCEL_FEE))
