"""How good a list of offers was, measured on what the customers bought afterwards."""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.offer.sales import ItemSales
from heliu.solvers.problems import require
from heliu.solvers.segment.purchases import Flags, Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class ListQuality:
    """Means over the customers who were listed and bought something in the window.

    recall: |listed ∩ bought| / |bought|; capped_recall: |listed ∩ bought| / min(k, |bought|), which can reach 1 for
    everybody; ndcg: discounted gain of the hits by rank, as a share of the best order.
    """

    recall: float
    capped_recall: float
    ndcg: float
    customers: int


def list_quality(lists: Ints, window: ItemSales, *, listed: Flags | None = None) -> ListQuality:
    """`lists`: one row of k item indices per customer, best first, −1 where the list is shorter. `listed`: the
    customers to count (default: those with an item in their list)."""
    require(
        lists.ndim == 2 and len(lists) == len(window.customers), "lists", "have the wrong shape", "Give one row each"
    )
    counted = listed if listed is not None else (lists >= 0).any(axis=1)
    bought = np.unique(window.customer * len(window.items) + window.item)
    amount = np.bincount(bought // len(window.items), minlength=len(lists))
    rows = np.flatnonzero(counted & (amount > 0))
    require(len(rows) > 0, "window", "holds no purchase of a listed customer", "Give a later or longer window")
    keys = np.where(lists[rows] >= 0, rows[:, None] * len(window.items) + lists[rows], -1)
    hits = np.isin(keys, bought)
    k = lists.shape[1]
    discounts = 1 / np.log2(np.arange(k) + 2)
    reachable = np.minimum(amount[rows], k)
    return ListQuality(
        recall=float((hits.sum(axis=1) / amount[rows]).mean()),
        capped_recall=float((hits.sum(axis=1) / reachable).mean()),
        ndcg=float((hits @ discounts / np.cumsum(discounts)[reachable - 1]).mean()),
        customers=len(rows),
    )


def buy_again_or_popular(
    sales: ItemSales, segment: Ints, *, today: int, per_customer: int = 10, popular_days: int = 56
) -> Ints:
    """The simple rule every offer must beat, and the one to use while history is too short to learn from.

    A customer's own items, by visits with the item, then latest first; filled up with the items that most customers
    of his segment bought in the last `popular_days`. One row per customer, −1 beyond the end of a list.
    """
    past = sales.until(today)
    customers, items = len(sales.customers), len(sales.items)
    keys, counts, latest = _visits(past)
    popular = _popular(past.between(today - popular_days + 1, today), segment, items)
    order = np.lexsort((keys % items, -latest, -counts, keys // items))
    own = keys[order]
    bounds = np.searchsorted(own // items, np.arange(customers + 1))
    lists = np.full((customers, per_customer), -1, dtype=np.int64)
    for row in range(customers):
        chosen = (own[bounds[row] : bounds[row + 1]] % items)[:per_customer]
        if len(chosen) < per_customer:
            favourites = popular.get(int(segment[row]), np.zeros(0, dtype=np.int64))[: 2 * per_customer]
            chosen = np.concatenate([chosen, favourites[~np.isin(favourites, chosen)]])[:per_customer]
        lists[row, : len(chosen)] = chosen
    return lists


def _visits(sales: ItemSales) -> tuple[Ints, Ints, Ints]:
    """Keys of customer and item, visits with the item, and the last of their days."""
    key = sales.customer * len(sales.items) + sales.item
    pairs = np.unique(np.stack([key, sales.day], axis=1), axis=0)
    keys, starts, counts = np.unique(pairs[:, 0], return_index=True, return_counts=True)
    return keys, counts.astype(np.int64), pairs[starts + counts - 1, 1]


def _popular(sales: ItemSales, segment: Ints, items: int) -> dict[int, Ints]:
    """Items of each segment by buying customers, most first."""
    pairs = np.unique(sales.customer * items + sales.item)
    of_segment = segment[pairs // items]
    ranked: dict[int, Ints] = {}
    for one in np.unique(segment):
        buyers = np.bincount(pairs[of_segment == one] % items, minlength=items)
        order = np.lexsort((np.arange(items), -buyers))
        ranked[int(one)] = order[buyers[order] > 0]
    return ranked
