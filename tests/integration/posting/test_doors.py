"""What the door to the books refuses before it looks at them, and what a rehearsal leaves."""

from dataclasses import replace

import pytest

from heliu.core.errors import InvalidInput, InvalidNumber
from heliu.core.ids import next_id
from heliu.core.models import Counter
from heliu.ledger.models import AccountBalance, Entry, OpenItem, Settlement, SubledgerBalance
from heliu.posting import services as posting
from heliu.posting.errors import FactKeyReused, UnknownReference
from heliu.posting.facts import AccountKey, GoodsLine, GoodsReceived, ManualEntryPosted, MoneyLine
from heliu.posting.install import add_parallel_ledger
from heliu.posting.models import NoEffect, PostedFact
from heliu.stock.models import CostLayer, CostState, StockBalance, StockMove, StockValue
from tests.support.goods import books, refused
from tests.support.proofs import violations
from tests.support.trading import Trading, a, q, trading

pytestmark = pytest.mark.django_db

TABLES = (
    PostedFact, NoEffect, StockMove, StockValue, StockBalance, CostState, CostLayer, Entry, AccountBalance,
    SubledgerBalance, OpenItem, Settlement, Counter,
)  # fmt: skip


def rows() -> list[list[tuple[object, ...]]]:
    return [sorted(table.objects.values_list("id", *_changing(table))) for table in TABLES]


def _changing(table: type) -> list[str]:
    names = {field.attname for field in table._meta.concrete_fields}  # type: ignore[attr-defined]
    return sorted(names & {"on_hand", "reserved", "quantity", "amount", "value", "debit", "credit", "open_amount"})


def receipt(company: Trading) -> GoodsReceived:
    goods = (GoodsLine(next_id(), company.item("A"), q("2"), company.location, amount=a("20")),)
    return GoodsReceived(company.head("goods_receipt", party=company.supplier), goods)


def test_a_rehearsal_shows_everything_and_writes_nothing():
    company = trading(parallel=("fifo",))
    company.receive("A", "1", "10")
    before = rows()
    fact = receipt(company)
    shown = posting.post(company.scope, [fact], dry_run=True)[0]
    assert [(e.entry_id, e.number, len(e.lines)) for e in shown.entries] == [(0, 0, 2), (0, 0, 2)]
    assert [move.quantity for move in shown.moves] == [q("2")]
    both = posting.post(company.scope, [fact, receipt(company)], dry_run=True)
    assert [len(result.entries) for result in both] == [2, 2]
    assert rows() == before
    assert violations(company) == []


def test_a_fact_told_twice_is_posted_once_and_another_fact_under_its_key_is_refused():
    company = trading()
    fact = receipt(company)
    first = company.post(fact)[0]
    before = rows()
    again = company.post(fact)[0]
    assert (again.fact_id, again.replayed, first.replayed) == (first.fact_id, True, False)
    with pytest.raises(FactKeyReused):
        company.post(replace(fact, head=replace(fact.head, origin_id=next_id())))
    with pytest.raises(FactKeyReused):
        company.post(receipt(company), *[replace(receipt(company), head=company.head("x", key="k"))] * 2)
    assert rows() == before


def test_no_number_is_so_large_that_sums_of_it_leave_whole_numbers():
    company = trading()
    company.money_in("10000000000000")
    company.receive("A", "100000000000", "1")
    before = books(company)
    for tell in (
        lambda: company.money_in("10000000000000.01"),
        lambda: company.money_in("900000000000", currency="USD", rate="1000000"),
        lambda: company.receive("A", "1", "900000000000000"),
        lambda: company.receive("A", "100000000001", "1"),
    ):
        with refused(InvalidNumber):
            tell()
    assert books(company) == before
    assert violations(company) == []


def test_facts_of_another_company_are_refused():
    company, other = trading(), trading(code="T2")
    before = rows()
    with pytest.raises(UnknownReference):
        company.post(receipt(other))
    stolen = receipt(company)
    line = replace(stolen.lines[0], item_id=other.item("B"))
    with pytest.raises(UnknownReference):
        company.post(replace(stolen, lines=(line,)))
    with pytest.raises(UnknownReference):
        company.post(replace(stolen, lines=(replace(stolen.lines[0], location_id=other.location),)))
    with pytest.raises(UnknownReference):
        company.post(replace(stolen, head=replace(stolen.head, party_id=other.supplier)))
    assert rows()[:3] == before[:3]


def test_a_voucher_for_one_ledger_is_noted_in_the_others():
    company = trading(parallel=("fifo",))
    fifo, _ = company.parallel["fifo"]
    lines = (MoneyLine(a("5"), account_key=AccountKey.EXPENSE), MoneyLine(a("-5"), account_key=AccountKey.CASH))
    company.post(ManualEntryPosted(company.head("voucher"), lines, ledger_id=fifo))
    assert (company.balance("1002"), company.balance("1002", fifo)) == (0, -5)
    assert NoEffect.objects.get().ledger_id == company.ledger_id
    assert violations(company) == []


def test_a_parallel_ledger_keeps_the_currency_of_the_primary_one():
    company = trading()
    with pytest.raises(InvalidInput):
        add_parallel_ledger(company.scope, code="US", name="US", framework="USGAAP", currency="USD", first_year=2026)
