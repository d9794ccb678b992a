"""Back-dated facts: the books end as if everything had come in order, by deltas, without touching what is posted."""

import datetime as dt
from decimal import Decimal

import pytest

from heliu.ledger.models import Entry
from heliu.stock.models import CostLayer, StockValue
from tests.support.trading import trading

pytestmark = pytest.mark.django_db

MARCH_1, MARCH_5, MARCH_9 = (dt.date(2026, 3, d) for d in (1, 5, 9))
APRIL_2 = dt.date(2026, 4, 2)


def test_late_receipt_changes_the_cost_of_later_shipments_in_both_formulas():
    company = trading(parallel=("fifo",))
    company.receive("A", "10", "100", day=MARCH_5)
    company.ship("A", "5", day=MARCH_9, invoiced=True)
    posted = list(StockValue.objects.values_list("id", "amount"))
    company.receive("A", "10", "200", day=MARCH_1)
    fifo_ledger, fifo_book = company.parallel["fifo"]
    assert company.balance("6401") == 75
    assert company.worth("A") == (15, 225)
    assert company.balance("6401", fifo_ledger) == 100
    assert company.worth("A", fifo_book) == (15, 200)
    assert list(StockValue.objects.filter(id__in=[i for i, _ in posted]).values_list("id", "amount")) == posted
    layers = list(CostLayer.objects.filter(quantity__gt=0).order_by("business_date").values_list("quantity", "amount"))
    assert layers == [(5, 100), (10, 100)]
    for ledger, book in ((company.ledger_id, company.book_id), (fifo_ledger, fifo_book)):
        assert company.balance("1405", ledger) == company.worth("A", book)[1]


def test_late_shipment_takes_cost_of_its_date_and_later_issues_follow():
    company = trading(parallel=("fifo",))
    company.receive("A", "10", "100", day=MARCH_1)
    company.receive("A", "10", "300", day=MARCH_5)
    company.ship("A", "5", day=MARCH_9, invoiced=True)
    company.ship("A", "10", day=MARCH_1, invoiced=True)
    fifo_ledger, fifo_book = company.parallel["fifo"]
    assert company.balance("6401") == 100 + 150
    assert company.worth("A") == (5, 150)
    assert company.balance("6401", fifo_ledger) == 100 + 150
    assert company.worth("A", fifo_book) == (5, 150)


def test_deltas_of_a_later_month_are_posted_in_that_month():
    company = trading()
    company.receive("A", "10", "100", day=MARCH_5)
    company.ship("A", "5", day=APRIL_2, invoiced=True)
    company.receive("A", "10", "200", day=MARCH_1)
    delta = Entry.objects.get(ledger_id=company.ledger_id, kind="backdate")
    assert delta.business_date == APRIL_2
    assert delta.period.code == 202604
    assert company.balance("6401") == 75


def test_delta_of_goods_not_yet_invoiced_waits_with_them():
    company = trading()
    company.receive("A", "10", "100", day=MARCH_5)
    line = company.ship("A", "4", day=MARCH_9)
    company.sales_invoice(line, "1", "50", code="A", day=MARCH_9)
    company.receive("A", "10", "200", day=MARCH_1)
    assert company.balance("1406") == 45
    assert company.balance("6401") == 15
    company.sales_invoice(line, "3", "150", code="A", day=MARCH_9)
    assert company.balance("1406") == 0
    assert company.balance("6401") == 60


def test_return_of_a_recosted_shipment_follows_it():
    company = trading()
    company.receive("A", "10", "100", day=MARCH_5)
    line = company.ship("A", "4", day=MARCH_9, invoiced=True)
    company.take_back("A", "2", line, day=APRIL_2)
    company.receive("A", "10", "200", day=MARCH_1)
    assert company.balance("6401") == 30
    assert company.worth("A") == (18, 270)
    assert company.balance("1405") == Decimal(270)
