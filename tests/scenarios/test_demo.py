"""Somebody tries Heliu: the demo fills a company, checks it, and hands it to whoever signs in first."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from heliu.access.models import Company, MembershipRole
from heliu.access.services.setup import FirstStart, complete_setup, issue_setup_token
from heliu.access.services.users import NewPerson
from heliu.finance.models import Payment, PurchaseInvoice, SalesInvoice
from heliu.ledger.models import Entry
from heliu.purchasing.models import PurchaseOrder
from heliu.warehouse.models import GoodsDocument

pytestmark = pytest.mark.django_db(transaction=True)


def demo() -> dict[str, Any]:
    out = StringIO()
    call_command("demo", "--dataset", "northwind", "--no-serve", "--json", stdout=out)
    return dict(json.loads(out.getvalue().splitlines()[-1]))


def test_the_demo_fills_a_company_once_and_its_first_user_owns_it() -> None:
    first = demo()

    assert list(first) == [
        "dataset", "lines_read", "lines_posted", "lines_reported", "seconds", "lines_per_s", "peak_rss_mb", "checks",
        "ok",
    ]  # fmt: skip
    assert (first["dataset"], first["lines_read"], first["lines_posted"], first["ok"]) == (
        "northwind", 2985, 2891, True,
    )  # fmt: skip
    company = Company.objects.get()
    assert (company.code, company.currency, company.framework) == ("NORTHWIND", "USD", "CAS")
    assert SalesInvoice.objects.filter(simulated=False).count() == 809
    for model in (PurchaseOrder, PurchaseInvoice, Payment):
        assert model.objects.filter(simulated=True).count() == model.objects.count() > 0
    orders = PurchaseOrder.objects.filter(delivery="full").count()
    assert orders > PurchaseOrder.objects.count() * 9 // 10
    assert GoodsDocument.objects.filter(document_type="shipment").exclude(invoicing="full").count() == 0

    entries = Entry.objects.count()
    second = demo()

    assert second["checks"] == first["checks"]
    assert (Company.objects.count(), Entry.objects.count()) == (1, entries)

    person = NewPerson(username="li", password="a-long-and-quiet-word")
    user, made = complete_setup(FirstStart(token=issue_setup_token(), person=person, company=None))
    assert made is None
    owner = MembershipRole.objects.get(membership__user=user, company=company)
    assert owner.role.code == "owner"
