"""Proof of the goods book on the live data: derived tables equal the fold of the immutable ones (账实相符).

Each check is one set-based statement; evidence names item, place and both figures in decimal.
"""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from heliu.core import gateway
from heliu.core.rounding import from_scaled
from heliu.core.scales import AMOUNT_SCALE, QUANTITY_SCALE
from heliu.core.verification import Verdict, verdict

_OWNED = "('storage', 'transit')"

_MOVED = (
    "SELECT m.item_id, l.id AS place, COALESCE(m.lot_id, 0) AS lot, m.quantity AS quantity "
    "FROM stock_stockmove m JOIN stock_location l ON l.id = m.to_location_id "
    f"WHERE m.company_id = %s AND l.kind IN {_OWNED} "
    "UNION ALL SELECT m.item_id, l.id, COALESCE(m.lot_id, 0), -m.quantity "
    "FROM stock_stockmove m JOIN stock_location l ON l.id = m.from_location_id "
    f"WHERE m.company_id = %s AND l.kind IN {_OWNED}"
)
_BINS = (
    "SELECT item_id, place, lot, SUM(book), SUM(stored) FROM ("
    f"SELECT item_id, place, lot, quantity AS book, 0 AS stored FROM ({_MOVED}) moved "
    "UNION ALL SELECT item_id, location_id, lot_key, 0, on_hand FROM stock_stockbalance WHERE company_id = %s"
    ") both_sides GROUP BY item_id, place, lot HAVING SUM(book) <> SUM(stored)"
)
_RESERVED = (
    "SELECT item_id, location_id, lot_key, SUM(promised), SUM(stored) FROM ("
    "SELECT item_id, location_id, lot_key, quantity AS promised, 0 AS stored FROM stock_reservation "
    "WHERE company_id = %s UNION ALL "
    "SELECT item_id, location_id, lot_key, 0, reserved FROM stock_stockbalance WHERE company_id = %s"
    ") both_sides GROUP BY item_id, location_id, lot_key HAVING SUM(promised) <> SUM(stored)"
)
_NEGATIVE = (
    "SELECT b.item_id, b.location_id, b.lot_key, b.on_hand, b.reserved FROM stock_stockbalance b "
    "JOIN stock_location l ON l.id = b.location_id LEFT JOIN stock_warehouse w ON w.id = l.warehouse_id "
    "WHERE b.company_id = %s AND ((b.on_hand < 0 AND NOT COALESCE(w.allow_negative, %s)) OR b.reserved < 0)"
)
_COSTS = (
    "SELECT book_id, item_id, SUM(q_fold), SUM(q_stored), SUM(a_fold), SUM(a_stored) FROM ("
    "SELECT book_id, item_id, quantity AS q_fold, 0 AS q_stored, amount AS a_fold, 0 AS a_stored "
    "FROM stock_stockvalue WHERE company_id = %s UNION ALL "
    "SELECT book_id, item_id, 0, quantity, 0, amount FROM stock_coststate WHERE company_id = %s"
    ") both_sides GROUP BY book_id, item_id HAVING SUM(q_fold) <> SUM(q_stored) OR SUM(a_fold) <> SUM(a_stored)"
)
_QUANTITY = (
    "SELECT c.book_id, c.item_id, c.quantity, COALESCE(b.quantity, 0), c.amount FROM stock_coststate c LEFT JOIN ("
    "SELECT item_id, SUM(on_hand) AS quantity FROM stock_stockbalance WHERE company_id = %s GROUP BY item_id"
    ") b ON b.item_id = c.item_id WHERE c.company_id = %s "
    "AND (c.quantity <> COALESCE(b.quantity, 0) OR (c.quantity = 0 AND c.amount <> 0))"
)
_LAYERS = (
    "SELECT c.book_id, c.item_id, c.quantity, COALESCE(x.quantity, 0), c.amount, COALESCE(x.amount, 0) "
    "FROM stock_coststate c JOIN stock_valuationbook b ON b.id = c.book_id JOIN catalog_item i ON i.id = c.item_id "
    "LEFT JOIN (SELECT book_id, item_id, SUM(quantity) AS quantity, SUM(amount) AS amount, MIN(quantity) AS least "
    "FROM stock_costlayer WHERE company_id = %s GROUP BY book_id, item_id"
    ") x ON x.book_id = c.book_id AND x.item_id = c.item_id WHERE c.company_id = %s "
    "AND 'fifo' = CASE WHEN i.costing_method IN ('fifo', 'moving_average') THEN i.costing_method "
    "ELSE b.cost_formula END "
    "AND ((c.quantity >= 0 AND (c.quantity <> COALESCE(x.quantity, 0) OR c.amount <> COALESCE(x.amount, 0))) "
    "OR COALESCE(x.least, 0) < 0)"
)


_USES = (
    "SELECT u.book_id, u.item_id, u.move_id, u.quantity, COALESCE(v.quantity, 0), u.amount, COALESCE(v.amount, 0) "
    "FROM (SELECT book_id, item_id, move_id, SUM(quantity) AS quantity, SUM(amount) AS amount FROM stock_costlayeruse "
    "WHERE company_id = %s GROUP BY book_id, item_id, move_id) u LEFT JOIN ("
    "SELECT book_id, move_id, SUM(quantity) AS quantity, SUM(amount) AS amount FROM stock_stockvalue "
    "WHERE company_id = %s GROUP BY book_id, move_id) v ON v.book_id = u.book_id AND v.move_id = u.move_id "
    "WHERE ABS(u.quantity) > ABS(COALESCE(v.quantity, 0)) OR u.quantity * COALESCE(v.quantity, 0) > 0 "
    "OR (u.quantity = -v.quantity AND u.amount <> -v.amount)"
)


def check_bins(company_id: int) -> Verdict:
    """G1: on hand of every bin = what moves brought there less what they took."""
    rows = _fetch(_BINS, (company_id,) * 3)
    found = (
        {"item": str(r[0]), "location": str(r[1]), "lot": str(r[2]), "moves": _q(r[3]), "bin": _q(r[4])} for r in rows
    )
    return verdict(
        "G1", "bins = moves 库位数量=出入库流水", rows=_count("stock_stockmove", company_id), violations=found
    )


def check_reserved(company_id: int) -> Verdict:
    """G2: reserved of every bin = the promises on it."""
    rows = _fetch(_RESERVED, (company_id, company_id))
    found = ({"item": str(r[0]), "location": str(r[1]), "promised": _q(r[3]), "bin": _q(r[4])} for r in rows)
    return verdict(
        "G2", "reserved = reservations 占用=预占", rows=_count("stock_reservation", company_id), violations=found
    )


def check_not_negative(company_id: int) -> Verdict:
    """G3: no bin below zero, unless its warehouse allows it."""
    rows = _fetch(_NEGATIVE, (company_id, False))
    found = ({"item": str(r[0]), "location": str(r[1]), "on_hand": _q(r[3]), "reserved": _q(r[4])} for r in rows)
    return verdict("G3", "never negative 无负库存", rows=_count("stock_stockbalance", company_id), violations=found)


def check_costs(company_id: int) -> Verdict:
    """G4: quantity and value of every bucket = fold of its value rows."""
    rows = _fetch(_COSTS, (company_id, company_id))
    found = (
        {
            "book": str(r[0]),
            "item": str(r[1]),
            "quantity_rows": _q(r[2]),
            "quantity_state": _q(r[3]),
            "value_rows": _a(r[4]),
            "value_state": _a(r[5]),
        }
        for r in rows
    )
    return verdict(
        "G4", "cost states = value rows 成本=价值流水", rows=_count("stock_stockvalue", company_id), violations=found
    )


def check_quantities(company_id: int) -> Verdict:
    """G5: a bucket holds what the bins hold, and nothing is worth nothing."""
    rows = _fetch(_QUANTITY, (company_id, company_id))
    found = (
        {"book": str(r[0]), "item": str(r[1]), "valued": _q(r[2]), "bins": _q(r[3]), "value": _a(r[4])} for r in rows
    )
    return verdict(
        "G5", "valued quantity = bins 账面数量=实物数量", rows=_count("stock_coststate", company_id), violations=found
    )


def check_layers(company_id: int) -> Verdict:
    """G6: FIFO layers add up to their bucket, and what moves took of them is what they were valued with."""
    return verdict(
        "G6",
        "FIFO layers = cost states 批次成本层",
        rows=_count("stock_costlayer", company_id),
        violations=chain(_wrong_layers(company_id), _wrong_uses(company_id)),
    )


def _wrong_layers(company_id: int) -> Iterator[dict[str, str]]:
    rows = _fetch(_LAYERS, (company_id, company_id))
    return (
        {
            "book": str(r[0]),
            "item": str(r[1]),
            "quantity_state": _q(r[2]),
            "quantity_layers": _q(r[3]),
            "value_state": _a(r[4]),
            "value_layers": _a(r[5]),
        }
        for r in rows
    )


def _wrong_uses(company_id: int) -> Iterator[dict[str, str]]:
    """Goods beyond stock come from no layer, so a move may use less than it takes, never more."""
    rows = _fetch(_USES, (company_id, company_id))
    return (
        {
            "book": str(r[0]),
            "item": str(r[1]),
            "move": str(r[2]),
            "quantity_used": _q(r[3]),
            "quantity_moved": _q(-r[4]),
            "value_used": _a(r[5]),
            "value_moved": _a(-r[6]),
        }
        for r in rows
    )


CHECKS: tuple[Callable[[int], Verdict], ...] = (
    check_bins,
    check_reserved,
    check_not_negative,
    check_costs,
    check_quantities,
    check_layers,
)


def _fetch(sql: str, params: tuple[Any, ...]) -> list[tuple[Any, ...]]:
    with gateway.cursor() as cur:
        return gateway.fetch(cur, sql, params)


def _count(table: str, company_id: int) -> int:
    return int(_fetch(f"SELECT COUNT(*) FROM {table} WHERE company_id = %s", (company_id,))[0][0])


def _q(value: Any) -> str:
    return str(from_scaled(int(value), QUANTITY_SCALE))


def _a(value: Any) -> str:
    return str(from_scaled(int(value), AMOUNT_SCALE))
