"""What a dry run would write or documents wrote, with the names a person reads; shaped as PostingPreview of core."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import models

from heliu.catalog.models import Item
from heliu.core.document_schemas import amount_text, quantity_text
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE, QUANTITY_SCALE
from heliu.core.scope import Scope
from heliu.ledger.models import Account, Entry, EntryLine, Ledger
from heliu.parties.models import Party
from heliu.posting.facts import PlannedEntry, PlannedLine, PlannedMove
from heliu.stock.models import Location, StockMove

_Shape = dict[str, Any]


class Planned(Protocol):
    """What was or would be written to both books; a result of posting is one."""

    @property
    def moves(self) -> tuple[PlannedMove, ...]: ...

    @property
    def entries(self) -> tuple[PlannedEntry, ...]: ...


@dataclass(frozen=True, slots=True)
class Written:
    moves: tuple[PlannedMove, ...]
    entries: tuple[PlannedEntry, ...]


def written_by(scope: Scope, origin_line_ids: Iterable[int], origin_ids: Iterable[int]) -> Written:
    """What documents and their lines wrote to both books, in the order of posting."""
    moves = StockMove.objects.filter(company_id=scope.company_id, origin_line_id__in=list(origin_line_ids))
    entries = Entry.objects.filter(company_id=scope.company_id, origin_id__in=list(origin_ids)).order_by("id")
    headers = list(entries.values_list("id", "ledger_id", "number", "memo"))
    lines: dict[int, list[PlannedLine]] = {row[0]: [] for row in headers}
    rows = EntryLine.objects.filter(company_id=scope.company_id, entry_id__in=list(lines)).order_by("entry_id", "id")
    for row in rows.values_list(*_ENTRY_LINE):
        debit, credit, amount_txn = (to_scaled(value, AMOUNT_SCALE) for value in (row[3], row[4], row[6]))
        lines[row[0]].append(PlannedLine(row[1], row[2], debit, credit, row[5], amount_txn, row[7] or 0, row[8] or 0))
    return Written(
        tuple(
            PlannedMove(item, source, target, to_scaled(quantity, QUANTITY_SCALE), line)
            for item, source, target, quantity, line in moves.order_by("id").values_list(*_MOVE)
        ),
        tuple(PlannedEntry(*header, tuple(lines[header[0]])) for header in headers),
    )


_MOVE = ("item_id", "from_location_id", "to_location_id", "quantity", "origin_line_id")
_ENTRY_LINE = (
    "entry_id", "ledger_id", "account_id", "debit", "credit", "currency", "amount_txn", "party_id", "item_id",
)  # fmt: skip


def shape_preview(scope: Scope, results: Sequence[Planned]) -> _Shape:
    """Moves and entries of all results; amounts of goods are None for a user who may not see cost."""
    moves = [move for result in results for move in result.moves]
    entries = [entry for result in results for entry in result.entries]
    lines = [line for entry in entries for line in entry.lines]
    items = _items(scope, {*(m.item_id for m in moves), *(line.item_id for line in lines)})
    places = _refs(scope, Location, {p for m in moves for p in (m.from_location_id, m.to_location_id)})
    accounts = _refs(scope, Account, {line.account_id for line in lines})
    parties = _refs(scope, Party, {line.party_id for line in lines})
    ledgers = _refs(scope, Ledger, {entry.ledger_id for entry in entries})
    line_shape = _line_shape(scope, accounts, parties, items)
    return {
        "moves": [_move(move, items, places) for move in moves],
        "entries": [_entry(entry, ledgers, line_shape) for entry in entries],
    }


def _move(move: PlannedMove, items: dict[int, _Shape], places: dict[int, _Shape]) -> _Shape:
    return {
        "item": items[move.item_id],
        "from_location": places[move.from_location_id],
        "to_location": places[move.to_location_id],
        "quantity": quantity_text(move.quantity),
    }


def _entry(entry: PlannedEntry, ledgers: dict[int, _Shape], shape: Callable[[PlannedLine], _Shape]) -> _Shape:
    return {"ledger": ledgers[entry.ledger_id], "memo": entry.memo, "lines": [shape(line) for line in entry.lines]}


def _line_shape(
    scope: Scope, accounts: dict[int, _Shape], parties: dict[int, _Shape], items: dict[int, _Shape]
) -> Callable[[PlannedLine], _Shape]:
    def shape(line: PlannedLine) -> _Shape:
        return {
            "account": accounts[line.account_id],
            "debit": amount_text(line.debit) if scope.sees_cost else None,
            "credit": amount_text(line.credit) if scope.sees_cost else None,
            "currency": line.currency,
            "amount": amount_text(line.amount_txn) if scope.sees_cost else None,
            "party": parties.get(line.party_id),
            "item": items.get(line.item_id),
        }

    return shape


def _refs(scope: Scope, model: type[models.Model], ids: Iterable[int]) -> dict[int, _Shape]:
    own = model._default_manager.filter(company_id=scope.company_id, id__in=set(ids) - {0})
    rows = own.values_list("id", "code", "name")
    return {row_id: {"id": str(row_id), "code": code, "name": name} for row_id, code, name in rows}


def _items(scope: Scope, ids: Iterable[int]) -> dict[int, _Shape]:
    rows = Item.objects.filter(company_id=scope.company_id, id__in=set(ids) - {0})
    return {
        row_id: {"id": str(row_id), "code": code, "name": name, "specification": specification}
        for row_id, code, name, specification in rows.values_list("id", "code", "name", "specification")
    }
