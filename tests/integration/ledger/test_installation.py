"""A new company has complete books: chart, periods, determination, valuation book, places."""

import pytest

from heliu.core.errors import DuplicateCode, Forbidden, InvalidInput
from heliu.core.scope import Scope, system_scope
from heliu.ledger.charts import all_charts
from heliu.ledger.errors import LedgerInUse, YearNotAdjacent
from heliu.ledger.models import Account, Ledger, Period
from heliu.ledger.services import choose_first_year, install_ledger, open_year
from heliu.posting.facts import AccountKey
from heliu.posting.install import add_parallel_ledger, install_books
from heliu.posting.models import AccountRule, LedgerValuation
from heliu.stock.models import Location, ValuationBook, Warehouse
from tests.support.money_book import money_book, new_company, sell

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("framework", ["CAS", "CAS_SMALL"])
def test_a_new_company_gets_a_ledger_with_every_account_of_the_chart(framework: str) -> None:
    scope = system_scope(new_company().id)

    books = install_books(scope, currency="CNY", framework=framework, first_year=2026)

    ledger = Ledger.objects.get(id=books.ledger_id)
    template = next(chart for chart in all_charts() if framework in chart.frameworks)
    accounts = Account.objects.filter(chart_id=ledger.chart_id)
    assert (ledger.is_primary, ledger.currency, ledger.reversal_style) == (True, "CNY", "red")
    assert set(accounts.values_list("code", flat=True)) == {account.code for account in template.accounts}
    assert accounts.get(code="2221.01.07").parent.parent.code == "2221"
    assert list(Period.objects.filter(ledger=ledger).order_by("code").values_list("code", flat=True)) == [
        202600 + month for month in range(1, 13)
    ]


@pytest.mark.parametrize("framework", ["CAS", "CAS_SMALL", "IFRS", "USGAAP", "MGMT"])
def test_every_account_key_has_a_leaf_account_in_every_framework(framework: str) -> None:
    scope = system_scope(new_company().id)

    books = install_books(scope, currency="CNY", framework=framework, first_year=2026)

    rules = AccountRule.objects.filter(ledger_id=books.ledger_id).select_related("account")
    assert {rule.key for rule in rules} == {key.value for key in AccountKey}
    assert [rule.account.code for rule in rules if not rule.account.is_leaf] == []


def test_a_company_starts_with_one_warehouse_and_the_places_outside() -> None:
    company = new_company()

    install_books(system_scope(company.id), currency="CNY", framework="CAS", first_year=2026, warehouse_name="总仓")

    warehouse = Warehouse.objects.get(company=company)
    places = dict(Location.objects.filter(company=company).values_list("code", "kind"))
    assert warehouse.name == "总仓"
    assert places == {
        "WH01": "storage", "@TRANSIT": "transit", "@SUPPLIER": "supplier", "@CUSTOMER": "customer",
        "@PRODUCTION": "production", "@LOSS": "loss",
    }  # fmt: skip
    assert Location.objects.get(company=company, warehouse=warehouse, is_default=True).code == "WH01"


def test_a_parallel_ledger_shares_the_chart_and_has_its_own_valuation() -> None:
    scope = system_scope(new_company().id)
    first = install_books(scope, currency="CNY", framework="CAS", first_year=2026)

    second = add_parallel_ledger(scope, code="IFRS", name="IFRS", framework="IFRS", currency="CNY", first_year=2026)

    assert len(set(Ledger.objects.values_list("chart_id", flat=True))) == 1
    assert Ledger.objects.get(id=second.ledger_id).reversal_style == "swap"
    assert dict(LedgerValuation.objects.values_list("ledger_id", "book__cost_formula")) == {
        first.ledger_id: "moving_average",
        second.ledger_id: "fifo",
    }


def test_a_company_cannot_be_given_its_books_twice() -> None:
    scope = system_scope(new_company().id)
    install_books(scope, currency="CNY", framework="CAS", first_year=2026)

    with pytest.raises(DuplicateCode):
        install_books(scope, currency="CNY", framework="CAS", first_year=2026)

    assert (Ledger.objects.count(), Warehouse.objects.count(), ValuationBook.objects.count()) == (1, 1, 1)


def test_a_ledger_of_an_unknown_framework_is_refused() -> None:
    scope = system_scope(new_company().id)

    with pytest.raises(InvalidInput):
        install_ledger(scope, code="X", name="X", framework="HGB", currency="EUR", first_year=2026, is_primary=True)

    assert Ledger.objects.count() == 0


def test_only_who_may_manage_ledgers_installs_one() -> None:
    scope = Scope(company_id=new_company().id, user_id=1, permissions=frozenset({"ledger.account.read"}))

    with pytest.raises(Forbidden):
        install_ledger(scope, code="X", name="X", framework="CAS", currency="CNY", first_year=2026, is_primary=True)

    assert Ledger.objects.count() == 0


def test_years_are_opened_one_after_the_other_and_only_once() -> None:
    book = money_book()

    assert open_year(book.scope, book.ledger_id, 2027) == 12
    assert open_year(book.scope, book.ledger_id, 2027) == 0
    with pytest.raises(YearNotAdjacent):
        open_year(book.scope, book.ledger_id, 2030)

    assert Period.objects.filter(ledger_id=book.ledger_id).count() == 24


def test_the_year_before_the_first_is_opened_while_nothing_is_closed() -> None:
    book = money_book()
    assert open_year(book.scope, book.ledger_id, 2025) == 12
    Period.objects.filter(ledger_id=book.ledger_id, code=202501).update(state="closed")

    with pytest.raises(YearNotAdjacent):
        open_year(book.scope, book.ledger_id, 2024)


def test_books_may_begin_in_another_year_until_something_is_posted() -> None:
    book = money_book()
    choose_first_year(book.scope, book.ledger_id, first_year=2010, years=2)
    assert set(Period.objects.values_list("code", flat=True)) >= {201001, 201112}
    assert Period.objects.count() == 24

    book.periods = dict(Period.objects.values_list("code", "id"))
    sell(book, "2010-12-01")
    with pytest.raises(LedgerInUse):
        choose_first_year(book.scope, book.ledger_id, first_year=2020)

    assert Period.objects.count() == 24
