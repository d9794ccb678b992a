"""Checks and stores purchase orders set-based; the only place that knows their columns by name."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from heliu.catalog.entries import Entry, ResolvedEntry, resolve_entries
from heliu.core import clock, gateway
from heliu.core import currency as currencies
from heliu.core.approvals import content_hash
from heliu.core.errors import InvalidInput
from heliu.core.ids import next_id, next_ids
from heliu.core.lifecycle import DocumentState
from heliu.core.numbering import document_numbers
from heliu.core.rounding import from_scaled, to_scaled
from heliu.core.scales import AMOUNT_SCALE, QUANTITY_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.purchasing import rules
from heliu.purchasing.drafts import CreatedOrder, NewOrder, NewOrderLine
from heliu.purchasing.errors import BelowReceived, OrderLineMismatch
from heliu.purchasing.models import PurchaseOrder, PurchaseOrderLine, PurchaseOrderRevision
from heliu.purchasing.services.content import header_content, line_content
from heliu.warehouse import lookups
from heliu.warehouse.errors import PartyUnusable, WarehouseUnusable

HEADER = (
    "id", "company_id", "number", "state", "business_date", "memo", "version", "simulated", "created_by_id",
    "created_at", "party_id", "warehouse_id", "currency", "rate", "reference", "expected_date", "revision",
    "approved_by_id", "approved_at", "approved_hash", "delivery", "invoicing", "total_quantity", "total_net",
    "total_tax", "total_gross",
)  # fmt: skip
LINE = (
    "id", "company_id", "order_id", "line_no", "item_id", "unit_id", "entered_quantity", "quantity", "memo", "price",
    "price_includes_tax", "discount_rate", "tax_code_id", "net", "tax", "gross", "expected_date", "received_quantity",
    "returned_quantity", "invoiced_quantity", "invoiced_net",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Checked:
    new: NewOrder
    currency: str
    entries: tuple[ResolvedEntry, ...]


def insert_orders(scope: Scope, orders: Sequence[NewOrder]) -> list[CreatedOrder]:
    """Checks and stores; `approved` orders get the hash of what they say."""
    checked = _check(scope, orders)
    numbers = _numbers(scope, orders)
    order_ids = next_ids(len(orders))
    line_ids = iter(next_ids(sum(len(order.lines) for order in orders)))
    created = [
        CreatedOrder(order_id, number, tuple(next(line_ids) for _ in order.lines))
        for order_id, number, order in zip(order_ids, numbers, orders, strict=True)
    ]
    now = clock.now()
    with gateway.cursor() as cur:
        headers = [_header(scope, one, it, now) for one, it in zip(checked, created, strict=True)]
        gateway.insert(cur, PurchaseOrder, HEADER, headers)
        lines = [row for one, it in zip(checked, created, strict=True) for row in _lines(scope, one, it)]
        gateway.insert(cur, PurchaseOrderLine, LINE, lines)
    return created


def rewrite_order(scope: Scope, order: PurchaseOrder, new: NewOrder) -> None:
    """Draft: everything may change, lines get new ids; the caller saves the header."""
    checked = _check(scope, [new])[0]
    PurchaseOrderLine.objects.filter(company_id=scope.company_id, order_id=order.id).delete()
    created = CreatedOrder(order.id, order.number, tuple(next_ids(len(new.lines))))
    with gateway.cursor() as cur:
        gateway.insert(cur, PurchaseOrderLine, LINE, _lines(scope, checked, created))
    order.party_id, order.warehouse_id = new.party_id, new.warehouse_id
    order.currency, order.rate = checked.currency, from_scaled(new.rate, RATE_SCALE)
    _fill_free_fields(order, new)
    _fill_totals(order, checked.entries)


def amend_order(scope: Scope, order: PurchaseOrder, new: NewOrder) -> None:
    """Approved: named lines change in place, new ones are added, missing ones go if nothing arrived."""
    kept = NewOrder(
        party_id=order.party_id, warehouse_id=order.warehouse_id, business_date=order.business_date, lines=new.lines,
        currency=order.currency, rate=to_scaled(order.rate, RATE_SCALE), archived_too=True,
    )  # fmt: skip
    checked = _check(scope, [kept])[0]
    old = {line.id: line for line in PurchaseOrderLine.objects.filter(company_id=order.company_id, order_id=order.id)}
    _check_amendment(order, new.lines, checked.entries, old)
    gone = [line_id for line_id in old if line_id not in {line.line_id for line in new.lines}]
    PurchaseOrderLine.objects.filter(id__in=gone).delete()
    ids = tuple(line.line_id or next_id() for line in new.lines)
    rows = _lines(scope, checked, CreatedOrder(order.id, order.number, ids))
    rewritten = [line.line_id for line in new.lines if line.line_id]
    PurchaseOrderLine.objects.filter(id__in=rewritten).delete()
    with gateway.cursor() as cur:
        gateway.insert(cur, PurchaseOrderLine, LINE, rows)
    _fill_free_fields(order, new)
    _fill_totals(order, checked.entries)


def restore_revision(scope: Scope, order: PurchaseOrder, revision: PurchaseOrderRevision) -> None:
    """The approved content again, line by line."""
    PurchaseOrderLine.objects.filter(company_id=scope.company_id, order_id=order.id).delete()
    lines = [_line_of(scope, order, content) for content in revision.content["lines"]]
    PurchaseOrderLine.objects.bulk_create(lines)
    order.approved_hash = revision.content_hash
    order.total_quantity = sum((line.quantity for line in lines), Decimal(0))
    order.total_net = sum((line.net for line in lines), Decimal(0))
    order.total_tax = sum((line.tax for line in lines), Decimal(0))
    order.total_gross = sum((line.gross for line in lines), Decimal(0))


def _line_of(scope: Scope, order: PurchaseOrder, content: dict[str, Any]) -> PurchaseOrderLine:
    expected = content["expected_date"]
    numbers = ("entered_quantity", "quantity", "price", "discount_rate", "net", "tax", "gross")
    return PurchaseOrderLine(
        id=int(content["id"]),
        company_id=scope.company_id,
        order_id=order.id,
        line_no=content["line_no"],
        item_id=int(content["item_id"]),
        unit_id=int(content["unit_id"]),
        price_includes_tax=content["price_includes_tax"],
        tax_code_id=int(content["tax_code_id"]) if content["tax_code_id"] else None,
        expected_date=dt.date.fromisoformat(expected) if expected else None,
        **{name: Decimal(content[name]) for name in numbers},
    )


def _check_amendment(
    order: PurchaseOrder,
    lines: Sequence[NewOrderLine],
    entries: Sequence[ResolvedEntry],
    old: dict[int, PurchaseOrderLine],
) -> None:
    named: set[int] = set()
    for index, (line, entry) in enumerate(zip(lines, entries, strict=True)):
        if not line.line_id:
            continue
        before = old.get(line.line_id)
        if before is None or before.item_id != entry.item_id or line.line_id in named:
            raise OrderLineMismatch(loc=("lines", index, "line_id"), line=index + 1, number=order.number)
        named.add(line.line_id)
        least = max(before.received_quantity, before.invoiced_quantity)
        if from_scaled(entry.quantity, QUANTITY_SCALE) < least:
            asked = from_scaled(entry.quantity, QUANTITY_SCALE)
            raise BelowReceived(
                loc=("lines", index, "quantity"), line=index + 1, received=format(least, "f"), asked=format(asked, "f")
            )
    for gone in old.values():
        least = max(gone.received_quantity, gone.invoiced_quantity)
        if gone.id not in named and least > 0:
            raise BelowReceived(loc=("lines",), line=gone.line_no, received=format(least, "f"), asked="0")


def _fill_free_fields(order: PurchaseOrder, new: NewOrder) -> None:
    order.business_date = new.business_date if order.revision == 1 else order.business_date
    order.expected_date, order.memo, order.reference = new.expected_date, new.memo, new.reference


def _fill_totals(order: PurchaseOrder, entries: Sequence[ResolvedEntry]) -> None:
    order.total_quantity = from_scaled(sum(e.quantity for e in entries), QUANTITY_SCALE)
    order.total_net = from_scaled(sum(e.net for e in entries), AMOUNT_SCALE)
    order.total_tax = from_scaled(sum(e.tax for e in entries), AMOUNT_SCALE)
    order.total_gross = from_scaled(sum(e.gross for e in entries), AMOUNT_SCALE)


def _check(scope: Scope, orders: Sequence[NewOrder]) -> list[_Checked]:
    """Parties, warehouses, currencies and lines of a batch with a fixed number of queries."""
    warehouses = {order.warehouse_id for order in orders}
    for warehouse_id in warehouses:
        scope.require_warehouse(warehouse_id)
    missing = warehouses - lookups.default_places(scope, warehouses).keys()
    if missing:
        raise WarehouseUnusable(loc=("warehouse_id",), id=str(min(missing)))
    parties = lookups.active_parties(scope, {order.party_id for order in orders})
    for order in orders:
        if not parties.get(order.party_id, (False, False))[0]:
            raise PartyUnusable(loc=("party_id",), id=str(order.party_id), role="supplier")
        if not order.lines:
            raise InvalidInput(loc=("lines",), field="lines", reason="an order needs at least one line.")
    home = lookups.company_currency(scope)
    codes = [_currency_of(order, home) for order in orders]
    entries = _entries(scope, orders, codes)
    return [_Checked(*one) for one in zip(orders, codes, entries, strict=True)]


def _currency_of(order: NewOrder, home: str) -> str:
    code = order.currency or home
    currencies.exponent(code)
    if order.rate <= 0 or (code == home and order.rate != RATE_SCALE):
        raise InvalidInput(loc=("rate",), field="rate", reason="positive, and 1 for the company's own currency.")
    return code


def _entries(scope: Scope, orders: Sequence[NewOrder], codes: Sequence[str]) -> list[tuple[ResolvedEntry, ...]]:
    found: list[tuple[ResolvedEntry, ...]] = [()] * len(orders)
    groups: dict[tuple[int, bool], list[int]] = {}
    for position, (order, code) in enumerate(zip(orders, codes, strict=True)):
        groups.setdefault((currencies.exponent(code), order.archived_too), []).append(position)
    for (exponent, archived_too), positions in groups.items():
        entries = [_entry(line) for position in positions for line in orders[position].lines]
        resolved = iter(resolve_entries(scope, entries, exponent=exponent, archived_too=archived_too))
        for position in positions:
            found[position] = tuple(next(resolved) for _ in orders[position].lines)
    return found


def _entry(line: NewOrderLine) -> Entry:
    return Entry(
        line.item_id, line.quantity, line.unit_id, line.price, line.price_includes_tax, line.discount_rate,
        line.tax_code_id, line.amounts,
    )  # fmt: skip


def _numbers(scope: Scope, orders: Sequence[NewOrder]) -> list[str]:
    found = [order.number for order in orders]
    days: dict[dt.date, list[int]] = {}
    for position, order in enumerate(orders):
        if not order.number:
            days.setdefault(order.business_date, []).append(position)
    for date, positions in sorted(days.items()):
        taken = document_numbers(company_id=scope.company_id, prefix=rules.PREFIX, date=date, count=len(positions))
        for position, number in zip(positions, taken, strict=True):
            found[position] = number
    return found


def _header(scope: Scope, checked: _Checked, created: CreatedOrder, now: dt.datetime) -> tuple[Any, ...]:
    new, entries = checked.new, checked.entries
    state = DocumentState.APPROVED if new.approved else DocumentState.DRAFT
    return (
        created.order_id, scope.company_id, created.number, state.value, new.business_date, new.memo, 1,
        new.simulated, scope.user_id, now, new.party_id, new.warehouse_id, checked.currency, new.rate, new.reference,
        new.expected_date, 1, scope.user_id if new.approved else None, now if new.approved else None,
        _hash(checked, created) if new.approved else "", "none", "none", sum(e.quantity for e in entries),
        sum(e.net for e in entries), sum(e.tax for e in entries), sum(e.gross for e in entries),
    )  # fmt: skip


def _hash(checked: _Checked, created: CreatedOrder) -> str:
    new = checked.new
    lines = [
        line_content(line_id, number, entry, line.expected_date or new.expected_date)
        for number, (line_id, line, entry) in enumerate(
            zip(created.line_ids, new.lines, checked.entries, strict=True), start=1
        )
    ]
    content = header_content(
        party_id=new.party_id, warehouse_id=new.warehouse_id, currency=checked.currency, rate=new.rate,
        date=new.business_date, lines=lines,
    )  # fmt: skip
    return content_hash(content)


def _lines(scope: Scope, checked: _Checked, created: CreatedOrder) -> list[tuple[Any, ...]]:
    return [
        (
            line_id, scope.company_id, created.order_id, number, e.item_id, e.unit_id, e.entered_quantity, e.quantity,
            line.memo, e.price, e.price_includes_tax, e.discount_rate, e.tax_code_id, e.net, e.tax, e.gross,
            line.expected_date or checked.new.expected_date, 0, 0, 0, 0,
        )
        for number, (line_id, line, e) in enumerate(
            zip(created.line_ids, checked.new.lines, checked.entries, strict=True), start=1
        )
    ]  # fmt: skip
