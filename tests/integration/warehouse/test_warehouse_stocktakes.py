"""Stocktakes: blind counts, differences against the book at the time of counting, approval by another person."""

from dataclasses import replace

import pytest

from heliu.core.errors import IllegalTransition, InvalidInput
from heliu.posting.models import PostedFact
from heliu.warehouse import services
from heliu.warehouse.errors import NotCounted, SelfApproval
from heliu.warehouse.models import Stocktake, StocktakeLine
from heliu.warehouse.queries.internal import stocktake as page_of
from heliu.warehouse.services import NewStocktake
from tests.support import goods
from tests.support.goods import books
from tests.support.trading import DAY, q, trading

pytestmark = pytest.mark.django_db


def _counted(company, **quantities):
    """A stocktake of everything, counted as said by item code."""
    stocktake = services.create_stocktake(company.scope, NewStocktake(company.warehouse_id, DAY))
    services.start_stocktake(company.scope, stocktake)
    lines = StocktakeLine.objects.filter(document_id=stocktake).values_list("id", "item__code")
    services.count_stocktake(
        company.scope, stocktake, {line: q(quantities[code]) for line, code in lines if code in quantities}
    )
    return stocktake


def _finish(company, stocktake):
    services.submit_stocktake(company.scope, stocktake)
    services.approve_stocktake(company.scope, stocktake)
    services.post_stocktake(company.scope, stocktake)


def test_what_is_missing_is_a_loss_and_what_is_too_much_a_gain_at_cost():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"), ("B", "5", "2"), ("C", "1", "1"))

    _finish(company, _counted(company, A="8", B="6", C="1"))

    assert (company.on_hand("A"), company.on_hand("B"), company.on_hand("C")) == (8, 6, 1)
    assert (company.worth("A"), company.worth("B")) == ((8, 24), (6, 12))
    assert company.balance("1405") == 37
    header = Stocktake.objects.get()
    assert (header.state, header.total_quantity, header.total_value) == ("posted", -1, -4)


def test_half_a_piece_is_not_counted():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))

    stocktake = _counted(company)
    line = StocktakeLine.objects.get()

    with goods.refused(InvalidInput):
        services.count_stocktake(company.scope, stocktake, {line.id: q("8.5")})

    assert StocktakeLine.objects.get().counted_at is None


def test_goods_that_move_after_the_count_are_not_touched_by_it():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = _counted(company, A="9")

    goods.post(company, "shipment", ("A", "4"))
    _finish(company, stocktake)

    assert company.on_hand("A") == 5


def test_goods_that_move_between_plan_and_count_are_no_difference():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = services.create_stocktake(company.scope, NewStocktake(company.warehouse_id, DAY))
    services.start_stocktake(company.scope, stocktake)
    goods.post(company, "shipment", ("A", "4"))
    line = StocktakeLine.objects.get(document_id=stocktake)
    services.count_stocktake(company.scope, stocktake, {line.id: q("6")})
    facts = PostedFact.objects.count()

    _finish(company, stocktake)

    assert (company.on_hand("A"), PostedFact.objects.count()) == (6, facts)
    assert Stocktake.objects.get().state == "posted"


def test_the_counter_of_a_blind_count_does_not_see_the_book_until_all_is_counted():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = _counted(company, A="9")

    assert page_of(company.scope, stocktake)["lines"][0]["book_quantity"] is None

    services.submit_stocktake(company.scope, stocktake)
    line = page_of(company.scope, stocktake)["lines"][0]
    assert (line["book_quantity"], line["counted_quantity"], line["variance"]) == ("10", "9", "-1")


def test_nothing_is_submitted_while_a_line_is_not_counted():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"), ("B", "1", "1"))
    stocktake = _counted(company, A="9")

    with goods.refused(NotCounted) as refusal:
        services.submit_stocktake(company.scope, stocktake)

    assert refusal.value.facts["count"] == 1
    assert Stocktake.objects.get().state == "in_progress"


def test_who_counted_does_not_approve():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = _counted(company, A="9")
    services.submit_stocktake(company.scope, stocktake)
    rights = frozenset({"warehouse.stocktake.approve", "warehouse.stocktake.post"})
    counter = replace(company.scope, all_permissions=False, permissions=rights)
    before = books(company)

    with goods.refused(SelfApproval):
        services.approve_stocktake(counter, stocktake)
    with goods.refused(IllegalTransition):
        services.post_stocktake(counter, stocktake)
    assert books(company) == before

    services.approve_stocktake(replace(counter, user_id=8), stocktake)
    assert Stocktake.objects.get().state == "approved"


def test_a_posted_stocktake_can_be_taken_back():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = _counted(company, A="8")
    _finish(company, stocktake)

    services.reverse_stocktake(company.scope, stocktake, business_date=DAY, reason="counted the wrong shelf")

    assert (company.on_hand("A"), company.balance("1405")) == (10, 30)
    assert Stocktake.objects.get().state == "reversed"
