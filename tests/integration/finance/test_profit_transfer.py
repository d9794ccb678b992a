"""结转损益: month by month, ledger by ledger, as often as asked, with the income statement as it was."""

import datetime as dt

import pytest

from heliu.core.errors import NotFound
from heliu.finance import services as finance
from heliu.finance.errors import NothingToTransfer
from heliu.finance.queries.profit import transfer, transfers
from heliu.ledger.models import Entry, EntryLine, Period
from heliu.ledger.queries.statements import read_balance_sheet, read_income_statement
from heliu.ledger.services import check_list
from heliu.posting.errors import PeriodClosed
from heliu.posting.facts import AccountKey, ManualEntryPosted, MoneyLine
from heliu.posting.models import PostedFact
from tests.support.proofs import violations
from tests.support.trading import DAY, Trading, a, trading
from tests.support.vouchers import account

pytestmark = pytest.mark.django_db

CASH = AccountKey.CASH


def period(company: Trading, code: int, ledger_id: int = 0) -> int:
    return Period.objects.get(ledger_id=ledger_id or company.ledger_id, code=code).id


def booked(company: Trading, code: str, amount: str, *, day: dt.date = DAY) -> None:
    """amount debit-positive on the account, against cash."""
    lines = (
        MoneyLine(amount=a(amount), account_id=account(company, code)),
        MoneyLine(amount=-a(amount), account_key=CASH),
    )
    company.post(ManualEntryPosted(head=company.head("voucher", day=day), lines=lines))


def closing_lines(company: Trading, ledger_id: int = 0) -> set[tuple[str, int, int]]:
    rows = EntryLine.objects.filter(entry__kind="closing", ledger_id=ledger_id or company.ledger_id)
    return {(code, debit, credit) for code, debit, credit in rows.values_list("account__code", "debit", "credit")}


def test_revenue_leaves_by_debit_and_expense_by_credit_into_the_profit_of_the_year() -> None:
    company = trading()
    booked(company, "6001", "-1000")
    booked(company, "6401", "600")
    booked(company, "6602.06", "150")
    finance.transfer_profit(company.scope, period(company, 202603))
    assert closing_lines(company) == {
        ("6001", 1000, 0), ("6401", 0, 600), ("6602.06", 0, 150), ("4103", 0, 1000), ("4103", 750, 0),
    }  # fmt: skip
    assert (company.balance("4103"), company.balance("6001"), company.balance("6401")) == (-250, 0, 0)
    entry = Entry.objects.get(kind="closing")
    assert (entry.business_date, entry.origin_kind) == (dt.date(2026, 3, 31), "profit_transfer")
    assert violations(company) == []


def test_a_balance_on_the_wrong_side_leaves_in_red() -> None:
    company = trading()
    booked(company, "6603.02", "-40")
    booked(company, "6111", "15")
    finance.transfer_profit(company.scope, period(company, 202603))
    assert closing_lines(company) == {
        ("6603.02", 0, -40), ("6111", -15, 0), ("4103", 0, -15), ("4103", -40, 0),
    }  # fmt: skip
    assert company.balance("4103") == -25
    assert violations(company) == []


def test_a_repeated_transfer_takes_only_what_came_since() -> None:
    company = trading()
    march = period(company, 202603)
    booked(company, "6001", "-100")
    finance.transfer_profit(company.scope, march)
    with pytest.raises(NothingToTransfer):
        finance.transfer_profit(company.scope, march)
    assert Entry.objects.filter(kind="closing").count() == 1
    booked(company, "6001", "-30")
    finance.transfer_profit(company.scope, march)
    assert [f.key for f in PostedFact.objects.filter(origin_kind="profit_transfer").order_by("id")] == [
        f"profit_transfer:{company.ledger_id}:202603:1",
        f"profit_transfer:{company.ledger_id}:202603:2",
    ]
    assert company.balance("4103") == -130
    assert len(transfer(company.scope, march)["vouchers"]) == 2
    assert violations(company) == []


def test_the_income_statement_reads_the_same_after_the_transfer() -> None:
    company = trading()
    booked(company, "6001", "-1000")
    booked(company, "6603.02", "-40")
    booked(company, "6602.06", "150")
    before = read_income_statement(company.scope, period_from=202603, period_to=202603)["items"]
    finance.transfer_profit(company.scope, period(company, 202603))
    assert read_income_statement(company.scope, period_from=202603, period_to=202603)["items"] == before
    assert read_balance_sheet(company.scope, period=202603)["balanced"]


def test_december_carries_the_profit_of_the_year_to_retained_earnings() -> None:
    company = trading()
    booked(company, "6001", "-1000")
    finance.transfer_profit(company.scope, period(company, 202603))
    december = period(company, 202612)
    assert (transfer(company.scope, december)["carried"], transfer(company.scope, december)["verbs"]) == (
        "1000", ["post"],
    )  # fmt: skip
    booked(company, "6401", "300", day=dt.date(2026, 12, 5))
    assert transfer(company.scope, december)["carried"] == "700"
    finance.transfer_profit(company.scope, december)
    assert (company.balance("4103"), company.balance("4104.99")) == (0, -700)
    with pytest.raises(NothingToTransfer):
        finance.transfer_profit(company.scope, december)
    assert violations(company) == []


def test_prior_year_adjustments_bypass_the_profit_of_this_year() -> None:
    company = trading()
    booked(company, "6901", "80")
    finance.transfer_profit(company.scope, period(company, 202603))
    assert (company.balance("6901"), company.balance("4103"), company.balance("4104.99")) == (0, 0, 80)
    assert violations(company) == []


def test_each_ledger_is_transferred_for_itself() -> None:
    company = trading(parallel=("fifo",))
    other, _ = company.parallel["fifo"]
    booked(company, "6001", "-100")
    finance.transfer_profit(company.scope, period(company, 202603, other))
    assert (company.balance("4103", other), company.balance("4103")) == (-100, 0)
    finance.transfer_profit(company.scope, period(company, 202603))
    assert (company.balance("4103", other), company.balance("4103")) == (-100, -100)
    assert violations(company) == []


def test_the_preview_writes_nothing_and_a_closed_month_takes_nothing() -> None:
    company = trading()
    march = period(company, 202603)
    booked(company, "6001", "-100")
    shown = finance.transfer_profit(company.scope, march, dry_run=True)
    assert [(x.debit, x.credit) for x in shown[0].entries[0].lines] == [(a("100"), 0), (0, a("100"))]
    Period.objects.filter(id=march).update(state="closed")
    with pytest.raises(PeriodClosed):
        finance.transfer_profit(company.scope, march)
    assert transfer(company.scope, march)["verbs"] == []
    with pytest.raises(NotFound):
        finance.transfer_profit(company.scope, 99)
    assert Entry.objects.filter(kind="closing").count() == 0


def test_the_check_list_before_closing_is_content_once_profit_is_transferred() -> None:
    company = trading()
    march = period(company, 202603)
    booked(company, "6001", "-100")
    booked(company, "6401", "60")

    def left() -> int:
        return next(f.count for f in check_list(company.scope, march) if f.check == "profit_transferred")

    assert left() == 2
    months = {row["period"]: row for row in transfers(company.scope, ledger_id=None, year=2026)["items"]}
    assert (months[202602]["profit"], months[202603]["profit"], months[202603]["transferred"]) == ("0", "40", False)
    assert [x["balance"] for x in transfer(company.scope, march)["lines"]] == ["100", "60"]
    finance.transfer_profit(company.scope, march)
    assert left() == 0
    months = {row["period"]: row for row in transfers(company.scope, ledger_id=None, year=2026)["items"]}
    assert (months[202603]["profit"], months[202603]["transferred"], months[202604]["profit"]) == ("0", True, "0")


def test_a_month_without_profit_is_still_to_be_transferred() -> None:
    company = trading()
    booked(company, "6001", "-100")
    booked(company, "6401", "100")

    def march() -> tuple[str, bool]:
        rows = transfers(company.scope, ledger_id=None, year=2026)["items"]
        return next((row["profit"], row["is_open"]) for row in rows if row["period"] == 202603)

    assert march() == ("0", True)
    finance.transfer_profit(company.scope, period(company, 202603))
    assert march() == ("0", False)


def test_a_small_company_transfers_to_its_own_accounts() -> None:
    from heliu.posting.determination_data import default_accounts

    accounts = default_accounts("CAS_SMALL")
    assert (accounts[AccountKey.PROFIT], accounts[AccountKey.RETAINED_EARNINGS]) == ("3103", "3104.99")
