"""Numbers of documents and vouchers, taken inside the transaction, from a counter row locked last.

Vouchers are gapless (a rolled-back transaction gives its number back with the row). Business documents use the same
mechanism; a void document keeps its number, so every gap has an explanation.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

from heliu.core import gateway
from heliu.core.ids import next_id

# Alone, the second would do. But who waits in it for the row starts anew and may be overtaken again and again, while
# those who wait in an update stand in a queue.
_NEXT = (
    "UPDATE core_counter SET value = value + %s WHERE company_id = %s AND sequence = %s AND period = %s RETURNING value"
)
_FIRST = (
    "INSERT INTO core_counter (id, company_id, sequence, period, value) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (company_id, sequence, period) DO UPDATE SET value = core_counter.value + excluded.value "
    "RETURNING value"
)


def take(cur: Any, *, company_id: int, sequence: str, period: str, count: int = 1) -> int:
    """First of `count` consecutive numbers of (company, sequence, period); the row stays locked until commit."""
    key = (company_id, sequence, period)
    rows = gateway.fetch(cur, _NEXT, (count, *key)) or gateway.fetch(cur, _FIRST, (next_id(), *key, count))
    return int(rows[0][0]) - count + 1


def document_number(*, company_id: int, prefix: str, date: dt.date, width: int = 4) -> str:
    """Next number `{prefix}{yyyyMMdd}{sequence}`, e.g. CGDD202611220001; one sequence per prefix and day."""
    return document_numbers(company_id=company_id, prefix=prefix, date=date, count=1, width=width)[0]


def document_numbers(*, company_id: int, prefix: str, date: dt.date, count: int, width: int = 4) -> list[str]:
    """`count` consecutive numbers of one day; must run inside a business transaction."""
    day = date.strftime("%Y%m%d")
    with gateway.cursor() as cur:
        first = take(cur, company_id=company_id, sequence=f"doc:{prefix}", period=day, count=count)
    return [f"{prefix}{day}{first + i:0{width}d}" for i in range(count)]


def hold(*, company_id: int, prefixes: Collection[str], dates: Iterable[dt.date]) -> None:
    """Lock the counters of every document a flow will write, in one fixed order, before anything else is locked.

    A flow that numbers a second document after posting the first would otherwise meet its mirror image and deadlock.
    """
    if not gateway.is_postgresql():
        return  # one writer at a time, always
    days = sorted({date.strftime("%Y%m%d") for date in dates})
    with gateway.cursor() as cur:
        for prefix in sorted(prefixes):
            for day in days:
                take(cur, company_id=company_id, sequence=f"doc:{prefix}", period=day, count=0)


def free_codes(
    *, company_id: int, sequence: str, prefix: str, count: int, taken: Callable[[Sequence[str]], Collection[str]]
) -> list[str]:
    """`count` next codes `{prefix}000001` that nobody has: codes people gave by hand are stepped over.

    taken: which of the codes given exist already. Must run inside a business transaction.
    """
    found: list[str] = []
    with gateway.cursor() as cur:
        while missing := count - len(found):
            first = take(cur, company_id=company_id, sequence=sequence, period="", count=missing)
            codes = [f"{prefix}{first + i:06d}" for i in range(missing)]
            present = set(taken(codes))
            found += [code for code in codes if code not in present]
    return found
