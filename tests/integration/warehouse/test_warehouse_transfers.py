"""Transfers at once and via transit, with short receipts."""

import datetime as dt
from decimal import Decimal

import pytest

from heliu.core.errors import IllegalTransition, InvalidInput
from heliu.posting.errors import InsufficientStock
from heliu.stock import services as stock
from heliu.stock.models import Warehouse
from heliu.warehouse import services
from heliu.warehouse.errors import DestinationRetired, ReceiveTooMuch, SendBackTooMuch, SenderRetired
from heliu.warehouse.models import Transfer, TransferLine
from tests.support import goods
from tests.support.goods import books
from tests.support.proofs import violations
from tests.support.trading import DAY, q, trading
from tests.support.transfers import LATER, git, on_the_road, progress, state_of, transfer_of

pytestmark = pytest.mark.django_db


def _keep(company, warehouse_id, *, is_active):
    row = Warehouse.objects.get(id=warehouse_id)
    stock.update_warehouse(
        company.scope, row.id, version=row.version, name=row.name, address="", allow_negative=False, is_active=is_active
    )


def test_a_transfer_moves_quantity_between_warehouses_and_no_value():
    company = trading()
    other, place = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "10", "3"))

    transfer = transfer_of(company, other)
    services.post_transfer(company.scope, transfer)

    assert (company.on_hand("A"), company.on_hand("A", place)) == (6, 4)
    assert (company.worth("A"), company.balance("1405")) == ((10, 30), 30)
    assert Transfer.objects.get(id=transfer).state == "completed"


def test_goods_do_not_arrive_before_they_left():
    company = trading()
    other, _ = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    transfer = transfer_of(company, other, via_transit=True)
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
    transfer = transfer_of(company, other, via_transit=True)

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


def test_goods_on_the_road_are_sent_back_in_parts_with_the_value_they_left_with():
    company = trading()
    other, place = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    services.receive_transfer(company.scope, transfer, {line.id: q("1")}, business_date=DAY)

    services.send_back_transfer(company.scope, transfer, {line.id: q("1")}, business_date=LATER, reason="wrong shop")

    assert (company.on_hand("A"), company.on_hand("A", place)) == (7, 1)
    assert (company.balance("1402"), company.balance("1405"), git(company, line)) == (6, 24, (2, 6))
    assert (progress(line), state_of(transfer)) == ((1, 1, 0), ("in_progress", "partial"))

    services.send_back_transfer(company.scope, transfer, {line.id: q("2")}, business_date=LATER)

    assert (company.on_hand("A"), company.on_hand("A", place)) == (9, 1)
    assert (company.balance("1402"), company.balance("1405"), git(company, line)) == (0, 30, (0, 0))
    assert (progress(line), state_of(transfer)) == ((1, 3, 0), ("closed", "partial"))
    assert violations(company) == []


def test_a_transfer_that_was_sent_back_whole_has_delivered_nothing():
    company = trading()
    other, place = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)

    services.send_back_transfer(company.scope, transfer, {line.id: q("4")}, business_date=LATER)

    assert (company.on_hand("A"), company.on_hand("A", place), company.balance("1402")) == (10, 0, 0)
    assert (progress(line), state_of(transfer)) == ((0, 4, 0), ("closed", "none"))
    with goods.refused(IllegalTransition):
        services.receive_transfer(company.scope, transfer, {line.id: q("1")}, business_date=LATER)


def test_no_more_is_sent_back_than_is_on_the_road():
    company = trading()
    other, _ = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    services.receive_transfer(company.scope, transfer, {line.id: q("3")}, business_date=DAY)
    before = (books(company), progress(line), state_of(transfer))

    with goods.refused(SendBackTooMuch) as refusal:
        services.send_back_transfer(company.scope, transfer, {line.id: q("2")}, business_date=LATER)

    assert (refusal.value.facts["asked"], refusal.value.facts["left"]) == ("2", "1")
    assert (books(company), progress(line), state_of(transfer)) == before


def test_goods_are_not_received_into_a_warehouse_that_was_retired_meanwhile():
    company = trading()
    other, place = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    _keep(company, other, is_active=False)
    before = (books(company), progress(line), state_of(transfer))

    with goods.refused(DestinationRetired) as refusal:
        services.receive_transfer(company.scope, transfer, {line.id: q("4")}, business_date=LATER)

    assert refusal.value.facts == {"warehouse": "W2 Warehouse W2"}
    assert (books(company), progress(line), state_of(transfer)) == before
    services.send_back_transfer(company.scope, transfer, {line.id: q("1")}, business_date=LATER)
    _keep(company, other, is_active=True)
    services.receive_transfer(company.scope, transfer, {line.id: q("3")}, business_date=LATER)
    assert (company.on_hand("A"), company.on_hand("A", place), state_of(transfer)[0]) == (7, 3, "closed")


def test_goods_are_not_sent_back_to_a_warehouse_that_was_retired_meanwhile():
    company = trading()
    other, _ = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other, quantity="10")
    _keep(company, company.warehouse_id, is_active=False)
    before = (books(company), progress(line), state_of(transfer))

    with goods.refused(SenderRetired):
        services.send_back_transfer(company.scope, transfer, {line.id: q("1")}, business_date=LATER)

    assert (books(company), progress(line), state_of(transfer)) == before


def test_a_transfer_is_not_reversed_into_a_warehouse_that_was_retired_meanwhile():
    company = trading()
    other, _ = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    transfer = transfer_of(company, other, quantity="10")
    services.post_transfer(company.scope, transfer)
    _keep(company, company.warehouse_id, is_active=False)
    before = (books(company), state_of(transfer))

    with goods.refused(SenderRetired):
        services.reverse_transfer(company.scope, transfer, business_date=LATER)

    assert (books(company), state_of(transfer)) == before


def test_what_neither_arrived_nor_came_back_is_lost():
    company = trading()
    other, place = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    services.receive_transfer(company.scope, transfer, {line.id: q("1")}, business_date=DAY)
    services.send_back_transfer(company.scope, transfer, {line.id: q("1")}, business_date=DAY)

    services.close_transfer(company.scope, transfer, business_date=LATER, reason="stolen")

    assert (company.on_hand("A"), company.on_hand("A", place)) == (7, 1)
    assert (progress(line), git(company, line), state_of(transfer)) == ((1, 1, 2), (0, 0), ("closed", "partial"))
    assert (company.balance("1402"), company.balance("1405"), violations(company)) == (0, 24, [])


def test_goods_are_not_sent_back_before_they_left():
    company = trading()
    other, _ = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    before, day = books(company), DAY - dt.timedelta(days=1)

    with goods.refused(InvalidInput) as refusal:
        services.send_back_transfer(company.scope, transfer, {line.id: q("1")}, business_date=day)

    assert (refusal.value.facts["field"], books(company)) == ("business_date", before)


def test_more_cannot_arrive_than_left():
    company = trading()
    other, _ = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    transfer = transfer_of(company, other, via_transit=True)
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
    transfer = transfer_of(company, other, via_transit=True)
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
    transfer = transfer_of(company, other)
    before = books(company)

    with goods.refused(InsufficientStock):
        services.post_transfer(company.scope, transfer)

    assert books(company) == before
    assert Transfer.objects.get(id=transfer).state == "draft"


def test_a_one_step_transfer_can_be_reversed():
    company = trading()
    other, place = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    transfer = transfer_of(company, other)
    services.post_transfer(company.scope, transfer)

    red = services.reverse_transfer(company.scope, transfer, business_date=DAY, reason="wrong shop")

    assert (company.on_hand("A"), company.on_hand("A", place)) == (10, 0)
    assert Transfer.objects.get(id=transfer).reversed_by_id == red
    assert TransferLine.objects.get(document_id=red).quantity == -4
    assert TransferLine.objects.get(document_id=transfer).quantity == 4
