"""Rows of documents in the shape of heliu.core.document_schemas; purchasing uses them as well."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from heliu.core import gateway
from heliu.core.document_schemas import plain
from heliu.core.lifecycle import Lifecycle
from heliu.core.scope import Scope
from heliu.ledger.models import Entry, Ledger, OpenItem

Shape = dict[str, Any]

HEADER = (
    "id", "number", "state", "business_date", "memo", "reference", "version", "simulated", "created_by_id",
    "created_at", "posted_at", "reverses_id", "reversed_by_id",
)  # fmt: skip
LINE = (
    "id", "line_no", "item_id", "item__code", "item__name", "item__specification", "unit_id", "unit__name",
    "entered_quantity", "quantity", "memo",
)  # fmt: skip
PRICES = (
    "price", "price_includes_tax", "discount_rate", "tax_code_id", "tax_code__code", "tax_code__rate", "net", "tax",
    "gross",
)  # fmt: skip


def ref(row: Shape, name: str) -> Shape | None:
    """{id, code, name} of a joined master, None when the key is empty."""
    if row[f"{name}_id"] is None:
        return None
    return {"id": str(row[f"{name}_id"]), "code": row[f"{name}__code"], "name": row[f"{name}__name"]}


def text_id(value: int | None) -> str | None:
    return None if value is None else str(value)


def header(row: Shape, *, kind: str, users: dict[int, str]) -> Shape:
    """What all documents have in common; callers add party, warehouse, totals and progress."""
    return {
        "id": str(row["id"]),
        "kind": kind,
        "number": row["number"],
        "state": row["state"],
        "business_date": row["business_date"],
        "memo": row["memo"],
        "reference": row.get("reference", ""),
        "version": row["version"],
        "simulated": row["simulated"],
        "created_by": {"id": str(row["created_by_id"]), "name": users.get(row["created_by_id"], "")},
        "created_at": row["created_at"],
        "posted_at": row["posted_at"],
        "reverses_id": text_id(row["reverses_id"]),
        "reversed_by_id": text_id(row["reversed_by_id"]),
    }


def line(row: Shape) -> Shape:
    """Item, unit and quantities of a line."""
    return {
        "id": str(row["id"]),
        "line_no": row["line_no"],
        "item": {
            "id": str(row["item_id"]),
            "code": row["item__code"],
            "name": row["item__name"],
            "specification": row["item__specification"],
        },
        "unit": {"id": str(row["unit_id"]), "name": row["unit__name"]},
        "entered_quantity": plain(row["entered_quantity"]),
        "quantity": plain(row["quantity"]),
        "memo": row["memo"],
    }


def prices(row: Shape, *, masked: bool) -> Shape:
    """Price, tax and amounts of a line; `masked` leaves the money out."""
    tax_code = None
    if row["tax_code_id"] is not None:
        tax_code = {
            "id": str(row["tax_code_id"]), "code": row["tax_code__code"], "rate": plain(row["tax_code__rate"]),
        }  # fmt: skip
    return {
        "price": None if masked else plain(row["price"]),
        "price_includes_tax": row["price_includes_tax"],
        "discount_rate": plain(row["discount_rate"]),
        "tax_code": tax_code,
        "net": None if masked else plain(row["net"]),
        "tax": None if masked else plain(row["tax"]),
        "gross": None if masked else plain(row["gross"]),
    }


def is_to_invoice(row: Shape) -> bool:
    """Whether something of an order line or goods line stayed and is not invoiced."""
    return bool(row["quantity"] > row["returned_quantity"] + row["invoiced_quantity"])


def allowed_verbs(scope: Scope, lifecycle: Lifecycle, state: str, rights: dict[str, str]) -> list[str]:
    """Verbs of the state that the user may take; `rights` maps a verb to its permission."""
    return [verb for verb in lifecycle.verbs(state) if verb not in rights or scope.can(rights[verb])]


def in_reach(scope: Scope, rows: QuerySet[Any], *, warehouse: Sequence[str] = ("warehouse_id",)) -> QuerySet[Any]:
    """Only documents of the company, of the user's warehouses and, where so limited, of the user."""
    rows = rows.filter(company_id=scope.company_id)
    if scope.warehouses is not None:
        condition = Q()
        for name in warehouse:
            condition |= Q(**{f"{name}__in": scope.warehouses})
        rows = rows.filter(condition)
    if scope.own_documents:
        rows = rows.filter(created_by_id=scope.user_id)
    return rows


def reaches(scope: Scope, row: Shape) -> bool:
    """Whether `in_reach` would have found a document of the company that was read by its key."""
    return (scope.warehouses is None or row["warehouse_id"] in scope.warehouses) and (
        not scope.own_documents or row["created_by_id"] == scope.user_id
    )


def vouchers(scope: Scope, origin_id: int) -> list[Shape]:
    """Vouchers of the primary ledger that this document caused, as related documents."""
    if not scope.can("ledger.voucher.read"):
        return []
    ledger = Ledger.objects.filter(company_id=scope.company_id, is_primary=True).values_list("id", flat=True).first()
    rows = Entry.objects.filter(company_id=scope.company_id, origin_id=origin_id, ledger_id=ledger).order_by("id")
    return [
        {
            "kind": "voucher",
            "id": str(row["id"]),
            "number": f"{row['word']}-{row['number']}",
            "state": "posted",
            "date": row["business_date"],
            "amount": None,
        }
        for row in rows.values("id", "word", "number", "business_date")
    ]


_INVOICES = (
    "SELECT DISTINCT f.id, f.origin_kind, f.origin_id, f.business_date, "
    "EXISTS (SELECT 1 FROM posting_postedfact r WHERE r.company_id = f.company_id AND r.reverses_id = f.id) "
    "FROM ledger_openitem o JOIN ledger_settlement s ON s.company_id = o.company_id AND s.open_item_id = o.id "
    "JOIN posting_postedfact f ON f.company_id = s.company_id AND f.id = s.fact_id "
    "WHERE o.company_id = %s AND o.origin_id = %s AND o.kind IN ('GRIR', 'SHIP') "
    "AND f.origin_kind IN ('purchase_invoice', 'sales_invoice') AND f.reverses_id IS NULL ORDER BY f.id"
)


def invoices(scope: Scope, origin_id: int) -> list[Shape]:
    """Invoices that cleared what this goods document had left open; the ledger knows them, finance stays out."""
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, _INVOICES, (scope.company_id, origin_id))
    rows = [row for row in rows if scope.can(f"finance.{row[1]}.read")]
    items = OpenItem.objects.filter(
        company_id=scope.company_id, kind__in=("AP", "AR"), origin_id__in=[row[2] for row in rows]
    )
    numbers = dict(items.values_list("origin_id", "origin_number"))
    return [
        {
            "kind": kind, "id": str(document_id), "number": numbers.get(document_id, ""),
            "state": "reversed" if undone else "posted", "date": date, "amount": None,
        }
        for _, kind, document_id, date, undone in rows
    ]  # fmt: skip
