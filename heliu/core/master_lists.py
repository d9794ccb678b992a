"""Lists of master records over HTTP: keyset pages in any of a few orders, ranked pages when the user searches.

Ids are the tie-break, so a page is stable while records are added. A search shows its best MAX_MATCHES matches.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet

from heliu.core.errors import InvalidInput, said
from heliu.core.paging import bad_cursor, decode_cursor, encode_cursor, page_limit


@dataclass(frozen=True, slots=True)
class PageRequest:
    """sort: `code`, `-updated_at` …; empty = by relevance when q is given, else the list's first order."""

    q: str = ""
    sort: str = ""
    cursor: str = ""
    limit: int = 50

    @property
    def size(self) -> int:
        return page_limit(self.limit)


def sort_column(sort: str, allowed: Mapping[str, str]) -> tuple[str, bool]:
    """(column, descending) of `sort`; the first of `allowed` when empty. Raises InvalidInput."""
    name = sort.removeprefix("-") or next(iter(allowed))
    if name not in allowed:
        raise InvalidInput(
            loc=("sort",),
            field="sort",
            reason=said("one of {choices}, with - for descending.", choices=", ".join(allowed)),
        )
    return allowed[name], sort.startswith("-")


def keyset(
    rows: QuerySet[Any], page: PageRequest, *, columns: Sequence[str], orders: Mapping[str, str]
) -> tuple[list[dict[str, Any]], str | None]:
    """Rows of one page and the cursor of the next. `orders`: public name → column (never null, same on all rows)."""
    column, descending = sort_column(page.sort, orders)
    if page.cursor:
        value, last_id = decode_cursor(page.cursor, int | str, int)
        side = "lt" if descending else "gt"
        try:
            rows = rows.filter(**{f"{column}__{side}e": value}).filter(
                Q(**{f"{column}__{side}": value}) | Q(**{f"id__{side}": last_id})
            )
        except (ValueError, TypeError, ValidationError) as error:
            raise bad_cursor() from error
    sign = "-" if descending else ""
    wanted = (*columns, column) if column not in columns else tuple(columns)
    found = list(rows.order_by(f"{sign}{column}", f"{sign}id").values(*wanted)[: page.size + 1])
    if len(found) <= page.size:
        return found, None
    last = found[page.size - 1]
    return found[: page.size], encode_cursor(last[column], last["id"])


def ranked(
    ids: Sequence[int], page: PageRequest, read: Callable[[Sequence[int]], Mapping[int, dict[str, Any]]]
) -> tuple[list[dict[str, Any]], str | None]:
    """One page of search results in the order of `ids`; the cursor is the place in that order."""
    start = decode_cursor(page.cursor, int)[0] if page.cursor else 0
    if start < 0:
        raise bad_cursor()
    part = ids[start : start + page.size]
    rows = read(part)
    end = start + page.size
    return [rows[i] for i in part if i in rows], encode_cursor(end) if end < len(ids) else None
