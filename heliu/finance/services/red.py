"""Red invoices 红字发票: take back part of posted blue invoices, and settle both against each other."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any

from heliu.catalog.parts import told
from heliu.core.errors import InvalidInput, NotFound, said
from heliu.core.numbering import hold
from heliu.core.rounding import to_scaled
from heliu.core.scales import PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance.errors import RedOfRed
from heliu.finance.kinds import SALES_INVOICE, SETTLEMENT_NOTE, InvoiceKind
from heliu.finance.queries.open_items import by_key
from heliu.finance.rules.drafts import (
    AllocationDraft,
    InvoiceDraft,
    InvoiceLineDraft,
    Origin,
    RedDraft,
    RedLine,
    SettlementDraft,
)
from heliu.finance.rules.invoices import BlueLine, allowance_amounts, red_amounts
from heliu.finance.services import invoice_rows, mirrors, settlements
from heliu.finance.services.invoices import PostedInvoice, post_invoices
from heliu.posting.facts import AccountKey

Blue = dict[int, BlueLine]


def red_invoice(
    scope: Scope,
    kind: InvoiceKind,
    invoice_id: int,
    *,
    business_date: dt.date,
    lines: Sequence[RedLine] = (),
    memo: str = "",
    origins: tuple[Origin, ...] = (),
    settle: bool = True,
) -> PostedInvoice:
    """One posted red invoice. Raises RedAboveBlue, RedOfRed, NotFound."""
    red = RedDraft(
        invoice_id=invoice_id,
        business_date=business_date,
        lines=tuple(lines),
        memo=memo,
        origins=origins,
        settle=settle,
    )
    return post_red_invoices(scope, kind, [red])[0]


@business_transaction
def post_red_invoices(scope: Scope, kind: InvoiceKind, reds: Sequence[RedDraft]) -> list[PostedInvoice]:
    """Any number at once, all or none. Cost is moved by the goods return, never here."""
    if not reds:
        return []
    scope.require(kind.permission("red"))
    invoice_rows.announce_stored(scope, kind, {red.invoice_id for red in reds})
    headers = _locked(scope, kind, reds)
    prefixes = (kind.prefix, SETTLEMENT_NOTE.prefix)
    hold(company_id=scope.company_id, prefixes=prefixes, dates=(red.business_date for red in reds))
    rows = mirrors.stored_lines(scope, kind, headers)
    blue = mirrors.blue_lines(scope, kind, _touched(reds, rows))
    drafts = [_draft(kind, headers[red.invoice_id], red, rows[red.invoice_id], blue) for red in reds]
    posted = post_invoices(scope, kind, drafts)
    settlements.settle_all(scope, list(_offsets(scope, kind, reds, headers, posted)))
    return posted


def _touched(reds: Sequence[RedDraft], rows: dict[int, list[dict[str, Any]]]) -> Iterator[int]:
    """Blue lines that may be taken back: the named ones, or all of an invoice."""
    for red in reds:
        own = {row["id"] for row in rows[red.invoice_id]}
        yield from (line.line_id for line in red.lines if line.line_id in own) if red.lines else own


def _locked(scope: Scope, kind: InvoiceKind, reds: Sequence[RedDraft]) -> dict[int, Any]:
    """Blue headers, locked in the order of their ids. Raises NotFound, IllegalTransition, RedOfRed."""
    wanted = {red.invoice_id for red in reds}
    rows = kind.model.objects.select_for_update(no_key=True).filter(company_id=scope.company_id, id__in=wanted)
    headers = {header.id: header for header in rows.order_by("id")}
    for missing in sorted(wanted - headers.keys()):
        raise NotFound(noun=kind.noun, id=str(missing))
    for header in headers.values():
        kind.lifecycle.after(header.state, "red", number=header.number)
        if header.is_red or header.reverses_id is not None:
            raise RedOfRed(number=header.number)
    return headers


def _draft(kind: InvoiceKind, header: Any, red: RedDraft, rows: list[dict[str, Any]], blue: Blue) -> InvoiceDraft:
    """Uses up `blue`, so that several red invoices of one batch share what is left."""
    by_id = {row["id"]: row for row in rows}
    wanted = red.lines or [RedLine(line_id, blue[line_id].left) for line_id in by_id if blue[line_id].left > 0]
    if not wanted:
        raise InvalidInput(
            loc=("lines",), field="lines", reason=said("nothing of {number} is left to credit.", number=header.number)
        )
    lines = []
    for index, line in enumerate(wanted):
        if line.line_id not in by_id:
            raise NotFound(loc=("lines", index, "line_id"), noun="invoice line", id=str(line.line_id))
        if line.quantity <= 0:
            raise InvalidInput(loc=("lines", index, "quantity"), field="quantity", reason="must be positive.")
        mirrors.refuse_above(blue[line.line_id], line.quantity, line_no=index + 1)
        lines.append(_red_line(kind, by_id[line.line_id], line, blue, header.currency))
    return InvoiceDraft(
        party_id=header.party_id,
        business_date=red.business_date,
        currency=header.currency,
        rate=to_scaled(header.rate, RATE_SCALE),
        lines=tuple(lines),
        memo=red.memo or header.memo,
        is_red=True,
        red_of_id=header.id,
        origins=(*mirrors.origins_of(header), *red.origins),
        simulated=header.simulated,
    )


def _red_line(kind: InvoiceKind, row: dict[str, Any], red: RedLine, blue: Blue, currency: str) -> InvoiceLineDraft:
    known, source = blue[red.line_id], _source(kind, row, red)
    if source.get("repriced_line_id"):
        amounts = allowance_amounts(known, red.quantity, currency)
        blue[red.line_id] = known.after_allowance(red.quantity, amounts)
    else:
        amounts = red_amounts(known, red.quantity, currency)
        blue[red.line_id] = known.after(red.quantity, amounts)
    credited_net, credited_tax = known.credited
    entered, unit_id, price = told(
        red.quantity,
        of=to_scaled(row["quantity"], QUANTITY_SCALE),
        entered=to_scaled(row["entered_quantity"], QUANTITY_SCALE),
        unit_id=row["unit_id"] or 0,
        price=to_scaled(row["price"], PRICE_SCALE),
        base_unit_id=row["item__base_unit_id"] or 0,
    )
    return mirrors.line_draft(
        row,
        entered_quantity=-entered,
        amounts=amounts,
        red_of_line_id=row["id"],
        unit_id=unit_id,
        price=price,
        credited_net=credited_net,
        credited_tax=credited_tax,
        **source,
    )


def _source(kind: InvoiceKind, row: dict[str, Any], red: RedLine) -> dict[str, Any]:
    """A purchase return left a claim that its red invoice clears; a sales return has moved its cost already.

    Goods that stay while money is given back are an allowance: what was delivered remains invoiced, so no source is
    named. The supplier's changes the price of its receipt, the customer's is less revenue.
    """
    if kind is SALES_INVOICE:
        return {"source_line_id": red.source_line_id, "clears_source": False}
    if red.source_line_id:
        return {"source_line_id": red.source_line_id, "clears_source": True}
    if row["source_line_id"]:
        repriced = {"repriced_line_id": row["source_line_id"], "account_key": AccountKey.PPV.value}
        return {"source_line_id": 0, "clears_source": False, **repriced}
    return {"source_line_id": 0, "clears_source": False}


def _offsets(
    scope: Scope, kind: InvoiceKind, reds: Sequence[RedDraft], headers: dict[int, Any], posted: Sequence[PostedInvoice]
) -> Iterator[SettlementDraft]:
    """Settle every red item against what is still open of its blue one."""
    items = by_key(scope.company_id, (kind.item,), [*headers, *(invoice.id for invoice in posted)])
    left = {key: item.open_txn for key, item in items.items()}
    for red, invoice in zip(reds, posted, strict=True):
        blue_open, red_open = left.get(red.invoice_id, 0), left.get(invoice.id, 0)
        amount = min(abs(blue_open), abs(red_open))
        if not red.settle or amount == 0 or (blue_open > 0) == (red_open > 0):
            continue
        left[red.invoice_id] += amount if blue_open < 0 else -amount
        of_blue = AllocationDraft(origin_kind=kind.noun, origin_id=red.invoice_id, amount=amount)
        of_red = AllocationDraft(origin_kind=kind.noun, origin_id=invoice.id, amount=amount)
        debits, credits = ((of_blue,), (of_red,)) if blue_open > 0 else ((of_red,), (of_blue,))
        header = headers[red.invoice_id]
        yield SettlementDraft(
            party_id=header.party_id,
            side=kind.item,
            business_date=max(red.business_date, header.business_date),
            currency=header.currency,
            debits=debits,
            credits=credits,
            simulated=header.simulated,
        )
