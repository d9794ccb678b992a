"""The same routes for money receipts and payments."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from heliu.core.document_lists import expected_version
from heliu.core.document_schemas import IdIn
from heliu.core.http import Router
from heliu.finance import services
from heliu.finance.api.schemas import Filters, MoneyIn, MoneyOut, MoneyPage
from heliu.finance.api.verbs import Actions, add_actions, of_kind
from heliu.finance.kinds import MoneyKind
from heliu.finance.queries import money as queries


def routes(kind: MoneyKind) -> Router:
    router = Router(tags=[f"finance {kind.noun}"])

    @router.get("", permission=kind.permission("read"), response=MoneyPage, operation_id=f"finance_{kind.noun}_list")
    def list_documents(request: HttpRequest, filters: Query[Filters]) -> dict[str, Any]:
        """Newest first, by key."""
        return queries.list_money(request.scope, kind, filters.narrowing(), cursor=filters.cursor, limit=filters.limit)

    @router.post(
        "", permission=kind.permission("create"), response={201: MoneyOut}, operation_id=f"finance_{kind.noun}_create"
    )
    def create(request: HttpRequest, payload: MoneyIn) -> tuple[int, dict[str, Any]]:
        created = services.create_money(request.scope, kind, payload.draft())
        return 201, queries.money_document(request.scope, kind, created.id)

    @router.put(
        "/{document_id}", permission=kind.permission("create"), response=MoneyOut,
        operation_id=f"finance_{kind.noun}_update",
    )  # fmt: skip
    def update(request: HttpRequest, document_id: IdIn, payload: MoneyIn) -> dict[str, Any]:
        """Replaces a draft; needs If-Match."""
        version = expected_version(request)
        services.replace_money(request.scope, kind, document_id, payload.draft(), version=version)
        return queries.money_document(request.scope, kind, document_id)

    actions = Actions(
        read=of_kind(queries.money_document, kind),
        preview=of_kind(services.post_money_document, kind, dry_run=True),
        post=of_kind(services.post_money_document, kind),
        reverse=of_kind(services.reverse_money, kind),
        cancel=of_kind(services.cancel_money, kind),
        out=MoneyOut,
    )
    add_actions(router, kind, actions)
    return router
