"""What is asked of the allocation: orders, the stores that may ship them, their stock, and what each evil costs."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from heliu.solvers.problems import InvalidProblem, require, require_number, require_unique

MINUTES_PER_DAY = 1440


@dataclass(frozen=True, slots=True)
class OrderLine:
    """`quantity` in whole smallest units of the item (pieces, or a decimal quantity scaled to an integer), above 0.
    `priority` multiplies what leaving this line unfilled costs."""

    sku: str
    quantity: int
    priority: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A customer's order at its delivery address, in degrees. `placed_minute` counts minutes from midnight of day 0;
    `promise_day` is the last day it may arrive without being late, None when nothing was promised."""

    id: str
    latitude: float
    longitude: float
    lines: tuple[OrderLine, ...]
    placed_minute: int = 0
    promise_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Store:
    """A shop or warehouse that ships. `cutoff_minute`: orders placed later in a day leave on the next one (None: always
    the same day). `capacity`: shipments it can still make in this run (None: unlimited). `workload`: share of its
    day's work that is already taken, 0 = idle, 1 = full."""

    id: str
    latitude: float
    longitude: float
    cutoff_minute: int | None = None
    capacity: int | None = None
    workload: float = 0.0


@dataclass(frozen=True, slots=True)
class StoreStock:
    """What a store may promise of an item: `quantity` on hand and unreserved, of which `protect` units are meant for
    the store's own customers (for example the 90 % quantile of its demand until the next delivery)."""

    store: str
    sku: str
    quantity: int
    protect: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weights:
    """Costs, all in one unit of the caller's choice (a currency's minor unit, or points); the objective is their sum.

    `lost_line` × the line's priority × the share of the line's quantity that stays unfilled; `shipment` per order and
    store used; `per_km` of great-circle distance of each shipment; `late_day` per day and shipment after the promise;
    `workload` × the store's workload per shipment; `protected_unit` per unit taken from the upper half of the protected
    quantity and twice that from its lower half. `protection_is_hard`: protected units are never taken.
    A shipment arrives ⌈distance / km_per_day⌉ days after it leaves.
    """

    lost_line: float = 1000.0
    shipment: float = 10.0
    per_km: float = 0.002
    late_day: float = 2.0
    workload: float = 2.0
    protected_unit: float = 1.0
    protection_is_hard: bool = False
    km_per_day: float = 600.0


def check_weights(weights: Weights) -> None:
    """Raises InvalidProblem for a cost that is negative or not finite, or a speed that is not above 0."""
    for field in fields(weights):
        if field.name not in ("protection_is_hard", "km_per_day"):
            require_number(f"weights.{field.name}", getattr(weights, field.name), at_least=0)
    require_number("weights.km_per_day", weights.km_per_day, above=0)


def check_stores(stores: Sequence[Store]) -> None:
    """Raises InvalidProblem naming the first store with a repeated id, coordinates off the globe or a negative size."""
    require_unique("store", (store.id for store in stores))
    for store in stores:
        name = f"store {store.id}"
        _check_position(name, store.latitude, store.longitude)
        if store.cutoff_minute is not None:
            _check_integer(f"{name} cutoff_minute", store.cutoff_minute, at_least=0, at_most=MINUTES_PER_DAY)
        if store.capacity is not None:
            _check_integer(f"{name} capacity", store.capacity, at_least=0)
        require_number(f"{name} workload", store.workload, at_least=0)


def check_orders(orders: Sequence[Order]) -> None:
    """Raises InvalidProblem naming the first order that is repeated, empty, off the globe, or has a bad line."""
    require_unique("order", (order.id for order in orders))
    for order in orders:
        name = f"order {order.id}"
        _check_position(name, order.latitude, order.longitude)
        _check_integer(f"{name} placed_minute", order.placed_minute, at_least=0)
        if order.promise_day is not None:
            _check_integer(f"{name} promise_day", order.promise_day)
        require(len(order.lines) > 0, name, "has no lines", "Leave it out or give its lines")
        if len({line.sku for line in order.lines}) != len(order.lines):
            _refuse_repeated(name, (line.sku for line in order.lines))
        for line in order.lines:
            _check_integer(f"{name} line {line.sku} quantity", line.quantity, at_least=1)
            require_number(f"{name} line {line.sku} priority", line.priority, at_least=0)


def check_stock(stock: Iterable[StoreStock], stores: frozenset[str]) -> None:
    """Raises InvalidProblem for stock of an unknown store, given twice, negative, or not a whole number."""
    seen: set[tuple[str, str]] = set()
    for row in stock:
        key = (row.store, row.sku)
        if row.store not in stores or key in seen or row.quantity < 0 or row.protect < 0 or not _are_whole(row):
            _refuse_stock(row, known=row.store in stores, repeated=key in seen)
        seen.add(key)


def _refuse_stock(row: StoreStock, *, known: bool, repeated: bool) -> None:
    name = f"stock {row.sku} at {row.store}"
    require(known, name, f"store {row.store} is unknown", "Give the store, or leave its stock out")
    require(not repeated, name, "comes twice", "Add the quantities up")
    _check_integer(f"{name} quantity", row.quantity, at_least=0)
    _check_integer(f"{name} protect", row.protect, at_least=0)


def _are_whole(row: StoreStock) -> bool:
    return _is_integer(row.quantity) and _is_integer(row.protect)


def _refuse_repeated(name: str, skus: Iterable[str]) -> None:
    seen: set[str] = set()
    for sku in skus:
        if sku in seen:
            raise InvalidProblem(f"{name} line {sku}", "comes twice", "Add the quantities up in one line")
        seen.add(sku)


def _check_position(name: str, latitude: float, longitude: float) -> None:
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        require_number(f"{name} latitude", latitude, at_least=-90, at_most=90)
        require_number(f"{name} longitude", longitude, at_least=-180, at_most=180)


def _check_integer(name: str, value: int, *, at_least: int | None = None, at_most: int | None = None) -> None:
    if not _is_integer(value):
        shown = value if isinstance(value, float) and math.isfinite(value) else repr(value)
        raise InvalidProblem(name, f"{shown} is not a whole number", "Scale quantities and times to whole units")
    require_number(name, value, at_least=at_least, at_most=at_most)


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
