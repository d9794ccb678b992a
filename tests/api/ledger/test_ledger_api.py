"""The money book over HTTP: shapes, rights, errors."""

import datetime as dt

import pytest

from heliu.access.models import Company
from heliu.core import clock
from heliu.ledger.models import Account, EntrySeal, Period
from tests.support import people
from tests.support.money_book import MoneyBook, Side, book_of, sell
from tests.support.people import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    with clock.frozen(dt.datetime(2026, 1, 15, tzinfo=dt.UTC)):
        return people.company()


@pytest.fixture
def book(company: Company) -> MoneyBook:
    return book_of(company)


@pytest.fixture
def accountant(company: Company) -> Browser:
    return people.browser(people.user(company, "accountant"), company)


def test_a_new_company_has_its_ledger_its_chart_and_twelve_open_months(accountant: Browser, book: MoneyBook) -> None:
    ledgers = accountant.get("/ledger/ledgers").json()
    chart = accountant.get("/ledger/charts").json()
    accounts = accountant.get("/ledger/accounts").json()
    periods = accountant.get("/ledger/periods").json()

    assert [(row["code"], row["is_primary"], row["open_period"]) for row in ledgers["items"]] == [
        ("MAIN", True, 202601)
    ]
    assert [row["code"] for row in chart["items"]] == ["cas"]
    assert accounts["total"] == len(book.accounts)
    assert {row["state"] for row in periods["items"]} == {"open"}
    assert periods["total"] == 12


def test_a_sub_account_is_added_renamed_and_deleted(accountant: Browser, book: MoneyBook) -> None:
    parent = str(book.accounts["6602"])

    created = accountant.post("/ledger/accounts", {"parent_id": parent, "code": "6602.11", "name": "快递费"})
    address = f"/ledger/accounts/{created.json()['id']}"
    renamed = accountant.put(address, {"name": "快递"}, If_Match="1")
    stale = accountant.put(address, {"name": "快运"}, If_Match="1")
    gone = accountant.delete(address)

    assert (created.status_code, renamed.json()["version"]) == (201, 2)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert gone.status_code == 204
    assert not Account.objects.filter(code="6602.11").exists()


def test_a_control_account_of_the_rules_is_not_deleted(accountant: Browser, book: MoneyBook) -> None:
    answer = accountant.delete(f"/ledger/accounts/{book.accounts['1122']}")

    assert (answer.status_code, answer.json()["code"]) == (409, "account_in_use")


def test_vouchers_are_listed_and_opened(accountant: Browser, book: MoneyBook) -> None:
    entry = sell(book, "2026-01-10", "113", "100")

    page = accountant.get("/ledger/vouchers?date_from=2026-01-01&amount=113").json()
    one = accountant.get(f"/ledger/vouchers/{entry}").json()

    assert [(row["id"], row["total"], row["label"]) for row in page["items"]] == [(str(entry), "113", "记-1")]
    assert page["next_cursor"] is None
    assert [(line["account"]["code"], line["debit"], line["credit"]) for line in one["lines"]] == [
        ("1122", "113", "0"),
        ("6001", "0", "100"),
        ("2221.01.07", "0", "13"),
    ]


def test_the_account_ledger_and_the_trial_balance_agree(accountant: Browser, book: MoneyBook) -> None:
    sell(book, "2026-01-10", "113", "100")
    sell(book, "2026-02-10", "226", "200")
    account = book.accounts["1122"]

    ledger = accountant.get(
        f"/ledger/account-ledger?account_id={account}&date_from=2026-02-01&date_to=2026-02-28"
    ).json()
    balance = accountant.get("/ledger/trial-balance?period_from=202602&period_to=202602").json()

    row = next(r for r in balance["items"] if r["code"] == "1122")
    assert (ledger["opening"], ledger["debit"], ledger["closing"]) == ("113", "226", "339")
    assert (row["opening_debit"], row["debit"], row["closing_debit"]) == ("113", "226", "339")
    assert balance["balanced"] is True


def test_a_month_is_checked_closed_and_reopened_by_somebody_else(company: Company, book: MoneyBook) -> None:
    first, second = (people.browser(people.user(company, "accountant"), company) for _ in range(2))
    sell(book, "2026-01-10")
    address = f"/ledger/periods/{book.periods[202601]}"

    checks = first.get(f"{address}/checks").json()
    refused = first.post(f"{address}/close", {})
    closed = first.post(f"{address}/close", {"accept_warnings": True})
    alone = first.post(f"{address}/reopen", {"reason": "漏记"})
    together = second.post(f"{address}/reopen", {"reason": "漏记"})

    assert [row["check"] for row in checks["items"] if not row["ok"]][-1] == "profit_transferred"
    assert (refused.status_code, refused.json()["code"]) == (409, "period_not_ready")
    assert closed.json()["state"] == "closed"
    assert (alone.status_code, alone.json()["code"]) == (403, "second_person_required")
    assert together.json()["state"] == "soft_closed"


def test_the_next_year_is_opened_once(accountant: Browser, book: MoneyBook) -> None:
    body = {"ledger_id": str(book.ledger_id), "year": 2027}

    assert accountant.post("/ledger/years", body).json() == {"year": 2027, "opened": 12}
    assert accountant.post("/ledger/years", body).json() == {"year": 2027, "opened": 0}
    assert Period.objects.filter(ledger_id=book.ledger_id).count() == 24


def test_seals_are_counted_and_made(accountant: Browser, book: MoneyBook) -> None:
    with clock.frozen(clock.now() - dt.timedelta(minutes=1)):
        sell(book, "2026-01-10")

    assert accountant.get("/ledger/seals").json() == {"sealed": 0, "waiting": 1, "last_hash": ""}
    assert accountant.post("/ledger/seals").json() == {"sealed": 1}
    assert accountant.get("/ledger/seals").json()["last_hash"] == EntrySeal.objects.get().hash


def test_a_seller_sees_nothing_of_the_money_book(company: Company, book: MoneyBook) -> None:
    entry = sell(book, "2026-01-10")
    seller = people.browser(people.user(company, "seller"), company)

    for path in (
        "/ledger/accounts",
        "/ledger/vouchers",
        f"/ledger/vouchers/{entry}",
        "/ledger/trial-balance?period_from=202601&period_to=202601",
        f"/ledger/account-ledger?account_id={book.accounts['6401']}&date_from=2026-01-01&date_to=2026-01-31",
        f"/ledger/party-balances?account_id={book.accounts['1122']}",
        "/ledger/seals",
    ):
        assert seller.get(path).status_code == 403, path


def test_an_auditor_reads_everything_and_changes_nothing(company: Company, book: MoneyBook) -> None:
    auditor = people.browser(people.user(company, "auditor"), company)
    sell(book, "2026-01-10")

    assert auditor.get("/ledger/vouchers").status_code == 200
    assert auditor.get("/ledger/trial-balance?period_from=202601&period_to=202601").status_code == 200
    assert auditor.post(f"/ledger/periods/{book.periods[202601]}/close", {}).status_code == 403
    assert auditor.delete(f"/ledger/accounts/{book.accounts['6602.02']}").status_code == 403


def test_another_companys_voucher_is_not_found(accountant: Browser, company: Company) -> None:
    with clock.frozen(dt.datetime(2026, 1, 15, tzinfo=dt.UTC)):
        other = book_of(people.company("别家"))
    foreign = sell(other, "2026-01-10")

    assert accountant.get(f"/ledger/vouchers/{foreign}").status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "account_id=1&date_from=2026-01-01&date_to=2026-01-31&cursor=zzz",
        "account_id=abc&date_from=2026-01-01&date_to=2026-01-31",
        "account_id={1122}&date_from=2026-02-01&date_to=2026-01-31",
        "account_id={1122}&date_from=2026-01-01&date_to=2026-01-31&cursor=MSwy",
    ],
)
def test_a_malformed_request_is_refused_without_a_server_error(
    accountant: Browser, book: MoneyBook, query: str
) -> None:
    answer = accountant.get(f"/ledger/account-ledger?{query.replace('{1122}', str(book.accounts['1122']))}")

    assert answer.status_code in (400, 404)


def test_payments_by_party_are_paged(accountant: Browser, book: MoneyBook) -> None:
    from tests.support.money_book import new_party

    for code, amount in (("P1", "30"), ("P2", "20"), ("P3", "10")):
        book.enter("2026-01-10", Side("1122", amount, new_party(book, code)), Side("6001", f"-{amount}"))
    address = f"/ledger/party-balances?account_id={book.accounts['1122']}&limit=2"

    first = accountant.get(address).json()
    second = accountant.get(f"{address}&cursor={first['next_cursor']}").json()

    assert [row["party"]["code"] for row in first["items"] + second["items"]] == ["P1", "P2", "P3"]
    assert second["next_cursor"] is None


def test_both_statements_are_read_and_agree_on_the_profit(accountant: Browser, book: MoneyBook) -> None:
    sell(book, "2026-01-10", "113", "100")

    sheet = accountant.get("/ledger/balance-sheet?period=202601").json()
    result = accountant.get("/ledger/income-statement?period_from=202601&period_to=202601").json()

    profit = {row["key"]: row["closing"] for row in sheet["items"]}["retained_earnings"]
    assert sheet["balanced"] is True
    assert profit == {row["key"]: row["amount"] for row in result["items"]}["net_profit"] == "100"
    assert accountant.get("/ledger/balance-sheet?period=202613").status_code == 400
