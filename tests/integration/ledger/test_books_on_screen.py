"""What the screens of the money book show: trial balance, account ledger, vouchers, balances by party."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from heliu.core.errors import InvalidInput, NotFound
from heliu.ledger import queries
from heliu.ledger.queries import LedgerRange, VoucherFilter
from tests.support.money_book import MoneyBook, Side, money_book, new_party, sell

pytestmark = pytest.mark.django_db


def _row(balance: dict, code: str) -> dict:
    return next(row for row in balance["items"] if row["code"] == code)


def _ledger(book: MoneyBook, code: str, first: str, last: str, **more: object) -> dict:
    cursor, limit = more.pop("cursor", None), more.pop("limit", 50)
    wanted = LedgerRange(
        account_id=book.accounts[code],
        date_from=dt.date.fromisoformat(first),
        date_to=dt.date.fromisoformat(last),
        **more,
    )
    return queries.account_ledger(book.scope, wanted, cursor=cursor, limit=limit)


def test_the_trial_balance_shows_opening_turnover_and_closing_of_every_account() -> None:
    book = money_book()
    sell(book, "2026-01-10", "113", "100")
    sell(book, "2026-02-10", "226", "200")
    book.enter("2026-02-20", Side("1002", "113"), Side("1122", "-113"))

    balance = queries.trial_balance(book.scope, period_from=202602, period_to=202602)

    receivable = _row(balance, "1122")
    assert (receivable["opening_debit"], receivable["opening_credit"]) == ("113", "0")
    assert (receivable["debit"], receivable["credit"]) == ("226", "113")
    assert (receivable["year_debit"], receivable["year_credit"]) == ("339", "113")
    assert (receivable["closing_debit"], receivable["closing_credit"]) == ("226", "0")
    assert balance["totals"]["debit"] == balance["totals"]["credit"] == "339"
    assert balance["balanced"] is True


def test_sub_accounts_are_rolled_up_into_every_account_above() -> None:
    book = money_book()
    sell(book, "2026-01-10", "113", "100")
    book.enter("2026-01-11", Side("2221.01.01", "6.5"), Side("1002", "-6.5"))

    balance = queries.trial_balance(book.scope, period_from=202601, period_to=202601)

    assert _row(balance, "2221")["closing_credit"] == "6.5"
    assert _row(balance, "2221.01")["closing_credit"] == "6.5"
    assert (_row(balance, "2221.01.01")["closing_debit"], _row(balance, "2221.01.07")["closing_credit"]) == (
        "6.5",
        "13",
    )
    assert [row["code"] for row in balance["items"] if row["level"] == 1] == ["1002", "1122", "2221", "6001"]


def test_the_trial_balance_may_be_cut_at_a_level_and_show_unused_accounts() -> None:
    book = money_book()
    sell(book, "2026-01-10")

    cut = queries.trial_balance(book.scope, period_from=202601, period_to=202601, level=1)
    whole = queries.trial_balance(book.scope, period_from=202601, period_to=202601, include_zero=True)

    assert {row["level"] for row in cut["items"]} == {1}
    assert len(whole["items"]) == len(book.accounts)


def test_the_trial_balance_costs_the_same_number_of_queries_however_much_was_posted() -> None:
    book = money_book()
    sell(book, "2026-01-10")
    with CaptureQueriesContext(connection) as few:
        queries.trial_balance(book.scope, period_from=202601, period_to=202601)
    for day in range(1, 28):
        sell(book, f"2026-01-{day:02d}")
    with CaptureQueriesContext(connection) as many:
        queries.trial_balance(book.scope, period_from=202601, period_to=202601)

    assert len(many) == len(few)


def test_a_range_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(InvalidInput):
        queries.trial_balance(money_book().scope, period_from=202602, period_to=202601)


def test_the_account_ledger_opens_in_the_middle_of_a_month_and_carries_the_balance() -> None:
    book = money_book()
    sell(book, "2026-01-10", "113", "100")
    sell(book, "2026-02-05", "113", "100")
    sell(book, "2026-02-20", "226", "200")
    book.enter("2026-02-21", Side("1002", "400"), Side("1122", "-400"))

    page = _ledger(book, "1122", "2026-02-06", "2026-02-28")

    assert (page["opening"], page["opening_side"]) == ("226", "D")
    assert [(line["debit"], line["credit"], line["balance"], line["side"]) for line in page["items"]] == [
        ("226", "0", "452", "D"),
        ("0", "400", "52", "D"),
    ]
    assert (page["debit"], page["credit"], page["closing"]) == ("226", "400", "52")


def test_pages_of_the_account_ledger_continue_the_running_balance() -> None:
    book = money_book()
    for day in range(1, 8):
        sell(book, f"2026-03-{day:02d}", "113", "100")

    whole = _ledger(book, "1122", "2026-03-01", "2026-03-31")["items"]
    pages, cursor = [], None
    while True:
        page = _ledger(book, "1122", "2026-03-01", "2026-03-31", cursor=cursor, limit=3)
        pages += page["items"]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert pages == whole
    assert [line["balance"] for line in pages] == ["113", "226", "339", "452", "565", "678", "791"]


def test_the_ledger_of_an_account_above_holds_the_lines_of_all_below() -> None:
    book = money_book()
    sell(book, "2026-01-10", "113", "100")
    book.enter("2026-01-11", Side("2221.01.01", "6.5"), Side("1002", "-6.5"))

    page = _ledger(book, "2221", "2026-01-01", "2026-01-31")

    assert [(line["account"]["code"], line["balance"], line["side"]) for line in page["items"]] == [
        ("2221.01.07", "13", "C"),
        ("2221.01.01", "6.5", "C"),
    ]


def test_the_account_ledger_of_one_party_shows_that_party_alone() -> None:
    book = money_book()
    first, second = new_party(book, "C1"), new_party(book, "C2")
    sell(book, "2026-01-10", "113", "100", first)
    sell(book, "2026-01-11", "226", "200", second)
    sell(book, "2026-02-11", "339", "300", first)

    page = _ledger(book, "1122", "2026-02-01", "2026-02-28", party_id=first)

    assert (page["opening"], page["closing"]) == ("113", "452")
    assert [line["party"]["code"] for line in page["items"]] == ["C1"]


def test_red_lines_keep_their_side_and_are_flagged() -> None:
    book = money_book()
    blue = sell(book, "2026-01-10", "113", "100")
    red = book.enter(
        "2026-01-12",
        Side("1122", "-113", red=True),
        Side("6001", "100", red=True),
        Side("2221.01.07", "13", red=True),
        kind="reversal",
        reverses_id=blue,
    )

    page = _ledger(book, "1122", "2026-01-01", "2026-01-31")
    balance = queries.trial_balance(book.scope, period_from=202601, period_to=202601)
    voucher = queries.voucher(book.scope, red)

    assert [(line["debit"], line["is_red"]) for line in page["items"]] == [("113", False), ("-113", True)]
    assert (_row(balance, "1122")["debit"], _row(balance, "6001")["credit"]) == ("0", "0")
    assert voucher["is_red"] is True
    assert voucher["reverses"]["id"] == str(blue)
    assert queries.voucher(book.scope, blue)["reversed_by"]["id"] == str(red)


def test_a_voucher_shows_both_sides_and_the_document_behind_it() -> None:
    book = money_book()
    customer = new_party(book, "C1")
    voucher = queries.voucher(book.scope, sell(book, "2026-01-10", "113", "100", customer))

    assert voucher["label"] == "记-1"
    assert [(line["account"]["code"], line["debit"], line["credit"]) for line in voucher["lines"]] == [
        ("1122", "113", "0"),
        ("6001", "0", "100"),
        ("2221.01.07", "0", "13"),
    ]
    assert (voucher["total_debit"], voucher["total_credit"]) == ("113", "113")
    assert voucher["lines"][0]["party"]["code"] == "C1"
    assert voucher["origin"]["kind"] == "sales_invoice"


def test_vouchers_are_found_by_date_account_party_amount_number_and_memo() -> None:
    book = money_book()
    customer = new_party(book, "C1")
    sale = sell(book, "2026-01-10", "113", "100", customer)
    paid = book.enter("2026-02-01", Side("1002", "113"), Side("1122", "-113", customer), memo="到账")
    fee = book.enter("2026-02-02", Side("6603.04", "5"), Side("1002", "-5"), memo="手续费")

    def found(**wanted: object) -> list[int]:
        return [int(row["id"]) for row in queries.voucher_list(book.scope, VoucherFilter(**wanted))["items"]]

    assert found() == [fee, paid, sale]
    assert found(date_from=dt.date(2026, 2, 1)) == [fee, paid]
    assert found(account_id=book.accounts["1002"]) == [fee, paid]
    assert found(account_id=book.accounts["6603"]) == [fee]
    assert found(party_id=customer) == [paid, sale]
    assert found(amount=Decimal("113")) == [paid, sale]
    assert found(period=202602, number=2) == [fee]
    assert found(q="手续") == [fee]
    assert found(q="记-1") == [paid, sale]


def test_voucher_pages_are_complete_and_without_repeats() -> None:
    book = money_book()
    made = [sell(book, f"2026-01-{day:02d}") for day in range(1, 10)]

    seen, cursor = [], None
    while True:
        page = queries.voucher_list(book.scope, VoucherFilter(), cursor=cursor, limit=4)
        seen += [int(row["id"]) for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break

    assert seen == made[::-1]


def test_another_companys_voucher_account_and_balances_stay_unseen() -> None:
    mine, other = money_book(), money_book(code="T2")
    foreign = sell(other, "2026-01-10")

    assert queries.voucher_list(mine.scope, VoucherFilter())["items"] == []
    assert queries.trial_balance(mine.scope, period_from=202601, period_to=202601)["items"] == []
    for read in (
        lambda: queries.voucher(mine.scope, foreign),
        lambda: queries.voucher_list(mine.scope, VoucherFilter(ledger_id=other.ledger_id)),
        lambda: queries.trial_balance(mine.scope, period_from=202601, period_to=202601, ledger_id=other.ledger_id),
        lambda: (
            _ledger(other, "1122", "2026-01-01", "2026-01-31")
            and queries.account_ledger(
                mine.scope, LedgerRange(other.accounts["1122"], dt.date(2026, 1, 1), dt.date(2026, 1, 31))
            )
        ),
        lambda: queries.party_balances(mine.scope, account_id=other.accounts["1122"]),
    ):
        with pytest.raises(NotFound):
            read()


def test_parties_are_listed_by_what_they_owe_largest_first() -> None:
    book = money_book()
    small, large, settled = new_party(book, "S"), new_party(book, "L"), new_party(book, "Z")
    sell(book, "2026-01-10", "113", "100", small)
    sell(book, "2026-01-10", "1130", "1000", large)
    sell(book, "2026-01-10", "226", "200", settled)
    book.enter("2026-01-12", Side("1002", "226"), Side("1122", "-226", settled))

    first = queries.party_balances(book.scope, account_id=book.accounts["1122"], limit=1)
    second = queries.party_balances(book.scope, account_id=book.accounts["1122"], limit=5, cursor=first["next_cursor"])

    assert [(row["party"]["code"], row["amount"]) for row in first["items"]] == [("L", "1130")]
    assert [(row["party"]["code"], row["amount"]) for row in second["items"]] == [("S", "113")]
    assert second["next_cursor"] is None


def test_payables_are_listed_largest_debt_first_too() -> None:
    book = money_book()
    small, large = new_party(book, "S"), new_party(book, "L")
    book.enter("2026-01-10", Side("1405", "10"), Side("2202.01", "-10", small))
    book.enter("2026-01-10", Side("1405", "90"), Side("2202.01", "-90", large))

    page = queries.party_balances(book.scope, account_id=book.accounts["2202"])

    assert [(row["party"]["code"], row["amount"], row["side"]) for row in page["items"]] == [
        ("L", "-90", "C"),
        ("S", "-10", "C"),
    ]


def test_the_chart_can_be_narrowed_to_what_a_person_may_post_to_or_pay_from() -> None:
    book = money_book()

    manual = {row["code"] for row in queries.account_list(book.scope, manual=True)["items"]}
    cash = {row["code"] for row in queries.account_list(book.scope, cash=True)["items"]}

    assert "6602.02" in manual
    assert not manual & {"1122", "1405", "2202.01", "6602"}
    assert cash >= {"1001", "1002", "1012.06.01"}
    assert "1012.06" not in cash


def test_the_account_ledger_of_all_time_has_no_opening_balance() -> None:
    book = money_book()
    sell(book, "2026-01-10", "113", "100")

    page = _ledger(book, "1122", "0001-01-01", "9999-12-31")

    assert (page["opening"], page["opening_side"], page["closing"]) == ("0", "Z", "113")
