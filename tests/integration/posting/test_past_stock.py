"""What is dated back may leave no place without the goods that went out from it later."""

import datetime as dt

import pytest

from heliu.posting.errors import InsufficientStock
from heliu.stock.models import Warehouse
from heliu.warehouse import services as warehouse
from heliu.warehouse.services import NewTransfer, NewTransferLine
from tests.support import goods as g
from tests.support.proofs import violations
from tests.support.trading import Trading, q, trading

pytestmark = pytest.mark.django_db


def march(day: int) -> dt.date:
    return dt.date(2026, 3, day)


def received(company: Trading, day: int, quantity: str = "10") -> int:
    return g.post(company, "goods_receipt", ("A", quantity, "10"), day=march(day)).document_id


def transferred(company: Trading, target: int, day: int, quantity: str = "10") -> int:
    line = NewTransferLine(item_id=company.item("A"), quantity=q(quantity))
    made = warehouse.create_transfer(
        company.scope, NewTransfer(company.warehouse_id, target, march(day), (line,), via_transit=False)
    )
    warehouse.post_transfer(company.scope, made)
    return made


def test_a_receipt_whose_goods_were_sold_is_not_reversed_on_an_earlier_day():
    company = trading()
    first = received(company, 1)
    company.ship("A", "10", day=march(3))
    received(company, 5)
    before = g.books(company)
    with g.refused(InsufficientStock) as refusal:
        warehouse.reverse_goods_document(company.scope, "goods_receipt", first, business_date=march(2))
    shortage = refusal.value.facts["items"][0]
    assert (shortage["needed"], shortage["available"], shortage["since"]) == ("10", "0", "2026-03-02")
    assert g.books(company) == before
    warehouse.reverse_goods_document(company.scope, "goods_receipt", first, business_date=march(5))
    assert company.worth("A") == (0, 0)
    assert violations(company) == []


def test_goods_that_were_sold_later_are_not_transferred_on_an_earlier_day():
    company = trading()
    other, place = g.second_warehouse(company)
    received(company, 1)
    company.ship("A", "10", day=march(3))
    received(company, 5)
    before = g.books(company)
    with g.refused(InsufficientStock):
        transferred(company, other, 2)
    assert g.books(company) == before
    transferred(company, other, 5)
    assert company.on_hand("A", place) == 10


def test_goods_leave_no_warehouse_before_their_transfer_arrived():
    company = trading()
    other, place = g.second_warehouse(company)
    received(company, 1)
    transferred(company, other, 8)
    before = g.books(company)
    with g.refused(InsufficientStock) as refusal:
        company.ship("A", "4", day=march(6), location=place)
    assert refusal.value.facts["items"][0]["available"] == "0"
    assert g.books(company) == before
    company.ship("A", "4", day=march(8), location=place)
    assert violations(company) == []


def test_stock_of_another_warehouse_does_not_stand_in_for_goods_that_came_later():
    company = trading()
    other, place = g.second_warehouse(company)
    received(company, 1)
    g.post(company, "goods_receipt", ("A", "10", "10"), day=march(5), warehouse_id=other)
    with g.refused(InsufficientStock):
        company.ship("A", "4", day=march(3), location=place)
    company.ship("A", "4", day=march(5), location=place)


def test_a_shipment_that_was_reversed_since_needs_no_goods_of_the_past():
    company = trading()
    first = received(company, 1)
    shipped = g.post(company, "shipment", ("A", "10"), day=march(3))
    received(company, 5)
    warehouse.reverse_goods_document(company.scope, "shipment", shipped.document_id, business_date=march(6))
    warehouse.reverse_goods_document(company.scope, "goods_receipt", first, business_date=march(2))
    assert company.worth("A") == (10, 100)
    assert violations(company) == []


def test_where_stock_may_fall_below_zero_a_receipt_is_reversed_on_any_day():
    company = trading()
    Warehouse.objects.filter(id=company.warehouse_id).update(allow_negative=True)
    first = received(company, 1)
    company.ship("A", "10", day=march(3))
    received(company, 5)
    warehouse.reverse_goods_document(company.scope, "goods_receipt", first, business_date=march(2))
    assert company.on_hand("A") == 0
    assert violations(company) == []


def test_where_a_later_day_is_short_already_nothing_more_is_taken():
    company = trading()
    first = received(company, 1)
    company.ship("A", "10", day=march(3))
    received(company, 5)
    warehouse.reverse_goods_document(company.scope, "goods_receipt", first, business_date=march(5))
    received(company, 6, "100")
    before = g.books(company)
    with g.refused(InsufficientStock) as refusal:
        company.ship("A", "50", day=march(2))
    assert refusal.value.facts["items"][0]["available"] == "0"
    assert g.books(company) == before
