"""What waits in 待处理财产损溢, and what was decided about it."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from django.db.models import Q, QuerySet

from heliu.access.queries import user_names
from heliu.catalog.models import Item
from heliu.core import clock
from heliu.core.document_lists import keyset_page
from heliu.core.document_schemas import plain, quantity_text
from heliu.core.errors import NotFound
from heliu.core.rounding import to_scaled
from heliu.core.scales import QUANTITY_SCALE
from heliu.core.scope import Scope
from heliu.ledger.models import OpenItem, OpenItemKind
from heliu.parties.models import Party
from heliu.posting.facts import DifferencesResolved
from heliu.posting.models import PostedFact
from heliu.stock.models import StockMove
from heliu.warehouse import rules
from heliu.warehouse.models import Stocktake, Transfer
from heliu.warehouse.queries import shapes
from heliu.warehouse.queries.shapes import Shape


@dataclass(frozen=True, slots=True)
class Waiting:
    """A difference that waits. difference_id: its move; line_id: of the document; base quantity (1e-6), positive."""

    difference_id: int
    document: tuple[str, int]
    line_id: int
    business_date: dt.date
    quantity: int
    is_gain: bool


@dataclass(frozen=True, slots=True)
class DifferenceFilter:
    """document_id: of one stocktake or transfer."""

    document_id: int | None = None
    warehouse_id: int | None = None
    q: str = ""


def _differences(scope: Scope) -> QuerySet[OpenItem]:
    """Of the primary ledger; what waits elsewhere waits in the same quantity."""
    return OpenItem.objects.filter(company_id=scope.company_id, ledger__is_primary=True, kind=OpenItemKind.DIFFERENCE)


def _open(scope: Scope) -> QuerySet[OpenItem]:
    return _differences(scope).exclude(open_quantity=0)


def documents_of(scope: Scope, difference_ids: Iterable[int]) -> dict[int, tuple[str, int]]:
    """Difference → (kind, id) of its document, whether it waits or not; unknown ones are missing."""
    rows = _differences(scope).filter(origin_key__in=list(difference_ids))
    return {key: (kind, origin) for key, kind, origin in rows.values_list("origin_key", "origin_kind", "origin_id")}


def waiting_by_id(scope: Scope, difference_ids: Iterable[int]) -> dict[int, Waiting]:
    return _waiting(scope, _open(scope).filter(origin_key__in=list(difference_ids)))


def waiting_of(scope: Scope, document_id: int) -> list[Waiting]:
    """Of one document, in the order they were found."""
    return list(_waiting(scope, _open(scope).filter(origin_id=document_id)).values())


def _waiting(scope: Scope, rows: QuerySet[OpenItem]) -> dict[int, Waiting]:
    found = list(
        rows.order_by("id").values_list("origin_key", "origin_kind", "origin_id", "business_date", "open_quantity")
    )
    lines = _lines(scope, [row[0] for row in found])
    return {
        move: Waiting(
            move, (kind, origin), lines[move], date, abs(to_scaled(quantity, QUANTITY_SCALE)), is_gain=quantity < 0
        )
        for move, kind, origin, date, quantity in found
    }


def _lines(scope: Scope, moves: Collection[int]) -> dict[int, int]:
    rows = StockMove.objects.filter(company_id=scope.company_id, id__in=list(moves))
    return dict(rows.values_list("id", "origin_line_id"))


def waiting_by_line(scope: Scope, document_id: int) -> dict[int, str]:
    """Line → base quantity that waits, as text."""
    sums: dict[int, int] = {}
    for found in waiting_of(scope, document_id):
        sums[found.line_id] = sums.get(found.line_id, 0) + found.quantity
    return {line: quantity_text(quantity) for line, quantity in sums.items()}


_COLUMNS = (
    "id", "origin_key", "origin_kind", "origin_id", "origin_number", "business_date", "item_id", "item__code",
    "item__name", "item__specification", "item__base_unit_id", "item__base_unit__name", "open_quantity", "open_amount",
)  # fmt: skip


def open_differences(scope: Scope, by: DifferenceFilter, *, cursor: str | None, limit: int) -> Shape:
    """Newest first, of documents within reach; value None where cost is masked."""
    rows = _open(scope).filter(_within_reach(scope, by))
    if by.document_id is not None:
        rows = rows.filter(origin_id=by.document_id)
    if by.q:
        rows = rows.filter(
            Q(origin_number__icontains=by.q) | Q(item__code__icontains=by.q) | Q(item__name__icontains=by.q)
        )
    page = keyset_page(rows, columns=_COLUMNS, shape=lambda row: row, cursor=cursor, limit=limit)
    lines = _lines(scope, [row["origin_key"] for row in page["items"]])
    warehouses = _warehouses(scope, page["items"])
    page["items"] = [_difference(scope, row, lines, warehouses) for row in page["items"]]
    return page


def _within_reach(scope: Scope, by: DifferenceFilter) -> Q:
    documents = Q()
    for kind, model, name in ((rules.STOCKTAKE, Stocktake, "warehouse_id"), (rules.TRANSFER, Transfer, _FROM)):
        reached: QuerySet[Any] = shapes.in_reach(scope, model.objects.all(), warehouse=(name,))
        if by.warehouse_id is not None:
            reached = reached.filter(**{name: by.warehouse_id})
        documents |= Q(origin_kind=kind, origin_id__in=reached.values("id"))
    return documents


_FROM = "from_warehouse_id"


def _warehouses(scope: Scope, rows: Iterable[Shape]) -> dict[int, Shape | None]:
    ids = [row["origin_id"] for row in rows]
    found: dict[int, Shape | None] = {}
    for model, name in ((Stocktake, "warehouse"), (Transfer, "from_warehouse")):
        columns = ("id", f"{name}_id", f"{name}__code", f"{name}__name")
        own: QuerySet[Any] = model.objects.filter(company_id=scope.company_id, id__in=ids)
        found |= {row["id"]: shapes.ref(row, name) for row in own.values(*columns)}
    return found


def _difference(scope: Scope, row: Shape, lines: dict[int, int], warehouses: dict[int, Shape | None]) -> Shape:
    is_gain = row["open_quantity"] < 0
    return {
        "id": str(row["origin_key"]),
        "document": {"kind": row["origin_kind"], "id": str(row["origin_id"]), "number": row["origin_number"]},
        "line_id": str(lines[row["origin_key"]]),
        "warehouse": warehouses.get(row["origin_id"]),
        "business_date": row["business_date"],
        "age_days": max((clock.today() - row["business_date"]).days, 0),
        "item": {
            "id": str(row["item_id"]), "code": row["item__code"], "name": row["item__name"],
            "specification": row["item__specification"],
        },
        "unit": {"id": str(row["item__base_unit_id"]), "name": row["item__base_unit__name"]},
        "direction": "gain" if is_gain else "loss",
        "quantity": plain(abs(row["open_quantity"])),
        "value": plain(abs(row["open_amount"])) if scope.sees_cost else None,
        "outcomes": list(rules.outcomes_of(is_gain=is_gain)),
    }  # fmt: skip


def resolutions_of(scope: Scope, document_id: int) -> list[Shape]:
    """What was decided about the differences of a document within reach, oldest first."""
    if not _documents(scope, document_id):
        raise NotFound(noun="difference", id=str(document_id))
    facts = PostedFact.objects.filter(company_id=scope.company_id, origin_id=document_id, kind=DifferencesResolved.kind)
    return resolutions(scope, fact_ids=list(facts.values_list("id", flat=True)))


def _documents(scope: Scope, document_id: int) -> bool:
    stocktakes = shapes.in_reach(scope, Stocktake.objects.filter(id=document_id))
    transfers = shapes.in_reach(scope, Transfer.objects.filter(id=document_id), warehouse=(_FROM,))
    return bool(stocktakes.exists() or transfers.exists())


def resolutions(scope: Scope, *, fact_ids: Collection[int]) -> list[Shape]:
    """Resolutions by their facts; reversed_on is None while one stands."""
    facts = PostedFact.objects.filter(company_id=scope.company_id)
    rows = list(
        facts.filter(id__in=fact_ids)
        .order_by("id")
        .values("id", "business_date", "posted_at", "posted_by_id", "payload")
    )
    undone = dict(facts.filter(reverses_id__in=fact_ids).values_list("reverses_id", "business_date"))
    payloads = {row["id"]: orjson.loads(row["payload"]) for row in rows}
    decided = [line for payload in payloads.values() for line in payload["lines"]]
    moves = _moves(scope, {line["difference_id"] for line in decided})
    parties = _parties(scope, {line["party_id"] for line in decided} - {0})
    users = user_names(row["posted_by_id"] for row in rows)
    return [
        {
            "id": str(row["id"]),
            "business_date": row["business_date"],
            "posted_at": row["posted_at"],
            "posted_by": {"id": str(row["posted_by_id"]), "name": users.get(row["posted_by_id"], "")},
            "reason": payloads[row["id"]]["head"]["memo"],
            "lines": [_decided(line, moves, parties) for line in payloads[row["id"]]["lines"]],
            "reversed_on": undone.get(row["id"]),
            "verbs": ["reverse"] if row["id"] not in undone and scope.can("warehouse.difference.resolve") else [],
        }
        for row in rows
    ]


def _decided(line: Shape, moves: dict[int, tuple[int, Shape]], parties: dict[int, Shape]) -> Shape:
    line_id, item = moves[line["difference_id"]]
    return {
        "difference_id": str(line["difference_id"]),
        "line_id": str(line_id),
        "item": item,
        "quantity": quantity_text(line["quantity"]),
        "outcome": rules.outcome_of(line["reason_key"]),
        "party": parties.get(line["party_id"]),
    }


def _moves(scope: Scope, ids: Collection[int]) -> dict[int, tuple[int, Shape]]:
    """Move → its line and item."""
    rows = StockMove.objects.filter(company_id=scope.company_id, id__in=list(ids))
    found = {move: (line, item) for move, line, item in rows.values_list("id", "origin_line_id", "item_id")}
    own = Item.objects.filter(company_id=scope.company_id, id__in={item for _, item in found.values()})
    items = {row["id"]: {**row, "id": str(row["id"])} for row in own.values("id", "code", "name", "specification")}
    return {move: (line, items[item]) for move, (line, item) in found.items()}


def _parties(scope: Scope, ids: Collection[int]) -> dict[int, Shape]:
    rows = Party.objects.filter(company_id=scope.company_id, id__in=list(ids))
    return {row["id"]: {**row, "id": str(row["id"])} for row in rows.values("id", "code", "name")}
