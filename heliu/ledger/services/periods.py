"""Closing and reopening accounting months: in order, against a check list, reopened by a second person only."""

from heliu.core import audit, clock
from heliu.core.errors import IllegalTransition, InvalidInput, NotFound
from heliu.core.scope import Scope
from heliu.core.transactions import alone_with, business_transaction
from heliu.ledger.closing import ClosingPeriod
from heliu.ledger.errors import PeriodNotReady, PeriodOutOfOrder, SecondPersonRequired
from heliu.ledger.models import Period, PeriodState
from heliu.ledger.queries.closing import findings
from heliu.ledger.rules.periods import STEPS, Finding, standing_against


@business_transaction
def soft_close(scope: Scope, period_id: int) -> Period:
    """预结账: marks the month as finished for daily work. Raises IllegalTransition, NotFound."""
    scope.require("ledger.period.close")
    period = _locked(scope, period_id)
    return _step(scope, period, PeriodState.SOFT_CLOSED, "soft_close")


@business_transaction
def open_again(scope: Scope, period_id: int) -> Period:
    """Takes a soft close back. Raises IllegalTransition, NotFound."""
    scope.require("ledger.period.close")
    period = _locked(scope, period_id)
    return _step(scope, period, PeriodState.OPEN, "open_again")


@business_transaction
def close(scope: Scope, period_id: int, *, accept_warnings: bool = False) -> Period:
    """结账: nothing enters the month any more. Raises IllegalTransition, PeriodOutOfOrder, PeriodNotReady."""
    scope.require("ledger.period.close")
    period = _locked(scope, period_id)
    earlier = _others(scope, period).filter(code__lt=period.code).exclude(state=PeriodState.CLOSED).order_by("code")
    first = earlier.first()
    if first is not None:
        raise PeriodOutOfOrder(period=str(period.code), verb="closing", next=str(first.code))
    against = standing_against(findings(scope, closing_period(period)), warnings_accepted=accept_warnings)
    if against:
        raise PeriodNotReady(
            period=str(period.code),
            summary="; ".join(f"{finding.label_en}: {finding.count} against it" for finding in against),
            findings=[{"check": f.check, "severity": f.severity.value, "count": f.count} for f in against],
        )
    return _step(scope, period, PeriodState.CLOSED, "close")


@business_transaction
def reopen(scope: Scope, period_id: int, *, reason: str) -> Period:
    """反结账: only the last closed month, only by another person than who closed it, with a reason.

    Raises IllegalTransition, PeriodOutOfOrder, SecondPersonRequired, InvalidInput.
    """
    scope.require("ledger.period.reopen")
    if not reason.strip():
        raise InvalidInput(field="reason", reason="say why the period is reopened.", loc=("reason",))
    period = _locked(scope, period_id)
    later = _others(scope, period).filter(code__gt=period.code, state=PeriodState.CLOSED).order_by("-code").first()
    if later is not None:
        raise PeriodOutOfOrder(period=str(period.code), verb="reopening", next=str(later.code))
    if period.state == PeriodState.CLOSED and period.closed_by_id == scope.user_id:
        raise SecondPersonRequired(period=str(period.code))
    return _step(scope, period, PeriodState.SOFT_CLOSED, "reopen", reason=reason)


def check_list(scope: Scope, period_id: int) -> list[Finding]:
    """What stands against closing, without changing anything. Raises NotFound."""
    scope.require("ledger.period.read")
    period = Period.objects.filter(company_id=scope.company_id, id=period_id).first()
    if period is None:
        raise NotFound(noun="Period", id=str(period_id))
    return findings(scope, closing_period(period))


def closing_period(period: Period) -> ClosingPeriod:
    return ClosingPeriod(period.id, period.ledger_id, period.code, period.starts_on, period.ends_on)


def alone_with_months(ledger_id: int) -> None:
    """What looks at other months of the ledger, too, comes one after the other: closing, reopening, profit."""
    alone_with(f"months:{ledger_id}")


def _locked(scope: Scope, period_id: int) -> Period:
    """The period, locked: on PostgreSQL a posting that has share-locked it finishes first."""
    ledgers = Period.objects.filter(company_id=scope.company_id, id=period_id).values_list("ledger_id", flat=True)
    for ledger_id in ledgers:
        alone_with_months(ledger_id)
    period = Period.objects.select_for_update().filter(company_id=scope.company_id, id=period_id).first()
    if period is None:
        raise NotFound(noun="Period", id=str(period_id))
    return period


def _others(scope: Scope, period: Period):  # type: ignore[no-untyped-def]
    return Period.objects.filter(company_id=scope.company_id, ledger_id=period.ledger_id)


def _step(scope: Scope, period: Period, target: str, verb: str, *, reason: str = "") -> Period:
    if STEPS.get((period.state, target)) != verb:
        allowed = [name for (source, _), name in STEPS.items() if source == period.state]
        raise IllegalTransition(
            document="Period", number=str(period.code), state=period.state, verb=verb, allowed=", ".join(allowed)
        )
    before = {"state": period.state}
    period.state = target
    period.closed_by_id = scope.user_id if target == PeriodState.CLOSED else None
    period.closed_at = clock.now() if target == PeriodState.CLOSED else None
    period.save(update_fields=["state", "closed_by_id", "closed_at"])
    audit.record(
        scope, verb, noun="period", object_id=period.id, label=str(period.code), before=before,
        after={"state": target}, reason=reason,
    )  # fmt: skip
    return period
