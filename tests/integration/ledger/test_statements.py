"""Balance sheet and income statement of real postings."""

import pytest

from heliu.core.errors import InvalidInput
from heliu.ledger import queries
from tests.support.money_book import MoneyBook, Side, money_book, new_party, sell

pytestmark = pytest.mark.django_db


def _lines(statement: dict, column: str) -> dict[str, str]:
    return {row["key"]: row[column] for row in statement["items"] if row[column] != "0"}


def _year_of_trade(book: MoneyBook) -> None:
    owner, customer, generous = (new_party(book, code) for code in ("O", "C", "G"))
    book.enter("2025-12-01", Side("1002", "1000"), Side("4001", "-1000"))
    book.enter("2026-01-05", Side("1405", "300"), Side("1002", "-300"))
    sell(book, "2026-01-10", "452", "400", customer)
    book.enter("2026-01-10", Side("6401", "250"), Side("1405", "-250"))
    book.enter("2026-01-20", Side("1002", "100"), Side("1122", "-100", generous))
    book.enter("2026-02-03", Side("1002", "452"), Side("1122", "-452", customer))
    book.enter("2026-02-28", Side("6001", "400"), Side("4103", "-400"), kind="closing")
    book.enter("2026-02-28", Side("4103", "250"), Side("6401", "-250"), kind="closing")
    assert owner


@pytest.fixture
def book() -> MoneyBook:
    made = money_book(year=2025)
    from heliu.ledger.models import Period
    from heliu.ledger.services import open_year

    open_year(made.scope, made.ledger_id, 2026)
    made.periods = dict(Period.objects.filter(ledger_id=made.ledger_id).values_list("code", "id"))
    _year_of_trade(made)
    return made


def test_the_balance_sheet_reclassifies_parties_as_of_its_month(book: MoneyBook) -> None:
    january = queries.read_balance_sheet(book.scope, period=202601)
    february = queries.read_balance_sheet(book.scope, period=202602)

    assert january["balanced"] is True
    assert _lines(january, "closing") == {
        "monetary_funds": "800",
        "accounts_receivable": "452",
        "inventories": "50",
        "current_assets": "1302",
        "total_assets": "1302",
        "contract_liabilities": "100",
        "taxes_payable": "52",
        "current_liabilities": "152",
        "total_liabilities": "152",
        "paid_in_capital": "1000",
        "retained_earnings": "150",
        "total_equity": "1150",
        "total_claims": "1302",
    }
    assert _lines(january, "opening")["total_assets"] == "1000"
    assert "accounts_receivable" not in _lines(february, "closing")
    assert _lines(february, "closing")["contract_liabilities"] == "100"
    assert _lines(february, "closing")["retained_earnings"] == "150"


def test_the_income_statement_leaves_the_transfer_of_profit_out(book: MoneyBook) -> None:
    february = queries.read_income_statement(book.scope, period_from=202602, period_to=202602)

    assert _lines(february, "amount") == {}
    assert _lines(february, "year") == {
        "operating_revenue": "400",
        "operating_cost": "250",
        "operating_profit": "150",
        "total_profit": "150",
        "net_profit": "150",
    }


def test_every_line_names_the_accounts_in_it(book: MoneyBook) -> None:
    sheet = queries.read_balance_sheet(book.scope, period=202601)

    codes = {row["key"]: row["codes"] for row in sheet["items"]}
    assert codes["monetary_funds"] == ["1002"]
    assert codes["retained_earnings"] == ["6001", "6401"]


def test_a_small_enterprise_has_its_own_format() -> None:
    book = money_book(framework="CAS_SMALL")
    book.enter("2026-01-05", Side("1002", "100"), Side("5001", "-100"))

    sheet = queries.read_balance_sheet(book.scope, period=202601)
    result = queries.read_income_statement(book.scope, period_from=202601, period_to=202601)

    assert "short_term_investments" in {row["key"] for row in sheet["items"]}
    assert _lines(sheet, "closing")["retained_earnings"] == "100"
    assert _lines(result, "amount")["net_profit"] == "100"


def test_a_month_that_cannot_be_is_refused() -> None:
    with pytest.raises(InvalidInput):
        queries.read_balance_sheet(money_book().scope, period=202613)
