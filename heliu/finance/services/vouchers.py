"""Manual vouchers 手工凭证: written 制单, audited by somebody else 审核, posted 过账, taken back in red 红冲."""

import datetime as dt
from dataclasses import replace
from typing import Any

from heliu.core import audit, clock, gateway
from heliu.core.currency import exponent
from heliu.core.errors import InvalidInput, NotFound, said
from heliu.core.ids import next_id, next_ids
from heliu.core.rounding import amount_step, from_scaled, to_scaled
from heliu.core.scales import AMOUNT_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance.errors import ApprovedByPreparer
from heliu.finance.kinds import MANUAL_VOUCHER as KIND
from heliu.finance.rules.vouchers import VoucherDraft, VoucherLineDraft, check_balanced, voucher_sums
from heliu.finance.services import writing
from heliu.finance.services.accounts import NamedAccounts
from heliu.finance.services.writing import PostedDocument
from heliu.ledger.models import EntryKind, Ledger
from heliu.posting import services as posting
from heliu.posting.facts import FactHead, FactReversed, ManualEntryPosted, MoneyLine, PostedResult

_HEADER = (*writing.HEADER, "ledger_id", "currency", "amount", "prepared_by_id")
_LINE = (
    "id", "company_id", "document_id", "line_no", "account_id", "party_id", "currency", "rate", "debit", "credit",
    "memo",
)  # fmt: skip
_UNPOSTED = ("draft", "submitted", "approved")


@business_transaction
def create_voucher(scope: Scope, draft: VoucherDraft) -> PostedDocument:
    """A balanced draft with its number.

    Raises VoucherNotBalanced, ControlAccountRefused, PartyMissing, UnknownReference, RateRefused, InvalidInput.
    """
    scope.require(KIND.permission("create"))
    ledger = _ledger(scope, draft.ledger_id)
    document = _insert(scope, draft, ledger, amount=_check(scope, draft, ledger))
    audit.record(scope, "create", noun=KIND.noun, object_id=document.id, label=document.number)
    return document


@business_transaction
def replace_voucher(scope: Scope, document_id: int, draft: VoucherDraft, *, version: int) -> None:
    """Who changes a voucher has prepared it. Raises as create_voucher does, and StaleVersion."""
    scope.require(KIND.permission("create"))
    header = writing.locked(scope, KIND, document_id, version=version)
    KIND.lifecycle.after(header.state, "edit", number=header.number)
    ledger = _ledger(scope, draft.ledger_id)
    amount = _check(scope, draft, ledger)
    before = {"amount": str(header.amount), "business_date": header.business_date.isoformat()}
    KIND.lines.objects.filter(company_id=scope.company_id, document_id=header.id).delete()
    _insert_lines(scope, header.id, draft)
    header.business_date, header.memo, header.currency = draft.business_date, draft.memo, ledger.currency
    header.ledger_id, header.amount = draft.ledger_id or None, from_scaled(amount, AMOUNT_SCALE)
    header.prepared_by_id = scope.user_id
    header.version += 1
    header.save()
    audit.record(
        scope, "edit", noun=KIND.noun, object_id=header.id, label=header.number, before=before,
        after={"amount": str(header.amount), "business_date": header.business_date.isoformat()},
    )  # fmt: skip


@business_transaction
def submit_voucher(scope: Scope, document_id: int, *, version: int | None = None) -> None:
    """Hands it over for audit; from here on it is not changed any more."""
    scope.require(KIND.permission("create"))
    _step(scope, writing.locked(scope, KIND, document_id, version=version), "submit")


@business_transaction
def approve_voucher(scope: Scope, document_id: int, *, version: int | None = None) -> None:
    """审核. Raises ApprovedByPreparer."""
    scope.require(KIND.permission("approve"))
    header = writing.locked(scope, KIND, document_id, version=version)
    KIND.lifecycle.after(header.state, "approve", number=header.number)
    if scope.user_id in (header.prepared_by_id, header.created_by_id):
        raise ApprovedByPreparer(number=header.number)
    header.approved_by_id, header.approved_at = scope.user_id, clock.now()
    _step(scope, header, "approve")


@business_transaction
def reject_voucher(scope: Scope, document_id: int, *, version: int | None = None, reason: str = "") -> None:
    """驳回, also 反审核: back to draft, and to be audited anew."""
    scope.require(KIND.permission("approve"))
    header = writing.locked(scope, KIND, document_id, version=version)
    KIND.lifecycle.after(header.state, "reject", number=header.number)
    header.approved_by_id = header.approved_at = None
    _step(scope, header, "reject", reason=reason)


@business_transaction
def post_voucher(
    scope: Scope,
    document_id: int,
    *,
    version: int | None = None,
    business_date: dt.date | None = None,
    dry_run: bool = False,
) -> PostedResult:
    """Posts what was audited, with its date; dry_run already shows a draft. Raises what posting raises."""
    scope.require(KIND.permission("read" if dry_run else "post"))
    header = writing.locked(scope, KIND, document_id, version=version)
    if not (dry_run and header.state in _UNPOSTED):
        KIND.lifecycle.after(header.state, "post", number=header.number)
    if business_date not in (None, header.business_date):
        raise InvalidInput(loc=("business_date",), field="business_date", reason="the audited voucher has its date.")
    draft = _load(scope, header)
    ledger = _ledger(scope, draft.ledger_id)
    _check(scope, draft, ledger)
    result = posting.post(scope, [_fact(scope, header.id, draft, ledger)], dry_run=dry_run)[0]
    if not dry_run:
        writing.mark_posted(scope, KIND, header, KIND.lifecycle.after(header.state, "post"))
    return result


@business_transaction
def cancel_voucher(scope: Scope, document_id: int, *, version: int | None = None, reason: str = "") -> None:
    scope.require(KIND.permission("cancel"))
    writing.mark_cancelled(scope, KIND, writing.locked(scope, KIND, document_id, version=version), reason)


@business_transaction
def reverse_voucher(
    scope: Scope, document_id: int, *, business_date: dt.date, version: int | None = None, reason: str = ""
) -> PostedDocument:
    """红冲: the same lines in red."""
    scope.require(KIND.permission("reverse"))
    header = writing.locked(scope, KIND, document_id, version=version)
    KIND.lifecycle.after(header.state, "reverse", number=header.number)
    blue = _load(scope, header)
    ledger = _ledger(scope, blue.ledger_id)
    red = tuple(replace(line, debit=-line.debit, credit=-line.credit) for line in blue.lines)
    draft = replace(blue, business_date=business_date, number="", lines=red)
    amount = voucher_sums(red, ledger.currency)[0]
    mirror = _insert(scope, draft, ledger, amount=amount, reverses_id=header.id)
    fact = FactReversed(
        head=_head(scope, mirror.id, replace(draft, number=mirror.number), ledger, verb="reverse"),
        reversed_key=writing.fact_key(KIND, header.id, "post"),
    )
    posting.post(scope, [fact])
    writing.mark_reversed(scope, KIND, header, mirror_id=mirror.id, reason=reason)
    return mirror


def _step(scope: Scope, header: Any, verb: str, *, reason: str = "") -> None:
    before = header.state
    header.state = KIND.lifecycle.after(before, verb, number=header.number)
    header.version += 1
    header.save(update_fields=["state", "version", "approved_by_id", "approved_at"])
    audit.record(
        scope, verb, noun=KIND.noun, object_id=header.id, label=header.number,
        before={"state": str(before)}, after={"state": str(header.state)}, reason=reason,
    )  # fmt: skip


def _ledger(scope: Scope, ledger_id: int) -> Ledger:
    """The ledger named, else the primary one. Raises NotFound."""
    ledgers = Ledger.objects.filter(company_id=scope.company_id)
    ledger = ledgers.filter(id=ledger_id).first() if ledger_id else ledgers.get(is_primary=True)
    if ledger is None:
        raise NotFound(noun="Ledger", id=str(ledger_id))
    return ledger


def _check(scope: Scope, draft: VoucherDraft, ledger: Ledger) -> int:
    """Everything that may be wrong with the lines; the sum of the debits in ledger currency."""
    if len(draft.lines) < 2:
        raise InvalidInput(loc=("lines",), field="lines", reason="enter at least two lines.")
    writing.parties_of(scope.company_id, (line.party_id for line in draft.lines))
    accounts = NamedAccounts(ledger, (line.account_id for line in draft.lines))
    for index, line in enumerate(draft.lines):
        accounts.check(line.account_id, party_id=line.party_id, line=index)
        writing.check_rate(currency=line.currency, rate=line.rate, ledger_currency=ledger.currency)
        step = amount_step(exponent(line.currency))
        amount = line.debit + line.credit
        if (line.debit and line.credit) or not amount or amount % step:
            side = "credit" if line.credit else "debit"
            reason = said("one amount payable in {currency}, debit or credit.", currency=line.currency)
            raise InvalidInput(loc=("lines", index, side), field=side, reason=reason)
    return check_balanced(draft.lines, ledger.currency)


def _insert(
    scope: Scope, draft: VoucherDraft, ledger: Ledger, *, amount: int, reverses_id: int | None = None
) -> PostedDocument:
    """A draft, or the posted mirror of `reverses_id`."""
    number = writing.numbers_for(KIND, scope.company_id, [draft])[0]
    row_id = next_id()
    row = writing.HeaderRows(scope, posted=reverses_id is not None).row(row_id, number, draft, reverses_id=reverses_id)
    with gateway.cursor() as cur:
        header = (*row, draft.ledger_id or None, ledger.currency, amount, scope.user_id)
        gateway.insert(cur, KIND.model, _HEADER, [header])
    _insert_lines(scope, row_id, draft)
    return PostedDocument(row_id, number)


def _insert_lines(scope: Scope, document_id: int, draft: VoucherDraft) -> None:
    rows = [
        (
            line_id, scope.company_id, document_id, no, line.account_id, line.party_id or None, line.currency,
            line.rate, line.debit, line.credit, line.memo,
        )
        for no, (line_id, line) in enumerate(zip(next_ids(len(draft.lines)), draft.lines, strict=True), start=1)
    ]  # fmt: skip
    with gateway.cursor() as cur:
        gateway.insert(cur, KIND.lines, _LINE, rows)


def _load(scope: Scope, header: Any) -> VoucherDraft:
    rows = KIND.lines.objects.filter(company_id=scope.company_id, document_id=header.id).order_by("line_no")
    columns = ("account_id", "party_id", "currency", "rate", "debit", "credit", "memo")
    return VoucherDraft(
        business_date=header.business_date,
        ledger_id=header.ledger_id or 0,
        number=header.number,
        memo=header.memo,
        simulated=header.simulated,
        lines=tuple(
            VoucherLineDraft(
                account_id=r[0],
                party_id=r[1] or 0,
                currency=r[2],
                rate=to_scaled(r[3], RATE_SCALE),
                debit=to_scaled(r[4], AMOUNT_SCALE),
                credit=to_scaled(r[5], AMOUNT_SCALE),
                memo=r[6],
            )
            for r in rows.values_list(*columns)
        ),
    )


def _head(scope: Scope, document_id: int, draft: VoucherDraft, ledger: Ledger, *, verb: str) -> FactHead:
    return FactHead(
        company_id=scope.company_id,
        key=writing.fact_key(KIND, document_id, verb),
        business_date=draft.business_date,
        origin_kind=KIND.noun,
        origin_id=document_id,
        number=draft.number,
        actor_id=scope.user_id,
        currency=ledger.currency,
        memo=draft.memo,
    )


def _fact(scope: Scope, document_id: int, draft: VoucherDraft, ledger: Ledger) -> ManualEntryPosted:
    lines = tuple(
        MoneyLine(
            amount=line.debit - line.credit,
            account_id=line.account_id,
            party_id=line.party_id,
            memo=line.memo,
            is_red=line.debit + line.credit < 0,
            currency=line.currency,
            rate=line.rate,
        )
        for line in draft.lines
    )
    return ManualEntryPosted(
        head=_head(scope, document_id, draft, ledger, verb="post"),
        lines=lines,
        ledger_id=draft.ledger_id,
        entry_kind=EntryKind.MANUAL.value,
    )
