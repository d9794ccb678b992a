"""红冲 of transfers via transit: as a whole while nothing happened on the road, else step by step."""

import pytest

from heliu.core.errors import IllegalTransition, NotFound
from heliu.posting.errors import AlreadyReversed, InsufficientStock
from heliu.stock.models import StockBalance
from heliu.warehouse import services
from heliu.warehouse.errors import StillUsed
from heliu.warehouse.models import Transfer, TransferLine
from tests.support import goods
from tests.support.goods import books
from tests.support.proofs import violations
from tests.support.trading import DAY, q, trading
from tests.support.transfers import LATER, git, on_the_road, progress, state_of, steps_of, transfer_of

pytestmark = pytest.mark.django_db


def _undo(company, transfer, step, day=LATER):
    return services.reverse_transfer_step(company.scope, transfer, step.id, business_date=day, reason="counted wrong")


def test_a_sent_transfer_of_which_nothing_arrived_is_reversed_as_a_whole():
    company = trading(parallel=("fifo",))
    other, place = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)

    red = services.reverse_transfer(company.scope, transfer, business_date=LATER, reason="wrong shop")

    assert (company.on_hand("A"), company.on_hand("A", place), git(company, line)) == (10, 0, (0, 0))
    assert (company.balance("1402"), company.balance("1405")) == (0, 30)
    assert (state_of(transfer), Transfer.objects.get(id=transfer).reversed_by_id) == (("reversed", "none"), red)
    mirror = Transfer.objects.get(id=red)
    assert (mirror.reverses_id, mirror.via_transit, TransferLine.objects.get(document_id=red).quantity) == (
        transfer,
        True,
        -4,
    )
    assert violations(company) == []
    with goods.refused(IllegalTransition):
        services.receive_transfer(company.scope, transfer, {line.id: q("1")}, business_date=LATER)
    with goods.refused(StillUsed):
        services.reverse_transfer(company.scope, red, business_date=LATER)


def test_a_transfer_that_arrived_in_part_is_not_reversed_and_the_receipt_is_named():
    company = trading()
    other, _ = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    services.send_back_transfer(company.scope, transfer, {line.id: q("1")}, business_date=DAY)
    services.receive_transfer(company.scope, transfer, {line.id: q("2")}, business_date=LATER)
    before = (books(company), progress(line), state_of(transfer))

    with goods.refused(StillUsed) as refusal:
        services.reverse_transfer(company.scope, transfer, business_date=LATER)

    assert refusal.value.facts["reason"] == ("goods were received on 2026-03-04 (step 2); reverse that step first")
    assert (books(company), progress(line), state_of(transfer)) == before


@pytest.mark.parametrize(
    ("verb", "why"),
    [
        ("receive", "goods were received on 2026-03-04 (step 1); reverse that step first"),
        ("send_back", "goods were sent back on 2026-03-04 (step 1); reverse that step first"),
        ("close", "the rest was written off on 2026-03-04 (step 1); reverse that step first"),
    ],
)
def test_a_closed_transfer_names_the_step_to_reverse(verb, why):
    company = trading()
    other, _ = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    if verb == "close":
        services.close_transfer(company.scope, transfer, business_date=LATER, reason="stolen")
    else:
        take = {"receive": services.receive_transfer, "send_back": services.send_back_transfer}[verb]
        take(company.scope, transfer, {line.id: q("4")}, business_date=LATER)

    with goods.refused(StillUsed) as refusal:
        services.reverse_transfer(company.scope, transfer, business_date=LATER)

    assert (refusal.value.facts["reason"], state_of(transfer)[0]) == (why, "closed")


def test_after_its_receipts_are_reversed_a_transfer_is_reversed_as_a_whole():
    company = trading()
    other, place = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    services.receive_transfer(company.scope, transfer, {line.id: q("3")}, business_date=DAY)
    services.receive_transfer(company.scope, transfer, {line.id: q("1")}, business_date=DAY)
    first, second = steps_of(company, transfer)

    _undo(company, transfer, first)
    assert (company.on_hand("A", place), git(company, line)) == (1, (3, 9))
    assert (progress(line), state_of(transfer)) == ((1, 0, 0), ("in_progress", "partial"))
    _undo(company, transfer, second)
    assert (company.on_hand("A", place), git(company, line)) == (0, (4, 12))
    assert (progress(line), state_of(transfer)) == ((0, 0, 0), ("in_progress", "none"))
    services.reverse_transfer(company.scope, transfer, business_date=LATER)

    assert (company.on_hand("A"), company.balance("1402"), company.balance("1405")) == (10, 0, 30)
    assert [step.reversed_on for step in steps_of(company, transfer)] == [LATER, LATER]
    assert violations(company) == []


def test_goods_sent_back_by_mistake_are_on_the_road_again():
    company = trading()
    other, place = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    services.send_back_transfer(company.scope, transfer, {line.id: q("4")}, business_date=DAY)

    _undo(company, transfer, *steps_of(company, transfer))

    assert (company.on_hand("A"), git(company, line)) == (6, (4, 12))
    assert (progress(line), state_of(transfer)) == ((0, 0, 0), ("in_progress", "none"))
    services.receive_transfer(company.scope, transfer, {line.id: q("4")}, business_date=LATER)
    assert (company.on_hand("A", place), state_of(transfer), violations(company)) == (4, ("closed", "full"), [])


def test_what_was_written_off_and_found_later_is_on_the_road_again_and_may_be_lost_once_more():
    company = trading(parallel=("fifo",))
    other, place = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    services.receive_transfer(company.scope, transfer, {line.id: q("1")}, business_date=DAY)
    services.close_transfer(company.scope, transfer, business_date=DAY, reason="not in the lorry")
    assert company.worth("A") == (7, 21)

    _undo(company, transfer, steps_of(company, transfer)[-1])

    assert (progress(line), git(company, line), state_of(transfer)) == ((1, 0, 0), (3, 9), ("in_progress", "partial"))
    assert (company.on_hand("A", place), company.worth("A"), company.balance("1402")) == (1, (10, 30), 9)
    services.receive_transfer(company.scope, transfer, {line.id: q("2")}, business_date=LATER)
    services.close_transfer(company.scope, transfer, business_date=LATER, reason="one is missing indeed")
    assert (progress(line), git(company, line), state_of(transfer)) == ((3, 0, 1), (0, 0), ("closed", "partial"))
    assert [(step.verb, bool(step.reversed_on)) for step in steps_of(company, transfer)] == [
        ("receive", False),
        ("close", True),
        ("receive", False),
        ("close", False),
    ]
    assert (company.on_hand("A", place), company.worth("A"), violations(company)) == (3, (9, 27), [])


def test_a_receipt_whose_goods_are_sold_is_not_reversed():
    company = trading()
    other, place = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    services.receive_transfer(company.scope, transfer, {line.id: q("3")}, business_date=DAY)
    company.ship("A", "2", location=place)
    before = (books(company), progress(line), state_of(transfer))

    with goods.refused(InsufficientStock):
        _undo(company, transfer, *steps_of(company, transfer))

    assert (books(company), progress(line), state_of(transfer)) == before


def test_a_step_is_reversed_once_and_only_by_its_own_transfer():
    company = trading()
    other, _ = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    services.receive_transfer(company.scope, transfer, {line.id: q("1")}, business_date=DAY)
    (step,) = steps_of(company, transfer)
    stranger = transfer_of(company, other, quantity="1", via_transit=True)
    services.post_transfer(company.scope, stranger)
    before = books(company)
    with goods.refused(NotFound):
        _undo(company, stranger, step)
    assert books(company) == before

    _undo(company, transfer, step)
    before = (books(company), progress(line), state_of(transfer))

    with goods.refused(AlreadyReversed):
        _undo(company, transfer, step)

    assert (books(company), progress(line), state_of(transfer)) == before


def test_several_items_and_lots_come_back_each_to_its_place():
    company = trading()
    other, _ = goods.second_warehouse(company)
    goods.post(company, "goods_receipt", ("A", "3", "1"), ("B", "7", "0.33"))
    new = services.NewTransfer(
        company.warehouse_id,
        other,
        DAY,
        tuple(services.NewTransferLine(company.item(code), q(text)) for code, text in (("A", "3"), ("B", "6"))),
        via_transit=True,
    )
    transfer = services.create_transfer(company.scope, new)
    services.post_transfer(company.scope, transfer)
    a, b = TransferLine.objects.filter(document_id=transfer).order_by("line_no")
    services.receive_transfer(company.scope, transfer, {a.id: q("1"), b.id: q("5")}, business_date=DAY)
    services.send_back_transfer(company.scope, transfer, {a.id: q("2")}, business_date=DAY)

    for step in steps_of(company, transfer):
        _undo(company, transfer, step)
    services.reverse_transfer(company.scope, transfer, business_date=LATER)

    held = StockBalance.objects.filter(company_id=company.scope.company_id).exclude(on_hand=0)
    assert sorted(held.values_list("item_id", "location_id", "on_hand")) == sorted(
        [(company.item("A"), company.location, 3), (company.item("B"), company.location, 7)]
    )
    assert (company.balance("1402"), violations(company)) == (0, [])
