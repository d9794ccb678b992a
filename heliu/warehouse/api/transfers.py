"""/transfers"""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from heliu.core.document_lists import audit_trail, expected_version
from heliu.core.document_schemas import AuditTrail, DatedIn, IdIn, PostingPreview, ReasonIn
from heliu.core.http import Router
from heliu.posting.previews import shape_preview
from heliu.warehouse import services
from heliu.warehouse.api.schemas import InternalFilters, ReceiveIn, SendBackIn, TransferIn, TransferOut, TransferPage
from heliu.warehouse.queries import internal as queries
from heliu.warehouse.rules import TRANSFER
from heliu.warehouse.services import NewTransfer, NewTransferLine

router = Router(tags=["warehouse transfer"])


def _new(payload: TransferIn) -> NewTransfer:
    return NewTransfer(
        from_warehouse_id=payload.from_warehouse_id,
        to_warehouse_id=payload.to_warehouse_id,
        business_date=payload.business_date,
        via_transit=payload.via_transit,
        memo=payload.memo,
        reference=payload.reference,
        lines=tuple(
            NewTransferLine(
                item_id=line.item_id,
                quantity=line.quantity,
                unit_id=line.unit_id or 0,
                from_location_id=line.from_location_id or 0,
                to_location_id=line.to_location_id or 0,
                lot_id=line.lot_id or 0,
                memo=line.memo,
            )
            for line in payload.lines
        ),
    )


@router.get("", permission="warehouse.transfer.read", response=TransferPage)
def list_transfers(request: HttpRequest, filters: Query[InternalFilters]) -> dict[str, Any]:
    return queries.list_transfers(request.scope, filters.narrowing(), cursor=filters.cursor, limit=filters.limit)


@router.get("/{transfer_id}", permission="warehouse.transfer.read", response=TransferOut)
def get_transfer(request: HttpRequest, transfer_id: IdIn) -> dict[str, Any]:
    return queries.transfer(request.scope, transfer_id)


@router.get("/{transfer_id}/audit", permission="warehouse.transfer.read", response=AuditTrail)
def get_transfer_audit(request: HttpRequest, transfer_id: IdIn) -> dict[str, Any]:
    queries.transfer(request.scope, transfer_id)
    return audit_trail(request.scope, TRANSFER, transfer_id)


@router.post("/{transfer_id}/preview", permission="warehouse.transfer.read", response=PostingPreview, idempotent=False)
def preview_transfer(request: HttpRequest, transfer_id: IdIn) -> dict[str, Any]:
    return shape_preview(request.scope, services.preview_transfer(request.scope, transfer_id))


@router.post("", permission="warehouse.transfer.create", response={201: TransferOut})
def create_transfer(request: HttpRequest, payload: TransferIn) -> tuple[int, dict[str, Any]]:
    return 201, queries.transfer(request.scope, services.create_transfer(request.scope, _new(payload)))


@router.put("/{transfer_id}", permission="warehouse.transfer.create", response=TransferOut)
def update_transfer(request: HttpRequest, transfer_id: IdIn, payload: TransferIn) -> dict[str, Any]:
    """Replaces a draft; needs If-Match."""
    services.update_transfer(request.scope, transfer_id, _new(payload), version=expected_version(request))
    return queries.transfer(request.scope, transfer_id)


@router.post("/{transfer_id}/post", permission="warehouse.transfer.post", response=TransferOut)
def post_transfer(request: HttpRequest, transfer_id: IdIn) -> dict[str, Any]:
    """One step, or shipping into transit."""
    services.post_transfer(request.scope, transfer_id)
    return queries.transfer(request.scope, transfer_id)


@router.post("/{transfer_id}/ship", permission="warehouse.transfer.post", response=TransferOut)
def ship_transfer(request: HttpRequest, transfer_id: IdIn) -> dict[str, Any]:
    """The same as post; the word the screen uses for transfers via transit."""
    services.post_transfer(request.scope, transfer_id)
    return queries.transfer(request.scope, transfer_id)


@router.post("/{transfer_id}/receive", permission="warehouse.transfer.receive", response=TransferOut)
def receive_transfer(request: HttpRequest, transfer_id: IdIn, payload: ReceiveIn) -> dict[str, Any]:
    """Base quantities that arrived; all arrived closes the transfer."""
    quantities = {line.line_id: line.quantity for line in payload.lines}
    services.receive_transfer(request.scope, transfer_id, quantities, business_date=payload.business_date)
    return queries.transfer(request.scope, transfer_id)


@router.post("/{transfer_id}/send-back", permission="warehouse.transfer.send_back", response=TransferOut)
def send_back_transfer(request: HttpRequest, transfer_id: IdIn, payload: SendBackIn) -> dict[str, Any]:
    """Base quantities on the road that return to the place they left; nothing left on the road closes the transfer."""
    quantities = {line.line_id: line.quantity for line in payload.lines}
    services.send_back_transfer(
        request.scope, transfer_id, quantities, business_date=payload.business_date, reason=payload.reason
    )
    return queries.transfer(request.scope, transfer_id)


@router.post("/{transfer_id}/close", permission="warehouse.transfer.close", response=TransferOut)
def close_transfer(request: HttpRequest, transfer_id: IdIn, payload: DatedIn) -> dict[str, Any]:
    """What did not arrive becomes a loss; needs a reason."""
    services.close_transfer(request.scope, transfer_id, business_date=payload.business_date, reason=payload.reason)
    return queries.transfer(request.scope, transfer_id)


@router.post("/{transfer_id}/cancel", permission="warehouse.transfer.cancel", response=TransferOut)
def cancel_transfer(request: HttpRequest, transfer_id: IdIn, payload: ReasonIn) -> dict[str, Any]:
    services.cancel_transfer(request.scope, transfer_id, reason=payload.reason)
    return queries.transfer(request.scope, transfer_id)


@router.post("/{transfer_id}/reverse", permission="warehouse.transfer.reverse", response=TransferOut)
def reverse_transfer(request: HttpRequest, transfer_id: IdIn, payload: DatedIn) -> dict[str, Any]:
    """红冲 of a transfer of which nothing was received yet, or in one step; answers with the red document."""
    red_id = services.reverse_transfer(
        request.scope, transfer_id, business_date=payload.business_date, reason=payload.reason
    )
    return queries.transfer(request.scope, red_id)


@router.post("/{transfer_id}/steps/{step_id}/reverse", permission="warehouse.transfer.reverse", response=TransferOut)
def reverse_transfer_step(request: HttpRequest, transfer_id: IdIn, step_id: IdIn, payload: DatedIn) -> dict[str, Any]:
    """红冲 of one receipt, sending back or write-off: its goods are on the road again."""
    services.reverse_transfer_step(
        request.scope, transfer_id, step_id, business_date=payload.business_date, reason=payload.reason
    )
    return queries.transfer(request.scope, transfer_id)
