"""红冲: the red document that mirrors a posted goods document, linked both ways."""

import datetime as dt
from dataclasses import replace

from heliu.core import audit, clock
from heliu.core.ids import next_id, next_ids
from heliu.core.lifecycle import DocumentState, Invoicing
from heliu.core.numbering import document_number
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.posting import services as posting
from heliu.warehouse import rules
from heliu.warehouse.drafts import PostedGoodsDocument, PreparedDocument
from heliu.warehouse.errors import StillUsed
from heliu.warehouse.facts import reversal_fact
from heliu.warehouse.models import GoodsDocument, GoodsLine
from heliu.warehouse.services import loading, writing
from heliu.warehouse.services.goods import permission
from heliu.warehouse.services.invoicing import refresh_invoicing
from heliu.warehouse.services.telling import announce_stored_goods, tell_reversed


@business_transaction
def reverse_goods_document(
    scope: Scope,
    document_type: str,
    document_id: int,
    *,
    business_date: dt.date | None = None,
    reason: str = "",
    version: int | None = None,
) -> PostedGoodsDocument:
    """Posts the exact mirror, dated `business_date` (today). Returns the red document.

    Raises StillUsed when lines were returned or invoiced, ReversalRefused when the goods are gone.
    """
    scope.require(permission(document_type, "reverse"))
    announce_stored_goods(scope, document_id)
    header = loading.locked(scope, document_type, document_id, version=version)
    state = rules.GOODS_LIFECYCLES[document_type].after(header.state, "reverse", number=header.number)
    _refuse_if_used(header)
    date = business_date or clock.today()
    blue = loading.prepared(header)
    red = _mirror(scope, blue, date, reason)
    posting.post(scope, [reversal_fact(scope, blue=blue, red=red)])
    values = _values_of(header, blue, red)
    writing.insert_documents(scope, [red], state=DocumentState.POSTED, values=values, sign=-1, reverses_id=header.id)
    _close_blue(scope, header, state, red, reason)
    _give_back(scope, red)
    tell_reversed(scope, [red], values)
    return PostedGoodsDocument(red.document_id, red.number, tuple(line.line_id for line in red.lines), values)


def _refuse_if_used(header: GoodsDocument) -> None:
    def refuse(reason: str) -> StillUsed:
        return StillUsed(document=header.document_type, number=header.number, reason=reason)

    if header.reverses_id is not None:
        raise refuse("it is itself a red document")
    lines = GoodsLine.objects.filter(company_id=header.company_id, document_id=header.id)
    if lines.exclude(returned_quantity=0).exists():
        raise refuse("goods of it were returned; reverse the return first")
    if lines.exclude(invoiced_quantity=0).exists():
        raise refuse("it is invoiced; reverse the invoice first")


def _mirror(scope: Scope, blue: PreparedDocument, date: dt.date, reason: str) -> PreparedDocument:
    """Same lines under new ids; they keep the order line and the original they belong to."""
    number = document_number(company_id=scope.company_id, prefix=rules.PREFIX[blue.terms.document_type], date=date)
    terms = replace(
        blue.terms, business_date=date, memo=reason or blue.terms.memo, number=number, original_id=blue.document_id
    )
    ids = next_ids(len(blue.lines))
    lines = tuple(replace(line, line_id=line_id) for line, line_id in zip(blue.lines, ids, strict=True))
    return PreparedDocument(next_id(), number, terms, lines)


def _values_of(header: GoodsDocument, blue: PreparedDocument, red: PreparedDocument) -> dict[int, int]:
    lines = GoodsLine.objects.filter(company_id=header.company_id, document_id=header.id)
    stored = dict(lines.values_list("id", "value"))
    return {
        new.line_id: to_scaled(stored[old.line_id], AMOUNT_SCALE)
        for old, new in zip(blue.lines, red.lines, strict=True)
    }


def _close_blue(scope: Scope, header: GoodsDocument, state: DocumentState, red: PreparedDocument, reason: str) -> None:
    before = header.state
    header.state = state
    header.reversed_by_id = red.document_id
    header.invoicing = Invoicing.NONE
    header.version += 1
    header.save(update_fields=["state", "reversed_by_id", "invoicing", "version"])
    audit.record(
        scope, "reverse", noun=header.document_type, object_id=header.id, label=header.number,
        before={"state": before}, after={"state": state.value, "reversed_by": red.number}, reason=reason,
    )  # fmt: skip
    audit.record(
        scope, "post", noun=header.document_type, object_id=red.document_id, label=red.number,
        after={"state": DocumentState.POSTED.value, "reverses": header.number}, reason=reason,
    )  # fmt: skip


def _give_back(scope: Scope, red: PreparedDocument) -> None:
    """A reversed return makes its original returnable and what was invoiced of it invoiced again."""
    quantities: dict[int, int] = {}
    for line in red.lines:
        if line.original_line_id:
            quantities[line.original_line_id] = quantities.get(line.original_line_id, 0) - line.entry.quantity
    writing.add_returned(quantities)
    refresh_invoicing(scope, quantities)
