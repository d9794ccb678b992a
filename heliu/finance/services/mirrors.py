"""Red and blue: how much of a blue line is left, and the mirror of a whole invoice."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Sum

from heliu.catalog.pricing import LineAmounts
from heliu.core.document_schemas import quantity_text
from heliu.core.lifecycle import DocumentState
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE, PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.finance.errors import RedAboveBlue
from heliu.finance.kinds import InvoiceKind
from heliu.finance.rules.drafts import InvoiceDraft, InvoiceLineDraft, Origin
from heliu.finance.rules.invoices import BlueLine
from heliu.finance.services.prepared import PreparedInvoice, prepare
from heliu.posting.errors import ReversalRefused


def blue_lines(scope: Scope, kind: InvoiceKind, line_ids: Iterable[int]) -> dict[int, BlueLine]:
    """Posted blue lines and what posted red lines already took back."""
    wanted = sorted(set(line_ids))
    posted = kind.lines.objects.filter(company_id=scope.company_id, document__state=DocumentState.POSTED)
    blue = posted.filter(id__in=wanted, document__is_red=False).values_list("id", "quantity", "net", "tax")
    red = {
        row["red_of_line_id"]: row
        for row in posted.filter(red_of_line_id__in=wanted)
        .values("red_of_line_id")
        .annotate(quantity=Sum("quantity"), net=Sum("net"), tax=Sum("tax"))
    }
    found = {}
    for line_id, quantity, net, tax in blue:
        taken = red.get(line_id, {"quantity": 0, "net": 0, "tax": 0})
        found[line_id] = BlueLine(
            quantity=to_scaled(quantity, QUANTITY_SCALE),
            net=to_scaled(net, AMOUNT_SCALE),
            tax=to_scaled(tax, AMOUNT_SCALE),
            red_quantity=-to_scaled(taken["quantity"], QUANTITY_SCALE),
            red_net=-to_scaled(taken["net"], AMOUNT_SCALE),
            red_tax=-to_scaled(taken["tax"], AMOUNT_SCALE),
        )
    return found


def check_red(scope: Scope, kind: InvoiceKind, invoices: Sequence[PreparedInvoice]) -> None:
    """Raises RedAboveBlue when red lines, with those posted before, take back more than was invoiced."""
    lines = [line for invoice in invoices for line in invoice.lines if line.red_of_line_id]
    if not lines:
        return
    blue = blue_lines(scope, kind, (line.red_of_line_id for line in lines))
    asked: dict[int, int] = {}
    for line in lines:
        asked[line.red_of_line_id] = asked.get(line.red_of_line_id, 0) - line.quantity
        known = blue.get(line.red_of_line_id, BlueLine(0, 0, 0))
        refuse_above(known, asked[line.red_of_line_id], line_no=line.line_no)


def refuse_above(blue: BlueLine, quantity: int, *, line_no: int) -> None:
    """Raises RedAboveBlue."""
    if quantity > blue.left:
        raise RedAboveBlue(
            loc=("lines", line_no - 1, "quantity"),
            line=line_no,
            asked=quantity_text(quantity),
            invoiced=quantity_text(blue.quantity),
            left=quantity_text(blue.left),
        )


def refuse_if_credited(scope: Scope, kind: InvoiceKind, header: Any) -> None:
    """Raises ReversalRefused while a red invoice stands on this one."""
    red = kind.model.objects.filter(company_id=scope.company_id, red_of_id=header.id, state=DocumentState.POSTED)
    number = red.values_list("number", flat=True).first()
    if number is not None:
        raise ReversalRefused(document=header.number, reason=f"red invoice {number} stands on it; reverse that first")


_COLUMNS = (
    "id", "item_id", "unit_id", "entered_quantity", "quantity", "price", "price_includes_tax", "discount_rate",
    "tax_code_id", "net", "tax", "gross", "account_key", "account_id", "order_id", "order_line_id", "description",
    "memo", "red_of_line_id", "item__base_unit_id",
)  # fmt: skip


def stored_lines(scope: Scope, kind: InvoiceKind, document_id: int) -> list[dict[str, Any]]:
    """All columns a copy needs, in line order, with the source line as `source_line_id`."""
    rows = kind.lines.objects.filter(company_id=scope.company_id, document_id=document_id).order_by("line_no")
    return [
        {**row, "source_line_id": row[kind.source_column]}
        for row in rows.values(*_COLUMNS, "line_no", kind.source_column)
    ]


def line_draft(row: dict[str, Any], *, entered_quantity: int, amounts: LineAmounts, **changes: Any) -> InvoiceLineDraft:
    """A copy of a stored line with another quantity and given amounts."""
    values: dict[str, Any] = {
        "entered_quantity": entered_quantity,
        "price": to_scaled(row["price"], PRICE_SCALE),
        "item_id": row["item_id"] or 0,
        "unit_id": row["unit_id"] or 0,
        "tax_code_id": row["tax_code_id"] or 0,
        "discount_rate": to_scaled(row["discount_rate"], RATE_SCALE),
        "price_includes_tax": row["price_includes_tax"],
        "source_line_id": row["source_line_id"],
        "order_id": row["order_id"],
        "order_line_id": row["order_line_id"],
        "account_key": row["account_key"],
        "account_id": row["account_id"] or 0,
        "description": row["description"],
        "memo": row["memo"],
        "amounts": amounts,
    }
    return InvoiceLineDraft(**{**values, **changes})


def origins_of(header: Any) -> tuple[Origin, ...]:
    return tuple(Origin(o["kind"], int(o["id"]), o["number"]) for o in header.origins)


def mirror_of(
    scope: Scope, kind: InvoiceKind, header: Any, business_date: dt.date
) -> tuple[InvoiceDraft, PreparedInvoice]:
    """The whole invoice with all signs turned."""
    lines = tuple(
        line_draft(
            row,
            entered_quantity=-to_scaled(row["entered_quantity"], QUANTITY_SCALE),
            amounts=LineAmounts(
                net=-to_scaled(row["net"], AMOUNT_SCALE),
                tax=-to_scaled(row["tax"], AMOUNT_SCALE),
                gross=-to_scaled(row["gross"], AMOUNT_SCALE),
            ),
        )
        for row in stored_lines(scope, kind, header.id)
    )
    draft = InvoiceDraft(
        party_id=header.party_id,
        business_date=business_date,
        currency=header.currency,
        rate=to_scaled(header.rate, RATE_SCALE),
        lines=lines,
        due_date=max(header.due_date, business_date),
        memo=header.memo,
        is_red=not header.is_red,
        origins=origins_of(header),
        simulated=header.simulated,
    )
    return draft, prepare(scope, kind, [draft])[0]
