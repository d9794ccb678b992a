"""Returns that await a red invoice: what came back after it was invoiced, the latest return first."""

from dataclasses import replace

import pytest

from heliu.finance import services as finance
from heliu.finance.kinds import PURCHASE_INVOICE, SALES_INVOICE
from heliu.finance.rules.drafts import RedLine
from heliu.sales import services as sales
from heliu.sales.drafts import NewReturn, NewReturnLine
from heliu.warehouse import services as warehouse
from heliu.warehouse.queries.goods import DocumentFilter, credit_due_lines, goods_document, list_goods_documents
from tests.support.goods import document, lines_of, post
from tests.support.invoices import goods, invoice
from tests.support.selling import goods_lines, sale, shipment
from tests.support.trading import DAY, q, trading

pytestmark = pytest.mark.django_db


def _received(company, quantity="10"):
    return post(company, "goods_receipt", ("A", quantity, "3"))


def _billed(company, line_id, quantity):
    line = goods(company, "A", line_id, quantity, "3", tax="")
    return finance.post_invoices(company.scope, PURCHASE_INVOICE, [invoice(company, line, party=company.supplier)])[0]


def _sent_back(company, line_id, quantity):
    return post(company, "purchase_return", ("A", quantity, {"original_line_id": line_id}))


def _credit(company, blue, quantity, back):
    return finance.red_invoice(
        company.scope,
        PURCHASE_INVOICE,
        blue.id,
        business_date=DAY,
        lines=[RedLine(blue.line_ids[0], q(quantity), back.line_ids[0])],
        settle=False,
    )


def _due(company, back):
    shown = goods_document(company.scope, "purchase_return", back.document_id)
    return (shown["progress"]["invoicing"], [line["credit_due_quantity"] for line in shown["lines"]])


def _awaiting(company, kind="purchase_return", **by):
    page = list_goods_documents(company.scope, kind, DocumentFilter(invoicing="red_due", **by), cursor=None, limit=50)
    return [row["number"] for row in page["items"]]


def test_goods_sent_back_before_their_invoice_await_nothing():
    company = trading()
    receipt = _received(company)
    back = _sent_back(company, receipt.line_ids[0], "2")

    assert (_due(company, back), _awaiting(company)) == (("none", ["0"]), [])
    _billed(company, receipt.line_ids[0], "8")
    assert (document(receipt.document_id).invoicing, _due(company, back)) == ("full", ("none", ["0"]))


def test_goods_sent_back_after_their_invoice_await_a_red_invoice_until_it_is_posted():
    company = trading()
    receipt = _received(company)
    blue = _billed(company, receipt.line_ids[0], "10")
    back = _sent_back(company, receipt.line_ids[0], "2")

    assert (document(receipt.document_id).invoicing, _due(company, back)) == ("red_due", ("red_due", ["2"]))
    assert _awaiting(company) == [back.number]
    half = _credit(company, blue, "1", back)
    assert (_due(company, back), _awaiting(company)) == (("red_due", ["1"]), [back.number])
    _credit(company, blue, "1", back)
    assert (_due(company, back), _awaiting(company)) == (("full", ["0"]), [])
    assert (document(receipt.document_id).invoicing, lines_of(receipt.document_id)[0].invoiced_quantity) == ("full", 8)
    finance.reverse_invoice(company.scope, PURCHASE_INVOICE, half.id, business_date=DAY, reason="wrong day")
    assert (document(receipt.document_id).invoicing, _due(company, back)) == ("red_due", ("red_due", ["1"]))


def test_what_was_not_invoiced_goes_back_first_so_only_a_later_return_awaits_a_red_invoice():
    company = trading()
    receipt = _received(company)
    blue = _billed(company, receipt.line_ids[0], "8")
    first, second = _sent_back(company, receipt.line_ids[0], "2"), _sent_back(company, receipt.line_ids[0], "3")

    assert (_due(company, first), _due(company, second)) == (("none", ["0"]), ("red_due", ["3"]))
    _credit(company, blue, "3", second)
    assert (_due(company, first), _due(company, second)) == (("none", ["0"]), ("full", ["0"]))


def test_a_return_that_is_reversed_awaits_nothing_and_its_receipt_is_invoiced_again():
    company = trading()
    receipt = _received(company)
    _billed(company, receipt.line_ids[0], "10")
    back = _sent_back(company, receipt.line_ids[0], "2")

    warehouse.reverse_goods_document(
        company.scope, "purchase_return", back.document_id, business_date=DAY, reason="they kept sending"
    )

    assert (document(back.document_id).invoicing, document(receipt.document_id).invoicing) == ("none", "full")
    assert _awaiting(company, state="posted,reversed") == []


def test_every_awaiting_return_of_a_billed_line_is_found_newest_first_however_many_there_are():
    company = trading()
    receipt = _received(company, "30")
    blue = _billed(company, receipt.line_ids[0], "30")
    backs = [_sent_back(company, receipt.line_ids[0], "1") for _ in range(25)]
    _credit(company, blue, "1", backs[3])

    found = credit_due_lines(company.scope, "purchase_return", receipt.line_ids)

    expected = [back.number for place, back in enumerate(backs) if place != 3][::-1]
    assert [row["document"]["number"] for row in found] == expected
    assert {(row["original_line_id"], row["quantity"]) for row in found} == {(str(receipt.line_ids[0]), "1")}


def test_a_customers_return_awaits_its_red_invoice_unless_the_sales_desk_credits_it_at_once():
    company = trading()
    company.receive("A", "10", "100")
    sold = sales.sell_directly(company.scope, sale(company, ("A", "4", "25")))
    shipped = goods_lines(sold.shipment_id)[0]

    alone = post(company, "sales_return", ("A", "1", {"original_line_id": shipped}))
    assert _awaiting(company, "sales_return") == [alone.number]
    new = NewReturn(business_date=DAY, lines=(NewReturnLine(quantity=q("1"), shipment_line_id=shipped),))
    sales.return_goods(company.scope, new)

    assert (_awaiting(company, "sales_return"), shipment(sold.shipment_id).invoicing) == ([alone.number], "red_due")
    red = finance.red_invoice(
        company.scope, SALES_INVOICE, sold.invoice_id, business_date=DAY,
        lines=[RedLine(sold.invoice_line_ids[0], q("1"), alone.line_ids[0])], settle=False,
    )  # fmt: skip
    assert (_awaiting(company, "sales_return"), shipment(sold.shipment_id).invoicing) == ([], "full")
    finance.reverse_invoice(company.scope, SALES_INVOICE, red.id, business_date=DAY, reason="wrong goods")
    assert _awaiting(company, "sales_return") == [alone.number]


def test_goods_of_unknown_origin_await_a_red_invoice_when_they_come_back():
    company = trading()
    company.receive("A", "10", "100")

    back = post(company, "sales_return", ("A", "1", "25"))

    assert _awaiting(company, "sales_return") == [back.number]


@pytest.mark.parametrize("limited", [True, False])
def test_returns_of_other_warehouses_are_not_shown(limited):
    company = trading()
    receipt = _received(company)
    _billed(company, receipt.line_ids[0], "10")
    _sent_back(company, receipt.line_ids[0], "2")
    scope = company.scope if not limited else replace(company.scope, warehouses=frozenset({0}))

    assert len(credit_due_lines(scope, "purchase_return", receipt.line_ids)) == (0 if limited else 1)
