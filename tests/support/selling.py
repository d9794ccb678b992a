"""The desk of a seller: orders, shipments, invoices and money with quantities and prices as text."""

import datetime as dt
from decimal import Decimal

from heliu.catalog.models import Item
from heliu.core.scope import Scope
from heliu.parties.models import Party
from heliu.sales import services as sales
from heliu.sales.drafts import CreatedOrder, NewOrder, NewOrderLine, NewSale, SaleLine
from heliu.sales.models import SalesOrder, SalesOrderLine
from heliu.sales.services.promising import reserved_of
from heliu.warehouse.models import GoodsDocument, GoodsLine
from tests.support.invoices import p, q, tax_code
from tests.support.trading import DAY, Trading


def order_line(company: Trading, code: str, quantity: str, price: str, *, tax: str = "0.13") -> NewOrderLine:
    return NewOrderLine(
        item_id=company.item(code),
        quantity=q(quantity),
        price=p(price),
        tax_code_id=tax_code(company, tax) if tax else 0,
    )


def new_order(company: Trading, *lines: NewOrderLine, day: dt.date = DAY) -> NewOrder:
    return NewOrder(party_id=company.customer, warehouse_id=company.warehouse_id, business_date=day, lines=lines)


def ordered(company: Trading, *lines: NewOrderLine, day: dt.date = DAY, scope: Scope | None = None) -> CreatedOrder:
    """A draft that is submitted."""
    created = sales.create_order(scope or company.scope, new_order(company, *lines, day=day))
    sales.submit_order(scope or company.scope, created.order_id)
    return created


def approved(company: Trading, *lines: NewOrderLine, day: dt.date = DAY) -> CreatedOrder:
    created = ordered(company, *lines, day=day)
    sales.approve_order(company.scope, created.order_id)
    return created


def sale(company: Trading, *lines: tuple[str, str, str], **facts: object) -> NewSale:
    """A direct sale of (code, quantity, price) at 13 %."""
    return NewSale(
        party_id=company.customer,
        warehouse_id=company.warehouse_id,
        business_date=DAY,
        lines=tuple(
            SaleLine(item_id=company.item(code), quantity=q(quantity), price=p(price), tax_code_id=tax_code(company))
            for code, quantity, price in lines
        ),
        **facts,  # type: ignore[arg-type]
    )


def header(order_id: int) -> SalesOrder:
    return SalesOrder.objects.get(id=order_id)


def line(order_id: int, number: int = 1) -> SalesOrderLine:
    return SalesOrderLine.objects.get(order_id=order_id, line_no=number)


def reserved(company: Trading, order_id: int) -> Decimal:
    """Base quantity reserved for the whole order."""
    return Decimal(sum(reserved_of(company.scope, [order_id]).values())) / 10**6


def goods_lines(document_id: int) -> list[int]:
    return list(GoodsLine.objects.filter(document_id=document_id).order_by("line_no").values_list("id", flat=True))


def shipment(document_id: int) -> GoodsDocument:
    return GoodsDocument.objects.get(id=document_id)


def limit_credit(company: Trading, limit: str) -> None:
    Party.objects.filter(id=company.customer).update(credit_limit=Decimal(limit))


def minimum_price(company: Trading, code: str, price: str) -> None:
    Item.objects.filter(id=company.item(code)).update(minimum_price=Decimal(price))
