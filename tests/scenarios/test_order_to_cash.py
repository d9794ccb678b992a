"""From the order to the money, and part of it back: one customer's story through both books."""

from decimal import Decimal

import pytest

from heliu.finance import services as finance
from heliu.finance.kinds import MONEY_RECEIPT
from heliu.finance.models import SalesInvoice, SettlementNote
from heliu.posting.verification import verify
from heliu.sales import services as sales
from heliu.sales.drafts import Fulfilment, NewReturn, NewReturnLine, ShipLine
from tests.support.invoices import money, q, settles
from tests.support.selling import approved, goods_lines, header, line, order_line, reserved, shipment
from tests.support.trading import DAY, Trading, trading

pytestmark = pytest.mark.django_db
TODAY = Fulfilment(business_date=DAY)


def faults(company: Trading) -> list[str]:
    """Invariants of both books that do not hold."""
    return [verdict.id for verdict in verify(company.scope.company_id) if verdict.violations]


def test_from_order_to_cash_with_a_return_at_original_issue_cost() -> None:
    company = trading()
    company.receive("A", "6", "60")

    # 10 ordered at 25 plus 13 % VAT; only 6 are there, 4 are back-ordered.
    order = approved(company, order_line(company, "A", "10", "25"))
    assert header(order.order_id).state == "approved"
    assert reserved(company, order.order_id) == 6

    # What is there leaves, at its cost of 10 each.
    first = sales.ship_order(company.scope, order.order_id, how=TODAY)
    assert line(order.order_id).shipped_quantity == 6
    assert (header(order.order_id).state, header(order.order_id).delivery) == ("in_progress", "partial")
    assert (reserved(company, order.order_id), company.on_hand("A")) == (0, 0)
    assert company.balance("1406") == 60

    # It is invoiced: 150 + 19.50; cost of sales follows.
    bill = sales.invoice_order(company.scope, order.order_id, business_date=DAY)
    assert SalesInvoice.objects.get(id=bill.id).gross == Decimal("169.5")
    assert company.balance("6401") == 60
    assert company.balance("1406") == 0
    assert header(order.order_id).invoicing == "partial"
    assert shipment(first).invoicing == "full"

    # Dearer goods arrive (20 each); the rest is reserved and leaves.
    company.receive("A", "10", "200")
    sales.reserve_order(company.scope, order.order_id)
    assert reserved(company, order.order_id) == 4
    second = sales.ship_order(company.scope, order.order_id, [ShipLine(order.line_ids[0], q("4"))], how=TODAY)
    rest = sales.invoice_shipments(company.scope, [second], business_date=DAY)
    done = header(order.order_id)
    assert (done.state, done.delivery, done.invoicing) == ("completed", "full", "full")
    assert company.balance("6401") == 60 + 80
    assert company.balance("6001") == -250

    # The customer pays the first invoice, less 50 cents.
    finance.post_money(company.scope, MONEY_RECEIPT, [money(company, "169", settles(bill.id, "169", "0.5"))])
    assert company.open_amount(bill.id) == 0
    assert company.open_amount(rest.id) == 113

    # Two pieces of the first shipment come back: in at 10 each, not at today's 20; credited and set off.
    back = sales.return_goods(
        company.scope,
        NewReturn(business_date=DAY, lines=(NewReturnLine(quantity=q("2"), shipment_line_id=goods_lines(first)[0]),)),
    )
    red = SalesInvoice.objects.get(id=back.red_invoice_ids[0])
    assert (red.is_red, red.red_of_id, red.gross) == (True, bill.id, Decimal("-56.5"))
    assert company.worth("A") == (Decimal(8), Decimal(140))
    assert company.balance("6401") == 120
    assert company.balance("6001") == -200
    assert company.open_amount(red.id) == Decimal("-56.5")
    assert SettlementNote.objects.count() == 0
    assert line(order.order_id).returned_quantity == 2
    assert line(order.order_id).invoiced_quantity == 8

    # The credit pays part of the second invoice; the rest comes in cash.
    finance.post_money(
        company.scope, MONEY_RECEIPT, [money(company, "56.5", settles(rest.id, "113"), settles(red.id, "56.5"))]
    )
    assert company.open_amount(rest.id) == 0
    assert company.open_amount(red.id) == 0
    assert company.balance("1122") == 0
    assert company.balance("1002") == Decimal("225.5")
    assert company.balance("1405") == 140
    assert faults(company) == []


def test_goods_that_come_back_before_they_are_invoiced_need_no_credit() -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "5", "25"))
    shipped = sales.ship_order(company.scope, order.order_id, how=TODAY)

    back = sales.return_goods(
        company.scope,
        NewReturn(business_date=DAY, lines=(NewReturnLine(quantity=q("2"), shipment_line_id=goods_lines(shipped)[0]),)),
    )

    assert back.red_invoice_ids == ()
    assert company.balance("1406") == 30
    bill = sales.invoice_order(company.scope, order.order_id, business_date=DAY)
    assert SalesInvoice.objects.get(id=bill.id).quantity == 3
    done = header(order.order_id)
    assert (done.state, done.invoicing) == ("completed", "full")
    assert company.balance("1406") == 0
    assert company.balance("6401") == 30
    assert faults(company) == []


def test_a_return_of_goods_half_invoiced_credits_only_what_was_invoiced() -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "4", "25"), order_line(company, "A", "6", "25"))
    sales.ship_order(company.scope, order.order_id, [ShipLine(order.line_ids[0], q("4"))], how=TODAY)
    sales.invoice_order(company.scope, order.order_id, business_date=DAY)
    second = sales.ship_order(company.scope, order.order_id, [ShipLine(order.line_ids[1], q("6"))], how=TODAY)

    back = sales.return_goods(
        company.scope,
        NewReturn(business_date=DAY, lines=(NewReturnLine(quantity=q("1"), shipment_line_id=goods_lines(second)[0]),)),
    )

    assert back.red_invoice_ids == ()
    assert company.balance("1122") == 113
    assert company.balance("1406") == 50
