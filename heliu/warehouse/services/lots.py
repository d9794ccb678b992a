"""Which lot goods belong to: incoming ones name it, outgoing ones leave from the lot that expires first."""

from collections.abc import Sequence
from dataclasses import replace

from heliu.catalog.entries import LineRefused
from heliu.core import gateway
from heliu.core.scope import Scope
from heliu.stock.services import NewLot, ensure_lots
from heliu.warehouse import rules
from heliu.warehouse.drafts import NewGoodsDocument, PreparedDocument, PreparedLine

Free = dict[tuple[int, int], list[tuple[int, int]]]
"""(item, place) → (lot, available), first to expire first."""


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


def choose_lots(scope: Scope, documents: Sequence[PreparedDocument]) -> list[PreparedDocument]:
    """Lots of outgoing lines that name none. A line leaves from one lot; raises LineRefused when none holds enough."""
    require_lots(documents)
    open_lines = [line for document in documents for line in document.lines if _needs_choice(document, line)]
    if not open_lines:
        return list(documents)
    free = _free(scope, open_lines)
    return [_chosen(document, free) for document in documents]


def _needs_choice(document: PreparedDocument, line: PreparedLine) -> bool:
    return line.entry.tracks_lots and not line.lot_id and document.terms.document_type not in rules.INBOUND


def _chosen(document: PreparedDocument, free: Free) -> PreparedDocument:
    lines = []
    for index, line in enumerate(document.lines):
        if not _needs_choice(document, line):
            lines.append(line)
            continue
        lots = free.get((line.entry.item_id, line.location_id), [])
        position = next((i for i, (_, left) in enumerate(lots) if left >= line.entry.quantity), None)
        if position is None:
            raise _refuse(index, "no single lot holds this much; enter one line per lot.")
        lot_id, left = lots[position]
        lots[position] = (lot_id, left - line.entry.quantity)
        lines.append(replace(line, lot_id=lot_id))
    return replace(document, lines=tuple(lines))


def _free(scope: Scope, lines: Sequence[PreparedLine]) -> Free:
    sql = (
        "SELECT b.item_id, b.location_id, b.lot_key, b.on_hand - b.reserved FROM stock_stockbalance b "  # noqa: S608
        f"JOIN stock_lot t ON t.id = b.lot_key WHERE b.company_id = %s AND {gateway.in_list('b.item_id')} "
        f"AND {gateway.in_list('b.location_id')} AND b.on_hand > b.reserved "
        "ORDER BY t.expires_on IS NULL, t.expires_on, t.id"
    )
    items, places = {line.entry.item_id for line in lines}, {line.location_id for line in lines}
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, (scope.company_id, gateway.list_param(items), gateway.list_param(places)))
    free: Free = {}
    for item_id, place, lot_id, available in rows:
        free.setdefault((item_id, place), []).append((lot_id, available))
    return free


def _refuse(index: int, reason: str) -> LineRefused:
    return LineRefused(loc=("lines", index, "lot_id"), line=index + 1, reason=reason)
