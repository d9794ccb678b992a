"""Lists and pages of purchase and sales invoices."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from heliu.access.queries import user_names
from heliu.core.document_lists import keyset_page
from heliu.core.document_schemas import plain
from heliu.core.errors import NotFound
from heliu.core.prepared import prepared
from heliu.core.scope import Scope
from heliu.finance.kinds import (
    MONEY_RECEIPT,
    PAYMENT,
    PURCHASE_INVOICE,
    SALES_INVOICE,
    SETTLEMENT_NOTE,
    DocumentKind,
    InvoiceKind,
)
from heliu.finance.queries import shapes
from heliu.finance.queries.open_items import OpenItemRow, by_key
from heliu.finance.queries.shapes import DocumentFilter, Shape

_HEADER = (
    *shapes.HEADER, "rate", "due_date", "external_number", "origins", "is_red", "red_of_id", "quantity", "net", "tax",
    "gross",
)  # fmt: skip
_LINE = (
    "id", "line_no", "item_id", "item__code", "item__name", "item__specification", "unit_id", "unit__name",
    "entered_quantity", "quantity", "memo", "description", "price", "price_includes_tax", "discount_rate",
    "tax_code_id", "tax_code__code", "tax_code__rate", "net", "tax", "gross", "account_key", "account_id",
    "account__code", "account__name", "order_id", "order_line_id", "red_of_line_id",
)  # fmt: skip


def _columns(kind: InvoiceKind) -> tuple[str, ...]:
    return (*_HEADER, "match_state") if kind is PURCHASE_INVOICE else _HEADER


@dataclass(frozen=True, slots=True)
class InvoiceFilter:
    """source_line_ids: bills one of these lines of goods documents; is_red None = both colours."""

    common: DocumentFilter
    match_state: str = ""
    source_line_ids: tuple[int, ...] = ()
    is_red: bool | None = None


def list_invoices(scope: Scope, kind: InvoiceKind, by: InvoiceFilter, *, cursor: str | None, limit: int) -> Shape:
    """Newest first, each with what of it is still open."""
    rows = shapes.narrowed(scope, kind.model.objects.all(), by.common, items=(kind.item,), text=("external_number",))
    if by.match_state and kind is PURCHASE_INVOICE:
        rows = rows.filter(match_state=by.match_state)
    if by.source_line_ids:
        lines = kind.lines.objects.filter(company_id=scope.company_id)
        billing = lines.filter(**{f"{kind.source_column}__in": by.source_line_ids})
        rows = rows.filter(id__in=billing.values("document_id"))
    if by.is_red is not None:
        rows = rows.filter(is_red=by.is_red)
    page = keyset_page(rows, columns=_columns(kind), shape=lambda row: row, cursor=cursor, limit=limit)
    users = user_names(row["created_by_id"] for row in page["items"])
    items = by_key(scope.company_id, (kind.item,), (row["id"] for row in page["items"]))
    page["items"] = [_header(kind, row, users, items.get(row["id"])) for row in page["items"]]
    return page


def invoice(scope: Scope, kind: InvoiceKind, invoice_id: int) -> Shape:
    """Header, lines, chain and verbs. Raises NotFound."""
    rows = shapes.narrowed(scope, kind.model.objects.filter(id=invoice_id), DocumentFilter())
    row = rows.values(*_columns(kind)).first()
    if row is None:
        raise NotFound(noun=kind.noun, id=str(invoice_id))
    item = by_key(scope.company_id, (kind.item,), (invoice_id,)).get(invoice_id)
    own = ("expected_net", "match_state") if kind is PURCHASE_INVOICE else ()
    lines = kind.lines.objects.filter(company_id=scope.company_id, document_id=invoice_id).order_by("line_no")
    return {
        **_header(kind, row, user_names([row["created_by_id"]]), item),
        "lines": [_masked(scope, kind, _line(kind, line)) for line in lines.values(*_LINE, kind.source_column, *own)],
        "verbs": shapes.verbs(scope, kind, row),
        "related": _chain(scope, kind, row),
    }


def _header(kind: InvoiceKind, row: Shape, users: dict[int, str], item: OpenItemRow | None) -> Shape:
    settled, open_amount = shapes.settlement(row["state"], item)
    return {
        **shapes.header(row, kind, users),
        "reference": row["external_number"],
        "due_date": row["due_date"],
        "is_red": row["is_red"],
        "red_of_id": shapes.text_id(row["red_of_id"]),
        "match_state": row.get("match_state"),
        "open_amount": open_amount,
        "origins": row["origins"],
        "totals": {
            "quantity": plain(row["quantity"]),
            "net": plain(row["net"]),
            "tax": plain(row["tax"]),
            "gross": plain(row["gross"]),
        },
        "progress": shapes.no_progress(settled),
    }


def _line(kind: InvoiceKind, row: Shape) -> Shape:
    return {
        "id": str(row["id"]),
        "line_no": row["line_no"],
        "item": _item(row),
        "unit": {"id": str(row["unit_id"]), "name": row["unit__name"]} if row["unit_id"] else None,
        "description": row["description"],
        "entered_quantity": plain(row["entered_quantity"]),
        "quantity": plain(row["quantity"]),
        "price": plain(row["price"]),
        "price_includes_tax": row["price_includes_tax"],
        "discount_rate": plain(row["discount_rate"]),
        "tax_code": _tax(row),
        "net": plain(row["net"]),
        "tax": plain(row["tax"]),
        "gross": plain(row["gross"]),
        "memo": row["memo"],
        "account_key": row["account_key"],
        "account": _account(row),
        "source_line_id": shapes.text_id(row[kind.source_column] or None),
        "order_id": shapes.text_id(row["order_id"] or None),
        "order_line_id": shapes.text_id(row["order_line_id"] or None),
        "red_of_line_id": shapes.text_id(row["red_of_line_id"] or None),
        "expected_net": plain(row.get("expected_net")),
        "match_state": row.get("match_state"),
    }


_COST = dict.fromkeys(("price", "net", "tax", "gross", "expected_net"))


def _masked(scope: Scope, kind: InvoiceKind, line: Shape) -> Shape:
    """What single goods cost is hidden from who may not see it; the total to pay is not."""
    return {**line, **_COST} if kind is PURCHASE_INVOICE and not scope.sees_cost else line


def _item(row: Shape) -> Shape | None:
    if row["item_id"] is None:
        return None
    return {
        "id": str(row["item_id"]),
        "code": row["item__code"],
        "name": row["item__name"],
        "specification": row["item__specification"],
    }


def _tax(row: Shape) -> Shape | None:
    if row["tax_code_id"] is None:
        return None
    return {"id": str(row["tax_code_id"]), "code": row["tax_code__code"], "rate": plain(row["tax_code__rate"])}


def _account(row: Shape) -> Shape | None:
    if row["account_id"] is None:
        return None
    return {"id": str(row["account_id"]), "code": row["account__code"], "name": row["account__name"]}


_RELATED = ("id", "number", "state", "business_date", "gross")


def _chain(scope: Scope, kind: InvoiceKind, row: Shape) -> list[Shape]:
    """What it bills, its blue or red invoices, the money that settled it, its vouchers."""
    found = [{**origin, "state": "", "date": row["business_date"], "amount": None} for origin in row["origins"]]
    colours = kind.model.objects.filter(company_id=scope.company_id)
    blue = colours.filter(id=row["red_of_id"]) if row["red_of_id"] else colours.filter(red_of_id=row["id"])
    found += [shapes.related(kind.noun, r, r["gross"]) for r in blue.order_by("id").values(*_RELATED)]
    found += shapes.twins(scope, kind, row, "gross")
    found += settled_by(scope, [row["id"]])
    return [*found, *shapes.vouchers(scope, row["id"])]


def settled_by(scope: Scope, document_ids: Iterable[int]) -> list[Shape]:
    """Money documents and settlement notes that settle any of the documents."""
    ids = list(document_ids)
    if not ids:
        return []
    found: list[Shape] = []
    for kind in _MONEY_KINDS:
        settling = _SETTLING[kind.noun](scope.company_id, ids)
        found += [shapes.related(kind.noun, row, row["amount"]) for row in settling]
    return found


def _settling(kind: DocumentKind) -> Callable[[int, Sequence[int]], list[Shape]]:
    @prepared
    def settling(company_id: int, ids: Sequence[int]) -> "QuerySet[Any, Any]":
        lines = kind.lines.objects.filter(company_id=company_id, origin_id__in=ids)
        rows = kind.model.objects.filter(company_id=company_id, id__in=lines.values("document_id"))
        return rows.order_by("id").values("id", "number", "state", "business_date", "amount")

    return settling


_MONEY_KINDS: tuple[DocumentKind, ...] = (MONEY_RECEIPT, PAYMENT, SETTLEMENT_NOTE)
_SETTLING = {kind.noun: _settling(kind) for kind in _MONEY_KINDS}


def invoices_of_order(scope: Scope, kind: InvoiceKind, order_id: int) -> list[Shape]:
    """Invoices that bill an order, oldest first, as related documents."""
    return [shapes.related(kind.noun, row, row["gross"]) for row in _BILLING[kind.noun](scope.company_id, order_id)]


def _billing(kind: InvoiceKind) -> Callable[[int, int], list[Shape]]:
    @prepared
    def billing(company_id: int, order_id: int) -> "QuerySet[Any, Any]":
        lines = kind.lines.objects.filter(company_id=company_id, order_id=order_id)
        rows = kind.model.objects.filter(company_id=company_id, id__in=lines.values("document_id"))
        return rows.order_by("id").values(*_RELATED)

    return billing


_BILLING = {kind.noun: _billing(kind) for kind in (SALES_INVOICE, PURCHASE_INVOICE)}
