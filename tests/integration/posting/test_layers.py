"""FIFO layers when the past changes: late facts around reversals and below zero keep layers and value together."""

import datetime as dt

import pytest

from heliu.core.ids import next_id
from heliu.posting.facts import PurchaseReturned, ReturnLine
from heliu.stock.models import CostLayer, CostLayerUse, Warehouse
from tests.support.proofs import reverse, violations
from tests.support.trading import Trading, q, trading

pytestmark = pytest.mark.django_db

MARCH_1, MARCH_2, MARCH_3, MARCH_5, MARCH_9 = (dt.date(2026, 3, d) for d in (1, 2, 3, 5, 9))


def layers(company: Trading) -> list[tuple[object, object]]:
    return list(
        CostLayer.objects.filter(quantity__gt=0).order_by("business_date", "move_id").values_list("quantity", "amount")
    )


def test_a_late_shipment_uses_goods_of_a_receipt_that_was_reversed_later():
    company = trading(cost_formula="fifo")
    first = company.receive("A", "10", "100", day=MARCH_1)
    company.receive("A", "10", "300", day=MARCH_2)
    reverse(company, first, day=MARCH_9)
    company.ship("A", "4", day=MARCH_3, invoiced=True)
    assert company.worth("A") == (6, 180)
    assert layers(company) == [(6, 180)]
    assert company.balance("6401") == 120
    assert violations(company) == []


def test_a_late_receipt_before_a_sale_below_zero_that_was_reversed():
    company = trading(cost_formula="fifo")
    Warehouse.objects.update(allow_negative=True)
    company.receive("A", "2", "20", day=MARCH_2)
    sold = company.ship("A", "5", day=MARCH_3, invoiced=True)
    reverse(company, sold, day=MARCH_9)
    assert layers(company) == [(2, 20)]
    company.receive("A", "10", "400", day=MARCH_1)
    assert company.worth("A") == (12, 420)
    assert sum(quantity for quantity, _ in layers(company)) == 12  # type: ignore[misc]
    assert company.balance("6401") == 0
    assert violations(company) == []


def test_goods_that_come_back_early_are_consumed_in_the_order_of_dates():
    company = trading(cost_formula="fifo")
    company.receive("A", "5", "50", day=MARCH_1)
    sold = company.ship("A", "5", day=MARCH_2, invoiced=True)
    company.receive("A", "5", "200", day=MARCH_9)
    reverse(company, sold, day=MARCH_5)
    assert layers(company) == [(5, 50), (5, 200)]
    company.ship("A", "6", day=MARCH_9, invoiced=True)
    assert company.balance("6401") == 90
    assert violations(company) == []


def taken_back(company: Trading, line: int, quantity: str, *, day: dt.date) -> int:
    """Sent back to the supplier, of the receipt line; returns the line of the return."""
    made = next_id()
    back = ReturnLine(made, company.item("A"), q(quantity), company.location, original_line_id=line)
    company.post(PurchaseReturned(company.head("purchase_return", party=company.supplier, day=day), (back,)))
    return made


def test_goods_of_a_reversed_issue_go_back_to_the_layers_they_came_from():
    company = trading(cost_formula="fifo")
    first = company.receive("A", "10", "100", day=MARCH_1)
    company.receive("A", "10", "300", day=MARCH_2)
    sold = company.ship("A", "12", day=MARCH_3, invoiced=True)
    assert layers(company) == [(8, 240)]
    reverse(company, sold, day=MARCH_5)
    assert layers(company) == [(10, 100), (10, 300)]
    company.purchase_invoice(first, "10", "110", code="A", day=MARCH_5)
    assert layers(company) == [(10, 110), (10, 300)]
    assert company.balance("6401") == 0
    assert violations(company) == []


def test_a_receipt_is_reversed_once_what_was_issued_of_it_came_back():
    company = trading(cost_formula="fifo")
    received = company.receive("A", "10", "100", day=MARCH_1)
    sold = company.ship("A", "1", day=MARCH_2, invoiced=True)
    reverse(company, sold, day=MARCH_2)
    reverse(company, received, day=MARCH_3)
    assert company.worth("A") == (0, 0)
    assert violations(company) == []


def test_goods_sent_back_leave_the_layer_of_their_own_receipt():
    company = trading(cost_formula="fifo")
    first = company.receive("A", "10", "100", day=MARCH_1)
    second = company.receive("A", "10", "120", day=MARCH_1)
    back = taken_back(company, second, "10", day=MARCH_2)
    assert layers(company) == [(10, 100)]
    company.purchase_invoice(first, "10", "110", code="A", day=MARCH_3)
    assert layers(company) == [(10, 110)]
    assert company.balance("6401") == 0
    reverse(company, back, day=MARCH_5)
    assert layers(company) == [(10, 110), (10, 120)]
    assert violations(company) == []


def test_a_late_receipt_leaves_goods_sent_back_with_their_own_receipt():
    company = trading(cost_formula="fifo")
    company.receive("A", "10", "100", day=MARCH_2)
    second = company.receive("A", "10", "120", day=MARCH_2)
    taken_back(company, second, "4", day=MARCH_5)
    company.ship("A", "12", day=MARCH_9, invoiced=True)
    assert (layers(company), company.balance("6401")) == ([(4, 48)], 124)
    company.receive("A", "10", "80", day=MARCH_1)
    assert (layers(company), company.balance("6401")) == ([(8, 80), (6, 72)], 100)
    assert violations(company) == []


def test_a_late_sale_between_an_issue_and_its_reversal_uses_what_the_issue_left():
    company = trading(cost_formula="fifo")
    company.receive("A", "10", "100", day=MARCH_1)
    company.receive("A", "10", "300", day=MARCH_1)
    issued = company.ship("A", "10", day=MARCH_2, invoiced=True)
    reverse(company, issued, day=MARCH_9)
    company.ship("A", "4", day=MARCH_5, invoiced=True)
    assert (layers(company), company.balance("6401")) == ([(10, 100), (6, 180)], 120)
    company.ship("A", "2", day=MARCH_1, invoiced=True)
    assert sum(quantity for quantity, _ in layers(company)) == 14  # type: ignore[misc]
    assert violations(company) == []


def test_a_late_issue_that_is_reversed_leaves_every_layer_as_if_it_had_never_been():
    company = trading(cost_formula="fifo")
    company.receive("A", "4", "40", day=MARCH_1)
    company.receive("A", "4", "120", day=MARCH_2)
    company.ship("A", "3", day=MARCH_5, invoiced=True)
    late = company.ship("A", "3", day=MARCH_3, invoiced=True)
    assert (layers(company), company.balance("6401")) == ([(2, 60)], 100)
    reverse(company, late, day=MARCH_9)
    assert (layers(company), company.balance("6401")) == ([(1, 10), (4, 120)], 30)
    assert violations(company) == []


def test_a_late_issue_between_layers_of_one_price_gives_each_its_goods_back():
    company = trading(cost_formula="fifo")
    first = company.receive("A", "4", "40", day=MARCH_1)
    company.receive("A", "4", "40", day=MARCH_2)
    company.ship("A", "3", day=MARCH_5, invoiced=True)
    late = company.ship("A", "3", day=MARCH_3, invoiced=True)
    reverse(company, late, day=MARCH_9)
    assert layers(company) == [(1, 10), (4, 40)]
    company.purchase_invoice(first, "4", "80", code="A", day=MARCH_9)
    assert (layers(company), company.balance("6401")) == ([(1, 20), (4, 40)], 60)
    assert violations(company) == []


def test_books_from_before_uses_were_kept_take_a_late_sale():
    company = trading(cost_formula="fifo")
    company.receive("A", "10", "100", day=MARCH_1)
    company.ship("A", "6", day=MARCH_5, invoiced=True)
    CostLayerUse.objects.all().delete()
    company.ship("A", "2", day=MARCH_3, invoiced=True)
    assert (layers(company), company.balance("6401")) == ([(2, 20)], 80)
    assert violations(company) == []


def test_price_difference_stays_with_the_layer_it_belongs_to():
    company = trading(cost_formula="fifo")
    first = company.receive("A", "10", "100", day=MARCH_1)
    second = company.receive("A", "10", "200", day=MARCH_2)
    company.ship("A", "4", day=MARCH_3, invoiced=True)
    company.purchase_invoice(first, "10", "110", code="A", day=MARCH_5)
    company.purchase_invoice(second, "10", "180", code="A", day=MARCH_5)
    assert layers(company) == [(6, 66), (10, 180)]
    assert company.balance("6401") == 44
    assert violations(company) == []
