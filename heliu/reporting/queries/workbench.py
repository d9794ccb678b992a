"""The workbench: sales, margin, stock, money owed and what waits to be done, straight from both books.

Figures of a day or month come from the money book by account and date; none scans the whole history. Amounts are in the
currency of the primary ledger, decimal strings.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from heliu.core import clock, gateway
from heliu.core.document_schemas import amount_text, quantity_text
from heliu.core.errors import NotFound
from heliu.core.scope import Scope

Shape = dict[str, Any]
TREND_DAYS = 30
_QUIET_DAYS = 60
_SHOWN = 8
_REVENUE_KEYS = ("REVENUE", "SERVICE_REVENUE", "SALES_DISCOUNT")
_COST_KEYS = ("COGS", "PPV")


@dataclass(frozen=True, slots=True)
class _Books:
    ledger_id: int
    book_id: int
    currency: str
    zone: str


def workbench(scope: Scope, *, as_of: dt.date | None = None) -> Shape:
    """Everything the first page shows. `as_of` defaults to today, or to the last day of trade when that is long ago."""
    with gateway.cursor() as cur:
        books = _primary(cur, scope)
        latest = _latest_day(cur, scope, books)
        today = clock.today(books.zone)
        day = as_of or (latest if latest and latest < today - dt.timedelta(days=_QUIET_DAYS) else today)
        trend = _trend(cur, scope, books, day)
        shape: Shape = {
            "as_of": day.isoformat(),
            "today": today.isoformat(),
            "latest_trade_date": _iso(latest),
            "earlier_trade_date": _iso(_latest_day(cur, scope, books, before=_trend_start(day))),
            "currency": books.currency,
            "sales": _sales(trend, day, sees_cost=scope.sees_cost),
            "trend": _trend_rows(trend, day, sees_cost=scope.sees_cost),
            "waiting": _waiting(cur, scope),
            "below_minimum": _below_minimum(cur, scope),
            "top_items": _top_items(cur, scope, day),
        }
        if scope.can("finance.receivable.read"):
            shape["receivables"] = _owed(cur, scope, books, ("AR", "ADVR"), day)
        if scope.can("finance.payable.read"):
            shape["payables"] = _owed(cur, scope, books, ("AP", "ADVP"), day)
        if scope.sees_cost:
            shape["stock"] = _stock(cur, scope, books)
    return shape


def _primary(cur: Any, scope: Scope) -> _Books:
    rows = gateway.fetch(
        cur,
        "SELECT l.id, v.book_id, l.currency, c.time_zone FROM ledger_ledger l "
        "JOIN posting_ledgervaluation v ON v.ledger_id = l.id JOIN access_company c ON c.id = l.company_id "
        "WHERE l.company_id = %s AND l.is_primary",
        (scope.company_id,),
    )
    if not rows:
        raise NotFound(noun="Primary ledger", id=str(scope.company_id))
    return _Books(*rows[0])


def _accounts(cur: Any, scope: Scope, books: _Books, keys: tuple[str, ...]) -> list[int]:
    rows = gateway.fetch(
        cur,
        "SELECT DISTINCT account_id FROM posting_accountrule "
        f"WHERE company_id = %s AND ledger_id = %s AND {gateway.in_list('key')}",
        (scope.company_id, books.ledger_id, gateway.list_param(keys)),
    )
    return [int(row[0]) for row in rows]


def _latest_day(cur: Any, scope: Scope, books: _Books, *, before: dt.date = dt.date.max) -> dt.date | None:
    """The last day with an entry; with `before` the last one earlier than that."""
    rows = gateway.fetch(
        cur,
        "SELECT MAX(business_date) FROM ledger_entry WHERE company_id = %s AND ledger_id = %s AND business_date < %s",
        (scope.company_id, books.ledger_id, before),
    )
    return gateway.as_date(rows[0][0]) if rows[0][0] else None


def _trend_start(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=TREND_DAYS - 1)


def _trend(cur: Any, scope: Scope, books: _Books, day: dt.date) -> dict[dt.date, list[int]]:
    """date → [revenue, cost of sales] for the days of this month and of the trend."""
    start = min(day.replace(day=1), _trend_start(day))
    totals: dict[dt.date, list[int]] = {}
    for slot, keys, sign in ((0, _REVENUE_KEYS, -1), (1, _COST_KEYS, 1)):
        for account in _accounts(cur, scope, books, keys):
            rows = gateway.fetch(
                cur,
                "SELECT business_date, SUM(debit) - SUM(credit) FROM ledger_entryline "
                "WHERE company_id = %s AND ledger_id = %s AND account_id = %s "
                "AND business_date >= %s AND business_date <= %s GROUP BY business_date",
                (scope.company_id, books.ledger_id, account, start, day),
            )
            for date, amount in rows:
                totals.setdefault(gateway.as_date(date), [0, 0])[slot] += sign * int(amount)
    return totals


def _sales(trend: dict[dt.date, list[int]], day: dt.date, *, sees_cost: bool) -> Shape:
    month = [v for d, v in trend.items() if d >= day.replace(day=1)]
    today = trend.get(day, [0, 0])
    yesterday = trend.get(day - dt.timedelta(days=1), [0, 0])
    shape: Shape = {
        "today": amount_text(today[0]),
        "yesterday": amount_text(yesterday[0]),
        "month": amount_text(sum(v[0] for v in month)),
    }
    if sees_cost:
        shape["today_margin"] = amount_text(today[0] - today[1])
        shape["month_margin"] = amount_text(sum(v[0] - v[1] for v in month))
    return shape


def _trend_rows(trend: dict[dt.date, list[int]], day: dt.date, *, sees_cost: bool) -> list[Shape]:
    rows: list[Shape] = []
    for back in range(TREND_DAYS - 1, -1, -1):
        date = day - dt.timedelta(days=back)
        revenue, cost = trend.get(date, [0, 0])
        row: Shape = {"date": date.isoformat(), "sales": amount_text(revenue)}
        if sees_cost:
            row["margin"] = amount_text(revenue - cost)
        rows.append(row)
    return rows


def _owed(cur: Any, scope: Scope, books: _Books, kinds: tuple[str, str], day: dt.date) -> Shape:
    """Total and overdue of what is open, both positive in the natural direction; prepayments apart."""
    sign = 1 if kinds[0] == "AR" else -1
    rows = gateway.fetch(
        cur,
        "SELECT kind, SUM(open_amount), SUM(CASE WHEN due_date < %s THEN open_amount ELSE 0 END) FROM ledger_openitem "
        "WHERE company_id = %s AND ledger_id = %s AND kind IN (%s, %s) "
        "AND (NOT (open_amount = 0) OR NOT (open_txn = 0) OR NOT (open_quantity = 0)) GROUP BY kind",
        (day, scope.company_id, books.ledger_id, *kinds),
    )
    by_kind = {kind: (int(total), int(overdue)) for kind, total, overdue in rows}
    total, overdue = by_kind.get(kinds[0], (0, 0))
    return {
        "total": amount_text(sign * total),
        "overdue": amount_text(sign * overdue),
        "prepaid": amount_text(-sign * by_kind.get(kinds[1], (0, 0))[0]),
    }


def _stock(cur: Any, scope: Scope, books: _Books) -> Shape:
    rows = gateway.fetch(
        cur,
        "SELECT COALESCE(SUM(amount), 0), COALESCE(SUM(CASE WHEN quantity > 0 THEN 1 ELSE 0 END), 0), "
        "COALESCE(SUM(quantity), 0) FROM stock_coststate WHERE company_id = %s AND book_id = %s",
        (scope.company_id, books.book_id),
    )
    value, items, quantity = rows[0]
    return {"value": amount_text(int(value)), "items": int(items), "quantity": quantity_text(int(quantity))}


_OPEN_ORDERS = ("approved", "in_progress")


def _waiting(cur: Any, scope: Scope) -> Shape:
    """Counts of what somebody has to do next."""
    counts: Shape = {}
    for name, table, states in (
        ("orders_to_approve", "sales_salesorder", ("submitted",)),
        ("orders_to_ship", "sales_salesorder", _OPEN_ORDERS),
        ("purchases_to_approve", "purchasing_purchaseorder", ("submitted",)),
        ("purchases_to_receive", "purchasing_purchaseorder", _OPEN_ORDERS),
    ):
        rows = gateway.fetch(
            cur,
            f"SELECT COUNT(*) FROM {table} WHERE company_id = %s AND {gateway.in_list('state')}",
            (scope.company_id, gateway.list_param(states)),
        )
        counts[name] = int(rows[0][0])
    return counts


def _below_minimum(cur: Any, scope: Scope) -> Shape:
    """Items whose stock of all visible warehouses is under their minimum, the emptiest first."""
    visible = "" if scope.warehouses is None else f" AND {gateway.in_list('l.warehouse_id')}"
    params = [] if scope.warehouses is None else [gateway.list_param(scope.warehouses)]
    rows = gateway.fetch(
        cur,
        "SELECT i.id, i.code, i.name, i.min_stock, COALESCE(SUM(b.quantity), 0) FROM catalog_item i LEFT JOIN ("
        "SELECT s.item_id, s.on_hand AS quantity FROM stock_stockbalance s "
        "JOIN stock_location l ON l.id = s.location_id "
        f"WHERE s.company_id = %s AND l.kind = 'storage'{visible}) b ON b.item_id = i.id "
        "WHERE i.company_id = %s AND i.min_stock > 0 AND i.status = 'active' "
        "GROUP BY i.id, i.code, i.name, i.min_stock HAVING COALESCE(SUM(b.quantity), 0) < i.min_stock "
        "ORDER BY COALESCE(SUM(b.quantity), 0) - i.min_stock",
        (scope.company_id, *params, scope.company_id),
    )
    return {
        "count": len(rows),
        "items": [
            {
                "id": str(r[0]),
                "code": r[1],
                "name": r[2],
                "min_stock": quantity_text(int(r[3])),
                "on_hand": quantity_text(int(r[4])),
            }
            for r in rows[:_SHOWN]
        ],
    }


def _top_items(cur: Any, scope: Scope, day: dt.date) -> list[Shape]:
    """What sold best in the days of the trend, by net amount in transaction currency."""
    rows = gateway.fetch(
        cur,
        "SELECT i.id, i.code, i.name, SUM(x.quantity), SUM(x.net) FROM finance_salesinvoice h "
        "CROSS JOIN finance_salesinvoiceline x "  # CROSS: SQLite begins with the invoices of these days
        "JOIN catalog_item i ON i.id = x.item_id "
        "WHERE x.company_id = h.company_id AND x.document_id = h.id "
        "AND h.company_id = %s AND h.business_date >= %s AND h.business_date <= %s AND h.state = 'posted' "
        "AND i.kind = 'goods' GROUP BY i.id, i.code, i.name ORDER BY SUM(x.net) DESC LIMIT %s",
        (scope.company_id, _trend_start(day), day, _SHOWN),
    )
    return [
        {
            "id": str(r[0]),
            "code": r[1],
            "name": r[2],
            "quantity": quantity_text(int(r[3])),
            "net": amount_text(int(r[4])),
        }
        for r in rows
    ]


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()
