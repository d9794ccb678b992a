"""Checks and stores sales orders; the only place that knows their columns by name."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from heliu.catalog.entries import Entry, ResolvedEntry, resolve_entries
from heliu.core import clock, gateway
from heliu.core import currency as currencies
from heliu.core.document_schemas import quantity_text
from heliu.core.errors import InvalidInput
from heliu.core.ids import next_id, next_ids
from heliu.core.lifecycle import DocumentState
from heliu.core.numbering import document_number
from heliu.core.rounding import from_scaled, to_scaled
from heliu.core.scales import AMOUNT_SCALE, QUANTITY_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.sales import rules
from heliu.sales.drafts import CreatedOrder, NewOrder, NewOrderLine
from heliu.sales.errors import BelowShipped, OrderLineMismatch
from heliu.sales.models import SalesOrder, SalesOrderLine, SalesOrderRevision
from heliu.sales.services.content import DECIMALS
from heliu.warehouse import lookups
from heliu.warehouse.errors import PartyUnusable, WarehouseUnusable

LINE = (
    "id", "company_id", "order_id", "line_no", "item_id", "unit_id", "entered_quantity", "quantity", "memo", "price",
    "price_includes_tax", "discount_rate", "tax_code_id", "net", "tax", "gross", "promised_date", "shipped_quantity",
    "returned_quantity", "invoiced_quantity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CheckedOrder:
    """A new order with its currency and resolved lines."""

    new: NewOrder
    currency: str
    entries: tuple[ResolvedEntry, ...]


def check_order(scope: Scope, new: NewOrder, *, archived_too: bool = False) -> CheckedOrder:
    """Raises PartyUnusable, WarehouseUnusable, InvalidInput, InvalidFields."""
    scope.require_warehouse(new.warehouse_id)
    if new.warehouse_id not in lookups.default_places(scope, [new.warehouse_id]):
        raise WarehouseUnusable(loc=("warehouse_id",), id=str(new.warehouse_id))
    if not lookups.active_parties(scope, [new.party_id]).get(new.party_id, (False, False))[1]:
        raise PartyUnusable(loc=("party_id",), id=str(new.party_id), role="customer")
    if not new.lines:
        raise InvalidInput(loc=("lines",), field="lines", reason="an order needs at least one line.")
    currency = currency_of(new.currency, new.rate, lookups.company_currency(scope))
    entries = [
        Entry(
            line.item_id, line.quantity, line.unit_id, line.price, line.price_includes_tax, line.discount_rate,
            line.tax_code_id,
        )
        for line in new.lines
    ]  # fmt: skip
    exponent = currencies.exponent(currency)
    resolved = resolve_entries(scope, entries, exponent=exponent, archived_too=archived_too)
    return CheckedOrder(new, currency, tuple(resolved))


def currency_of(code: str, rate: int, home: str) -> str:
    """The company's own currency at rate 1 unless another is named. Raises UnknownCurrency, InvalidInput."""
    code = code or home
    currencies.exponent(code)
    if rate <= 0 or (code == home and rate != RATE_SCALE):
        raise InvalidInput(loc=("rate",), field="rate", reason="positive, and 1 for the company's own currency.")
    return code


def insert_order(scope: Scope, new: NewOrder) -> CreatedOrder:
    """Checks and stores a draft with its number."""
    checked = check_order(scope, new)
    number = new.number or document_number(company_id=scope.company_id, prefix=rules.PREFIX, date=new.business_date)
    order = SalesOrder(
        company_id=scope.company_id,
        number=number,
        state=DocumentState.DRAFT,
        simulated=new.simulated,
        created_by_id=scope.user_id,
        created_at=clock.now(),
        party_id=new.party_id,
        warehouse_id=new.warehouse_id,
        currency=checked.currency,
        rate=from_scaled(new.rate, RATE_SCALE),
    )
    _fill_free_fields(order, new)
    _fill_totals(order, checked.entries)
    order.save(force_insert=True)
    created = CreatedOrder(order.id, number, tuple(next_ids(len(new.lines))))
    _insert_lines(scope, checked, created)
    return created


def rewrite_order(scope: Scope, order: SalesOrder, new: NewOrder) -> None:
    """Draft: everything may change, lines get new ids; the caller saves the header."""
    checked = check_order(scope, new)
    SalesOrderLine.objects.filter(company_id=scope.company_id, order_id=order.id).delete()
    _insert_lines(scope, checked, CreatedOrder(order.id, order.number, tuple(next_ids(len(new.lines)))))
    order.party_id, order.warehouse_id = new.party_id, new.warehouse_id
    order.currency, order.rate = checked.currency, from_scaled(new.rate, RATE_SCALE)
    _fill_free_fields(order, new)
    _fill_totals(order, checked.entries)


def amend_order(scope: Scope, order: SalesOrder, new: NewOrder) -> None:
    """Approved: named lines change in place, new ones are added, missing ones go if nothing was shipped."""
    kept = replace(
        new, party_id=order.party_id, warehouse_id=order.warehouse_id, currency=order.currency,
        rate=to_scaled(order.rate, RATE_SCALE), business_date=order.business_date,
    )  # fmt: skip
    checked = check_order(scope, kept, archived_too=True)
    old = {line.id: line for line in SalesOrderLine.objects.filter(company_id=scope.company_id, order_id=order.id)}
    _check_amendment(order, new.lines, checked.entries, old)
    done = {line_id: _done(line) for line_id, line in old.items()}
    SalesOrderLine.objects.filter(company_id=scope.company_id, order_id=order.id).delete()
    ids = tuple(line.line_id or next_id() for line in new.lines)
    _insert_lines(scope, checked, CreatedOrder(order.id, order.number, ids), done)
    _fill_free_fields(order, kept)
    _fill_totals(order, checked.entries)


def restore_revision(scope: Scope, order: SalesOrder, revision: SalesOrderRevision) -> None:
    """The approved content again, line by line; what was shipped and invoiced is refreshed by the caller."""
    SalesOrderLine.objects.filter(company_id=scope.company_id, order_id=order.id).delete()
    lines = [_line_of(scope, order, content) for content in revision.content["lines"]]
    SalesOrderLine.objects.bulk_create(lines)
    order.approved_hash = revision.content_hash
    order.total_quantity = sum((line.quantity for line in lines), Decimal(0))
    order.total_net = sum((line.net for line in lines), Decimal(0))
    order.total_tax = sum((line.tax for line in lines), Decimal(0))
    order.total_gross = sum((line.gross for line in lines), Decimal(0))


def _line_of(scope: Scope, order: SalesOrder, content: dict[str, Any]) -> SalesOrderLine:
    promised = content["promised_date"]
    return SalesOrderLine(
        id=int(content["id"]),
        company_id=scope.company_id,
        order_id=order.id,
        line_no=content["line_no"],
        item_id=int(content["item_id"]),
        unit_id=int(content["unit_id"]),
        price_includes_tax=content["price_includes_tax"],
        tax_code_id=int(content["tax_code_id"]) if content["tax_code_id"] else None,
        promised_date=dt.date.fromisoformat(promised) if promised else None,
        **{name: Decimal(content[name]) for name in DECIMALS},
    )


def _done(line: SalesOrderLine) -> tuple[int, int, int]:
    """(shipped, returned, invoiced) of a stored line."""
    return (
        to_scaled(line.shipped_quantity, QUANTITY_SCALE),
        to_scaled(line.returned_quantity, QUANTITY_SCALE),
        to_scaled(line.invoiced_quantity, QUANTITY_SCALE),
    )


def _check_amendment(
    order: SalesOrder,
    lines: Sequence[NewOrderLine],
    entries: Sequence[ResolvedEntry],
    old: dict[int, SalesOrderLine],
) -> None:
    named: set[int] = set()
    for index, (line, entry) in enumerate(zip(lines, entries, strict=True)):
        if not line.line_id:
            continue
        before = old.get(line.line_id)
        if before is None or before.item_id != entry.item_id or line.line_id in named:
            raise OrderLineMismatch(loc=("lines", index, "line_id"), line=index + 1, number=order.number)
        named.add(line.line_id)
        _refuse_below(before, entry.quantity, loc=("lines", index, "quantity"))
    for line_id, gone in old.items():
        if line_id not in named:
            _refuse_below(gone, 0, loc=("lines",))


def _refuse_below(line: SalesOrderLine, quantity: int, *, loc: tuple[str | int, ...]) -> None:
    shipped, _, invoiced = _done(line)
    least = max(shipped, invoiced)
    if quantity < least:
        raise BelowShipped(loc=loc, line=line.line_no, shipped=quantity_text(least), asked=quantity_text(quantity))


def _fill_free_fields(order: SalesOrder, new: NewOrder) -> None:
    order.business_date = new.business_date
    order.promised_date, order.memo, order.reference = new.promised_date, new.memo, new.reference


def _fill_totals(order: SalesOrder, entries: Sequence[ResolvedEntry]) -> None:
    order.total_quantity = from_scaled(sum(e.quantity for e in entries), QUANTITY_SCALE)
    order.total_net = from_scaled(sum(e.net for e in entries), AMOUNT_SCALE)
    order.total_tax = from_scaled(sum(e.tax for e in entries), AMOUNT_SCALE)
    order.total_gross = from_scaled(sum(e.gross for e in entries), AMOUNT_SCALE)


def _insert_lines(
    scope: Scope,
    checked: CheckedOrder,
    created: CreatedOrder,
    done: dict[int, tuple[int, int, int]] | None = None,
) -> None:
    lines = zip(created.line_ids, checked.new.lines, checked.entries, strict=True)
    rows = [
        (
            line_id, scope.company_id, created.order_id, no, e.item_id, e.unit_id, e.entered_quantity, e.quantity,
            line.memo, e.price, e.price_includes_tax, e.discount_rate, e.tax_code_id, e.net, e.tax, e.gross,
            line.promised_date or checked.new.promised_date, *(done or {}).get(line_id, (0, 0, 0)),
        )
        for no, (line_id, line, e) in enumerate(lines, start=1)
    ]  # fmt: skip
    with gateway.cursor() as cur:
        gateway.insert(cur, SalesOrderLine, LINE, rows)
