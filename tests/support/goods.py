"""Goods documents and purchase orders for tests, on top of the trading company; quantities and prices as text."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from heliu.catalog import services as catalog
from heliu.catalog.drafts import PackDraft
from heliu.catalog.models import Unit
from heliu.catalog.queries import drafts_of
from heliu.core.errors import ErpError
from heliu.core.rounding import to_scaled
from heliu.core.scales import PRICE_SCALE
from heliu.ledger.models import Entry, OpenItem
from heliu.posting.models import PostedFact
from heliu.purchasing import services as purchasing
from heliu.purchasing.drafts import CreatedOrder, NewOrder, NewOrderLine, ReceiveLine
from heliu.purchasing.models import PurchaseOrder, PurchaseOrderLine
from heliu.purchasing.services import Fulfilment
from heliu.stock import services as stock
from heliu.stock.models import StockBalance, StockMove
from heliu.stock.queries import default_location
from heliu.warehouse import services as warehouse
from heliu.warehouse.drafts import NewGoodsDocument, NewGoodsLine, PostedGoodsDocument
from heliu.warehouse.models import GoodsDocument, GoodsLine
from tests.support.trading import DAY, Trading, q


def price(text: str) -> int:
    return to_scaled(Decimal(text), PRICE_SCALE)


def goods(
    company: Trading, kind: str, *lines: tuple[Any, ...], day: dt.date = DAY, warehouse_id: int = 0, **terms: Any
) -> NewGoodsDocument:
    """lines: (item code, quantity) or (item code, quantity, price), options of a line as a trailing dict."""
    party = {"goods_receipt": company.supplier, "purchase_return": company.supplier}.get(kind, 0)
    party = party or {"shipment": company.customer, "sales_return": company.customer}.get(kind, 0)
    terms.setdefault("party_id", party)
    return NewGoodsDocument(
        document_type=kind,
        warehouse_id=warehouse_id or company.warehouse_id,
        business_date=day,
        lines=tuple(_line(company, *line) for line in lines),
        **terms,
    )


def _line(company: Trading, code: str, quantity: str, *rest: Any) -> NewGoodsLine:
    options: Mapping[str, Any] = rest[-1] if rest and isinstance(rest[-1], dict) else {}
    prices = [value for value in rest if isinstance(value, str)]
    return NewGoodsLine(
        item_id=company.item(code),
        quantity=q(quantity),
        price=price(prices[0]) if prices else 0,
        tax_code_id=0,
        **options,
    )


def boxed(company: Trading, code: str, pieces: int) -> int:
    """The item also comes in boxes of so many pieces; returns the unit."""
    box = Unit.objects.get(company_id=company.scope.company_id, code="BOX").pk
    item = company.item(code)
    draft = drafts_of(company.scope, [item])[item]
    catalog.update_item(company.scope, item, replace(draft, packs=(PackDraft(box, pieces),)), version=1)
    return box


def post(company: Trading, kind: str, *lines: tuple[Any, ...], **terms: Any) -> PostedGoodsDocument:
    """Created and posted at once."""
    return warehouse.post_goods_documents(company.scope, [goods(company, kind, *lines, **terms)])[0]


def draft(company: Trading, kind: str, *lines: tuple[Any, ...], **terms: Any) -> int:
    return warehouse.create_goods_document(company.scope, goods(company, kind, *lines, **terms))


def document(document_id: int) -> GoodsDocument:
    return GoodsDocument.objects.get(id=document_id)


def lines_of(document_id: int) -> list[GoodsLine]:
    return list(GoodsLine.objects.filter(document_id=document_id).order_by("line_no"))


def second_warehouse(company: Trading, code: str = "W2") -> tuple[int, int]:
    """(warehouse, its default place)"""
    row = stock.create_warehouse(company.scope, code=code, name=f"Warehouse {code}")
    return row.id, default_location(company.scope, row.id)


def order(company: Trading, *lines: tuple[str, str, str], approved: bool = True, **terms: Any) -> CreatedOrder:
    """Purchase order of (item code, quantity, price)."""
    terms.setdefault("party_id", company.supplier)
    new = NewOrder(
        warehouse_id=company.warehouse_id,
        business_date=DAY,
        lines=tuple(
            NewOrderLine(item_id=company.item(code), quantity=q(quantity), price=price(cost), tax_code_id=0)
            for code, quantity, cost in lines
        ),
        approved=approved,
        **terms,
    )
    return purchasing.create_order(company.scope, new)


def receive(company: Trading, made: CreatedOrder, *quantities: str, day: dt.date = DAY) -> int:
    """Goods receipt of the order's lines in order; no quantities = everything left."""
    lines = [ReceiveLine(line, q(text)) for line, text in zip(made.line_ids, quantities, strict=False) if text != "0"]
    return purchasing.receive_order(company.scope, made.order_id, lines, how=Fulfilment(business_date=day))


def stored(made: CreatedOrder) -> PurchaseOrder:
    return PurchaseOrder.objects.get(id=made.order_id)


def order_lines(made: CreatedOrder) -> list[PurchaseOrderLine]:
    return list(PurchaseOrderLine.objects.filter(order_id=made.order_id).order_by("line_no"))


@contextmanager
def refused(error: type[ErpError]) -> Iterator[pytest.ExceptionInfo[ErpError]]:
    """The step inside is refused and rolled back, as its own transaction would be outside a test."""
    with pytest.raises(error) as refusal, transaction.atomic():
        yield refusal


def books(company: Trading) -> dict[str, Any]:
    """Everything a refused step must leave as it was."""
    own = {"company_id": company.scope.company_id}
    return {
        "moves": StockMove.objects.filter(**own).count(),
        "entries": Entry.objects.filter(**own).count(),
        "facts": PostedFact.objects.filter(**own).count(),
        "open": sorted(OpenItem.objects.filter(**own).values_list("id", "open_amount", "open_quantity")),
        "balances": sorted(StockBalance.objects.filter(**own).values_list("item_id", "location_id", "on_hand")),
        "documents": sorted(GoodsDocument.objects.filter(**own).values_list("id", "state", "version")),
        "lines": sorted(GoodsLine.objects.filter(**own).values_list("id", "returned_quantity", "invoiced_quantity")),
        "orders": sorted(PurchaseOrder.objects.filter(**own).values_list("id", "state", "version", "delivery")),
    }
