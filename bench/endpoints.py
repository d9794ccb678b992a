"""A real `heliu serve` on loopback with signed-in users: requests per second, and how long one waits.

Four connections ask at once from this process; floor: /api/v1/health on the same connections in the same run, which
knows neither session nor books. Goals are shares of that floor, since the client runs on the same processors.
"""

import http.client
import json
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.db import connection, connections

from bench.figures import NANOSECONDS, Figure, at_least, at_most
from heliu.catalog import services as catalog
from heliu.catalog.drafts import ItemDraft
from heliu.catalog.models import Unit
from heliu.core import clock
from heliu.core.ids import next_id
from heliu.core.scales import AMOUNT_SCALE, PRICE_SCALE, QUANTITY_SCALE
from heliu.core.scope import Scope, system_scope
from heliu.core.transactions import writing
from heliu.parties import services as parties
from heliu.parties.drafts import PartyDraft
from heliu.posting import services as posting
from heliu.posting.facts import FactHead, GoodsLine, GoodsReceived
from heliu.sales import drafts as selling
from heliu.sales import services as sales
from heliu.stock import queries as stock
from tests.support import people, server

_CONNECTIONS = 4
_LINES = 5
_ITEMS = 200
_WARM = 80
_FLOOR_TIMES = 5
GOALS = {"list": 0.1, "deliver": 0.03}
"""Share of the floor's requests per second."""
P99_MS = {"list": 150, "deliver": 600}


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of one run of requests."""

    per_second: float
    p50_ms: float
    p99_ms: float


class Shop:
    """A company with goods, customers and approved orders, and somebody who may do everything."""

    def __init__(self, orders: int) -> None:
        self.company = people.company()
        self.scope: Scope = system_scope(self.company.pk, user_id=7)
        unit = Unit.objects.filter(company=self.company, decimals=0).order_by("code")[0].pk
        drafts = [ItemDraft(code=f"E{i:04d}", name=f"Goods {i}", base_unit_id=unit) for i in range(_ITEMS)]
        self.items = [int(item) for item in catalog.create_items(self.scope, drafts)]
        self.customer = parties.create_party(self.scope, PartyDraft(name="客户", code="C1", is_customer=True))
        supplier = parties.create_party(self.scope, PartyDraft(name="供应商", code="S1", is_supplier=True))
        self.warehouse = stock.warehouses(self.scope)[0].id
        self._receive(supplier)
        self.orders = [self._order(i) for i in range(orders)]
        browser = people.browser(people.user(self.company, "owner"), self.company)
        self.session = browser.client.cookies["heliu_session"].value

    def _receive(self, supplier: int) -> None:
        document, place = next_id(), stock.default_location(self.scope, self.warehouse)
        head = FactHead(
            company_id=self.company.pk, key=f"receipt:{document}", business_date=clock.today(),
            origin_kind="goods_receipt", origin_id=document, number="CGRK1", actor_id=7, currency="CNY",
            party_id=supplier,
        )  # fmt: skip
        lines = tuple(
            GoodsLine(next_id(), item, 10**5 * QUANTITY_SCALE, place, amount=5 * 10**5 * AMOUNT_SCALE)
            for item in self.items
        )
        posting.post(self.scope, [GoodsReceived(head, lines)])

    def _order(self, turn: int) -> int:
        lines = tuple(
            selling.NewOrderLine(
                item_id=self.items[(turn * _LINES + i) % _ITEMS], quantity=2 * QUANTITY_SCALE, price=25 * PRICE_SCALE
            )
            for i in range(_LINES)
        )
        new = selling.NewOrder(
            party_id=self.customer, warehouse_id=self.warehouse, business_date=clock.today(), lines=lines
        )
        with writing():
            order = sales.create_order(self.scope, new).order_id
            sales.submit_order(self.scope, order)
            sales.approve_order(self.scope, order)
        return order


class Visitor:
    """One keep-alive connection of a signed-in user."""

    def __init__(self, url: str, session: str) -> None:
        self.connection = http.client.HTTPConnection(urlsplit(url).netloc, timeout=60)
        self.headers = {"Cookie": f"heliu_session={session}", "Accept": "application/json"}
        status, body, cookie = self._send("GET", "access/session")
        assert status == 200, body
        csrf = cookie.partition("heliu_csrf=")[2].partition(";")[0]
        self.headers |= {"Cookie": f"heliu_session={session}; heliu_csrf={csrf}", "X-CSRFToken": body["csrf_token"]}

    def get(self, path: str) -> None:
        self._expect(200, *self._send("GET", path))

    def post(self, path: str, body: Any) -> None:
        extra = {"Content-Type": "application/json", "Idempotency-Key": f"bench-{next_id()}"}
        self._expect(201, *self._send("POST", path, json.dumps(body).encode(), extra))

    def _send(
        self, method: str, path: str, body: bytes | None = None, extra: dict[str, str] | None = None
    ) -> tuple[int, Any, str]:
        self.connection.request(method, f"/api/v1/{path}", body, self.headers | (extra or {}))
        answer = self.connection.getresponse()
        content = answer.read()
        return answer.status, json.loads(content), answer.getheader("Set-Cookie") or ""

    def _expect(self, wanted: int, status: int, body: Any, _: str) -> None:
        if status != wanted:
            raise RuntimeError(f"{status}: {body}")


def ask(visitors: list[Visitor], calls: list[Callable[[Visitor], None]]) -> Asked:
    """All calls, each once, by all visitors at the same time."""
    waiting = iter(calls)
    guard = threading.Lock()
    taken: list[int] = []
    failures: list[Exception] = []

    def work(visitor: Visitor) -> None:
        while True:
            with guard:
                call = next(waiting, None)
            if call is None or failures:
                return
            start = time.perf_counter_ns()
            try:
                call(visitor)
            except Exception as failure:
                failures.append(failure)
                return
            taken.append(time.perf_counter_ns() - start)

    threads = [threading.Thread(target=work, args=(visitor,)) for visitor in visitors]
    start = time.perf_counter_ns()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter_ns() - start
    if failures:
        raise failures[0]
    taken.sort()
    middle, late = taken[len(taken) // 2] / 10**6, taken[len(taken) * 99 // 100] / 10**6
    return Asked(len(taken) * NANOSECONDS / elapsed, middle, late)


def run(quick: bool = False) -> list[Figure]:
    count = 60 if quick else 300
    shop = Shop(count + _WARM)
    connections.close_all()
    home = Path(os.environ["HELIU_HOME"])
    with server.running(home, database_url=os.environ["HELIU_DATABASE_URL"]) as running:
        visitors = [Visitor(running.url, shop.session) for _ in range(_CONNECTIONS)]
        lists = {
            "sales orders, page of 50": lambda visitor: visitor.get("sales/orders?limit=50"),
            "items, page of 50": lambda visitor: visitor.get("catalog/items?page_size=50"),
        }
        figures: list[Figure] = []
        for title, call in lists.items():
            ask(visitors, [call] * 20)
            figures += _beside_floor(title, "list", visitors, [call] * count)
        deliveries = [_delivery(order) for order in shop.orders]
        ask(visitors, deliveries[:_WARM])  # every server process and connection prepares its statements once
        return figures + _beside_floor("deliver an order of 5 lines", "deliver", visitors, deliveries[_WARM:])


def _delivery(order: int) -> Callable[[Visitor], None]:
    return lambda visitor: visitor.post(f"sales/orders/{order}/ship", {})


def _beside_floor(
    title: str, kind: str, visitors: list[Visitor], calls: list[Callable[[Visitor], None]]
) -> list[Figure]:
    """Half of the floor before, half after; several times as many requests, since each takes so little."""
    health: list[Callable[[Visitor], None]] = [lambda visitor: visitor.get("health")] * (_FLOOR_TIMES * len(calls))
    before, found, after = ask(visitors, health), ask(visitors, calls), ask(visitors, health)
    floor, floor_p99 = (before.per_second + after.per_second) / 2, max(before.p99_ms, after.p99_ms)
    name = f"{title} ({connection.vendor})"
    print(
        f"  {name}: {found.per_second:.0f} requests/s, p50 {found.p50_ms:.1f} ms, p99 {found.p99_ms:.1f} ms; "
        f"health {floor:.0f} requests/s, p99 {floor_p99:.1f} ms",
        file=sys.stderr,
    )
    return [
        at_least(f"{name}: requests", found.per_second, "requests/s", round(floor * GOALS[kind], 1), floor=floor),
        at_most(f"{name}: p50", found.p50_ms, "ms", P99_MS[kind] / 3, floor=min(before.p50_ms, after.p50_ms)),
        at_most(f"{name}: p99", found.p99_ms, "ms", P99_MS[kind], floor=floor_p99),
    ]
