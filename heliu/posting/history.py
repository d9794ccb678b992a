"""The past of a costing bucket, read when a fact is dated before what the books already know."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from heliu.core import gateway
from heliu.posting.facts import PurchaseInvoicePosted

_INVOICE = PurchaseInvoicePosted.kind


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


_SUFFIX = (
    "SELECT m.id, m.business_date, SUM(v.quantity), "
    "SUM(CASE WHEN v.kind = 'price' AND v.contra_key IN ('COGS', 'AP') THEN 0 ELSE v.amount END), "
    "SUM(CASE WHEN v.kind = 'price' AND v.contra_key = 'COGS' THEN v.amount ELSE 0 END), "
    "MAX(CASE WHEN v.quantity <> 0 THEN v.contra_key ELSE '' END), m.origin_line_id, m.reverses_id, m.quantity, "
    "MAX(CASE WHEN v.kind = 'reversal' THEN 1 ELSE 0 END) "
    "FROM stock_stockmove m JOIN stock_stockvalue v ON v.move_id = m.id AND v.book_id = %s "
    "WHERE m.company_id = %s AND m.item_id = %s AND m.business_date > %s AND v.fact_id < %s "
    "GROUP BY m.id, m.business_date, m.origin_line_id, m.reverses_id, m.quantity ORDER BY m.business_date, m.id"
)
_PRICED = (
    "SELECT DISTINCT move_id FROM stock_stockvalue WHERE company_id = %s AND book_id = %s AND item_id = %s "
    "AND business_date > %s AND kind = 'price' AND contra_key = 'AP' AND fact_id < %s"
)
_PRICES = (
    "SELECT v.move_id, v.amount, v.fact_id, f.kind, COALESCE(f.reverses_id, 0), f.business_date, m.business_date "
    "FROM stock_stockvalue v JOIN posting_postedfact f ON f.id = v.fact_id JOIN stock_stockmove m ON m.id = v.move_id "
    "WHERE {moves} AND v.book_id = %s AND v.kind = 'price' AND v.contra_key = 'AP' AND v.fact_id < %s ORDER BY v.id"
)
_CAME_LATE = (
    "SELECT 1 FROM stock_stockmove "
    "WHERE company_id = %s AND item_id = %s AND business_date > %s AND fact_id < %s LIMIT 1"
)


def came_late(cur: Any, *, company_id: int, item_id: int, day: dt.date, fact_id: int) -> bool:
    """Whether the books knew a later day of the item when the fact of this day was posted."""
    return bool(gateway.fetch(cur, _CAME_LATE, (company_id, item_id, day, fact_id)))


def suffix(cur: Any, *, company_id: int, book_id: int, item_id: int, after: dt.date, before_fact: int) -> list[Event]:
    """What happened to the bucket after a business date, oldest first. Length: what was posted later, not the past.

    Invoices stand where they came: what left before them went without their price.
    """
    moves = gateway.fetch(cur, _SUFFIX, (book_id, company_id, item_id, after, before_fact))
    priced = {row[0] for row in gateway.fetch(cur, _PRICED, (company_id, book_id, item_id, after, before_fact))}
    events = [_move(row) for row in moves]
    priced |= {event.move_id for event in events if event.quantity > 0}
    if priced:
        sql = _PRICES.format(moves=gateway.in_list("v.move_id"))
        rows = gateway.fetch(cur, sql, (gateway.list_param(priced), book_id, before_fact))
        events += [event for event in _prices(rows) if event.business_date > after]
    return sorted(events, key=lambda event: (event.business_date, event.fact_id or event.move_id))


def _prices(rows: list[tuple[Any, ...]]) -> list[Event]:
    """One event per invoice and receipt, of what stands of it: less its reversal, and what late facts took of it."""
    days = {(r[0], r[2]): max(gateway.as_date(r[5]), gateway.as_date(r[6])) for r in rows if r[3] == _INVOICE}
    amounts: dict[tuple[int, int], int] = dict.fromkeys(days, 0)
    loose: list[tuple[int, int]] = []
    for move_id, amount, fact_id, kind, reverses_id, *_ in rows:
        key = (move_id, fact_id if kind == _INVOICE else reverses_id)
        if key in amounts:
            amounts[key] += int(amount)
        else:
            loose.append((move_id, int(amount)))
    for move_id, amount in loose:
        standing = [key for key, sum_ in amounts.items() if key[0] == move_id and sum_]
        if standing:
            amounts[max(standing)] += amount
    return [
        Event(move_id, days[(move_id, fact_id)], 0, amount, 0, "AP", 0, 0, 0, False, is_price=True, fact_id=fact_id)
        for (move_id, fact_id), amount in amounts.items()
    ]


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
