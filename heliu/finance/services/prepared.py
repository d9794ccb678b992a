"""An invoice ready to be written and posted: drafts resolved to base units, amounts, keys and ids."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from heliu.catalog.entries import Entry, ResolvedEntry, resolve_entries, tax_rates
from heliu.catalog.pricing import LineAmounts, price_line
from heliu.core.currency import exponent
from heliu.core.errors import InvalidInput, said
from heliu.core.ids import next_ids
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE, QUANTITY_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.finance.kinds import SALES_INVOICE, InvoiceKind
from heliu.finance.queries.open_items import primary_ledger
from heliu.finance.queries.policies import books_rates_to_exchange
from heliu.finance.rules.drafts import InvoiceDraft, InvoiceLineDraft
from heliu.finance.rules.invoices import due_date
from heliu.finance.services import writing
from heliu.posting.facts import (
    AccountKey,
    PurchaseInvoiceLine,
    PurchaseInvoicePosted,
    SalesInvoiceLine,
    SalesInvoicePosted,
)

LINE_LIMIT = 5_000


@dataclass(frozen=True, slots=True)
class PreparedLine:
    """quantity in base units; net + tax = gross; source_line_id 0 = nothing delivered stands behind it."""

    id: int
    line_no: int
    item_id: int
    unit_id: int
    quantity: int
    tax_code_id: int
    net: int
    tax: int
    source_line_id: int
    clears_source: bool
    order_id: int
    order_line_id: int
    red_of_line_id: int
    account_key: str
    account_id: int
    repriced_line_id: int = 0
    credited_net: int = 0
    credited_tax: int = 0


@dataclass(frozen=True, slots=True)
class PreparedInvoice:
    id: int
    number: str
    party_id: int
    business_date: dt.date
    due_date: dt.date
    currency: str
    rate: int
    memo: str
    is_red: bool
    lines: tuple[PreparedLine, ...]


def prepare(scope: Scope, kind: InvoiceKind, drafts: Sequence[InvoiceDraft]) -> list[PreparedInvoice]:
    """Resolve all drafts with a handful of queries, however many there are. Raises on faults, with their loc."""
    company_id = scope.company_id
    ledger = primary_ledger(company_id)
    parties = writing.parties_of(company_id, (draft.party_id for draft in drafts), role=kind.role)
    writing.check_accounts(company_id, (line.account_id for draft in drafts for line in draft.lines))
    for draft in drafts:
        _check_header(draft, ledger.currency)
    entries = _resolved(scope, drafts)
    numbers = writing.numbers_for(kind, company_id, drafts)
    ids = iter(next_ids(sum(1 + len(draft.lines) for draft in drafts)))
    prepared = []
    for draft, number in zip(drafts, numbers, strict=True):
        invoice_id = next(ids)
        lines = tuple(
            _line(kind, line, next(entries), ids=(next(ids), no)) for no, line in enumerate(draft.lines, start=1)
        )
        terms_kind, days = parties[draft.party_id]
        due = draft.due_date or due_date(invoiced_on=draft.business_date, terms_kind=terms_kind, days=days)
        prepared.append(
            PreparedInvoice(
                id=invoice_id, number=number, party_id=draft.party_id, business_date=draft.business_date, due_date=due,
                currency=draft.currency, rate=draft.rate, memo=draft.memo, is_red=draft.is_red, lines=lines,
            )
        )  # fmt: skip
    return prepared


def _check_header(draft: InvoiceDraft, ledger_currency: str) -> None:
    exponent(draft.currency)
    writing.check_rate(currency=draft.currency, rate=draft.rate, ledger_currency=ledger_currency)
    if not draft.lines:
        raise InvalidInput(loc=("lines",), field="lines", reason="an invoice has at least one line.")
    if len(draft.lines) > LINE_LIMIT:
        raise InvalidInput(loc=("lines",), field="lines", reason=said("at most {n} lines.", n=LINE_LIMIT))
    if draft.due_date is not None and draft.due_date < draft.business_date:
        raise InvalidInput(loc=("due_date",), field="due_date", reason="not before the invoice date.")
    for index, line in enumerate(draft.lines):
        if line.entered_quantity == 0 or (line.entered_quantity < 0) != draft.is_red:
            wanted = "must be negative." if draft.is_red else "must be positive."
            loc = ("lines", index, "entered_quantity")
            raise InvalidInput(loc=loc, field="entered_quantity", reason=wanted)


def _resolved(scope: Scope, drafts: Sequence[InvoiceDraft]) -> Iterator[ResolvedEntry]:
    """Every line of every draft in order, signed; free text without an item is priced like one piece of a service."""
    lines = [(line, exponent(draft.currency)) for draft in drafts for line in draft.lines]
    found: list[ResolvedEntry | None] = [None] * len(lines)
    for decimals in {decimals for _, decimals in lines}:
        places = [i for i, (line, own) in enumerate(lines) if own == decimals and line.item_id]
        entries = [_entry(lines[i][0]) for i in places]
        resolved = resolve_entries(scope, entries, exponent=decimals, archived_too=True) if entries else []
        for i, entry in zip(places, resolved, strict=True):
            found[i] = entry if lines[i][0].entered_quantity > 0 else _negative(entry)
    rates: dict[int, int] | None = None
    for (line, decimals), known in zip(lines, found, strict=True):
        if known is not None:
            yield known
            continue
        rates = tax_rates(scope) if rates is None else rates
        yield _free_text(line, rates, decimals)


def _entry(line: InvoiceLineDraft) -> Entry:
    amounts = line.amounts
    if amounts is not None and line.entered_quantity < 0:
        amounts = LineAmounts(net=-amounts.net, tax=-amounts.tax, gross=-amounts.gross)
    return Entry(
        line.item_id, abs(line.entered_quantity), line.unit_id, line.price, line.price_includes_tax,
        line.discount_rate, line.tax_code_id, amounts,
    )  # fmt: skip


def _negative(entry: ResolvedEntry) -> ResolvedEntry:
    return replace(
        entry, entered_quantity=-entry.entered_quantity, quantity=-entry.quantity, net=-entry.net, tax=-entry.tax,
        gross=-entry.gross,
    )  # fmt: skip


def _free_text(line: InvoiceLineDraft, rates: dict[int, int], decimals: int) -> ResolvedEntry:
    tax_code_id = line.tax_code_id or None
    if (tax_code_id and tax_code_id not in rates) or line.price < 0 or not 0 <= line.discount_rate <= RATE_SCALE:
        raise InvalidInput(loc=("lines",), field="lines", reason="price, discount and tax code of free text lines.")
    amounts = line.amounts or price_line(
        quantity=line.entered_quantity,
        price=line.price,
        tax_rate=rates[tax_code_id] if tax_code_id else 0,
        exponent=decimals,
        discount_rate=line.discount_rate,
        price_includes_tax=line.price_includes_tax,
    )
    return ResolvedEntry(
        0, 0, line.entered_quantity, line.entered_quantity, line.price, line.price_includes_tax, line.discount_rate,
        tax_code_id, amounts.net, amounts.tax, amounts.gross, False, False,
    )  # fmt: skip


def _line(kind: InvoiceKind, draft: InvoiceLineDraft, entry: ResolvedEntry, *, ids: tuple[int, int]) -> PreparedLine:
    line_id, line_no = ids
    source = draft.source_line_id
    return PreparedLine(
        id=line_id, line_no=line_no, item_id=draft.item_id, unit_id=entry.unit_id, quantity=entry.quantity,
        tax_code_id=entry.tax_code_id or 0, net=entry.net, tax=entry.tax, source_line_id=source,
        clears_source=draft.clears_source and source != 0, order_id=draft.order_id, order_line_id=draft.order_line_id,
        red_of_line_id=draft.red_of_line_id, account_key=_account_key(kind, draft, entry.is_goods, line_no),
        account_id=draft.account_id, repriced_line_id=draft.repriced_line_id, credited_net=draft.credited_net,
        credited_tax=draft.credited_tax,
    )  # fmt: skip


def _account_key(kind: InvoiceKind, draft: InvoiceLineDraft, is_goods: bool, line_no: int) -> str:
    """Given key, else by the item. Goods must say what was delivered, unless an account is named or the line is red."""
    if draft.account_key:
        writing.check_key(draft.account_key, loc=("lines", line_no - 1, "account_key"))
        return draft.account_key
    named = draft.account_id or draft.source_line_id or draft.red_of_line_id
    if is_goods and not named:
        column = kind.source_column
        loc = ("lines", line_no - 1, column)
        raise InvalidInput(
            loc=loc, field=column, reason=said("a line of goods names its {word} line.", word=kind.source)
        )
    if kind is SALES_INVOICE:
        return AccountKey.REVENUE.value if is_goods else AccountKey.SERVICE_REVENUE.value
    return AccountKey.EXPENSE.value


def load(scope: Scope, kind: InvoiceKind, header: Any) -> PreparedInvoice:
    """A stored draft as it will be posted."""
    columns = (
        "id", "line_no", "item_id", "quantity", "tax_code_id", "net", "tax", kind.source_column, "order_id",
        "order_line_id", "red_of_line_id", "account_key", "account_id", "unit_id",
    )  # fmt: skip
    rows = kind.lines.objects.filter(company_id=scope.company_id, document_id=header.id).order_by("line_no")
    clears = dict(rows.values_list("id", "clears_shipment")) if kind is SALES_INVOICE else {}
    lines = tuple(
        PreparedLine(
            id=r[0], line_no=r[1], item_id=r[2] or 0, quantity=to_scaled(r[3], QUANTITY_SCALE), tax_code_id=r[4] or 0,
            net=to_scaled(r[5], AMOUNT_SCALE), tax=to_scaled(r[6], AMOUNT_SCALE), source_line_id=r[7],
            clears_source=clears.get(r[0], r[7] != 0), order_id=r[8], order_line_id=r[9], red_of_line_id=r[10],
            account_key=r[11], account_id=r[12] or 0, unit_id=r[13] or 0,
        )
        for r in rows.values_list(*columns)
    )  # fmt: skip
    return PreparedInvoice(
        id=header.id, number=header.number, party_id=header.party_id, business_date=header.business_date,
        due_date=header.due_date, currency=header.currency, rate=to_scaled(header.rate, RATE_SCALE),
        memo=header.memo, is_red=header.is_red, lines=lines,
    )  # fmt: skip


def fact_of(scope: Scope, kind: InvoiceKind, invoice: PreparedInvoice) -> SalesInvoicePosted | PurchaseInvoicePosted:
    """What the books are told."""
    fact_head = writing.head(scope, kind, invoice, document_id=invoice.id, verb="post")
    if kind is SALES_INVOICE:
        return SalesInvoicePosted(
            head=fact_head, lines=tuple(map(_sales_line, invoice.lines)), due_date=invoice.due_date
        )
    return PurchaseInvoicePosted(
        head=fact_head,
        lines=tuple(map(_purchase_line, invoice.lines)),
        due_date=invoice.due_date,
        rate_to_exchange=invoice.rate != RATE_SCALE and books_rates_to_exchange(scope.company_id),
    )


def _sales_line(line: PreparedLine) -> SalesInvoiceLine:
    return SalesInvoiceLine(
        line_id=line.id, net=line.net, tax=line.tax, tax_code_id=line.tax_code_id, item_id=line.item_id,
        quantity=line.quantity, shipment_line_id=line.source_line_id if line.clears_source else 0,
        revenue_key=AccountKey(line.account_key), account_id=line.account_id, credited_net=line.credited_net,
        credited_tax=line.credited_tax,
    )  # fmt: skip


def _purchase_line(line: PreparedLine) -> PurchaseInvoiceLine:
    return PurchaseInvoiceLine(
        line_id=line.id, net=line.net, tax=line.tax, tax_code_id=line.tax_code_id, item_id=line.item_id,
        quantity=0 if line.repriced_line_id else line.quantity,
        receipt_line_id=line.source_line_id or line.repriced_line_id, account_key=AccountKey(line.account_key),
        account_id=line.account_id, credited_net=line.credited_net, credited_tax=line.credited_tax,
    )  # fmt: skip
