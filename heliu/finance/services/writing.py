"""What all money documents share: numbers, the columns of a header, references that must exist, state changes."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from heliu.catalog.errors import UnknownReference
from heliu.core import audit, clock, gateway
from heliu.core.books_lock import post_beside_others
from heliu.core.documents import lock_document
from heliu.core.errors import InvalidInput, OutOfScope, said
from heliu.core.lifecycle import DocumentState
from heliu.core.numbering import document_numbers
from heliu.core.rounding import from_scaled
from heliu.core.scales import RATE_SCALE
from heliu.core.scope import Scope
from heliu.finance.errors import RateRefused
from heliu.finance.kinds import DocumentKind
from heliu.ledger.models import Account
from heliu.parties import errors as parties
from heliu.parties.models import Party
from heliu.posting.facts import AccountKey, FactHead

HEADER = (
    "id", "company_id", "number", "state", "business_date", "memo", "version", "simulated", "created_by_id",
    "created_at", "posted_by_id", "posted_at", "reverses_id", "reversed_by_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PostedDocument:
    """What a caller gets back of a document it made."""

    id: int
    number: str


class HeaderRows:
    """The common columns of headers written in one go, drafts or posted."""

    def __init__(self, scope: Scope, *, posted: bool) -> None:
        now = clock.now()
        self.company_id = scope.company_id
        self.state = (DocumentState.POSTED if posted else DocumentState.DRAFT).value
        self.user_id = scope.user_id
        self.now = now
        self.posted_by = scope.user_id if posted else None
        self.posted_at = now if posted else None

    def row(self, row_id: int, number: str, draft: Any, *, reverses_id: int | None = None) -> tuple[Any, ...]:
        return (
            row_id, self.company_id, number, self.state, draft.business_date, draft.memo, 1, draft.simulated,
            self.user_id, self.now, self.posted_by, self.posted_at, reverses_id, None,
        )  # fmt: skip


def numbers_for(kind: DocumentKind, company_id: int, drafts: Sequence[Any]) -> list[str]:
    """The given number of each draft, or the next one of its day, in order."""
    wanted: dict[dt.date, int] = defaultdict(int)
    for draft in drafts:
        if not draft.number:
            wanted[draft.business_date] += 1
    taken = {
        day: iter(document_numbers(company_id=company_id, prefix=kind.prefix, date=day, count=count))
        for day, count in sorted(wanted.items())
    }
    return [draft.number or next(taken[draft.business_date]) for draft in drafts]


def check_rate(*, currency: str, rate: int, ledger_currency: str) -> None:
    """Raises RateRefused: the ledger's own currency has rate 1, others a positive one."""
    reason = ""
    if rate <= 0:
        reason = "it must be positive"
    elif currency == ledger_currency and rate != RATE_SCALE:
        reason = "the ledger's own currency has rate 1"
    if reason:
        shown = str(from_scaled(rate, RATE_SCALE))
        raise RateRefused(loc=("rate",), rate=shown, currency=currency, ledger_currency=ledger_currency, reason=reason)


def check_accounts(company_id: int, account_ids: Iterable[int]) -> None:
    """Raises UnknownReference unless all are active leaf accounts of the company, which they stay until commit."""
    wanted = {a for a in account_ids if a}
    if not wanted:
        return
    with gateway.cursor() as cur:
        post_beside_others(cur, company_id)
    known = set(
        Account.objects.filter(company_id=company_id, id__in=wanted, is_leaf=True, is_active=True).values_list(
            "id", flat=True
        )
    )
    for missing in sorted(wanted - known):
        raise UnknownReference(loc=("account_id",), noun="Account", value=str(missing))


def check_cash_accounts(company_id: int, account_ids: Iterable[int]) -> None:
    """Raises UnknownReference unless all are active cash or bank accounts."""
    wanted = {a for a in account_ids if a}
    if not wanted:
        return
    known = Account.objects.filter(company_id=company_id, id__in=wanted, is_leaf=True, is_active=True, is_cash=True)
    for missing in sorted(wanted - set(known.values_list("id", flat=True))):
        raise UnknownReference(loc=("cash_account_id",), noun="Cash account", value=str(missing))


def check_key(key: str, *, loc: tuple[str | int, ...]) -> None:
    """Raises InvalidInput unless `key` is empty or an account key."""
    if key and key not in AccountKey.__members__:
        raise InvalidInput(loc=loc, field="account_key", reason=said("{key} is not an account key.", key=key))


def parties_of(company_id: int, party_ids: Iterable[int], *, role: str = "") -> dict[int, tuple[str, int]]:
    """Payment terms (kind, days) by party, archived ones too. Raises UnknownReference, also for the wrong role."""
    wanted = {p for p in party_ids if p}
    rows = Party.objects.filter(company_id=company_id, id__in=wanted)
    if role:
        rows = rows.filter(**{f"is_{role}": True})
    found = {r[0]: (r[1], r[2]) for r in rows.values_list("id", "terms_kind", "payment_terms_days")}
    for missing in sorted(wanted - found.keys()):
        raise parties.UnknownReference(loc=("party_id",), noun=role.capitalize() or "Party", value=str(missing))
    return found


def locked(scope: Scope, kind: DocumentKind, document_id: int, *, version: int | None = None) -> Any:
    """The header, locked, within the user's reach. Raises NotFound, StaleVersion, OutOfScope."""
    header = lock_document(kind.model, scope, document_id, version=version)
    if scope.own_documents and header.created_by_id != scope.user_id:
        raise OutOfScope(noun=kind.noun, id=str(document_id))
    return header


def head(scope: Scope, kind: DocumentKind, document: Any, *, document_id: int, verb: str) -> FactHead:
    """Head of the fact a document tells; `document` carries business_date, number, currency, rate, party_id, memo."""
    return FactHead(
        company_id=scope.company_id,
        key=fact_key(kind, document_id, verb),
        business_date=document.business_date,
        origin_kind=kind.noun,
        origin_id=document_id,
        number=document.number,
        actor_id=scope.user_id,
        currency=document.currency,
        party_id=document.party_id,
        rate=document.rate,
        memo=document.memo,
    )


def fact_key(kind: DocumentKind, document_id: int, verb: str) -> str:
    return f"{kind.noun}:{document_id}:{verb}"


def mark_posted(scope: Scope, kind: DocumentKind, header: Any, state: DocumentState) -> None:
    """A locked draft becomes posted."""
    header.state = state
    header.version += 1
    header.posted_by_id = scope.user_id
    header.posted_at = clock.now()
    header.save(update_fields=["state", "version", "posted_by_id", "posted_at", "business_date"])
    audit.record(scope, "post", noun=kind.noun, object_id=header.id, label=header.number)


def mark_cancelled(scope: Scope, kind: DocumentKind, header: Any, reason: str) -> None:
    before = header.state
    header.state = kind.lifecycle.after(header.state, "cancel", number=header.number)
    header.version += 1
    header.save(update_fields=["state", "version"])
    audit.record(
        scope, "cancel", noun=kind.noun, object_id=header.id, label=header.number,
        before={"state": before}, after={"state": str(header.state)}, reason=reason,
    )  # fmt: skip


def mark_reversed(scope: Scope, kind: DocumentKind, header: Any, *, mirror_id: int, reason: str) -> None:
    header.state = DocumentState.REVERSED
    header.version += 1
    header.reversed_by_id = mirror_id
    header.save(update_fields=["state", "version", "reversed_by_id"])
    audit.record(scope, "reverse", noun=kind.noun, object_id=header.id, label=header.number, reason=reason)
