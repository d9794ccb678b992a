"""From shipments and orders to sales invoices."""

import datetime as dt
from collections.abc import Sequence

from django.db.models import QuerySet

from heliu.catalog.parts import part_of
from heliu.core import clock
from heliu.core.errors import NotFound
from heliu.core.lifecycle import DocumentState
from heliu.core.prepared import prepared
from heliu.core.rounding import to_scaled
from heliu.core.scales import QUANTITY_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction
from heliu.finance import services as finance
from heliu.finance.kinds import SALES_INVOICE
from heliu.finance.queries import open_items
from heliu.finance.rules.billing import NO_ODD_CENTS, OddCents
from heliu.finance.rules.drafts import InvoiceDraft, InvoiceLineDraft, Origin
from heliu.finance.services import PostedInvoice
from heliu.sales import rules
from heliu.sales.errors import NothingLeft, NotOneCustomer, OrderNotOpen
from heliu.sales.models import SalesOrder, SalesOrderLine
from heliu.sales.rules import SALES_ORDER
from heliu.sales.services.orders import locked
from heliu.sales.services.shares import odd_of_services, odd_of_shipped, whole_of
from heliu.warehouse import services as warehouse
from heliu.warehouse.models import GoodsDocument, GoodsLine


@business_transaction
def invoice_order(
    scope: Scope, order_id: int, *, business_date: dt.date | None = None, external_number: str = "", post: bool = True
) -> PostedInvoice:
    """Sales invoice for everything shipped and not invoiced, and for services ordered and not invoiced.

    Raises NothingLeft, OrderNotOpen.
    """
    scope.require("finance.sales_invoice.create")
    order = locked(scope, order_id)
    if DocumentState(order.state) not in rules.INVOICEABLE:
        raise OrderNotOpen(number=order.number, state=order.state)
    shipments = _posted_shipments(scope).filter(order_id=order.id)
    lines = [*_shipped_lines(scope, list(shipments.values_list("id", flat=True))), *_service_lines(scope, order)]
    if not lines:
        raise NothingLeft(number=order.number, verb="invoice")
    draft = InvoiceDraft(
        party_id=order.party_id,
        business_date=business_date or clock.today(),
        currency=order.currency,
        rate=to_scaled(order.rate, RATE_SCALE),
        lines=tuple(lines),
        external_number=external_number,
        memo=order.memo,
        origins=(Origin(SALES_ORDER, order.id, order.number), *_origins(shipments, lines)),
        simulated=order.simulated,
    )
    return _store(scope, draft, post=post)


@business_transaction
def invoice_shipments(
    scope: Scope,
    shipment_ids: Sequence[int],
    *,
    business_date: dt.date | None = None,
    external_number: str = "",
    post: bool = True,
) -> PostedInvoice:
    """One sales invoice over several shipments of one customer (汇总开票). Raises NotOneCustomer, NothingLeft.

    What comes back at the same moment is waited for and not invoiced.
    """
    scope.require("finance.sales_invoice.create")
    _lock(scope, shipment_ids)
    shipments = _posted_shipments(scope).filter(id__in=shipment_ids)
    found = list(shipments)
    missing = set(shipment_ids) - {shipment.id for shipment in found}
    if missing or not found:
        raise NotFound(noun="shipment", id=str(min(missing, default=0)))
    for shipment in found:
        scope.require_warehouse(shipment.warehouse_id)
    if len({(shipment.party_id, shipment.currency, shipment.rate) for shipment in found}) > 1:
        raise NotOneCustomer()
    first = found[0]
    lines = _shipped_lines(scope, [shipment.id for shipment in found])
    if not lines:
        raise NothingLeft(number=first.order_number or first.number, verb="invoice")
    draft = InvoiceDraft(
        party_id=first.party_id,
        business_date=business_date or clock.today(),
        currency=first.currency,
        rate=to_scaled(first.rate, RATE_SCALE),
        lines=tuple(lines),
        external_number=external_number,
        memo=first.memo,
        origins=_origins(shipments, lines),
        simulated=all(shipment.simulated for shipment in found),
    )
    return _store(scope, draft, post=post)


def _lock(scope: Scope, shipment_ids: Sequence[int]) -> None:
    """Orders, then shipments, before anything is counted: as returns of these shipments lock them."""
    lines = GoodsLine.objects.filter(company_id=scope.company_id, document_id__in=shipment_ids)
    warehouse.announce_goods(scope, (), original_line_ids=lines.values_list("id", flat=True))


def _store(scope: Scope, draft: InvoiceDraft, *, post: bool) -> PostedInvoice:
    if post:
        return finance.post_invoices(scope, SALES_INVOICE, [draft])[0]
    return finance.create_invoice(scope, SALES_INVOICE, draft)


def _posted_shipments(scope: Scope) -> QuerySet[GoodsDocument]:
    return GoodsDocument.objects.filter(
        company_id=scope.company_id, document_type="shipment", state="posted", reverses_id=None
    ).order_by("id")


def _origins(shipments: QuerySet[GoodsDocument], lines: Sequence[InvoiceLineDraft]) -> tuple[Origin, ...]:
    """The shipments that are billed, shown as the chain of the invoice."""
    billed = {line.source_line_id for line in lines}
    ids = set(GoodsLine.objects.filter(id__in=billed).values_list("document_id", flat=True))
    rows = shipments.filter(id__in=ids).values_list("id", "number")
    return tuple(Origin("shipment", row_id, number) for row_id, number in rows)


def _shipped_lines(scope: Scope, shipment_ids: Sequence[int]) -> list[InvoiceLineDraft]:
    """Shipment lines with what is still open of their cost (shipped less returned and invoiced)."""
    rows = list(
        GoodsLine.objects.filter(company_id=scope.company_id, document_id__in=shipment_ids)
        .select_related("document")
        .order_by("document_id", "line_no")
    )
    items = open_items.by_key(scope.company_id, ("SHIP",), [row.id for row in rows])
    waiting = [row for row in rows if row.id in items and items[row.id].open_quantity > 0]
    odd = odd_of_shipped(scope, rows, waiting[0].document.currency) if waiting else {}
    return [
        _goods_line(row, items[row.id].open_quantity, odd.pop(row.order_line_id or row.id, NO_ODD_CENTS))
        for row in waiting
    ]


def _goods_line(row: GoodsLine, left: int, odd: OddCents) -> InvoiceLineDraft:
    whole = whole_of(row)
    part = part_of(whole, before=whole.quantity - left, quantity=left, currency=row.document.currency)
    return InvoiceLineDraft(
        entered_quantity=part.entered_quantity,
        unit_id=part.unit_id,
        price=part.price,
        price_includes_tax=row.price_includes_tax,
        discount_rate=to_scaled(row.discount_rate, RATE_SCALE),
        tax_code_id=row.tax_code_id or 0,
        item_id=row.item_id,
        source_line_id=row.id,
        order_id=row.document.order_id or 0,
        order_line_id=row.order_line_id or 0,
        amounts=odd.made_up(part.amounts),
        memo=row.memo,
    )


def _service_lines(scope: Scope, order: SalesOrder) -> list[InvoiceLineDraft]:
    rows = list(_services(order.company_id, order.id))
    odd = odd_of_services(scope, [row for row in rows if row.invoiced_quantity], order.currency)
    found = []
    for row in rows:
        done = to_scaled(row.invoiced_quantity, QUANTITY_SCALE)
        whole = whole_of(row)
        left = whole.quantity - done
        if left <= 0:
            continue
        part = part_of(whole, before=done, quantity=left, currency=order.currency)
        found.append(
            InvoiceLineDraft(
                entered_quantity=part.entered_quantity,
                unit_id=part.unit_id,
                price=part.price,
                price_includes_tax=row.price_includes_tax,
                discount_rate=to_scaled(row.discount_rate, RATE_SCALE),
                tax_code_id=row.tax_code_id or 0,
                item_id=row.item_id,
                clears_source=False,
                order_id=order.id,
                order_line_id=row.id,
                amounts=odd.get(row.id, NO_ODD_CENTS).made_up(part.amounts),
                memo=row.memo,
            )
        )
    return found


@prepared
def _services(company_id: int, order_id: int) -> "QuerySet[SalesOrderLine, SalesOrderLine]":
    lines = SalesOrderLine.objects.filter(company_id=company_id, order_id=order_id)
    return lines.exclude(item__kind="goods").order_by("line_no")
