"""Invoices that programs write by hand: the order follows, whatever of it the lines name; a wrong name is refused."""

from dataclasses import replace

import pytest

from heliu.finance import services as finance
from heliu.finance.kinds import PURCHASE_INVOICE
from heliu.finance.models import PurchaseInvoice
from heliu.finance.rules.drafts import InvoiceDraft, InvoiceLineDraft, RedLine
from heliu.purchasing import queries, services
from heliu.purchasing.drafts import ReturnLine
from heliu.purchasing.errors import OrderLineMismatch
from heliu.purchasing.services import Fulfilment
from heliu.warehouse.models import GoodsLine
from tests.support import goods, invoices
from tests.support.goods import books, lines_of, order, order_lines, price, receive, stored
from tests.support.proofs import violations
from tests.support.trading import DAY, a, q, trading

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("names_order_line", [True, False], ids=["names its order line", "names its receipt only"])
def test_an_invoice_line_that_does_not_name_its_order_still_counts_for_it(names_order_line):
    company = trading()
    made = order(company, ("A", "10", "3"))
    arrived = lines_of(receive(company, made))[0].id
    line = InvoiceLineDraft(
        entered_quantity=q("4"), price=price("3"), item_id=company.item("A"), source_line_id=arrived, tax_code_id=0,
        order_line_id=made.line_ids[0] if names_order_line else 0,
    )  # fmt: skip
    draft = InvoiceDraft(party_id=company.supplier, business_date=DAY, currency="CNY", lines=(line,))

    posted = finance.post_invoices(company.scope, PURCHASE_INVOICE, [draft])[0]

    assert (stored(made).invoicing, order_lines(made)[0].invoiced_quantity) == ("partial", 4)
    related = queries.order_page(company.scope, made.order_id)["related"]
    assert [d["number"] for d in related if d["kind"] == "purchase_invoice"] == [posted.number]


def test_an_invoice_does_not_bill_another_orders_line():
    company = trading()
    made, other = order(company, ("A", "10", "3")), order(company, ("B", "10", "3"))
    arrived = lines_of(receive(company, made))[0].id
    line = InvoiceLineDraft(
        entered_quantity=q("4"), price=price("3"), item_id=company.item("A"), source_line_id=arrived, tax_code_id=0,
        order_line_id=other.line_ids[0],
    )  # fmt: skip
    before = books(company)

    with goods.refused(OrderLineMismatch):
        finance.post_invoices(
            company.scope,
            PURCHASE_INVOICE,
            [InvoiceDraft(party_id=company.supplier, business_date=DAY, currency="CNY", lines=(line,))],
        )

    assert books(company) == before
    assert PurchaseInvoice.objects.count() == 0


def test_the_rest_of_an_order_makes_up_for_thirds_that_were_billed_by_hand():
    company = trading()
    made = order(company, ("A", "3", "33.333333"))
    arrived = lines_of(receive(company, made))[0].id
    third = InvoiceLineDraft(
        entered_quantity=q("1"), price=price("33.333333"), item_id=company.item("A"), source_line_id=arrived,
        tax_code_id=0,
    )  # fmt: skip
    for _ in range(2):
        draft = InvoiceDraft(party_id=company.supplier, business_date=DAY, currency="CNY", lines=(third,))
        finance.post_invoices(company.scope, PURCHASE_INVOICE, [draft])
    rights = frozenset({"finance.purchase_invoice.create", "finance.purchase_invoice.post"})
    clerk = replace(company.scope, all_permissions=False, permissions=rights)

    rest = services.invoice_order(clerk, made.order_id, business_date=DAY, post=True)

    assert [PurchaseInvoice.objects.get(id=rest.id).match_state, rest.gross] == ["matched", a("33.34")]
    assert [company.balance(code) for code in ("2202.01", "2202.02", "1405", "6401")] == [-100, 0, 100, 0]
    assert company.worth("A") == (3, 100)
    assert stored(made).invoicing == "full"


def test_an_allowance_without_return_leaves_receipt_and_order_invoiced():
    company = trading()
    made = order(company, ("A", "10", "3"))
    receipt = receive(company, made)
    blue = services.invoice_order(company.scope, made.order_id, business_date=DAY, post=True)

    red = finance.red_invoice(
        company.scope,
        PURCHASE_INVOICE,
        blue.id,
        business_date=DAY,
        lines=[RedLine(blue.line_ids[0], q("1"))],
        settle=False,
    )

    assert (goods.document(receipt).invoicing, stored(made).invoicing) == ("full", "full")
    assert (order_lines(made)[0].invoiced_quantity, order_lines(made)[0].invoiced_net) == (10, 27)
    finance.reverse_invoice(company.scope, PURCHASE_INVOICE, red.id, business_date=DAY, reason="no allowance after all")
    assert (order_lines(made)[0].invoiced_quantity, order_lines(made)[0].invoiced_net) == (10, 30)


def _returned(company, made, receipt, quantity):
    """Goods of an order sent back; the id of the return's line."""
    back = services.return_order(
        company.scope,
        made.order_id,
        [ReturnLine(lines_of(receipt)[0].id, q(quantity))],
        how=Fulfilment(business_date=DAY),
    )
    return lines_of(back)[0].id


def test_goods_sent_back_after_the_invoice_ask_for_a_red_invoice_and_with_it_the_order_is_invoiced():
    company = trading()
    made = order(company, ("A", "10", "3"))
    receipt = receive(company, made)
    blue = services.invoice_order(company.scope, made.order_id, business_date=DAY, post=True)

    back = _returned(company, made, receipt, "2")
    due = queries.order_page(company.scope, made.order_id)

    assert (stored(made).state, stored(made).delivery, stored(made).invoicing) == ("completed", "full", "red_due")
    assert "invoice" not in due["verbs"]
    red = finance.red_invoice(
        company.scope,
        PURCHASE_INVOICE,
        blue.id,
        business_date=DAY,
        lines=[RedLine(blue.line_ids[0], q("2"), back)],
        settle=False,
    )
    assert (stored(made).invoicing, order_lines(made)[0].invoiced_quantity) == ("full", 8)
    assert (company.balance("2202.02"), company.balance("2202.01")) == (0, -24)
    finance.reverse_invoice(company.scope, PURCHASE_INVOICE, red.id, business_date=DAY, reason="wrong quantity")
    assert stored(made).invoicing == "red_due"


def test_goods_sent_back_before_the_invoice_need_no_red_invoice():
    company = trading()
    made = order(company, ("A", "10", "3"))
    receipt = receive(company, made)

    _returned(company, made, receipt, "2")

    assert (stored(made).invoicing, "invoice" in queries.order_page(company.scope, made.order_id)["verbs"]) == (
        "none",
        True,
    )
    services.invoice_order(company.scope, made.order_id, business_date=DAY, post=True)
    assert (stored(made).invoicing, order_lines(made)[0].invoiced_quantity) == ("full", 8)
    assert "invoice" not in queries.order_page(company.scope, made.order_id)["verbs"]


def test_a_red_invoice_that_names_only_the_return_counts_for_its_order():
    company = trading()
    made = order(company, ("A", "10", "3"))
    receipt = receive(company, made)
    services.invoice_order(company.scope, made.order_id, business_date=DAY, post=True)
    back = _returned(company, made, receipt, "2")
    line = InvoiceLineDraft(
        entered_quantity=-q("2"), price=price("3"), item_id=company.item("A"), source_line_id=back, tax_code_id=0
    )
    draft = InvoiceDraft(party_id=company.supplier, business_date=DAY, currency="CNY", lines=(line,), is_red=True)

    finance.post_invoices(company.scope, PURCHASE_INVOICE, [draft])

    assert (stored(made).invoicing, order_lines(made)[0].invoiced_quantity) == ("full", 8)


@pytest.mark.parametrize("formula", ["moving_average", "fifo"])
def test_goods_sent_back_after_an_allowance_are_credited_at_the_price_that_was_left(formula: str):
    company = trading(cost_formula=formula)
    made = order(company, ("A", "10", "10"))
    received = lines_of(receive(company, made))[0].id
    draft = invoices.invoice(
        company, invoices.goods(company, "A", received, "10", "10", tax=""), party=company.supplier
    )
    blue = finance.post_invoices(company.scope, PURCHASE_INVOICE, [draft])[0]

    def credit(quantity: str, returned: int = 0):
        line = RedLine(blue.line_ids[0], q(quantity), returned)
        finance.red_invoice(company.scope, PURCHASE_INVOICE, blue.id, business_date=DAY, lines=[line])

    credit("2")
    assert (company.worth("A"), company.balance("2202.01")) == ((10, 80), -80)
    for quantity, left in (("4", -48), ("6", 0)):
        services.return_order(
            company.scope, made.order_id, [ReturnLine(received, q(quantity))], how=Fulfilment(business_date=DAY)
        )
        returned = GoodsLine.objects.filter(company_id=company.scope.company_id).latest("id").id
        credit(quantity, returned)
        assert company.balance("2202.01") == left
    assert company.worth("A") == (0, 0)
    assert (company.balance("2202.02"), company.balance("6401")) == (0, 0)
    assert violations(company) == []
