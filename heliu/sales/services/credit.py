"""Credit of customers 信用额度: what they owe and will owe against their limit, read and used under one lock."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from heliu.core import audit
from heliu.core.document_schemas import amount_text
from heliu.core.lifecycle import DocumentState
from heliu.core.order_progress import LineState
from heliu.core.prepared import prepared
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE, QUANTITY_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.finance.queries.balances import exposure_items
from heliu.parties.models import Party
from heliu.sales.errors import CreditLimitExceeded
from heliu.sales.models import CreditAccount, SalesOrder, SalesOrderLine
from heliu.sales.rules import OPEN, commitment, uninvoiced
from heliu.warehouse.events import GoodsAnnounced, ShipmentPosted
from heliu.warehouse.models import GoodsLine
from heliu.warehouse.rules import SHIPMENT

OVERRIDE = "sales.credit.override"


@dataclass(frozen=True, slots=True)
class Exposure:
    """Ledger currency, 1e-4. prepaid is what the customer paid in advance (positive); orders: what orders, and goods
    that were shipped without one, still will bill."""

    limit: int | None
    receivable: int
    prepaid: int
    orders: int

    @property
    def used(self) -> int:
        return self.receivable - self.prepaid + self.orders


def exposure_of(scope: Scope, party_id: int, *, without_order: int = 0) -> Exposure:
    """Open receivables, less prepayments, plus what orders still will bill (shipped or promised)."""
    limit = Party.objects.filter(company_id=scope.company_id, id=party_id).values_list("credit_limit", flat=True).get()
    # orders first: what is invoiced between the two questions counts twice for a moment, and never not at all
    orders = _committed(scope, party_id, without_order) + _shipped_without_order(scope, party_id)
    receivable, advance = exposure_items(scope, party_id)
    return Exposure(
        limit=None if limit is None else to_scaled(limit, AMOUNT_SCALE),
        receivable=receivable,
        prepaid=-advance,
        orders=orders,
    )


_LIVE = (
    DocumentState.SUBMITTED,
    DocumentState.APPROVED,
    DocumentState.IN_PROGRESS,
    DocumentState.COMPLETED,
    DocumentState.CLOSED,
)


def _committed(scope: Scope, party_id: int, without_order: int) -> int:
    """Orders of the customer that are not invoiced to the end. An order under amendment counts with what it shipped."""
    rows = (
        SalesOrderLine.objects.filter(company_id=scope.company_id, order__party_id=party_id, order__state__in=_LIVE)
        .exclude(order__invoicing="full")
        .exclude(order_id=without_order)
        .values_list(
            "order__state", "order__rate", "quantity", "shipped_quantity", "returned_quantity", "invoiced_quantity",
            "item__kind", "gross",
        )
    )  # fmt: skip
    total = 0
    for state, rate, quantity, shipped, returned, invoiced, kind, gross in rows:
        line = LineState(
            to_scaled(quantity, QUANTITY_SCALE),
            to_scaled(shipped, QUANTITY_SCALE),
            to_scaled(returned, QUANTITY_SCALE),
            to_scaled(invoiced, QUANTITY_SCALE),
            kind == "goods",
        )
        total += commitment(
            gross=to_scaled(gross, AMOUNT_SCALE),
            quantity=line.ordered,
            part=uninvoiced(line, promised=DocumentState(state) in OPEN),
            rate=to_scaled(rate, RATE_SCALE),
        )
    return total


def _shipped_without_order(scope: Scope, party_id: int) -> int:
    """Goods that left on no order and are not invoiced, at the price of their line with tax."""
    rows = (
        GoodsLine.objects.filter(
            company_id=scope.company_id, document__company_id=scope.company_id, document__party_id=party_id,
            document__document_type=SHIPMENT, document__state=DocumentState.POSTED, document__reverses_id=None,
            order_line_id=None,
        )
        .exclude(document__invoicing="full")
        .values_list("document__rate", "quantity", "returned_quantity", "invoiced_quantity", "gross")
    )  # fmt: skip
    total = 0
    for rate, quantity, returned, invoiced, gross in rows:
        whole = to_scaled(quantity, QUANTITY_SCALE)
        done = to_scaled(returned + invoiced, QUANTITY_SCALE)
        total += commitment(
            gross=to_scaled(gross, AMOUNT_SCALE), quantity=whole, part=max(whole - done, 0),
            rate=to_scaled(rate, RATE_SCALE),
        )  # fmt: skip
    return total


def on_goods(event: GoodsAnnounced) -> None:
    lock_customers(event.scope, event.customers)


def on_shipments(event: ShipmentPosted) -> None:
    """Goods left on no order and are to be invoiced: what the customer owes with them must fit into the limit.

    Raises CreditLimitExceeded, Forbidden.
    """
    reasons: dict[int, str] = {}
    for document in event.documents:
        if not all(line.order_line_id for line in document.lines):
            reasons[document.party_id] = reasons.get(document.party_id) or document.override_reason
    if reasons:
        check_all_now(event.scope, reasons)


def check_order(scope: Scope, order: SalesOrder, *, override_reason: str) -> None:
    """The order fits into the limit, together with everything else. An override is kept on the order.

    Raises CreditLimitExceeded; Forbidden when a reason is given without the right to override.
    """
    if order.credit_override_reason:
        return
    if _locked_limit(scope, order.party_id) is None:
        return
    exposure = exposure_of(scope, order.party_id, without_order=order.id)
    added = own_commitment(scope, order)
    if not _exceeds(exposure, added):
        return
    if not override_reason.strip():
        raise _refusal(scope, order.party_id, exposure, added)
    scope.require(OVERRIDE)
    order.credit_override_by_id = scope.user_id
    order.credit_override_reason = override_reason.strip()[:500]
    audit.record(
        scope, "override_credit", noun="sales_order", object_id=order.id, label=order.number,
        after={"exposure": amount_text(exposure.used), "added": amount_text(added)}, reason=override_reason.strip(),
    )  # fmt: skip


def own_commitment(scope: Scope, order: SalesOrder) -> int:
    """What of this order is not a receivable yet."""
    rate = to_scaled(order.rate, RATE_SCALE)
    total = 0
    for line in SalesOrderLine.objects.filter(company_id=scope.company_id, order_id=order.id):
        quantity = to_scaled(line.quantity, QUANTITY_SCALE)
        done = to_scaled(line.invoiced_quantity + line.returned_quantity, QUANTITY_SCALE)
        gross = to_scaled(line.gross, AMOUNT_SCALE)
        total += commitment(gross=gross, quantity=quantity, part=max(quantity - done, 0), rate=rate)
    return total


def limited(scope: Scope, party_ids: Collection[int]) -> list[int]:
    """Those who have a credit limit, in the order in which they are locked."""
    rows = Party.objects.filter(company_id=scope.company_id, id__in=party_ids, credit_limit__isnull=False)
    return list(rows.order_by("id").values_list("id", flat=True))


def lock_customers(scope: Scope, party_ids: Iterable[int]) -> None:
    """Credit rows before goods and counters: the order in which every sale locks."""
    for party_id in limited(scope, set(party_ids)):
        _locked_limit(scope, party_id)


def check_all_now(scope: Scope, override_reasons: Mapping[int, str]) -> None:
    """Customer → why they may pass their limit. Raises what check_now raises."""
    for party_id in limited(scope, override_reasons):
        check_now(scope, party_id, override_reason=override_reasons[party_id])


def check_now(scope: Scope, party_id: int, *, override_reason: str = "") -> None:
    """What the customer owes and will owe as of now fits into the limit, read under their credit lock.

    For what is sold without an order, after it was written and before it is committed. Raises CreditLimitExceeded,
    Forbidden.
    """
    if _locked_limit(scope, party_id) is None:
        return
    exposure = exposure_of(scope, party_id)
    if not _exceeds(exposure, 0):
        return
    if not override_reason.strip():
        raise _refusal(scope, party_id, exposure, 0)
    scope.require(OVERRIDE)
    audit.record(
        scope, "override_credit", noun="party", object_id=party_id,
        after={"exposure": amount_text(exposure.used)}, reason=override_reason.strip(),
    )  # fmt: skip


@prepared
def _limit(company_id: int, party_id: int) -> "QuerySet[Party, Any]":
    return Party.objects.filter(company_id=company_id, id=party_id).values_list("credit_limit")


def _locked_limit(scope: Scope, party_id: int) -> Decimal | None:
    """The customer's limit; with a limit their credit row is locked until commit."""
    ((limit,),) = _limit(scope.company_id, party_id)
    if limit is None:
        return None
    CreditAccount.objects.get_or_create(company_id=scope.company_id, party_id=party_id)
    list(
        CreditAccount.objects.select_for_update(no_key=True)
        .filter(company_id=scope.company_id, party_id=party_id)
        .values_list("id")
    )
    return limit


def _exceeds(exposure: Exposure, added: int) -> bool:
    return exposure.limit is not None and exposure.used + added > exposure.limit


def _refusal(scope: Scope, party_id: int, exposure: Exposure, added: int) -> CreditLimitExceeded:
    limit = exposure.limit or 0
    name = Party.objects.filter(company_id=scope.company_id, id=party_id).values_list("name", flat=True).get()
    return CreditLimitExceeded(
        party_id=str(party_id),
        party=name,
        limit=amount_text(limit),
        exposure=amount_text(exposure.used),
        added=amount_text(added),
        excess=amount_text(exposure.used + added - limit),
    )
