"""Invoices: draft, post, cancel, reverse, and the batch entrance that writes and posts any number at once."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from heliu.core import audit
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance.kinds import InvoiceKind
from heliu.finance.rules.drafts import InvoiceDraft
from heliu.finance.services import invoice_rows, matching, mirrors, writing
from heliu.finance.services.prepared import PreparedInvoice, fact_of, load, prepare
from heliu.posting import services as posting
from heliu.posting.facts import FactReversed, PostedResult


@dataclass(frozen=True, slots=True)
class PostedInvoice:
    """line_ids in the order of the draft's lines; gross in the invoice's currency (1e-4)."""

    id: int
    number: str
    line_ids: tuple[int, ...]
    gross: int = 0


def _receipt(invoice: PreparedInvoice) -> PostedInvoice:
    gross = sum(line.net + line.tax for line in invoice.lines)
    return PostedInvoice(invoice.id, invoice.number, tuple(line.id for line in invoice.lines), gross)


@business_transaction
def create_invoice(scope: Scope, kind: InvoiceKind, draft: InvoiceDraft) -> PostedInvoice:
    """A draft with its number. Raises UnknownReference, InvalidInput, RateRefused."""
    scope.require(kind.permission("create"))
    invoice = prepare(scope, kind, [draft])[0]
    matches = matching.check_sources(scope, kind, [invoice], posting=False)
    invoice_rows.insert(scope, kind, [(draft, invoice)], matches, posted=False)
    invoice_rows.tell(scope, kind, kind.drafted_event, [invoice])
    audit.record(scope, "create", noun=kind.noun, object_id=invoice.id, label=invoice.number)
    return _receipt(invoice)


@business_transaction
def replace_invoice(scope: Scope, kind: InvoiceKind, invoice_id: int, draft: InvoiceDraft, *, version: int) -> None:
    """The draft as it shall be now; number, id, red link and what it was made from stay.

    Raises IllegalTransition, StaleVersion.
    """
    scope.require(kind.permission("create"))
    header = writing.locked(scope, kind, invoice_id, version=version)
    kind.lifecycle.after(header.state, "edit", number=header.number)
    before = invoice_rows.summary(header)
    origins = draft.origins or mirrors.origins_of(header)
    kept = replace(draft, number=header.number, is_red=header.is_red, red_of_id=header.red_of_id or 0, origins=origins)
    invoice = replace(prepare(scope, kind, [kept])[0], id=header.id)
    matches = matching.check_sources(scope, kind, [invoice], posting=False)
    invoice_rows.replace(scope, kind, header, kept, invoice=invoice, matches=matches)
    invoice_rows.tell(scope, kind, kind.drafted_event, [invoice])
    audit.record(
        scope, "edit", noun=kind.noun, object_id=header.id, label=header.number,
        before=before, after=invoice_rows.summary(header),
    )  # fmt: skip


@business_transaction
def post_invoice(
    scope: Scope,
    kind: InvoiceKind,
    invoice_id: int,
    *,
    version: int | None = None,
    business_date: dt.date | None = None,
) -> PostedResult:
    """Draft → posted, in both books. Raises IllegalTransition, QuantityAboveSource, and what posting refuses."""
    scope.require(kind.permission("post"))
    return _post_stored(scope, kind, invoice_id, version=version, business_date=business_date)


def _post_stored(
    scope: Scope, kind: InvoiceKind, invoice_id: int, *, version: int | None, business_date: dt.date | None
) -> PostedResult:
    """All that posting a draft is, but for the right to it."""
    invoice_rows.announce_stored(scope, kind, [invoice_id])
    header = writing.locked(scope, kind, invoice_id, version=version)
    state = kind.lifecycle.after(header.state, "post", number=header.number)
    if business_date is not None:
        header.business_date = business_date
    invoice = load(scope, kind, header)
    mirrors.check_red(scope, kind, [invoice])
    matches = matching.check_sources(scope, kind, [invoice], posting=True)
    matching.refuse_exceptions(scope, kind, [invoice], matches)
    invoice_rows.store_matches(kind, header, invoice, matches)
    result = posting.post(scope, [fact_of(scope, kind, invoice)])[0]
    writing.mark_posted(scope, kind, header, state)
    invoice_rows.tell(scope, kind, kind.posted_event, [invoice])
    return result


@business_transaction
def preview_invoice(scope: Scope, kind: InvoiceKind, invoice_id: int) -> PostedResult:
    """What posting would write; it is posted and taken back, so that it is refused for what posting is refused for."""
    scope.require(kind.permission("read"))
    with transaction.atomic():
        result = _post_stored(scope, kind, invoice_id, version=None, business_date=None)
        transaction.set_rollback(True)
    return replace(result, is_rehearsal=True)


@business_transaction
def cancel_invoice(
    scope: Scope, kind: InvoiceKind, invoice_id: int, *, version: int | None = None, reason: str = ""
) -> None:
    """A draft becomes void; its number stays used."""
    scope.require(kind.permission("cancel"))
    writing.mark_cancelled(scope, kind, writing.locked(scope, kind, invoice_id, version=version), reason)


@business_transaction
def reverse_invoice(
    scope: Scope,
    kind: InvoiceKind,
    invoice_id: int,
    *,
    business_date: dt.date,
    version: int | None = None,
    reason: str = "",
) -> PostedInvoice:
    """红冲: the exact mirror in both books and as a document linked both ways. Refused when settled or credited."""
    scope.require(kind.permission("reverse"))
    invoice_rows.announce_stored(scope, kind, [invoice_id])
    header = writing.locked(scope, kind, invoice_id, version=version)
    kind.lifecycle.after(header.state, "reverse", number=header.number)
    mirrors.refuse_if_credited(scope, kind, header)
    draft, mirror = mirrors.mirror_of(scope, kind, header, business_date)
    invoice_rows.insert(scope, kind, [(draft, mirror)], {}, posted=True, reverses_id=header.id)
    fact = FactReversed(
        head=writing.head(scope, kind, mirror, document_id=mirror.id, verb="reverse"),
        reversed_key=writing.fact_key(kind, header.id, "post"),
    )
    posting.post(scope, [fact])
    writing.mark_reversed(scope, kind, header, mirror_id=mirror.id, reason=reason)
    invoice_rows.tell(scope, kind, kind.reversed_event, [mirror])
    return _receipt(mirror)


@business_transaction
def post_invoices(scope: Scope, kind: InvoiceKind, drafts: Sequence[InvoiceDraft]) -> list[PostedInvoice]:
    """Write and post invoices at once: the entrance for direct sales and imports. All or none; one posting call."""
    if not drafts:
        return []
    scope.require(kind.permission("create"))
    scope.require(kind.permission("post"))
    invoice_rows.announce(scope, kind, (line for draft in drafts for line in draft.lines))
    invoices = prepare(scope, kind, drafts)
    mirrors.check_red(scope, kind, invoices)
    matches = matching.check_sources(scope, kind, invoices, posting=True)
    matching.refuse_exceptions(scope, kind, invoices, matches)
    invoice_rows.insert(scope, kind, list(zip(drafts, invoices, strict=True)), matches, posted=True)
    posting.post(scope, [fact_of(scope, kind, invoice) for invoice in invoices])
    if len(invoices) == 1:
        audit.record(scope, "post", noun=kind.noun, object_id=invoices[0].id, label=invoices[0].number)
    else:
        audit.record_many(scope, "post", noun=kind.noun, objects=((i.id, i.number) for i in invoices))
    invoice_rows.tell(scope, kind, kind.posted_event, invoices)
    return [_receipt(invoice) for invoice in invoices]
