"""红冲: reversing a fact gives the books of before, in red, once, and only while nothing downstream used it."""

from decimal import Decimal

import pytest

from heliu.ledger.models import Entry, EntryLine
from heliu.posting import services as posting
from heliu.posting.errors import AlreadyReversed, InsufficientStock, ReversalRefused
from heliu.posting.facts import FactReversed
from heliu.posting.models import PostedFact
from heliu.stock.models import StockMove
from tests.support.trading import Trading, trading

pytestmark = pytest.mark.django_db


def reverse_last(company: Trading):
    key = (
        PostedFact.objects.filter(company_id=company.scope.company_id).order_by("-id").values_list("key", flat=True)[0]
    )
    return reverse(company, key)


def reverse(company: Trading, key: str):
    return posting.post(company.scope, [FactReversed(company.head("reversal"), key)])[0]


def key_of_line(company: Trading, line_id: int) -> str:
    fact_id = StockMove.objects.get(origin_line_id=line_id, reverses_id=None).fact_id
    return PostedFact.objects.get(id=fact_id).key


def test_reversed_receipt_leaves_nothing_and_is_red_on_the_same_side():
    company = trading(parallel=("fifo",))
    company.receive("A", "10", "100")
    reverse_last(company)
    assert company.on_hand("A") == 0
    assert company.worth("A") == (0, 0)
    assert company.worth("A", company.parallel["fifo"][1]) == (0, 0)
    assert company.balance("1405") == 0
    assert company.balance("2202.02") == 0
    red = EntryLine.objects.filter(entry__kind="reversal", ledger_id=company.ledger_id, account__code="1405").get()
    assert (red.debit, red.credit) == (-100, 0)
    original = Entry.objects.filter(ledger_id=company.ledger_id).order_by("id").first()
    assert original is not None
    assert Entry.objects.filter(kind="reversal", reverses_id=original.id).count() == 1


def test_reversed_shipment_returns_goods_at_the_value_they_left_with():
    company = trading(parallel=("fifo",))
    company.receive("A", "10", "100")
    line = company.ship("A", "4")
    company.receive("A", "10", "300")
    reverse(company, key_of_line(company, line))
    assert company.worth("A") == (20, 400)
    assert company.worth("A", company.parallel["fifo"][1]) == (20, 400)
    assert company.balance("1406") == 0


def test_a_fact_is_reversed_once():
    company = trading()
    line = company.receive("A", "10", "100")
    key = key_of_line(company, line)
    reverse(company, key)
    with pytest.raises(AlreadyReversed):
        reverse(company, key)
    assert company.balance("1405") == 0


def test_receipt_whose_goods_are_gone_cannot_be_reversed():
    company = trading()
    line = company.receive("A", "10", "100")
    company.ship("A", "4", invoiced=True)
    with pytest.raises(InsufficientStock):
        reverse(company, key_of_line(company, line))
    assert company.on_hand("A") == 6
    assert company.worth("A") == (6, 60)


def test_invoiced_receipt_cannot_be_reversed_before_its_invoice():
    company = trading()
    line = company.receive("A", "10", "100")
    company.purchase_invoice(line, "10", "110", "14.3", code="A")
    receipt_key = key_of_line(company, line)
    with pytest.raises(ReversalRefused):
        reverse(company, receipt_key)
    reverse_last(company)
    assert company.worth("A") == (10, 100)
    assert company.balance("2202.01") == 0
    assert company.balance("2221.01.01") == 0
    assert company.balance("2202.02") == -100
    reverse(company, receipt_key)
    assert company.balance("1405") == 0


def test_reversed_money_receipt_opens_the_invoice_again():
    company = trading()
    company.receive("A", "10", "100")
    line = company.ship("A", "4")
    invoice = company.sales_invoice(line, "4", "80", "10.4", code="A")
    company.money_in("100", (invoice, "90.4"))
    assert company.open_amount(invoice) == 0
    reverse_last(company)
    assert company.open_amount(invoice) == Decimal("90.4")
    assert company.balance("1002") == 0
    assert company.balance("2204") == 0
    assert company.balance("1122") == Decimal("90.4")


def test_reversing_a_dear_receipt_never_leaves_stock_worth_less_than_nothing():
    company = trading()
    company.receive("A", "11", "11")
    line = company.receive("A", "10", "1000")
    company.ship("A", "10", invoiced=True)
    reverse(company, key_of_line(company, line))
    quantity, value = company.worth("A")
    assert (quantity, value) == (1, Decimal("48.14"))
    assert company.balance("1405") == value
