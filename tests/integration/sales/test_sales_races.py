"""Two sellers at the same moment: the last goods and the last credit are given once."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from heliu.core.errors import ErpError
from heliu.sales import services as sales
from heliu.sales.drafts import NewReturn, NewReturnLine
from heliu.sales.errors import CreditLimitExceeded
from heliu.sales.models import SalesOrder
from heliu.warehouse import services as warehouse
from tests.support.goods import draft
from tests.support.invoices import q
from tests.support.selling import limit_credit, order_line, ordered, sale
from tests.support.trading import DAY, trading

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def at_once(actions: list[Callable[[], object]]) -> list[str]:
    """Run every action in a thread of its own from one start signal; the outcome of each."""
    start = threading.Barrier(len(actions))
    outcomes: list[str] = []

    def run(action: Callable[[], object]) -> None:
        start.wait()
        try:
            action()
            outcomes.append("done")
        except ErpError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(action,)) for action in actions]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_the_last_five_pieces_are_sold_once_each() -> None:
    company = trading()
    company.receive("A", "5", "50")
    actions = [lambda: sales.sell_directly(company.scope, sale(company, ("A", "1", "25"), paid_in_full=True))] * 8
    assert at_once(actions) == ["done"] * 5 + ["insufficient_stock"] * 3
    assert company.on_hand("A") == 0
    assert company.balance("6001") == -125
    assert company.balance("1405") == 0


def test_one_credit_limit_is_not_given_to_two_orders() -> None:
    company = trading()
    limit_credit(company, "300")
    company.receive("A", "50", "500")
    orders = [ordered(company, order_line(company, "A", "8", "25")) for _ in range(3)]
    actions = [lambda o=o: sales.approve_order(company.scope, o.order_id) for o in orders]  # type: ignore[misc]
    assert at_once(actions) == [CreditLimitExceeded.code] * 2 + ["done"]
    assert SalesOrder.objects.filter(state="approved").count() == 1


def test_one_credit_limit_is_not_given_to_two_shipments_of_no_order() -> None:
    company = trading()
    limit_credit(company, "300")
    company.receive("A", "50", "500")
    drafts = [draft(company, "shipment", ("A", "8", "25")) for _ in range(3)]
    actions = [lambda d=d: warehouse.post_goods_document(company.scope, "shipment", d) for d in drafts]  # type: ignore[misc]
    assert at_once(actions) == [CreditLimitExceeded.code] * 2 + ["done"]
    assert company.on_hand("A") == 42


def test_sales_and_returns_at_once_do_not_stand_in_each_others_way() -> None:
    company = trading()
    company.receive("A", "100", "1000")
    sold = [sales.sell_directly(company.scope, sale(company, ("A", "2", "25"))) for _ in range(4)]
    returns = [
        NewReturn(business_date=DAY, lines=(NewReturnLine(quantity=q("1"), shipment_line_id=one.shipment_line_ids[0]),))
        for one in sold
    ]
    actions: list[Callable[[], object]] = []
    for back in returns:
        actions.append(lambda back=back: sales.return_goods(company.scope, back))  # type: ignore[misc]
        actions.append(lambda: sales.sell_directly(company.scope, sale(company, ("A", "1", "25"), paid_in_full=True)))
    assert at_once(actions) == ["done"] * 8
    assert company.on_hand("A") == 92
    assert company.balance("6001") == -200
