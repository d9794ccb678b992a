"""Background sealer: chains posted entries by hash in the order of their ids, off the posting path.

An id is made before its transaction commits, so an entry may become visible after a later one was sealed. Entries rest
SETTLING before they are sealed, and every run looks back LOOK_BACK, so a late one is sealed next: the chain runs by its
own sequence and is verified along it.
"""

import datetime as dt
from itertools import groupby
from typing import Any

from heliu.core import clock, gateway
from heliu.core.ids import ids_within, next_ids
from heliu.core.scope import Scope
from heliu.core.transactions import writing
from heliu.ledger.models import EntrySeal
from heliu.ledger.rules.sealing import FIRST, canonical, seal

CHUNK = 2000
SETTLING = dt.timedelta(seconds=5)
LOOK_BACK = ids_within(dt.timedelta(hours=1))

ENTRY_SQL = (
    "SELECT e.id, e.company_id, e.ledger_id, e.period_id, {date}, e.word, e.number, e.kind, e.memo, e.origin_kind, "
    "e.origin_id, e.fact_id, e.reverses_id, e.posted_by_id, {instant} FROM ledger_entry e "
)
LINE_SQL = (
    "SELECT l.entry_id, l.line_no, l.id, l.ledger_id, l.account_id, {date}, l.debit, l.credit, l.currency, "
    "l.amount_txn, l.rate, l.party_id, l.item_id, l.quantity, l.tax_code_id FROM ledger_entryline l "
)
_UNSEALED = (
    "WHERE e.company_id = %s AND e.id > %s AND e.posted_at <= %s "
    "AND NOT EXISTS (SELECT 1 FROM ledger_entryseal s WHERE s.company_id = e.company_id AND s.entry_id = e.id) "
    "ORDER BY e.id LIMIT %s"
)
_LAST = "SELECT sequence, hash, entry_id FROM ledger_entryseal WHERE company_id = %s ORDER BY sequence DESC LIMIT 1"
_COLUMNS = ("id", "company_id", "entry_id", "sequence", "previous_hash", "hash")


def seal_entries(scope: Scope, *, limit: int = 100_000, settling: dt.timedelta = SETTLING) -> int:
    """Seal up to `limit` entries of the company in chunks of their own short transactions; returns how many."""
    scope.require("ledger.seal.create")
    sealed = 0
    while sealed < limit:
        count = _seal_chunk(scope, min(CHUNK, limit - sealed), clock.now() - settling)
        sealed += count
        if count < CHUNK:
            break
    return sealed


def _seal_chunk(scope: Scope, size: int, until: dt.datetime) -> int:
    with writing(), gateway.cursor() as cur:
        _lock_chain(cur, scope.company_id)
        last = gateway.fetch(cur, _LAST, (scope.company_id,))
        sequence, previous, newest = last[0] if last else (0, FIRST, 0)
        params = (scope.company_id, newest - LOOK_BACK, until, size)
        entries = gateway.fetch(cur, entry_sql() + _UNSEALED, params)
        if not entries:
            return 0
        lines = lines_of(cur, [int(entry[0]) for entry in entries])
        rows = []
        for row_id, entry in zip(next_ids(len(entries)), entries, strict=True):
            sequence += 1
            digest = seal(previous, canonical(entry, lines.get(entry[0], ())))
            rows.append((row_id, scope.company_id, entry[0], sequence, previous, digest))
            previous = digest
        gateway.insert(cur, EntrySeal, _COLUMNS, rows)
        return len(rows)


def _lock_chain(cur: Any, company_id: int) -> None:
    """One sealer per company at a time; the unique key on the sequence would refuse a second one anyway."""
    if gateway.is_postgresql():
        gateway.fetch(cur, "SELECT pg_advisory_xact_lock(%s)", (company_id,))


def entry_sql() -> str:
    """SELECT of an entry's sealed columns, dates and instants as the same text on both engines; ends before WHERE."""
    if gateway.is_postgresql():
        instant = "to_char(e.posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    else:
        instant = "substr(e.posted_at || '.000000', 1, 26)"
    return ENTRY_SQL.format(date=_iso("e.business_date"), instant=instant)


def lines_of(cur: Any, entry_ids: list[int]) -> dict[int, list[tuple[Any, ...]]]:
    """Lines per entry in their order, with the date as ISO text on both engines."""
    sql = LINE_SQL.format(date=_iso("l.business_date"))
    sql += f"WHERE {gateway.in_list('l.entry_id')} ORDER BY l.entry_id, l.line_no, l.id"
    rows = gateway.fetch(cur, sql, (gateway.list_param(entry_ids),))
    return {int(key): list(group) for key, group in groupby(rows, key=lambda row: row[0])}


def _iso(column: str) -> str:
    return f"to_char({column}, 'YYYY-MM-DD')" if gateway.is_postgresql() else column
