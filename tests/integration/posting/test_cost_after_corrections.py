"""Where cost ends up when prices, issues and receipts are corrected after part of the goods has gone."""

import datetime as dt
from decimal import Decimal

import pytest

from heliu.core.ids import next_id
from heliu.finance import services as finance
from heliu.finance.kinds import PURCHASE_INVOICE
from heliu.posting.facts import (
    AccountKey,
    AdjustmentLine,
    GoodsTransferred,
    PurchaseInvoiceLine,
    PurchaseInvoicePosted,
    StockAdjusted,
    TransferLine,
)
from heliu.stock.models import LocationKind, Warehouse
from heliu.stock.queries import counterpart
from heliu.warehouse import services as warehouse
from tests.support import goods as g
from tests.support import invoices as iv
from tests.support.proofs import reverse, violations
from tests.support.trading import Trading, a, q, trading

pytestmark = pytest.mark.django_db

FORMULAS = ("moving_average", "fifo")


def march(day: int) -> dt.date:
    return dt.date(2026, 3, day)


def received(company: Trading, price: str, *, quantity: str = "10", day: int = 1) -> tuple[int, int]:
    """(goods receipt of an order, its line)"""
    receipt = g.receive(company, g.order(company, ("A", quantity, price)), day=march(day))
    return receipt, g.lines_of(receipt)[0].id


def billed(company: Trading, line: int, price: str, *, quantity: str = "10", day: int = 2) -> int:
    draft = iv.invoice(
        company, iv.goods(company, "A", line, quantity, price, tax=""), party=company.supplier, day=march(day)
    )
    return finance.post_invoices(company.scope, PURCHASE_INVOICE, [draft])[0].id


def unbilled(company: Trading, invoice: int, *, day: int) -> None:
    finance.reverse_invoice(company.scope, PURCHASE_INVOICE, invoice, business_date=march(day))


def on_the_road(company: Trading, quantity: str, *, day: int) -> int:
    """Sent off by a transfer in two steps; returns its line."""
    line = next_id()
    sent = TransferLine(line, company.item("A"), q(quantity), company.location, transit_of(company))
    company.post(GoodsTransferred(company.head("transfer", day=march(day)), (sent,)))
    return line


def lost(company: Trading, line: int, quantity: str, *, day: int) -> int:
    made = next_id()
    loss = AdjustmentLine(
        made, company.item("A"), q(quantity), transit_of(company), False, AccountKey.STOCK_LOSS,
        transit_line_id=line,
    )  # fmt: skip
    company.post(StockAdjusted(company.head("transfer", day=march(day)), (loss,)))
    return made


def transit_of(company: Trading) -> int:
    return counterpart(company.scope, LocationKind.TRANSIT)


def stock_and_cost(company: Trading) -> tuple[object, object]:
    assert violations(company) == []
    return company.worth("A")[1], company.balance("6401")


def test_late_issue_that_emptied_stock_and_is_reversed_leaves_nothing_in_cost_of_sales():
    company = trading()
    company.receive("A", "3", "10", day=march(1))
    company.receive("A", "3", "20", day=march(6))
    company.ship("A", "4", day=march(7), invoiced=True)
    late = g.post(company, "other_issue", ("A", "2"), reason="SAMPLE", day=march(5))
    assert stock_and_cost(company) == (0, Decimal("23.33"))
    warehouse.reverse_goods_document(company.scope, "other_issue", late.document_id, business_date=march(9))
    assert stock_and_cost(company) == (10, 20)


@pytest.mark.parametrize("formula", FORMULAS)
def test_price_invoiced_by_mistake_and_reversed_after_half_was_sold_leaves_stock_and_cost_by_halves(formula: str):
    company = trading(cost_formula=formula)
    _, line = received(company, "10")
    mistaken = billed(company, line, "100")
    company.ship("A", "5", day=march(3), invoiced=True)
    assert stock_and_cost(company) == (500, 500)
    unbilled(company, mistaken, day=4)
    assert stock_and_cost(company) == (50, 50)
    billed(company, line, "10", day=4)
    assert stock_and_cost(company) == (50, 50)


@pytest.mark.parametrize("formula", FORMULAS)
def test_price_invoiced_by_mistake_for_goods_sold_before_is_reversed_in_cost_alone(formula: str):
    company = trading(cost_formula=formula)
    _, line = received(company, "10")
    company.ship("A", "10", day=march(2), invoiced=True)
    mistaken = billed(company, line, "100", day=3)
    received(company, "20", day=4)
    unbilled(company, mistaken, day=5)
    assert stock_and_cost(company) == (200, 100)


@pytest.mark.parametrize("formula", FORMULAS)
def test_price_too_low_and_reversed_after_all_was_sold_is_corrected_in_cost(formula: str):
    company = trading(cost_formula=formula)
    _, line = received(company, "10")
    mistaken = billed(company, line, "1")
    company.ship("A", "10", day=march(3), invoiced=True)
    assert stock_and_cost(company) == (0, 10)
    unbilled(company, mistaken, day=4)
    assert stock_and_cost(company) == (0, 100)


@pytest.mark.parametrize("formula", FORMULAS)
def test_goods_lost_on_the_road_are_lost_at_what_they_were_sent_off_with(formula: str):
    company = trading(cost_formula=formula)
    company.receive("A", "4", "12", day=march(1))
    line = on_the_road(company, "4", day=2)
    company.receive("A", "4", "400", day=march(3))
    part = lost(company, line, "1", day=4)
    assert (company.balance("6602.07"), company.balance("1402"), company.balance("1405")) == (3, 9, 400)
    lost(company, line, "3", day=5)
    assert (company.balance("6602.07"), company.balance("1402"), company.balance("1405")) == (12, 0, 400)
    assert stock_and_cost(company) == (400, 0)
    reverse(company, part, day=march(6))
    assert (company.balance("6602.07"), company.balance("1402"), company.balance("1405")) == (9, 3, 400)
    assert stock_and_cost(company) == (403, 0)


def test_a_receipt_dated_before_a_loss_on_the_road_leaves_the_loss_alone():
    company = trading()
    company.receive("A", "4", "12", day=march(1))
    line = on_the_road(company, "4", day=2)
    lost(company, line, "4", day=5)
    company.receive("A", "4", "400", day=march(3))
    assert (company.balance("6602.07"), company.balance("1402")) == (12, 0)
    assert stock_and_cost(company) == (400, 0)


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_price_difference_leaves_no_goods_worth_less_than_nothing(formula: str):
    company = trading(cost_formula=formula)
    received(company, "1")
    _, line = received(company, "10")
    company.ship("A", "15", day=march(2), invoiced=True)
    billed(company, line, "0", day=3)
    assert stock_and_cost(company) == (0, 10)


@pytest.mark.parametrize("formula", FORMULAS)
def test_an_allowance_of_the_supplier_lowers_stock_and_cost_by_what_is_where(formula: str):
    company = trading(cost_formula=formula)
    _, line = received(company, "10")
    billed(company, line, "10")
    company.ship("A", "4", day=march(3), invoiced=True)
    allowance = PurchaseInvoiceLine(next_id(), a("-20"), a("-2.6"), item_id=company.item("A"), receipt_line_id=line)
    head = company.head("purchase_invoice", party=company.supplier, day=march(4))
    company.post(PurchaseInvoicePosted(head, (allowance,), march(4)))
    assert stock_and_cost(company) == (48, 32)
    assert company.balance("2202.01") == Decimal("-77.40")
    reverse(company, head.origin_id, day=march(5))
    assert stock_and_cost(company) == (60, 40)
    assert company.balance("2202.01") == -100


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_left_before_an_invoice_came_is_not_charged_its_price_by_a_late_receipt(formula: str):
    company = trading(cost_formula=formula)
    _, line = received(company, "10")
    company.ship("A", "9", day=march(5), invoiced=True)
    billed(company, line, "100", day=6)
    assert stock_and_cost(company) == (100, 900)
    company.receive("A", "1", "10", day=march(3))
    assert stock_and_cost(company) == (110, 900)


@pytest.mark.parametrize("formula", FORMULAS)
def test_goods_sold_below_zero_are_trued_up_once_however_many_facts_come_late(formula: str):
    company = trading(cost_formula=formula)
    Warehouse.objects.filter(id=company.warehouse_id).update(allow_negative=True)
    company.receive("A", "2", "20", day=march(1))
    company.ship("A", "5", day=march(3), invoiced=True)
    company.receive("A", "10", "200", day=march(5))
    company.receive("A", "3", "30", day=march(2))
    assert stock_and_cost(company) == (200, 50)
    for _ in range(3):
        company.receive("A", "1", "10", day=march(2))
    assert stock_and_cost(company) == (230, 50)


@pytest.mark.parametrize("invoiced", [True, False])
def test_a_sale_and_the_late_receipt_that_changed_its_cost_are_reversed_to_nothing(*, invoiced: bool):
    company = trading()
    company.receive("A", "10", "100", day=march(1))
    sale = company.ship("A", "5", day=march(10), invoiced=invoiced)
    late = company.receive("A", "10", "300", day=march(5))
    reverse(company, sale, day=march(12))
    reverse(company, late, day=march(12))
    assert stock_and_cost(company) == (100, 0)


def test_a_wrong_price_is_reversed_after_all_was_sold_and_other_goods_came():
    company = trading()
    _, line = received(company, "10")
    mistaken = billed(company, line, "100")
    company.ship("A", "10", day=march(3), invoiced=True)
    received(company, "20", day=4)
    unbilled(company, mistaken, day=5)
    assert stock_and_cost(company) == (200, 100)


@pytest.mark.parametrize("formula", FORMULAS)
def test_goods_that_left_at_a_wrong_price_come_back_at_the_right_one_once_it_is_reversed(formula: str):
    company = trading(cost_formula=formula)
    _, line = received(company, "10")
    mistaken = billed(company, line, "100")
    sold = company.ship("A", "5", day=march(3), invoiced=True)
    unbilled(company, mistaken, day=4)
    reverse(company, sold, day=march(5))
    assert stock_and_cost(company) == (100, 0)


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_customer_brought_goods_back_before_their_wrong_price_is_reversed(formula: str):
    company = trading(cost_formula=formula)
    _, line = received(company, "10")
    mistaken = billed(company, line, "100", day=1)
    sold = company.ship("A", "10", day=march(2), invoiced=True)
    company.take_back("A", "10", sold, day=march(3))
    unbilled(company, mistaken, day=4)
    assert stock_and_cost(company) == (100, 0)


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_wrong_price_with_a_late_receipt_in_between_ends_as_the_right_one(formula: str):
    company = trading(cost_formula=formula)
    _, line = received(company, "10")
    company.ship("A", "5", day=march(5), invoiced=True)
    mistaken = billed(company, line, "100", day=6)
    company.receive("A", "2", "20", day=march(3))
    unbilled(company, mistaken, day=7)
    billed(company, line, "10", day=8)
    assert stock_and_cost(company) == (70, 50)


def test_the_first_of_two_late_receipts_is_reversed_and_the_second_stays():
    company = trading()
    company.receive("A", "10", "100", day=march(1))
    company.ship("A", "5", day=march(10), invoiced=True)
    first = company.receive("A", "10", "300", day=march(5))
    company.receive("A", "20", "40", day=march(6))
    reverse(company, first, day=march(12))
    assert stock_and_cost(company) == (Decimal("116.67"), Decimal("23.33"))


def test_a_price_that_late_sales_left_no_goods_for_is_given_up_once_and_comes_back_with_its_reversal():
    company = trading(cost_formula="fifo")
    _, line = received(company, "10", quantity="4")
    received(company, "10", quantity="8", day=2)
    invoice = billed(company, line, "15", quantity="4", day=9)
    assert stock_and_cost(company) == (140, 0)
    company.ship("A", "4", day=march(5), invoiced=True)
    assert stock_and_cost(company) == (80, 60)
    company.ship("A", "2", day=march(6), invoiced=True)
    assert stock_and_cost(company) == (60, 80)
    unbilled(company, invoice, day=10)
    assert stock_and_cost(company) == (60, 60)
