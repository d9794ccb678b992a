"""Manual vouchers: prepared, audited by somebody else, posted, taken back in red."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from heliu.core.errors import Forbidden, IllegalTransition, InvalidInput, StaleVersion
from heliu.finance import services as finance
from heliu.finance.errors import ApprovedByPreparer, PartyMissing, RateRefused, VoucherNotBalanced
from heliu.finance.models import ManualVoucher
from heliu.finance.queries.vouchers import VoucherNarrowing, list_vouchers
from heliu.finance.queries.vouchers import voucher as read_voucher
from heliu.ledger.models import AccountBalance, Entry, EntryLine
from heliu.posting.errors import ControlAccountRefused
from tests.support.proofs import violations
from tests.support.trading import DAY, Trading, trading
from tests.support.vouchers import account, line, somebody_else, voucher

pytestmark = pytest.mark.django_db


def approved(company: Trading, *lines: object, **facts: object) -> int:
    stored = finance.create_voucher(company.scope, voucher(*lines, **facts))
    finance.submit_voucher(company.scope, stored.id)
    finance.approve_voucher(somebody_else(company), stored.id)
    return stored.id


def state(document: int) -> str:
    return ManualVoucher.objects.get(id=document).state


def test_rent_is_accrued_by_one_audited_by_another_and_posted() -> None:
    company = trading()
    document = approved(
        company, line(company, "6602.06", "3000"), line(company, "2241", "-3000", party=company.supplier)
    )
    assert company.balance("6602.06") == 0
    finance.post_voucher(company.scope, document)
    assert (company.balance("6602.06"), company.balance("2241")) == (3000, -3000)
    entry = Entry.objects.get(company_id=company.scope.company_id)
    assert (entry.kind, entry.origin_kind, entry.origin_id) == ("manual", "manual_voucher", document)
    header = ManualVoucher.objects.get(id=document)
    assert (header.state, header.number, header.amount) == ("posted", "PZ202603020001", 3000)
    assert header.approved_by_id == company.scope.user_id + 1
    assert violations(company) == []


def test_who_prepared_a_voucher_does_not_audit_it() -> None:
    company = trading()
    lines = (line(company, "1002", "10"), line(company, "6051", "-10"))
    stored = finance.create_voucher(company.scope, voucher(*lines))
    finance.submit_voucher(company.scope, stored.id)
    with pytest.raises(ApprovedByPreparer):
        finance.approve_voucher(company.scope, stored.id)
    assert state(stored.id) == "submitted"
    assert "approve" not in read_voucher(company.scope, stored.id)["verbs"]
    assert "approve" in read_voucher(somebody_else(company), stored.id)["verbs"]

    finance.reject_voucher(somebody_else(company), stored.id, reason="科目有误")
    finance.replace_voucher(somebody_else(company), stored.id, voucher(*lines), version=3)
    finance.submit_voucher(company.scope, stored.id)
    for scope in (company.scope, somebody_else(company)):
        with pytest.raises(ApprovedByPreparer):
            finance.approve_voucher(scope, stored.id)
    finance.approve_voucher(replace(company.scope, user_id=99), stored.id)
    assert state(stored.id) == "approved"


def test_only_an_audited_voucher_is_posted_and_only_with_its_own_date() -> None:
    company = trading()
    lines = (line(company, "1002", "10"), line(company, "6051", "-10"))
    stored = finance.create_voucher(company.scope, voucher(*lines))
    with pytest.raises(IllegalTransition):
        finance.post_voucher(company.scope, stored.id)
    assert len(finance.post_voucher(company.scope, stored.id, dry_run=True).entries) == 1
    finance.submit_voucher(company.scope, stored.id)
    with pytest.raises(IllegalTransition):
        finance.post_voucher(company.scope, stored.id)
    with pytest.raises(IllegalTransition):
        finance.replace_voucher(company.scope, stored.id, voucher(*lines), version=2)
    finance.approve_voucher(somebody_else(company), stored.id)
    with pytest.raises(InvalidInput):
        finance.post_voucher(company.scope, stored.id, business_date=DAY + dt.timedelta(days=1))
    with pytest.raises(StaleVersion):
        finance.post_voucher(company.scope, stored.id, version=1)
    assert (state(stored.id), Entry.objects.count()) == ("approved", 0)


def test_taking_an_approval_back_sends_the_voucher_to_be_audited_anew() -> None:
    company = trading()
    document = approved(company, line(company, "1002", "10"), line(company, "6051", "-10"))
    finance.reject_voucher(somebody_else(company), document, reason="附件不全")
    header = ManualVoucher.objects.get(id=document)
    assert (header.state, header.approved_by_id, header.approved_at) == ("draft", None, None)
    with pytest.raises(IllegalTransition):
        finance.post_voucher(company.scope, document)


def test_a_voucher_that_does_not_balance_or_breaks_a_rule_is_never_stored() -> None:
    company = trading()
    bank, income = line(company, "1002", "10"), line(company, "6051", "-10")
    for refusal, lines in (
        (VoucherNotBalanced, (bank, line(company, "6051", "-9.99"))),
        (ControlAccountRefused, (line(company, "1122", "10"), income)),
        (ControlAccountRefused, (line(company, "1405", "10"), income)),
        (PartyMissing, (line(company, "1221", "10"), income)),
        (RateRefused, (replace(bank, rate=2 * bank.rate), income)),
        (InvalidInput, (bank,)),
        (InvalidInput, (replace(bank, credit=bank.debit), income)),
        (InvalidInput, (replace(bank, debit=0), income)),
        (InvalidInput, (replace(bank, debit=1), income)),
    ):
        with pytest.raises(refusal):
            finance.create_voucher(company.scope, voucher(*lines))
    with pytest.raises(VoucherNotBalanced) as unbalanced:
        finance.create_voucher(company.scope, voucher(bank, line(company, "6051", "-9.5")))
    assert unbalanced.value.facts == {"debit": "10", "credit": "9.5", "difference": "0.5", "currency": "CNY"}
    assert ManualVoucher.objects.count() == 0


def test_dollars_are_changed_into_yuan_in_one_voucher() -> None:
    company = trading()
    document = approved(
        company, line(company, "1002", "712.35"), line(company, "1012.06.01", "-100", currency="USD", rate="7.1234567"),
    )  # fmt: skip
    finance.post_voucher(company.scope, document)
    rows = EntryLine.objects.filter(company_id=company.scope.company_id).order_by("line_no")
    yuan = Decimal("712.35")
    assert [(r.currency, r.amount_txn, r.debit, r.credit) for r in rows] == [
        ("CNY", yuan, yuan, 0),
        ("USD", -100, 0, yuan),
    ]
    dollars = AccountBalance.objects.get(company_id=company.scope.company_id, currency="USD")
    assert dollars.amount_txn == -100
    assert violations(company) == []
    finance.reverse_voucher(company.scope, document, business_date=DAY)
    assert (company.balance("1002"), company.balance("1012.06.01")) == (0, 0)
    assert violations(company) == []


def test_a_red_line_lowers_the_turnover_of_its_own_side() -> None:
    company = trading()
    document = approved(company, line(company, "6602.02", "-80", red=True), line(company, "1002", "80"))
    finance.post_voucher(company.scope, document)
    red = EntryLine.objects.get(company_id=company.scope.company_id, account__code="6602.02")
    assert (red.debit, red.credit) == (-80, 0)
    assert violations(company) == []


def test_a_posted_voucher_is_taken_back_by_its_red_twin() -> None:
    company = trading()
    document = approved(company, line(company, "6602.02", "80"), line(company, "1002", "-80"))
    finance.post_voucher(company.scope, document)
    mirror = finance.reverse_voucher(company.scope, document, business_date=DAY, reason="重复入账")
    assert (company.balance("6602.02"), company.balance("1002")) == (0, 0)
    red = EntryLine.objects.filter(company_id=company.scope.company_id).order_by("-id")[:2]
    assert sorted((r.debit, r.credit) for r in red) == [(-80, 0), (0, -80)]
    assert state(document) == "reversed"
    shown = read_voucher(company.scope, mirror.id)
    assert [(x["debit"], x["credit"]) for x in shown["lines"]] == [("-80", "0"), ("0", "-80")]
    assert (shown["verbs"], shown["reverses_id"]) == ([], str(document))
    assert violations(company) == []


def test_a_voucher_of_one_ledger_stays_out_of_the_others() -> None:
    company = trading(parallel=("fifo",))
    other, _ = company.parallel["fifo"]
    bank, income = account(company, "1002", other), account(company, "6051", other)
    lines = (
        replace(line(company, "1002", "10"), account_id=bank),
        replace(line(company, "6051", "-10"), account_id=income),
    )
    document = approved(company, *lines, ledger_id=other)
    finance.post_voucher(company.scope, document)
    assert (company.balance("1002", other), company.balance("1002")) == (10, 0)

    both = approved(company, line(company, "1002", "7"), line(company, "6051", "-7"))
    finance.post_voucher(company.scope, both)
    assert (company.balance("1002", other), company.balance("1002")) == (17, 7)
    assert violations(company) == []


def test_the_list_is_narrowed_by_state_account_party_date_and_words() -> None:
    company = trading()
    rent = approved(
        company, line(company, "6602.06", "3000"), line(company, "2241", "-3000", party=company.supplier),
        day=dt.date(2026, 3, 31),
    )  # fmt: skip
    other = finance.create_voucher(
        company.scope, voucher(line(company, "1001", "5"), line(company, "1002", "-5"), day=dt.date(2026, 4, 1))
    ).id

    def found(**by: object) -> list[str]:
        page = list_vouchers(company.scope, VoucherNarrowing(**by), cursor=None, limit=10)
        return [row["id"] for row in page["items"]]

    assert found() == [str(other), str(rent)]
    assert found(state="approved") == [str(rent)]
    assert found(account_id=account(company, "1001")) == [str(other)]
    assert found(party_id=company.supplier) == [str(rent)]
    assert found(date_from=dt.date(2026, 4, 1)) == [str(other)]
    assert found(q="PZ20260331") == [str(rent)]
    assert found(q="供应商甲") == [str(rent)]
    assert found(q="计提") == [str(other), str(rent)]


def test_each_step_needs_its_own_right() -> None:
    company = trading()
    document = approved(company, line(company, "1002", "10"), line(company, "6051", "-10"))
    clerk = replace(company.scope, all_permissions=False, permissions=frozenset({"finance.manual_voucher.create"}))
    for step in (finance.post_voucher, finance.cancel_voucher, finance.approve_voucher, finance.reject_voucher):
        with pytest.raises(Forbidden):
            step(clerk, document)
    with pytest.raises(Forbidden):
        finance.reverse_voucher(clerk, document, business_date=DAY)
    assert state(document) == "approved"
