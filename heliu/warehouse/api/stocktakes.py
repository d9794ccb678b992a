"""/stocktakes"""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from heliu.core.document_lists import audit_trail
from heliu.core.document_schemas import AuditTrail, DatedIn, IdIn, PostingPreview, ReasonIn
from heliu.core.http import Router
from heliu.posting.previews import shape_preview
from heliu.warehouse import services
from heliu.warehouse.api.schemas import CountIn, InternalFilters, StocktakeIn, StocktakeOut, StocktakePage
from heliu.warehouse.queries import internal as queries
from heliu.warehouse.rules import STOCKTAKE
from heliu.warehouse.services import NewStocktake

router = Router(tags=["warehouse stocktake"])


@router.get("", permission="warehouse.stocktake.read", response=StocktakePage)
def list_stocktakes(request: HttpRequest, filters: Query[InternalFilters]) -> dict[str, Any]:
    return queries.list_stocktakes(request.scope, filters.narrowing(), cursor=filters.cursor, limit=filters.limit)


@router.get("/{stocktake_id}", permission="warehouse.stocktake.read", response=StocktakeOut)
def get_stocktake(request: HttpRequest, stocktake_id: IdIn) -> dict[str, Any]:
    return queries.stocktake(request.scope, stocktake_id)


@router.get("/{stocktake_id}/audit", permission="warehouse.stocktake.read", response=AuditTrail)
def get_stocktake_audit(request: HttpRequest, stocktake_id: IdIn) -> dict[str, Any]:
    queries.stocktake(request.scope, stocktake_id)
    return audit_trail(request.scope, STOCKTAKE, stocktake_id)


@router.post(
    "/{stocktake_id}/preview", permission="warehouse.stocktake.approve", response=PostingPreview, idempotent=False
)
def preview_stocktake(request: HttpRequest, stocktake_id: IdIn) -> dict[str, Any]:
    return shape_preview(request.scope, services.preview_stocktake(request.scope, stocktake_id))


@router.post("", permission="warehouse.stocktake.create", response={201: StocktakeOut})
def create_stocktake(request: HttpRequest, payload: StocktakeIn) -> tuple[int, dict[str, Any]]:
    new = NewStocktake(
        warehouse_id=payload.warehouse_id,
        business_date=payload.business_date,
        item_ids=tuple(payload.item_ids),
        blind=payload.blind,
        memo=payload.memo,
    )
    return 201, queries.stocktake(request.scope, services.create_stocktake(request.scope, new))


@router.post("/{stocktake_id}/start", permission="warehouse.stocktake.count", response=StocktakeOut)
def start_stocktake(request: HttpRequest, stocktake_id: IdIn) -> dict[str, Any]:
    services.start_stocktake(request.scope, stocktake_id)
    return queries.stocktake(request.scope, stocktake_id)


@router.post("/{stocktake_id}/count", permission="warehouse.stocktake.count", response=StocktakeOut)
def count_stocktake(request: HttpRequest, stocktake_id: IdIn, payload: CountIn) -> dict[str, Any]:
    """Counted base quantities; may be sent line by line while counting goes on."""
    services.count_stocktake(request.scope, stocktake_id, {line.line_id: line.quantity for line in payload.lines})
    return queries.stocktake(request.scope, stocktake_id)


@router.post("/{stocktake_id}/submit", permission="warehouse.stocktake.count", response=StocktakeOut)
def submit_stocktake(request: HttpRequest, stocktake_id: IdIn) -> dict[str, Any]:
    services.submit_stocktake(request.scope, stocktake_id)
    return queries.stocktake(request.scope, stocktake_id)


@router.post("/{stocktake_id}/recount", permission="warehouse.stocktake.count", response=StocktakeOut)
def recount_stocktake(request: HttpRequest, stocktake_id: IdIn, payload: ReasonIn) -> dict[str, Any]:
    services.recount_stocktake(request.scope, stocktake_id, reason=payload.reason)
    return queries.stocktake(request.scope, stocktake_id)


@router.post("/{stocktake_id}/approve", permission="warehouse.stocktake.approve", response=StocktakeOut)
def approve_stocktake(request: HttpRequest, stocktake_id: IdIn, payload: ReasonIn) -> dict[str, Any]:
    services.approve_stocktake(request.scope, stocktake_id, reason=payload.reason)
    return queries.stocktake(request.scope, stocktake_id)


@router.post("/{stocktake_id}/post", permission="warehouse.stocktake.post", response=StocktakeOut)
def post_stocktake(request: HttpRequest, stocktake_id: IdIn, payload: DatedIn) -> dict[str, Any]:
    services.post_stocktake(request.scope, stocktake_id, business_date=payload.business_date)
    return queries.stocktake(request.scope, stocktake_id)


@router.post("/{stocktake_id}/cancel", permission="warehouse.stocktake.cancel", response=StocktakeOut)
def cancel_stocktake(request: HttpRequest, stocktake_id: IdIn, payload: ReasonIn) -> dict[str, Any]:
    services.cancel_stocktake(request.scope, stocktake_id, reason=payload.reason)
    return queries.stocktake(request.scope, stocktake_id)


@router.post("/{stocktake_id}/reverse", permission="warehouse.stocktake.reverse", response=StocktakeOut)
def reverse_stocktake(request: HttpRequest, stocktake_id: IdIn, payload: DatedIn) -> dict[str, Any]:
    services.reverse_stocktake(request.scope, stocktake_id, business_date=payload.business_date, reason=payload.reason)
    return queries.stocktake(request.scope, stocktake_id)
