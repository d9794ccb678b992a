"""Routes of settlement notes."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from heliu.core.document_lists import expected_version
from heliu.core.document_schemas import IdIn
from heliu.core.http import Router
from heliu.core.scope import Scope
from heliu.finance import services
from heliu.finance.api.schemas import Filters, SettlementIn, SettlementOut, SettlementPage
from heliu.finance.api.verbs import Actions, add_actions
from heliu.finance.kinds import SETTLEMENT_NOTE
from heliu.finance.queries import money as queries
from heliu.posting.facts import PostedResult

router = Router(tags=["finance settlement"])


@router.get("", permission="finance.settlement.read", response=SettlementPage, operation_id="finance_settlement_list")
def list_documents(request: HttpRequest, filters: Query[Filters]) -> dict[str, Any]:
    """Newest first, by key."""
    return queries.list_settlements(request.scope, filters.narrowing(), cursor=filters.cursor, limit=filters.limit)


@router.post(
    "", permission="finance.settlement.create", response={201: SettlementOut},
    operation_id="finance_settlement_create",
)  # fmt: skip
def create(request: HttpRequest, payload: SettlementIn) -> tuple[int, dict[str, Any]]:
    created = services.create_settlement(request.scope, payload.draft())
    return 201, queries.settlement(request.scope, created.id)


@router.put(
    "/{document_id}", permission="finance.settlement.create", response=SettlementOut,
    operation_id="finance_settlement_update",
)  # fmt: skip
def update(request: HttpRequest, document_id: IdIn, payload: SettlementIn) -> dict[str, Any]:
    """Replaces a draft; needs If-Match."""
    version = expected_version(request)
    services.replace_settlement(request.scope, document_id, payload.draft(), version=version)
    return queries.settlement(request.scope, document_id)


def _preview(scope: Scope, document_id: int) -> PostedResult:
    return services.post_settlement(scope, document_id, dry_run=True)


add_actions(
    router,
    SETTLEMENT_NOTE,
    Actions(
        read=queries.settlement,
        preview=_preview,
        post=services.post_settlement,
        reverse=services.reverse_settlement,
        cancel=services.cancel_settlement,
        out=SettlementOut,
    ),
)
