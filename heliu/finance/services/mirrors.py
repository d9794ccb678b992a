"""Red and blue: how much of a blue line is left, and the mirror of a whole invoice."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from heliu.catalog.pricing import LineAmounts
from heliu.core import gateway
from heliu.core.document_schemas import quantity_text
from heliu.core.errors import said
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

_TAKEN = ", ".join(
    f"SUM(CASE WHEN l.account_key {sign} 'PPV' THEN l.{column} ELSE 0 END)"
    for sign in ("<>", "=")
    for column in ("quantity", "net", "tax")
)
"""An allowance of the supplier changes the price of goods that stay: no quantity of it is taken back."""


def blue_lines(scope: Scope, kind: InvoiceKind, line_ids: Iterable[int]) -> dict[int, BlueLine]:
    """Posted blue lines and what posted red lines already took back."""
    wanted = gateway.list_param(sorted(set(line_ids)))
    lines, headers = kind.lines._meta.db_table, kind.model._meta.db_table
    posted = f"FROM {lines} l JOIN {headers} d ON d.id = l.document_id WHERE l.company_id = %s AND d.state = 'posted'"
    with gateway.cursor() as cur:
        red = gateway.fetch(
            cur,
            f"SELECT l.red_of_line_id, {_TAKEN} {posted} "
            f"AND {gateway.in_list('l.red_of_line_id')} AND l.red_of_line_id <> 0 GROUP BY l.red_of_line_id",
            (scope.company_id, wanted),
        )
        blue = gateway.fetch(
            cur,
            f"SELECT l.id, l.quantity, l.net, l.tax {posted} AND NOT d.is_red AND d.reverses_id IS NULL "
            f"AND {gateway.in_list('l.id')}",
            (scope.company_id, wanted),
        )
    taken = {row[0]: tuple(-int(total) for total in row[1:]) for row in red}
    return {row[0]: BlueLine(*row[1:], *taken.get(row[0], ())) for row in blue}


def check_red(scope: Scope, kind: InvoiceKind, invoices: Sequence[PreparedInvoice]) -> None:
    """Raises RedAboveBlue when red lines, with those posted before, take back more than was invoiced."""
    lines = [line for invoice in invoices for line in invoice.lines if line.red_of_line_id]
    if not lines:
        return
    _lock_blue(scope, kind, {line.red_of_line_id for line in lines})
    blue = blue_lines(scope, kind, (line.red_of_line_id for line in lines))
    asked: dict[int, int] = {}
    for line in lines:
        asked[line.red_of_line_id] = asked.get(line.red_of_line_id, 0) - line.quantity
        known = blue.get(line.red_of_line_id, BlueLine(0, 0, 0))
        refuse_above(known, asked[line.red_of_line_id], line_no=line.line_no)


def _lock_blue(scope: Scope, kind: InvoiceKind, line_ids: Collection[int]) -> None:
    """Two red invoices of one blue come one after the other."""
    own = kind.lines.objects.filter(company_id=scope.company_id, id__in=line_ids)
    headers = kind.model.objects.select_for_update(no_key=True).filter(
        company_id=scope.company_id, id__in=own.values("document_id")
    )
    list(headers.order_by("id").values_list("id"))


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
        raise ReversalRefused(
            document=header.number, reason=said("red invoice {number} stands on it; reverse that first", number=number)
        )


_COLUMNS = (
    "id", "item_id", "unit_id", "entered_quantity", "quantity", "price", "price_includes_tax", "discount_rate",
    "tax_code_id", "net", "tax", "gross", "account_key", "account_id", "order_id", "order_line_id", "description",
    "memo", "red_of_line_id", "item__base_unit_id",
)  # fmt: skip


def stored_lines(scope: Scope, kind: InvoiceKind, document_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Per document all columns a copy needs, in line order, with the source line as `source_line_id`."""
    found: dict[int, list[dict[str, Any]]] = {document_id: [] for document_id in document_ids}
    rows = kind.lines.objects.filter(company_id=scope.company_id, document_id__in=list(found)).order_by("line_no")
    for row in rows.values(*_COLUMNS, "document_id", kind.source_column):
        found[row["document_id"]].append({**row, "source_line_id": row[kind.source_column]})
    return found


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
        for row in stored_lines(scope, kind, [header.id])[header.id]
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
