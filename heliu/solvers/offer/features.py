"""Which items come into question for a customer, and the numbers that speak for and against each of them."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.offer.standing import Standing
from heliu.solvers.segment.purchases import Flags, Floats, Ints, sums

if TYPE_CHECKING:
    from scipy.sparse import csr_array

# name of a feature → the family of reasons it belongs to; "customer" describes him, not the item, and is no reason
FEATURES = {
    "visits_with_item": "buys_again",
    "days_since_item": "buys_again",
    "share_of_visits": "buys_again",
    "usual_gap": "buys_again",
    "gap_ratio": "buys_again",
    "skipped_days": "buys_again",
    "recent_30": "buys_again",
    "recent_90": "buys_again",
    "quantity": "buys_again",
    "again_rate": "buys_again",
    "cosine": "bought_together",
    "confidence": "bought_together",
    "like": "bought_together",
    "lift": "bought_together",
    "mean_cosine": "bought_together",
    "mean_confidence": "bought_together",
    "family": "bought_together",
    "tier_share": "popular_in_segment",
    "popular_7": "popular_in_segment",
    "popular_14": "popular_in_segment",
    "popular_28": "popular_in_segment",
    "popular_56": "popular_in_segment",
    "popular_ever": "popular_in_segment",
    "price": "popular_in_segment",
    "price_distance": "popular_in_segment",
    "lot_distance": "popular_in_segment",
    "trend_week": "rising",
    "trend_month": "rising",
    "item_age": "rising",
    "item_since": "rising",
    "visits": "customer",
    "days_since_visit": "customer",
    "age": "customer",
    "basket": "customer",
}
NAMES = tuple(FEATURES)
REASONS = ("buys_again", "bought_together", "popular_in_segment", "rising")
_PER_SOURCE = 60
_NEVER = 999.0


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs of customer and item with one row of features (columns in order of NAMES) each, sorted by customer."""

    customer: Ints
    item: Ints
    features: NDArray[np.float32]


def rows_at_once(items: int) -> int:
    """How many customers to look at together: about 16 MB per matrix of customers × items."""
    return max(16, 2_000_000 // max(items, 1))


def candidates(known: Standing, customers: Ints, available: Flags | None = None) -> Candidates:
    """Own items, and the best 60 by each of: visits that hold both, customers who bought both, popularity in the
    tier, popularity of the last two weeks. `available`: items that may be offered at all."""
    rows = np.arange(len(customers))[:, None]
    profile = _profiles(known, customers)
    matched = {
        "cosine": (profile[90] @ known.links.cosine).toarray(),
        "confidence": (profile[30] @ known.links.confidence).toarray(),
        "like": (profile[0] @ known.links.like).toarray(),
        "lift": (profile[90] @ known.links.lift).toarray(),
    }
    tier_share = known.shelf.tier_share[known.buyers.tier[customers]]
    chosen = profile[0].toarray() > 0
    latest = np.broadcast_to(known.shelf.popular[1], tier_share.shape)
    for scores in (matched["cosine"], matched["like"], matched["confidence"], tier_share, latest):
        chosen[rows, _best(scores, _PER_SOURCE)] = True
    if available is not None:
        chosen &= available[None, :]
    place, item = np.nonzero(chosen)
    customer = customers[place]
    columns = {
        **_own(known, customer, item),
        **{name: values[place, item] for name, values in matched.items()},
        **_means(profile, matched, place, item),
        "family": _family(known, profile[0], place, item),
        "tier_share": tier_share[place, item],
        **_of_item(known, customer, item),
        **_of_customer(known, customer),
    }
    features = np.stack([columns[name] for name in NAMES], axis=1).astype(np.float32)
    return Candidates(customer, item.astype(np.int64), features)


def _profiles(known: Standing, customers: Ints) -> "dict[int, csr_array]":
    """Customer × item: bought or not (0), and visits halved every 30 and 90 days."""
    from scipy.sparse import csr_array

    key = known.pairs.key
    starts = np.searchsorted(key, customers * known.items)
    ends = np.searchsorted(key, (customers + 1) * known.items)
    sizes = ends - starts
    bounds = np.concatenate([[0], np.cumsum(sizes)])
    taken = np.repeat(starts - bounds[:-1], sizes) + np.arange(bounds[-1])
    column, shape = key[taken] % known.items, (len(customers), known.items)
    weights = {0: np.ones(len(taken)), 30: known.pairs.recent[0][taken], 90: known.pairs.recent[1][taken]}
    return {days: csr_array((weight, column, bounds), shape=shape) for days, weight in weights.items()}


def _best(scores: Floats, count: int) -> Ints:
    """Columns of the highest scores of each row; all of them where there are fewer."""
    if scores.shape[1] <= count:
        return np.broadcast_to(np.arange(scores.shape[1]), scores.shape)
    return np.argpartition(-scores, count, axis=1)[:, :count]


def own_rows(known: Standing, customer: Ints, item: Ints) -> tuple[Ints, Flags]:
    """Row of each pair in the table of pairs, and whether it is there."""
    wanted = customer * known.items + item
    row = np.minimum(np.searchsorted(known.pairs.key, wanted), len(known.pairs.key) - 1)
    return row, known.pairs.key[row] == wanted


def _own(known: Standing, customer: Ints, item: Ints) -> dict[str, Floats]:
    row, there = own_rows(known, customer, item)
    pairs, buyers = known.pairs, known.buyers
    visits = np.where(there, pairs.visits[row], 0)
    since = np.where(there, pairs.since[row], _NEVER)
    gap = np.where(visits > 1, (pairs.first[row] - pairs.since[row]) / np.maximum(visits - 1, 1), np.nan)
    return {
        "visits_with_item": visits,
        "days_since_item": since,
        "share_of_visits": visits / np.maximum(buyers.visits[customer], 1),
        "usual_gap": gap,
        "gap_ratio": since / gap,
        "skipped_days": np.where(there, since - buyers.since[customer], -1),
        "recent_30": np.where(there, pairs.recent[0][row], 0.0),
        "recent_90": np.where(there, pairs.recent[1][row], 0.0),
        "quantity": np.where(there, np.log1p(pairs.quantity[row]), 0.0),
        "again_rate": known.shelf.again[item],
    }


def _means(profile: "dict[int, csr_array]", matched: dict[str, Floats], place: Ints, item: Ints) -> dict[str, Floats]:
    """The same matches per item of the profile: a customer with many items matches everything a little."""
    weight = {days: np.maximum(np.asarray(profile[days].sum(axis=1)).ravel(), 1e-9) for days in (30, 90)}
    return {
        "mean_cosine": matched["cosine"][place, item] / weight[90][place],
        "mean_confidence": matched["confidence"][place, item] / weight[30][place],
    }


def _family(known: Standing, owned: "csr_array", place: Ints, item: Ints) -> Floats:
    """How many variants of the article the customer has bought, itself included."""
    if known.links.family is None:
        return np.zeros(len(place))
    _, family = np.unique(known.links.family, return_inverse=True)
    families = int(family.max()) + 1
    owned_rows = np.repeat(np.arange(owned.shape[0]), np.diff(owned.indptr))
    counts = sums(owned_rows * families + family[owned.indices], np.ones(len(owned_rows)), owned.shape[0] * families)
    result: Floats = counts[place * families + family[item]]
    return result


def _of_item(known: Standing, customer: Ints, item: Ints) -> dict[str, Floats]:
    shelf, buyers = known.shelf, known.buyers
    week, fortnight, month, two_months, ever = (popular[item] for popular in shelf.popular)
    return {
        "popular_7": week,
        "popular_14": fortnight,
        "popular_28": month,
        "popular_56": two_months,
        "popular_ever": ever,
        "trend_week": week / (month + 0.05),
        "trend_month": month / (ever + 0.05),
        "item_age": shelf.age[item],
        "item_since": shelf.since[item],
        "price": shelf.price[item],
        "price_distance": shelf.price[item] - buyers.price[customer],
        "lot_distance": shelf.lot[item] - buyers.lot[customer],
    }


def _of_customer(known: Standing, customer: Ints) -> dict[str, Floats]:
    buyers = known.buyers
    return {
        "visits": buyers.visits[customer].astype(np.float64),
        "days_since_visit": buyers.since[customer].astype(np.float64),
        "age": buyers.age[customer].astype(np.float64),
        "basket": buyers.basket[customer],
    }
