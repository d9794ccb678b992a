"""Routes of sales orders."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from heliu.core.document_lists import audit_trail, expected_version
from heliu.core.document_schemas import AuditTrail, IdIn, ReasonIn
from heliu.core.http import Router
from heliu.sales import services
from heliu.sales.api.schemas import (
    AmendIn,
    ApproveIn,
    InvoiceIn,
    Made,
    OrderChecks,
    OrderFilters,
    OrderIn,
    OrderOut,
    OrderPage,
    RejectIn,
    Revisions,
    ShipIn,
)
from heliu.sales.queries import checks
from heliu.sales.queries import orders as queries
from heliu.sales.rules import SALES_ORDER

router = Router(tags=["sales order"])


def _order(request: HttpRequest, order_id: int) -> dict[str, Any]:
    return queries.order_page(request.scope, order_id)


@router.get("", permission="sales.order.read", response=OrderPage, operation_id="sales_order_list")
def list_orders(request: HttpRequest, filters: Query[OrderFilters]) -> dict[str, Any]:
    """Newest first, by key."""
    return queries.list_orders(request.scope, filters.narrowing(), cursor=filters.cursor, limit=filters.limit)


@router.post("", permission="sales.order.create", response={201: OrderOut}, operation_id="sales_order_create")
def create_order(request: HttpRequest, payload: OrderIn) -> tuple[int, dict[str, Any]]:
    return 201, _order(request, services.create_order(request.scope, payload.order()).order_id)


@router.get("/{order_id}", permission="sales.order.read", response=OrderOut, operation_id="sales_order_get")
def get_order(request: HttpRequest, order_id: IdIn) -> dict[str, Any]:
    return _order(request, order_id)


@router.put("/{order_id}", permission="sales.order.create", response=OrderOut, operation_id="sales_order_update")
def update_order(request: HttpRequest, order_id: IdIn, payload: OrderIn) -> dict[str, Any]:
    """Replaces a draft or rejected order; needs If-Match."""
    services.update_order(request.scope, order_id, payload.order(), version=expected_version(request))
    return _order(request, order_id)


@router.get("/{order_id}/audit", permission="sales.order.read", response=AuditTrail, operation_id="sales_order_audit")
def get_order_audit(request: HttpRequest, order_id: IdIn) -> dict[str, Any]:
    _order(request, order_id)
    return audit_trail(request.scope, SALES_ORDER, order_id)


@router.get(
    "/{order_id}/revisions", permission="sales.order.read", response=Revisions, operation_id="sales_order_revisions"
)
def get_order_revisions(request: HttpRequest, order_id: IdIn) -> dict[str, Any]:
    """What was approved when; amendments add to the list."""
    return queries.revisions(request.scope, order_id)


@router.post(
    "/{order_id}/preview", permission="sales.order.read", response=OrderChecks, idempotent=False,
    operation_id="sales_order_preview",
)  # fmt: skip
def preview_order(request: HttpRequest, order_id: IdIn) -> dict[str, Any]:
    """Credit, minimum prices and shortages as approval and shipment would meet them; writes nothing."""
    return checks.order_checks(request.scope, order_id)


@router.post(
    "/{order_id}/submit", permission="sales.order.submit", response=OrderOut, operation_id="sales_order_submit"
)
def submit_order(request: HttpRequest, order_id: IdIn) -> dict[str, Any]:
    services.submit_order(request.scope, order_id)
    return _order(request, order_id)


@router.post(
    "/{order_id}/withdraw", permission="sales.order.submit", response=OrderOut, operation_id="sales_order_withdraw"
)
def withdraw_order(request: HttpRequest, order_id: IdIn, payload: ReasonIn) -> dict[str, Any]:
    services.withdraw_order(request.scope, order_id, reason=payload.reason)
    return _order(request, order_id)


@router.post(
    "/{order_id}/approve", permission="sales.order.approve", response=OrderOut, operation_id="sales_order_approve"
)
def approve_order(request: HttpRequest, order_id: IdIn, payload: ApproveIn) -> dict[str, Any]:
    """With If-Match the approval is given for the version that was read. Reserves what is available."""
    version = expected_version(request) if "If-Match" in request.headers else None
    services.approve_order(
        request.scope, order_id, reason=payload.reason, override_reason=payload.override_reason, version=version
    )
    return _order(request, order_id)


@router.post(
    "/{order_id}/reject", permission="sales.order.approve", response=OrderOut, operation_id="sales_order_reject"
)
def reject_order(request: HttpRequest, order_id: IdIn, payload: RejectIn) -> dict[str, Any]:
    services.reject_order(request.scope, order_id, reason=payload.reason)
    return _order(request, order_id)


@router.post("/{order_id}/amend", permission="sales.order.amend", response=OrderOut, operation_id="sales_order_amend")
def amend_order(request: HttpRequest, order_id: IdIn, payload: AmendIn) -> dict[str, Any]:
    """The next revision, waiting for approval; needs If-Match."""
    version = expected_version(request)
    services.amend_order(request.scope, order_id, payload.order(), version=version, reason=payload.reason)
    return _order(request, order_id)


@router.post(
    "/{order_id}/reserve", permission="sales.order.approve", response=OrderOut, operation_id="sales_order_reserve"
)
def reserve_order(request: HttpRequest, order_id: IdIn) -> dict[str, Any]:
    """Tries again to reserve what is back-ordered."""
    services.reserve_order(request.scope, order_id)
    return _order(request, order_id)


@router.post("/{order_id}/close", permission="sales.order.close", response=OrderOut, operation_id="sales_order_close")
def close_order(request: HttpRequest, order_id: IdIn, payload: ReasonIn) -> dict[str, Any]:
    """What is not shipped is no longer promised."""
    services.close_order(request.scope, order_id, reason=payload.reason)
    return _order(request, order_id)


@router.post(
    "/{order_id}/cancel", permission="sales.order.cancel", response=OrderOut, operation_id="sales_order_cancel"
)
def cancel_order(request: HttpRequest, order_id: IdIn, payload: ReasonIn) -> dict[str, Any]:
    services.cancel_order(request.scope, order_id, reason=payload.reason)
    return _order(request, order_id)


@router.post(
    "/{order_id}/ship", permission="warehouse.shipment.create", response={201: Made}, operation_id="sales_order_ship"
)
def ship_order(request: HttpRequest, order_id: IdIn, payload: ShipIn) -> tuple[int, dict[str, Any]]:
    """Makes (and posts) a shipment."""
    lines = [line.line() for line in payload.lines]
    shipment_id = services.ship_order(request.scope, order_id, lines, how=payload.how())
    return 201, {"kind": "shipment", "id": str(shipment_id), "order": _order(request, order_id)}


@router.post(
    "/{order_id}/invoice", permission="finance.sales_invoice.create", response={201: Made},
    operation_id="sales_order_invoice",
)  # fmt: skip
def invoice_order(request: HttpRequest, order_id: IdIn, payload: InvoiceIn) -> tuple[int, dict[str, Any]]:
    """Makes (and posts) a sales invoice of what is shipped and not invoiced."""
    invoice = services.invoice_order(
        request.scope, order_id, business_date=payload.business_date, external_number=payload.external_number,
        post=payload.post,
    )  # fmt: skip
    return 201, {"kind": "sales_invoice", "id": str(invoice.id), "order": _order(request, order_id)}
