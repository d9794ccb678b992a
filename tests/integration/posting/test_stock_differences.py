"""Differences of stock wait in 待处理财产损溢 until somebody decides where they belong."""

import datetime as dt
from decimal import Decimal
from importlib import import_module

import pytest
from django.apps import apps

from heliu.core.ids import next_id
from heliu.ledger.models import Account, OpenItem
from heliu.posting.errors import OpenItemExceeded, OpenItemMissing, ReversalRefused
from heliu.posting.facts import (
    AccountKey,
    AdjustmentLine,
    DifferenceLine,
    DifferencesResolved,
    GoodsTransferred,
    StockAdjusted,
    TransferLine,
)
from heliu.posting.models import AccountRule
from heliu.stock.models import LocationKind, StockMove
from heliu.stock.queries import counterpart
from tests.support.goods import books, refused
from tests.support.proofs import reverse, violations
from tests.support.trading import Trading, q, trading

pytestmark = pytest.mark.django_db

WASTAGE, ABNORMAL, LIABLE = AccountKey.STOCK_LOSS, AccountKey.ABNORMAL_LOSS, AccountKey.OTHER_RECEIVABLE


def march(day: int) -> dt.date:
    return dt.date(2026, 3, day)


def counted(company: Trading, quantity: str, *, day: int = 5, inbound: bool = False, code: str = "A") -> int:
    """A difference found; returns its line."""
    line = next_id()
    found = AdjustmentLine(
        line, company.item(code), q(quantity), company.location, inbound, AccountKey.SUSPENSE, use_current_cost=inbound
    )
    company.post(StockAdjusted(company.head("stocktake", day=march(day)), (found,)))
    return line


def resolved(company: Trading, line: int, quantity: str, key: AccountKey, *, day: int = 6, party: int = 0) -> int:
    """Decides about part of a difference; returns the document."""
    head = company.head("stocktake", day=march(day))
    company.post(DifferencesResolved(head, (DifferenceLine(found_move(line), q(quantity), key, party),)))
    return head.origin_id


def found_move(line: int) -> int:
    return StockMove.objects.get(origin_line_id=line, reverses_id=None).id


def waiting(company: Trading, line: int, ledger_id: int = 0) -> tuple[Decimal, Decimal]:
    """(quantity, amount) in 待处理财产损溢"""
    item = OpenItem.objects.get(kind="SUSP", origin_key=found_move(line), ledger_id=ledger_id or company.ledger_id)
    return item.open_quantity, item.open_amount


def test_a_loss_waits_at_cost_and_is_decided_half_as_wastage_and_half_against_who_is_liable():
    company = trading()
    company.receive("A", "10", "30", day=march(1))
    line = counted(company, "4")
    assert (company.balance("1901"), company.balance("1405"), waiting(company, line)) == (12, 18, (4, 12))
    assert company.balance("6602.07") == 0

    resolved(company, line, "2", WASTAGE)
    assert (company.balance("1901"), company.balance("6602.07"), waiting(company, line)) == (6, 6, (2, 6))
    resolved(company, line, "2", LIABLE, party=company.supplier)

    assert (company.balance("1901"), company.balance("1221"), waiting(company, line)) == (0, 6, (0, 0))
    assert (company.worth("A"), violations(company)) == ((6, 18), [])


def test_an_abnormal_loss_is_a_non_operating_expense():
    company = trading()
    company.receive("A", "3", "10", day=march(1))
    line = counted(company, "3")

    for part in ("1", "1", "1"):
        resolved(company, line, part, ABNORMAL)

    assert (company.balance("6711"), company.balance("1901"), violations(company)) == (10, 0, [])


def test_a_gain_waits_in_credit_until_it_is_decided():
    company = trading()
    company.receive("A", "10", "30", day=march(1))
    line = counted(company, "2", inbound=True)
    assert (company.balance("1901"), company.balance("1405"), waiting(company, line)) == (-6, 36, (-2, -6))

    resolved(company, line, "2", AccountKey.STOCK_GAIN)

    assert (company.balance("1901"), company.balance("6602.07"), violations(company)) == (0, -6, [])


def test_a_parallel_ledger_has_its_own_value_of_the_loss():
    company = trading(parallel=("fifo",))
    fifo = company.parallel["fifo"][0]
    company.receive("A", "1", "10", day=march(1))
    company.receive("A", "1", "20", day=march(2))
    line = counted(company, "1")
    assert (waiting(company, line), waiting(company, line, fifo)) == ((1, 15), (1, 10))

    resolved(company, line, "1", LIABLE, party=company.supplier)

    assert (company.balance("1221"), company.balance("1221", fifo)) == (15, 10)
    assert (company.balance("1901"), company.balance("1901", fifo), violations(company)) == (0, 0, [])


def test_a_difference_that_is_decided_is_taken_back_after_its_decision():
    company = trading()
    company.receive("A", "10", "30", day=march(1))
    line = counted(company, "4")
    decision = resolved(company, line, "3", ABNORMAL)
    before = books(company)

    with refused(ReversalRefused) as refusal:
        reverse(company, line, day=march(7))
    assert ("SUSP" in str(refusal.value), books(company)) == (True, before)

    reverse(company, decision, day=march(7))
    assert (company.balance("6711"), company.balance("1901"), waiting(company, line)) == (0, 12, (4, 12))
    reverse(company, line, day=march(8))

    assert (company.balance("1901"), company.balance("1405"), company.on_hand("A")) == (0, 30, 10)
    assert (waiting(company, line), violations(company)) == ((0, 0), [])


def test_more_than_waits_or_what_never_waited_is_not_decided():
    company = trading()
    company.receive("A", "10", "30", day=march(1))
    line = counted(company, "4")
    before = books(company)

    with refused(OpenItemExceeded):
        resolved(company, line, "5", WASTAGE)
    with refused(OpenItemMissing):
        head = company.head("stocktake", day=march(6))
        company.post(DifferencesResolved(head, (DifferenceLine(next_id(), q("1"), WASTAGE),)))

    assert books(company) == before


@pytest.mark.parametrize("formula", ["moving_average", "fifo"])
def test_goods_lost_on_the_road_wait_at_the_value_they_were_sent_off_with_and_may_be_lost_again(formula: str):
    company = trading(cost_formula=formula)
    company.receive("A", "4", "12", day=march(1))
    transit, sent = counterpart(company.scope, LocationKind.TRANSIT), next_id()
    line = TransferLine(sent, company.item("A"), q("4"), company.location, transit)
    company.post(GoodsTransferred(company.head("transfer", day=march(2)), (line,)))
    company.receive("A", "4", "400", day=march(3))

    def lost(quantity: str, day: int) -> int:
        loss = AdjustmentLine(
            sent, company.item("A"), q(quantity), transit, False, AccountKey.SUSPENSE, transit_line_id=sent
        )
        head = company.head("transfer", day=march(day))
        company.post(StockAdjusted(head, (loss,)))
        return head.origin_id

    first = lost("4", 4)
    assert (company.balance("1901"), company.balance("1402"), company.balance("1405")) == (12, 0, 400)
    reverse(company, first, day=march(5))
    assert (company.balance("1901"), company.balance("1402")) == (0, 12)
    lost("4", 6)

    assert (company.balance("1901"), company.balance("1402"), violations(company)) == (12, 0, [])
    (open_item,) = OpenItem.objects.filter(kind="SUSP").exclude(open_quantity=0)
    head = company.head("transfer", day=march(7))
    company.post(DifferencesResolved(head, (DifferenceLine(open_item.origin_key, q("4"), LIABLE, company.supplier),)))
    assert (company.balance("1901"), company.balance("1221"), violations(company)) == (0, 12, [])


def test_a_receipt_dated_before_a_loss_changes_what_waits_and_what_is_decided_by_their_shares():
    company = trading()
    company.receive("A", "10", "30", day=march(2))
    line = counted(company, "4", day=8)
    resolved(company, line, "1", LIABLE, day=9, party=company.supplier)

    late = company.receive("A", "10", "50", day=march(4))

    assert (waiting(company, line), company.balance("1901")) == ((3, 12), 12)
    assert (company.balance("1221"), company.balance("6602.07"), violations(company)) == (3, 1, [])
    resolved(company, line, "3", ABNORMAL, day=10)
    assert (company.balance("1901"), company.balance("6711")) == (0, 12)

    reverse(company, late, day=march(12))

    assert (company.balance("1901"), violations(company)) == (0, [])


def test_a_loss_whose_cost_changed_later_is_taken_back_whole():
    company = trading()
    company.receive("A", "10", "30", day=march(2))
    line = counted(company, "4", day=8)
    decision = resolved(company, line, "2", WASTAGE, day=9)
    company.receive("A", "10", "50", day=march(4))
    reverse(company, decision, day=march(10))
    assert (company.balance("1901"), company.balance("6602.07")) == (14, 2)

    reverse(company, line, day=march(11))

    assert (company.balance("1901"), company.balance("6602.07"), company.worth("A")) == (0, 0, (20, 80))
    assert violations(company) == []


def test_a_loss_without_value_waits_by_quantity():
    company = trading()
    company.receive("A", "2", "0", day=march(1))
    line = counted(company, "2")
    assert waiting(company, line) == (2, 0)

    resolved(company, line, "2", WASTAGE)

    assert (waiting(company, line), violations(company)) == ((0, 0), [])


def test_a_company_from_before_knows_where_decided_differences_belong():
    company = trading()
    rules = AccountRule.objects.filter(key__in=["OTHER_RECEIVABLE", "ABNORMAL_LOSS"])
    before = set(rules.values_list("key", "account_id"))
    rules.delete()
    Account.objects.filter(code="1901").update(is_control=False)

    import_module("heliu.posting.migrations.0005_stock_differences").determine_accounts(apps, None)

    assert (len(before), set(rules.values_list("key", "account_id"))) == (2, before)
    assert Account.objects.get(company_id=company.scope.company_id, code="1901").is_control
