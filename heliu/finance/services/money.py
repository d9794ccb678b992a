"""Money receipts and payments: draft, post, cancel, reverse, and the batch entrance."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from heliu.core import audit, gateway
from heliu.core.currency import exponent
from heliu.core.errors import InvalidInput, said
from heliu.core.ids import next_ids
from heliu.core.numbering import hold
from heliu.core.rounding import amount_step, from_scaled, to_scaled
from heliu.core.scales import AMOUNT_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance.kinds import MoneyKind
from heliu.finance.queries.open_items import OpenItemRow, primary_ledger
from heliu.finance.rules.drafts import AllocationDraft, MoneyDraft, SettlementDraft
from heliu.finance.rules.money import check_allocated
from heliu.finance.services import allocations, settlements, writing
from heliu.finance.services.writing import PostedDocument
from heliu.posting import services as posting
from heliu.posting.facts import Fact, FactReversed, PostedResult

_MONEY = (
    *writing.HEADER, "party_id", "currency", "rate", "cash_account_id", "amount", "discount", "bank_fee", "reference",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A money document with the items it settles, in the order of its allocations."""

    id: int
    draft: MoneyDraft
    items: tuple[OpenItemRow, ...]

    @property
    def number(self) -> str:
        return self.draft.number


@business_transaction
def create_money(scope: Scope, kind: MoneyKind, draft: MoneyDraft) -> PostedDocument:
    """A draft with its number. Raises AllocationAboveOpen, AllocatedAboveAmount, RefundNotAllocated …"""
    scope.require(kind.permission("create"))
    prepared = _prepare(scope, kind, [draft])[0]
    _insert(scope, kind, [prepared], posted=False)
    audit.record(scope, "create", noun=kind.noun, object_id=prepared.id, label=prepared.number)
    return PostedDocument(prepared.id, prepared.number)


@business_transaction
def replace_money(scope: Scope, kind: MoneyKind, document_id: int, draft: MoneyDraft, *, version: int) -> None:
    """The draft as it shall be now. Raises IllegalTransition, StaleVersion and what create_money raises."""
    scope.require(kind.permission("create"))
    header = writing.locked(scope, kind, document_id, version=version)
    kind.lifecycle.after(header.state, "edit", number=header.number)
    prepared = replace(_prepare(scope, kind, [replace(draft, number=header.number)])[0], id=header.id)
    before = {"amount": str(header.amount), "party_id": str(header.party_id)}
    kind.lines.objects.filter(company_id=scope.company_id, document_id=header.id).delete()
    _insert_lines(scope, kind, [prepared])
    _set_header(header, draft)
    after = {"amount": str(header.amount), "party_id": str(header.party_id)}
    audit.record(scope, "edit", noun=kind.noun, object_id=header.id, label=header.number, before=before, after=after)


def _set_header(header: Any, draft: MoneyDraft) -> None:
    header.business_date = draft.business_date
    header.memo = draft.memo
    header.party_id = draft.party_id
    header.currency = draft.currency
    header.rate = from_scaled(draft.rate, RATE_SCALE)
    header.cash_account_id = draft.cash_account_id or None
    header.amount = from_scaled(draft.amount, AMOUNT_SCALE)
    header.discount = from_scaled(sum(a.discount for a in draft.allocations), AMOUNT_SCALE)
    header.bank_fee = from_scaled(draft.bank_fee, AMOUNT_SCALE)
    header.reference = draft.reference
    header.version += 1
    header.save()


@business_transaction
def post_money_document(
    scope: Scope,
    kind: MoneyKind,
    document_id: int,
    *,
    version: int | None = None,
    business_date: dt.date | None = None,
    dry_run: bool = False,
) -> PostedResult:
    """Draft → posted: money booked, items settled, the rest kept as prepayment."""
    scope.require(kind.permission("read" if dry_run else "post"))
    header = writing.locked(scope, kind, document_id, version=version)
    state = kind.lifecycle.after(header.state, "post", number=header.number)
    header.business_date = business_date or header.business_date
    draft = _load(scope, kind, header)
    prepared = _Prepared(header.id, draft, _check(scope, kind, [draft])[0])
    _hold_counters(scope, kind, [draft])
    result = posting.post(scope, [_fact(scope, kind, prepared)], dry_run=dry_run)[0]
    if not dry_run:
        writing.mark_posted(scope, kind, header, state)
        _pay_back_prepayments(scope, kind, prepared)
    return result


@business_transaction
def cancel_money(
    scope: Scope, kind: MoneyKind, document_id: int, *, version: int | None = None, reason: str = ""
) -> None:
    scope.require(kind.permission("cancel"))
    writing.mark_cancelled(scope, kind, writing.locked(scope, kind, document_id, version=version), reason)


@business_transaction
def reverse_money(
    scope: Scope,
    kind: MoneyKind,
    document_id: int,
    *,
    business_date: dt.date,
    version: int | None = None,
    reason: str = "",
) -> PostedDocument:
    """红冲: the mirror of both entry and settlements; what was settled is open again."""
    scope.require(kind.permission("reverse"))
    header = writing.locked(scope, kind, document_id, version=version)
    kind.lifecycle.after(header.state, "reverse", number=header.number)
    blue = _load(scope, kind, header)
    draft = replace(
        blue, business_date=business_date, number="", amount=-blue.amount, bank_fee=-blue.bank_fee, allocations=()
    )
    number = writing.numbers_for(kind, scope.company_id, [draft])[0]
    mirror = _Prepared(next_ids(1)[0], replace(draft, number=number), ())
    _insert(scope, kind, [mirror], posted=True, reverses_id=header.id)
    fact = FactReversed(
        head=writing.head(scope, kind, mirror.draft, document_id=mirror.id, verb="reverse"),
        reversed_key=writing.fact_key(kind, header.id, "post"),
    )
    posting.post(scope, [fact])
    writing.mark_reversed(scope, kind, header, mirror_id=mirror.id, reason=reason)
    return PostedDocument(mirror.id, mirror.number)


@business_transaction
def post_money(scope: Scope, kind: MoneyKind, drafts: Sequence[MoneyDraft]) -> list[PostedDocument]:
    """Write and post money documents at once: the entrance for direct sales and imports. All or none."""
    if not drafts:
        return []
    scope.require(kind.permission("create"))
    scope.require(kind.permission("post"))
    _hold_counters(scope, kind, drafts)
    prepared = _prepare(scope, kind, drafts)
    _insert(scope, kind, prepared, posted=True)
    posting.post(scope, [_fact(scope, kind, p) for p in prepared])
    for document in prepared:
        _pay_back_prepayments(scope, kind, document)
    if len(prepared) == 1:
        audit.record(scope, "post", noun=kind.noun, object_id=prepared[0].id, label=prepared[0].number)
    else:
        audit.record_many(scope, "post", noun=kind.noun, objects=((p.id, p.number) for p in prepared))
    return [PostedDocument(p.id, p.number) for p in prepared]


def _hold_counters(scope: Scope, kind: MoneyKind, drafts: Sequence[MoneyDraft]) -> None:
    """Refunds may write settlement notes after they are posted."""
    dates = [draft.business_date for draft in drafts if draft.amount < 0]
    hold(company_id=scope.company_id, prefixes=(kind.prefix, settlements.KIND.prefix), dates=dates)


def _prepare(scope: Scope, kind: MoneyKind, drafts: Sequence[MoneyDraft]) -> list[_Prepared]:
    items = _check(scope, kind, drafts)
    numbers = writing.numbers_for(kind, scope.company_id, drafts)
    return [
        _Prepared(row_id, replace(draft, number=number), taken)
        for row_id, number, draft, taken in zip(next_ids(len(drafts)), numbers, drafts, items, strict=True)
    ]


def _check(scope: Scope, kind: MoneyKind, drafts: Sequence[MoneyDraft]) -> list[tuple[OpenItemRow, ...]]:
    """Refuse what cannot be posted; returns the items each draft settles."""
    ledger = primary_ledger(scope.company_id)
    writing.parties_of(scope.company_id, (draft.party_id for draft in drafts), role=kind.role)
    writing.check_cash_accounts(scope.company_id, (draft.cash_account_id for draft in drafts))
    items = allocations.OpenItems(scope.company_id, kind.items, (a for draft in drafts for a in draft.allocations))
    for draft in drafts:
        writing.check_rate(currency=draft.currency, rate=draft.rate, ledger_currency=ledger.currency)
        step = amount_step(exponent(draft.currency))
        if draft.amount % step or draft.bank_fee % step or draft.bank_fee < 0:
            raise InvalidInput(
                loc=("amount",), field="amount", reason=said("not payable in {currency}.", currency=draft.currency)
            )
        if draft.amount == 0 and not draft.allocations:
            raise InvalidInput(loc=("amount",), field="amount", reason="enter an amount.")
    return [_take(kind, draft, items) for draft in drafts]


def _take(kind: MoneyKind, draft: MoneyDraft, items: allocations.OpenItems) -> tuple[OpenItemRow, ...]:
    """Use up the items of one draft. Raises AllocationAboveOpen, AllocatedAboveAmount, RefundNotAllocated …"""
    taken, cash = [], []
    for index, allocation in enumerate(draft.allocations):
        loc = ("allocations", index)
        item = items.take(allocation, party_id=draft.party_id, currency=draft.currency, on=draft.business_date, loc=loc)
        adds = (item.open_txn > 0) == (kind.items[0] == "AR")
        if not adds and allocation.discount:
            raise InvalidInput(loc=(*loc, "discount"), field="discount", reason="no discount on what is paid back.")
        if item.kind == kind.items[1] and draft.amount >= 0:
            raise InvalidInput(loc=loc, field="allocations", reason="offset a prepayment with a settlement note.")
        taken.append(item)
        cash.append(allocation.amount if adds else -allocation.amount)
    check_allocated(amount=draft.amount, cash=cash)
    return tuple(taken)


def _pay_back_prepayments(scope: Scope, kind: MoneyKind, prepared: _Prepared) -> None:
    """A refund of prepayments leaves an open item of its own; offset it against the prepayments it pays back."""
    pairs = zip(prepared.draft.allocations, prepared.items, strict=True)
    repaid = tuple(allocation for allocation, item in pairs if item.kind == kind.items[1])
    if not repaid:
        return
    draft = prepared.draft
    own = AllocationDraft(
        origin_kind=kind.noun, origin_id=prepared.id, amount=sum(allocation.amount for allocation in repaid)
    )
    is_receipt = kind.items[0] == "AR"
    settlements.settle(
        scope,
        SettlementDraft(
            party_id=draft.party_id,
            side=kind.items[0],
            business_date=draft.business_date,
            currency=draft.currency,
            debits=(own,) if is_receipt else repaid,
            credits=repaid if is_receipt else (own,),
            simulated=draft.simulated,
        ),
    )


def _insert(
    scope: Scope, kind: MoneyKind, prepared: Sequence[_Prepared], *, posted: bool, reverses_id: int | None = None
) -> None:
    rows = writing.HeaderRows(scope, posted=posted)
    headers = [
        (
            *rows.row(p.id, p.number, p.draft, reverses_id=reverses_id), p.draft.party_id, p.draft.currency,
            p.draft.rate, p.draft.cash_account_id or None, p.draft.amount,
            sum(a.discount for a in p.draft.allocations), p.draft.bank_fee, p.draft.reference,
        )
        for p in prepared
    ]  # fmt: skip
    with gateway.cursor() as cur:
        gateway.insert(cur, kind.model, _MONEY, headers)
    _insert_lines(scope, kind, prepared)


def _insert_lines(scope: Scope, kind: MoneyKind, prepared: Sequence[_Prepared]) -> None:
    ids = iter(next_ids(max(1, sum(len(p.draft.allocations) for p in prepared))))
    rows = [
        allocations.row(next(ids), scope.company_id, p.id, line_no, draft, item.number)
        for p in prepared
        for line_no, (draft, item) in enumerate(zip(p.draft.allocations, p.items, strict=True), start=1)
    ]
    with gateway.cursor() as cur:
        gateway.insert(cur, kind.lines, allocations.COLUMNS, rows)


def _load(scope: Scope, kind: MoneyKind, header: Any) -> MoneyDraft:
    rows = kind.lines.objects.filter(company_id=scope.company_id, document_id=header.id).order_by("line_no")
    return MoneyDraft(
        party_id=header.party_id,
        business_date=header.business_date,
        currency=header.currency,
        amount=to_scaled(header.amount, AMOUNT_SCALE),
        allocations=tuple(
            AllocationDraft(
                origin_kind=r[0],
                origin_id=r[1],
                origin_line_id=r[2],
                amount=to_scaled(r[3], AMOUNT_SCALE),
                discount=to_scaled(r[4], AMOUNT_SCALE),
            )
            for r in rows.values_list("origin_kind", "origin_id", "origin_line_id", "amount", "discount")
        ),
        rate=to_scaled(header.rate, RATE_SCALE),
        cash_account_id=header.cash_account_id or 0,
        bank_fee=to_scaled(header.bank_fee, AMOUNT_SCALE),
        number=header.number,
        reference=header.reference,
        memo=header.memo,
        simulated=header.simulated,
    )


def _fact(scope: Scope, kind: MoneyKind, prepared: _Prepared) -> Fact:
    """Prepayments that are paid back are left to the settlement that follows."""
    draft = prepared.draft
    pairs = zip(draft.allocations, prepared.items, strict=True)
    settled = [allocation for allocation, item in pairs if item.kind == kind.items[0]]
    fact: Fact = kind.fact(
        head=writing.head(scope, kind, draft, document_id=prepared.id, verb="post"),
        amount=draft.amount,
        allocations=allocations.fact_allocations(settled),
        cash_account_id=draft.cash_account_id,
        bank_fee=draft.bank_fee,
    )
    return fact
