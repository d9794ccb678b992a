"""What is on hand, and how it came and went (商品明细账)."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from heliu.catalog.queries.items import ItemFilter, search_item_ids
from heliu.core import currency as currencies
from heliu.core import gateway
from heliu.core.document_schemas import amount_text, price_text, quantity_text
from heliu.core.errors import InvalidInput, NotFound
from heliu.core.paging import decode_cursor, encode_cursor, page_limit
from heliu.core.rounding import divide_half_up, issue_value
from heliu.core.scales import AMOUNT_SCALE, PRICE_SCALE, QUANTITY_SCALE
from heliu.core.scope import Scope
from heliu.stock.queries import unit_costs
from heliu.warehouse import lookups
from heliu.warehouse.queries.shapes import Shape

_AMOUNT_TO_PRICE = PRICE_SCALE // AMOUNT_SCALE


@dataclass(frozen=True, slots=True)
class StockFilter:
    """q: code, name, pinyin or barcode; below_minimum / above_maximum compare with the item's limits; nonzero: no empty
    rows."""

    warehouse_id: int | None = None
    item_id: int | None = None
    item_ids: tuple[int, ...] = ()
    category_id: int | None = None
    q: str = ""
    below_minimum: bool = False
    above_maximum: bool = False
    negative: bool = False
    nonzero: bool = True


def primary_book(scope: Scope) -> int:
    """Valuation book of the primary ledger. Raises NotFound before the company's books are installed."""
    sql = (
        "SELECT v.book_id FROM posting_ledgervaluation v JOIN ledger_ledger l ON l.id = v.ledger_id "
        "WHERE v.company_id = %s AND l.is_primary"
    )
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id,))
    if not rows:
        raise NotFound(noun="Valuation book", id="primary")
    return int(rows[0][0])


_STOCK = (
    "SELECT i.id, i.code, i.name, i.specification, u.id, u.name, w.id, w.code, w.name, "
    "COALESCE(SUM(b.on_hand), 0), COALESCE(SUM(b.reserved), 0), i.min_stock, i.max_stock "
    "FROM catalog_item i JOIN catalog_unit u ON u.id = i.base_unit_id "
    "{join} stock_stockbalance b ON b.item_id = i.id AND b.company_id = i.company_id "
    "{join} stock_location l ON l.id = b.location_id AND l.kind = 'storage' "
    "{join} stock_warehouse w ON w.id = l.warehouse_id "
    "WHERE i.company_id = %s AND i.kind = 'goods'{where} "
    "GROUP BY i.id, i.code, i.name, i.specification, u.id, u.name, w.id, w.code, w.name, i.min_stock, i.max_stock "
    "HAVING {having} ORDER BY i.code, COALESCE(w.code, '') LIMIT %s"
)


def stock_rows(scope: Scope, by: StockFilter, *, cursor: str | None, limit: int) -> Shape:
    """One row per item and warehouse, by code. Goods that never moved appear where a minimum asks for them."""
    limit = page_limit(limit)
    where, params = _stock_where(scope, by, cursor)
    having = _stock_having(by)
    needs_all = by.below_minimum or not by.nonzero
    join = "LEFT JOIN" if needs_all and by.warehouse_id is None and scope.warehouses is None else "JOIN"
    sql = _STOCK.format(join=join, where=where, having=having)
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id, *params, limit + 1))
    more = len(rows) > limit
    rows = rows[:limit]
    costs = _costs(scope, {row[0] for row in rows}) if scope.sees_cost else {}
    last = rows[-1] if more else None
    return {
        "items": [_stock_row(row, costs) for row in rows],
        "next_cursor": encode_cursor(last[1], last[7] or "") if last else None,
    }


def _stock_where(scope: Scope, by: StockFilter, cursor: str | None) -> tuple[str, list[Any]]:
    where = ""
    params: list[Any] = []
    for column, value in (("w.id", by.warehouse_id), ("i.id", by.item_id), ("i.category_id", by.category_id)):
        if value is not None:
            where += f" AND {column} = %s"
            params.append(value)
    if scope.warehouses is not None:
        where += f" AND {gateway.in_list('w.id')}"
        params.append(gateway.list_param(scope.warehouses))
    if by.item_ids:
        where += f" AND {gateway.in_list('i.id')}"
        params.append(gateway.list_param(by.item_ids))
    if by.q.strip():
        where += f" AND {gateway.in_list('i.id')}"
        params.append(gateway.list_param(search_item_ids(scope, by.q, wanted=ItemFilter(status="all"))))
    if cursor:
        where += " AND (i.code, COALESCE(w.code, '')) > (%s, %s)"
        params += decode_cursor(cursor, str, str)
    return where, params


def _stock_having(by: StockFilter) -> str:
    on_hand = "COALESCE(SUM(b.on_hand), 0)"
    found = []
    if by.below_minimum:
        found.append(f"i.min_stock IS NOT NULL AND {on_hand} < i.min_stock")
    elif by.nonzero:
        found.append(f"({on_hand} <> 0 OR COALESCE(SUM(b.reserved), 0) <> 0)")
    if by.above_maximum:
        found.append(f"i.max_stock IS NOT NULL AND {on_hand} > i.max_stock")
    if by.negative:
        found.append(f"{on_hand} < 0")
    return " AND ".join(found) or "1 = 1"


def _costs(scope: Scope, item_ids: set[int]) -> dict[int, tuple[int, int, int]]:
    """item → (quantity, amount, exponent) of the primary book's bucket."""
    decimals = currencies.exponent(lookups.company_currency(scope))
    found = unit_costs(scope, primary_book(scope), sorted(item_ids))
    return {item: (quantity, amount, decimals) for item, (quantity, amount) in found.items()}


def _stock_row(row: tuple[Any, ...], costs: dict[int, tuple[int, int, int]]) -> Shape:
    on_hand, reserved = int(row[9]), int(row[10])
    value, unit_cost = _value_of(on_hand, costs.get(row[0]))
    return {
        "item": {"id": str(row[0]), "code": row[1], "name": row[2], "specification": row[3]},
        "unit": {"id": str(row[4]), "name": row[5]},
        "warehouse": {"id": str(row[6]), "code": row[7], "name": row[8]} if row[6] is not None else None,
        "on_hand": quantity_text(on_hand),
        "reserved": quantity_text(reserved),
        "available": quantity_text(on_hand - reserved),
        "min_stock": None if row[11] is None else quantity_text(row[11]),
        "max_stock": None if row[12] is None else quantity_text(row[12]),
        "unit_cost": unit_cost,
        "value": value,
    }


def _value_of(on_hand: int, bucket: tuple[int, int, int] | None) -> tuple[str | None, str | None]:
    """This warehouse's share of the company's bucket, and the cost of one unit."""
    if bucket is None or bucket[0] <= 0:
        return None, None
    quantity, amount, decimals = bucket
    unit_cost = divide_half_up(amount * QUANTITY_SCALE * _AMOUNT_TO_PRICE, quantity)
    share = issue_value(amount, on_hand, quantity, decimals) if 0 <= on_hand <= quantity else 0
    return amount_text(share), price_text(unit_cost)


_LOTS = (
    "SELECT t.id, t.code, t.produced_on, t.expires_on, l.id, l.code, l.name, SUM(b.on_hand), SUM(b.reserved) "
    "FROM stock_stockbalance b JOIN stock_lot t ON t.id = b.lot_key JOIN stock_location l ON l.id = b.location_id "
    "WHERE b.company_id = %s AND b.item_id = %s AND l.kind = 'storage' AND b.on_hand > 0{where} "
    "GROUP BY t.id, t.code, t.produced_on, t.expires_on, l.id, l.code, l.name "
    "ORDER BY t.expires_on IS NULL, t.expires_on, t.id, l.code"
)


def lots_on_hand(scope: Scope, item_id: int, warehouse_id: int | None) -> list[Shape]:
    """Lots of an item by expiry; those without a date last."""
    where, params = "", [scope.company_id, item_id]
    for wanted in ([warehouse_id] if warehouse_id is not None else None, scope.warehouses):
        if wanted is not None:
            where += f" AND {gateway.in_list('l.warehouse_id')}"
            params.append(gateway.list_param(wanted))
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, _LOTS.format(where=where), params)
    return [
        {
            "id": str(row[0]), "code": row[1], "produced_on": row[2], "expires_on": row[3],
            "location": {"id": str(row[4]), "code": row[5], "name": row[6]}, "on_hand": quantity_text(row[7]),
            "available": quantity_text(row[7] - row[8]),
        }
        for row in rows
    ]  # fmt: skip


# item ledger


@dataclass(frozen=True, slots=True)
class LedgerSpan:
    item_id: int
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    warehouse_id: int | None = None


def item_ledger(scope: Scope, span: LedgerSpan, *, cursor: str | None, limit: int) -> Shape:
    """Receipts and issues of an item in order, with the balance after each.

    Of the whole company with value; of one warehouse in quantities, transfers included.
    """
    limit = page_limit(limit)
    item = _item(scope, span.item_id)
    if span.warehouse_id is not None:
        scope.require_warehouse(span.warehouse_id)
    elif scope.warehouses is not None:
        raise InvalidInput(loc=("warehouse_id",), field="warehouse_id", reason="choose one of your warehouses.")
    source, params = _ledger_source(scope, span)
    opening = _ledger_opening(source, params, span)
    quantity, amount = opening
    condition, more_params = _span_condition(span)
    if cursor:
        date, row_id, quantity, amount = decode_cursor(cursor, dt.date, int, int, int)
        condition += " AND (business_date, id) > (%s, %s)"
        more_params += [date, row_id]
    sql = (
        "SELECT id, business_date, quantity, amount, origin_kind, origin_id, kind FROM ("  # noqa: S608
        f"{source}) AS rows_of_item WHERE {condition} ORDER BY business_date, id LIMIT %s"
    )
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (*params, *more_params, limit + 1))
    page, last = _running(scope, rows[:limit], quantity, amount)
    more = len(rows) > limit
    if not _shows_value(scope, span):
        page, last = [_without_value(row) for row in page], (last[0], 0)
    return {
        "item": item,
        "opening": {"quantity": quantity_text(opening[0]), "value": _money(scope, span, opening[1])},
        "items": page,
        "next_cursor": encode_cursor(gateway.as_date(rows[limit - 1][1]), rows[limit - 1][0], *last) if more else None,
    }


_BY_COMPANY = (
    "SELECT v.id, v.business_date, v.quantity, v.amount, f.origin_kind, f.origin_id, v.kind "
    "FROM stock_stockvalue v JOIN posting_postedfact f ON f.id = v.fact_id "
    "WHERE v.company_id = %s AND v.book_id = %s AND v.item_id = %s"
)
_BY_WAREHOUSE = (
    "SELECT m.id, m.business_date, "
    "CASE WHEN t.warehouse_id = %s THEN m.quantity ELSE -m.quantity END AS quantity, 0 AS amount, "
    "m.origin_kind, m.origin_id, 'move' AS kind FROM stock_stockmove m "
    "JOIN stock_location s ON s.id = m.from_location_id JOIN stock_location t ON t.id = m.to_location_id "
    "WHERE m.company_id = %s AND m.item_id = %s "
    "AND (COALESCE(s.warehouse_id, 0) = %s) <> (COALESCE(t.warehouse_id, 0) = %s)"
)


def _ledger_source(scope: Scope, span: LedgerSpan) -> tuple[str, list[Any]]:
    if span.warehouse_id is None:
        return _BY_COMPANY, [scope.company_id, primary_book(scope), span.item_id]
    place = span.warehouse_id
    return _BY_WAREHOUSE, [place, scope.company_id, span.item_id, place, place]


def _span_condition(span: LedgerSpan) -> tuple[str, list[Any]]:
    condition, params = "1 = 1", []
    if span.date_from is not None:
        condition += " AND business_date >= %s"
        params.append(span.date_from)
    if span.date_to is not None:
        condition += " AND business_date <= %s"
        params.append(span.date_to)
    return condition, params


def _ledger_opening(source: str, params: list[Any], span: LedgerSpan) -> tuple[int, int]:
    if span.date_from is None:
        return 0, 0
    sql = (
        "SELECT COALESCE(SUM(quantity), 0), COALESCE(SUM(amount), 0) FROM ("  # noqa: S608
        f"{source}) AS before_span WHERE business_date < %s"
    )
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (*params, span.date_from))
    return int(rows[0][0]), int(rows[0][1])


def _running(
    scope: Scope, rows: list[tuple[Any, ...]], quantity: int, amount: int
) -> tuple[list[Shape], tuple[int, int]]:
    numbers = _numbers(scope, {row[5] for row in rows})
    found = []
    for row_id, date, moved, value, origin_kind, origin_id, kind in rows:
        quantity += moved
        amount += value
        found.append(
            {
                "id": str(row_id),
                "date": gateway.as_date(date).isoformat(),
                "kind": kind,
                "origin": {"kind": origin_kind, "id": str(origin_id), "number": numbers.get(origin_id, "")},
                "quantity_in": quantity_text(moved) if moved > 0 else "0",
                "quantity_out": quantity_text(-moved) if moved < 0 else "0",
                "value": amount_text(value),
                "balance_quantity": quantity_text(quantity),
                "balance_value": amount_text(amount),
            }
        )
    return found, (quantity, amount)


_NUMBERS = (
    "SELECT id, number FROM warehouse_goodsdocument WHERE company_id = %s AND {ids} "
    "UNION ALL SELECT id, number FROM warehouse_transfer WHERE company_id = %s AND {ids} "
    "UNION ALL SELECT id, number FROM warehouse_stocktake WHERE company_id = %s AND {ids} "
    "UNION SELECT origin_id, origin_number FROM ledger_openitem WHERE company_id = %s AND {origins} "
    "AND kind IN ('AR', 'AP')"
)


def _numbers(scope: Scope, ids: set[int]) -> dict[int, str]:
    """Document id → number; invoices are known by what they left open."""
    sql = _NUMBERS.format(ids=gateway.in_list("id"), origins=gateway.in_list("origin_id"))
    params = (scope.company_id, gateway.list_param(ids)) * 4
    with gateway.cursor() as cur:
        return {row[0]: row[1] for row in gateway.fetch(cur, sql, params)}


def _item(scope: Scope, item_id: int) -> Shape:
    sql = "SELECT id, code, name, specification FROM catalog_item WHERE company_id = %s AND id = %s"
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id, item_id))
    if not rows:
        raise NotFound(noun="Item", id=str(item_id))
    return {"id": str(rows[0][0]), "code": rows[0][1], "name": rows[0][2], "specification": rows[0][3]}


def _money(scope: Scope, span: LedgerSpan, amount: int) -> str | None:
    return amount_text(amount) if _shows_value(scope, span) else None


def _shows_value(scope: Scope, span: LedgerSpan) -> bool:
    """Value belongs to the whole company and to who may see cost; the cursor must not tell it either."""
    return scope.sees_cost and span.warehouse_id is None


def _without_value(row: Shape) -> Shape:
    return {**row, "value": None, "balance_value": None}
