"""One shipment of five lines: posting.services.post against the same rows written by hand on the driver.

Goal: at most 1.3 times the floor on SQLite (synchronous FULL), no more than the floor on PostgreSQL.
"""

import sys
from collections.abc import Callable

from django.db import connection

from bench.figures import Compared, Figure, at_most, interleaved
from bench.raw_delivery import Known, RawDesk
from heliu.core import gateway
from heliu.core.ids import next_id
from heliu.posting.facts import AccountKey, GoodsLine, GoodsShipped
from heliu.posting.setup import load_setup
from tests.support.trading import DAY, Trading, q, trading

GOALS = {"sqlite": 1.3, "postgresql": 1.0}
_LINES = 5
_ITEMS = 40


def company(code: str = "T1") -> Trading:
    """A trading company with a stock of forty items, large enough for any number of shipments."""
    made = trading(code=code)
    for i in range(_ITEMS):
        made.receive(f"A{i:03d}", "1000000", f"{5 + i}000000")
    return made


def shipment(made: Trading, turn: int) -> Callable[[], object]:
    """A call that posts one shipment of five items; the fact is told beforehand, as a document service does."""
    items = [made.item(f"A{(turn * _LINES + i) % _ITEMS:03d}") for i in range(_LINES)]
    lines = tuple(GoodsLine(next_id(), item, q("2"), made.location) for item in items)
    fact = GoodsShipped(made.head("shipment", party=made.customer), lines)
    return lambda: made.post(fact)


def raw_desk(made: Trading) -> RawDesk:
    with gateway.cursor() as cur:
        config = load_setup(cur, made.scope.company_id).config
    ledger = config.primary
    return RawDesk(
        Known(
            company=made.scope.company_id,
            ledger=ledger.id,
            book=made.book_id,
            period_code=DAY.year * 100 + DAY.month,
            inventory=ledger.account((AccountKey.INVENTORY, 0, 0, 0, 0)),
            shipped=ledger.account((AccountKey.SHIPPED, 0, 0, 0, 0)),
            location=made.location,
            outside=config.counterparts["customer"],
            party=made.customer,
            user=made.scope.user_id,
            day=DAY,
        )
    )


def raw_shipment(made: Trading, desk: RawDesk, turn: int) -> Callable[[], object]:
    items = sorted(made.item(f"A{(turn * _LINES + i) % _ITEMS:03d}") for i in range(_LINES))
    quantity = q("2")
    return lambda: desk.deliver(items, quantity)


def compare(made: Trading, desk: RawDesk, count: int) -> Compared:
    return interleaved(
        [shipment(made, turn) for turn in range(count)],
        [raw_shipment(made, desk, turn) for turn in range(count)],
        block=20,
        warm=20,
    )


def run(quick: bool = False) -> list[Figure]:
    made = company()
    desk = raw_desk(made)
    found = compare(made, desk, 200 if quick else 600)
    print(f"  one shipment: {found.note()}", file=sys.stderr)
    engine = connection.vendor
    return [
        at_most(f"single delivery, 5 lines ({engine})", found.ratio, "× floor", GOALS[engine], floor=found.floor_ms)
    ]
