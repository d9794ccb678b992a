"""/differences: what waits in 待处理财产损溢."""

import datetime as dt
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Field, Query

from heliu.core.document_schemas import DatedIn, IdIn, Input, ItemRef, PostingPreview, QuantityIn, Ref, UnitRef, UserRef
from heliu.core.http import Router
from heliu.core.schemas import Schema
from heliu.posting.previews import shape_preview
from heliu.warehouse import services
from heliu.warehouse.queries import differences as queries
from heliu.warehouse.queries.differences import DifferenceFilter
from heliu.warehouse.services import Outcome

router = Router(tags=["warehouse difference"])

OutcomeWord = Literal["wastage", "liable", "abnormal"]
_LINES_MAX = 500


class DifferenceQuery(Schema):
    """document_id: of one stocktake or transfer."""

    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    document_id: IdIn | None = None
    warehouse_id: IdIn | None = None
    q: Annotated[str, Field(max_length=100)] = ""


class DifferenceDocument(Schema):
    kind: Literal["stocktake", "transfer"]
    id: str
    number: str


class DifferenceRow(Schema):
    """quantity in base units and value in the primary ledger are positive; value is None where cost is masked."""

    id: str
    document: DifferenceDocument
    line_id: str
    warehouse: Ref | None = None
    business_date: dt.date
    age_days: int
    item: ItemRef
    unit: UnitRef
    direction: Literal["loss", "gain"]
    quantity: str
    value: str | None = None
    outcomes: list[OutcomeWord]


class DifferencePage(Schema):
    items: list[DifferenceRow]
    next_cursor: str | None


class OutcomeIn(Input):
    """party_id: who is liable. A difference may be named several times, with parts of its quantity."""

    difference_id: IdIn
    quantity: QuantityIn
    outcome: OutcomeWord
    party_id: IdIn | None = None


class ResolveIn(DatedIn):
    """No date = today; the reason is required to post."""

    lines: Annotated[list[OutcomeIn], Field(min_length=1, max_length=_LINES_MAX)]

    def outcomes(self) -> list[Outcome]:
        return [Outcome(x.difference_id, x.quantity, x.outcome, x.party_id or 0) for x in self.lines]


class ResolvedLine(Schema):
    difference_id: str
    line_id: str
    item: ItemRef
    quantity: str
    outcome: OutcomeWord
    party: Ref | None = None


class ResolutionOut(Schema):
    """reversed_on is None while it stands."""

    id: str
    business_date: dt.date
    posted_at: dt.datetime
    posted_by: UserRef
    reason: str
    lines: list[ResolvedLine]
    reversed_on: dt.date | None = None
    verbs: list[str]


class ResolutionList(Schema):
    items: list[ResolutionOut]


class ResolutionQuery(Schema):
    document_id: IdIn


@router.get("", permission="warehouse.difference.read", response=DifferencePage)
def list_differences(request: HttpRequest, filters: Query[DifferenceQuery]) -> dict[str, Any]:
    by = DifferenceFilter(document_id=filters.document_id, warehouse_id=filters.warehouse_id, q=filters.q)
    return queries.open_differences(request.scope, by, cursor=filters.cursor, limit=filters.limit)


@router.post("/preview", permission="warehouse.difference.resolve", response=PostingPreview, idempotent=False)
def preview_differences(request: HttpRequest, payload: ResolveIn) -> dict[str, Any]:
    results = services.preview_resolution(request.scope, payload.outcomes(), business_date=payload.business_date)
    return shape_preview(request.scope, results)


@router.post("/resolve", permission="warehouse.difference.resolve", response=ResolutionList)
def resolve_differences(request: HttpRequest, payload: ResolveIn) -> dict[str, Any]:
    """One resolution per stocktake or transfer."""
    results = services.resolve_differences(
        request.scope, payload.outcomes(), business_date=payload.business_date, reason=payload.reason
    )
    return {"items": queries.resolutions(request.scope, fact_ids=[result.fact_id for result in results])}


@router.get("/resolutions", permission="warehouse.difference.read", response=ResolutionList)
def list_resolutions(request: HttpRequest, filters: Query[ResolutionQuery]) -> dict[str, Any]:
    return {"items": queries.resolutions_of(request.scope, filters.document_id)}


@router.post("/resolutions/{resolution_id}/reverse", permission="warehouse.difference.resolve", response=ResolutionList)
def reverse_resolution(request: HttpRequest, resolution_id: IdIn, payload: DatedIn) -> dict[str, Any]:
    """红冲: its differences wait again."""
    services.reverse_resolution(
        request.scope, resolution_id, business_date=payload.business_date, reason=payload.reason
    )
    return {"items": queries.resolutions(request.scope, fact_ids=[resolution_id])}
