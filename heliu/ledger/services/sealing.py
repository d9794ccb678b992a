"""Background sealer: chains posted entries by hash in the order of their ids, off the posting path.

An id is made before its transaction commits, so an entry may become visible after a later one was sealed. Entries rest
SETTLING before they are sealed, and every run looks back LOOK_BACK, so a late one is sealed next: the chain runs by its
own sequence and is verified along it.
"""

import datetime as dt
from collections.abc import Sequence
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

_ENTRY_FIELDS = (
    "e.id", "e.company_id", "e.ledger_id", "e.period_id", "{date}", "e.word", "e.number", "e.kind", "e.memo",
    "e.origin_kind", "e.origin_id", "e.fact_id", "e.reverses_id", "e.posted_by_id", "{instant}",
)  # fmt: skip
_LINE_FIELDS = (
    "l.entry_id", "l.line_no", "l.id", "l.ledger_id", "l.account_id", "{date}", "l.debit", "l.credit", "l.currency",
    "l.amount_txn", "l.rate", "l.party_id", "l.item_id", "l.quantity", "l.tax_code_id",
)  # fmt: skip
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
            digest = seal(previous, canonical(entry[1], lines.get(entry[0], ())))
            rows.append((row_id, scope.company_id, entry[0], sequence, previous, digest))
            previous = digest
        gateway.insert(cur, EntrySeal, _COLUMNS, rows)
        return len(rows)


def _lock_chain(cur: Any, company_id: int) -> None:
    """One sealer per company at a time; the unique key on the sequence would refuse a second one anyway."""
    if gateway.is_postgresql():
        gateway.fetch(cur, "SELECT pg_advisory_xact_lock(%s)", (company_id,))


def entry_sql() -> str:
    """SELECT of an entry's id and sealed text, the same text on both engines; ends before WHERE."""
    if gateway.is_postgresql():
        instant = "to_char(e.posted_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
    else:
        instant = "substr(e.posted_at || '.000000', 1, 26)"
    text = _text(_ENTRY_FIELDS, date=_iso("e.business_date"), instant=instant)
    return f"SELECT e.id, {text} FROM ledger_entry e "  # noqa: S608  fields of ours


def lines_of(cur: Any, entry_ids: list[int]) -> dict[int, list[str]]:
    """Sealed text of the lines per entry, in their order."""
    text = _text(_LINE_FIELDS, date=_iso("l.business_date"))
    sql = f"SELECT l.entry_id, {text} FROM ledger_entryline l WHERE {gateway.in_list('l.entry_id')} "  # noqa: S608
    sql += "ORDER BY l.entry_id, l.line_no, l.id"
    rows = gateway.fetch(cur, sql, (gateway.list_param(entry_ids),))
    found: dict[int, list[str]] = {}
    for entry_id, text in rows:
        found.setdefault(entry_id, []).append(text)
    return found


def _text(fields: Sequence[str], **parts: str) -> str:
    """SQL that joins the fields of a row into one text; what is absent becomes a dash."""
    separator = "chr(31)" if gateway.is_postgresql() else "char(31)"
    terms = (f"COALESCE(CAST({field.format(**parts)} AS TEXT), '-')" for field in fields)
    return f" || {separator} || ".join(terms)


def _iso(column: str) -> str:
    return f"to_char({column}, 'YYYY-MM-DD')" if gateway.is_postgresql() else column
