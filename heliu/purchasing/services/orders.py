"""Use cases up to the approval of a purchase order, its amendment and its end."""

from collections.abc import Sequence
from dataclasses import replace

from heliu.core import audit, clock
from heliu.core.approvals import content_hash
from heliu.core.documents import lock_document
from heliu.core.errors import OutOfScope
from heliu.core.lifecycle import DocumentState, Progress
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.purchasing.drafts import CreatedOrder, NewOrder
from heliu.purchasing.errors import AlreadyReceived, SelfApproval
from heliu.purchasing.models import PurchaseOrder, PurchaseOrderRevision
from heliu.purchasing.rules import ORDER_LIFECYCLE, PURCHASE_ORDER
from heliu.purchasing.services import writing
from heliu.purchasing.services.content import content_of
from heliu.purchasing.services.progress import refresh_orders


@business_transaction
def create_orders(scope: Scope, orders: Sequence[NewOrder]) -> list[CreatedOrder]:
    """Stores a batch with a fixed number of statements; `approved` ones need the right to approve own orders."""
    scope.require("purchasing.order.create")
    if any(order.approved for order in orders):
        scope.require("purchasing.order.approve")
        scope.require("purchasing.order.approve_own")
    created = writing.insert_orders(scope, orders)
    if len(created) == 1:
        audit.record(
            scope, "create", noun=PURCHASE_ORDER, object_id=created[0].order_id, label=created[0].number,
            after={"state": "approved" if orders[0].approved else "draft"},
        )  # fmt: skip
    else:
        audit.record_many(scope, "create", noun=PURCHASE_ORDER, objects=((c.order_id, c.number) for c in created))
    return created


def create_order(scope: Scope, order: NewOrder) -> CreatedOrder:
    return create_orders(scope, [order])[0]


@business_transaction
def update_order(scope: Scope, order_id: int, new: NewOrder, *, version: int) -> None:
    """Replaces a draft or a rejected order. Raises StaleVersion, IllegalTransition."""
    scope.require("purchasing.order.create")
    order = locked(scope, order_id, version=version)
    state = ORDER_LIFECYCLE.after(order.state, "update", number=order.number)
    writing.rewrite_order(scope, order, new)
    step(scope, order, state, "update")


@business_transaction
def submit_order(scope: Scope, order_id: int, *, version: int | None = None) -> None:
    scope.require("purchasing.order.submit")
    order = locked(scope, order_id, version=version)
    order.submitted_by_id = scope.user_id
    step(scope, order, ORDER_LIFECYCLE.after(order.state, "submit", number=order.number), "submit")


@business_transaction
def withdraw_order(scope: Scope, order_id: int, *, reason: str = "") -> None:
    """Back to draft before anybody decided; an order under amendment keeps its receipts and cannot be withdrawn."""
    scope.require("purchasing.order.submit")
    order = locked(scope, order_id)
    state = ORDER_LIFECYCLE.after(order.state, "withdraw", number=order.number)
    _refuse_if_approved_before(order)
    step(scope, order, state, "withdraw", reason)


@business_transaction
def approve_order(scope: Scope, order_id: int, *, reason: str = "", version: int | None = None) -> None:
    """Binds the approval to the content and keeps it as a revision.

    Raises SelfApproval when the user wrote or submitted the order and may not approve own ones.
    """
    scope.require("purchasing.order.approve")
    order = locked(scope, order_id, version=version)
    state = ORDER_LIFECYCLE.after(order.state, "approve", number=order.number)
    own = scope.user_id in (order.created_by_id, order.submitted_by_id)
    if own and not scope.can("purchasing.order.approve_own"):
        raise SelfApproval(number=order.number)
    order.approved_by_id, order.approved_at = scope.user_id, clock.now()
    order.approved_hash = _keep_revision(scope, order, reason)
    step(scope, order, state, "approve", reason)
    refresh_orders(scope, [order.id])


@business_transaction
def reject_order(scope: Scope, order_id: int, *, reason: str) -> None:
    """Back to the writer. An amendment that is rejected leaves the last approved revision in force."""
    scope.require("purchasing.order.approve")
    order = locked(scope, order_id)
    state = ORDER_LIFECYCLE.after(order.state, "reject", number=order.number)
    kept = PurchaseOrderRevision.objects.filter(company_id=scope.company_id, order_id=order.id)
    last = kept.order_by("-revision").first()
    if last is None:
        step(scope, order, state, "reject", reason)
        return
    writing.restore_revision(scope, order, last)
    order.revision = last.revision
    step(scope, order, DocumentState.APPROVED, "reject", reason)
    refresh_orders(scope, [order.id])


@business_transaction
def amend_order(scope: Scope, order_id: int, new: NewOrder, *, version: int, reason: str = "") -> None:
    """变更: the next revision, which waits for a new approval. Raises BelowReceived, OrderLineMismatch.

    Party, currency and warehouse stay; lines keep their ids, received ones cannot fall below what arrived.
    """
    scope.require("purchasing.order.amend")
    order = locked(scope, order_id, version=version)
    state = ORDER_LIFECYCLE.after(order.state, "amend", number=order.number)
    _keep_revision(scope, order)
    writing.amend_order(scope, order, replace(new, party_id=order.party_id, warehouse_id=order.warehouse_id))
    order.revision += 1
    order.submitted_by_id = scope.user_id
    order.approved_hash = ""
    step(scope, order, state, "amend", reason)
    refresh_orders(scope, [order.id])


@business_transaction
def close_order(scope: Scope, order_id: int, *, reason: str = "") -> None:
    """Completed or short: what has not arrived is no longer expected."""
    scope.require("purchasing.order.close")
    order = locked(scope, order_id)
    step(scope, order, ORDER_LIFECYCLE.after(order.state, "close", number=order.number), "close", reason)
    refresh_orders(scope, [order.id])


@business_transaction
def cancel_order(scope: Scope, order_id: int, *, reason: str = "") -> None:
    """作废 while nothing was received or invoiced. Raises AlreadyReceived."""
    scope.require("purchasing.order.cancel")
    order = locked(scope, order_id)
    state = ORDER_LIFECYCLE.after(order.state, "cancel", number=order.number)
    if order.delivery != Progress.NONE or order.invoicing != Progress.NONE:
        raise AlreadyReceived(number=order.number)
    step(scope, order, state, "cancel", reason)


def _keep_revision(scope: Scope, order: PurchaseOrder, reason: str = "") -> str:
    """What the order says now, kept under its revision number; returns its hash."""
    content = content_of(order)
    bound_to = content_hash(content)
    PurchaseOrderRevision.objects.get_or_create(
        company_id=scope.company_id,
        order_id=order.id,
        revision=order.revision,
        defaults={
            "content": content,
            "content_hash": bound_to,
            "made_at": order.approved_at or clock.now(),
            "made_by_id": order.approved_by_id or scope.user_id,
            "reason": reason,
        },
    )
    return bound_to


def locked(scope: Scope, order_id: int, *, version: int | None = None) -> PurchaseOrder:
    """The header, locked, within the user's reach."""
    order = lock_document(PurchaseOrder, scope, order_id, version=version)
    scope.require_warehouse(order.warehouse_id)
    if scope.own_documents and order.created_by_id != scope.user_id:
        raise OutOfScope(noun=PURCHASE_ORDER, id=str(order_id))
    return order


def step(scope: Scope, order: PurchaseOrder, state: DocumentState, verb: str, reason: str = "") -> None:
    """Stores the header in its new state, with the next version and an audit record."""
    before = order.state
    order.state = state
    order.version += 1
    order.save()
    audit.record(
        scope, verb, noun=PURCHASE_ORDER, object_id=order.id, label=order.number,
        before={"state": str(before), "version": order.version - 1},
        after={"state": str(state), "version": order.version}, reason=reason,
    )  # fmt: skip


def _refuse_if_approved_before(order: PurchaseOrder) -> None:
    if order.revision > 1:
        raise AlreadyReceived(number=order.number)
