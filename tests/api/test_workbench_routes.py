"""The first page: which day it shows, and which earlier one it can offer."""

import datetime as dt

import pytest

from heliu.access.models import Company, Role
from heliu.core import clock
from tests.support import people
from tests.support.trading import Trading, trading

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Trading:
    return trading()


def _workbench(company: Trading, query: str = "") -> dict:
    row = Company.objects.get(id=company.scope.company_id)
    Role.objects.get_or_create(
        company=row, code="reader", defaults={"name_zh": "读者", "name_en": "Reader", "patterns": ["reporting.*.read"]}
    )
    return people.browser(people.user(row, "reader"), row).get(f"/reporting/workbench{query}").json()


def test_a_quiet_company_is_shown_at_its_last_day_of_business(company: Trading) -> None:
    company.receive("A", "10", "30", day=dt.date(2026, 1, 5))

    with clock.frozen(dt.datetime(2026, 11, 2, 12, tzinfo=dt.UTC)):
        shown = _workbench(company)

    assert (shown["as_of"], shown["latest_trade_date"]) == ("2026-01-05", "2026-01-05")
    assert "earlier_trade_date" not in shown


@pytest.mark.parametrize(
    ("role", "shown"),
    [
        ("storekeeper", set()),
        ("seller", {"receivables"}),
        ("buyer", {"payables"}),
        ("owner", {"receivables", "payables"}),
    ],
)
def test_who_may_not_read_debts_is_not_told_their_sum(role: str, shown: set[str]) -> None:
    company = people.company()

    answer = people.browser(people.user(company, role), company).get("/reporting/workbench").json()

    assert answer.keys() & {"receivables", "payables"} == shown


def test_the_last_business_before_the_days_shown_is_offered(company: Trading) -> None:
    company.receive("A", "10", "30", day=dt.date(2026, 1, 31))
    company.receive("A", "10", "30", day=dt.date(2026, 2, 1))
    company.receive("A", "10", "30", day=dt.date(2026, 3, 2))

    assert _workbench(company, "?as_of=2026-03-02")["earlier_trade_date"] == "2026-01-31"
    assert _workbench(company, "?as_of=2026-03-03")["earlier_trade_date"] == "2026-02-01"
