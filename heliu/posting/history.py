"""The past of a costing bucket, read when a fact is dated before what the books already know."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from heliu.core import gateway


@dataclass(frozen=True, slots=True)
class Event:
    """One move of the bucket: all its value rows folded. amount without true-ups of negative stock, which are apart.

    mirrored: of a reversal, what it took back that is taken back by itself now, being free of its cause.
    is_price: no move, but what an invoice (fact_id) changed of the value of a receipt (move_id) on its own later day.
    """

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
    is_price: bool = False
    fact_id: int = 0
    mirrored: int = 0


_IS_PRICE = (
    "v.kind = 'price' AND v.business_date > %s "
    "AND (v.contra_key = 'AP' OR v.contra_key = 'PPV' AND v.business_date > m.business_date)"
)
"""Of an invoice, or of its reversal, which may leave a rest that the goods did not carry."""
_SUFFIX = (
    "SELECT m.id, m.business_date, SUM(v.quantity), "
    f"SUM(CASE WHEN v.kind = 'price' AND v.contra_key = 'COGS' OR ({_IS_PRICE}) THEN 0 ELSE v.amount END), "
    "SUM(CASE WHEN v.kind = 'price' AND v.contra_key = 'COGS' THEN v.amount ELSE 0 END), "
    "MAX(CASE WHEN v.quantity <> 0 THEN v.contra_key ELSE '' END), m.origin_line_id, m.reverses_id, m.quantity, "
    "MAX(CASE WHEN v.kind = 'reversal' THEN 1 ELSE 0 END) "
    "FROM stock_stockmove m JOIN stock_stockvalue v ON v.move_id = m.id AND v.book_id = %s "
    "WHERE m.company_id = %s AND m.item_id = %s AND m.business_date > %s AND v.fact_id < %s "
    "GROUP BY m.id, m.business_date, m.origin_line_id, m.reverses_id, m.quantity ORDER BY m.business_date, m.id"
)


_PRICES = (
    "SELECT v.id, v.move_id, v.business_date, v.amount, v.fact_id FROM stock_stockvalue v "
    "JOIN stock_stockmove m ON m.id = v.move_id "
    f"WHERE v.company_id = %s AND v.book_id = %s AND v.item_id = %s AND {_IS_PRICE} AND v.fact_id < %s"
)


def suffix(cur: Any, *, company_id: int, book_id: int, item_id: int, after: dt.date, before_fact: int) -> list[Event]:
    """What happened to the bucket after a business date, oldest first. Length: what was posted later, not the past.

    Invoices stand where they came: what left before them went without their price.
    """
    moves = gateway.fetch(cur, _SUFFIX, (after, book_id, company_id, item_id, after, before_fact))
    prices = gateway.fetch(cur, _PRICES, (company_id, book_id, item_id, after, before_fact))
    order = [(row[1], row[0], _move(row)) for row in moves] + [(row[2], row[0], _price(row)) for row in prices]
    return [event for _, _, event in sorted(order, key=lambda entry: entry[:2])]


def _price(row: tuple[Any, ...]) -> Event:
    _, move_id, day, amount, fact_id = row
    return Event(move_id, gateway.as_date(day), 0, int(amount), 0, "AP", 0, 0, 0, False, is_price=True, fact_id=fact_id)


def _move(r: tuple[Any, ...]) -> Event:
    return Event(
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
