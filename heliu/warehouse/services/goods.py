"""Use cases of the six goods documents. One document is a batch of one: the same path checks, posts and stores both."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from heliu.core import audit
from heliu.core import currency as currencies
from heliu.core.errors import InvalidInput
from heliu.core.lifecycle import DocumentState
from heliu.core.rounding import convert_amount
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.posting import services as posting
from heliu.posting.facts import PostedResult
from heliu.warehouse import lookups, rules
from heliu.warehouse.drafts import NewGoodsDocument, PostedGoodsDocument, PreparedDocument, PreparedLine
from heliu.warehouse.facts import goods_fact
from heliu.warehouse.models import GoodsDocument
from heliu.warehouse.services import loading, writing
from heliu.warehouse.services.invoicing import refresh_invoicing
from heliu.warehouse.services.lots import choose_lots
from heliu.warehouse.services.preparing import prepare, settle_returns
from heliu.warehouse.services.telling import announce_goods, announce_stored_goods, tell_posted


def permission(document_type: str, verb: str) -> str:
    return f"warehouse.{document_type}.{verb}"


@business_transaction
def post_goods_documents(scope: Scope, drafts: Sequence[NewGoodsDocument]) -> list[PostedGoodsDocument]:
    """Creates and posts a batch in one step: one planning, one set of statements, all or nothing.

    Raises what checking raises (InvalidFields, PartyUnusable …) and what posting raises (InsufficientStock …).
    """
    for kind in {draft.document_type for draft in drafts}:
        scope.require(permission(kind, "create"))
        scope.require(permission(kind, "post"))
    announce_goods(
        scope,
        ((draft.order_kind, draft.order_id) for draft in drafts),
        original_line_ids=[line.original_line_id for draft in drafts for line in draft.lines if line.original_line_id],
        customers=[
            d.party_id for d in drafts if d.document_type == rules.SHIPMENT and not d.order_id and not d.invoiced
        ],
    )
    documents = prepare(scope, drafts, lock=True)
    values = _values(scope, documents, _to_books(scope, documents))
    writing.insert_documents(scope, documents, state=DocumentState.POSTED, values=values)
    _after_posting(scope, documents, values, action="post")
    return [_receipt(document, values) for document in documents]


@business_transaction
def create_goods_documents(scope: Scope, drafts: Sequence[NewGoodsDocument]) -> list[PreparedDocument]:
    """Stores drafts; nothing is posted and nothing is reserved."""
    for kind in {draft.document_type for draft in drafts}:
        scope.require(permission(kind, "create"))
    documents = prepare(scope, drafts, lock=False)
    writing.insert_documents(scope, documents, state=DocumentState.DRAFT, values={})
    _audit(scope, documents, "create")
    return documents


def create_goods_document(scope: Scope, draft: NewGoodsDocument) -> int:
    """Id of the new draft."""
    return create_goods_documents(scope, [draft])[0].document_id


@business_transaction
def update_goods_document(scope: Scope, document_id: int, draft: NewGoodsDocument, *, version: int) -> None:
    """Replaces a draft; kind, number and the order it belongs to stay. Raises StaleVersion, IllegalTransition."""
    kind = draft.document_type
    scope.require(permission(kind, "create"))
    header = loading.locked(scope, kind, document_id, version=version)
    rules.GOODS_LIFECYCLES[kind].after(header.state, "post", number=header.number)
    kept = replace(
        draft,
        document_id=header.id,
        number=header.number,
        order_kind=header.order_kind,
        order_id=header.order_id or 0,
        order_number=header.order_number,
        simulated=header.simulated,
    )
    _keep_order_lines(header, draft)
    document = prepare(scope, [kept], lock=False)[0]
    writing.update_draft(scope, document, version=header.version + 1)
    _audit(scope, [document], "update")


@business_transaction
def post_goods_document(
    scope: Scope,
    document_type: str,
    document_id: int,
    *,
    business_date: dt.date | None = None,
    version: int | None = None,
    override_reason: str = "",
) -> PostedGoodsDocument:
    """draft → posted: both books are written. A refusal (InsufficientStock, PeriodClosed …) changes nothing.

    override_reason: lets a shipment of no order pass the credit limit; needs the right to.
    """
    scope.require(permission(document_type, "post"))
    announce_stored_goods(scope, document_id)
    header = loading.locked(scope, document_type, document_id, version=version)
    document = _rechecked(scope, header, business_date, override_reason)
    return _receipt(document, _values(scope, [document], _post_stored(scope, header, document)))


def _post_stored(scope: Scope, header: GoodsDocument, document: PreparedDocument) -> list[PostedResult]:
    """Writes the books and tells the orders; what they refuse is refused here."""
    results = _to_books(scope, [document])
    values = _values(scope, [document], results)
    if any(line.part_of for line in document.lines):
        writing.replace_lines(scope, document)
    writing.mark_posted(scope, document, version=header.version + 1, values=values)
    _after_posting(scope, [document], values, action="post")
    return results


@business_transaction
def allot_goods_document(scope: Scope, document_type: str, document_id: int, *, version: int) -> None:
    """Gives the outgoing lines of a draft the lots they would leave from, a line for each lot, to be looked at.

    Raises StaleVersion, IllegalTransition, and LineRefused when all lots together hold less.
    """
    scope.require(permission(document_type, "create"))
    header = loading.locked(scope, document_type, document_id, version=version)
    rules.GOODS_LIFECYCLES[document_type].after(header.state, "post", number=header.number)
    document = choose_lots(scope, [loading.prepared(header)], lock=False)[0]
    writing.replace_lines(scope, document)
    header.version += 1
    header.save(update_fields=["version"])
    _audit(scope, [document], "allot")


@business_transaction
def preview_goods_document(
    scope: Scope,
    document_type: str,
    document_id: int,
    *,
    business_date: dt.date | None = None,
    override_reason: str = "",
) -> list[PostedResult]:
    """Exactly what posting would write to both books; it is posted and taken back.

    Raises what post_goods_document raises, of the order too.
    """
    scope.require(permission(document_type, "read"))
    with transaction.atomic():
        announce_stored_goods(scope, document_id)
        header = loading.locked(scope, document_type, document_id)
        results = _post_stored(scope, header, _rechecked(scope, header, business_date, override_reason))
        transaction.set_rollback(True)
    return [replace(result, is_rehearsal=True) for result in results]


@business_transaction
def cancel_goods_document(
    scope: Scope, document_type: str, document_id: int, *, reason: str = "", version: int | None = None
) -> None:
    """作废 of a draft: it keeps its number, so the gap in the books has a reason."""
    scope.require(permission(document_type, "cancel"))
    header = loading.locked(scope, document_type, document_id, version=version)
    before = header.state
    header.state = rules.GOODS_LIFECYCLES[document_type].after(before, "cancel", number=header.number)
    header.version += 1
    header.save(update_fields=["state", "version"])
    audit.record(
        scope, "cancel", noun=document_type, object_id=header.id, label=header.number,
        before={"state": before}, after={"state": header.state}, reason=reason,
    )  # fmt: skip


def _keep_order_lines(header: GoodsDocument, draft: NewGoodsDocument) -> None:
    """A draft fulfils the order lines it was made from and no others."""
    known = {line.order_line_id for line in loading.prepared(header).lines}
    for index, line in enumerate(draft.lines):
        if line.order_line_id and line.order_line_id not in known:
            raise InvalidInput(
                loc=("lines", index, "order_line_id"), field="order_line_id", reason="not a line of this draft's order."
            )


def _rechecked(
    scope: Scope, header: GoodsDocument, business_date: dt.date | None, override_reason: str
) -> PreparedDocument:
    """The stored draft with its returns checked again: the original may have been returned meanwhile.

    Raises IllegalTransition for what is no draft any more.
    """
    rules.GOODS_LIFECYCLES[header.document_type].after(header.state, "post", number=header.number)
    document = loading.prepared(header)
    day = business_date or document.terms.business_date
    document = replace(document, terms=replace(document.terms, business_date=day, override_reason=override_reason))
    loading.require_usable(scope, [document.terms.warehouse_id])
    ids = [line.original_line_id for line in document.lines if line.original_line_id]
    settled = settle_returns([document], lookups.original_lines(scope, ids, lock=True))
    return choose_lots(scope, settled, lock=True)[0]


def _to_books(scope: Scope, documents: Sequence[PreparedDocument]) -> list[PostedResult]:
    return posting.post(scope, [goods_fact(scope, document) for document in documents])


def _values(scope: Scope, documents: Sequence[PreparedDocument], results: Sequence[PostedResult]) -> dict[int, int]:
    """line id → value in the primary ledger. A receipt brings its value along: net at the rate of the document."""
    values = {line_id: value for result in results for line_id, value in result.line_values.items()}
    received = [d for d in documents if d.terms.document_type == rules.GOODS_RECEIPT]
    if received:
        decimals = currencies.exponent(lookups.company_currency(scope))
        for document in received:
            for line in document.lines:
                values[line.line_id] = convert_amount(line.entry.net, document.terms.rate, decimals)
    return values


def _after_posting(scope: Scope, documents: Sequence[PreparedDocument], values: dict[int, int], *, action: str) -> None:
    returned: dict[int, int] = {}
    for document in documents:
        for line in document.lines:
            if line.original_line_id:
                returned[line.original_line_id] = returned.get(line.original_line_id, 0) + line.entry.quantity
    writing.add_returned(returned)
    refresh_invoicing(scope, _come_back(documents))
    _audit(scope, documents, action)
    tell_posted(scope, documents, values)


def _come_back(documents: Sequence[PreparedDocument]) -> list[int]:
    """Lines of returns and their originals: what came back changes what is to be invoiced."""
    lines = [line for d in documents if d.terms.document_type in rules.RETURNS for line in d.lines]
    return [line_id for line in lines for line_id in (line.line_id, line.original_line_id) if line_id]


def _audit(scope: Scope, documents: Sequence[PreparedDocument], action: str) -> None:
    """One record per document; a batch is written at once."""
    if len(documents) == 1:
        terms = documents[0].terms
        after = {
            "state": "posted" if action == "post" else "draft", "business_date": terms.business_date.isoformat(),
        }  # fmt: skip
        audit.record(
            scope, action, noun=terms.document_type, object_id=documents[0].document_id, label=documents[0].number,
            after=after,
        )  # fmt: skip
        return
    for kind in sorted({document.terms.document_type for document in documents}):
        objects = ((d.document_id, d.number) for d in documents if d.terms.document_type == kind)
        audit.record_many(scope, action, noun=kind, objects=objects)


def _receipt(document: PreparedDocument, values: dict[int, int]) -> PostedGoodsDocument:
    parts: dict[int, list[PreparedLine]] = {}
    for line in document.lines:
        parts.setdefault(line.part_of or line.line_id, []).append(line)
    return PostedGoodsDocument(
        document.document_id,
        document.number,
        tuple(parts),
        {line.line_id: values[line.line_id] for line in document.lines if line.line_id in values},
        tuple(map(tuple, parts.values())),
    )
