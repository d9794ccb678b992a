"""A company with a long history: shipments of five lines, posted in batches as an import posts them."""

import datetime as dt
import time
from collections.abc import Callable
from typing import Any

from django.db import connection

from heliu.catalog import services as catalog
from heliu.catalog.drafts import ItemDraft
from heliu.core.ids import next_id
from heliu.core.scales import AMOUNT_SCALE, QUANTITY_SCALE
from heliu.posting.facts import Fact, GoodsLine, GoodsReceived, GoodsShipped
from tests.support.trading import DAY, Trading, trading

LINES = 5
_ITEMS = 1000
_FACTS_PER_BATCH = 1000
_DAYS = 240
_MOVES_A_DAY = 4500


class History:
    """Grows by whole shipments, one day after the other; invoiced at once, so that nothing stays open."""

    def __init__(self) -> None:
        self.made: Trading = trading()
        scope, unit = self.made.scope, self.made.unit_id
        drafts = [ItemDraft(code=f"G{i:04d}", name=f"Goods {i}", base_unit_id=unit) for i in range(_ITEMS)]
        self.items = [int(item) for item in catalog.create_items(scope, drafts)]
        self.moves = 0
        self.shipped = 0
        head = self.made.head("goods_receipt", party=self.made.supplier)
        lines = tuple(
            GoodsLine(
                next_id(), item, 10**6 * QUANTITY_SCALE, self.made.location, amount=(5 * 10**6 + i) * AMOUNT_SCALE
            )
            for i, item in enumerate(self.items)
        )
        self.post([GoodsReceived(head, lines)])
        self.moves = len(lines)

    @property
    def day(self) -> dt.date:
        return DAY + dt.timedelta(days=min(self.moves // _MOVES_A_DAY, _DAYS))

    def post(self, facts: list[Fact]) -> int:
        """Posts and returns nanoseconds."""
        start = time.perf_counter_ns()
        self.made.post(*facts)
        return time.perf_counter_ns() - start

    def shipment(self, day: dt.date) -> GoodsShipped:
        first = self.shipped * 7
        self.shipped += 1
        lines = tuple(
            GoodsLine(next_id(), self.items[(first + i * 13) % _ITEMS], 2 * QUANTITY_SCALE, self.made.location)
            for i in range(LINES)
        )
        head = self.made.head("shipment", party=self.made.customer, day=day)
        return GoodsShipped(head, lines, invoiced=True)

    def grow_to(self, moves: int) -> tuple[int, int]:
        """(lines, nanoseconds) of the posting; days go on with the size, so nothing is back-dated."""
        lines = taken = 0
        while self.moves < moves:
            count = min(_FACTS_PER_BATCH, -(-(moves - self.moves) // LINES))
            facts: list[Fact] = [self.shipment(self.day) for _ in range(count)]
            taken += self.post(facts)
            lines += count * LINES
            self.moves += count * LINES
        return lines, taken

    def single(self) -> Callable[[], Any]:
        """A call that posts one shipment of the last day of the history so far, so that what follows is not late."""
        return lambda: self.post([self.shipment(self.day)])


def tidy_up() -> None:
    """What PostgreSQL does by itself within a minute, and SQLite at the end of an import."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA optimize")
