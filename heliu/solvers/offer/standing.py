"""Where customers, items and pairs of them stand at the end of a day: all that ranking may know, and nothing later."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from heliu.solvers.offer.affinity import binary, shrunk_lift, together, visit_matrix
from heliu.solvers.offer.sales import ItemSales
from heliu.solvers.segment.purchases import Floats, Histories, Ints, histories, sums
from heliu.solvers.segment.rfm import rfm_scores

if TYPE_CHECKING:
    from scipy.sparse import csr_array

POPULAR_DAYS = 56
WINDOWS = (7, 14, 28, 56)
_HALF_LIVES = (30.0, 90.0)
_MINIMUM_SUPPORT = 3
_SHRINKAGE = 5.0


@dataclass(frozen=True, slots=True)
class Pairs:
    """Customer × item pairs with at least one purchase, sorted by `key` = customer · items + item. Days are counted
    back from the day after `today`; recent: visits with the item, halved every 30 and every 90 days."""

    key: Ints
    visits: Ints
    since: Ints
    first: Ints
    quantity: Floats
    recent: tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Buyers:
    """Per customer; `visits` is 0 and the rest meaningless for who never bought. `tier`: three groups by the sum of
    the RFM scores; `price`, `lot`: mean logarithm of what he pays per unit and of how many units he takes."""

    visits: Ints
    since: Ints
    age: Ints
    tier: Ints
    segment: Ints
    price: Floats
    lot: Floats
    basket: Floats


@dataclass(frozen=True, slots=True)
class Shelf:
    """Per item; popular: customers per day in each of WINDOWS and since the start; tier_share: share of the
    customers of a tier who bought it in POPULAR_DAYS; again: share of its buyers who bought it twice, shrunk."""

    popular: tuple[Floats, ...]
    tier_share: Floats
    again: Floats
    age: Floats
    since: Floats
    price: Floats
    lot: Floats


@dataclass(frozen=True, slots=True)
class Links:
    """Item × item. cosine, confidence, lift (logarithm): of visits that hold both; like: cosine of the customers who
    bought both; family: variants of one article (None where none are given)."""

    cosine: "csr_array"
    confidence: "csr_array"
    lift: "csr_array"
    like: "csr_array"
    family: Ints | None


@dataclass(frozen=True, slots=True)
class Standing:
    customers: int
    items: int
    today: int
    pairs: Pairs
    buyers: Buyers
    shelf: Shelf
    links: Links


def standing(sales: ItemSales, today: int) -> Standing:
    """Of the lines up to and including `today`."""
    past = sales.until(today)
    known = histories(past.purchases(), today=today)
    pairs = _pairs(past, today)
    buyers = _buyers(past, pairs, known)
    return Standing(
        customers=len(sales.customers),
        items=len(sales.items),
        today=today,
        pairs=pairs,
        buyers=buyers,
        shelf=_shelf(past, today, pairs, buyers.tier),
        links=_links(past, pairs),
    )


def tiers(known: Histories) -> tuple[Ints, Ints]:
    """Three groups by the sum of the RFM scores (3–6, 7–10, 11–15), and the RFM segment."""
    scores = rfm_scores(known)
    return np.digitize(scores.recency + scores.frequency + scores.money, (7, 11)).astype(np.int64), scores.segment


def _pairs(past: ItemSales, today: int) -> Pairs:
    end = today + 1
    line_key = past.customer * len(past.items) + past.item
    days = np.unique(np.stack([line_key, past.day], axis=1), axis=0)
    key, place, visits = np.unique(days[:, 0], return_inverse=True, return_counts=True)
    closes = np.cumsum(visits) - 1
    back = (end - days[:, 1]).astype(np.int64)
    quantity = sums(np.searchsorted(key, line_key), past.quantity, len(key))
    recent = [sums(place, 0.5 ** (back / half_life), len(key)) for half_life in _HALF_LIVES]
    first = back[np.concatenate([[0], closes[:-1] + 1])]
    return Pairs(key, visits.astype(np.int64), back[closes], first, quantity, (recent[0], recent[1]))


def _buyers(past: ItemSales, pairs: Pairs, known: Histories) -> Buyers:
    count = len(past.customers)
    lines = np.maximum(np.bincount(past.customer, minlength=count), 1)
    tier, segment = tiers(known)
    visits = known.frequency + 1
    price = np.log(np.maximum(past.amount / past.quantity, 1.0))
    in_pairs = sums(pairs.key // len(past.items), pairs.visits, count)
    return Buyers(
        visits=visits,
        since=known.age - known.recency + 1,
        age=known.age + 1,
        tier=tier,
        segment=segment,
        price=sums(past.customer, price, count) / lines,
        lot=sums(past.customer, np.log1p(past.quantity), count) / lines,
        basket=in_pairs / np.maximum(visits, 1),
    )


def _shelf(past: ItemSales, today: int, pairs: Pairs, tier: Ints) -> Shelf:
    items = len(past.items)
    end = today + 1
    lines = np.maximum(np.bincount(past.item, minlength=items), 1)
    length = max(end - int(past.day.min()), 1)
    popular = [_buyers_per_item(past, end - days) / min(days, length) for days in WINDOWS]
    everyone = np.bincount(pairs.key % items, minlength=items)
    again = np.bincount(pairs.key[pairs.visits >= 2] % items, minlength=items)
    mean_again = again.sum() / max(everyone.sum(), 1)
    opened, closed = np.full(items, end), np.full(items, int(past.day.min()) - 1)
    np.minimum.at(opened, past.item, past.day)
    np.maximum.at(closed, past.item, past.day)
    price = np.log(np.maximum(past.amount / past.quantity, 1.0))
    return Shelf(
        popular=(*popular, everyone / length),
        tier_share=_tier_share(past, end - POPULAR_DAYS, tier),
        again=(again + _SHRINKAGE * mean_again) / (everyone + _SHRINKAGE),
        age=(end - opened).astype(np.float64),
        since=(end - closed).astype(np.float64),
        price=sums(past.item, price, items) / lines,
        lot=sums(past.item, np.log1p(past.quantity), items) / lines,
    )


def _buyers_per_item(past: ItemSales, first_day: int) -> Floats:
    kept = past.day >= first_day
    keys = np.unique(past.customer[kept] * len(past.items) + past.item[kept])
    return np.bincount(keys % len(past.items), minlength=len(past.items)).astype(np.float64)


def _tier_share(past: ItemSales, first_day: int, tier: Ints) -> Floats:
    """Tier × item: buyers in the window over all customers of the tier who ever bought."""
    kept, items = past.day >= first_day, len(past.items)
    keys = np.unique(past.customer[kept] * items + past.item[kept])
    ever = np.unique(past.customer)
    sizes = np.bincount(tier[ever], minlength=3)
    buyers = np.bincount(tier[keys // items] * items + keys % items, minlength=3 * items).reshape(3, items)
    share: Floats = buyers / np.maximum(sizes, 1)[:, None]
    return share


def _links(past: ItemSales, pairs: Pairs) -> Links:
    from scipy.sparse import csr_array

    visits = visit_matrix(past)
    held = np.diff(visits.tocsc().indptr).astype(np.float64)
    both = together(visits, _MINIMUM_SUPPORT).tocoo()
    row, column, count = both.row, both.col, both.data
    shape = both.shape
    by_chance = held[row] * held[column] / visits.shape[0]
    damped = np.sqrt((held[row] + _SHRINKAGE) * (held[column] + _SHRINKAGE))
    owners = binary((pairs.key // len(past.items), pairs.key % len(past.items)), _shape(past), csr_array)
    owned = np.diff(owners.tocsc().indptr).astype(np.float64)
    shared = together(owners, _MINIMUM_SUPPORT).tocoo()
    alike = shared.data / np.sqrt((owned[shared.row] + _SHRINKAGE) * (owned[shared.col] + _SHRINKAGE))
    log_lift = np.maximum(np.log(shrunk_lift(count, by_chance, _SHRINKAGE)), 0.0)
    return Links(
        cosine=csr_array((count / damped, (row, column)), shape=shape),
        confidence=csr_array((count / (held[row] + 2 * _SHRINKAGE), (row, column)), shape=shape),
        lift=csr_array((log_lift, (row, column)), shape=shape),
        like=csr_array((alike, (shared.row, shared.col)), shape=shape),
        family=past.family,
    )


def _shape(past: ItemSales) -> tuple[int, int]:
    return len(past.customers), len(past.items)
