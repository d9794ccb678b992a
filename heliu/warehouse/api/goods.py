"""The same nine routes for each of the six goods documents."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from heliu.core.document_lists import audit_trail, expected_version
from heliu.core.document_schemas import AuditTrail, DatedIn, IdIn, PostingPreview, ReasonIn
from heliu.core.http import Router
from heliu.posting.previews import shape_preview
from heliu.warehouse import rules, services
from heliu.warehouse.api.schemas import (
    CreditDue,
    CreditDueFilters,
    Filters,
    GoodsDocumentIn,
    GoodsDocumentOut,
    GoodsPage,
)
from heliu.warehouse.queries import goods as queries

PATHS = {
    "goods-receipts": rules.GOODS_RECEIPT,
    "shipments": rules.SHIPMENT,
    "purchase-returns": rules.PURCHASE_RETURN,
    "sales-returns": rules.SALES_RETURN,
    "other-receipts": rules.OTHER_RECEIPT,
    "other-issues": rules.OTHER_ISSUE,
}


def routes(kind: str) -> Router:
    """Router of one kind; every route has its own permission and operation id."""
    router = Router(tags=[f"warehouse {kind}"])
    _reading(router, kind)
    _drafting(router, kind)
    _acting(router, kind)
    return router


def _right(kind: str, verb: str) -> str:
    return f"warehouse.{kind}.{verb}"


def _reading(router: Router, kind: str) -> None:
    @router.get("", permission=_right(kind, "read"), response=GoodsPage, operation_id=f"warehouse_{kind}_list")
    def list_documents(request: HttpRequest, filters: Query[Filters]) -> dict[str, Any]:
        """Newest first, by key."""
        by = filters.narrowing()
        return queries.list_goods_documents(request.scope, kind, by, cursor=filters.cursor, limit=filters.limit)

    if kind in rules.RETURNS:
        _crediting(router, kind)

    @router.get(
        "/{document_id}", permission=_right(kind, "read"), response=GoodsDocumentOut,
        operation_id=f"warehouse_{kind}_get",
    )  # fmt: skip
    def get_document(request: HttpRequest, document_id: IdIn) -> dict[str, Any]:
        return queries.goods_document(request.scope, kind, document_id)

    @router.get(
        "/{document_id}/audit", permission=_right(kind, "read"), response=AuditTrail,
        operation_id=f"warehouse_{kind}_audit",
    )  # fmt: skip
    def get_audit(request: HttpRequest, document_id: IdIn) -> dict[str, Any]:
        queries.goods_document(request.scope, kind, document_id)
        return audit_trail(request.scope, kind, document_id)

    @router.post(
        "/{document_id}/preview", permission=_right(kind, "read"), response=PostingPreview, idempotent=False,
        operation_id=f"warehouse_{kind}_preview",
    )  # fmt: skip
    def preview(request: HttpRequest, document_id: IdIn, payload: DatedIn) -> dict[str, Any]:
        """What posting would write to both books, or what it is refused for; writes nothing."""
        results = services.preview_goods_document(
            request.scope, kind, document_id, business_date=payload.business_date, override_reason=payload.reason
        )
        return shape_preview(request.scope, results)


def _crediting(router: Router, kind: str) -> None:
    @router.get(
        "/credit-due", permission=_right(kind, "read"), response=CreditDue, operation_id=f"warehouse_{kind}_credit_due"
    )
    def credit_due(request: HttpRequest, filters: Query[CreditDueFilters]) -> dict[str, Any]:
        """What came back of these lines and awaits a red invoice, newest first."""
        return {"items": queries.credit_due_lines(request.scope, kind, filters.original_line_id)}


def _drafting(router: Router, kind: str) -> None:
    @router.post(
        "", permission=_right(kind, "create"), response={201: GoodsDocumentOut},
        operation_id=f"warehouse_{kind}_create",
    )  # fmt: skip
    def create(request: HttpRequest, payload: GoodsDocumentIn) -> tuple[int, dict[str, Any]]:
        document_id = services.create_goods_document(request.scope, payload.draft(kind))
        return 201, queries.goods_document(request.scope, kind, document_id)

    @router.put(
        "/{document_id}", permission=_right(kind, "create"), response=GoodsDocumentOut,
        operation_id=f"warehouse_{kind}_update",
    )  # fmt: skip
    def update(request: HttpRequest, document_id: IdIn, payload: GoodsDocumentIn) -> dict[str, Any]:
        """Replaces a draft; needs If-Match."""
        version = expected_version(request)
        services.update_goods_document(request.scope, document_id, payload.draft(kind), version=version)
        return queries.goods_document(request.scope, kind, document_id)

    if kind not in rules.INBOUND:
        _allotting(router, kind)


def _allotting(router: Router, kind: str) -> None:
    @router.post(
        "/{document_id}/allot", permission=_right(kind, "create"), response=GoodsDocumentOut, idempotent=False,
        operation_id=f"warehouse_{kind}_allot",
    )  # fmt: skip
    def allot(request: HttpRequest, document_id: IdIn) -> dict[str, Any]:
        """Lots of a draft's lines, first to expire first, one line for each lot; needs If-Match."""
        services.allot_goods_document(request.scope, kind, document_id, version=expected_version(request))
        return queries.goods_document(request.scope, kind, document_id)


def _acting(router: Router, kind: str) -> None:
    @router.post(
        "/{document_id}/post", permission=_right(kind, "post"), response=GoodsDocumentOut,
        operation_id=f"warehouse_{kind}_post",
    )  # fmt: skip
    def post(request: HttpRequest, document_id: IdIn, payload: DatedIn) -> dict[str, Any]:
        """The reason lets a shipment of no order pass the credit limit, for who may decide that."""
        services.post_goods_document(
            request.scope, kind, document_id, business_date=payload.business_date, override_reason=payload.reason
        )
        return queries.goods_document(request.scope, kind, document_id)

    @router.post(
        "/{document_id}/reverse", permission=_right(kind, "reverse"), response=GoodsDocumentOut,
        operation_id=f"warehouse_{kind}_reverse",
    )  # fmt: skip
    def reverse(request: HttpRequest, document_id: IdIn, payload: DatedIn) -> dict[str, Any]:
        """红冲; answers with the red document."""
        red = services.reverse_goods_document(
            request.scope, kind, document_id, business_date=payload.business_date, reason=payload.reason
        )
        return queries.goods_document(request.scope, kind, red.document_id)

    @router.post(
        "/{document_id}/cancel", permission=_right(kind, "cancel"), response=GoodsDocumentOut,
        operation_id=f"warehouse_{kind}_cancel",
    )  # fmt: skip
    def cancel(request: HttpRequest, document_id: IdIn, payload: ReasonIn) -> dict[str, Any]:
        services.cancel_goods_document(request.scope, kind, document_id, reason=payload.reason)
        return queries.goods_document(request.scope, kind, document_id)
