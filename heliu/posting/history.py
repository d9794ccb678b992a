"""The past of a costing bucket, read when a fact is dated before what the books already know."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from heliu.core import gateway


@dataclass(frozen=True, slots=True)
class Event:
    """One move of the bucket: all its value rows folded. amount without true-ups of negative stock, which are apart."""

    move_id: int
    business_date: dt.date
    quantity: int
    amount: int
    true_up: int
    contra_key: str
    line_id: int
    reverses_id: int
    moved_quantity: int
    is_reversal: bool


_SUFFIX = (
    "SELECT m.id, m.business_date, SUM(v.quantity), "
    "SUM(CASE WHEN v.kind = 'price' AND v.contra_key = 'COGS' THEN 0 ELSE v.amount END), "
    "SUM(CASE WHEN v.kind = 'price' AND v.contra_key = 'COGS' THEN v.amount ELSE 0 END), "
    "MAX(CASE WHEN v.quantity <> 0 THEN v.contra_key ELSE '' END), m.origin_line_id, m.reverses_id, m.quantity, "
    "MAX(CASE WHEN v.kind = 'reversal' THEN 1 ELSE 0 END) "
    "FROM stock_stockmove m JOIN stock_stockvalue v ON v.move_id = m.id AND v.book_id = %s "
    "WHERE m.company_id = %s AND m.item_id = %s AND m.business_date > %s AND v.fact_id < %s "
    "GROUP BY m.id, m.business_date, m.origin_line_id, m.reverses_id, m.quantity ORDER BY m.business_date, m.id"
)


def suffix(cur: Any, *, company_id: int, book_id: int, item_id: int, after: dt.date, before_fact: int) -> list[Event]:
    """Moves of the bucket after a business date, oldest first. Length: what was posted later, not the whole past."""
    rows = gateway.fetch(cur, _SUFFIX, (book_id, company_id, item_id, after, before_fact))
    return [
        Event(
            r[0],
            gateway.as_date(r[1]),
            int(r[2]),
            int(r[3]),
            -int(r[4]),
            r[5],
            r[6],
            r[7] or 0,
            r[8],
            bool(r[9]),
        )
        for r in rows
    ]
