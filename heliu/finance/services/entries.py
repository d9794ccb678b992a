"""Other income and expense 收入单、支出单: money against accounts, without an invoice."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from heliu.core import audit, gateway
from heliu.core.currency import exponent
from heliu.core.errors import InvalidInput, said
from heliu.core.ids import next_ids
from heliu.core.rounding import amount_step, from_scaled, to_scaled
from heliu.core.scales import AMOUNT_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance.kinds import EntryKind
from heliu.finance.queries.open_items import primary_ledger
from heliu.finance.rules.drafts import CashEntryDraft, CashEntryLineDraft
from heliu.finance.services import writing
from heliu.finance.services.writing import PostedDocument
from heliu.posting import services as posting
from heliu.posting.facts import AccountKey, FactReversed, ManualEntryPosted, MoneyLine, PostedResult

_HEADER = (*writing.HEADER, "party_id", "currency", "rate", "cash_account_id", "amount", "reference")
_LINE = ("id", "company_id", "document_id", "line_no", "account_id", "account_key", "amount", "memo")


@business_transaction
def create_entry(scope: Scope, kind: EntryKind, draft: CashEntryDraft) -> PostedDocument:
    """A draft with its number."""
    scope.require(kind.permission("create"))
    document = _write(scope, kind, [draft], posted=False)[0]
    audit.record(scope, "create", noun=kind.noun, object_id=document.id, label=document.number)
    return document


@business_transaction
def replace_entry(scope: Scope, kind: EntryKind, document_id: int, draft: CashEntryDraft, *, version: int) -> None:
    scope.require(kind.permission("create"))
    header = writing.locked(scope, kind, document_id, version=version)
    kind.lifecycle.after(header.state, "edit", number=header.number)
    _check(scope, [draft])
    before = {"amount": str(header.amount)}
    kind.lines.objects.filter(company_id=scope.company_id, document_id=header.id).delete()
    _insert_lines(scope, kind, [(header.id, draft)])
    header.business_date, header.memo, header.reference = draft.business_date, draft.memo, draft.reference
    header.party_id, header.currency = draft.party_id or None, draft.currency
    header.rate = from_scaled(draft.rate, RATE_SCALE)
    header.cash_account_id = draft.cash_account_id or None
    header.amount = from_scaled(_total(draft), AMOUNT_SCALE)
    header.version += 1
    header.save()
    audit.record(
        scope, "edit", noun=kind.noun, object_id=header.id, label=header.number,
        before=before, after={"amount": str(header.amount)},
    )  # fmt: skip


@business_transaction
def post_entry(
    scope: Scope,
    kind: EntryKind,
    document_id: int,
    *,
    version: int | None = None,
    business_date: dt.date | None = None,
    dry_run: bool = False,
) -> PostedResult:
    scope.require(kind.permission("read" if dry_run else "post"))
    header = writing.locked(scope, kind, document_id, version=version)
    state = kind.lifecycle.after(header.state, "post", number=header.number)
    header.business_date = business_date or header.business_date
    result = posting.post(scope, [_fact(scope, kind, header.id, _load(scope, kind, header))], dry_run=dry_run)[0]
    if not dry_run:
        writing.mark_posted(scope, kind, header, state)
    return result


@business_transaction
def cancel_entry(
    scope: Scope, kind: EntryKind, document_id: int, *, version: int | None = None, reason: str = ""
) -> None:
    scope.require(kind.permission("cancel"))
    writing.mark_cancelled(scope, kind, writing.locked(scope, kind, document_id, version=version), reason)


@business_transaction
def reverse_entry(
    scope: Scope,
    kind: EntryKind,
    document_id: int,
    *,
    business_date: dt.date,
    version: int | None = None,
    reason: str = "",
) -> PostedDocument:
    """红冲: the mirror entry, linked both ways."""
    scope.require(kind.permission("reverse"))
    header = writing.locked(scope, kind, document_id, version=version)
    kind.lifecycle.after(header.state, "reverse", number=header.number)
    blue = _load(scope, kind, header)
    lines = tuple(replace(line, amount=-line.amount) for line in blue.lines)
    draft = replace(blue, business_date=business_date, number="", lines=lines)
    number = writing.numbers_for(kind, scope.company_id, [draft])[0]
    mirror_id = next_ids(1)[0]
    _insert(scope, kind, [(mirror_id, number, draft)], posted=True, reverses_id=header.id)
    fact = FactReversed(
        head=writing.head(scope, kind, replace(draft, number=number), document_id=mirror_id, verb="reverse"),
        reversed_key=writing.fact_key(kind, header.id, "post"),
    )
    posting.post(scope, [fact])
    writing.mark_reversed(scope, kind, header, mirror_id=mirror_id, reason=reason)
    return PostedDocument(mirror_id, number)


@business_transaction
def post_entries(scope: Scope, kind: EntryKind, drafts: Sequence[CashEntryDraft]) -> list[PostedDocument]:
    """Write and post at once: the entrance for imports. All or none; one posting call."""
    if not drafts:
        return []
    scope.require(kind.permission("create"))
    scope.require(kind.permission("post"))
    documents = _write(scope, kind, drafts, posted=True)
    numbered = (replace(draft, number=d.number) for d, draft in zip(documents, drafts, strict=True))
    posting.post(scope, [_fact(scope, kind, d.id, n) for d, n in zip(documents, numbered, strict=True)])
    audit.record_many(scope, "post", noun=kind.noun, objects=((d.id, d.number) for d in documents))
    return documents


def _total(draft: CashEntryDraft) -> int:
    return sum(line.amount for line in draft.lines)


def _check(scope: Scope, drafts: Sequence[CashEntryDraft]) -> None:
    ledger = primary_ledger(scope.company_id)
    writing.parties_of(scope.company_id, (draft.party_id for draft in drafts))
    writing.check_cash_accounts(scope.company_id, (draft.cash_account_id for draft in drafts))
    writing.check_accounts(scope.company_id, (line.account_id for draft in drafts for line in draft.lines))
    for draft in drafts:
        writing.check_rate(currency=draft.currency, rate=draft.rate, ledger_currency=ledger.currency)
        if not draft.lines:
            raise InvalidInput(loc=("lines",), field="lines", reason="enter at least one line.")
        step = amount_step(exponent(draft.currency))
        for index, line in enumerate(draft.lines):
            loc: tuple[str | int, ...] = ("lines", index, "amount")
            if line.amount <= 0 or line.amount % step:
                raise InvalidInput(
                    loc=loc,
                    field="amount",
                    reason=said("a positive amount payable in {currency}.", currency=draft.currency),
                )
            writing.check_key(line.account_key, loc=("lines", index, "account_key"))
            if not line.account_id and not line.account_key:
                raise InvalidInput(loc=("lines", index, "account_id"), field="account_id", reason="name the account.")


def _write(scope: Scope, kind: EntryKind, drafts: Sequence[CashEntryDraft], *, posted: bool) -> list[PostedDocument]:
    _check(scope, drafts)
    numbers = writing.numbers_for(kind, scope.company_id, drafts)
    triples = list(zip(next_ids(len(drafts)), numbers, drafts, strict=True))
    _insert(scope, kind, triples, posted=posted)
    return [PostedDocument(row_id, number) for row_id, number, _ in triples]


def _insert(
    scope: Scope,
    kind: EntryKind,
    triples: Sequence[tuple[int, str, CashEntryDraft]],
    *,
    posted: bool,
    reverses_id: int | None = None,
) -> None:
    rows = writing.HeaderRows(scope, posted=posted)
    headers = [
        (
            *rows.row(row_id, number, draft, reverses_id=reverses_id), draft.party_id or None, draft.currency,
            draft.rate, draft.cash_account_id or None, _total(draft), draft.reference,
        )
        for row_id, number, draft in triples
    ]  # fmt: skip
    with gateway.cursor() as cur:
        gateway.insert(cur, kind.model, _HEADER, headers)
    _insert_lines(scope, kind, [(row_id, draft) for row_id, _, draft in triples])


def _insert_lines(scope: Scope, kind: EntryKind, pairs: Sequence[tuple[int, CashEntryDraft]]) -> None:
    ids = iter(next_ids(sum(len(draft.lines) for _, draft in pairs)))
    rows = [
        (next(ids), scope.company_id, row_id, no, line.account_id or None, line.account_key, line.amount, line.memo)
        for row_id, draft in pairs
        for no, line in enumerate(draft.lines, start=1)
    ]
    with gateway.cursor() as cur:
        gateway.insert(cur, kind.lines, _LINE, rows)


def _load(scope: Scope, kind: EntryKind, header: Any) -> CashEntryDraft:
    rows = kind.lines.objects.filter(company_id=scope.company_id, document_id=header.id).order_by("line_no")
    return CashEntryDraft(
        business_date=header.business_date,
        currency=header.currency,
        lines=tuple(
            CashEntryLineDraft(account_id=r[0] or 0, account_key=r[1], amount=to_scaled(r[2], AMOUNT_SCALE), memo=r[3])
            for r in rows.values_list("account_id", "account_key", "amount", "memo")
        ),
        rate=to_scaled(header.rate, RATE_SCALE),
        party_id=header.party_id or 0,
        cash_account_id=header.cash_account_id or 0,
        number=header.number,
        reference=header.reference,
        memo=header.memo,
        simulated=header.simulated,
    )


def _fact(scope: Scope, kind: EntryKind, document_id: int, draft: CashEntryDraft) -> ManualEntryPosted:
    cash = MoneyLine(
        amount=kind.sign * _total(draft),
        account_id=draft.cash_account_id,
        account_key=None if draft.cash_account_id else AccountKey.CASH,
        memo=draft.memo,
    )
    others = tuple(
        MoneyLine(
            amount=-kind.sign * line.amount,
            account_id=line.account_id,
            account_key=AccountKey(line.account_key) if line.account_key and not line.account_id else None,
            party_id=draft.party_id,
            memo=line.memo or draft.memo,
        )
        for line in draft.lines
    )
    return ManualEntryPosted(
        head=writing.head(scope, kind, draft, document_id=document_id, verb="post"),
        lines=(cash, *others),
        entry_kind="auto",
    )
