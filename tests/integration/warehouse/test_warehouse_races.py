"""Many hands at once: the last goods are sold once, a document is posted once, an order is received once."""

import threading
from collections import Counter
from collections.abc import Callable

import pytest
from django.db import connection

from heliu.core.errors import ErpError
from heliu.purchasing import services as purchasing
from heliu.purchasing.services import Fulfilment
from heliu.warehouse import services
from heliu.warehouse.models import GoodsDocument
from tests.support import goods
from tests.support.differences import counted, only, resolve
from tests.support.proofs import violations
from tests.support.trading import DAY, trading

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(steps: list[Callable[[], object]]) -> Counter[str]:
    """Runs every step in its own thread; counts "done" and the codes of refusals."""
    gate = threading.Barrier(len(steps))
    outcome: list[str] = []

    def run(step: Callable[[], object]) -> None:
        gate.wait()
        try:
            step()
            outcome.append("done")
        except ErpError as error:
            outcome.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(outcome)


def test_ten_sellers_of_the_last_five_sell_exactly_five():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "5", "2"))

    result = _at_once([lambda: goods.post(company, "shipment", ("A", "1")) for _ in range(10)])

    assert result == {"done": 5, "insufficient_stock": 5}
    assert company.on_hand("A") == 0
    assert GoodsDocument.objects.filter(document_type="shipment").count() == 5
    assert (company.balance("1406"), company.balance("1405")) == (10, 0)


def test_a_document_posted_by_many_is_posted_once():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "50", "2"))
    draft_id = goods.draft(company, "shipment", ("A", "5"))

    def post() -> object:
        return services.post_goods_document(company.scope, "shipment", draft_id)

    assert _at_once([post] * 6) == {"done": 1, "illegal_transition": 5}
    assert company.on_hand("A") == 45


def test_an_order_received_by_many_is_received_once():
    company = trading()
    made = goods.order(company, ("A", "10", "3"))

    def receive() -> object:
        return purchasing.receive_order(company.scope, made.order_id, how=Fulfilment(business_date=DAY))

    result = _at_once([receive] * 5)

    assert result == {"done": 1, "order_not_open": 4}
    assert (company.on_hand("A"), goods.stored(made).delivery) == (10, "full")


def test_what_came_once_goes_back_once():
    company = trading()
    receipt = goods.post(company, "goods_receipt", ("A", "10", "3"))
    line = {"original_line_id": receipt.line_ids[0]}

    result = _at_once([lambda: goods.post(company, "purchase_return", ("A", "4", line)) for _ in range(5)])

    assert result == {"done": 2, "return_exceeds_original": 3}
    assert (company.on_hand("A"), goods.lines_of(receipt.document_id)[0].returned_quantity) == (2, 8)


def test_a_difference_resolved_by_many_is_resolved_once():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = counted(company, A="6")
    difference = only(company, stocktake).difference_id

    result = _at_once([lambda: resolve(company, difference, "4", "abnormal") for _ in range(4)])

    assert result == {"done": 1, "resolve_exceeds_difference": 3}
    assert (company.balance("6711"), company.balance("1901"), violations(company)) == (12, 0, [])


def test_a_stocktake_is_reversed_or_resolved_and_never_both():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = counted(company, A="6")
    difference = only(company, stocktake).difference_id

    def reverse() -> object:
        return services.reverse_stocktake(company.scope, stocktake, business_date=DAY)

    result = _at_once([reverse, lambda: resolve(company, difference, "4", "abnormal")])

    assert result in ({"done": 1, "still_used": 1}, {"done": 1, "resolve_exceeds_difference": 1})
    assert (company.balance("1901"), violations(company)) == (0, [])
