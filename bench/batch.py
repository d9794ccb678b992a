"""Batch posting: lines per second of shipments posted a thousand at a time, commits included.

Floor: the very same rows, prepared beforehand, written by the driver's executemany (COPY on PostgreSQL) in the same
transactions.
"""

import statistics
import sys

from django.db import connection

from bench.figures import NANOSECONDS, Figure, at_least
from bench.history import LINES, History
from bench.recorded import RawCycle, record
from tests.support.trading import DAY

GOAL = 20_000
_FACTS = 1000


def run(quick: bool = False) -> list[Figure]:
    history = History()
    history.post([history.shipment(DAY) for _ in range(_FACTS)])
    floor = RawCycle(record([lambda: history.post([history.shipment(DAY) for _ in range(_FACTS)])]))
    ours, raw = [], []
    for turn in range(4 if quick else 10):
        ours.append(history.post([history.shipment(DAY) for _ in range(_FACTS)]))
        raw.append(_timed(floor, turn))
    engine = connection.vendor
    rate, floor_rate = (_FACTS * LINES * NANOSECONDS / statistics.median(taken) for taken in (ours, raw))
    print(f"  {floor.rows_written} rows per batch; the bare rows go in at {floor_rate:,.0f} lines/s", file=sys.stderr)
    return [at_least(f"batch posting ({engine})", round(rate), "lines/s", GOAL, floor=round(floor_rate))]


def _timed(floor: RawCycle, turn: int) -> int:
    import time

    call = floor.turn(turn)
    start = time.perf_counter_ns()
    call()
    return time.perf_counter_ns() - start
