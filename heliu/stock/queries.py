"""Reads of the goods book. Quantities are scaled integers (1e-6 base units), amounts 1e-4; callers shape them."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from heliu.core import gateway
from heliu.core.errors import NotFound
from heliu.core.scope import Scope
from heliu.stock.models import Location, LocationKind, StockMove, Warehouse


@dataclass(frozen=True, slots=True)
class OnHand:
    """One row per item and warehouse; in_transit goods have warehouse_id 0."""

    item_id: int
    warehouse_id: int
    on_hand: int
    reserved: int

    @property
    def available(self) -> int:
        return self.on_hand - self.reserved


def stock_on_hand(scope: Scope, item_ids: Iterable[int], *, warehouse_id: int | None = None) -> list[OnHand]:
    """On hand and reserved of the items per warehouse the user may see; items without stock have no row."""
    ids = list(item_ids)
    if not ids:
        return []
    condition, params = "", []
    if warehouse_id is not None:
        condition, params = " AND l.warehouse_id = %s", [warehouse_id]
    with gateway.cursor() as cur:
        rows = gateway.fetch(
            cur,
            "SELECT b.item_id, l.warehouse_id, SUM(b.on_hand), SUM(b.reserved) FROM stock_stockbalance b "
            f"JOIN stock_location l ON l.id = b.location_id WHERE b.company_id = %s AND {gateway.in_list('b.item_id')}"
            f"{condition} GROUP BY b.item_id, l.warehouse_id",
            (scope.company_id, gateway.list_param(ids), *params),
        )
    visible = scope.warehouses
    return [
        OnHand(item, warehouse or 0, int(on_hand), int(reserved))
        for item, warehouse, on_hand, reserved in rows
        if visible is None or warehouse in visible
    ]


def available(scope: Scope, item_ids: Iterable[int], location_ids: Iterable[int]) -> dict[tuple[int, int], int]:
    """(item, location) → on hand less reserved, over all lots; missing keys mean zero."""
    items, places = list(item_ids), list(location_ids)
    if not items or not places:
        return {}
    with gateway.cursor() as cur:
        rows = gateway.fetch(
            cur,
            "SELECT item_id, location_id, SUM(on_hand - reserved) FROM stock_stockbalance "
            f"WHERE company_id = %s AND {gateway.in_list('item_id')} AND {gateway.in_list('location_id')} "
            "GROUP BY item_id, location_id",
            (scope.company_id, gateway.list_param(items), gateway.list_param(places)),
        )
    return {(item, place): int(free) for item, place, free in rows}


def free_since(scope: Scope, item_ids: Iterable[int], day: dt.date) -> dict[int, int]:
    """item → what of its available stock was there on that day and ever since: goods dated then may take it.

    Items of which nothing was are missing. For a day after the last move this is what is available now.
    """
    ids = list(item_ids)
    left: dict[int, int] = {}
    for row in stock_on_hand(scope, ids):
        left[row.item_id] = left.get(row.item_id, 0) + row.available
    free = dict(left)
    with gateway.cursor() as cur:
        for item, quantity in gateway.fetch(
            cur,
            "SELECT m.item_id, CASE WHEN t.kind IN ('storage', 'transit') THEN m.quantity ELSE -m.quantity END "
            "FROM stock_stockmove m JOIN stock_location f ON f.id = m.from_location_id "
            "JOIN stock_location t ON t.id = m.to_location_id "
            f"WHERE m.company_id = %s AND {gateway.in_list('m.item_id')} AND m.business_date >= %s "
            "AND (f.kind IN ('storage', 'transit')) <> (t.kind IN ('storage', 'transit')) "
            "ORDER BY m.item_id, m.business_date DESC, m.id DESC",
            (scope.company_id, gateway.list_param(ids), day),
        ):
            left[item] = left.get(item, 0) - quantity
            free[item] = min(free.get(item, 0), left[item])
    return {item: quantity for item, quantity in free.items() if quantity > 0}


@dataclass(frozen=True, slots=True)
class HeldStock:
    """What one place and lot (0 = none) hold for a document line, base units 1e-6."""

    line_id: int
    location_id: int
    lot_id: int
    quantity: int


def held_stock(scope: Scope, line_ids: Iterable[int]) -> list[HeldStock]:
    """What is reserved for these document lines."""
    with gateway.cursor() as cur:
        rows = gateway.fetch(
            cur,
            "SELECT origin_line_id, location_id, lot_key, quantity FROM stock_reservation "
            f"WHERE company_id = %s AND {gateway.in_list('origin_line_id')} AND quantity > 0",
            (scope.company_id, gateway.list_param(set(line_ids))),
        )
    return [HeldStock(*row) for row in rows]


def moved_lines(scope: Scope, line_ids: Iterable[int]) -> set[int]:
    """Those of the ids for which goods of the company moved."""
    rows = StockMove.objects.filter(company_id=scope.company_id, origin_line_id__in=set(line_ids))
    return set(rows.values_list("origin_line_id", flat=True))


def default_location(scope: Scope, warehouse_id: int) -> int:
    """The storage location goods go to when none is named. Raises NotFound, OutOfScope."""
    scope.require_warehouse(warehouse_id)
    found = (
        Location.objects.filter(company_id=scope.company_id, warehouse_id=warehouse_id, is_default=True)
        .values_list("id", flat=True)
        .first()
    )
    if found is None:
        raise NotFound(noun="Warehouse", id=str(warehouse_id))
    return int(found)


def counterpart(scope: Scope, kind: LocationKind) -> int:
    """The company's outside location of a kind (supplier, customer, production, loss) or its transit location."""
    found = (
        Location.objects.filter(company_id=scope.company_id, kind=kind, warehouse=None)
        .order_by("id")
        .values_list("id", flat=True)
        .first()
    )
    if found is None:
        raise NotFound(noun="Location", id=str(kind))
    return int(found)


def unit_costs(scope: Scope, book_id: int, item_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """item → (quantity, amount) of the bucket in a book; unit cost is amount / quantity."""
    with gateway.cursor() as cur:
        rows = gateway.fetch(
            cur,
            "SELECT item_id, quantity, amount FROM stock_coststate "
            f"WHERE company_id = %s AND book_id = %s AND {gateway.in_list('item_id')}",
            (scope.company_id, book_id, gateway.list_param(item_ids)),
        )
    return {item: (int(quantity), int(amount)) for item, quantity, amount in rows}


def has_stock(scope: Scope, warehouse_id: int) -> bool:
    """Whether anything is on hand or reserved in the warehouse."""
    with gateway.cursor() as cur:
        rows = gateway.fetch(
            cur,
            "SELECT 1 FROM stock_stockbalance b JOIN stock_location l ON l.id = b.location_id "
            "WHERE b.company_id = %s AND l.warehouse_id = %s AND (b.on_hand <> 0 OR b.reserved <> 0) LIMIT 1",
            (scope.company_id, warehouse_id),
        )
    return bool(rows)


def warehouses(scope: Scope) -> list[Warehouse]:
    """Warehouses the user may see, by code."""
    rows = Warehouse.objects.filter(company_id=scope.company_id).order_by("code")
    if scope.warehouses is not None:
        rows = rows.filter(id__in=scope.warehouses)
    return list(rows)
