"""The desks' part of the check list before 结账."""

import datetime as dt

import pytest

from heliu.ledger.models import Period
from heliu.ledger.services import check_list
from heliu.parties import services as parties
from heliu.parties.drafts import PartyDraft
from tests.support import goods
from tests.support.differences import counted, only, resolve
from tests.support.trading import Trading, trading

pytestmark = pytest.mark.django_db


def _counts(company: Trading, code: int) -> dict[str, int]:
    period = Period.objects.get(ledger_id=company.ledger_id, code=code)
    return {finding.check: finding.count for finding in check_list(company.scope, period.id)}


def test_goods_received_and_not_invoiced_are_counted_until_their_invoice_comes() -> None:
    company = trading()
    line = company.receive("A", "10", "100", day=dt.date(2026, 3, 2))

    assert _counts(company, 202602)["receipts_invoiced"] == 0
    assert _counts(company, 202603)["receipts_invoiced"] == 1
    company.purchase_invoice(line, "10", "100", code="A")

    assert _counts(company, 202603)["receipts_invoiced"] == 0


def test_a_draft_of_the_month_is_counted_and_one_of_the_next_is_not() -> None:
    from heliu.finance.models import Payment

    company = trading()
    supplier = parties.create_party(company.scope, PartyDraft(name="供应商丙", code="S9", is_supplier=True))
    for number, day in (("FK1", "2026-03-31"), ("FK2", "2026-04-01")):
        Payment.objects.create(
            company_id=company.scope.company_id, number=number, business_date=day, party_id=supplier, currency="CNY",
            amount=1,
        )  # fmt: skip

    assert _counts(company, 202603)["documents_posted"] == 1
    assert _counts(company, 202602)["documents_posted"] == 0
    Payment.objects.filter(number="FK1").update(state="cancelled")
    assert _counts(company, 202603)["documents_posted"] == 0


def test_differences_of_stock_are_counted_until_they_are_resolved() -> None:
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    stocktake = counted(company, A="8")

    assert _counts(company, 202602)["differences_resolved"] == 0
    assert _counts(company, 202603)["differences_resolved"] == 1
    resolve(company, only(company, stocktake).difference_id, "2", "wastage", day=dt.date(2026, 4, 1))

    # resolved in April: at the end of March the account still had its balance
    assert _counts(company, 202603)["differences_resolved"] == 1
    assert _counts(company, 202604)["differences_resolved"] == 0
