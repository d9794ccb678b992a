"""Goods that customers bring back: in at their original issue cost, and a red invoice for what was invoiced of them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from heliu.catalog.pricing import LineAmounts
from heliu.core.document_schemas import quantity_text
from heliu.core.errors import InvalidInput
from heliu.core.numbering import hold
from heliu.core.rounding import to_scaled
from heliu.core.scales import RATE_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance import services as finance
from heliu.finance.kinds import SALES_INVOICE
from heliu.finance.models import SalesInvoiceLine
from heliu.finance.queries import open_items
from heliu.finance.rules.drafts import InvoiceDraft, InvoiceLineDraft, Origin, RedDraft, RedLine
from heliu.finance.services.mirrors import blue_lines
from heliu.sales.drafts import NewReturn, NewReturnLine, PostedReturn
from heliu.sales.errors import NothingToCredit
from heliu.sales.services.authority import RETURN, acting
from heliu.warehouse import lookups
from heliu.warehouse import services as warehouse
from heliu.warehouse.drafts import NewGoodsDocument, NewGoodsLine, PostedGoodsDocument
from heliu.warehouse.models import GoodsLine


@business_transaction
def return_goods(scope: Scope, new: NewReturn) -> PostedReturn:
    """One return. Raises ReturnTooMuch, OriginalUnsuitable, NothingToCredit."""
    return post_returns(scope, [new])[0]


@business_transaction
def post_returns(scope: Scope, returns: Sequence[NewReturn]) -> list[PostedReturn]:
    """Returns of any number at once: goods in with one posting, red invoices with another, settlements with a third."""
    scope.require("sales.return.create")
    if not returns:
        return []
    for new in returns:
        if not new.lines:
            raise InvalidInput(loc=("lines",), field="lines", reason="name what comes back.")
    scope = acting(scope, RETURN)
    shipped = [line.shipment_line_id for new in returns for line in new.lines if line.shipment_line_id]
    warehouse.announce_goods(scope, (), original_line_ids=shipped)
    hold(company_id=scope.company_id, prefixes=("HX", "XSFP", "XSTH"), dates=(new.business_date for new in returns))
    returns = _completed(scope, returns)
    to_credit = _to_credit(scope, returns)
    posted = warehouse.post_goods_documents(scope, [_goods_document(scope, new) for new in returns])
    reds = _red_drafts(scope, returns, posted, to_credit)
    loose = _loose_drafts(returns, posted)
    made = finance.post_red_invoices(scope, SALES_INVOICE, [red for _, red in reds])
    made_loose = finance.post_invoices(scope, SALES_INVOICE, [draft for _, draft in loose])
    invoices: dict[int, list[int]] = defaultdict(list)
    for (position, _), invoice in [*zip(reds, made, strict=True), *zip(loose, made_loose, strict=True)]:
        invoices[position].append(invoice.id)
    return [
        PostedReturn(document.document_id, document.number, document.line_ids, tuple(invoices[position]))
        for position, document in enumerate(posted)
    ]


def _completed(scope: Scope, returns: Sequence[NewReturn]) -> list[NewReturn]:
    """Item of every known shipment line; party, warehouse, currency and rate of the first, where none is given."""
    wanted = {line.shipment_line_id for new in returns for line in new.lines if line.shipment_line_id}
    rows = GoodsLine.objects.filter(company_id=scope.company_id, id__in=wanted).values_list(
        "id", "item_id", "document__party_id", "document__warehouse_id", "document__currency", "document__rate"
    )
    shipped = {row[0]: row[1:] for row in rows}
    home = lookups.company_currency(scope)
    found = []
    for new in returns:
        lines = tuple(
            replace(line, item_id=shipped[line.shipment_line_id][0]) if line.shipment_line_id in shipped else line
            for line in new.lines
        )
        first = next((shipped[x.shipment_line_id] for x in new.lines if x.shipment_line_id in shipped), None)
        if first is None or new.party_id:
            found.append(replace(new, lines=lines, currency=new.currency or home))
            continue
        _, party_id, warehouse_id, currency, rate = first
        found.append(
            replace(
                new, lines=lines, party_id=party_id, warehouse_id=new.warehouse_id or warehouse_id, currency=currency,
                rate=to_scaled(rate, RATE_SCALE),
            )
        )  # fmt: skip
    return found


def _to_credit(scope: Scope, returns: Sequence[NewReturn]) -> dict[tuple[int, int], int]:
    """(return, line) → base quantity that was invoiced: what the open shipped quantity does not cover."""
    lines = [line.shipment_line_id for new in returns for line in new.lines if line.shipment_line_id]
    left = {
        key: max(item.open_quantity, 0) for key, item in open_items.by_key(scope.company_id, ("SHIP",), lines).items()
    }
    found = {}
    for position, new in enumerate(returns):
        for index, line in enumerate(new.lines):
            if not line.shipment_line_id:
                continue
            waiting = min(left.get(line.shipment_line_id, 0), line.quantity)
            left[line.shipment_line_id] = left.get(line.shipment_line_id, 0) - waiting
            found[position, index] = line.quantity - waiting
    return found


def _goods_document(scope: Scope, new: NewReturn) -> NewGoodsDocument:
    return NewGoodsDocument(
        document_type="sales_return",
        warehouse_id=new.warehouse_id,
        business_date=new.business_date,
        lines=tuple(_goods_line(line) for line in new.lines),
        party_id=new.party_id,
        currency=new.currency,
        rate=new.rate,
        memo=new.memo,
        reference=new.reference,
        simulated=new.simulated,
        archived_too=True,
        number=new.number,
    )


def _goods_line(line: NewReturnLine) -> NewGoodsLine:
    return NewGoodsLine(
        item_id=line.item_id,
        quantity=line.quantity,
        price=line.price,
        price_includes_tax=line.price_includes_tax,
        tax_code_id=line.tax_code_id,
        amounts=line.amounts,
        location_id=line.location_id,
        lot_id=line.lot_id,
        original_line_id=line.shipment_line_id,
        memo=line.memo,
    )


def _red_drafts(
    scope: Scope,
    returns: Sequence[NewReturn],
    posted: Sequence[PostedGoodsDocument],
    to_credit: Mapping[tuple[int, int], int],
) -> list[tuple[int, RedDraft]]:
    """(position of the return, red invoice), one per return and blue invoice."""
    wanted = {key: quantity for key, quantity in to_credit.items() if quantity > 0}
    if not wanted:
        return []
    shipped = {returns[position].lines[index].shipment_line_id for position, index in wanted}
    rows = SalesInvoiceLine.objects.filter(
        company_id=scope.company_id, shipment_line_id__in=shipped, document__state="posted", document__is_red=False
    ).order_by("id")
    candidates: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for line_id, document_id, shipment_line in rows.values_list("id", "document_id", "shipment_line_id"):
        candidates[shipment_line].append((line_id, document_id))
    blue = blue_lines(scope, SALES_INVOICE, (line_id for found in candidates.values() for line_id, _ in found))
    left = {line_id: line.left for line_id, line in blue.items()}
    grouped: dict[tuple[int, int], list[RedLine]] = defaultdict(list)
    for (position, index), quantity in wanted.items():
        line = returns[position].lines[index]
        return_line = posted[position].line_ids[index]
        for invoice_line, invoice_id in candidates[line.shipment_line_id]:
            part = min(quantity, left.get(invoice_line, 0))
            if part > 0:
                grouped[position, invoice_id].append(RedLine(invoice_line, part, return_line))
                left[invoice_line] -= part
                quantity -= part
        if quantity > 0:
            raise NothingToCredit(loc=("lines", index), line=index + 1, quantity=quantity_text(quantity))
    return [
        (
            position,
            RedDraft(
                invoice_id=invoice_id,
                business_date=returns[position].business_date,
                lines=tuple(lines),
                memo=returns[position].memo,
                origins=(Origin("sales_return", posted[position].document_id, posted[position].number),),
            ),
        )
        for (position, invoice_id), lines in grouped.items()
    ]


def _loose_drafts(
    returns: Sequence[NewReturn], posted: Sequence[PostedGoodsDocument]
) -> list[tuple[int, InvoiceDraft]]:
    """Credit for lines whose shipment is not known: a red invoice that names no blue one."""
    found = []
    for position, (new, document) in enumerate(zip(returns, posted, strict=True)):
        lines = tuple(
            InvoiceLineDraft(
                entered_quantity=-line.quantity,
                price=line.price,
                price_includes_tax=line.price_includes_tax,
                item_id=line.item_id,
                tax_code_id=line.tax_code_id,
                source_line_id=line_id,
                clears_source=False,
                amounts=_negative(line),
                memo=line.memo,
            )
            for line, line_id in zip(new.lines, document.line_ids, strict=True)
            if not line.shipment_line_id
        )
        if lines:
            draft = InvoiceDraft(
                party_id=new.party_id,
                business_date=new.business_date,
                currency=new.currency,
                rate=new.rate,
                lines=lines,
                memo=new.memo,
                origins=(Origin("sales_return", document.document_id, document.number),),
                is_red=True,
                simulated=new.simulated,
            )
            found.append((position, draft))
    return found


def _negative(line: NewReturnLine) -> LineAmounts | None:
    if line.amounts is None:
        return None
    return replace(line.amounts, net=-line.amounts.net, tax=-line.amounts.tax, gross=-line.amounts.gross)
