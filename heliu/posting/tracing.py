"""Everything one posted fact did to both books, read back for its reversal."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson

from heliu.core import gateway
from heliu.core.ids import ids_within
from heliu.posting.errors import AlreadyReversed, ReversalRefused
from heliu.posting.loading import PARTY_KINDS, Needs


@dataclass(frozen=True, slots=True)
class TracedMove:
    id: int
    item_id: int
    lot_id: int
    from_location_id: int
    to_location_id: int
    quantity: int
    line_id: int
    taken_back: bool
    """another move already took (part of) it back"""


@dataclass(frozen=True, slots=True)
class TracedValue:
    """A value row; own: written by the fact itself, else by a later correction of one of its moves."""

    book_id: int
    item_id: int
    move_id: int
    quantity: int
    amount: int
    contra_key: str
    kind: str
    own: bool


@dataclass(frozen=True, slots=True)
class TracedLine:
    ledger_id: int
    entry_id: int
    account_id: int
    debit: int
    credit: int
    currency: str
    amount_txn: int
    rate: int
    party_id: int
    item_id: int
    quantity: int
    tax_code_id: int


@dataclass(frozen=True, slots=True)
class TracedOpen:
    """An open item the fact created or settled; the parts are the settlement's (zero for created)."""

    ledger_id: int
    kind: str
    origin_key: int
    created: bool
    quantity: int = 0
    amount: int = 0
    amount_txn: int = 0


@dataclass(slots=True)
class Trace:
    fact_id: int
    number: str
    business_date: dt.date
    moves: list[TracedMove] = field(default_factory=list)
    values: list[TracedValue] = field(default_factory=list)
    """of its own moves"""
    corrections: list[TracedValue] = field(default_factory=list)
    """of other moves: the price difference of a receipt it invoiced, the new cost of what it was dated before"""
    lines: list[TracedLine] = field(default_factory=list)
    open_items: list[TracedOpen] = field(default_factory=list)


_NOW = 2**63 - 1


def load_traces(
    cur: Any, company_id: int, keys: Sequence[str], needs: Needs, *, before_fact: int = _NOW
) -> dict[str, Trace]:
    """Traces of the facts to reverse; adds what they touch to `needs`. Raises ReversalRefused, AlreadyReversed.

    before_fact: see the books as they were before that fact (replay of a reversal).
    """
    return {key: _load(cur, company_id, key, needs, before_fact) for key in keys}


def _load(cur: Any, company: int, key: str, needs: Needs, before: int) -> Trace:
    rows = gateway.fetch(
        cur, "SELECT id, payload, kind FROM posting_postedfact WHERE company_id = %s AND key = %s", (company, key)
    )
    if not rows:
        raise ReversalRefused(document=key, reason="it was never posted")
    fact_id, payload, kind = rows[0]
    document = orjson.loads(payload)
    number = document["head"]["number"]
    if kind == "REVERSED":
        raise ReversalRefused(document=number, reason="it is a reversal itself; post the document anew")
    done = gateway.fetch(
        cur,
        "SELECT 1 FROM posting_postedfact WHERE company_id = %s AND reverses_id = %s AND id < %s",
        (company, fact_id, before),
    )
    if done:
        raise AlreadyReversed(document=number)
    trace = Trace(fact_id, number, dt.date.fromisoformat(document["head"]["business_date"]))
    line_ids = [line["line_id"] for line in document.get("lines", ()) if "line_id" in line]
    _moves(cur, company, trace, line_ids, before)
    _values(cur, company, trace, before)
    _lines(cur, company, trace, document["head"]["origin_id"])
    _open_items(cur, company, trace, [*line_ids, *(move.id for move in trace.moves), document["head"]["origin_id"]])
    _extend(needs, trace)
    return trace


def _moves(cur: Any, company: int, trace: Trace, line_ids: list[int], before: int) -> None:
    rows = gateway.fetch(
        cur,
        "SELECT m.id, m.item_id, m.lot_id, m.from_location_id, m.to_location_id, m.quantity, m.origin_line_id, "
        "EXISTS (SELECT 1 FROM stock_stockmove r WHERE r.reverses_id = m.id AND r.fact_id < %s AND NOT EXISTS "
        "(SELECT 1 FROM stock_stockmove undone WHERE undone.reverses_id = r.id AND undone.fact_id < %s)) "
        "FROM stock_stockmove m "
        f"WHERE m.company_id = %s AND {gateway.in_list('m.origin_line_id')} AND m.fact_id = %s ORDER BY m.id",
        (before, before, company, gateway.list_param(line_ids), trace.fact_id),
    )
    trace.moves = [TracedMove(r[0], r[1], r[2] or 0, r[3], r[4], r[5], r[6], bool(r[7])) for r in rows]


_VALUES = "SELECT book_id, item_id, move_id, quantity, amount, contra_key, kind, fact_id FROM stock_stockvalue WHERE "
_PLANNING_TIME = ids_within(dt.timedelta(seconds=10))
"""Rows of a fact have ids soon after its own."""


def _values(cur: Any, company: int, trace: Trace, before: int) -> None:
    own_moves = {m.id for m in trace.moves}
    rows = gateway.fetch(
        cur,
        f"{_VALUES}{gateway.in_list('move_id')} AND fact_id < %s ORDER BY id",
        (gateway.list_param(own_moves), before),
    )
    trace.values = [TracedValue(*r[:7], own=r[7] == trace.fact_id) for r in rows]
    written = gateway.fetch(
        cur,
        f"{_VALUES}company_id = %s AND fact_id = %s AND id > %s AND id < %s ORDER BY id",
        (company, trace.fact_id, trace.fact_id, trace.fact_id + _PLANNING_TIME),
    )
    trace.corrections = [TracedValue(*r[:7], own=True) for r in written if r[2] not in own_moves]


def _lines(cur: Any, company: int, trace: Trace, origin_id: int) -> None:
    rows = gateway.fetch(
        cur,
        "SELECT e.ledger_id, e.id, x.account_id, x.debit, x.credit, x.currency, x.amount_txn, x.rate, x.party_id, "
        "x.item_id, x.quantity, x.tax_code_id FROM ledger_entry e JOIN ledger_entryline x ON x.entry_id = e.id "
        "WHERE e.company_id = %s AND e.origin_id = %s AND e.fact_id = %s "
        "ORDER BY CASE e.kind WHEN 'backdate' THEN 1 ELSE 0 END, x.id",
        (company, origin_id, trace.fact_id),
    )
    trace.lines = [_line(row) for row in rows]


def _line(row: tuple[Any, ...]) -> TracedLine:
    values: list[Any] = [value or 0 for value in row]
    return TracedLine(*values)


def _open_items(cur: Any, company: int, trace: Trace, keys: list[int]) -> None:
    created = gateway.fetch(
        cur,
        "SELECT ledger_id, kind, origin_key FROM ledger_openitem "
        f"WHERE company_id = %s AND {gateway.in_list('origin_key')} AND fact_id = %s ORDER BY id",
        (company, gateway.list_param(keys), trace.fact_id),
    )
    settled = gateway.fetch(
        cur,
        "SELECT o.ledger_id, o.kind, o.origin_key, s.quantity, s.amount, s.amount_txn FROM ledger_settlement s "
        "JOIN ledger_openitem o ON o.id = s.open_item_id WHERE s.company_id = %s AND s.fact_id = %s ORDER BY s.id",
        (company, trace.fact_id),
    )
    trace.open_items = [
        *(TracedOpen(r[0], r[1], r[2], created=True) for r in created),
        *(TracedOpen(r[0], r[1], r[2], False, r[3], r[4], r[5]) for r in settled),
    ]


def _extend(needs: Needs, trace: Trace) -> None:
    for move in trace.moves:
        needs.items.add(move.item_id)
        for place in (move.from_location_id, move.to_location_id):
            needs.locations.add(place)
            needs.traced_balances.add((move.item_id, place, move.lot_id))
    valued = {value.item_id for value in (*trace.values, *trace.corrections)}
    needs.costed_items |= valued | {move.item_id for move in trace.moves}
    needs.items |= valued
    for item in trace.open_items:
        keys = needs.open_documents if item.kind in PARTY_KINDS else needs.open_lines
        keys.add(item.origin_key)
