"""Races for the books: the last goods, one key, one voucher number, one open item — decided once, never by halves."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection

from heliu.core import gateway
from heliu.core.ids import next_id
from heliu.ledger import services as ledger
from heliu.ledger.models import Entry, OpenItem, Period
from heliu.posting import services as posting
from heliu.posting.facts import (
    AccountKey,
    AdjustmentLine,
    Allocation,
    Fact,
    FactReversed,
    GoodsLine,
    GoodsReceived,
    GoodsShipped,
    ManualEntryPosted,
    MoneyLine,
    MoneyReceived,
    ReturnLine,
    SalesReturned,
    StockAdjusted,
)
from heliu.posting.models import PostedFact
from heliu.stock.models import Reservation, StockBalance, StockMove
from heliu.stock.services import ReservationRequest, reserve
from tests.support.proofs import key_of, violations
from tests.support.threads import at_once
from tests.support.trading import Trading, a, q, trading

pytestmark = pytest.mark.django_db(transaction=True)


def deadlocks() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


def shipment(company: Trading, *codes: str, quantity: str = "1") -> GoodsShipped:
    goods = tuple(GoodsLine(next_id(), company.item(code), q(quantity), company.location) for code in codes)
    return GoodsShipped(company.head("shipment", party=company.customer), goods, invoiced=True)


def receipt(company: Trading, *codes: str, quantity: str = "1", amount: str = "10") -> GoodsReceived:
    goods = tuple(
        GoodsLine(next_id(), company.item(code), q(quantity), company.location, amount=a(amount)) for code in codes
    )
    return GoodsReceived(company.head("goods_receipt", party=company.supplier), goods)


def posts(company: Trading, *facts: Fact) -> Callable[[], object]:
    return lambda: posting.post(company.scope, facts)


@pytest.mark.engine("postgresql")
def test_a_hundred_sellers_of_the_last_fifty_sell_exactly_fifty():
    company = trading(parallel=("fifo",))
    company.receive("A", "50", "500")
    before = deadlocks()
    sold = at_once([posts(company, shipment(company, "A")) for _ in range(100)], hands=50)
    assert sold == {"done": 50, "insufficient_stock": 50}
    assert company.on_hand("A") == 0
    assert company.balance("6401") == 500
    assert not StockBalance.objects.filter(on_hand__lt=0).exists()
    assert deadlocks() == before
    assert violations(company) == []


@pytest.mark.engine("sqlite")
def test_threads_of_one_process_sell_exactly_what_there_is():
    company = trading()
    company.receive("A", "20", "200")
    sold = at_once([posts(company, shipment(company, "A")) for _ in range(40)], hands=10)
    assert sold == {"done": 20, "insufficient_stock": 20}
    assert (company.on_hand("A"), company.balance("6401")) == (0, 200)
    assert violations(company) == []


def test_one_fact_told_by_many_is_posted_once_and_all_get_its_result():
    company = trading()
    company.receive("A", "50", "500")
    fact = shipment(company, "A", quantity="3")
    assert at_once([posts(company, fact)] * 12) == {"done": 12}
    assert (company.on_hand("A"), StockMove.objects.filter(fact_id__gt=0).count()) == (47, 2)
    assert PostedFact.objects.filter(key=fact.head.key).count() == 1
    assert violations(company) == []


def test_goods_in_opposite_order_do_not_stand_in_each_others_way():
    company = trading(parallel=("fifo",))
    codes = [f"G{i}" for i in range(5)]
    for code in codes:
        company.receive(code, "100", "1000")
    forth = [posts(company, shipment(company, *codes)) for _ in range(8)]
    back = [posts(company, shipment(company, *reversed(codes))) for _ in range(8)]
    assert at_once(forth + back, hands=8) == {"done": 16}
    assert [company.on_hand(code) for code in codes] == [84] * 5
    assert violations(company) == []


def test_goods_never_seen_before_arrive_twice_at_once():
    company = trading(parallel=("fifo",))
    codes = ("N1", "N2", "N3")
    for code in codes:
        company.item(code)
    arrivals = [posts(company, receipt(company, *codes)), posts(company, receipt(company, *reversed(codes)))] * 4
    arrivals = [posts(company, receipt(company, *(codes if i % 2 else codes[::-1]))) for i in range(8)]
    assert at_once(arrivals) == {"done": 8}
    assert [company.worth(code) for code in codes] == [(8, 80)] * 3
    assert violations(company) == []


def test_voucher_numbers_have_no_gap_however_many_post():
    company = trading()
    company.receive("A", "30", "300")
    work = [posts(company, receipt(company, f"B{i % 3}")) for i in range(16)]
    work += [posts(company, shipment(company, "A", quantity="7")) for _ in range(8)]
    outcome = at_once(work, hands=8)
    assert outcome == {"done": 20, "insufficient_stock": 4}
    numbers = sorted(Entry.objects.filter(ledger_id=company.ledger_id).values_list("number", flat=True))
    assert numbers == list(range(1, 22))
    assert violations(company) == []


def test_no_more_is_promised_than_lies_there():
    company = trading()
    company.receive("A", "10", "100")

    def promise() -> object:
        request = ReservationRequest(company.item("A"), company.location, q("3"), "sales_order", 1, next_id())
        return reserve(company.scope, [request])

    at_once([promise] * 8)
    assert StockBalance.objects.get().reserved == 10
    assert sorted(Reservation.objects.values_list("quantity", flat=True)) == [1, 3, 3, 3]
    assert at_once([posts(company, shipment(company, "A"))]) == {"insufficient_stock": 1}
    assert violations(company) == []


def test_promises_and_sales_at_once_never_meet_the_same_goods():
    company = trading()
    company.receive("A", "10", "100")

    def promise() -> object:
        request = ReservationRequest(company.item("A"), company.location, q("1"), "sales_order", 1, next_id())
        return reserve(company.scope, [request])

    at_once([x for _ in range(10) for x in (promise, posts(company, shipment(company, "A")))], hands=10)
    balance = StockBalance.objects.get()
    assert balance.on_hand == balance.reserved
    assert violations(company) == []


def test_a_fact_is_reversed_once_however_many_try():
    company = trading()
    found = AdjustmentLine(
        next_id(), company.item("A"), q("5"), company.location, True, AccountKey.OTHER_RECEIPT, amount=a("50")
    )
    company.post(StockAdjusted(company.head("other_receipt"), (found,)))
    voucher = ManualEntryPosted(
        company.head("voucher"),
        (MoneyLine(a("5"), account_key=AccountKey.EXPENSE), MoneyLine(a("-5"), account_key=AccountKey.CASH)),
    )
    company.post(voucher)
    for key in (key_of(company, found.line_id), voucher.head.key):
        reds = [posts(company, FactReversed(company.head("reversal"), key)) for _ in range(6)]
        assert at_once(reds) == {"done": 1, "already_reversed": 5}
    assert (company.on_hand("A"), company.balance("1405"), company.balance("1002")) == (0, 0, 0)
    assert violations(company) == []


def test_goods_come_back_or_their_shipment_is_reversed_but_not_both():
    company = trading()
    company.receive("A", "60", "600")
    for _ in range(6):
        line = company.ship("A", "10", invoiced=True)
        back = ReturnLine(next_id(), company.item("A"), q("10"), company.location, original_line_id=line)
        returned = SalesReturned(company.head("sales_return", party=company.customer), (back,))
        red = FactReversed(company.head("reversal"), key_of(company, line))
        outcome = at_once([posts(company, returned), posts(company, red)])
        assert outcome["done"] == 1
        assert outcome["return_exceeds_original"] + outcome["reversal_refused"] == 1
    assert (company.on_hand("A"), company.balance("6401")) == (60, 0)
    assert violations(company) == []


def test_an_open_item_is_never_settled_beyond_itself():
    company = trading()
    company.receive("A", "10", "100")
    invoice = company.sales_invoice(company.ship("A", "10"), "10", "100", code="A")

    def pay() -> object:
        head = company.head("money_receipt", party=company.customer)
        return posting.post(company.scope, [MoneyReceived(head, a("30"), (Allocation(invoice, a("30")),))])

    assert at_once([pay] * 8) == {"done": 3, "open_item_exceeded": 5}
    item = OpenItem.objects.get(kind="AR")
    assert (item.open_txn, item.open_amount) == (10, 10)
    assert company.balance("1122") == 10
    assert violations(company) == []


@pytest.mark.parametrize("round_", range(3))
def test_nothing_enters_a_period_that_closes_at_the_same_moment(round_: int):
    company = trading()
    company.receive("A", "100", "1000", day=dt.date(2026, 1, 5))
    january = Period.objects.get(ledger_id=company.ledger_id, code=202601)
    day = dt.date(2026, 1, 20)

    def sell() -> object:
        goods = (GoodsLine(next_id(), company.item("A"), q("1"), company.location),)
        fact = GoodsShipped(company.head("shipment", party=company.customer, day=day), goods, invoiced=True)
        return posting.post(company.scope, [fact])

    def close() -> object:
        return ledger.close(company.scope, january.id, accept_warnings=True)

    work = [sell] * 12
    work.insert(3 * round_ + 2, close)
    outcome = at_once(work)
    january.refresh_from_db()
    assert january.state == "closed"
    assert outcome["done"] + outcome["period_closed"] == 13
    assert Entry.objects.filter(period_id=january.id).count() == outcome["done"]
    assert company.on_hand("A") == 100 - (outcome["done"] - 1)
    assert violations(company) == []


@pytest.mark.engine("postgresql")
def test_an_entry_waits_for_the_closing_of_its_period_and_is_refused():
    """The moment between the posting's look at the period and its writing, stretched until the period is closed."""
    company = trading()
    company.receive("A", "10", "100", day=dt.date(2026, 1, 5))
    january = Period.objects.get(ledger_id=company.ledger_id, code=202601)
    fact = GoodsReceived(
        company.head("goods_receipt", party=company.supplier, day=dt.date(2026, 1, 7)),
        (GoodsLine(next_id(), company.item("A"), q("1"), company.location, amount=a("10")),),
    )
    import threading
    import time

    from django.db import transaction

    closing, outcome = threading.Event(), {}

    def post_late() -> None:
        closing.wait()
        outcome.update(at_once([posts(company, fact)]))

    late = threading.Thread(target=post_late)
    late.start()
    with transaction.atomic():
        Period.objects.select_for_update().get(id=january.id)
        closing.set()
        time.sleep(0.7)
        assert outcome == {}
        Period.objects.filter(id=january.id).update(state="closed")
    late.join()
    assert outcome == {"period_closed": 1}
    assert Entry.objects.filter(period_id=january.id).count() == 1
    assert violations(company) == []


def test_engine_is_the_one_asked_for():
    assert gateway.is_postgresql() == (connection.vendor == "postgresql")
