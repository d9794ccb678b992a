"""Settlement notes 核销单: offset open items of one party against each other, without money."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from heliu.core import audit, gateway
from heliu.core.document_schemas import amount_text
from heliu.core.errors import InvalidInput, said
from heliu.core.ids import next_id, next_ids
from heliu.core.rounding import from_scaled, to_scaled
from heliu.core.scales import AMOUNT_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance.errors import SettlementNotBalanced
from heliu.finance.kinds import SETTLEMENT_NOTE as KIND
from heliu.finance.kinds import SIDE_ITEMS
from heliu.finance.rules.drafts import AllocationDraft, SettlementDraft
from heliu.finance.services import allocations, writing
from heliu.finance.services.writing import PostedDocument
from heliu.posting import services as posting
from heliu.posting.facts import FactHead, FactReversed, OpenItemsSettled, PostedResult

_HEADER = (*writing.HEADER, "party_id", "side", "currency", "amount")


@business_transaction
def create_settlement(scope: Scope, draft: SettlementDraft) -> PostedDocument:
    """A draft with its number. Raises SettlementNotBalanced, AllocationNotOpen, AllocationAboveOpen."""
    scope.require(KIND.permission("create"))
    document = _write(scope, [draft], posted=False)[0]
    audit.record(scope, "create", noun=KIND.noun, object_id=document.id, label=document.number)
    return document


def settle(scope: Scope, draft: SettlementDraft) -> PostedDocument:
    """Write and post in one step; the permission is that of the caller's own step."""
    return settle_all(scope, [draft])[0]


@business_transaction
def settle_all(scope: Scope, drafts: Sequence[SettlementDraft]) -> list[PostedDocument]:
    """Any number at once, all or none, with one posting call."""
    if not drafts:
        return []
    documents = _write(scope, drafts, posted=True)
    pairs = zip(documents, drafts, strict=True)
    posting.post(
        scope, [_fact(scope, document.id, replace(draft, number=document.number)) for document, draft in pairs]
    )
    audit.record_many(scope, "post", noun=KIND.noun, objects=((d.id, d.number) for d in documents))
    return documents


@business_transaction
def replace_settlement(scope: Scope, document_id: int, draft: SettlementDraft, *, version: int) -> None:
    scope.require(KIND.permission("create"))
    header = writing.locked(scope, KIND, document_id, version=version)
    KIND.lifecycle.after(header.state, "edit", number=header.number)
    numbers = _check(scope, [draft])[0]
    before = {"amount": str(header.amount)}
    KIND.lines.objects.filter(company_id=scope.company_id, document_id=header.id).delete()
    _insert_lines(scope, [(header.id, draft, numbers)])
    header.business_date, header.memo, header.party_id = draft.business_date, draft.memo, draft.party_id
    header.side, header.currency = draft.side, draft.currency
    header.amount = from_scaled(_total(draft.debits), AMOUNT_SCALE)
    header.version += 1
    header.save()
    audit.record(
        scope, "edit", noun=KIND.noun, object_id=header.id, label=header.number,
        before=before, after={"amount": str(header.amount)},
    )  # fmt: skip


@business_transaction
def post_settlement(
    scope: Scope,
    document_id: int,
    *,
    version: int | None = None,
    business_date: dt.date | None = None,
    dry_run: bool = False,
) -> PostedResult:
    scope.require(KIND.permission("read" if dry_run else "post"))
    header = writing.locked(scope, KIND, document_id, version=version)
    state = KIND.lifecycle.after(header.state, "post", number=header.number)
    header.business_date = business_date or header.business_date
    draft = _load(scope, header)
    _check(scope, [draft])
    result = posting.post(scope, [_fact(scope, header.id, draft)], dry_run=dry_run)[0]
    if not dry_run:
        writing.mark_posted(scope, KIND, header, state)
    return result


@business_transaction
def cancel_settlement(scope: Scope, document_id: int, *, version: int | None = None, reason: str = "") -> None:
    scope.require(KIND.permission("cancel"))
    writing.mark_cancelled(scope, KIND, writing.locked(scope, KIND, document_id, version=version), reason)


@business_transaction
def reverse_settlement(
    scope: Scope, document_id: int, *, business_date: dt.date, version: int | None = None, reason: str = ""
) -> PostedDocument:
    """反核销: both sides are open again."""
    scope.require(KIND.permission("reverse"))
    header = writing.locked(scope, KIND, document_id, version=version)
    KIND.lifecycle.after(header.state, "reverse", number=header.number)
    draft = replace(_load(scope, header), business_date=business_date, number="", debits=(), credits=())
    number = writing.numbers_for(KIND, scope.company_id, [draft])[0]
    mirror_id = next_id()
    amount = -to_scaled(header.amount, AMOUNT_SCALE)
    _insert_headers(scope, [(mirror_id, number, draft, amount)], posted=True, reverses_id=header.id)
    fact = FactReversed(
        head=_head(scope, mirror_id, replace(draft, number=number), verb="reverse"),
        reversed_key=writing.fact_key(KIND, header.id, "post"),
    )
    posting.post(scope, [fact])
    writing.mark_reversed(scope, KIND, header, mirror_id=mirror_id, reason=reason)
    return PostedDocument(mirror_id, number)


def _total(drafts: Sequence[AllocationDraft]) -> int:
    return sum(draft.amount for draft in drafts)


def _check(scope: Scope, drafts: Sequence[SettlementDraft]) -> list[tuple[str, ...]]:
    """Numbers of the items of every draft, debits first."""
    writing.parties_of(scope.company_id, (draft.party_id for draft in drafts))
    for draft in drafts:
        if draft.side not in SIDE_ITEMS:
            raise InvalidInput(loc=("side",), field="side", reason="AR or AP.")
        debit, credit = _total(draft.debits), _total(draft.credits)
        if debit != credit or debit <= 0:
            raise SettlementNotBalanced(debit=amount_text(debit), credit=amount_text(credit))
    both = [allocation for draft in drafts for allocation in (*draft.debits, *draft.credits)]
    kinds = tuple(dict.fromkeys(kind for draft in drafts for kind in SIDE_ITEMS[draft.side]))
    items = allocations.OpenItems(scope.company_id, kinds, both)
    return [_take(draft, items) for draft in drafts]


def _take(draft: SettlementDraft, items: allocations.OpenItems) -> tuple[str, ...]:
    numbers = []
    for is_debit, side in ((True, draft.debits), (False, draft.credits)):
        for index, allocation in enumerate(side):
            loc = ("debits" if is_debit else "credits", index)
            item = items.take(
                allocation, party_id=draft.party_id, currency=draft.currency, on=draft.business_date, loc=loc
            )
            if (item.open_txn > 0) != is_debit or item.kind not in SIDE_ITEMS[draft.side]:
                raise InvalidInput(
                    loc=loc, field=loc[0], reason=said("{number} stands on the other side.", number=item.number)
                )
            numbers.append(item.number)
    return tuple(numbers)


def _write(scope: Scope, drafts: Sequence[SettlementDraft], *, posted: bool) -> list[PostedDocument]:
    item_numbers = _check(scope, drafts)
    numbers = writing.numbers_for(KIND, scope.company_id, drafts)
    ids = next_ids(len(drafts))
    headers = [
        (row_id, number, draft, _total(draft.debits))
        for row_id, number, draft in zip(ids, numbers, drafts, strict=True)
    ]
    _insert_headers(scope, headers, posted=posted)
    _insert_lines(scope, list(zip(ids, drafts, item_numbers, strict=True)))
    return [PostedDocument(row_id, number) for row_id, number in zip(ids, numbers, strict=True)]


def _insert_headers(
    scope: Scope,
    headers: Sequence[tuple[int, str, SettlementDraft, int]],
    *,
    posted: bool,
    reverses_id: int | None = None,
) -> None:
    common = writing.HeaderRows(scope, posted=posted)
    rows = [
        (*common.row(row_id, number, d, reverses_id=reverses_id), d.party_id, d.side, d.currency, amount)
        for row_id, number, d, amount in headers
    ]
    with gateway.cursor() as cur:
        gateway.insert(cur, KIND.model, _HEADER, rows)


def _insert_lines(scope: Scope, documents: Sequence[tuple[int, SettlementDraft, Sequence[str]]]) -> None:
    ids = iter(next_ids(sum(len(numbers) for _, _, numbers in documents)))
    rows = [
        (*allocations.row(next(ids), scope.company_id, row_id, no, line, number), no <= len(draft.debits))
        for row_id, draft, numbers in documents
        for no, (line, number) in enumerate(zip((*draft.debits, *draft.credits), numbers, strict=True), start=1)
    ]
    with gateway.cursor() as cur:
        gateway.insert(cur, KIND.lines, (*allocations.COLUMNS, "is_debit"), rows)


def _load(scope: Scope, header: Any) -> SettlementDraft:
    rows = KIND.lines.objects.filter(company_id=scope.company_id, document_id=header.id).order_by("line_no")
    lines = [
        (
            r[4],
            AllocationDraft(
                origin_kind=r[0], origin_id=r[1], origin_line_id=r[2], amount=to_scaled(r[3], AMOUNT_SCALE)
            ),
        )
        for r in rows.values_list("origin_kind", "origin_id", "origin_line_id", "amount", "is_debit")
    ]
    return SettlementDraft(
        party_id=header.party_id,
        side=header.side,
        business_date=header.business_date,
        currency=header.currency,
        debits=tuple(line for is_debit, line in lines if is_debit),
        credits=tuple(line for is_debit, line in lines if not is_debit),
        number=header.number,
        memo=header.memo,
        simulated=header.simulated,
    )


def _head(scope: Scope, document_id: int, draft: SettlementDraft, *, verb: str) -> FactHead:
    return FactHead(
        company_id=scope.company_id,
        key=writing.fact_key(KIND, document_id, verb),
        business_date=draft.business_date,
        origin_kind=KIND.noun,
        origin_id=document_id,
        number=draft.number,
        actor_id=scope.user_id,
        currency=draft.currency,
        party_id=draft.party_id,
        rate=RATE_SCALE,
        memo=draft.memo,
    )


def _fact(scope: Scope, document_id: int, draft: SettlementDraft) -> OpenItemsSettled:
    return OpenItemsSettled(
        head=_head(scope, document_id, draft, verb="post"),
        debits=allocations.fact_allocations(draft.debits),
        credits=allocations.fact_allocations(draft.credits),
    )
