"""Lists and pages of purchase orders, and what an item cost last."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from heliu.access.queries import user_names
from heliu.catalog.models import Item
from heliu.core import gateway
from heliu.core.document_lists import keyset_page
from heliu.core.document_schemas import amount_text, plain
from heliu.core.errors import NotFound
from heliu.core.lifecycle import Progress
from heliu.core.order_progress import settlement_of
from heliu.core.prepared import prepared
from heliu.core.scope import Scope
from heliu.finance.models import PurchaseInvoice, PurchaseInvoiceLine
from heliu.finance.queries.open_items import by_key
from heliu.purchasing import rules
from heliu.purchasing.models import PurchaseOrder, PurchaseOrderLine, PurchaseOrderRevision
from heliu.purchasing.rules import ORDER_LIFECYCLE, PURCHASE_ORDER
from heliu.warehouse.queries import shapes
from heliu.warehouse.queries.goods import DocumentFilter, goods_chain_of_order, narrowed
from heliu.warehouse.queries.shapes import Shape

_HEADER = (
    *shapes.HEADER, "party_id", "party__code", "party__name", "warehouse_id", "warehouse__code", "warehouse__name",
    "currency", "rate", "expected_date", "revision", "delivery", "invoicing", "total_quantity", "total_net",
    "total_tax", "total_gross", "approved_by_id", "approved_at",
)  # fmt: skip
_LINE = (
    *shapes.LINE, *shapes.PRICES, "expected_date", "received_quantity", "returned_quantity", "invoiced_quantity",
    "invoiced_net",
)  # fmt: skip
_RIGHTS = {
    "update": "purchasing.order.create",
    "submit": "purchasing.order.submit",
    "withdraw": "purchasing.order.submit",
    "approve": "purchasing.order.approve",
    "reject": "purchasing.order.approve",
    "amend": "purchasing.order.amend",
    "close": "purchasing.order.close",
    "cancel": "purchasing.order.cancel",
    "receive": "warehouse.goods_receipt.create",
}


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """overdue: still expected after the day given."""

    common: DocumentFilter
    delivery: str = ""
    invoicing: str = ""
    overdue_on: dt.date | None = None
    item_id: int | None = None


def list_orders(scope: Scope, by: OrderFilter, *, cursor: str | None, limit: int) -> Shape:
    """Newest first, with all three kinds of progress."""
    rows = narrowed(shapes.in_reach(scope, PurchaseOrder.objects.all()), by.common)
    if by.delivery:
        rows = rows.filter(delivery=by.delivery)
    if by.invoicing:
        rows = rows.filter(invoicing=by.invoicing)
    if by.overdue_on is not None:
        rows = rows.filter(expected_date__lt=by.overdue_on, state__in=sorted(rules.OPEN))
    if by.item_id is not None:
        lines = PurchaseOrderLine.objects.filter(company_id=scope.company_id, item_id=by.item_id)
        rows = rows.filter(id__in=lines.values("order_id"))
    page = keyset_page(rows, columns=_HEADER, shape=lambda row: row, cursor=cursor, limit=limit)
    users = user_names(row["created_by_id"] for row in page["items"])
    settled = settlement_of_orders(scope, [row["id"] for row in page["items"]])
    page["items"] = [_header(scope, row, users, settled) for row in page["items"]]
    return page


def order_page(scope: Scope, order_id: int) -> Shape:
    """Header, lines, chain, verbs and revisions. Raises NotFound also for what lies outside the user's reach."""
    row = next(iter(_headers(scope.company_id, order_id)), None)
    if row is None or not shapes.reaches(scope, row):
        raise NotFound(noun=PURCHASE_ORDER, id=str(order_id))
    lines = _lines(scope.company_id, order_id)
    users = user_names(i for i in (row["created_by_id"], row["approved_by_id"]) if i is not None)
    approved_by = row["approved_by_id"]
    return {
        **_header(scope, row, users, settlement_of_orders(scope, [order_id])),
        "approved_by": None if approved_by is None else {"id": str(approved_by), "name": users.get(approved_by, "")},
        "approved_at": row["approved_at"],
        "lines": [_line(scope, line) for line in lines],
        "verbs": _verbs(scope, row, lines),
        "related": [*goods_chain_of_order(scope, order_id), *_money_chain(scope, order_id)],
    }


@prepared
def _headers(company_id: int, order_id: int) -> "QuerySet[PurchaseOrder, Any]":
    return PurchaseOrder.objects.filter(company_id=company_id, id=order_id).values(*_HEADER)


@prepared
def _lines(company_id: int, order_id: int) -> "QuerySet[PurchaseOrderLine, Any]":
    return PurchaseOrderLine.objects.filter(company_id=company_id, order_id=order_id).order_by("line_no").values(*_LINE)


def revisions(scope: Scope, order_id: int) -> Shape:
    """What was approved when and by whom, oldest first."""
    order_page(scope, order_id)
    rows = PurchaseOrderRevision.objects.filter(company_id=scope.company_id, order_id=order_id).order_by("revision")
    found = list(rows.values("revision", "content", "made_at", "made_by_id", "reason"))
    users = user_names(row["made_by_id"] for row in found)
    return {
        "items": [
            {
                "revision": row["revision"],
                "made_at": row["made_at"],
                "made_by": {"id": str(row["made_by_id"]), "name": users.get(row["made_by_id"], "")},
                "reason": row["reason"],
                "content": row["content"] if scope.sees_cost else _without_money(row["content"]),
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
            "FROM purchasing_purchaseorderline o CROSS JOIN finance_purchaseinvoiceline l "
            "JOIN finance_purchaseinvoice d ON d.id = l.document_id "
            f"WHERE o.company_id = %s AND {gateway.in_list('o.order_id')} AND d.state = 'posted' "
            "AND l.company_id = o.company_id AND l.order_line_id = o.id AND NOT (l.order_line_id = 0)",
            (scope.company_id, gateway.list_param(order_ids)),
        )
    invoices: dict[int, list[int]] = {}
    for order_id, invoice_id in pairs:
        invoices.setdefault(order_id, []).append(invoice_id)
    items = by_key(scope.company_id, ("AP",), (i for ids in invoices.values() for i in ids))
    found = {}
    for order_id, ids in invoices.items():
        mine = [items[i] for i in ids if i in items]
        invoiced, left = -sum(item.amount_txn for item in mine), -sum(item.open_txn for item in mine)
        found[order_id] = settlement_of(invoiced=invoiced, open_amount=left).value
    return found


def last_price(scope: Scope, item_id: int, party_id: int | None) -> Shape:
    """Price of the newest approved order line of the item, of this supplier first, else of any, else the item's."""
    item = Item.objects.filter(company_id=scope.company_id, id=item_id).values("base_unit_id", "purchase_price").first()
    if item is None:
        raise NotFound(noun="Item", id=str(item_id))
    found = (party_id and _newest(scope, item_id, party_id)) or _newest(scope, item_id, None)
    found = found or _own_price(item_id, item)
    return found if scope.sees_cost else {**found, "price": None}


def _own_price(item_id: int, item: Mapping[str, Any]) -> Shape:
    price = item["purchase_price"]
    return {
        "item_id": str(item_id), "source": "item" if price is not None else "none", "party_id": None, "date": None,
        "unit_id": str(item["base_unit_id"]), "price": plain(price), "price_includes_tax": False,
        "discount_rate": "0", "currency": "", "order": None,
    }  # fmt: skip


_NEWEST = (
    "SELECT o.id, o.number, o.party_id, o.business_date, o.currency, l.unit_id FROM purchasing_purchaseorderline l "
    "JOIN purchasing_purchaseorder o ON o.id = l.order_id "
    "WHERE l.company_id = %s AND l.item_id = %s AND o.state IN ('approved', 'in_progress', 'completed', 'closed')"
    "{party} ORDER BY o.business_date DESC, l.id DESC LIMIT 1"
)


def _newest(scope: Scope, item_id: int, party_id: int | None) -> Shape | None:
    sql = _NEWEST.format(party="" if party_id is None else " AND o.party_id = %s")
    params = (scope.company_id, item_id) if party_id is None else (scope.company_id, item_id, party_id)
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, sql, params)
    if not rows:
        return None
    order_id, number, party, date, currency, unit_id = rows[0]
    line = (
        PurchaseOrderLine.objects.filter(company_id=scope.company_id, order_id=order_id, item_id=item_id)
        .order_by("-line_no")
        .values("price", "price_includes_tax", "discount_rate", "unit_id")
        .first()
    )
    assert line is not None
    return {
        "item_id": str(item_id), "source": "order", "party_id": str(party), "date": date, "unit_id": str(unit_id),
        "price": plain(line["price"]), "price_includes_tax": line["price_includes_tax"],
        "discount_rate": plain(line["discount_rate"]), "currency": currency,
        "order": {"id": str(order_id), "number": number},
    }  # fmt: skip


def _header(scope: Scope, row: Shape, users: dict[int, str], settled: dict[int, str]) -> Shape:
    seen = scope.sees_cost
    return {
        **shapes.header(row, kind=PURCHASE_ORDER, users=users),
        "party": shapes.ref(row, "party"),
        "warehouse": shapes.ref(row, "warehouse"),
        "currency": row["currency"],
        "rate": plain(row["rate"]),
        "expected_date": row["expected_date"],
        "revision": row["revision"],
        "totals": {
            "quantity": plain(row["total_quantity"]),
            "net": plain(row["total_net"]) if seen else None,
            "tax": plain(row["total_tax"]) if seen else None,
            "gross": plain(row["total_gross"]) if seen else None,
        },
        "progress": {
            "delivery": row["delivery"],
            "invoicing": row["invoicing"],
            "settlement": settled.get(row["id"], Progress.NONE.value),
        },
    }


def _line(scope: Scope, row: Shape) -> Shape:
    return {
        **shapes.line(row),
        **shapes.prices(row, masked=not scope.sees_cost),
        "expected_date": row["expected_date"],
        "received_quantity": plain(row["received_quantity"]),
        "returned_quantity": plain(row["returned_quantity"]),
        "invoiced_quantity": plain(row["invoiced_quantity"]),
        "invoiced_net": plain(row["invoiced_net"]) if scope.sees_cost else None,
    }


def _verbs(scope: Scope, row: Shape, lines: Sequence[Shape]) -> list[str]:
    """complete is not offered: it follows from what arrives. Invoicing is asked of finance, so it is added here."""
    verbs = [v for v in shapes.allowed_verbs(scope, ORDER_LIFECYCLE, row["state"], _RIGHTS) if v != "complete"]
    if row["revision"] > 1:
        verbs = [verb for verb in verbs if verb != "withdraw"]
    if "cancel" in verbs and (row["delivery"] != "none" or row["invoicing"] != "none"):
        verbs.remove("cancel")
    invoiceable = row["state"] in ("approved", "in_progress", "completed", "closed")
    if invoiceable and any(map(shapes.is_to_invoice, lines)) and scope.can("finance.purchase_invoice.create"):
        verbs.append("invoice")
    if row["delivery"] != "none" and scope.can("warehouse.purchase_return.create"):
        verbs.append("return")
    return verbs


def _money_chain(scope: Scope, order_id: int) -> list[Shape]:
    """Invoices of the order and the payments that settled them, as related documents."""
    ids = PurchaseInvoiceLine.objects.filter(company_id=scope.company_id, order_id=order_id).values("document_id")
    rows = PurchaseInvoice.objects.filter(company_id=scope.company_id, id__in=ids).order_by("id")
    invoices = list(rows.values("id", "number", "state", "business_date", "gross"))
    found = [_related("purchase_invoice", row, row["gross"], scope) for row in invoices]
    return [*found, *_payments(scope, [row["id"] for row in invoices])]


_PAYMENTS = (
    "SELECT DISTINCT p.id, p.number, p.state, p.business_date, p.amount FROM finance_payment p "
    "JOIN posting_postedfact f ON f.origin_id = p.id AND f.company_id = p.company_id "
    "JOIN ledger_settlement s ON s.fact_id = f.id AND s.company_id = p.company_id "
    "JOIN ledger_openitem o ON o.id = s.open_item_id "
    "WHERE p.company_id = %s AND o.kind = 'AP' AND {ids} ORDER BY p.id"
)


def _payments(scope: Scope, invoice_ids: list[int]) -> list[Shape]:
    if not invoice_ids:
        return []
    with gateway.cursor() as cur:
        rows = gateway.fetch(
            cur,
            _PAYMENTS.format(ids=gateway.in_list("o.origin_id")),
            (scope.company_id, gateway.list_param(invoice_ids)),
        )
    return [
        {
            "kind": "payment", "id": str(row[0]), "number": row[1], "state": row[2], "date": row[3],
            "amount": amount_text(row[4]) if scope.sees_cost else None,
        }
        for row in rows
    ]  # fmt: skip


def _related(kind: str, row: Mapping[str, Any], amount: Any, scope: Scope) -> Shape:
    return {
        "kind": kind,
        "id": str(row["id"]),
        "number": row["number"],
        "state": row["state"],
        "date": row["business_date"],
        "amount": plain(amount) if scope.sees_cost else None,
    }


_MONEY = frozenset({"price", "net", "tax", "gross", "discount_rate"})


def _without_money(content: Shape) -> Shape:
    lines = [{key: value for key, value in line.items() if key not in _MONEY} for line in content["lines"]]
    return {**content, "lines": lines}
