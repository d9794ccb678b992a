"""Lists and pages of money receipts, payments, settlement notes, income and expense entries."""

from typing import Any

from heliu.access.queries import user_names
from heliu.core.document_lists import keyset_page
from heliu.core.document_schemas import plain
from heliu.core.errors import NotFound
from heliu.core.scope import Scope
from heliu.finance.kinds import SETTLEMENT_NOTE, DocumentKind, EntryKind, MoneyKind
from heliu.finance.queries import shapes
from heliu.finance.queries.open_items import OpenItemRow, by_key
from heliu.finance.queries.shapes import DocumentFilter, Shape

_CASH = ("cash_account_id", "cash_account__code", "cash_account__name")
_MONEY = (*shapes.HEADER, "rate", "amount", "discount", "bank_fee", "reference", *_CASH)
_ENTRY = (*shapes.HEADER, "rate", "amount", "reference", *_CASH)
_SETTLEMENT = (*shapes.HEADER, "amount", "side")
_ALLOCATION = (
    "id", "line_no", "origin_kind", "origin_id", "origin_line_id", "origin_number", "amount", "discount",
)  # fmt: skip


def list_money(scope: Scope, kind: MoneyKind, by: DocumentFilter, *, cursor: str | None, limit: int) -> Shape:
    """Newest first; `unallocated` is what is left as prepayment."""
    advance = kind.items[1]
    rows = shapes.narrowed(scope, kind.model.objects.all(), by, items=(advance,), text=("reference",))
    page = keyset_page(rows, columns=_MONEY, shape=lambda row: row, cursor=cursor, limit=limit)
    users = user_names(row["created_by_id"] for row in page["items"])
    items = by_key(scope.company_id, (advance,), (row["id"] for row in page["items"]))
    page["items"] = [_money_header(kind, row, users, items.get(row["id"])) for row in page["items"]]
    return page


def money_document(scope: Scope, kind: MoneyKind, document_id: int) -> Shape:
    """Header, allocations, chain and verbs. Raises NotFound."""
    row = _one(scope, kind, document_id, _MONEY)
    item = by_key(scope.company_id, (kind.items[1],), (document_id,)).get(document_id)
    lines = kind.lines.objects.filter(company_id=scope.company_id, document_id=document_id).order_by("line_no")
    return {
        **_money_header(kind, row, user_names([row["created_by_id"]]), item),
        "lines": [_allocation(line) for line in lines.values(*_ALLOCATION)],
        **_tail(scope, kind, row),
    }


def _one(scope: Scope, kind: DocumentKind, document_id: int, columns: tuple[str, ...]) -> Shape:
    rows = shapes.narrowed(scope, kind.model.objects.filter(id=document_id), DocumentFilter())
    row: Shape | None = rows.values(*columns).first()
    if row is None:
        raise NotFound(noun=kind.noun, id=str(document_id))
    return row


def _tail(scope: Scope, kind: DocumentKind, row: Shape) -> Shape:
    return {
        "verbs": shapes.verbs(scope, kind, row),
        "related": [*shapes.twins(scope, kind, row, "amount"), *shapes.vouchers(scope, row["id"])],
    }


def _cash_account(row: Shape) -> Shape | None:
    if row["cash_account_id"] is None:
        return None
    return {"id": str(row["cash_account_id"]), "code": row["cash_account__code"], "name": row["cash_account__name"]}


def _money_header(kind: MoneyKind, row: Shape, users: dict[int, str], item: OpenItemRow | None) -> Shape:
    settled, left = shapes.settlement(row["state"], item)
    return {
        **shapes.header(row, kind, users),
        "amount": plain(row["amount"]),
        "discount": plain(row["discount"]),
        "bank_fee": plain(row["bank_fee"]),
        "unallocated": left,
        "cash_account": _cash_account(row),
        "totals": shapes.money_totals(row["amount"]),
        "progress": shapes.no_progress(settled),
    }


def _allocation(row: Shape) -> Shape:
    return {
        "id": str(row["id"]),
        "line_no": row["line_no"],
        "origin": {
            "kind": row["origin_kind"],
            "id": str(row["origin_id"]),
            "number": row["origin_number"],
            "line_id": shapes.text_id(row["origin_line_id"] or None),
        },
        "amount": plain(row["amount"]),
        "discount": plain(row["discount"]),
    }


def list_settlements(scope: Scope, by: DocumentFilter, *, cursor: str | None, limit: int) -> Shape:
    kind = SETTLEMENT_NOTE
    rows = shapes.narrowed(scope, kind.model.objects.all(), by)
    page = keyset_page(rows, columns=_SETTLEMENT, shape=lambda row: row, cursor=cursor, limit=limit)
    users = user_names(row["created_by_id"] for row in page["items"])
    page["items"] = [_settlement_header(row, users) for row in page["items"]]
    return page


def settlement(scope: Scope, document_id: int) -> Shape:
    kind = SETTLEMENT_NOTE
    row = _one(scope, kind, document_id, _SETTLEMENT)
    lines = kind.lines.objects.filter(company_id=scope.company_id, document_id=document_id).order_by("line_no")
    return {
        **_settlement_header(row, user_names([row["created_by_id"]])),
        "lines": [
            {**_allocation(line), "side": "debit" if line["is_debit"] else "credit"}
            for line in lines.values(*_ALLOCATION, "is_debit")
        ],
        **_tail(scope, kind, row),
    }


def _settlement_header(row: Shape, users: dict[int, str]) -> Shape:
    return {
        **shapes.header(row, SETTLEMENT_NOTE, users),
        "side": row["side"],
        "amount": plain(row["amount"]),
        "totals": shapes.money_totals(row["amount"]),
        "progress": shapes.no_progress(),
    }


def list_entries(scope: Scope, kind: EntryKind, by: DocumentFilter, *, cursor: str | None, limit: int) -> Shape:
    rows = shapes.narrowed(scope, kind.model.objects.all(), by, text=("reference", "memo"))
    page = keyset_page(rows, columns=_ENTRY, shape=lambda row: row, cursor=cursor, limit=limit)
    users = user_names(row["created_by_id"] for row in page["items"])
    page["items"] = [_entry_header(kind, row, users) for row in page["items"]]
    return page


def entry(scope: Scope, kind: EntryKind, document_id: int) -> Shape:
    row = _one(scope, kind, document_id, _ENTRY)
    lines: Any = kind.lines.objects.filter(company_id=scope.company_id, document_id=document_id).order_by("line_no")
    columns = ("id", "line_no", "account_id", "account__code", "account__name", "account_key", "amount", "memo")
    return {
        **_entry_header(kind, row, user_names([row["created_by_id"]])),
        "lines": [_entry_line(line) for line in lines.values(*columns)],
        **_tail(scope, kind, row),
    }


def _entry_header(kind: EntryKind, row: Shape, users: dict[int, str]) -> Shape:
    return {
        **shapes.header(row, kind, users),
        "amount": plain(row["amount"]),
        "cash_account": _cash_account(row),
        "totals": shapes.money_totals(row["amount"]),
        "progress": shapes.no_progress(),
    }


def _entry_line(row: Shape) -> Shape:
    account = None
    if row["account_id"] is not None:
        account = {"id": str(row["account_id"]), "code": row["account__code"], "name": row["account__name"]}
    return {
        "id": str(row["id"]),
        "line_no": row["line_no"],
        "account": account,
        "account_key": row["account_key"],
        "amount": plain(row["amount"]),
        "memo": row["memo"],
    }
