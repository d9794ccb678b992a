"""From a document's id to its number and back, over all document tables at once: what a voucher or a move links to.

Ids are unique across tables, so one UNION query answers for a whole page whatever the documents are.
"""

import functools
from collections.abc import Iterable, Sequence
from typing import Any

from django.apps import apps

from heliu.core import gateway
from heliu.core.documents import Document

_BY_ID = "SELECT id, number FROM {table} WHERE +company_id = %s AND {ids}"
_BY_NUMBER = "SELECT id, number FROM {table} WHERE company_id = %s AND number = %s"


@functools.cache
def _tables() -> tuple[str, ...]:
    return tuple(m._meta.db_table for m in apps.get_models() if issubclass(m, Document) and not m._meta.abstract)


def numbers_of(company_id: int, ids: Iterable[int]) -> dict[int, str]:
    """Number of each document that exists; unknown ids are left out."""
    wanted = sorted(set(ids))
    if not wanted:
        return {}
    rows = _union(_BY_ID.format(ids=gateway.in_list("id"), table="{table}"), (company_id, wanted))
    return {int(row[0]): str(row[1]) for row in rows}


def ids_of(company_id: int, number: str) -> list[int]:
    """Documents that carry exactly this number."""
    rows = _union(_BY_NUMBER, (company_id, number))
    return [int(row[0]) for row in rows]


def _union(template: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    tables = _tables()
    if not tables:
        return []
    adapted = [gateway.list_param(p) if isinstance(p, list) else p for p in params]
    sql = " UNION ALL ".join(template.format(table=f'"{table}"') for table in tables)
    with gateway.cursor() as cur:
        return gateway.fetch(cur, sql, adapted * len(tables))
