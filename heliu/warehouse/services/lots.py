"""Which lot goods belong to: incoming ones name it, outgoing ones leave from the lot that expires first."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from heliu.catalog.entries import LineRefused, ResolvedEntry
from heliu.catalog.models import Item
from heliu.catalog.parts import told
from heliu.core import currency as currencies
from heliu.core import gateway
from heliu.core.document_schemas import quantity_text
from heliu.core.errors import said
from heliu.core.ids import next_id
from heliu.core.rounding import amount_step, split_largest_remainder
from heliu.core.scope import Scope
from heliu.stock.queries import held_stock
from heliu.stock.services import NewLot, ensure_lots
from heliu.warehouse import rules
from heliu.warehouse.drafts import NewGoodsDocument, PreparedDocument, PreparedLine

Free = dict[tuple[int, int], list[tuple[int, int]]]
"""(item, place) → (lot, available to everybody), first to expire first."""
Expiry = dict[int, dt.date]
"""lot → last day on which it may be sold; lots without a date are missing."""
Held = dict[tuple[int, int], dict[int, int]]
"""(order line, place) → lot → reserved for it."""


def named_lots(scope: Scope, drafts: Sequence[NewGoodsDocument]) -> dict[tuple[int, str], int]:
    """(item, code) → lot of every line that names its lot by code."""
    wanted = [
        NewLot(line.item_id, line.lot_code, line.produced_on, line.expires_on)
        for draft in drafts
        for line in draft.lines
        if line.lot_code
    ]
    return ensure_lots(scope, wanted) if wanted else {}


def require_lots(documents: Sequence[PreparedDocument]) -> list[PreparedDocument]:
    """Raises LineRefused for incoming goods of an item with lots whose lot is not named."""
    for document in documents:
        if document.terms.document_type not in rules.INBOUND:
            continue
        for index, line in enumerate(document.lines):
            if line.entry.tracks_lots and not line.lot_id:
                raise _refuse(index, "this item is kept in lots; name the lot on the label.")
    return list(documents)


def choose_lots(scope: Scope, documents: Sequence[PreparedDocument], *, lock: bool) -> list[PreparedDocument]:
    """Lots of outgoing lines that name none: one lot, or a part of the line for each where none holds it all.

    An expired lot goes to a customer only by name. lock: nobody else takes from the lots until commit. Raises
    LineRefused when all lots together hold less.
    """
    require_lots(documents)
    open_lines = [line for document in documents for line in document.lines if _needs_choice(document, line)]
    if not open_lines:
        return list(documents)
    if lock:
        _lock_balances(scope, [line for document in documents for line in document.lines])
    (free, expiry), held = _free(scope, open_lines), _held(scope, open_lines)
    units = _base_units(scope, open_lines)
    return [_chosen(document, free, held, units, _expired(document, expiry)) for document in documents]


def _expired(document: PreparedDocument, expiry: Expiry) -> frozenset[int]:
    """Lots that go to no customer by themselves on the day of the document."""
    if document.terms.document_type != rules.SHIPMENT:
        return frozenset()
    return frozenset(lot_id for lot_id, day in expiry.items() if day < document.terms.business_date)


def _needs_choice(document: PreparedDocument, line: PreparedLine) -> bool:
    return line.entry.tracks_lots and not line.lot_id and document.terms.document_type not in rules.INBOUND


def _chosen(
    document: PreparedDocument, free: Free, held: Held, units: Mapping[int, int], expired: frozenset[int]
) -> PreparedDocument:
    lines: list[PreparedLine] = []
    step = amount_step(currencies.exponent(document.terms.currency))
    for index, line in enumerate(document.lines):
        if not _needs_choice(document, line):
            lines.append(line)
            continue
        lots = free.get((line.entry.item_id, line.location_id), [])
        own = held.get((line.order_line_id, line.location_id), {})
        held_here = [(lot_id, left + own.get(lot_id, 0)) for lot_id, left in lots if left + own.get(lot_id, 0) > 0]
        available = [(lot_id, quantity) for lot_id, quantity in held_here if lot_id not in expired]
        parts = rules.by_expiry(line.entry.quantity, available)
        if not parts:
            together = quantity_text(sum(quantity for _, quantity in available))
            if len(available) < len(held_here):
                raise _refuse(index, said("lots that have not expired hold only {n}.", n=together))
            raise _refuse(index, said("all lots together hold only {n}.", n=together))
        _take(lots, own, dict(parts))
        lines.extend(_parts(line, parts, units[line.entry.item_id], step))
    return replace(document, lines=tuple(lines))


def _take(lots: list[tuple[int, int]], own: dict[int, int], parts: Mapping[int, int]) -> None:
    """What the line's order holds is used up before what is free for all."""
    for position, (lot_id, left) in enumerate(lots):
        kept = min(own.get(lot_id, 0), parts.get(lot_id, 0))
        own[lot_id] = own.get(lot_id, 0) - kept
        lots[position] = (lot_id, left - parts.get(lot_id, 0) + kept)


def _parts(line: PreparedLine, parts: Sequence[tuple[int, int]], base_unit_id: int, step: int) -> list[PreparedLine]:
    """The line once for each lot; quantities and amounts of the parts are together those of the line."""
    if len(parts) == 1:
        return [replace(line, lot_id=parts[0][0])]
    quantities = [quantity for _, quantity in parts]
    nets = split_largest_remainder(line.entry.net, quantities, step)
    taxes = split_largest_remainder(line.entry.tax, quantities, step)
    found = []
    for (lot_id, quantity), net, tax in zip(parts, nets, taxes, strict=True):
        entry = replace(_entered(line.entry, quantity, base_unit_id), net=net, tax=tax, gross=net + tax)
        line_id, part_of = (next_id(), line.line_id) if found else (line.line_id, 0)
        found.append(replace(line, line_id=line_id, part_of=part_of, entry=entry, lot_id=lot_id))
    return found


def _entered(entry: ResolvedEntry, quantity: int, base_unit_id: int) -> ResolvedEntry:
    entered, unit_id, price = told(
        quantity, of=entry.quantity, entered=entry.entered_quantity, unit_id=entry.unit_id, price=entry.price,
        base_unit_id=base_unit_id,
    )  # fmt: skip
    return replace(entry, quantity=quantity, entered_quantity=entered, unit_id=unit_id, price=price)


def _base_units(scope: Scope, lines: Iterable[PreparedLine]) -> dict[int, int]:
    rows = Item.objects.filter(company_id=scope.company_id, id__in={line.entry.item_id for line in lines})
    return dict(rows.values_list("id", "base_unit_id"))


def _free(scope: Scope, lines: Sequence[PreparedLine]) -> tuple[Free, Expiry]:
    sql = (
        "SELECT b.item_id, b.location_id, b.lot_key, b.on_hand - b.reserved, t.expires_on FROM stock_stockbalance b "  # noqa: S608
        f"JOIN stock_lot t ON t.id = b.lot_key WHERE b.company_id = %s AND {gateway.in_list('b.item_id')} "
        f"AND {gateway.in_list('b.location_id')} AND b.on_hand > 0 "
        "ORDER BY t.expires_on IS NULL, t.expires_on, t.id"
    )
    items, places = {line.entry.item_id for line in lines}, {line.location_id for line in lines}
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id, gateway.list_param(items), gateway.list_param(places)))
    free: Free = {}
    expiry: Expiry = {}
    for item_id, place, lot_id, available, day in rows:
        free.setdefault((item_id, place), []).append((lot_id, available))
        if day is not None:
            expiry[lot_id] = gateway.as_date(day)
    return free, expiry


def _lock_balances(scope: Scope, lines: Sequence[PreparedLine]) -> None:
    """All balances of the documents, in the order in which posting locks them."""
    if not gateway.is_postgresql():
        return  # one writer at a time, always
    sql = (
        f"SELECT id FROM stock_stockbalance WHERE company_id = %s AND {gateway.in_list('item_id')} "  # noqa: S608
        f"AND {gateway.in_list('location_id')} AND status = 'A' ORDER BY item_id, location_id, lot_key "
        "FOR NO KEY UPDATE"
    )
    items, places = {line.entry.item_id for line in lines}, {line.location_id for line in lines}
    with gateway.cursor() as cur:
        gateway.fetch(cur, sql, (scope.company_id, gateway.list_param(items), gateway.list_param(places)))


def _held(scope: Scope, lines: Sequence[PreparedLine]) -> Held:
    held: Held = {}
    for part in held_stock(scope, {line.order_line_id for line in lines if line.order_line_id}):
        held.setdefault((part.line_id, part.location_id), {})[part.lot_id] = part.quantity
    return held


def _refuse(index: int, reason: str) -> LineRefused:
    return LineRefused(loc=("lines", index, "lot_id"), line=index + 1, reason=reason)
