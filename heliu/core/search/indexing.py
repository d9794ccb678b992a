"""Writing the search rows of records, together with the records and in their transaction."""

from collections.abc import Iterable
from typing import Any

from heliu.core import gateway
from heliu.core.ids import next_ids
from heliu.core.search import words
from heliu.core.search.tables import SearchTables


def add(cur: Any, tables: SearchTables, company_id: int, records: Iterable[tuple[int, words.Words]]) -> None:
    """Index new records."""
    term_rows: list[tuple[Any, ...]] = []
    text_rows: list[tuple[Any, ...]] = []
    for owner, known in records:
        terms = words.terms(known)
        term_rows += [(company_id, owner, term, origin) for term, origin in terms]
        text_rows.append((owner, company_id, words.text(known, terms)))
    ids = next_ids(len(term_rows))
    gateway.insert(
        cur,
        tables.term,
        ("id", "company_id", tables.owner, "term", "origin"),
        [(i, *row) for i, row in zip(ids, term_rows, strict=True)],
    )
    gateway.insert(cur, tables.text, ("id", "company_id", "text"), text_rows)


def replace(cur: Any, tables: SearchTables, company_id: int, records: Iterable[tuple[int, words.Words]]) -> None:
    """Index records anew after a change."""
    kept = list(records)
    owners = gateway.list_param(owner for owner, _ in kept)
    for table, column in ((tables.term_table, tables.owner), (tables.text_table, "id")):
        gateway.execute(
            cur,
            f'DELETE FROM "{table}" WHERE company_id = %s AND {gateway.in_list(column)}',  # noqa: S608
            (company_id, owners),
        )
    add(cur, tables, company_id, kept)
