"""Promises on stock 预占: reserve what is available for document lines, give it back when the line ends."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from heliu.core import gateway
from heliu.core.ids import next_id
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.stock.models import Reservation, StockBalance


@dataclass(frozen=True, slots=True)
class ReservationRequest:
    """Promise `quantity` (1e-6) of an item at a location to a document line; lot_key 0: of any lot."""

    item_id: int
    location_id: int
    quantity: int
    origin_kind: str
    origin_id: int
    origin_line_id: int
    lot_key: int = 0


_Key = tuple[int, int, int]
"""item, place, lot"""


@dataclass(slots=True)
class _Balance:
    row_id: int
    on_hand: int
    reserved: int


_BALANCES = (
    "SELECT id, item_id, location_id, lot_key, on_hand, reserved FROM stock_stockbalance "
    "WHERE company_id = %s AND {items} AND {places} AND status = 'A' ORDER BY item_id, location_id, lot_key"
)


@business_transaction
def reserve(scope: Scope, requests: Sequence[ReservationRequest]) -> list[int]:
    """Reserve as much as is available for each request, in order; returns the quantity really reserved per request.

    Never reserves more than on hand less already reserved; a line that holds a reservation gets it raised. Goods in
    lots are reserved from the first to expire.
    """
    if not requests:
        return []
    with gateway.cursor() as cur:
        balances = _locked_balances(cur, scope.company_id, requests)
        lots = _lots_by_expiry(cur, scope.company_id, balances)
        granted: list[int] = []
        raised: set[_Key] = set()
        rows: list[tuple[Any, ...]] = []
        for request in requests:
            parts = _free_parts(request, balances, lots)
            granted.append(sum(parts.values()))
            for key, quantity in parts.items():
                balances[key].reserved += quantity
                rows.append(_row(scope, request, lot_key=key[2], quantity=quantity))
            raised |= parts.keys()
        _store_reserved(cur, [balances[key] for key in sorted(raised)])
        gateway.add(
            cur,
            Reservation,
            keys=("company_id", "origin_kind", "origin_line_id", "location_id", "lot_key"),
            adds=("quantity",),
            extra=("id", "item_id", "origin_id"),
            rows=_merged(rows),
        )
    return granted


def _row(scope: Scope, request: ReservationRequest, *, lot_key: int, quantity: int) -> tuple[Any, ...]:
    """Keys, addend and what a new row also says, in the order that reserve() adds them."""
    return (
        scope.company_id,
        request.origin_kind,
        request.origin_line_id,
        request.location_id,
        lot_key,
        quantity,
        next_id(),
        request.item_id,
        request.origin_id,
    )


def _free_parts(
    request: ReservationRequest, balances: Mapping[_Key, _Balance], lots: Mapping[tuple[int, int], list[int]]
) -> dict[_Key, int]:
    """What each balance can give to the request."""
    place = (request.item_id, request.location_id)
    wanted = [request.lot_key] if request.lot_key else lots.get(place, [])
    left, found = request.quantity, {}
    for lot in wanted:
        balance = balances.get((*place, lot))
        part = max(0, min(left, balance.on_hand - balance.reserved)) if balance else 0
        if part:
            found[(*place, lot)] = part
            left -= part
    return found


def _lots_by_expiry(cur: Any, company_id: int, balances: Iterable[_Key]) -> dict[tuple[int, int], list[int]]:
    """(item, place) → its lots, first to expire first; 0, goods without a lot, before them."""
    keys = list(balances)
    named = {lot for _, _, lot in keys if lot}
    expiry: dict[int, tuple[bool, str, int]] = {0: (False, "", 0)}
    if named:
        sql = f"SELECT id, expires_on FROM stock_lot WHERE +company_id = %s AND {gateway.in_list('id')}"
        rows = gateway.fetch(cur, sql, (company_id, gateway.list_param(named)))
        expiry |= {lot: (day is None, str(day or ""), lot) for lot, day in rows}
    found: dict[tuple[int, int], list[int]] = {}
    for item, place, lot in sorted(keys, key=lambda key: expiry[key[2]]):
        found.setdefault((item, place), []).append(lot)
    return found


def _merged(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """One row per key; a repeated key adds up."""
    merged: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    for row in rows:
        known = merged.get(row[:5])
        merged[row[:5]] = row if known is None else (*row[:5], known[5] + row[5], *known[6:])
    return [merged[key] for key in sorted(merged)]


def _locked_balances(cur: Any, company_id: int, requests: Sequence[ReservationRequest]) -> dict[_Key, _Balance]:
    lock = " FOR NO KEY UPDATE" if gateway.is_postgresql() else ""
    sql = _BALANCES.format(items=gateway.in_list("item_id"), places=gateway.in_list("location_id"))
    rows = gateway.fetch(
        cur,
        sql + lock,
        (
            company_id,
            gateway.list_param({r.item_id for r in requests}),
            gateway.list_param({r.location_id for r in requests}),
        ),
    )
    return {(item, place, lot): _Balance(id_, on_hand, reserved) for id_, item, place, lot, on_hand, reserved in rows}


def _store_reserved(cur: Any, balances: Sequence[_Balance]) -> None:
    gateway.update(
        cur,
        StockBalance,
        keys=("id",),
        sets=("reserved",),
        rows=[(balance.reserved, balance.row_id) for balance in balances],
    )


@business_transaction
def release_reservations(
    scope: Scope, origin_kind: str, origin_line_ids: Sequence[int], quantities: Mapping[int, int] | None = None
) -> dict[int, int]:
    """Give back what the lines hold (or at most `quantities[line]`); returns line → quantity released."""
    if not origin_line_ids:
        return {}
    lock = " FOR NO KEY UPDATE" if gateway.is_postgresql() else ""
    with gateway.cursor() as cur:
        held = gateway.fetch(
            cur,
            "SELECT id, item_id, location_id, lot_key, quantity, origin_line_id FROM stock_reservation "
            f"WHERE company_id = %s AND origin_kind = %s AND {gateway.in_list('origin_line_id')} AND quantity > 0 "
            "ORDER BY item_id, location_id, lot_key, id",
            (scope.company_id, origin_kind, gateway.list_param(origin_line_ids)),
        )
        requests = [ReservationRequest(r[1], r[2], 0, origin_kind, 0, r[5], r[3]) for r in held]
        balances = _locked_balances(cur, scope.company_id, requests) if requests else {}
        current = gateway.fetch(
            cur,
            f"SELECT id, quantity FROM stock_reservation WHERE +company_id = %s AND {gateway.in_list('id')} "
            f"ORDER BY id{lock}",
            (scope.company_id, gateway.list_param([r[0] for r in held])),
        )
        quantity_now = {id_: int(quantity) for id_, quantity in current}
        released: dict[int, int] = {}
        updates: list[tuple[int, int]] = []
        for id_, item, place, lot, _, line in held:
            wanted = quantity_now[id_] if quantities is None else quantities.get(line, 0) - released.get(line, 0)
            part = max(0, min(wanted, quantity_now[id_]))
            released[line] = released.get(line, 0) + part
            balances[(item, place, lot)].reserved -= part
            updates.append((quantity_now[id_] - part, id_))
        _store_reserved(cur, [balances[key] for key in sorted(balances)])
        gateway.update(cur, Reservation, keys=("id",), sets=("quantity",), rows=sorted(updates, key=lambda u: u[1]))
    return released
