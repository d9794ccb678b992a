"""Goods through both books: cost, provisional receipts, returns, transfers and refusals."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction

from heliu.posting.errors import InsufficientStock, OpenItemExceeded, ReturnExceedsOriginal
from heliu.stock.models import StockMove, StockValue, Warehouse
from tests.support.proofs import violations
from tests.support.trading import trading

pytestmark = pytest.mark.django_db


def test_receipt_values_stock_at_order_price_and_leaves_it_provisional():
    company = trading()
    company.receive("A", "100", "1000")
    assert company.on_hand("A") == 100
    assert company.worth("A") == (Decimal(100), Decimal(1000))
    assert company.balance("1405") == 1000
    assert company.balance("2202.02") == -1000
    assert company.stored_balance("1405") == 1000


def test_golden_costs_of_moving_average_and_fifo_side_by_side():
    company = trading(parallel=("fifo",))
    company.receive("A", "100", "1000")
    company.receive("A", "100", "1200")
    company.ship("A", "150", invoiced=True)
    fifo_ledger, fifo_book = company.parallel["fifo"]
    assert company.balance("6401") == 1650
    assert company.worth("A") == (Decimal(50), Decimal(550))
    assert company.balance("6401", fifo_ledger) == 1600
    assert company.worth("A", fifo_book) == (Decimal(50), Decimal(600))


def test_shipment_waits_as_goods_dispatched_until_it_is_invoiced():
    company = trading()
    company.receive("A", "3", "10")
    line = company.ship("A", "2")
    assert company.balance("1406") == Decimal("6.67")
    company.sales_invoice(line, "1", "20", "2.6", code="A")
    assert company.balance("1406") == Decimal("3.33")
    assert company.balance("6401") == Decimal("3.34")
    assert company.balance("1122") == Decimal("22.6")
    assert company.balance("6001") == -20
    assert company.balance("2221.01.07") == Decimal("-2.6")
    company.sales_invoice(line, "1", "20", "2.6", code="A")
    assert company.balance("1406") == 0
    assert company.balance("6401") == Decimal("6.67")


def test_last_unit_out_takes_the_remaining_value():
    company = trading()
    company.receive("A", "3", "10")
    for _ in range(3):
        company.ship("A", "1", invoiced=True)
    assert company.worth("A") == (Decimal(0), Decimal(0))
    assert company.balance("1405") == 0
    assert company.balance("6401") == 10


def test_refused_shipment_changes_nothing_and_says_what_lacks():
    company = trading()
    company.receive("A", "5", "50")
    before = (StockMove.objects.count(), StockValue.objects.count())
    with pytest.raises(InsufficientStock) as refusal:
        company.ship("A", "7")
    assert refusal.value.facts["items"] == [
        {
            "item_id": str(company.item("A")),
            "code": "A",
            "name": "Item A",
            "needed": "7",
            "available": "5",
            "missing": "2",
        }
    ]
    assert (StockMove.objects.count(), StockValue.objects.count()) == before
    assert company.on_hand("A") == 5


def test_return_reenters_at_original_issue_cost():
    company = trading()
    company.receive("A", "10", "100")
    line = company.ship("A", "4", invoiced=True)
    company.receive("A", "10", "200")
    company.take_back("A", "1", line)
    assert company.balance("6401") == 30
    assert company.worth("A") == (Decimal(17), Decimal(270))


def test_return_before_invoicing_reduces_goods_dispatched_not_cost_of_sales():
    company = trading()
    company.receive("A", "10", "100")
    line = company.ship("A", "4")
    company.take_back("A", "3", line)
    assert company.balance("1406") == 10
    assert company.balance("6401") == 0


def test_more_cannot_come_back_than_went_out():
    company = trading()
    company.receive("A", "10", "100")
    line = company.ship("A", "4", invoiced=True)
    company.take_back("A", "3", line)
    with pytest.raises(ReturnExceedsOriginal):
        company.take_back("A", "2", line)
    assert company.on_hand("A") == 9


def test_purchase_invoice_above_receipt_price_goes_to_stock_on_hand_and_to_cost():
    company = trading(parallel=("fifo",))
    line = company.receive("A", "100", "1000")
    company.ship("A", "40", invoiced=True)
    company.purchase_invoice(line, "100", "1050", "136.5", code="A")
    fifo_ledger, fifo_book = company.parallel["fifo"]
    for ledger, book in ((company.ledger_id, company.book_id), (fifo_ledger, fifo_book)):
        assert company.balance("2202.02", ledger) == 0
        assert company.balance("2202.01", ledger) == Decimal("-1186.5")
        assert company.balance("2221.01.01", ledger) == Decimal("136.5")
        assert company.worth("A", book) == (Decimal(60), Decimal(630))
        assert company.balance("1405", ledger) == 630
        assert company.balance("6401", ledger) == 420


def test_more_cannot_be_invoiced_than_was_received():
    company = trading()
    line = company.receive("A", "10", "100")
    company.purchase_invoice(line, "6", "60", code="A")
    with pytest.raises(OpenItemExceeded):
        company.purchase_invoice(line, "5", "50", code="A")
    assert company.balance("2202.02") == -40


def test_payment_settles_the_payable_and_the_rest_is_a_prepayment():
    company = trading()
    line = company.receive("A", "10", "100")
    invoice = company.purchase_invoice(line, "10", "100", "13", code="A")
    company.money_out("150", (invoice, "113"))
    assert company.open_amount(invoice) == 0
    assert company.balance("2202.01") == 0
    assert company.balance("1123") == 37
    assert company.balance("1002") == -150


def test_foreign_currency_golden_case_realises_the_difference_to_the_origin_rate():
    company = trading()
    line = company.receive("A", "100", "10000", day=dt.date(2026, 1, 10), rate="7.10", currency="USD")
    payable = company.purchase_invoice(
        line, "100", "10000", code="A", day=dt.date(2026, 1, 10), rate="7.10", currency="USD"
    )
    shipment = company.ship("A", "50", day=dt.date(2026, 1, 20))
    receivable = company.sales_invoice(
        shipment, "50", "8000", code="A", day=dt.date(2026, 1, 20), rate="7.05", currency="USD"
    )
    assert company.balance("1405") == 35500
    assert company.balance("6401") == 35500
    assert company.balance("1122") == 56400
    company.money_in("8000", (receivable, "8000"), day=dt.date(2026, 2, 15), rate="7.02", currency="USD")
    assert company.balance("6603.03.01") == 240
    company.money_out("10000", (payable, "10000"), day=dt.date(2026, 2, 20), rate="6.98", currency="USD")
    assert company.balance("6603.03.01") == 240 - 1200
    assert company.balance("1122") == 0
    assert company.balance("2202.01") == 0


def test_what_is_below_zero_is_filled_up_in_parts_after_the_warehouse_stopped_allowing_it():
    company = trading()
    warehouse = Warehouse.objects.filter(id=company.warehouse_id)
    warehouse.update(allow_negative=True)
    company.receive("A", "5", "10")
    company.ship("A", "10", invoiced=True)
    warehouse.update(allow_negative=False)
    with pytest.raises(InsufficientStock), transaction.atomic():
        company.ship("A", "1", invoiced=True)
    company.receive("A", "3", "6")
    assert company.on_hand("A") == -2
    company.receive("A", "4", "8")
    assert (company.on_hand("A"), company.worth("A")) == (2, (2, 4))
    assert violations(company) == []


def test_back_order_of_sales_before_purchase_is_trued_up_where_negative_stock_is_allowed():
    company = trading()
    company.receive("A", "10", "100")
    Warehouse.objects.filter(id=company.warehouse_id).update(allow_negative=True)
    company.ship("A", "15", invoiced=True)
    assert company.worth("A") == (Decimal(-5), Decimal(-50))
    company.receive("A", "10", "120")
    assert company.worth("A") == (Decimal(5), Decimal(60))
    assert company.balance("6401") == 160
    assert company.balance("1405") == 60


def test_next_to_nothing_of_something_dear_is_valued():
    company = trading()
    company.receive("A", "0.000001", "100000000")
    assert company.worth("A") == (Decimal("0.000001"), 100_000_000)
    company.ship("A", "0.000001", invoiced=True)
    assert company.worth("A") == (0, 0)
    assert violations(company) == []
