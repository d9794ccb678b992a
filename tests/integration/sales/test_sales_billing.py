"""Invoices that programs write by hand: the order follows, whatever of it the lines name; a wrong name is refused."""

from dataclasses import replace
from decimal import Decimal

import pytest

from heliu.catalog import services as catalog
from heliu.catalog.drafts import ItemDraft
from heliu.finance import services as finance
from heliu.finance.kinds import SALES_INVOICE
from heliu.finance.models import SalesInvoice
from heliu.finance.rules.drafts import RedLine
from heliu.sales import services as sales
from heliu.sales.drafts import Fulfilment, ShipLine
from heliu.sales.errors import OrderLineMismatch
from heliu.sales.queries.orders import order_page
from tests.support.goods import post, refused
from tests.support.invoices import a, goods, invoice, q
from tests.support.selling import approved, goods_lines, header, line, new_order, order_line, shipment
from tests.support.trading import DAY, Trading, trading

pytestmark = pytest.mark.django_db


def _invoiced_by_hand(company: Trading, shipment_line: int, **named: int) -> SalesInvoice:
    """An invoice over two pieces of the shipment, as a program at the API writes one."""
    bill_line = replace(goods(company, "A", shipment_line, "2", "25"), **named)
    return SalesInvoice.objects.get(
        id=finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, bill_line)])[0].id
    )


@pytest.mark.parametrize("names_order_line", [True, False], ids=["names its order line", "names its shipment only"])
def test_an_invoice_line_that_does_not_name_its_order_still_counts_for_it(names_order_line: bool) -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "4", "25"))
    shipped = goods_lines(sales.ship_order(company.scope, order.order_id, how=Fulfilment(business_date=DAY)))[0]
    named = {"order_line_id": order.line_ids[0]} if names_order_line else {}

    posted = _invoiced_by_hand(company, shipped, **named)

    assert (header(order.order_id).invoicing, line(order.order_id).invoiced_quantity) == ("partial", 2)
    page = order_page(company.scope, order.order_id)
    assert [d["number"] for d in page["related"] if d["kind"] == "sales_invoice"] == [posted.number]
    finance.reverse_invoice(company.scope, SALES_INVOICE, posted.id, business_date=DAY, reason="wrong price")
    assert (header(order.order_id).invoicing, line(order.order_id).invoiced_quantity) == ("none", 0)


@pytest.mark.parametrize("wrong", ["unknown line", "line of another item", "line of another customer", "other order"])
def test_an_invoice_does_not_bill_somebody_elses_order_line(wrong: str) -> None:
    company = trading()
    company.receive("A", "10", "100")
    company.receive("B", "10", "100")
    order = approved(company, order_line(company, "A", "4", "25"), order_line(company, "B", "1", "9"))
    shipped = goods_lines(sales.ship_order(company.scope, order.order_id, how=Fulfilment(business_date=DAY)))[0]
    foreign = sales.create_order(
        company.scope,
        replace(new_order(company, order_line(company, "A", "1", "25")), party_id=company.another_customer()),
    )
    named = {
        "unknown line": {"order_line_id": 77},
        "line of another item": {"order_line_id": order.line_ids[1]},
        "line of another customer": {"order_line_id": foreign.line_ids[0]},
        "other order": {"order_line_id": order.line_ids[0], "order_id": foreign.order_id},
    }[wrong]

    with refused(OrderLineMismatch):
        _invoiced_by_hand(company, shipped, **named)

    assert (header(order.order_id).invoicing, SalesInvoice.objects.count()) == ("none", 0)
    assert company.balance("1122") == 0


def test_the_rest_of_an_order_makes_up_for_thirds_that_were_billed_by_hand() -> None:
    company = trading()
    company.receive("A", "3", "3")
    order = approved(company, order_line(company, "A", "3", "33.333333"))
    shipped = goods_lines(sales.ship_order(company.scope, order.order_id, how=Fulfilment(business_date=DAY)))[0]
    for _ in range(2):
        third = goods(company, "A", shipped, "1", "33.333333")
        finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, third)])

    sales.invoice_order(company.scope, order.order_id, business_date=DAY)

    agreed = line(order.order_id)
    assert (agreed.net, agreed.tax) == (100, 13)
    assert (company.balance("6001"), company.balance("2221.01.07"), company.balance("1122")) == (-100, -13, 113)
    assert header(order.order_id).invoicing == "full"


def test_odd_cents_of_one_shipment_are_made_up_with_the_next() -> None:
    company = trading()
    company.receive("A", "3", "3")
    order = approved(company, order_line(company, "A", "3", "33.333333", tax=""))
    how = Fulfilment(business_date=DAY)
    for billed_by_hand in (True, True, False):
        piece = [ShipLine(order.line_ids[0], q("1"))]
        shipment_id = sales.ship_order(company.scope, order.order_id, piece, how=how)
        third = goods(company, "A", goods_lines(shipment_id)[0], "1", "33.333333", tax="")
        if billed_by_hand:
            finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, third)])
        else:
            sales.invoice_shipments(company.scope, [shipment_id], business_date=DAY)

    assert company.balance("6001") == -100


def test_a_price_agreed_otherwise_for_one_piece_is_not_made_up_with_the_others() -> None:
    company = trading()
    company.receive("A", "3", "3")
    order = approved(company, order_line(company, "A", "3", "33.333333", tax=""))
    shipped = goods_lines(sales.ship_order(company.scope, order.order_id, how=Fulfilment(business_date=DAY)))[0]
    cheap = goods(company, "A", shipped, "1", "30", tax="")
    finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, cheap)])

    rest = sales.invoice_order(company.scope, order.order_id, business_date=DAY)

    assert rest.gross == a("66.67")


def test_thirds_of_a_service_billed_by_hand_sum_to_what_was_agreed() -> None:
    company = trading()
    company.items["F"] = catalog.create_item(
        company.scope, ItemDraft(code="F", name="运费", kind="service", base_unit_id=company.unit_id)
    )
    order = approved(company, order_line(company, "F", "3", "33.333333", tax=""))
    for _ in range(2):
        third = replace(
            goods(company, "F", 0, "1", "33.333333", tax=""), order_id=order.order_id, order_line_id=order.line_ids[0]
        )
        finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, third)])

    sales.invoice_order(company.scope, order.order_id, business_date=DAY)

    assert (company.balance("1122"), header(order.order_id).invoicing) == (100, "full")


def test_an_allowance_without_return_leaves_shipment_and_order_invoiced() -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "4", "25"))
    shipped = sales.ship_order(company.scope, order.order_id, how=Fulfilment(business_date=DAY))
    blue = sales.invoice_order(company.scope, order.order_id, business_date=DAY)

    red = finance.red_invoice(
        company.scope,
        SALES_INVOICE,
        blue.id,
        business_date=DAY,
        lines=[RedLine(blue.line_ids[0], q("1"))],
        settle=False,
    )

    assert (shipment(shipped).invoicing, header(order.order_id).invoicing) == ("full", "full")
    assert line(order.order_id).invoiced_quantity == 4
    assert company.balance("1122") == Decimal("84.75")
    finance.reverse_invoice(company.scope, SALES_INVOICE, red.id, business_date=DAY, reason="no allowance after all")
    assert (shipment(shipped).invoicing, line(order.order_id).invoiced_quantity) == ("full", 4)
    assert company.balance("1122") == 113


def test_goods_that_came_back_after_the_invoice_ask_for_a_red_invoice_and_with_it_the_order_is_invoiced() -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "4", "25"))
    shipped = sales.ship_order(company.scope, order.order_id, how=Fulfilment(business_date=DAY))
    blue = sales.invoice_order(company.scope, order.order_id, business_date=DAY)

    back = post(company, "sales_return", ("A", "1", {"original_line_id": goods_lines(shipped)[0]}))

    assert (header(order.order_id).state, header(order.order_id).invoicing) == ("completed", "red_due")
    assert "invoice" not in order_page(company.scope, order.order_id)["verbs"]
    finance.red_invoice(
        company.scope,
        SALES_INVOICE,
        blue.id,
        business_date=DAY,
        lines=[RedLine(blue.line_ids[0], q("1"), back.line_ids[0])],
        settle=False,
    )
    assert (header(order.order_id).invoicing, line(order.order_id).invoiced_quantity) == ("full", 3)
    assert company.balance("1122") == Decimal("84.75")


def test_goods_that_came_back_before_the_invoice_leave_the_order_not_invoiced() -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "4", "25"))
    shipped = sales.ship_order(company.scope, order.order_id, how=Fulfilment(business_date=DAY))

    post(company, "sales_return", ("A", "1", {"original_line_id": goods_lines(shipped)[0]}))

    assert header(order.order_id).invoicing == "none"
    sales.invoice_order(company.scope, order.order_id, business_date=DAY)
    assert (header(order.order_id).invoicing, line(order.order_id).invoiced_quantity) == ("full", 3)
    assert "invoice" not in order_page(company.scope, order.order_id)["verbs"]
