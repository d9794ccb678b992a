"""Receivables and payables: open items for matching, and balances by party with ageing as of any date.

As of a past date an item is its amount plus the settlements dated up to that date, so the figures of a day can be
shown again at any time and the sum of all buckets is the control accounts' balance of that day.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from heliu.core import gateway
from heliu.core.document_schemas import amount_text
from heliu.core.paging import decode_cursor, encode_cursor
from heliu.core.scope import Scope
from heliu.finance.kinds import SIDE_ITEMS
from heliu.finance.queries.open_items import primary_ledger
from heliu.finance.rules.ageing import BUCKETS, bucket_of
from heliu.parties.models import Party

Shape = dict[str, Any]
_OPEN = "(NOT (o.open_amount = 0) OR NOT (o.open_txn = 0) OR NOT (o.open_quantity = 0))"


def open_items(
    scope: Scope,
    side: str,
    *,
    today: dt.date,
    party_id: int | None = None,
    currency: str = "",
    cursor: str | None = None,
    limit: int = 50,
) -> Shape:
    """Items that may be settled, the oldest due first; amounts debit-positive in the item's own currency."""
    kinds = SIDE_ITEMS[side]
    conditions = ["o.company_id = %s", "o.ledger_id = %s", "o.kind IN (%s, %s)", _OPEN]
    params: list[Any] = [scope.company_id, primary_ledger(scope.company_id).id, *kinds]
    for column, value in (("o.party_id", party_id), ("o.currency", currency or None)):
        if value is not None:
            conditions.append(f"{column} = %s")
            params.append(value)
    if cursor:
        due, row_id = decode_cursor(cursor, dt.date, int)
        conditions.append("(o.due_date > %s OR (o.due_date = %s AND o.id > %s))")
        params += [due, due, row_id]
    with gateway.cursor() as cur:
        rows = gateway.fetch(
            cur,
            "SELECT o.id, o.due_date, o.kind, o.business_date, o.currency, o.origin_kind, o.origin_id, o.origin_key, "  # noqa: S608
            "o.origin_number, o.amount_txn, o.open_txn, o.open_amount, p.id, p.code, p.name "
            "FROM ledger_openitem o LEFT JOIN parties_party p ON p.id = o.party_id "
            f"WHERE {' AND '.join(conditions)} ORDER BY o.due_date, o.id LIMIT {limit + 1}",
            params,
        )
    shaped = [_open_item(row, today) for row in rows[:limit]]
    last = rows[limit - 1] if len(rows) > limit else None
    return {"items": shaped, "next_cursor": encode_cursor(gateway.as_date(last[1]), last[0]) if last else None}


def _open_item(row: tuple[Any, ...], today: dt.date) -> Shape:
    due = gateway.as_date(row[1])
    return {
        "id": str(row[0]),
        "kind": row[2],
        "business_date": gateway.as_date(row[3]),
        "due_date": due,
        "overdue_days": max((today - due).days, 0),
        "currency": row[4],
        "origin": {
            "kind": row[5],
            "id": str(row[6]),
            "number": row[8],
            "line_id": str(row[7]) if row[7] != row[6] else None,
        },
        "amount": amount_text(row[9]),
        "open_amount": amount_text(row[10]),
        "open_functional": amount_text(row[11]),
        "party": {"id": str(row[12]), "code": row[13], "name": row[14]} if row[12] is not None else None,
    }


def aged_balances(scope: Scope, side: str, *, as_of: dt.date, party_id: int | None = None) -> Shape:
    """Balance by party with ageing, in ledger currency; positive = they owe us (AR) or we owe them (AP).

    Prepayments are shown apart and are not aged. Ordered by balance, the largest first.
    """
    sign = 1 if side == "AR" else -1
    documents, advance = SIDE_ITEMS[side]
    sums: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for party, kind, due, amount in _amounts(scope, side, as_of=as_of, party_id=party_id):
        bucket = "prepaid" if kind == advance else bucket_of(due_on=due, as_of=as_of)
        sums[party][bucket] += sign * amount
        sums[party]["balance"] += sign * amount
    names = _parties(scope, sums)
    ordered = sorted(sums.items(), key=lambda pair: (-pair[1]["balance"], pair[0]))
    total: dict[str, int] = defaultdict(int)
    for _, buckets in ordered:
        for name, amount in buckets.items():
            total[name] += amount
    return {
        "side": documents,
        "as_of": as_of,
        "currency": primary_ledger(scope.company_id).currency,
        "items": [{"party": names.get(party), **_aged(buckets)} for party, buckets in ordered],
        "total": _aged(total),
    }


def _aged(buckets: dict[str, int]) -> Shape:
    return {
        "balance": amount_text(buckets.get("balance", 0)),
        "prepaid": amount_text(buckets.get("prepaid", 0)),
        "overdue": amount_text(sum(buckets.get(name, 0) for name, _ in BUCKETS[1:])),
        "buckets": [{"name": name, "amount": amount_text(buckets.get(name, 0))} for name, _ in BUCKETS],
    }


def _amounts(
    scope: Scope, side: str, *, as_of: dt.date, party_id: int | None
) -> Iterable[tuple[int, str, dt.date, int]]:
    """(party, kind, due date, open amount in ledger currency) on the day, summed by due date.

    What is open now, and back again what was settled after the day: the cost is what is open, not what ever was.
    """
    items: list[Any] = [scope.company_id, primary_ledger(scope.company_id).id, *SIDE_ITEMS[side], as_of]
    own = ""
    if party_id is not None:
        own = " AND o.party_id = %s"
        items.append(party_id)
    chosen = f"o.company_id = %s AND o.ledger_id = %s AND o.kind IN (%s, %s) AND o.business_date <= %s{own}"
    with gateway.cursor() as cur:
        rows = gateway.fetch(
            cur,
            "SELECT party_id, kind, due_date, SUM(amount) FROM ("  # noqa: S608  own text, values are bound
            "SELECT o.party_id, o.kind, o.due_date, o.open_amount AS amount FROM ledger_openitem o "
            f"WHERE {chosen} AND {_OPEN} "
            "UNION ALL SELECT o.party_id, o.kind, o.due_date, -s.amount FROM ledger_settlement s "
            "JOIN ledger_openitem o ON o.id = s.open_item_id "
            f"WHERE s.company_id = %s AND s.business_date > %s AND {chosen}"
            ") parts GROUP BY party_id, kind, due_date",
            [*items, scope.company_id, as_of, *items],
        )
    return [(party or 0, kind, gateway.as_date(due), int(total)) for party, kind, due, total in rows if total]


def _parties(scope: Scope, ids: Iterable[int]) -> dict[int, Shape]:
    rows = Party.objects.filter(company_id=scope.company_id, id__in=list(ids)).values_list("id", "code", "name")
    return {row_id: {"id": str(row_id), "code": code, "name": name} for row_id, code, name in rows}


def exposure_items(scope: Scope, party_id: int) -> tuple[int, int]:
    """(receivables, prepayments received) of a party in ledger currency, 1e-4; prepayments are negative."""
    ledger = primary_ledger(scope.company_id)
    with gateway.cursor() as cur:
        rows = gateway.fetch(
            cur,
            "SELECT o.kind, SUM(o.open_amount) FROM ledger_openitem o WHERE o.company_id = %s AND o.ledger_id = %s "  # noqa: S608
            f"AND o.kind IN ('AR', 'ADVR') AND o.party_id = %s AND {_OPEN} GROUP BY o.kind",
            (scope.company_id, ledger.id, party_id),
        )
    found = {kind: int(total) for kind, total in rows}
    return found.get("AR", 0), found.get("ADVR", 0)
