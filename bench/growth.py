"""What questions and a single posting cost after ten thousand, a hundred thousand and a million moves. Goal: flat.

Value: time at the largest history over time at 10⁴ moves, each divided by the time of a fixed reference taken in turns
with it (fifty look-ups by key, or a committed update of one row), so that a machine that became busier does not count.
"""

import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from bench.figures import Figure, at_most
from bench.history import History, tidy_up
from heliu.core import gateway
from heliu.core.transactions import writing
from heliu.ledger.queries.trial_balance import trial_balance
from heliu.stock import queries as stock
from heliu.warehouse.queries.stock import StockFilter, stock_rows
from tests.support.trading import DAY

GOAL = 1.5
_SIZES, _SIZES_QUICK = (10**4, 10**5, 10**6), (10**4, 10**5)
_TURNS = 40
_LOOK_UPS = 50


@dataclass(frozen=True, slots=True)
class Question:
    title: str
    ask: Callable[[], Any]
    reference: Callable[[], Any]


def questions(history: History) -> list[Question]:
    made, items = history.made, history.items
    periods = {"period_from": DAY.year * 100 + 1, "period_to": DAY.year * 100 + 12}
    reads = {
        "stock on hand, first page": lambda: stock_rows(made.scope, StockFilter(), cursor=None, limit=50),
        "on hand of one item": lambda: stock.stock_on_hand(made.scope, items[3:4]),
        "availability of five items": lambda: stock.available(made.scope, items[:5], [made.location]),
        "trial balance": lambda: trial_balance(made.scope, **periods),
    }
    found = [Question(title, ask, lambda: _look_ups(items)) for title, ask in reads.items()]
    return [*found, Question("single delivery", history.single(), lambda: _commit(items[0]))]


def _look_ups(items: list[int]) -> None:
    with gateway.cursor() as cur:
        for item in items[:_LOOK_UPS]:
            gateway.fetch(cur, "SELECT code, name FROM catalog_item WHERE id = %s", (item,))


def _commit(item: int) -> None:
    with writing(), gateway.cursor() as cur:
        gateway.execute(cur, "UPDATE catalog_item SET specification = '' WHERE id = %s", (item,))


def run(quick: bool = False) -> list[Figure]:
    history = History()
    asked = questions(history)
    taken: dict[str, list[tuple[int, int]]] = {question.title: [] for question in asked}
    sizes = _SIZES_QUICK if quick else _SIZES
    for size in sizes:
        lines, nanoseconds = history.grow_to(size)
        tidy_up()
        print(f"  {size:,} moves: the last {lines:,} took {nanoseconds / 1e9:.1f} s", file=sys.stderr)
        for question in asked:
            ours, reference = _in_turns(question)
            taken[question.title].append((ours, reference))
            print(f"    {question.title}: {ours / 1e6:.2f} ms, reference {reference / 1e6:.2f} ms", file=sys.stderr)
    return [_figure(title, found, sizes) for title, found in taken.items()]


def _in_turns(question: Question) -> tuple[int, int]:
    ours, reference = [], []
    for _ in range(_TURNS):
        ours.append(_timed(question.ask))
        reference.append(_timed(question.reference))
    return round(statistics.median(ours)), round(statistics.median(reference))


def _timed(call: Callable[[], Any]) -> int:
    start = time.perf_counter_ns()
    call()
    return time.perf_counter_ns() - start


def _figure(title: str, found: list[tuple[int, int]], sizes: tuple[int, ...]) -> Figure:
    (first, first_reference), (last, last_reference) = found[0], found[-1]
    name = f"{title}, 10^{len(str(sizes[-1])) - 1} moves against 10^4 ({connection.vendor})"
    return at_most(name, last * first_reference / (first * last_reference), "×", GOAL, floor=first / 1e6)
