"""Item search at 100,000 items: what a person waits while typing. Goal: 95 of 100 searches within 100 ms.

Floor: the same questions asked as a plain `LIKE '%…%'` over code and name of the same rows in the same run, which finds
neither pinyin nor barcodes and ranks nothing.
"""

import random
import time
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from stdnum import ean

from bench.figures import Figure, at_least, at_most
from heliu.access.models import Company
from heliu.catalog import queries, services
from heliu.catalog.drafts import BarcodeDraft, ItemDraft
from heliu.catalog.models import Unit
from heliu.core import clock
from heliu.core.ids import next_id
from heliu.core.scope import Scope, system_scope

GOAL_MS = 100
_ITEMS, _ITEMS_QUICK = 100_000, 10_000
_BATCH = 10_000
_FIRST = (
    "重庆", "长城", "音乐", "绿色", "红色", "大号", "不锈钢", "迷你", "家用", "儿童", "户外", "行李",
    "WHITE HANGING", "METAL SIGN", "VINTAGE PINK", "REGENCY", "SET OF 3",
)  # fmt: skip
_SECOND = (
    "雨伞", "小面", "葡萄酒", "T恤衫", "蜡烛", "电饭煲", "水杯", "收纳盒", "保温杯", "书包", "台灯",
    "HEART HOLDER", "TEACUP", "LANTERN", "CAKE STAND",
)  # fmt: skip
_BRANDS = ("合流", "海河", "美好", "NORDA")


def _barcode(number: int) -> str:
    digits = f"690{number:09d}"
    return digits + ean.calc_check_digit(digits)


def _drafts(unit: int, count: int) -> list[ItemDraft]:
    dice = random.Random(7)
    return [
        ItemDraft(
            code=f"A{i:06d}",
            name=f"{dice.choice(_FIRST)}{dice.choice(_FIRST)} {dice.choice(_SECOND)}",
            specification=f"{dice.randint(1, 99)}cm*{dice.randint(1, 500)}g",
            brand=dice.choice(_BRANDS),
            base_unit_id=unit,
            barcodes=(BarcodeDraft(_barcode(i)),),
        )
        for i in range(count)
    ]


def questions(count: int, items: int) -> list[str]:
    """What people type: codes and barcodes whole and half, Chinese words of two characters, initials, Latin words."""
    dice = random.Random(11)
    makers: tuple[Callable[[], str], ...] = (
        lambda: f"a{dice.randrange(items):06d}",
        lambda: f"A{dice.randrange(items // 100):04d}",
        lambda: _barcode(dice.randrange(items)),
        lambda: dice.choice(("重庆", "雨伞", "保温", "书包", "不锈", "恤", "葡萄酒", "收纳盒")),
        lambda: dice.choice(("cq", "zq", "ccys", "bwb", "yyt", "lsdh", "c")),
        lambda: dice.choice(("baowenbei", "yusan", "chongqing", "dianfanbao")),
        lambda: dice.choice(("heart", "hanging", "teacup", "lantern", "set of", "norda", "e")),
        lambda: dice.choice(("重庆 雨伞", "metal lantern", "红色 水杯", "55cm 书包", "nothing here")),
    )
    return [makers[i % len(makers)]() for i in range(count)]


def _milliseconds(calls: Sequence[Callable[[], Any]]) -> list[int]:
    """Microseconds of each call, sorted."""
    took = []
    for call in calls:
        start = time.perf_counter_ns()
        call()
        took.append((time.perf_counter_ns() - start) // 1000)
    return sorted(took)


def _figure(name: str, microseconds: int, floor: int) -> Figure:
    return at_most(name, microseconds / 1000, "ms", GOAL_MS, floor=floor / 1000)


def _like(scope: Scope, question: str) -> list[Any]:
    word = f"%{question.lower()}%"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM catalog_item WHERE company_id = %s AND (lower(code) LIKE %s OR lower(name) LIKE %s) "
            "ORDER BY code LIMIT 20",
            [scope.company_id, word, word],
        )
        return cursor.fetchall()


def _stock_up(count: int) -> tuple[Scope, int]:
    """A company with `count` items; returns also how many were created per second."""
    company = Company.objects.create(code=f"B{next_id() % 10**12}", name="Bench", created_at=clock.now())
    scope = system_scope(company.pk)
    services.install_defaults(scope)
    drafts = _drafts(Unit.objects.get(company=company, code="PCS").pk, count)
    start = time.perf_counter_ns()
    for first in range(0, count, _BATCH):
        services.create_items(scope, drafts[first : first + _BATCH])
    rate = count * 10**9 // (time.perf_counter_ns() - start)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
    return scope, rate


def run(quick: bool = False) -> list[Figure]:
    """Figures of search and type-ahead on the configured database; a new company keeps them apart from real ones."""
    count = _ITEMS_QUICK if quick else _ITEMS
    scope, rate = _stock_up(count)
    asked = questions(80 if quick else 240, count)
    _milliseconds([lambda q=q: queries.search_item_ids(scope, q, limit=20) for q in asked[:16]])  # warm the caches
    search = _milliseconds([lambda q=q: queries.search_item_ids(scope, q, limit=20) for q in asked])
    suggest = _milliseconds([lambda q=q: queries.suggest_items(scope, q) for q in asked])
    floor = _milliseconds([lambda q=q: _like(scope, q) for q in asked[::4]])
    middle, late = len(asked) // 2, len(asked) * 95 // 100
    floors = floor[len(floor) // 2], floor[len(floor) * 95 // 100]
    where = f"{count:,} items, {connection.vendor}"
    return [
        _figure(f"item search p50 ({where})", search[middle], floors[0]),
        _figure(f"item search p95 ({where})", search[late], floors[1]),
        _figure(f"item type-ahead p95 ({where})", suggest[late], floors[1]),
        at_least(f"items created in batches ({where})", rate, "items/s", 1_000),
    ]
