"""Reading what a batch needs, in few set-based statements, in the one lock order of the house.

Order: balances (item, location, lot), cost states (book, item), open items (id). Missing balances and cost states are
created at zero first, so that the lock exists before the decision.
"""

import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from heliu.core import gateway
from heliu.core.ids import next_id, observe
from heliu.posting.config import LedgerConfig, PostingConfig
from heliu.posting.errors import UnknownReference
from heliu.posting.layers import load_layers
from heliu.posting.masters import ItemFacts, Masters, Place
from heliu.posting.setup import Setup
from heliu.posting.state import Balance, BookState, BucketKey, Open, Original, Reserved
from heliu.stock.costing import Bucket
from heliu.stock.models import CostState, StockBalance

OWNED = frozenset({"storage", "transit"})
PARTY_KINDS = ("AR", "AP", "ADVR", "ADVP")


@dataclass(slots=True)
class Needs:
    """What the facts of a batch will touch; filled by posting.needs."""

    balances: set[tuple[int, int, int]] = field(default_factory=set)
    items: set[int] = field(default_factory=set)
    costed_items: set[int] = field(default_factory=set)
    locations: set[int] = field(default_factory=set)
    parties: set[int] = field(default_factory=set)
    open_lines: set[int] = field(default_factory=set)
    """document lines: GRIR, SHIP and GIT items; moves: SUSP items"""
    open_documents: set[int] = field(default_factory=set)
    """documents: AR, AP, ADVR, ADVP items"""
    originals: set[int] = field(default_factory=set)
    reservations: set[int] = field(default_factory=set)
    traced_balances: set[tuple[int, int, int]] = field(default_factory=set)
    """balances of reversed moves, places outside the company included; these are dropped once places are known"""


def load_state(cur: Any, setup: Setup, needs: Needs, *, lock: bool) -> BookState:
    """State for the batch; `lock` False for a dry run (reads only)."""
    state = BookState(masters=setup.masters)
    config, company = setup.config, setup.config.company_id
    load_masters(cur, company, needs, state.masters)
    loaders = []
    if needs.balances:
        loaders.append(_load_balances(cur, company, needs, state, lock=lock))
    if needs.costed_items:
        loaders.append(_load_buckets(cur, config, needs.costed_items, state, lock=lock))
    if needs.open_lines or needs.open_documents:
        loaders += _load_open_items(cur, config, needs, state, lock=lock)
    if needs.originals:
        loaders.append(_load_originals(cur, company, needs.originals, state))
    if needs.reservations:
        loaders.append(_load_reservations(cur, company, needs.reservations, state, lock=lock))
    gateway.together(cur, *loaders)
    load_layers(cur, company, state)
    return state


def load_masters(cur: Any, company: int, needs: Needs, masters: Masters) -> None:
    """Places, items and parties that are not known yet."""
    places = _unknown(needs.locations, masters.places)
    items = _unknown(needs.items, masters.items)
    parties = _unknown(needs.parties, masters.party_groups)
    if places or items or parties:
        gateway.together(
            cur,
            _load_places(cur, company, places, masters),
            _load_items(cur, company, items, masters),
            _load_parties(cur, company, parties, masters),
        )
    if needs.traced_balances:
        needs.balances |= {key for key in needs.traced_balances if masters.places[key[1]].kind in OWNED}


def _unknown(wanted: set[int], known: dict[int, Any]) -> set[int]:
    return {key for key in wanted if key not in known}


def _for_update(lock: bool) -> str:
    return " FOR NO KEY UPDATE" if lock and gateway.is_postgresql() else ""


def _load_places(cur: Any, company: int, ids: set[int], masters: Masters) -> Iterator[None]:
    if not ids:
        return
    answer = gateway.ask(
        cur,
        "SELECT l.id, l.kind, l.warehouse_id, w.allow_negative FROM stock_location l "
        "LEFT JOIN stock_warehouse w ON w.id = l.warehouse_id "
        f"WHERE +l.company_id = %s AND {gateway.in_list('l.id')}",
        (company, gateway.list_param(ids)),
    )
    yield
    for id_, kind, warehouse, negative in answer():
        masters.places[id_] = Place(kind, warehouse or 0, bool(negative))
    _require_all("location", ids, masters.places)


# `+company_id`: without statistics SQLite would walk the company's whole index instead of the given keys.


def _load_items(cur: Any, company: int, ids: set[int], masters: Masters) -> Iterator[None]:
    if not ids:
        return
    answer = gateway.ask(
        cur,
        "SELECT id, code, name, category_id, costing_method FROM catalog_item "
        f"WHERE +company_id = %s AND {gateway.in_list('id')}",
        (company, gateway.list_param(ids)),
    )
    yield
    for id_, code, name, category, method in answer():
        masters.items[id_] = ItemFacts(code, name, category or 0, method)
    _require_all("item", ids, masters.items)


def _load_parties(cur: Any, company: int, ids: set[int], masters: Masters) -> Iterator[None]:
    if not ids:
        return
    answer = gateway.ask(
        cur,
        "SELECT id, customer_group_id, supplier_group_id FROM parties_party "
        f"WHERE +company_id = %s AND {gateway.in_list('id')}",
        (company, gateway.list_param(ids)),
    )
    yield
    masters.party_groups.update({id_: (customer or 0, supplier or 0) for id_, customer, supplier in answer()})
    _require_all("party", ids, masters.party_groups)


def _require_all(noun: str, wanted: set[int], found: dict[int, Any]) -> None:
    missing = wanted - found.keys()
    if missing:
        raise UnknownReference(noun=noun, id=str(min(missing)))


_BALANCES = (
    "SELECT id, item_id, location_id, lot_key, on_hand, reserved, negative_allowed FROM stock_stockbalance "
    "WHERE company_id = %s AND {items} AND {locations} AND status = 'A' ORDER BY item_id, location_id, lot_key"
)


@functools.cache
def _balances_sql(items: str, locations: str, *, lock: bool) -> str:
    return _BALANCES.format(items=items, locations=locations) + _for_update(lock)


def _load_balances(cur: Any, company: int, needs: Needs, state: BookState, *, lock: bool) -> Iterator[None]:
    items = {k[0] for k in needs.balances}
    locations = {k[1] for k in needs.balances}
    of_items, item_params = gateway.among("item_id", items)
    of_locations, location_params = gateway.among("location_id", locations)
    sql = _balances_sql(of_items, of_locations, lock=lock)
    params = (company, *item_params, *location_params)
    answer = gateway.ask(cur, sql, params)
    yield
    rows = answer()
    missing = sorted(needs.balances - {(r[1], r[2], r[3]) for r in rows})
    if missing and lock:
        _create_balances(cur, company, missing, state)
        rows = gateway.fetch(cur, sql, params)
        missing = []
    for id_, item, location, lot, on_hand, reserved, _ in rows:
        allowed = state.masters.places[location].negative_allowed
        state.balances[(item, location, lot)] = Balance(id_, on_hand, reserved, allowed, on_hand < 0)
    for key in missing:
        state.balances[key] = Balance(0, 0, 0, state.masters.places[key[1]].negative_allowed)


def _create_balances(cur: Any, company: int, keys: Iterable[tuple[int, int, int]], state: BookState) -> None:
    gateway.add(
        cur,
        StockBalance,
        keys=("company_id", "item_id", "location_id", "lot_key", "status"),
        adds=("on_hand", "reserved"),
        extra=("id", "negative_allowed"),
        rows=[
            (company, item, location, lot, "A", 0, 0, next_id(), state.masters.places[location].negative_allowed)
            for item, location, lot in keys
        ],
    )


# as text: the driver's own way to a date is ten times slower
_BUCKETS = (
    "SELECT id, book_id, item_id, quantity, amount, last_unit_cost, CAST(last_date AS text), last_move_id "
    "FROM stock_coststate WHERE company_id = %s AND {books} AND {items} ORDER BY book_id, item_id"
)


@functools.cache
def _buckets_sql(books: str, items: str, *, lock: bool) -> str:
    return _BUCKETS.format(books=books, items=items) + _for_update(lock)


def _load_buckets(cur: Any, config: PostingConfig, items: set[int], state: BookState, *, lock: bool) -> Iterator[None]:
    books = config.by_book
    of_books, book_params = gateway.among("book_id", books)
    of_items, item_params = gateway.among("item_id", items)
    sql = _buckets_sql(of_books, of_items, lock=lock)
    params = (config.company_id, *book_params, *item_params)
    answer = gateway.ask(cur, sql, params)
    yield
    rows = answer()
    missing: list[BucketKey] = []
    if len(rows) < len(books) * len(items):
        known = {(r[1], r[2]) for r in rows}
        missing = sorted((book, item) for book in books for item in items if (book, item) not in known)
    if missing and lock:
        gateway.add(
            cur,
            CostState,
            keys=("company_id", "book_id", "item_id"),
            adds=("quantity", "amount"),
            extra=("id", "last_unit_cost", "last_move_id"),
            rows=[(config.company_id, book, item, 0, 0, next_id(), 0, 0) for book, item in missing],
        )
        rows = gateway.fetch(cur, sql, params)
        missing = []
    latest = 0
    for id_, book, item, quantity, amount, cost, last_date, last_move in rows:
        ledger = books[book]
        day = None if last_date is None else gateway.as_date(last_date)
        state.buckets[(book, item)] = Bucket(
            _is_fifo(ledger, state, item), ledger.exponent, quantity, amount, cost, day, last_move, id_
        )
        latest = max(latest, last_move)
    for book, item in missing:
        state.buckets[(book, item)] = empty_bucket(config, state, book, item)
    observe(latest)


def empty_bucket(config: PostingConfig, state: BookState, book: int, item: int) -> Bucket:
    """A bucket of nothing, costed by the item's own method or the book's."""
    ledger = config.by_book[book]
    return Bucket(fifo=_is_fifo(ledger, state, item), exponent=ledger.exponent)


def _is_fifo(ledger: LedgerConfig, state: BookState, item: int) -> bool:
    known = state.masters.items.get(item)
    method = known.costing_method if known is not None else ""
    return method == "fifo" if method in ("fifo", "moving_average") else ledger.fifo


_OPEN = (
    "SELECT id, ledger_id, kind, account_id, party_id, item_id, currency, business_date, due_date, origin_kind, "
    "origin_id, origin_key, origin_number, quantity, open_quantity, amount, open_amount, amount_txn, open_txn, fact_id "
    "FROM ledger_openitem WHERE company_id = %s AND {ledgers} AND {kinds} AND {keys} ORDER BY id"
)


def _load_open_items(
    cur: Any, config: PostingConfig, needs: Needs, state: BookState, *, lock: bool
) -> list[Iterator[None]]:
    return [
        _load_kinds(cur, config, kinds, keys, state, lock=lock)
        for kinds, keys in ((("GRIR", "SHIP", "GIT", "SUSP"), needs.open_lines), (PARTY_KINDS, needs.open_documents))
        if keys
    ]


def _load_kinds(
    cur: Any, config: PostingConfig, kinds: tuple[str, ...], keys: set[int], state: BookState, *, lock: bool
) -> Iterator[None]:
    marks = ", ".join(f"'{kind}'" for kind in kinds)
    of_ledgers, ledger_params = gateway.among("ledger_id", config.by_id)
    of_keys, key_params = gateway.among("origin_key", keys)
    sql = _OPEN.format(ledgers=of_ledgers, kinds=f"kind IN ({marks})", keys=of_keys)
    params = (config.company_id, *ledger_params, *key_params)
    answer = gateway.ask(cur, sql + _for_update(lock), params)
    yield
    latest = 0
    for row in answer():
        item = open_from_row(row)
        latest = max(latest, item.id)
        state.open_items[(item.ledger_id, item.kind, item.origin_key)] = item
    observe(latest)


def load_more_open_items(cur: Any, config: PostingConfig, needs: Needs, state: BookState) -> None:
    """Lock and add open items found necessary while planning; what is loaded already stays as it was changed."""
    known = dict(state.open_items)
    gateway.together(cur, *_load_open_items(cur, config, needs, state, lock=True))
    state.open_items.update(known)


def open_from_row(row: Sequence[Any]) -> Open:
    return Open(
        row[0],
        row[1],
        row[2],
        row[3],
        row[4] or 0,
        row[5] or 0,
        row[6],
        gateway.as_date(row[7]),
        gateway.as_date(row[8]),
        row[9],
        row[10],
        row[11],
        row[12],
        row[13],
        row[14],
        row[15],
        row[16],
        row[17],
        row[18],
        row[19],
    )


_NOW = 2**63 - 1
_ORIGINALS = (
    "SELECT m.id, m.origin_line_id, m.item_id, m.quantity, v.book_id, SUM(v.amount) FROM stock_stockmove m "
    "JOIN stock_stockvalue v ON v.move_id = m.id "
    "WHERE m.company_id = %s AND {lines} AND m.reverses_id IS NULL AND v.fact_id < %s "
    "GROUP BY m.id, m.origin_line_id, m.item_id, m.quantity, v.book_id"
)
_TAKEN_BACK = (
    "SELECT m.reverses_id, m.id, m.quantity, v.book_id, SUM(v.amount) FROM stock_stockmove m "
    "JOIN stock_stockvalue v ON v.move_id = m.id WHERE {originals} AND v.fact_id < %s "
    "AND NOT EXISTS (SELECT 1 FROM stock_stockmove undone WHERE undone.reverses_id = m.id AND undone.fact_id < %s) "
    "GROUP BY m.reverses_id, m.id, m.quantity, v.book_id"
)


def reload_originals(cur: Any, company: int, lines: set[int], state: BookState, *, before_fact: int = _NOW) -> None:
    """See posted lines as they stand now, or as they stood before that fact (replay)."""
    gateway.together(cur, _load_originals(cur, company, lines, state, before_fact))


def _load_originals(
    cur: Any, company: int, lines: set[int], state: BookState, before_fact: int = _NOW
) -> Iterator[None]:
    if not lines:
        return
    answer = gateway.ask(
        cur,
        _ORIGINALS.format(lines=gateway.in_list("m.origin_line_id")),
        (company, gateway.list_param(lines), before_fact),
    )
    yield
    by_move: dict[int, Original] = {}
    for move, line, item, quantity, book, amount in answer():
        original = by_move.get(move)
        if original is None:
            original = by_move[move] = Original(move, item, quantity, quantity)
            state.originals[line] = original
        original.amount_left[book] = abs(int(amount))
    if not by_move:
        return
    taken = gateway.fetch(
        cur,
        _TAKEN_BACK.format(originals=gateway.in_list("m.reverses_id")),
        (gateway.list_param(by_move), before_fact, before_fact),
    )
    seen: set[int] = set()
    for original_id, move, quantity, book, amount in taken:
        original = by_move[original_id]
        if move not in seen:
            seen.add(move)
            original.quantity_left -= quantity
        original.amount_left[book] -= abs(int(amount))


def _load_reservations(cur: Any, company: int, lines: set[int], state: BookState, *, lock: bool) -> Iterator[None]:
    answer = gateway.ask(
        cur,
        "SELECT id, item_id, location_id, lot_key, quantity, origin_line_id FROM stock_reservation "
        f"WHERE company_id = %s AND {gateway.in_list('origin_line_id')} AND quantity > 0 ORDER BY id"
        + _for_update(lock),
        (company, gateway.list_param(lines)),
    )
    yield
    for id_, item, location, lot, quantity, line in answer():
        state.reservations.setdefault(line, []).append(Reserved(id_, item, location, lot, quantity))
