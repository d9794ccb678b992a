"""Orders, stores and stock made up for the allocation benchmark, and the baselines it is compared with.

Cities: the largest of one country of the GeoNames extract; where the data folder is not there, uniform points in a box
of 20 × 22 degrees. Stores stand in distinct cities, chosen with probability proportional to √population; orders come
from any city with probability proportional to population, scattered by 0.1 degrees. Each store carries each item with
probability `assortment`, with a Poisson quantity; a fifth of the mean is protected. Items are asked by a Zipf law with
exponent 0.8; an order has 1 … `most_lines` lines of 1 … `most_units` units, a random hour, and a promise of two days.
"""

import csv
import gzip
from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from bench.solvers.sources import MissingSource, source
from heliu.solvers.allocate import Order, OrderLine, Store, StoreStock


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    orders: int
    stores: int
    skus: int = 300
    assortment: float = 0.65
    mean_stock: float = 10.0
    most_lines: int = 6
    most_units: int = 3
    capacity_share: float | None = None
    """Shipments all stores together can make per order; None: no limit."""
    country: str = "CN"


@dataclass(frozen=True, slots=True)
class Case:
    orders: list[Order]
    stock: list[StoreStock]
    stores: list[Store]


def make_case(scenario: Scenario, seed: int) -> Case:
    draw = np.random.default_rng(seed)
    cities, people = _cities(scenario.country)
    at = draw.choice(len(cities), scenario.stores, replace=False, p=_shares(np.sqrt(people)))
    capacity = None
    if scenario.capacity_share is not None:
        capacity = max(1, round(scenario.capacity_share * scenario.orders / scenario.stores))
    stores = [
        Store(
            id=f"S{i}",
            latitude=float(cities[city, 0]),
            longitude=float(cities[city, 1]),
            cutoff_minute=16 * 60,
            capacity=capacity,
            workload=round(float(draw.uniform()), 3),
        )
        for i, city in enumerate(at)
    ]
    return Case(_orders(scenario, draw, cities, people), _stock(scenario, draw), stores)


def _orders(scenario: Scenario, draw: np.random.Generator, cities: np.ndarray, people: np.ndarray) -> list[Order]:
    popularity = _shares(1.0 / np.arange(1, scenario.skus + 1) ** 0.8)
    homes = draw.choice(len(cities), scenario.orders, p=_shares(people))
    orders = []
    for i, home in enumerate(homes):
        place = np.clip(cities[home] + draw.normal(0, 0.1, 2), [-89, -179], [89, 179])
        skus = draw.choice(scenario.skus, int(draw.integers(1, scenario.most_lines + 1)), replace=False, p=popularity)
        lines = tuple(OrderLine(f"K{sku}", int(draw.integers(1, scenario.most_units + 1))) for sku in skus)
        placed = int(draw.integers(0, 1440))
        orders.append(
            Order(
                id=f"O{i}",
                latitude=float(place[0]),
                longitude=float(place[1]),
                lines=lines,
                placed_minute=placed,
                promise_day=2,
            )
        )
    return orders


def _stock(scenario: Scenario, draw: np.random.Generator) -> list[StoreStock]:
    carried = draw.random((scenario.stores, scenario.skus)) < scenario.assortment
    quantity = draw.poisson(scenario.mean_stock, carried.shape)
    protect = round(0.2 * scenario.mean_stock)
    return [StoreStock(f"S{i}", f"K{sku}", int(quantity[i, sku]), protect) for i, sku in np.argwhere(carried).tolist()]


def _shares(weights: np.ndarray) -> np.ndarray:
    return weights / weights.sum()


def _cities(country: str) -> tuple[np.ndarray, np.ndarray]:
    try:
        path = source("geo/world_cities.csv.gz")
    except MissingSource:
        draw = np.random.default_rng(0)
        return np.column_stack([draw.uniform(22, 42, 600), draw.uniform(100, 122, 600)]), np.ones(600)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row for row in csv.DictReader(lines) if row["country"] == country and int(row["population"]) > 0]
    rows.sort(key=lambda row: (-int(row["population"]), row["geonameid"]))
    places = np.array([(float(row["latitude"]), float(row["longitude"])) for row in rows[:600]])
    return places, np.array([float(row["population"]) for row in rows[:600]])


def line_by_line_nearest(case: Case) -> int:
    """Shipments when every line goes to the nearest store that still has its whole quantity, else piecewise to the
    nearest ones that have some; protection and capacity are not looked at."""
    left: dict[str, dict[str, int]] = defaultdict(dict)
    for row in case.stock:
        left[row.sku][row.store] = row.quantity
    places = np.radians([(store.latitude, store.longitude) for store in case.stores])
    shipments = 0
    for order in case.orders:
        here = np.radians([order.latitude, order.longitude])
        half = np.sin((places - here) / 2) ** 2
        near = np.argsort(half[:, 0] + np.cos(here[0]) * np.cos(places[:, 0]) * half[:, 1], kind="stable")
        used: set[str] = set()
        for line in order.lines:
            _take_nearest(left[line.sku], line.quantity, [case.stores[i].id for i in near], used)
        shipments += len(used)
    return shipments


def _take_nearest(left: dict[str, int], quantity: int, near: list[str], used: set[str]) -> None:
    whole = next((store for store in near if left.get(store, 0) >= quantity), None)
    for store in [whole] if whole else near:
        taken = min(left.get(store, 0), quantity)
        if taken:
            used.add(store)
            left[store] -= taken
            quantity -= taken
        if not quantity:
            return
