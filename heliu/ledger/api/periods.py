"""Accounting months: list, check list, soft close, close, reopen."""

from dataclasses import asdict
from typing import Any

from django.http import HttpRequest
from ninja import Query
from pydantic import Field

from heliu.core.document_schemas import IdIn
from heliu.core.http import Router
from heliu.core.schemas import Schema
from heliu.ledger import queries, services
from heliu.ledger.api.schemas import CheckList, CloseIn, OpenedYear, PeriodList, PeriodOut, ReopenIn, YearIn
from heliu.ledger.models import Period
from heliu.ledger.rules.periods import standing_against

router = Router(tags=["ledger periods"])


class PeriodFilter(Schema):
    ledger_id: IdIn | None = None
    year: int | None = Field(None, ge=1900, le=9999)


def _shape(period: Period) -> dict[str, Any]:
    return {
        "id": str(period.id),
        "ledger_id": str(period.ledger_id),
        "code": period.code,
        "starts_on": period.starts_on,
        "ends_on": period.ends_on,
        "state": period.state,
        "closed_by_id": str(period.closed_by_id) if period.closed_by_id is not None else None,
        "closed_at": period.closed_at,
    }


@router.get("/periods", permission="ledger.period.read", response=PeriodList)
def list_periods(request: HttpRequest, filters: Query[PeriodFilter]) -> dict[str, Any]:
    return queries.period_list(request.scope, ledger_id=filters.ledger_id, year=filters.year)


@router.post("/years", permission="ledger.period.open", response=OpenedYear)
def open_year(request: HttpRequest, payload: YearIn) -> dict[str, Any]:
    """The year after the last one, or before the first while nothing is closed; an existing year is left alone."""
    return {"year": payload.year, "opened": services.open_year(request.scope, int(payload.ledger_id), payload.year)}


@router.get("/periods/{period_id}/checks", permission="ledger.period.read", response=CheckList)
def read_checks(request: HttpRequest, period_id: IdIn) -> dict[str, Any]:
    """The list shown before 结账."""
    found = services.check_list(request.scope, period_id)
    items = [{**asdict(f), "severity": f.severity.value, "ok": f.ok} for f in found]
    return {"items": items, "can_close": not standing_against(found, warnings_accepted=True)}


@router.post("/periods/{period_id}/soft-close", permission="ledger.period.close", response=PeriodOut)
def soft_close_period(request: HttpRequest, period_id: IdIn) -> dict[str, Any]:
    return _shape(services.soft_close(request.scope, period_id))


@router.post("/periods/{period_id}/open", permission="ledger.period.close", response=PeriodOut)
def open_period_again(request: HttpRequest, period_id: IdIn) -> dict[str, Any]:
    """Takes a soft close back."""
    return _shape(services.open_again(request.scope, period_id))


@router.post("/periods/{period_id}/close", permission="ledger.period.close", response=PeriodOut)
def close_period(request: HttpRequest, period_id: IdIn, payload: CloseIn) -> dict[str, Any]:
    """Refused while something stands against it; warnings may be accepted."""
    return _shape(services.close(request.scope, period_id, accept_warnings=payload.accept_warnings))


@router.post("/periods/{period_id}/reopen", permission="ledger.period.reopen", response=PeriodOut)
def reopen_period(request: HttpRequest, period_id: IdIn, payload: ReopenIn) -> dict[str, Any]:
    """Only the last closed month, only by another person than who closed it."""
    return _shape(services.reopen(request.scope, period_id, reason=payload.reason))
