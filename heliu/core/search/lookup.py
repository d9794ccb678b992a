"""Ranked search: exact word before prefix before substring, then by code. One function for lists and type-ahead."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection

from heliu.core import gateway
from heliu.core.search.tables import SearchTables
from heliu.core.search.words import TERM_LENGTH, normalise

MAX_MATCHES = 1000
_TRIGRAM = 3
_HIGHEST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Condition:
    """Trusted SQL over the master table `m`, never user text; values go through `params`."""

    sql: str = ""
    params: tuple[Any, ...] = ()

    def also(self, sql: str, *params: Any) -> "Condition":
        return Condition(f"{self.sql} AND {sql}" if self.sql else sql, (*self.params, *params))


ALL = Condition()


@dataclass(frozen=True, slots=True)
class _Search:
    tables: SearchTables
    company_id: int
    condition: Condition
    cursor: Any = field(repr=False)

    def rows(self, sql: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
        return gateway.fetch(self.cursor, sql, params)

    @property
    def and_condition(self) -> str:
        return f"AND {self.condition.sql}" if self.condition.sql else ""


def ranked_ids(
    tables: SearchTables, *, company_id: int, query: str, limit: int, condition: Condition = ALL
) -> list[int]:
    """Ids of the best `limit` (at most MAX_MATCHES) records for what the user typed; no duplicates.

    Ranking is among the first MAX_MATCHES prefix and the first MAX_MATCHES substring matches, so a one-letter query
    costs no more than a good one.
    """
    asked = normalise(query)
    if not asked:
        return []
    limit = min(limit, MAX_MATCHES)
    with gateway.cursor() as cur:
        search = _Search(tables, company_id, condition, cur)
        found = _by_prefix(search, asked[:TERM_LENGTH], limit)
        if len(found) < limit:
            known = set(found)
            found += [i for i in _by_substring(search, asked, limit + len(found)) if i not in known]
    return found[:limit]


def exact_ids(
    tables: SearchTables, *, company_id: int, term: str, origins: Sequence[str], condition: Condition = ALL
) -> list[int]:
    """Ids of records that carry exactly this word as one of `origins` (a code, a barcode)."""
    marks = ", ".join(["%s"] * len(origins))
    with gateway.cursor() as cur:
        search = _Search(tables, company_id, condition, cur)
        rows = search.rows(
            f'SELECT DISTINCT t."{tables.owner}" FROM "{tables.term_table}" t '  # noqa: S608
            f'JOIN "{tables.master_table}" m ON m.id = t."{tables.owner}" '
            f"WHERE t.company_id = %s AND t.term = %s AND t.origin IN ({marks}) {search.and_condition}",
            (company_id, normalise(term)[:TERM_LENGTH], *origins, *condition.params),
        )
    return [int(r[0]) for r in rows]


def _by_prefix(search: _Search, asked: str, limit: int) -> list[int]:
    """The index delivers words in order, so an exact word comes first however many longer ones follow."""
    tables = search.tables
    at_least, below = ("~>=~", "~<~") if connection.vendor == "postgresql" else (">=", "<")
    order = "USING ~<~" if connection.vendor == "postgresql" else "ASC"
    quality = "CASE WHEN f.term <> %s THEN 2 WHEN f.origin IN ('code', 'barcode') THEN 0 ELSE 1 END"
    rows = search.rows(
        f"SELECT f.owner, MIN({quality}) AS quality, f.code FROM ("  # noqa: S608
        f'SELECT t."{tables.owner}" AS owner, t.term, t.origin, m.code FROM "{tables.term_table}" t '
        f'JOIN "{tables.master_table}" m ON m.id = t."{tables.owner}" '
        f"WHERE t.company_id = %s AND t.term {at_least} %s AND t.term {below} %s {search.and_condition} "
        f"ORDER BY t.term {order} LIMIT {MAX_MATCHES}) f "
        f"GROUP BY f.owner, f.code ORDER BY quality, f.code, f.owner LIMIT {limit}",
        (asked, search.company_id, asked, asked + _HIGHEST, *search.condition.params),
    )
    return [int(r[0]) for r in rows]


def _by_substring(search: _Search, asked: str, limit: int) -> list[int]:
    """Records whose line holds every word of the query somewhere."""
    pieces = asked.split(" ")
    source, params = _substring_source(search, pieces)
    tables = search.tables
    join = "JOIN" if connection.vendor == "postgresql" else "CROSS JOIN"  # SQLite: text first, then the record
    rows = search.rows(
        f"SELECT f.id FROM (SELECT m.id, m.code FROM {source} "  # noqa: S608
        f'{join} "{tables.master_table}" m ON m.id = s.id WHERE {_substring_where(search, pieces)} '
        f"{search.and_condition} LIMIT {MAX_MATCHES}) f ORDER BY f.code, f.id LIMIT {limit}",
        (*params, search.company_id, *_substring_params(pieces), *search.condition.params),
    )
    return [int(r[0]) for r in rows]


def _substring_source(search: _Search, pieces: list[str]) -> tuple[str, tuple[Any, ...]]:
    """FTS5 narrows the candidates where a word has three letters; shorter words scan the narrow table."""
    tables = search.tables
    long = [p for p in pieces if len(p) >= _TRIGRAM]
    if connection.vendor == "postgresql" or not long:
        return f'"{tables.text_table}" s', ()
    phrase = " AND ".join('"' + p.replace('"', '""') + '"' for p in long)
    return (
        f'(SELECT rowid AS id FROM "{tables.fts_table}" WHERE "{tables.fts_table}" MATCH %s) c '  # noqa: S608
        f'CROSS JOIN "{tables.text_table}" s ON s.id = c.id',
        (phrase,),
    )


def _substring_where(search: _Search, pieces: list[str]) -> str:
    if connection.vendor == "postgresql":
        return " AND ".join(["s.company_id = %s", *["s.text LIKE %s"] * len(pieces)])
    return " AND ".join(["s.company_id = %s", *["instr(s.text, %s) > 0"] * len(pieces)])


def _substring_params(pieces: list[str]) -> list[str]:
    if connection.vendor != "postgresql":
        return pieces
    return ["%" + p.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%" for p in pieces]
