"""Documents that correct each other: what was taken back is not taken back again, and nothing is left hanging."""

from decimal import Decimal

import pytest

from heliu.core.errors import NotFound
from heliu.core.scales import RATE_SCALE
from heliu.finance import services as finance
from heliu.finance.errors import RedOfRed
from heliu.finance.kinds import PURCHASE_INVOICE, SALES_INVOICE
from heliu.finance.rules.drafts import RedLine
from heliu.purchasing import services as purchasing
from heliu.sales import services as sales
from heliu.sales.drafts import Fulfilment, NewReturn, NewReturnLine
from heliu.warehouse import services as warehouse
from heliu.warehouse.errors import CreditRefused, ReturnStands
from tests.support.goods import books, lines_of, order, post, receive, refused
from tests.support.invoices import q
from tests.support.proofs import violations
from tests.support.selling import approved, goods_lines, order_line
from tests.support.trading import DAY, Trading, trading

pytestmark = pytest.mark.django_db


def _sold(company: Trading, quantity: str = "10") -> tuple[int, finance.PostedInvoice]:
    """Shipment line and invoice of a delivered order."""
    company.receive("A", "40", "400")
    made = approved(company, order_line(company, "A", quantity, "20", tax=""))
    shipped = sales.ship_order(company.scope, made.order_id, how=Fulfilment(business_date=DAY))
    return goods_lines(shipped)[0], sales.invoice_order(company.scope, made.order_id, business_date=DAY)


def test_the_mirror_of_a_red_invoice_is_no_invoice_to_credit() -> None:
    company = trading()
    bought = order(company, ("A", "10", "10"))
    receive(company, bought)
    blue = purchasing.invoice_order(company.scope, bought.order_id, business_date=DAY, post=True)
    red = finance.red_invoice(company.scope, PURCHASE_INVOICE, blue.id, business_date=DAY, settle=False)
    mirror = finance.reverse_invoice(company.scope, PURCHASE_INVOICE, red.id, business_date=DAY)
    before = books(company)

    with refused(RedOfRed):
        finance.red_invoice(company.scope, PURCHASE_INVOICE, mirror.id, business_date=DAY)

    assert books(company) == before


def test_an_invoice_is_not_reversed_from_under_goods_that_came_back() -> None:
    company = trading()
    shipped, bill = _sold(company)
    back = post(company, "sales_return", ("A", "10", {"original_line_id": shipped}))
    before = books(company)

    with refused(ReturnStands):
        finance.reverse_invoice(company.scope, SALES_INVOICE, bill.id, business_date=DAY)

    assert books(company) == before
    warehouse.reverse_goods_document(company.scope, "sales_return", back.document_id, business_date=DAY)
    finance.reverse_invoice(company.scope, SALES_INVOICE, bill.id, business_date=DAY)
    assert (company.balance("1406"), company.balance("6401"), company.balance("1122")) == (100, 0, 0)
    assert violations(company) == []


def test_a_purchase_invoice_is_not_reversed_from_under_the_claim_of_a_return() -> None:
    company = trading()
    bought = order(company, ("A", "10", "10"))
    line = lines_of(receive(company, bought))[0].id
    bill = purchasing.invoice_order(company.scope, bought.order_id, business_date=DAY, post=True)
    post(company, "purchase_return", ("A", "4", {"original_line_id": line}))

    with refused(ReturnStands):
        finance.reverse_invoice(company.scope, PURCHASE_INVOICE, bill.id, business_date=DAY)


def test_goods_of_a_foreign_receipt_go_back_in_its_currency_and_at_its_rate() -> None:
    company = trading()
    bought = order(company, ("A", "10", "10"), currency="USD", rate=7 * RATE_SCALE)
    line = lines_of(receive(company, bought))[0].id
    purchasing.invoice_order(company.scope, bought.order_id, business_date=DAY, post=True)

    back = post(company, "purchase_return", ("A", "2", {"original_line_id": line}))

    assert (company.balance("2202.02"), company.balance("6401"), company.worth("A")[1]) == (140, 0, 560)
    document = lines_of(back.document_id)[0].document
    assert (document.currency, document.rate) == ("USD", 7)
    assert violations(company) == []


def test_a_sales_credit_names_no_goods_receipt() -> None:
    company = trading()
    received = lines_of(receive(company, order(company, ("A", "10", "10"))))[0].id
    _, bill = _sold(company, "5")
    before = books(company)

    with refused(NotFound):
        finance.red_invoice(
            company.scope,
            SALES_INVOICE,
            bill.id,
            business_date=DAY,
            lines=[RedLine(bill.line_ids[0], q("1"), received)],
        )

    assert books(company) == before


def test_what_came_back_is_credited_once_and_only_while_its_return_stands() -> None:
    company = trading()
    shipped, bill = _sold(company)
    line = NewReturnLine(quantity=q("2"), shipment_line_id=shipped)
    credited = sales.return_goods(company.scope, NewReturn(business_date=DAY, lines=(line,)))
    reversed_ = post(company, "sales_return", ("A", "3", {"original_line_id": shipped}))
    warehouse.reverse_goods_document(company.scope, "sales_return", reversed_.document_id, business_date=DAY)
    before = books(company)

    for return_line, quantity in ((credited.line_ids[0], "2"), (reversed_.line_ids[0], "3")):
        red = RedLine(bill.line_ids[0], q(quantity), return_line)
        with refused(CreditRefused):
            finance.red_invoice(company.scope, SALES_INVOICE, bill.id, business_date=DAY, lines=[red])

    assert books(company) == before
    assert company.balance("1122") == Decimal(160)
