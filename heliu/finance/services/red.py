"""Red invoices 红字发票: take back part of a posted blue invoice, and settle both against each other."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from heliu.core.currency import exponent
from heliu.core.documents import lock_document
from heliu.core.errors import InvalidInput, NotFound
from heliu.core.rounding import divide_half_up, to_scaled
from heliu.core.scales import PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance.errors import RedOfRed
from heliu.finance.kinds import SALES_INVOICE, InvoiceKind
from heliu.finance.queries.open_items import by_key
from heliu.finance.rules.drafts import AllocationDraft, InvoiceDraft, InvoiceLineDraft, Origin, RedLine, SettlementDraft
from heliu.finance.rules.invoices import BlueLine, red_amounts
from heliu.finance.services import mirrors, settlements
from heliu.finance.services.invoices import PostedInvoice, post_invoices


@business_transaction
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
    """A posted red invoice over `lines` (none = all that is left), offset against its blue one as far as that is open.

    origins: documents to name besides those of the blue invoice, such as the goods return. Cost is moved by that
    return, never here. Raises RedAboveBlue, RedOfRed.
    """
    scope.require(kind.permission("red"))
    header = lock_document(kind.model, scope, invoice_id)
    kind.lifecycle.after(header.state, "red", number=header.number)
    if header.is_red:
        raise RedOfRed(number=header.number)
    draft = InvoiceDraft(
        party_id=header.party_id,
        business_date=business_date,
        currency=header.currency,
        rate=to_scaled(header.rate, RATE_SCALE),
        lines=_red_lines(scope, kind, header, lines),
        memo=memo or header.memo,
        is_red=True,
        red_of_id=header.id,
        origins=(*mirrors.origins_of(header), *origins),
        simulated=header.simulated,
    )
    posted = post_invoices(scope, kind, [draft])[0]
    if settle:
        _offset(scope, kind, header, posted, business_date=business_date)
    return posted


def _red_lines(scope: Scope, kind: InvoiceKind, header: Any, lines: Sequence[RedLine]) -> tuple[InvoiceLineDraft, ...]:
    rows = {row["id"]: row for row in mirrors.stored_lines(scope, kind, header.id)}
    blue = mirrors.blue_lines(scope, kind, rows)
    wanted = lines or [RedLine(line_id, blue[line_id].left) for line_id in rows if blue[line_id].left > 0]
    if not wanted:
        raise InvalidInput(loc=("lines",), field="lines", reason=f"nothing of {header.number} is left to credit.")
    drafts = []
    for index, red in enumerate(wanted):
        if red.line_id not in rows:
            raise NotFound(loc=("lines", index, "line_id"), noun="invoice line", id=str(red.line_id))
        if red.quantity <= 0:
            raise InvalidInput(loc=("lines", index, "quantity"), field="quantity", reason="must be positive.")
        mirrors.refuse_above(blue[red.line_id], red.quantity, line_no=index + 1)
        drafts.append(_red_line(kind, rows[red.line_id], red, blue[red.line_id], exponent(header.currency)))
    return tuple(drafts)


def _red_line(kind: InvoiceKind, row: dict[str, Any], red: RedLine, blue: BlueLine, decimals: int) -> InvoiceLineDraft:
    """In the unit of the blue line where that comes out even, else in base units (one piece out of a box)."""
    base, entered = to_scaled(row["quantity"], QUANTITY_SCALE), to_scaled(row["entered_quantity"], QUANTITY_SCALE)
    scaled, rest = divmod(red.quantity * entered, base)
    unit: dict[str, Any] = {}
    if rest:
        price = divide_half_up(to_scaled(row["price"], PRICE_SCALE) * entered, base)
        scaled, unit = red.quantity, {"unit_id": row["item__base_unit_id"], "price": price}
    source = red.source_line_id or row["source_line_id"]
    return mirrors.line_draft(
        row,
        entered_quantity=-scaled,
        amounts=red_amounts(blue, red.quantity, decimals),
        source_line_id=source,
        clears_source=kind is not SALES_INVOICE and source != 0,
        red_of_line_id=row["id"],
        **unit,
    )


def _offset(scope: Scope, kind: InvoiceKind, header: Any, red: PostedInvoice, *, business_date: dt.date) -> None:
    """Settle the red item against what is still open of its blue one."""
    items = by_key(scope.company_id, (kind.item,), (header.id, red.id))
    if header.id not in items or red.id not in items:
        return
    blue_open, red_open = items[header.id].open_txn, items[red.id].open_txn
    amount = min(abs(blue_open), abs(red_open))
    if amount == 0 or (blue_open > 0) == (red_open > 0):
        return
    of_blue = AllocationDraft(origin_kind=kind.noun, origin_id=header.id, amount=amount)
    of_red = AllocationDraft(origin_kind=kind.noun, origin_id=red.id, amount=amount)
    debits, credits = ((of_blue,), (of_red,)) if blue_open > 0 else ((of_red,), (of_blue,))
    settlements.settle(
        scope,
        SettlementDraft(
            party_id=header.party_id,
            side=kind.item,
            business_date=business_date,
            currency=header.currency,
            debits=debits,
            credits=credits,
            simulated=header.simulated,
        ),
    )
