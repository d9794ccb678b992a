"""Stores goods documents set-based; the only place that knows their columns by name."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from heliu.core import clock, gateway
from heliu.core.lifecycle import DocumentState, Progress
from heliu.core.scope import Scope
from heliu.warehouse.drafts import PreparedDocument, PreparedLine
from heliu.warehouse.models import GoodsDocument, GoodsLine

HEADER = (
    "id", "company_id", "number", "state", "business_date", "memo", "version", "simulated", "created_by_id",
    "created_at", "posted_by_id", "posted_at", "reverses_id", "reversed_by_id", "document_type", "party_id",
    "warehouse_id", "currency", "rate", "reference", "reason", "order_kind", "order_id", "order_number", "original_id",
    "invoiced", "invoicing", "total_quantity", "total_net", "total_tax", "total_gross", "total_value",
)  # fmt: skip
LINE = (
    "id", "company_id", "document_id", "line_no", "item_id", "unit_id", "entered_quantity", "quantity", "memo", "price",
    "price_includes_tax", "discount_rate", "tax_code_id", "net", "tax", "gross", "location_id", "lot_id",
    "order_line_id", "original_line_id", "value", "returned_quantity", "invoiced_quantity",
)  # fmt: skip


def insert_documents(
    scope: Scope,
    documents: Sequence[PreparedDocument],
    *,
    state: DocumentState,
    values: dict[int, int],
    sign: int = 1,
    reverses_id: int | None = None,
) -> None:
    """Headers and lines of a batch. values: line id → value in the primary ledger. sign -1 writes a red document."""
    now = clock.now()
    with gateway.cursor() as cur:
        headers = [
            _header(scope, document, state, now, values, sign=sign, reverses_id=reverses_id) for document in documents
        ]
        gateway.insert(cur, GoodsDocument, HEADER, headers)
        insert_lines(cur, scope, documents, values=values, sign=sign)


def insert_lines(
    cur: Any, scope: Scope, documents: Iterable[PreparedDocument], *, values: dict[int, int], sign: int = 1
) -> None:
    rows = [
        _line(scope, document, number, line, values.get(line.line_id, 0), sign)
        for document in documents
        for number, line in enumerate(document.lines, start=1)
    ]
    gateway.insert(cur, GoodsLine, LINE, rows)


def update_draft(scope: Scope, document: PreparedDocument, *, version: int) -> None:
    """Replaces terms and lines of a stored draft whose header is locked."""
    columns = [c for c in HEADER if c not in _KEPT]
    full = dict(
        zip(
            HEADER,
            _header(scope, document, DocumentState.DRAFT, clock.now(), {}, sign=1, reverses_id=None),
            strict=True,
        )
    )
    with gateway.cursor() as cur:
        row = (version, *(full[c] for c in columns), document.document_id)
        gateway.update(cur, GoodsDocument, keys=("id",), sets=("version", *columns), rows=[row])
    replace_lines(scope, document)


def replace_lines(scope: Scope, document: PreparedDocument) -> None:
    """Of a stored draft whose header is locked."""
    GoodsLine.objects.filter(company_id=scope.company_id, document_id=document.document_id).delete()
    with gateway.cursor() as cur:
        insert_lines(cur, scope, [document], values={})


_KEPT = frozenset(
    {"id", "company_id", "number", "state", "version", "created_by_id", "created_at", "posted_by_id", "posted_at",
     "reverses_id", "reversed_by_id", "document_type", "simulated"}
)  # fmt: skip


def mark_posted(scope: Scope, document: PreparedDocument, *, version: int, values: dict[int, int]) -> None:
    """A stored draft became part of the books."""
    total = sum(values.get(line.line_id, 0) for line in document.lines)
    with gateway.cursor() as cur:
        gateway.update(
            cur,
            GoodsDocument,
            keys=("id",),
            sets=("state", "business_date", "posted_by_id", "posted_at", "version", "total_value"),
            rows=[
                (
                    DocumentState.POSTED.value, document.terms.business_date, scope.user_id, clock.now(), version,
                    total, document.document_id,
                )
            ],
        )  # fmt: skip
        gateway.update(
            cur,
            GoodsLine,
            keys=("id",),
            sets=("value", "net", "tax", "gross", "lot_id"),
            rows=[
                (
                    values.get(line.line_id, 0),
                    line.entry.net,
                    line.entry.tax,
                    line.entry.gross,
                    line.lot_id or None,
                    line.line_id,
                )
                for line in document.lines
            ],
        )


def add_returned(quantities: dict[int, int]) -> None:
    """original line id → base quantity that came back (negative: a return was reversed)."""
    _add(quantities, column="returned_quantity")


def add_invoiced(quantities: dict[int, int]) -> None:
    _add(quantities, column="invoiced_quantity")


def _add(quantities: dict[int, int], *, column: str) -> None:
    rows = sorted((line_id, quantity) for line_id, quantity in quantities.items() if quantity)
    if not rows:
        return
    sql = f"UPDATE warehouse_goodsline SET {column} = {column} + %s WHERE id = %s"  # noqa: S608
    with gateway.cursor() as cur:
        cur.executemany(gateway.placeholder_sql(sql), [(quantity, line_id) for line_id, quantity in rows])


def _header(
    scope: Scope,
    document: PreparedDocument,
    state: DocumentState,
    now: dt.datetime,
    values: dict[int, int],
    *,
    sign: int,
    reverses_id: int | None,
) -> tuple[object, ...]:
    terms = document.terms
    posted = state == DocumentState.POSTED
    entries = [line.entry for line in document.lines]
    invoicing = _invoicing(document, sign).value
    return (
        document.document_id, scope.company_id, document.number, state.value, terms.business_date, terms.memo, 1,
        terms.simulated, scope.user_id, now, scope.user_id if posted else None, now if posted else None, reverses_id,
        None, terms.document_type, terms.party_id or None, terms.warehouse_id, terms.currency, terms.rate,
        terms.reference, terms.reason, terms.order_kind, terms.order_id or None, terms.order_number,
        terms.original_id or None, terms.invoiced, invoicing, sign * sum(e.quantity for e in entries),
        sign * sum(e.net for e in entries), sign * sum(e.tax for e in entries), sign * sum(e.gross for e in entries),
        sign * sum(values.get(line.line_id, 0) for line in document.lines),
    )  # fmt: skip


def _invoicing(document: PreparedDocument, sign: int) -> Progress:
    """Goods that leave with their invoice are invoiced at once; nobody tells it later."""
    return Progress.FULL if document.terms.invoiced and sign > 0 else Progress.NONE


def _line(
    scope: Scope, document: PreparedDocument, number: int, line: PreparedLine, value: int, sign: int
) -> tuple[object, ...]:
    e = line.entry
    invoiced = e.quantity if _invoicing(document, sign) == Progress.FULL else 0
    return (
        line.line_id, scope.company_id, document.document_id, number, e.item_id, e.unit_id, sign * e.entered_quantity,
        sign * e.quantity, line.memo, e.price, e.price_includes_tax, e.discount_rate, e.tax_code_id, sign * e.net,
        sign * e.tax, sign * e.gross, line.location_id, line.lot_id or None, line.order_line_id or None,
        line.original_line_id or None, sign * value, 0, invoiced,
    )  # fmt: skip
