"""The same routes for purchase and sales invoices."""

from typing import Any

from django.http import HttpRequest
from ninja import Query

from heliu.core import clock
from heliu.core.document_lists import expected_version
from heliu.core.document_schemas import IdIn
from heliu.core.http import Router
from heliu.finance import services
from heliu.finance.api.schemas import InvoiceFilters, InvoiceIn, InvoiceOut, InvoicePage, RedIn
from heliu.finance.api.verbs import Actions, add_actions, of_kind
from heliu.finance.kinds import InvoiceKind
from heliu.finance.queries import invoices as queries


def routes(kind: InvoiceKind) -> Router:
    router = Router(tags=[f"finance {kind.noun}"])

    @router.get("", permission=kind.permission("read"), response=InvoicePage, operation_id=f"finance_{kind.noun}_list")
    def list_invoices(request: HttpRequest, filters: Query[InvoiceFilters]) -> dict[str, Any]:
        """Newest first, by key."""
        by = filters.invoices()
        return queries.list_invoices(request.scope, kind, by, cursor=filters.cursor, limit=filters.limit)

    @router.post(
        "", permission=kind.permission("create"), response={201: InvoiceOut}, operation_id=f"finance_{kind.noun}_create"
    )
    def create(request: HttpRequest, payload: InvoiceIn) -> tuple[int, dict[str, Any]]:
        created = services.create_invoice(request.scope, kind, payload.draft())
        return 201, queries.invoice(request.scope, kind, created.id)

    @router.put(
        "/{document_id}", permission=kind.permission("create"), response=InvoiceOut,
        operation_id=f"finance_{kind.noun}_update",
    )  # fmt: skip
    def update(request: HttpRequest, document_id: IdIn, payload: InvoiceIn) -> dict[str, Any]:
        """Replaces a draft; needs If-Match."""
        version = expected_version(request)
        services.replace_invoice(request.scope, kind, document_id, payload.draft(), version=version)
        return queries.invoice(request.scope, kind, document_id)

    @router.post(
        "/{document_id}/red", permission=kind.permission("red"), response={201: InvoiceOut},
        operation_id=f"finance_{kind.noun}_red",
    )  # fmt: skip
    def red(request: HttpRequest, document_id: IdIn, payload: RedIn) -> tuple[int, dict[str, Any]]:
        """Posts a red invoice over part or all of this one and answers with it."""
        posted = services.red_invoice(
            request.scope, kind, document_id, business_date=payload.business_date or clock.today(),
            lines=[line.line() for line in payload.lines], memo=payload.memo,
        )  # fmt: skip
        return 201, queries.invoice(request.scope, kind, posted.id)

    add_actions(router, kind, _actions(kind))
    return router


def _actions(kind: InvoiceKind) -> Actions:
    return Actions(
        read=of_kind(queries.invoice, kind),
        preview=of_kind(services.preview_invoice, kind),
        post=of_kind(services.post_invoice, kind),
        reverse=of_kind(services.reverse_invoice, kind),
        cancel=of_kind(services.cancel_invoice, kind),
        out=InvoiceOut,
    )
