"""Reversals of what was corrected since, of late facts, below zero, and several in one batch."""

import datetime as dt

import pytest

from heliu.ledger.models import Entry, OpenItem
from heliu.posting import services as posting
from heliu.posting.errors import ReturnExceedsOriginal, ReversalRefused
from heliu.posting.facts import (
    AccountKey,
    FactReversed,
    GoodsLine,
    GoodsReceived,
    GoodsShipped,
    ManualEntryPosted,
    MoneyLine,
    PostedResult,
    PurchaseReturned,
    ReturnLine,
    SalesReturned,
)
from heliu.posting.models import PostedFact
from heliu.stock.models import StockMove, Warehouse
from tests.support.proofs import key_of, reverse, violations
from tests.support.trading import Trading, a, q, trading

pytestmark = pytest.mark.django_db

MARCH_1, MARCH_5, MARCH_9, MARCH_10 = (dt.date(2026, 3, d) for d in (1, 5, 9, 10))
FORMULAS = ("moving_average", "fifo")


def allow_negative(company: Trading) -> None:
    Warehouse.objects.filter(id=company.warehouse_id).update(allow_negative=True)


@pytest.mark.parametrize("formula", FORMULAS)
def test_goods_sold_below_zero_come_back_by_reversal(formula: str):
    company = trading(cost_formula=formula)
    allow_negative(company)
    company.receive("A", "10", "100")
    company.ship("A", "10", invoiced=True)
    first, second = (company.ship("A", "5", invoiced=True) for _ in range(2))
    reverse(company, first)
    assert company.worth("A") == (-5, -50)
    company.receive("A", "2", "30")
    assert company.worth("A") == (-3, -30)
    reverse(company, second)
    assert company.worth("A") == (2, 20)
    assert company.balance("6401") == 110
    assert violations(company) == []


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_reversal_that_ends_at_nothing_leaves_no_value(formula: str):
    company = trading(cost_formula=formula)
    allow_negative(company)
    company.receive("A", "10", "100")
    early = company.ship("A", "5", invoiced=True)
    company.receive("A", "1", "90")
    company.ship("A", "11", invoiced=True)
    reverse(company, early)
    assert company.worth("A") == (0, 0)
    assert company.balance("1405") == 0
    assert company.balance("6401") == 190
    assert violations(company) == []


def test_a_late_receipt_reversed_gives_later_shipments_their_old_cost():
    company = trading()
    company.receive("A", "10", "100", day=MARCH_5)
    company.ship("A", "5", day=MARCH_9, invoiced=True)
    late = company.receive("A", "10", "200", day=MARCH_1)
    assert company.balance("6401") == 75
    reverse(company, late, day=MARCH_10)
    assert company.worth("A") == (5, 50)
    assert company.balance("6401") == 50
    assert violations(company) == []


def test_under_fifo_a_late_receipt_that_is_used_cannot_be_reversed():
    company = trading(cost_formula="fifo")
    company.receive("A", "10", "100", day=MARCH_5)
    company.ship("A", "5", day=MARCH_9, invoiced=True)
    late = company.receive("A", "10", "200", day=MARCH_1)
    with pytest.raises(ReversalRefused):
        reverse(company, late, day=MARCH_10)


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_late_shipment_reversed_gives_waiting_goods_their_old_cost(formula: str):
    company = trading(cost_formula=formula)
    company.receive("A", "10", "100", day=MARCH_1)
    company.receive("A", "10", "300", day=MARCH_5)
    company.ship("A", "5", day=MARCH_9)
    before = company.balance("1406")
    late = company.ship("A", "10", day=MARCH_1, invoiced=True)
    assert company.balance("1406") == 150
    reverse(company, late, day=MARCH_10)
    assert company.balance("1406") == before
    assert company.balance("6401") == 0
    assert company.worth("A") == (15, 400 - before)
    assert violations(company) == []


@pytest.mark.parametrize("invoiced", ["0", "1"])
def test_a_shipment_that_a_late_receipt_made_dearer_can_be_reversed(invoiced: str):
    company = trading()
    company.receive("A", "10", "100", day=MARCH_5)
    line = company.ship("A", "4", day=MARCH_9)
    if invoiced == "1":
        invoice = company.sales_invoice(line, "1", "50", code="A", day=MARCH_9)
    company.receive("A", "10", "200", day=MARCH_1)
    if invoiced == "1":
        assert (company.balance("1406"), company.balance("6401")) == (45, 15)
        reverse(company, invoice, day=MARCH_10)
    reverse(company, line, day=MARCH_10)
    assert company.worth("A") == (20, 300)
    assert (company.balance("1406"), company.balance("6401"), company.balance("1405")) == (0, 0, 300)
    assert violations(company) == []


def test_a_late_receipt_is_reversed_although_what_it_made_dearer_is_invoiced_by_now():
    company = trading()
    company.receive("A", "10", "100", day=MARCH_5)
    line = company.ship("A", "4", day=MARCH_9)
    late = company.receive("A", "10", "200", day=MARCH_1)
    company.sales_invoice(line, "4", "50", code="A", day=MARCH_9)
    assert company.balance("6401") == 60
    reverse(company, late, day=MARCH_10)
    assert (company.balance("1406"), company.balance("6401")) == (0, 40)
    assert company.worth("A") == (6, 60)
    assert OpenItem.objects.filter(kind="SHIP").exclude(open_amount=0).count() == 0
    assert violations(company) == []


@pytest.mark.parametrize("formula", FORMULAS)
def test_an_invoice_is_reversed_although_its_goods_are_gone(formula: str):
    company = trading(cost_formula=formula)
    received = company.receive("A", "10", "100")
    invoice = company.purchase_invoice(received, "10", "110", code="A")
    assert company.worth("A") == (10, 110)
    company.ship("A", "10", invoiced=True)
    reverse(company, invoice)
    assert company.worth("A") == (0, 0)
    assert company.balance("6401") == 100
    assert company.balance("2202.02") == -100
    assert violations(company) == []


@pytest.mark.parametrize("formula", FORMULAS)
def test_an_invoice_and_its_receipt_are_reversed_in_one_batch(formula: str):
    company = trading(cost_formula=formula)
    received = company.receive("A", "10", "100")
    bill = company.purchase_invoice(received, "10", "110", "14.3", code="A")
    company.post(*(FactReversed(company.head("reversal"), key_of(company, x)) for x in (bill, received)))
    assert company.worth("A") == (0, 0)
    assert [company.balance(code) for code in ("1405", "6401", "2202.01", "2202.02", "2221.01.01")] == [0] * 5
    assert violations(company) == []


def test_a_whole_chain_is_reversed_in_one_batch():
    company = trading()
    received = company.receive("A", "10", "100")
    bill = company.purchase_invoice(received, "10", "110", "14.3", code="A")
    paid = company.money_out("124.3", (bill, "124.3"))
    sold = company.ship("A", "4")
    invoice = company.sales_invoice(sold, "4", "80", "10.4", code="A")
    money = company.money_in("90.4", (invoice, "90.4"))
    chain = (money, invoice, sold, paid, bill, received)
    reds = [FactReversed(company.head("reversal"), key_of(company, x)) for x in chain]
    counts = [model.objects.count() for model in (PostedFact, StockMove, Entry)]
    rehearsed = posting.post(company.scope, reds, dry_run=True)
    assert [model.objects.count() for model in (PostedFact, StockMove, Entry)] == counts
    posted = company.post(*reds)
    assert [_figures(x) for x in rehearsed] == [_figures(x) for x in posted]
    assert {entry.entry_id for x in rehearsed for entry in x.entries} == {0}
    assert company.worth("A") == (0, 0)
    accounts = ("1405", "1406", "6401", "1122", "1002", "2202.01", "2202.02", "6001", "2221.01.01", "2221.01.07")
    assert [company.balance(code) for code in accounts] == [0] * len(accounts)
    assert violations(company) == []


def _figures(result: PostedResult) -> list[tuple[int, int, int]]:
    return [(line.account_id, line.debit, line.credit) for entry in result.entries for line in entry.lines]


def test_a_return_and_the_reversal_of_its_shipment_do_not_pass_in_one_batch():
    company = trading()
    company.receive("A", "10", "100")
    sold = company.ship("A", "4", invoiced=True)
    back = ReturnLine(12345, company.item("A"), q("1"), company.location, original_line_id=sold)
    returned = SalesReturned(company.head("sales_return", party=company.customer), (back,))
    with pytest.raises(ReversalRefused):
        company.post(returned, FactReversed(company.head("reversal"), key_of(company, sold)))


def test_goods_do_not_go_back_to_the_supplier_in_the_batch_that_reverses_their_receipt():
    company = trading()
    first = company.receive("A", "10", "100")
    company.receive("A", "10", "100")
    back = ReturnLine(12345, company.item("A"), q("1"), company.location, amount=a("10"), original_line_id=first)
    returned = PurchaseReturned(company.head("purchase_return", party=company.supplier), (back,))
    with pytest.raises(ReturnExceedsOriginal):
        company.post(FactReversed(company.head("reversal"), key_of(company, first)), returned)


def test_the_main_voucher_is_what_the_red_one_names():
    company = trading()
    company.receive("A", "10", "100", day=MARCH_5)
    company.ship("A", "5", day=dt.date(2026, 4, 2), invoiced=True)
    late = company.receive("A", "10", "200", day=MARCH_1)
    reverse(company, late, day=dt.date(2026, 4, 3))
    red = Entry.objects.get(kind="reversal")
    assert red.reverses_id is not None
    assert Entry.objects.get(id=red.reverses_id).kind == "auto"
    assert violations(company) == []


def test_nothing_is_reversed_before_it_happened():
    company = trading()
    line = company.receive("A", "10", "100", day=MARCH_5)
    with pytest.raises(ReversalRefused):
        reverse(company, line, day=MARCH_1)
    assert company.worth("A") == (10, 100)


def test_a_batch_rehearsed_with_late_goods_gives_what_is_posted_then():
    company = trading(parallel=("fifo",))
    company.receive("A", "10", "100", day=MARCH_5)
    company.ship("A", "2", day=MARCH_9)
    late = GoodsReceived(
        company.head("goods_receipt", party=company.supplier, day=MARCH_1),
        (GoodsLine(71, company.item("A"), q("10"), company.location, amount=a("200")),),
    )
    sale = GoodsShipped(
        company.head("shipment", party=company.customer, day=MARCH_10),
        (GoodsLine(72, company.item("A"), q("12"), company.location),),
    )
    counts = [model.objects.count() for model in (PostedFact, StockMove, Entry, OpenItem)]
    rehearsed = posting.post(company.scope, [sale, late][::-1], dry_run=True)
    assert [model.objects.count() for model in (PostedFact, StockMove, Entry, OpenItem)] == counts
    posted = company.post(late, sale)
    assert [x.line_values for x in rehearsed] == [x.line_values for x in posted]
    assert violations(company) == []


def test_a_voucher_is_reversed_with_its_rate():
    company = trading()
    head = company.head("voucher", currency="USD", rate="7.1251")
    lines = (
        MoneyLine(a("10.01"), account_key=AccountKey.EXPENSE),
        MoneyLine(a("20.02"), account_key=AccountKey.SAMPLE),
        MoneyLine(a("-30.03"), account_key=AccountKey.CASH),
    )
    company.post(ManualEntryPosted(head, lines))
    reverse(company, head.origin_id)
    assert [company.balance(code) for code in ("6602.99", "6601.08", "1002", "6603.06")] == [0] * 4
    assert violations(company) == []
