"""Invoices and money are for parties of their side: customers owe for sales, suppliers are paid for purchases."""

import pytest

from heliu.finance import services as finance
from heliu.finance.kinds import MONEY_RECEIPT, PAYMENT, PURCHASE_INVOICE, SALES_INVOICE, InvoiceKind, MoneyKind
from heliu.finance.models import SalesInvoice
from heliu.finance.rules.drafts import InvoiceLineDraft
from heliu.parties import services as parties
from heliu.parties.errors import UnknownReference
from heliu.posting.models import PostedFact
from tests.support.invoices import invoice, money, p, q
from tests.support.trading import trading

pytestmark = pytest.mark.django_db


def service(price: str) -> InvoiceLineDraft:
    return InvoiceLineDraft(entered_quantity=q("1"), price=p(price), description="安装", tax_code_id=0)


@pytest.mark.parametrize(("kind", "wrong"), [(SALES_INVOICE, "supplier"), (PURCHASE_INVOICE, "customer")])
def test_an_invoice_to_a_party_of_the_other_side_is_refused(kind: InvoiceKind, wrong: str) -> None:
    company = trading()
    draft = invoice(company, service("100"), party=getattr(company, wrong))
    with pytest.raises(UnknownReference):
        finance.post_invoices(company.scope, kind, [draft])
    assert PostedFact.objects.count() == 0
    assert kind.model.objects.count() == 0


@pytest.mark.parametrize(("kind", "wrong"), [(MONEY_RECEIPT, "supplier"), (PAYMENT, "customer")])
def test_money_of_a_party_of_the_other_side_is_refused(kind: MoneyKind, wrong: str) -> None:
    company = trading()
    with pytest.raises(UnknownReference):
        finance.post_money(company.scope, kind, [money(company, "10", party=getattr(company, wrong))])
    assert PostedFact.objects.count() == 0


def test_an_archived_customer_is_still_invoiced_for_what_it_got() -> None:
    company = trading()
    parties.archive_party(company.scope, company.customer, version=1)
    posted = finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, service("100"))])
    assert SalesInvoice.objects.get(id=posted[0].id).party_id == company.customer
