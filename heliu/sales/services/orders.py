"""Use cases up to the approval of a sales order, its amendment and its end."""

from dataclasses import replace

from heliu.core import audit, clock
from heliu.core.approvals import content_hash
from heliu.core.documents import lock_document
from heliu.core.errors import OutOfScope
from heliu.core.lifecycle import DocumentState, Progress
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.sales.drafts import CreatedOrder, NewOrder
from heliu.sales.errors import AlreadyShipped, SelfApproval
from heliu.sales.models import SalesOrder, SalesOrderRevision
from heliu.sales.rules import ORDER_LIFECYCLE, SALES_ORDER
from heliu.sales.services import credit, minimum, writing
from heliu.sales.services.content import content_of
from heliu.sales.services.progress import refresh_orders
from heliu.sales.services.promising import settle_reservations


@business_transaction
def create_order(scope: Scope, new: NewOrder) -> CreatedOrder:
    """A draft with its number; nothing is promised yet."""
    scope.require("sales.order.create")
    created = writing.insert_order(scope, new)
    audit.record(
        scope, "create", noun=SALES_ORDER, object_id=created.order_id, label=created.number, after={"state": "draft"}
    )
    return created


@business_transaction
def update_order(scope: Scope, order_id: int, new: NewOrder, *, version: int) -> None:
    """Replaces a draft or a rejected order. Raises StaleVersion, IllegalTransition."""
    scope.require("sales.order.create")
    order = locked(scope, order_id, version=version)
    state = ORDER_LIFECYCLE.after(order.state, "update", number=order.number)
    writing.rewrite_order(scope, order, new)
    step(scope, order, state, "update")


@business_transaction
def submit_order(scope: Scope, order_id: int, *, version: int | None = None) -> None:
    scope.require("sales.order.submit")
    order = locked(scope, order_id, version=version)
    order.submitted_by_id = scope.user_id
    step(scope, order, ORDER_LIFECYCLE.after(order.state, "submit", number=order.number), "submit")


@business_transaction
def withdraw_order(scope: Scope, order_id: int, *, reason: str = "") -> None:
    """Back to draft before anybody decided; an order under amendment cannot be withdrawn, only rejected."""
    scope.require("sales.order.submit")
    order = locked(scope, order_id)
    state = ORDER_LIFECYCLE.after(order.state, "withdraw", number=order.number)
    if order.revision > 1:
        raise AlreadyShipped(number=order.number)
    step(scope, order, state, "withdraw", reason)


@business_transaction
def approve_order(
    scope: Scope, order_id: int, *, reason: str = "", override_reason: str = "", version: int | None = None
) -> None:
    """Checks price and credit, binds the approval to the content, keeps it as a revision and reserves stock.

    Raises SelfApproval, PriceBelowMinimum, CreditLimitExceeded. What is not available is back-ordered.
    """
    scope.require("sales.order.approve")
    order = locked(scope, order_id, version=version)
    state = ORDER_LIFECYCLE.after(order.state, "approve", number=order.number)
    own = scope.user_id in (order.created_by_id, order.submitted_by_id)
    if own and not scope.can("sales.order.approve_own"):
        raise SelfApproval(number=order.number)
    minimum.check_order(scope, order)
    credit.check_order(scope, order, override_reason=override_reason)
    order.approved_by_id, order.approved_at = scope.user_id, clock.now()
    order.approved_hash = _keep_revision(scope, order, reason)
    step(scope, order, state, "approve", reason)
    refresh_orders(scope, [order.id])
    order.refresh_from_db()
    settle_reservations(scope, order)


@business_transaction
def reject_order(scope: Scope, order_id: int, *, reason: str) -> None:
    """Back to the writer. An amendment that is rejected leaves the last approved revision in force."""
    scope.require("sales.order.approve")
    order = locked(scope, order_id)
    state = ORDER_LIFECYCLE.after(order.state, "reject", number=order.number)
    revisions = SalesOrderRevision.objects.filter(company_id=scope.company_id, order_id=order.id)
    last = revisions.order_by("-revision").first()
    if last is None:
        step(scope, order, state, "reject", reason)
        return
    writing.restore_revision(scope, order, last)
    order.revision = last.revision
    step(scope, order, DocumentState.APPROVED, "reject", reason)
    refresh_orders(scope, [order.id])
    order.refresh_from_db()
    settle_reservations(scope, order)


@business_transaction
def amend_order(scope: Scope, order_id: int, new: NewOrder, *, version: int, reason: str = "") -> None:
    """变更: the next revision, which waits for a new approval. Raises BelowShipped, OrderLineMismatch.

    Party, currency and warehouse stay; lines keep their ids; what is reserved stays reserved until the decision.
    """
    scope.require("sales.order.amend")
    order = locked(scope, order_id, version=version)
    state = ORDER_LIFECYCLE.after(order.state, "amend", number=order.number)
    writing.amend_order(scope, order, replace(new, party_id=order.party_id, warehouse_id=order.warehouse_id))
    order.revision += 1
    order.submitted_by_id = scope.user_id
    order.approved_hash = ""
    order.credit_override_by_id, order.credit_override_reason = None, ""
    step(scope, order, state, "amend", reason)
    refresh_orders(scope, [order.id])


@business_transaction
def reserve_order(scope: Scope, order_id: int) -> None:
    """Try again to reserve what is back-ordered."""
    scope.require("sales.order.approve")
    order = locked(scope, order_id)
    ORDER_LIFECYCLE.after(order.state, "reserve", number=order.number)
    settle_reservations(scope, order)
    audit.record(scope, "reserve", noun=SALES_ORDER, object_id=order.id, label=order.number)


@business_transaction
def close_order(scope: Scope, order_id: int, *, reason: str = "") -> None:
    """Completed or short: what is not shipped is no longer promised, reservations are given back."""
    scope.require("sales.order.close")
    order = locked(scope, order_id)
    step(scope, order, ORDER_LIFECYCLE.after(order.state, "close", number=order.number), "close", reason)
    refresh_orders(scope, [order.id])
    settle_reservations(scope, order)


@business_transaction
def cancel_order(scope: Scope, order_id: int, *, reason: str = "") -> None:
    """作废 while nothing was shipped or invoiced; reservations are given back. Raises AlreadyShipped."""
    scope.require("sales.order.cancel")
    order = locked(scope, order_id)
    state = ORDER_LIFECYCLE.after(order.state, "cancel", number=order.number)
    if order.delivery != Progress.NONE or order.invoicing != Progress.NONE:
        raise AlreadyShipped(number=order.number)
    step(scope, order, state, "cancel", reason)
    settle_reservations(scope, order)


def _keep_revision(scope: Scope, order: SalesOrder, reason: str) -> str:
    """What the order says now, kept under its revision number; returns its hash."""
    content = content_of(order)
    bound_to = content_hash(content)
    SalesOrderRevision.objects.create(
        company_id=scope.company_id,
        order_id=order.id,
        revision=order.revision,
        content=content,
        content_hash=bound_to,
        made_at=clock.now(),
        made_by_id=scope.user_id,
        reason=reason[:500],
    )
    return bound_to


def locked(scope: Scope, order_id: int, *, version: int | None = None) -> SalesOrder:
    """The header, locked, within the user's reach."""
    order = lock_document(SalesOrder, scope, order_id, version=version)
    scope.require_warehouse(order.warehouse_id)
    if scope.own_documents and order.created_by_id != scope.user_id:
        raise OutOfScope(noun=SALES_ORDER, id=str(order_id))
    return order


def step(scope: Scope, order: SalesOrder, state: DocumentState, verb: str, reason: str = "") -> None:
    """Stores the header in its new state, with the next version and an audit record."""
    before = order.state
    order.state = state
    order.version += 1
    order.save()
    audit.record(
        scope, verb, noun=SALES_ORDER, object_id=order.id, label=order.number,
        before={"state": str(before), "version": order.version - 1},
        after={"state": str(state), "version": order.version}, reason=reason,
    )  # fmt: skip
