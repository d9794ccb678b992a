"""Two people at the two ends of one transfer at the same moment: every piece leaves the road once.

PostgreSQL only: on SQLite there is one writer at a time.
"""

import pytest

from heliu.stock import services as stock
from heliu.stock.models import Warehouse
from heliu.warehouse import services
from tests.support import goods
from tests.support.proofs import violations
from tests.support.threads import before_commit_of
from tests.support.trading import DAY, q, trading
from tests.support.transfers import git, on_the_road, progress, state_of, steps_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine("postgresql")]


def test_goods_that_are_received_are_not_sent_back_at_the_same_moment() -> None:
    company = trading()
    other, place = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    whole = {line.id: q("4")}

    outcome = before_commit_of(
        lambda: services.receive_transfer(company.scope, transfer, whole, business_date=DAY),
        lambda: services.send_back_transfer(company.scope, transfer, whole, business_date=DAY),
    )

    assert outcome == "illegal_transition"
    assert (company.on_hand("A"), company.on_hand("A", place), git(company, line)) == (6, 4, (0, 0))
    assert (progress(line), state_of(transfer), violations(company)) == ((4, 0, 0), ("closed", "full"), [])


def test_a_transfer_is_not_reversed_while_its_goods_are_received() -> None:
    company = trading()
    other, place = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)

    outcome = before_commit_of(
        lambda: services.receive_transfer(company.scope, transfer, {line.id: q("1")}, business_date=DAY),
        lambda: services.reverse_transfer(company.scope, transfer, business_date=DAY),
    )

    assert outcome == "still_used"
    assert (company.on_hand("A", place), git(company, line), violations(company)) == (1, (3, 9), [])


def test_a_step_is_reversed_once_by_two_people() -> None:
    company = trading()
    other, place = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    services.receive_transfer(company.scope, transfer, {line.id: q("3")}, business_date=DAY)
    (step,) = steps_of(company, transfer)

    def undo() -> None:
        services.reverse_transfer_step(company.scope, transfer, step.id, business_date=DAY)

    outcome = before_commit_of(undo, undo)

    assert outcome == "already_reversed"
    assert (company.on_hand("A", place), git(company, line), progress(line)) == (0, (4, 12), (0, 0, 0))


def test_goods_do_not_arrive_in_a_warehouse_while_it_is_retired() -> None:
    company = trading()
    other, _ = goods.second_warehouse(company)
    transfer, line = on_the_road(company, other)
    row = Warehouse.objects.get(id=other)

    outcome = before_commit_of(
        lambda: stock.update_warehouse(
            company.scope, other, version=row.version, name=row.name, address="", allow_negative=False, is_active=False
        ),
        lambda: services.receive_transfer(company.scope, transfer, {line.id: q("4")}, business_date=DAY),
    )

    assert outcome == "destination_retired"
    assert (git(company, line), state_of(transfer)) == ((4, 12), ("in_progress", "none"))
