"""Routes that every money document has in the same form: audit, preview, post, reverse, cancel."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from heliu.core import clock
from heliu.core.document_lists import audit_trail
from heliu.core.document_schemas import AuditTrail, DatedIn, IdIn, PostingPreview, ReasonIn
from heliu.core.http import Router
from heliu.core.scope import Scope
from heliu.finance.kinds import DocumentKind
from heliu.posting.facts import PostedResult
from heliu.posting.previews import shape_preview


@dataclass(frozen=True, slots=True)
class Actions:
    """The services of one kind; all take (scope, document id, …). `out` is the schema of one document."""

    read: Callable[..., dict[str, Any]]
    preview: Callable[..., PostedResult]
    post: Callable[..., Any]
    reverse: Callable[..., Any]
    cancel: Callable[..., Any]
    out: type[Any]


def of_kind(service: Callable[..., Any], kind: DocumentKind, **fixed: Any) -> Callable[..., Any]:
    """service(scope, kind, id, …) as (scope, id, …)."""

    def call(scope: Scope, document_id: int, **facts: Any) -> Any:
        return service(scope, kind, document_id, **fixed, **facts)

    return call


def add_actions(router: Router, kind: DocumentKind, actions: Actions) -> None:
    """The verbs of a money document; each answers with the document as it is afterwards."""

    @router.get(
        "/{document_id}", permission=kind.permission("read"), response=actions.out,
        operation_id=f"finance_{kind.noun}_get",
    )  # fmt: skip
    def get_document(request: HttpRequest, document_id: IdIn) -> dict[str, Any]:
        return actions.read(request.scope, document_id)

    @router.get(
        "/{document_id}/audit", permission=kind.permission("read"), response=AuditTrail,
        operation_id=f"finance_{kind.noun}_audit",
    )  # fmt: skip
    def get_audit(request: HttpRequest, document_id: IdIn) -> dict[str, Any]:
        actions.read(request.scope, document_id)
        return audit_trail(request.scope, kind.noun, document_id)

    @router.post(
        "/{document_id}/preview", permission=kind.permission("read"), response=PostingPreview, idempotent=False,
        operation_id=f"finance_{kind.noun}_preview",
    )  # fmt: skip
    def preview(request: HttpRequest, document_id: IdIn) -> dict[str, Any]:
        """What posting would write; writes nothing."""
        return shape_preview(request.scope, [actions.preview(request.scope, document_id)])

    @router.post(
        "/{document_id}/post", permission=kind.permission("post"), response=actions.out,
        operation_id=f"finance_{kind.noun}_post",
    )  # fmt: skip
    def post(request: HttpRequest, document_id: IdIn, payload: DatedIn) -> dict[str, Any]:
        actions.post(request.scope, document_id, business_date=payload.business_date)
        return actions.read(request.scope, document_id)

    @router.post(
        "/{document_id}/reverse", permission=kind.permission("reverse"), response=actions.out,
        operation_id=f"finance_{kind.noun}_reverse",
    )  # fmt: skip
    def reverse(request: HttpRequest, document_id: IdIn, payload: DatedIn) -> dict[str, Any]:
        """红冲; answers with the mirror document."""
        day = payload.business_date or clock.today()
        mirror = actions.reverse(request.scope, document_id, business_date=day, reason=payload.reason)
        return actions.read(request.scope, mirror.id)

    @router.post(
        "/{document_id}/cancel", permission=kind.permission("cancel"), response=actions.out,
        operation_id=f"finance_{kind.noun}_cancel",
    )  # fmt: skip
    def cancel(request: HttpRequest, document_id: IdIn, payload: ReasonIn) -> dict[str, Any]:
        actions.cancel(request.scope, document_id, reason=payload.reason)
        return actions.read(request.scope, document_id)
