"""盘点差异: what a stocktake or a closed transfer left in 待处理财产损溢 is decided, in parts or at once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from heliu.core import audit, clock
from heliu.core.document_schemas import quantity_text
from heliu.core.errors import InvalidInput, NotFound, said
from heliu.core.lifecycle import DocumentState
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.posting import services as posting
from heliu.posting.errors import AlreadyReversed
from heliu.posting.facts import AccountKey, DifferenceLine, DifferencesResolved, FactHead, FactReversed, PostedResult
from heliu.posting.models import PostedFact
from heliu.warehouse import lookups, rules
from heliu.warehouse.errors import ResolveTooMuch
from heliu.warehouse.models import Stocktake, Transfer
from heliu.warehouse.queries.differences import Waiting, documents_of, waiting_by_id, waiting_of
from heliu.warehouse.rules import STOCKTAKE, STOCKTAKE_LIFECYCLE, TRANSFER
from heliu.warehouse.services.stocktakes import locked_stocktake
from heliu.warehouse.services.transfer_drafts import locked_transfer

_Document = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a part of a difference belongs; base quantity (1e-6), positive. party_id: who owes what he is liable for.

    outcome: wastage, liable or abnormal; a gain is wastage not had.
    """

    difference_id: int
    quantity: int
    outcome: str
    party_id: int = 0


@business_transaction
def resolve_differences(
    scope: Scope, outcomes: Sequence[Outcome], *, business_date: dt.date | None = None, reason: str = ""
) -> list[PostedResult]:
    """待处理财产损溢 → the accounts of the outcomes, one fact per document; the reason stays in the audit trail.

    A stocktake of which nothing waits any more is closed. Raises NotFound, InvalidInput (no reason, a date before the
    difference was found, an outcome that does not fit), ResolveTooMuch naming the line and what still waits.
    """
    scope.require("warehouse.difference.resolve")
    if not reason.strip():
        raise InvalidInput(loc=("reason",), field="reason", reason="say what was found out about the differences.")
    planned = _plan(scope, outcomes, business_date=business_date, reason=reason)
    results = posting.post(scope, [fact for _, fact in planned])
    for header, _ in planned:
        _step(scope, header, _state_after(scope, header), "resolve", reason)
    return results


@business_transaction
def preview_resolution(
    scope: Scope, outcomes: Sequence[Outcome], *, business_date: dt.date | None = None
) -> list[PostedResult]:
    """What resolving would write."""
    scope.require("warehouse.difference.resolve")
    planned = _plan(scope, outcomes, business_date=business_date, reason="")
    return posting.post(scope, [fact for _, fact in planned], dry_run=True)


@business_transaction
def reverse_resolution(
    scope: Scope, resolution_id: int, *, business_date: dt.date | None = None, reason: str = ""
) -> list[PostedResult]:
    """红冲 of one resolution: its differences wait again. Raises NotFound, AlreadyReversed."""
    scope.require("warehouse.difference.resolve")
    found = PostedFact.objects.filter(company_id=scope.company_id, id=resolution_id, kind=DifferencesResolved.kind)
    fact = found.values("key", "origin_kind", "origin_id", "business_date").first()
    if fact is None:
        raise NotFound(noun="resolution", id=str(resolution_id))
    header = _locked(scope, (fact["origin_kind"], fact["origin_id"]))
    if PostedFact.objects.filter(company_id=scope.company_id, reverses_id=resolution_id).exists():
        raise AlreadyReversed(document=header.number)
    date = business_date or max(clock.today(), fact["business_date"])
    head = _head(scope, header, f"reverse:{resolution_id}", date, reason)
    results = posting.post(scope, [FactReversed(head, reversed_key=fact["key"])])
    _step(scope, header, _state_after(scope, header), "reverse_resolution", reason)
    return results


_Planned = tuple[Stocktake | Transfer, DifferencesResolved]


def _plan(scope: Scope, outcomes: Sequence[Outcome], *, business_date: dt.date | None, reason: str) -> list[_Planned]:
    """Documents, locked in one order, and the fact of each."""
    if not outcomes:
        raise InvalidInput(loc=("lines",), field="lines", reason="name at least one difference.")
    documents = documents_of(scope, {outcome.difference_id for outcome in outcomes})
    by_document: dict[_Document, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if outcome.difference_id not in documents:
            raise NotFound(noun="difference", id=str(outcome.difference_id))
        by_document[documents[outcome.difference_id]].append(outcome)
    headers = {document: _locked(scope, document) for document in sorted(by_document)}
    waiting = waiting_by_id(scope, documents)
    _refuse_misfits(outcomes, waiting)
    planned = []
    for document, header in headers.items():
        lines = by_document[document]
        date = _date(business_date, [waiting[x.difference_id] for x in lines])
        head = _head(scope, header, f"resolve:{header.version}", date, reason)
        planned.append((header, DifferencesResolved(head, tuple(_line(x, waiting[x.difference_id]) for x in lines))))
    return planned


def _refuse_misfits(outcomes: Sequence[Outcome], waiting: Mapping[int, Waiting]) -> None:
    asked: dict[int, int] = defaultdict(int)
    for number, outcome in enumerate(outcomes):
        asked[outcome.difference_id] += outcome.quantity
        found = waiting.get(outcome.difference_id)
        left = found.quantity if found else 0
        if found is None or outcome.quantity <= 0 or asked[outcome.difference_id] > left:
            raise ResolveTooMuch(
                loc=("lines", number, "quantity"),
                line=number + 1,
                asked=quantity_text(asked[outcome.difference_id]),
                left=quantity_text(left),
            )
        if outcome.outcome not in rules.outcomes_of(is_gain=found.is_gain):
            reason = said("one of {choices}.", choices=", ".join(rules.outcomes_of(is_gain=found.is_gain)))
            raise InvalidInput(loc=("lines", number, "outcome"), field="outcome", reason=reason)
        if outcome.outcome == rules.LIABLE and not outcome.party_id:
            raise InvalidInput(loc=("lines", number, "party_id"), field="party_id", reason="name who is liable.")


def _line(outcome: Outcome, found: Waiting) -> DifferenceLine:
    key = AccountKey(rules.outcomes_of(is_gain=found.is_gain)[outcome.outcome])
    party = outcome.party_id if outcome.outcome == rules.LIABLE else 0
    return DifferenceLine(outcome.difference_id, outcome.quantity, key, party)


def _date(business_date: dt.date | None, found: Sequence[Waiting]) -> dt.date:
    """Raises InvalidInput for a day before a difference was found."""
    first = max(x.business_date for x in found)
    date = business_date or max(clock.today(), first)
    if date < first:
        reason = said("not before {day}, when the difference was found.", day=first)
        raise InvalidInput(loc=("business_date",), field="business_date", reason=reason)
    return date


def _locked(scope: Scope, document: _Document) -> Stocktake | Transfer:
    kind, document_id = document
    return locked_stocktake(scope, document_id) if kind == STOCKTAKE else locked_transfer(scope, document_id)


def _kind(header: Stocktake | Transfer) -> str:
    return STOCKTAKE if isinstance(header, Stocktake) else TRANSFER


def _head(scope: Scope, header: Stocktake | Transfer, step: str, date: dt.date, reason: str) -> FactHead:
    kind = _kind(header)
    return FactHead(
        company_id=scope.company_id,
        key=f"{kind}:{header.id}:{step}",
        business_date=date,
        origin_kind=kind,
        origin_id=header.id,
        number=header.number,
        actor_id=scope.user_id,
        currency=lookups.company_currency(scope),
        memo=reason[: rules.MEMO_MAX],
    )


def _state_after(scope: Scope, header: Stocktake | Transfer) -> str:
    """A stocktake is closed exactly while nothing of it waits; a transfer keeps its state."""
    if isinstance(header, Transfer):
        return header.state
    waits = bool(waiting_of(scope, header.id))
    if waits == (header.state == DocumentState.POSTED):
        return header.state
    return STOCKTAKE_LIFECYCLE.after(header.state, "reverse_resolution" if waits else "resolve", number=header.number)


def _step(scope: Scope, header: Stocktake | Transfer, state: str, verb: str, reason: str) -> None:
    before = header.state
    header.state = state
    header.version += 1
    header.save()
    audit.record(
        scope, verb, noun=_kind(header), object_id=header.id, label=header.number,
        before={"state": str(before)}, after={"state": str(state)}, reason=reason,
    )  # fmt: skip
