"""Transfers at once and via transit, with short receipts."""

import datetime as dt
from decimal import Decimal

import pytest

from heliu.core.errors import IllegalTransition, InvalidInput
from heliu.posting.errors import InsufficientStock
from heliu.warehouse import services
from heliu.warehouse.errors import ReceiveTooMuch
from heliu.warehouse.models import Transfer, TransferLine
from heliu.warehouse.services import NewTransfer, NewTransferLine
from tests.support import goods
from tests.support.goods import books
from tests.support.trading import DAY, q, trading

pytestmark = pytest.mark.django_db


def _transfer(company, other, code="A", quantity="4", *, via_transit=False):
    line = NewTransferLine(item_id=company.item(code), quantity=q(quantity))
    new = NewTransfer(company.warehouse_id, other, DAY, (line,), via_transit=via_transit)
    return services.create_transfer(company.scope, new)


def test_a_transfer_moves_quantity_between_warehouses_and_no_value():
    company = trading()
    other, place = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "10", "3"))

    transfer = _transfer(company, other)
    services.post_transfer(company.scope, transfer)

    assert (company.on_hand("A"), company.on_hand("A", place)) == (6, 4)
    assert (company.worth("A"), company.balance("1405")) == ((10, 30), 30)
    assert Transfer.objects.get(id=transfer).state == "completed"


def test_goods_do_not_arrive_before_they_left():
    company = trading()
    other, _ = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    transfer = _transfer(company, other, via_transit=True)
    services.post_transfer(company.scope, transfer)
    line, day = TransferLine.objects.get(document_id=transfer), DAY - dt.timedelta(days=1)
    before = books(company)
    with goods.refused(InvalidInput) as refusal:
        services.receive_transfer(company.scope, transfer, {line.id: q("3")}, business_date=day)
    assert refusal.value.facts["field"] == "business_date"
    with goods.refused(InvalidInput):
        services.close_transfer(company.scope, transfer, business_date=day, reason="lost")
    assert books(company) == before


def test_goods_on_the_road_are_neither_here_nor_there_until_they_arrive():
    company = trading()
    other, place = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    transfer = _transfer(company, other, via_transit=True)

    services.post_transfer(company.scope, transfer)
    assert (company.on_hand("A"), company.on_hand("A", place)) == (6, 0)
    assert (company.balance("1402"), company.balance("1405")) == (12, 18)

    line = TransferLine.objects.get(document_id=transfer)
    services.receive_transfer(company.scope, transfer, {line.id: q("3")}, business_date=DAY)
    header = Transfer.objects.get(id=transfer)
    assert (company.on_hand("A", place), company.balance("1402")) == (3, 3)
    assert (header.state, header.delivery) == ("in_progress", "partial")

    services.receive_transfer(company.scope, transfer, {line.id: q("1")}, business_date=DAY)
    header = Transfer.objects.get(id=transfer)
    assert (company.on_hand("A", place), company.balance("1402"), company.balance("1405")) == (4, 0, 30)
    assert (header.state, header.delivery) == ("closed", "full")


def test_more_cannot_arrive_than_left():
    company = trading()
    other, _ = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    transfer = _transfer(company, other, via_transit=True)
    services.post_transfer(company.scope, transfer)
    line = TransferLine.objects.get(document_id=transfer)
    before = books(company)

    with goods.refused(ReceiveTooMuch) as refusal:
        services.receive_transfer(company.scope, transfer, {line.id: q("5")}, business_date=DAY)

    assert (refusal.value.facts["asked"], refusal.value.facts["left"]) == ("5", "4")
    assert books(company) == before


def test_what_never_arrives_is_a_loss_with_a_reason():
    company = trading()
    other, place = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    transfer = _transfer(company, other, via_transit=True)
    services.post_transfer(company.scope, transfer)
    line = TransferLine.objects.get(document_id=transfer)
    services.receive_transfer(company.scope, transfer, {line.id: q("3")}, business_date=DAY)
    with goods.refused(InvalidInput):
        services.close_transfer(company.scope, transfer, business_date=DAY, reason=" ")

    services.close_transfer(company.scope, transfer, business_date=DAY, reason="broken on the road")

    line.refresh_from_db()
    assert (company.on_hand("A", place), line.lost_quantity) == (3, 1)
    assert (company.balance("1402"), company.balance("1405"), company.worth("A")) == (0, 27, (9, Decimal(27)))


def test_a_transfer_of_goods_that_are_not_there_changes_nothing():
    company = trading()
    other, _ = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "1", "3"))
    transfer = _transfer(company, other)
    before = books(company)

    with goods.refused(InsufficientStock):
        services.post_transfer(company.scope, transfer)

    assert books(company) == before
    assert Transfer.objects.get(id=transfer).state == "draft"


def test_a_one_step_transfer_can_be_reversed_and_a_shipped_one_cannot():
    company = trading()
    other, place = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    transfer = _transfer(company, other)
    services.post_transfer(company.scope, transfer)

    red = services.reverse_transfer(company.scope, transfer, business_date=DAY, reason="wrong shop")

    assert (company.on_hand("A"), company.on_hand("A", place)) == (10, 0)
    assert Transfer.objects.get(id=transfer).reversed_by_id == red
    assert TransferLine.objects.get(document_id=red).quantity == -4
    assert TransferLine.objects.get(document_id=transfer).quantity == 4
    shipped = _transfer(company, other, via_transit=True)
    services.post_transfer(company.scope, shipped)
    with goods.refused(IllegalTransition):
        services.reverse_transfer(company.scope, shipped, business_date=DAY)
