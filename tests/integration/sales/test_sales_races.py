"""Two sellers at the same moment: the last goods and the last credit are given once."""

import datetime as dt
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection

from heliu.catalog import services as catalog
from heliu.catalog.drafts import ItemDraft
from heliu.core.errors import ErpError
from heliu.core.transactions import writing
from heliu.finance import services as finance
from heliu.finance.kinds import SALES_INVOICE
from heliu.sales import services as sales
from heliu.sales.drafts import Fulfilment, NewOrderLine, NewReturn, NewReturnLine
from heliu.sales.errors import CreditLimitExceeded
from heliu.sales.models import SalesOrder
from tests.support import threads
from tests.support.invoices import goods, invoice, p, q
from tests.support.selling import approved, goods_lines, limit_credit, line, order_line, ordered, sale
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


def _wait_until_somebody_waits() -> None:
    """Until another connection stands before a lock of this transaction."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


@pytest.mark.engine("postgresql")
def test_an_order_forgets_no_return_that_is_posted_while_its_freight_is_invoiced() -> None:
    """The two share no account, item or month, so nothing but the order itself makes one wait for the other."""
    company = trading()
    company.receive("A", "10", "100")
    freight = catalog.create_item(
        company.scope, ItemDraft(code="F", name="运费", kind="service", base_unit_id=company.unit_id)
    )
    lines = (order_line(company, "A", "4", "25"), NewOrderLine(item_id=freight, quantity=q("1"), price=p("10")))
    order = approved(company, *lines)
    shipped = goods_lines(sales.ship_order(company.scope, order.order_id, how=Fulfilment(business_date=DAY)))[0]
    back = NewReturn(business_date=DAY, lines=(NewReturnLine(quantity=q("1"), shipment_line_id=shipped),))
    bill = invoice(
        company,
        replace(goods(company, "A", 0, "1", "10"), item_id=freight, order_line_id=order.line_ids[1]),
        day=DAY + dt.timedelta(days=40),
    )
    outcome: list[Counter[str]] = []
    actions = [lambda: finance.post_invoices(company.scope, SALES_INVOICE, [bill])]
    late = threading.Thread(target=lambda: outcome.append(threads.at_once(actions)))

    with writing():
        sales.return_goods(company.scope, back)
        late.start()
        _wait_until_somebody_waits()
    late.join()

    assert outcome == [{"done": 1}]
    assert (line(order.order_id).returned_quantity, line(order.order_id, 2).invoiced_quantity) == (1, 1)
