"""Invoices as rows, written set-based, and as events."""

from collections.abc import Iterable, Sequence
from typing import Any

import orjson

from heliu.core import events, gateway
from heliu.core.rounding import from_scaled
from heliu.core.scales import AMOUNT_SCALE, QUANTITY_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.finance.events import InvoicedDocument, InvoicedLine
from heliu.finance.kinds import PURCHASE_INVOICE, InvoiceKind
from heliu.finance.rules.drafts import InvoiceDraft, InvoiceLineDraft
from heliu.finance.services.matching import NO_MATCH, LineMatch, header_match
from heliu.finance.services.prepared import PreparedInvoice, PreparedLine
from heliu.finance.services.writing import HEADER, HeaderRows

_INVOICE = (
    *HEADER, "party_id", "currency", "rate", "due_date", "external_number", "is_red", "red_of_id", "quantity", "net",
    "tax", "gross", "origins",
)  # fmt: skip
_LINE = (
    "id", "company_id", "document_id", "line_no", "item_id", "unit_id", "entered_quantity", "quantity", "memo",
    "description", "price", "price_includes_tax", "discount_rate", "tax_code_id", "net", "tax", "gross", "account_key",
    "account_id", "order_id", "order_line_id", "red_of_line_id",
)  # fmt: skip
Pair = tuple[InvoiceDraft, PreparedInvoice]
Matches = dict[int, LineMatch]


def insert(
    scope: Scope,
    kind: InvoiceKind,
    pairs: Sequence[Pair],
    matches: Matches,
    *,
    posted: bool,
    reverses_id: int | None = None,
) -> None:
    """Headers and lines of any number of invoices with two statements."""
    rows = HeaderRows(scope, posted=posted)
    columns = (*_INVOICE, "match_state") if kind is PURCHASE_INVOICE else _INVOICE
    headers = []
    for draft, invoice in pairs:
        row = (*rows.row(invoice.id, invoice.number, draft, reverses_id=reverses_id), *_header(draft, invoice))
        headers.append((*row, _state_of(invoice, matches)) if kind is PURCHASE_INVOICE else row)
    with gateway.cursor() as cur:
        gateway.insert(cur, kind.model, columns, headers)
        lines = [row for draft, invoice in pairs for row in line_rows(scope, kind, draft, invoice, matches)]
        gateway.insert(cur, kind.lines, line_columns(kind), lines)


def _header(draft: InvoiceDraft, invoice: PreparedInvoice) -> tuple[Any, ...]:
    net = sum(line.net for line in invoice.lines)
    tax = sum(line.tax for line in invoice.lines)
    origins = [{"kind": o.kind, "id": str(o.id), "number": o.number} for o in draft.origins]
    return (
        invoice.party_id, invoice.currency, invoice.rate, invoice.due_date, draft.external_number, draft.is_red,
        draft.red_of_id or None, sum(line.quantity for line in invoice.lines), net, tax, net + tax,
        orjson.dumps(origins).decode(),
    )  # fmt: skip


def _state_of(invoice: PreparedInvoice, matches: Matches) -> str:
    return header_match([matches.get(line.id, NO_MATCH) for line in invoice.lines]).value


def line_columns(kind: InvoiceKind) -> tuple[str, ...]:
    own = ("expected_net", "match_state") if kind is PURCHASE_INVOICE else ("clears_shipment",)
    return (*_LINE, kind.source_column, *own)


def line_rows(
    scope: Scope, kind: InvoiceKind, draft: InvoiceDraft, invoice: PreparedInvoice, matches: Matches
) -> list[tuple[Any, ...]]:
    purchase = kind is PURCHASE_INVOICE
    found = []
    for entered, line in zip(draft.lines, invoice.lines, strict=True):
        own: tuple[Any, ...] = (line.clears_source,)
        if purchase:
            match = matches.get(line.id, NO_MATCH)
            own = (match.expected, match.state.value)
        found.append(
            (
                line.id, scope.company_id, invoice.id, line.line_no, line.item_id or None, line.unit_id or None,
                entered.entered_quantity, line.quantity, entered.memo, entered.description, entered.price,
                entered.price_includes_tax, entered.discount_rate, line.tax_code_id or None, line.net, line.tax,
                line.net + line.tax, line.account_key, line.account_id or None, line.order_id, line.order_line_id,
                line.red_of_line_id, line.source_line_id, *own,
            )
        )  # fmt: skip
    return found


def replace(
    scope: Scope, kind: InvoiceKind, header: Any, draft: InvoiceDraft, *, invoice: PreparedInvoice, matches: Matches
) -> None:
    """A locked draft gets new lines and totals."""
    kind.lines.objects.filter(company_id=scope.company_id, document_id=header.id).delete()
    with gateway.cursor() as cur:
        gateway.insert(cur, kind.lines, line_columns(kind), line_rows(scope, kind, draft, invoice, matches))
    header.business_date = invoice.business_date
    header.memo = draft.memo
    header.party_id = invoice.party_id
    header.currency = invoice.currency
    header.rate = from_scaled(invoice.rate, RATE_SCALE)
    header.due_date = invoice.due_date
    header.external_number = draft.external_number
    net, tax = sum(line.net for line in invoice.lines), sum(line.tax for line in invoice.lines)
    header.quantity = from_scaled(sum(line.quantity for line in invoice.lines), QUANTITY_SCALE)
    header.net, header.tax = from_scaled(net, AMOUNT_SCALE), from_scaled(tax, AMOUNT_SCALE)
    header.gross = from_scaled(net + tax, AMOUNT_SCALE)
    if kind is PURCHASE_INVOICE:
        header.match_state = _state_of(invoice, matches)
    header.version += 1
    header.save()


def store_matches(kind: InvoiceKind, header: Any, invoice: PreparedInvoice, matches: Matches) -> None:
    """Match results of a draft that is being posted."""
    if kind is not PURCHASE_INVOICE:
        return
    header.match_state = _state_of(invoice, matches)
    header.save(update_fields=["match_state"])
    rows = [(match.expected, match.state.value, line_id) for line_id, match in matches.items()]
    with gateway.cursor() as cur:
        gateway.update(cur, kind.lines, keys=("id",), sets=("expected_net", "match_state"), rows=rows)


def summary(header: Any) -> dict[str, str]:
    """What the audit trail shows of an edit."""
    return {
        "party_id": str(header.party_id),
        "business_date": str(header.business_date),
        "currency": header.currency,
        "net": str(header.net),
        "tax": str(header.tax),
        "gross": str(header.gross),
    }


def announce(scope: Scope, kind: InvoiceKind, lines: Iterable[InvoiceLineDraft]) -> None:
    """Before anything is counted or locked: who keeps the orders and goods of these lines locks them first.

    SQLite has one writer at a time anyway.
    """
    if gateway.is_postgresql():
        _announce(scope, kind, [(line.order_id, line.order_line_id, line.source_line_id) for line in lines])


def announce_stored(scope: Scope, kind: InvoiceKind, invoice_ids: Iterable[int]) -> None:
    """The same for stored invoices, before their own headers are locked: orders come first everywhere."""
    if gateway.is_postgresql():
        lines = kind.lines.objects.filter(company_id=scope.company_id, document_id__in=list(invoice_ids))
        _announce(scope, kind, lines.values_list("order_id", "order_line_id", kind.source_column))


def _announce(scope: Scope, kind: InvoiceKind, named: Iterable[tuple[int, int, int]]) -> None:
    columns = list(zip(*named, strict=True)) or [(), (), ()]
    orders, order_lines, sources = (frozenset(filter(None, ids)) for ids in columns)
    if orders or order_lines or sources:
        event = kind.announced_event(scope=scope, order_ids=orders, order_line_ids=order_lines, source_line_ids=sources)
        events.emit(event)


def tell(scope: Scope, kind: InvoiceKind, event: type[Any], invoices: Sequence[PreparedInvoice]) -> None:
    """One event for the whole batch; lines of no order and no goods document concern nobody above and are left out."""
    documents = []
    for invoice in invoices:
        lines = tuple(
            InvoicedLine(
                line.id, line.item_id, line.quantity, line.net, line.order_id, line.order_line_id, source, line.line_no
            )
            for line, source in ((line, _told_source(line)) for line in invoice.lines)
            if source or line.order_id or line.order_line_id
        )
        if lines:
            documents.append(
                InvoicedDocument(invoice.id, invoice.number, invoice.business_date, invoice.party_id, lines)
            )
    if documents:
        events.emit(event(scope=scope, documents=tuple(documents)))


def _told_source(line: PreparedLine) -> int:
    """Goods that left `invoiced` already know it; only the credit of their return is told."""
    return line.source_line_id if line.clears_source or line.red_of_line_id or line.quantity < 0 else 0
