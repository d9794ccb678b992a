"""Application-made 63-bit ids: 41 bits of milliseconds, 6 bits of node, 16 bits of sequence.

Guarantees: unique per node; strictly increasing within a process, also when the clock steps back or a burst
outruns it (the counter then runs ahead of the clock). Ids are never reused and carry no company.
"""

import datetime as dt
import os
import threading
import time
from collections.abc import Callable

_EPOCH_MS = 1_735_689_600_000  # 2025-01-01T00:00:00Z
_SEQUENCE_BITS = 16
_NODE_BITS = 6
NODES = 1 << _NODE_BITS
_lock = threading.Lock()
_claim_lock = threading.Lock()
_last = 0
_node: int | None = None
_claim: Callable[[], int] | None = None


def claim_with(claim: Callable[[], int]) -> None:
    """Name who gives this process its node number, asked once when the first id is made (heliu.core.nodes)."""
    global _claim
    _claim = claim


def node() -> int:
    """Number of this process, 0 to 63; no two processes that write to one database may share it."""
    global _node
    if _node is None:
        with _claim_lock:
            if _node is None:
                given = os.environ.get("HELIU_NODE")
                _node = int(given) % NODES if given is not None else _claim() if _claim is not None else 0
    return _node


def forget_node() -> None:
    """A forked process is another writer than its parent: it claims a number of its own."""
    global _node, _claim_lock
    _node, _claim_lock = None, threading.Lock()


def _floor() -> int:
    now = int(time.time() * 1000) - _EPOCH_MS
    return now << (_NODE_BITS + _SEQUENCE_BITS)


def _advance(count: int) -> int:
    """First tick of a run of `count` ticks; a tick packs (ms, sequence) without the node."""
    global _last
    floor = _floor() >> _NODE_BITS
    with _lock:
        first = max(_last + 1, floor)
        _last = first + count - 1
    return first


def _pack(tick: int, node_number: int) -> int:
    ms, sequence = tick >> _SEQUENCE_BITS, tick & ((1 << _SEQUENCE_BITS) - 1)
    return (ms << (_NODE_BITS + _SEQUENCE_BITS)) | (node_number << _SEQUENCE_BITS) | sequence


def next_id() -> int:
    return _pack(_advance(1), node())


def next_ids(count: int) -> list[int]:
    """`count` strictly increasing ids; one lock for the whole run (batch posting)."""
    first, number = _advance(count), node()
    found: list[int] = []
    while len(found) < count:
        tick = first + len(found)
        in_this_ms = (1 << _SEQUENCE_BITS) - (tick & ((1 << _SEQUENCE_BITS) - 1))
        start = _pack(tick, number)
        found += range(start, start + min(in_this_ms, count - len(found)))
    return found


def observe(existing_id: int) -> None:
    """Make every later id greater than `existing_id`, so that ids order the moves of a locked bucket even if the
    row was written by a process whose clock runs ahead."""
    global _last
    ms = existing_id >> (_NODE_BITS + _SEQUENCE_BITS)
    tick = (ms << _SEQUENCE_BITS) | (existing_id & ((1 << _SEQUENCE_BITS) - 1))
    if (existing_id >> _SEQUENCE_BITS) & (NODES - 1) != node():
        tick = (ms + 1) << _SEQUENCE_BITS
    if tick <= _last:  # which only grows, so no lock is needed to see it
        return
    with _lock:
        _last = max(_last, tick)


def ids_within(span: dt.timedelta) -> int:
    """How far apart two ids may be that were made within `span` of each other."""
    return (span // dt.timedelta(milliseconds=1)) << (_NODE_BITS + _SEQUENCE_BITS)


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=forget_node)
