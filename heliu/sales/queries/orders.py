"""Lists and pages of sales orders with reservation, back orders and the three kinds of progress."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from heliu.access.queries import user_names
from heliu.core import gateway
from heliu.core.document_lists import keyset_page
from heliu.core.document_schemas import plain, quantity_text
from heliu.core.errors import NotFound
from heliu.core.lifecycle import DocumentState, Progress
from heliu.core.order_progress import settlement_of
from heliu.core.prepared import prepared
from heliu.core.rounding import to_scaled
from heliu.core.scales import QUANTITY_SCALE
from heliu.core.scope import Scope
from heliu.finance.kinds import SALES_INVOICE
from heliu.finance.queries.invoices import invoices_of_order, settled_by
from heliu.finance.queries.open_items import by_key
from heliu.sales import rules
from heliu.sales.models import SalesOrder, SalesOrderLine, SalesOrderRevision
from heliu.sales.rules import ORDER_LIFECYCLE, SALES_ORDER
from heliu.sales.services.promising import reserved_of
from heliu.warehouse.queries import shapes
from heliu.warehouse.queries.goods import DocumentFilter, goods_chain_of_order, narrowed
from heliu.warehouse.queries.shapes import Shape

_HEADER = (
    *shapes.HEADER, "party_id", "party__code", "party__name", "warehouse_id", "warehouse__code", "warehouse__name",
    "currency", "rate", "promised_date", "revision", "delivery", "invoicing", "total_quantity", "total_net",
    "total_tax", "total_gross",
)  # fmt: skip
_DECIDED = ("approved_by_id", "approved_at", "credit_override_by_id", "credit_override_reason")
_LINE = (
    *shapes.LINE, *shapes.PRICES, "promised_date", "shipped_quantity", "returned_quantity", "invoiced_quantity",
    "item__kind",
)  # fmt: skip
_RIGHTS = {
    "update": "sales.order.create",
    "submit": "sales.order.submit",
    "withdraw": "sales.order.submit",
    "approve": "sales.order.approve",
    "reject": "sales.order.approve",
    "reserve": "sales.order.approve",
    "amend": "sales.order.amend",
    "close": "sales.order.close",
    "cancel": "sales.order.cancel",
    "ship": "warehouse.shipment.create",
}


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """late_on: promised before that day and not shipped."""

    common: DocumentFilter
    delivery: str = ""
    invoicing: str = ""
    late_on: dt.date | None = None
    item_id: int | None = None


def list_orders(scope: Scope, by: OrderFilter, *, cursor: str | None, limit: int) -> Shape:
    """Newest first, with all three kinds of progress."""
    rows = narrowed(shapes.in_reach(scope, SalesOrder.objects.all()), by.common)
    if by.delivery:
        rows = rows.filter(delivery=by.delivery)
    if by.invoicing:
        rows = rows.filter(invoicing=by.invoicing)
    if by.late_on is not None:
        rows = rows.filter(promised_date__lt=by.late_on, state__in=sorted(rules.OPEN))
    if by.item_id is not None:
        lines = SalesOrderLine.objects.filter(company_id=scope.company_id, item_id=by.item_id)
        rows = rows.filter(id__in=lines.values("order_id"))
    page = keyset_page(rows, columns=_HEADER, shape=lambda row: row, cursor=cursor, limit=limit)
    users = user_names(row["created_by_id"] for row in page["items"])
    settled = settlement_of_orders(scope, [row["id"] for row in page["items"]])
    page["items"] = [_header(row, users, settled) for row in page["items"]]
    return page


def order_page(scope: Scope, order_id: int) -> Shape:
    """Header, lines, chain and verbs. Raises NotFound also for what lies outside the user's reach."""
    row = next(iter(_headers(scope.company_id, order_id)), None)
    if row is None or not shapes.reaches(scope, row):
        raise NotFound(noun=SALES_ORDER, id=str(order_id))
    lines = _lines(scope.company_id, order_id)
    people = (row["created_by_id"], row["approved_by_id"], row["credit_override_by_id"])
    users = user_names(i for i in people if i is not None)
    reserved = reserved_of(scope, [order_id])
    is_open = DocumentState(row["state"]) in rules.OPEN
    return {
        **_header(row, users, settlement_of_orders(scope, [order_id])),
        "approved_by": _user(row["approved_by_id"], users),
        "approved_at": row["approved_at"],
        "credit_override_by": _user(row["credit_override_by_id"], users),
        "credit_override_reason": row["credit_override_reason"],
        "lines": [_line(line, reserved.get(line["id"], 0), is_open=is_open) for line in lines],
        "verbs": _verbs(scope, row, lines),
        "related": _chain(scope, order_id),
    }


@prepared
def _headers(company_id: int, order_id: int) -> "QuerySet[SalesOrder, Any]":
    return SalesOrder.objects.filter(company_id=company_id, id=order_id).values(*_HEADER, *_DECIDED)


@prepared
def _lines(company_id: int, order_id: int) -> "QuerySet[SalesOrderLine, Any]":
    return SalesOrderLine.objects.filter(company_id=company_id, order_id=order_id).order_by("line_no").values(*_LINE)


def _user(user_id: int | None, users: dict[int, str]) -> Shape | None:
    return None if user_id is None else {"id": str(user_id), "name": users.get(user_id, "")}


def revisions(scope: Scope, order_id: int) -> Shape:
    """What was approved when and by whom, oldest first."""
    order_page(scope, order_id)
    rows = SalesOrderRevision.objects.filter(company_id=scope.company_id, order_id=order_id).order_by("revision")
    found = list(rows.values("revision", "content", "made_at", "made_by_id", "reason"))
    users = user_names(row["made_by_id"] for row in found)
    return {
        "items": [
            {
                "revision": row["revision"],
                "made_at": row["made_at"],
                "made_by": _user(row["made_by_id"], users),
                "reason": row["reason"],
                "content": row["content"],
            }
            for row in found
        ]
    }


def settlement_of_orders(scope: Scope, order_ids: Iterable[int]) -> dict[int, str]:
    """Order → none, partial or full: how much of its posted invoices is paid."""
    with gateway.cursor() as cur:  # by order line, which has an index
        pairs = gateway.fetch(
            cur,
            "SELECT DISTINCT o.order_id, l.document_id "  # noqa: S608
            "FROM sales_salesorderline o CROSS JOIN finance_salesinvoiceline l "
            "JOIN finance_salesinvoice d ON d.id = l.document_id "
            f"WHERE o.company_id = %s AND {gateway.in_list('o.order_id')} AND d.state = 'posted' "
            "AND l.company_id = o.company_id AND l.order_line_id = o.id AND NOT (l.order_line_id = 0)",
            (scope.company_id, gateway.list_param(order_ids)),
        )
    invoices: dict[int, list[int]] = {}
    for order_id, invoice_id in pairs:
        invoices.setdefault(order_id, []).append(invoice_id)
    items = by_key(scope.company_id, ("AR",), (i for ids in invoices.values() for i in ids))
    found = {}
    for order_id, ids in invoices.items():
        mine = [items[i] for i in ids if i in items]
        invoiced, left = sum(item.amount_txn for item in mine), sum(item.open_txn for item in mine)
        found[order_id] = settlement_of(invoiced=invoiced, open_amount=left).value
    return found


def _header(row: Shape, users: dict[int, str], settled: dict[int, str]) -> Shape:
    return {
        **shapes.header(row, kind=SALES_ORDER, users=users),
        "party": shapes.ref(row, "party"),
        "warehouse": shapes.ref(row, "warehouse"),
        "currency": row["currency"],
        "rate": plain(row["rate"]),
        "promised_date": row["promised_date"],
        "revision": row["revision"],
        "totals": {
            "quantity": plain(row["total_quantity"]),
            "net": plain(row["total_net"]),
            "tax": plain(row["total_tax"]),
            "gross": plain(row["total_gross"]),
        },
        "progress": {
            "delivery": row["delivery"],
            "invoicing": row["invoicing"],
            "settlement": settled.get(row["id"], Progress.NONE.value),
        },
    }


def _line(row: Shape, reserved: int, *, is_open: bool) -> Shape:
    is_goods = row["item__kind"] == "goods"
    left = row["quantity"] - row["shipped_quantity"] if is_open and is_goods else Decimal(0)
    waiting = max(to_scaled(left, QUANTITY_SCALE) - reserved, 0)
    return {
        **shapes.line(row),
        **shapes.prices(row, masked=False),
        "promised_date": row["promised_date"],
        "shipped_quantity": plain(row["shipped_quantity"]),
        "returned_quantity": plain(row["returned_quantity"]),
        "invoiced_quantity": plain(row["invoiced_quantity"]),
        "reserved_quantity": quantity_text(reserved),
        "back_ordered_quantity": quantity_text(waiting),
    }


def _verbs(scope: Scope, row: Shape, lines: Sequence[Shape]) -> list[str]:
    """Invoicing and returns follow from progress, so they are added here."""
    verbs = shapes.allowed_verbs(scope, ORDER_LIFECYCLE, row["state"], _RIGHTS)
    if row["revision"] > 1:
        verbs = [verb for verb in verbs if verb != "withdraw"]
    if "cancel" in verbs and (row["delivery"] != "none" or row["invoicing"] != "none"):
        verbs.remove("cancel")
    invoiceable = DocumentState(row["state"]) in rules.INVOICEABLE and any(map(shapes.is_to_invoice, lines))
    if invoiceable and scope.can("finance.sales_invoice.create"):
        verbs.append("invoice")
    if row["delivery"] != "none" and scope.can("sales.return.create"):
        verbs.append("return")
    return verbs


def _chain(scope: Scope, order_id: int) -> list[Shape]:
    """Shipments and returns, invoices, and the money that settled them."""
    invoices = invoices_of_order(scope, SALES_INVOICE, order_id)
    paid = settled_by(scope, (int(invoice["id"]) for invoice in invoices))
    return [*goods_chain_of_order(scope, order_id), *invoices, *paid]
