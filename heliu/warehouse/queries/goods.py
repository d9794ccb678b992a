"""Lists and pages of the six goods documents."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from heliu.access.queries import user_names
from heliu.core.document_lists import keyset_page
from heliu.core.document_schemas import plain, quantity_text
from heliu.core.errors import NotFound
from heliu.core.prepared import prepared
from heliu.core.scope import Scope
from heliu.warehouse import lookups, rules
from heliu.warehouse.models import GoodsDocument, GoodsLine
from heliu.warehouse.queries import shapes
from heliu.warehouse.queries.shapes import Shape

_HEADER = (
    *shapes.HEADER, "document_type", "party_id", "party__code", "party__name", "warehouse_id", "warehouse__code",
    "warehouse__name", "currency", "rate", "reason", "order_kind", "order_id", "order_number", "original_id",
    "invoiced", "invoicing", "total_quantity", "total_net", "total_tax", "total_gross", "total_value",
)  # fmt: skip
_LINE = (
    *shapes.LINE, *shapes.PRICES, "location_id", "location__code", "location__name", "lot_id", "lot__code",
    "order_line_id", "original_line_id", "value", "returned_quantity", "invoiced_quantity", "item__tracks_lots",
    "lot__expires_on",
)  # fmt: skip
_SALES_SIDE = frozenset({rules.SHIPMENT, rules.SALES_RETURN})


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """What a list may be narrowed by; None or "" = not narrowed. `state` may name several, with commas."""

    state: str = ""
    party_id: int | None = None
    warehouse_id: int | None = None
    order_id: int | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    q: str = ""
    simulated: bool | None = None
    invoicing: str = ""


def narrowed(rows: Any, by: DocumentFilter, *, text: tuple[str, ...] = ("number", "reference", "party__name")) -> Any:
    """`rows` narrowed by every set field."""
    exact = {
        "state__in": by.state.split(",") if by.state else None, "party_id": by.party_id,
        "warehouse_id": by.warehouse_id, "order_id": by.order_id, "business_date__gte": by.date_from,
        "business_date__lte": by.date_to, "simulated": by.simulated, "invoicing": by.invoicing or None,
    }  # fmt: skip
    rows = rows.filter(**{key: value for key, value in exact.items() if value is not None})
    words = by.q.strip()
    if words:
        found = Q()
        for name in text:
            found |= Q(**{f"{name}__icontains": words})
        rows = rows.filter(found)
    return rows


def list_goods_documents(
    scope: Scope, document_type: str, by: DocumentFilter, *, cursor: str | None, limit: int
) -> Shape:
    """Newest first."""
    rows = shapes.in_reach(scope, GoodsDocument.objects.filter(document_type=document_type))
    page = keyset_page(narrowed(rows, by), columns=_HEADER, shape=lambda row: row, cursor=cursor, limit=limit)
    users = user_names(row["created_by_id"] for row in page["items"])
    page["items"] = [_header(scope, row, users) for row in page["items"]]
    return page


def goods_document(scope: Scope, document_type: str, document_id: int) -> Shape:
    """Header, lines, chain and verbs. Raises NotFound also for what lies outside the user's reach."""
    row = next(iter(_headers(scope.company_id, document_id)), None)
    if row is None or row["document_type"] != document_type or not shapes.reaches(scope, row):
        raise NotFound(noun=document_type, id=str(document_id))
    masked = _masked(scope, document_type)
    lines = _lines(scope.company_id, document_id)
    due = _credit_due(scope, document_type, lines)
    return {
        **_header(scope, row, user_names([row["created_by_id"]])),
        "lines": [_line(scope, line, masked=masked, due=due.get(line["id"], 0)) for line in lines],
        "verbs": _verbs(scope, row, lines),
        "related": _related_documents(scope, row),
    }


@prepared
def _headers(company_id: int, document_id: int) -> "QuerySet[GoodsDocument, Any]":
    return GoodsDocument.objects.filter(company_id=company_id, id=document_id).values(*_HEADER)


@prepared
def _lines(company_id: int, document_id: int) -> "QuerySet[GoodsLine, Any]":
    rows = GoodsLine.objects.filter(company_id=company_id, document_id=document_id)
    return rows.order_by("line_no").values(*_LINE)


def _credit_due(scope: Scope, document_type: str, lines: Sequence[Shape]) -> dict[int, int]:
    """What of a posted return awaits its red invoice."""
    if document_type not in rules.RETURNS:
        return {}
    return lookups.credit_due(scope, lookups.lines_around(scope, (line["id"] for line in lines)))


def credit_due_lines(scope: Scope, document_type: str, original_line_ids: Iterable[int]) -> list[Shape]:
    """Return lines of these received or shipped lines that await a red invoice, newest first, within reach."""
    wanted = set(original_line_ids)
    around = lookups.lines_around(scope, wanted)
    lines = [line for line in around if line.original_line_id in wanted]
    due = lookups.credit_due(scope, lines)
    rows = shapes.in_reach(
        scope, GoodsDocument.objects.filter(document_type=document_type, id__in={line.document_id for line in lines})
    )
    documents = {row["id"]: row for row in rows.values("id", "number", "business_date")}
    found = [line for line in lines if due[line.line_id] and line.document_id in documents]
    found.sort(key=lambda line: (documents[line.document_id]["business_date"], line.document_id), reverse=True)
    return [
        {
            "line_id": str(line.line_id),
            "original_line_id": str(line.original_line_id),
            "quantity": quantity_text(due[line.line_id]),
            "document": {
                "id": str(line.document_id),
                "number": documents[line.document_id]["number"],
                "business_date": documents[line.document_id]["business_date"],
            },
        }
        for line in found
    ]


def goods_chain_of_order(scope: Scope, order_id: int) -> list[Shape]:
    """Goods documents of one order, oldest first, as related documents."""
    return [_related(scope, row) for row in _of_order(scope.company_id, order_id)]


@prepared
def _of_order(company_id: int, order_id: int) -> "QuerySet[GoodsDocument, Any]":
    return GoodsDocument.objects.filter(company_id=company_id, order_id=order_id).order_by("id").values(*_RELATED)


_RELATED = ("id", "document_type", "number", "state", "business_date", "total_gross")


def _related(scope: Scope, row: Shape) -> Shape:
    return {
        "kind": row["document_type"],
        "id": str(row["id"]),
        "number": row["number"],
        "state": row["state"],
        "date": row["business_date"],
        "amount": None if _masked(scope, row["document_type"]) else plain(row["total_gross"]),
    }


def _chain(scope: Scope, row: Shape) -> list[Shape]:
    """The order first (its own room knows its state), then originals, returns and red documents."""
    found = []
    if row["order_id"] is not None:
        found.append(
            {
                "kind": row["order_kind"], "id": str(row["order_id"]), "number": row["order_number"], "state": "",
                "date": row["business_date"], "amount": None,
            }
        )  # fmt: skip
    neighbours = [i for i in (row["original_id"], row["reverses_id"], row["reversed_by_id"]) if i is not None]
    others = GoodsDocument.objects.filter(company_id=scope.company_id).filter(
        Q(id__in=neighbours) | Q(original_id=row["id"])
    )
    found.extend(_related(scope, other) for other in others.order_by("id").values(*_RELATED))
    return found


def _related_documents(scope: Scope, row: Shape) -> list[Shape]:
    return [*_chain(scope, row), *shapes.invoices(scope, row["id"]), *shapes.vouchers(scope, row["id"])]


def _masked(scope: Scope, document_type: str) -> bool:
    """Purchase prices are cost prices; sales prices are not."""
    return not scope.sees_cost and document_type not in _SALES_SIDE


def _header(scope: Scope, row: Shape, users: dict[int, str]) -> Shape:
    kind = row["document_type"]
    masked = _masked(scope, kind)
    invoicing = row["invoicing"] if kind in rules.INVOICED and not row["invoiced"] else None
    return {
        **shapes.header(row, kind=kind, users=users),
        "party": shapes.ref(row, "party"),
        "warehouse": shapes.ref(row, "warehouse"),
        "currency": row["currency"],
        "rate": plain(row["rate"]),
        "totals": {
            "quantity": plain(row["total_quantity"]),
            "net": None if masked else plain(row["total_net"]),
            "tax": None if masked else plain(row["total_tax"]),
            "gross": None if masked else plain(row["total_gross"]),
        },
        "progress": {"delivery": None, "invoicing": invoicing, "settlement": None},
        "reason": row["reason"],
        "order": _order(row),
        "original_id": shapes.text_id(row["original_id"]),
        "value": plain(row["total_value"]) if scope.sees_cost else None,
    }


def _order(row: Shape) -> Shape | None:
    if row["order_id"] is None:
        return None
    return {"kind": row["order_kind"], "id": str(row["order_id"]), "number": row["order_number"]}


def _line(scope: Scope, row: Shape, *, masked: bool, due: int) -> Shape:
    lot = None
    if row["lot_id"] is not None:
        lot = {"id": str(row["lot_id"]), "code": row["lot__code"], "expires_on": row["lot__expires_on"]}
    return {
        **shapes.line(row),
        **shapes.prices(row, masked=masked),
        "location": shapes.ref(row, "location"),
        "lot": lot,
        "order_line_id": shapes.text_id(row["order_line_id"]),
        "original_line_id": shapes.text_id(row["original_line_id"]),
        "value": plain(row["value"]) if scope.sees_cost else None,
        "returned_quantity": plain(row["returned_quantity"]),
        "invoiced_quantity": plain(row["invoiced_quantity"]),
        "credit_due_quantity": quantity_text(due),
    }


def _verbs(scope: Scope, row: Shape, lines: Sequence[Shape]) -> list[str]:
    kind = row["document_type"]
    rights = {verb: f"warehouse.{kind}.{verb}" for verb in ("post", "cancel", "reverse")}
    verbs = shapes.allowed_verbs(scope, rules.GOODS_LIFECYCLES[kind], row["state"], rights)
    if row["reverses_id"] is not None:
        verbs = [verb for verb in verbs if verb != "reverse"]
    if row["state"] == "draft" and scope.can(f"warehouse.{kind}.create"):
        verbs.append("update")
        if kind not in rules.INBOUND and any(line["item__tracks_lots"] and not line["lot_id"] for line in lines):
            verbs.append("allot")
    return verbs
