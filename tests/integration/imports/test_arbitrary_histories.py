"""Whatever a file says, the books say the same afterwards."""

from dataclasses import replace
from hashlib import sha256
from unittest import mock

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from heliu.access.services.companies import NewCompany
from heliu.integration.histories import history_of_sales
from heliu.integration.sales_history import importing, runs
from heliu.integration.sales_history.companies import make_company
from heliu.integration.sales_history.importing import Options
from tests.properties.test_import_properties import history_of, source_rows

pytestmark = pytest.mark.django_db


@settings(max_examples=25)
@given(st.lists(source_rows, min_size=1, max_size=40), st.sampled_from([1, 5, 8_000]))
def test_books_agree_with_any_history(rows: list[tuple[str, str, int, int, int, str | None]], chunk: int) -> None:
    sales = replace(history_of(rows), sha256=sha256(repr(rows).encode()).hexdigest())
    history = history_of_sales(sales)
    with mock.patch.object(runs, "CHUNK_LINES", chunk), transaction.atomic():
        company = make_company(NewCompany(name="合流", currency="GBP", country="GB", time_zone="Europe/London"))
        outcome = importing.import_history(company, history, Options(simulate_payments=True), started=0)
        transaction.set_rollback(True)

    assert [check for check in outcome.checks if not check.ok] == []
