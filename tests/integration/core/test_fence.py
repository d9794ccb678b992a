"""Row-level security: the database itself keeps one company's rows from another's requests."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from heliu.access.models import Company
from heliu.catalog.models import Unit
from heliu.core import fence
from heliu.core.models import AuditRecord
from heliu.core.transactions import business_transaction
from heliu.ledger.models import Ledger
from tests.support import people

pytestmark = [pytest.mark.engine("postgresql"), pytest.mark.django_db]


@pytest.fixture
def fenced(settings: Any) -> Iterator[None]:
    """The fence is up and the connection's user is an ordinary one, as in production."""
    settings.ROW_SECURITY = True
    with connection.cursor() as cursor:
        fence.raise_fence()
        cursor.execute("CREATE ROLE heliu_ordinary NOLOGIN")
        cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO heliu_ordinary")
        cursor.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO heliu_ordinary")
        cursor.execute("SET LOCAL ROLE heliu_ordinary")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.fixture
def companies(fenced: None) -> tuple[Company, Company]:
    return people.company("一"), people.company("二")


def test_a_query_that_forgets_the_filter_sees_one_company_only(companies: tuple[Company, Company]) -> None:
    first, second = companies
    assert {row.company_id for row in Ledger.objects.all()} == {first.pk, second.pk}

    with fence.inside(first.pk):
        assert {row.company_id for row in Ledger.objects.all()} == {first.pk}
        assert AuditRecord.objects.filter(company_id=second.pk).count() == 0
        assert Unit.objects.filter(company_id=second.pk).update(name="taken") == 0

    assert Unit.objects.filter(company_id=second.pk, name="taken").count() == 0


def test_a_row_for_another_company_is_refused(companies: tuple[Company, Company]) -> None:
    first, second = companies
    before = Unit.objects.count()

    with fence.inside(first.pk), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        Unit.objects.create(company=second, code="x", name="x")

    assert Unit.objects.count() == before


def test_a_request_works_behind_the_fence_and_leaves_none_behind(companies: tuple[Company, Company]) -> None:
    first, second = companies
    boss = people.user(first, "owner", username="boss")
    people.join(boss, second, "owner")
    browser = people.browser(boss, second)

    created = browser.post("/access/companies", {"name": "三"})
    renamed = browser.put("/access/company", {"name": "二改"})
    trail = browser.get("/access/audit?noun=company").json()["items"]
    left = browser.delete("/access/session")

    assert created.status_code == 201, created.content
    assert renamed.json()["name"] == "二改"
    assert {row["object_id"] for row in trail} == {str(second.pk)}
    assert left.status_code == 200
    assert Ledger.objects.values("company_id").distinct().count() == 3


def test_a_refused_business_transaction_gives_the_fence_back(companies: tuple[Company, Company]) -> None:
    first, _ = companies

    @business_transaction
    def refuse() -> None:
        with fence.inside(first.pk):
            raise ValueError("refused")

    with pytest.raises(ValueError, match="refused"), transaction.atomic():
        refuse()

    assert Ledger.objects.values("company_id").distinct().count() == 2


def test_a_failed_statement_inside_tells_its_own_error(companies: tuple[Company, Company]) -> None:
    first, second = companies

    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), fence.inside(first.pk):
        Unit.objects.create(company=second, code="x", name="x")

    assert Ledger.objects.values("company_id").distinct().count() == 2


def test_every_business_table_is_behind_the_fence(fenced: None) -> None:
    tables = fence.fenced_tables()

    assert {"catalog_item", "stock_stockmove", "ledger_entry", "core_auditrecord", "sales_salesorder"} <= set(tables)
    assert not [table for table in tables if table.startswith("access_")]
    assert [gap for gap in fence.gaps() if gap.startswith("no policy")] == []
