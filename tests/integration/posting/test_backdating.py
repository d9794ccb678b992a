"""Back-dated facts: the books end as if everything had come in order, by deltas, without touching what is posted."""

import datetime as dt
from decimal import Decimal

import pytest

from heliu.ledger.models import Entry
from heliu.posting.errors import InsufficientStock
from heliu.stock.models import CostLayer, StockValue, Warehouse
from tests.support.goods import books, refused
from tests.support.proofs import reverse, violations
from tests.support.trading import trading

pytestmark = pytest.mark.django_db

MARCH_1, MARCH_5, MARCH_6, MARCH_9 = (dt.date(2026, 3, d) for d in (1, 5, 6, 9))
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


@pytest.mark.parametrize(
    ("day", "pieces", "available"), [(MARCH_1, "1", "0"), (MARCH_5, "7", "6"), (MARCH_6, "7", "6")]
)
@pytest.mark.parametrize("formula", ["moving_average", "fifo"])
def test_goods_that_were_not_there_yet_or_left_later_cannot_have_left(
    formula: str, day: dt.date, pieces: str, available: str
):
    company = trading(cost_formula=formula)
    company.receive("A", "10", "100", day=MARCH_5)
    company.ship("A", "4", day=MARCH_9, invoiced=True)
    company.receive("A", "10", "300", day=APRIL_2)
    before = books(company)
    with refused(InsufficientStock) as refusal:
        company.ship("A", pieces, day=day, invoiced=True)
    assert [(x["needed"], x["available"], x["since"]) for x in refusal.value.facts["items"]] == [
        (pieces, available, day.isoformat())
    ]
    assert books(company) == before
    company.ship("A", "6", day=MARCH_5, invoiced=True)
    assert (company.balance("6401"), company.worth("A")) == (100, (10, 300))
    assert violations(company) == []


def test_a_wrong_shipment_is_reversed_later_and_entered_again_on_its_day():
    company = trading()
    company.receive("A", "10", "100", day=MARCH_1)
    wrong = company.ship("A", "10", day=MARCH_5, invoiced=True)
    reverse(company, wrong, day=MARCH_9)
    company.ship("A", "8", day=MARCH_5, invoiced=True)
    assert (company.balance("6401"), company.worth("A")) == (80, (2, 20))
    assert violations(company) == []


def test_where_stock_may_fall_below_zero_goods_leave_before_they_came():
    company = trading()
    Warehouse.objects.update(allow_negative=True)
    company.receive("A", "10", "100", day=MARCH_5)
    company.ship("A", "4", day=MARCH_1, invoiced=True)
    assert (company.balance("6401"), company.worth("A")) == (40, (6, 60))
    assert violations(company) == []


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
