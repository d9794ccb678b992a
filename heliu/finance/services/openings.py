"""Opening balances 期初单: open items of parties and balances of accounts, against the account of key OPENING."""

import datetime as dt
from dataclasses import replace
from typing import Any

from heliu.core import audit, gateway
from heliu.core.currency import exponent
from heliu.core.errors import InvalidInput, said
from heliu.core.ids import next_id, next_ids
from heliu.core.rounding import amount_step, from_scaled, to_scaled
from heliu.core.scales import AMOUNT_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance.kinds import OPENING_BALANCE as KIND
from heliu.finance.models import OpeningTopic
from heliu.finance.rules.vouchers import (
    CUSTOMER_KINDS,
    ITEM_KINDS,
    OpeningDraft,
    OpeningLineDraft,
    by_side,
    in_ledger_currency,
)
from heliu.finance.services import writing
from heliu.finance.services.accounts import NamedAccounts
from heliu.finance.services.writing import PostedDocument
from heliu.ledger.models import EntryKind, Ledger
from heliu.parties.models import Party
from heliu.posting import services as posting
from heliu.posting.facts import (
    AccountKey,
    Fact,
    FactReversed,
    ManualEntryPosted,
    MoneyLine,
    OpeningItem,
    OpeningItemsPosted,
    PostedResult,
)

_HEADER = (*writing.HEADER, "topic", "currency", "rate", "debit", "credit")
_LINE = (
    "id", "company_id", "document_id", "line_no", "kind", "account_id", "party_id", "item_number", "due_date",
    "amount", "memo",
)  # fmt: skip


@business_transaction
def create_opening(scope: Scope, draft: OpeningDraft) -> PostedDocument:
    """A draft with its number. Raises InvalidInput, UnknownReference, OpeningByDocument, PartyMissing, RateRefused."""
    scope.require(KIND.permission("create"))
    _check(scope, draft)
    document = _insert(scope, draft)
    audit.record(scope, "create", noun=KIND.noun, object_id=document.id, label=document.number)
    return document


@business_transaction
def replace_opening(scope: Scope, document_id: int, draft: OpeningDraft, *, version: int) -> None:
    """The topic stays; raises as create_opening does, and StaleVersion."""
    scope.require(KIND.permission("create"))
    header = writing.locked(scope, KIND, document_id, version=version)
    KIND.lifecycle.after(header.state, "edit", number=header.number)
    draft = replace(draft, topic=header.topic)
    _check(scope, draft)
    before = {"debit": str(header.debit), "credit": str(header.credit)}
    KIND.lines.objects.filter(company_id=scope.company_id, document_id=header.id).delete()
    _insert_lines(scope, header.id, draft)
    debit, credit = _sums(draft, red=False)
    header.business_date, header.memo, header.currency = draft.business_date, draft.memo, draft.currency
    header.rate = from_scaled(draft.rate, RATE_SCALE)
    header.debit, header.credit = from_scaled(debit, AMOUNT_SCALE), from_scaled(credit, AMOUNT_SCALE)
    header.version += 1
    header.save()
    audit.record(
        scope, "edit", noun=KIND.noun, object_id=header.id, label=header.number,
        before=before, after={"debit": str(header.debit), "credit": str(header.credit)},
    )  # fmt: skip


@business_transaction
def post_opening(
    scope: Scope,
    document_id: int,
    *,
    version: int | None = None,
    business_date: dt.date | None = None,
    dry_run: bool = False,
) -> PostedResult:
    """The items are open from now on, to be settled like any other. Raises what posting raises."""
    scope.require(KIND.permission("read" if dry_run else "post"))
    header = writing.locked(scope, KIND, document_id, version=version)
    state = KIND.lifecycle.after(header.state, "post", number=header.number)
    header.business_date = business_date or header.business_date
    draft, line_ids = _load(scope, header)
    _check(scope, draft)
    result = posting.post(scope, [_fact(scope, header.id, draft, line_ids)], dry_run=dry_run)[0]
    if not dry_run:
        writing.mark_posted(scope, KIND, header, state)
    return result


@business_transaction
def cancel_opening(scope: Scope, document_id: int, *, version: int | None = None, reason: str = "") -> None:
    scope.require(KIND.permission("cancel"))
    writing.mark_cancelled(scope, KIND, writing.locked(scope, KIND, document_id, version=version), reason)


@business_transaction
def reverse_opening(
    scope: Scope, document_id: int, *, business_date: dt.date, version: int | None = None, reason: str = ""
) -> PostedDocument:
    """红冲: refused once an item of it was settled."""
    scope.require(KIND.permission("reverse"))
    header = writing.locked(scope, KIND, document_id, version=version)
    KIND.lifecycle.after(header.state, "reverse", number=header.number)
    blue, _ = _load(scope, header)
    red = tuple(replace(line, amount=-line.amount) for line in blue.lines)
    draft = replace(blue, business_date=business_date, number="", lines=red)
    mirror = _insert(scope, draft, reverses_id=header.id)
    fact = FactReversed(
        head=writing.head(scope, KIND, replace(draft, number=mirror.number), document_id=mirror.id, verb="reverse"),
        reversed_key=writing.fact_key(KIND, header.id, "post"),
    )
    posting.post(scope, [fact])
    writing.mark_reversed(scope, KIND, header, mirror_id=mirror.id, reason=reason)
    return mirror


def _sums(draft: OpeningDraft, *, red: bool) -> tuple[int, int]:
    sides = [by_side(line.amount, red=red) for line in draft.lines]
    return sum(debit for debit, _ in sides), sum(credit for _, credit in sides)


def _check(scope: Scope, draft: OpeningDraft) -> None:
    ledger = Ledger.objects.get(company_id=scope.company_id, is_primary=True)
    writing.check_rate(currency=draft.currency, rate=draft.rate, ledger_currency=ledger.currency)
    if not draft.lines:
        raise InvalidInput(loc=("lines",), field="lines", reason="enter at least one line.")
    if draft.topic not in OpeningTopic.values:
        raise InvalidInput(loc=("topic",), field="topic", reason="parties or accounts.")
    step = amount_step(exponent(draft.currency))
    for index, line in enumerate(draft.lines):
        if line.amount == 0 or line.amount % step:
            raise InvalidInput(
                loc=("lines", index, "amount"),
                field="amount",
                reason=said("an amount payable in {currency}, not zero.", currency=draft.currency),
            )
    writing.parties_of(scope.company_id, (line.party_id for line in draft.lines))
    if draft.topic == OpeningTopic.PARTIES:
        _check_items(scope, draft)
    else:
        accounts = NamedAccounts(ledger, (line.account_id for line in draft.lines))
        for index, line in enumerate(draft.lines):
            accounts.check(line.account_id, party_id=line.party_id, line=index, opening=True)


def _check_items(scope: Scope, draft: OpeningDraft) -> None:
    rows = Party.objects.filter(company_id=scope.company_id, id__in={line.party_id for line in draft.lines})
    roles = {row[0]: (row[1], row[2]) for row in rows.values_list("id", "is_customer", "is_supplier")}
    for index, line in enumerate(draft.lines):
        if line.kind not in ITEM_KINDS:
            raise InvalidInput(loc=("lines", index, "kind"), field="kind", reason="AR, AP, ADVR or ADVP.")
        loc = ("lines", index, "party_id")
        if not line.party_id:
            raise InvalidInput(loc=loc, field="party_id", reason="name the party.")
        is_customer, is_supplier = roles[line.party_id]
        if not (is_customer if line.kind in CUSTOMER_KINDS else is_supplier):
            role = "customer" if line.kind in CUSTOMER_KINDS else "supplier"
            raise InvalidInput(loc=loc, field="party_id", reason=said("this party is no {word}.", word=role))


def _insert(scope: Scope, draft: OpeningDraft, *, reverses_id: int | None = None) -> PostedDocument:
    """A draft, or the posted mirror of `reverses_id`."""
    number = writing.numbers_for(KIND, scope.company_id, [draft])[0]
    row_id = next_id()
    rows = writing.HeaderRows(scope, posted=reverses_id is not None)
    debit, credit = _sums(draft, red=reverses_id is not None)
    header = (
        *rows.row(row_id, number, draft, reverses_id=reverses_id), draft.topic, draft.currency, draft.rate, debit,
        credit,
    )  # fmt: skip
    with gateway.cursor() as cur:
        gateway.insert(cur, KIND.model, _HEADER, [header])
    _insert_lines(scope, row_id, draft)
    return PostedDocument(row_id, number)


def _insert_lines(scope: Scope, document_id: int, draft: OpeningDraft) -> None:
    ids = next_ids(len(draft.lines))
    rows = [
        (
            line_id, scope.company_id, document_id, no, line.kind, line.account_id or None, line.party_id or None,
            line.item_number, line.due_date, line.amount, line.memo,
        )
        for no, (line_id, line) in enumerate(zip(ids, draft.lines, strict=True), start=1)
    ]  # fmt: skip
    with gateway.cursor() as cur:
        gateway.insert(cur, KIND.lines, _LINE, rows)


def _load(scope: Scope, header: Any) -> tuple[OpeningDraft, list[int]]:
    """The draft as stored, and the ids of its lines."""
    rows = KIND.lines.objects.filter(company_id=scope.company_id, document_id=header.id).order_by("line_no")
    columns = ("id", "kind", "account_id", "party_id", "item_number", "due_date", "amount", "memo")
    found = list(rows.values_list(*columns))
    lines = tuple(
        OpeningLineDraft(
            kind=r[1],
            account_id=r[2] or 0,
            party_id=r[3] or 0,
            item_number=r[4],
            due_date=r[5],
            amount=to_scaled(r[6], AMOUNT_SCALE),
            memo=r[7],
        )
        for r in found
    )
    draft = OpeningDraft(
        topic=header.topic,
        business_date=header.business_date,
        currency=header.currency,
        rate=to_scaled(header.rate, RATE_SCALE),
        lines=lines,
        number=header.number,
        memo=header.memo,
        simulated=header.simulated,
    )
    return draft, [r[0] for r in found]


def _fact(scope: Scope, document_id: int, draft: OpeningDraft, line_ids: list[int]) -> Fact:
    head = writing.head(scope, KIND, draft, document_id=document_id, verb="post")
    if draft.topic == OpeningTopic.PARTIES:
        items = tuple(
            OpeningItem(
                line_id=line_id,
                kind=line.kind,
                party_id=line.party_id,
                amount_txn=line.amount,
                due_date=line.due_date or draft.business_date,
                number=line.item_number or draft.number,
            )
            for line_id, line in zip(line_ids, draft.lines, strict=True)
        )
        return OpeningItemsPosted(head=head, lines=items)
    named = [
        MoneyLine(amount=line.amount, account_id=line.account_id, party_id=line.party_id, memo=line.memo)
        for line in draft.lines
    ]
    return ManualEntryPosted(head=head, lines=(*named, *_balancing(scope, draft)), entry_kind=EntryKind.OPENING.value)


def _balancing(scope: Scope, draft: OpeningDraft) -> list[MoneyLine]:
    """OPENING takes what the others leave, in the document's currency; what rounding makes of it, in the ledger's."""
    currency = Ledger.objects.values_list("currency", flat=True).get(company_id=scope.company_id, is_primary=True)

    def worth(amount: int) -> int:
        return in_ledger_currency(amount, currency=draft.currency, rate=draft.rate, ledger_currency=currency)

    left = -sum(line.amount for line in draft.lines)
    rounding = -sum(worth(line.amount) for line in draft.lines) - worth(left)
    key = AccountKey.OPENING
    lines = (
        MoneyLine(amount=left, account_key=key),
        MoneyLine(amount=rounding, account_key=key, currency=currency, rate=RATE_SCALE),
    )
    return [line for line in lines if line.amount]
