"""The same routes for income and expense entries."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from heliu.core.document_lists import expected_version
from heliu.core.document_schemas import IdIn
from heliu.core.http import Router
from heliu.finance import services
from heliu.finance.api.schemas import CashEntryIn, CashEntryOut, CashEntryPage, Filters
from heliu.finance.api.verbs import Actions, add_actions, of_kind
from heliu.finance.kinds import EntryKind
from heliu.finance.queries import money as queries


def routes(kind: EntryKind) -> Router:
    router = Router(tags=[f"finance {kind.noun}"])

    @router.get(
        "", permission=kind.permission("read"), response=CashEntryPage, operation_id=f"finance_{kind.noun}_list"
    )
    def list_documents(request: HttpRequest, filters: Query[Filters]) -> dict[str, Any]:
        """Newest first, by key."""
        return queries.list_entries(
            request.scope, kind, filters.narrowing(), cursor=filters.cursor, limit=filters.limit
        )

    @router.post(
        "", permission=kind.permission("create"), response={201: CashEntryOut},
        operation_id=f"finance_{kind.noun}_create",
    )  # fmt: skip
    def create(request: HttpRequest, payload: CashEntryIn) -> tuple[int, dict[str, Any]]:
        created = services.create_entry(request.scope, kind, payload.draft())
        return 201, queries.entry(request.scope, kind, created.id)

    @router.put(
        "/{document_id}", permission=kind.permission("create"), response=CashEntryOut,
        operation_id=f"finance_{kind.noun}_update",
    )  # fmt: skip
    def update(request: HttpRequest, document_id: IdIn, payload: CashEntryIn) -> dict[str, Any]:
        """Replaces a draft; needs If-Match."""
        version = expected_version(request)
        services.replace_entry(request.scope, kind, document_id, payload.draft(), version=version)
        return queries.entry(request.scope, kind, document_id)

    actions = Actions(
        read=of_kind(queries.entry, kind),
        preview=of_kind(services.post_entry, kind, dry_run=True),
        post=of_kind(services.post_entry, kind),
        reverse=of_kind(services.reverse_entry, kind),
        cancel=of_kind(services.cancel_entry, kind),
        out=CashEntryOut,
    )
    add_actions(router, kind, actions)
    return router
