"""Credit of customers whose goods leave without an order: checked like a counter sale on account."""

from dataclasses import replace
from decimal import Decimal

import pytest

from heliu.core.errors import Forbidden
from heliu.core.models import AuditRecord
from heliu.finance import services as finance
from heliu.finance.kinds import MONEY_RECEIPT
from heliu.sales import services as sales
from heliu.sales.errors import CreditLimitExceeded
from heliu.sales.services.credit import exposure_of
from heliu.warehouse import services as warehouse
from heliu.warehouse.models import GoodsLine
from tests.support.goods import books, document, draft, goods, lines_of, post, refused
from tests.support.invoices import a, money, settles, tax_code
from tests.support.selling import approved, limit_credit, order_line, sale
from tests.support.trading import DAY, Trading, trading

pytestmark = pytest.mark.django_db

RIGHTS = frozenset({"warehouse.shipment.create", "warehouse.shipment.post", "warehouse.shipment.read"})


def _stocked(limit: str) -> Trading:
    company = trading()
    company.receive("A", "100", "100")
    limit_credit(company, limit)
    return company


def _owed(company: Trading) -> Decimal:
    return Decimal(exposure_of(company.scope, company.customer).used) / 10**4


def test_a_shipment_of_no_order_above_the_credit_limit_is_refused_and_changes_nothing():
    company = _stocked("100")
    stored = draft(company, "shipment", ("A", "50", "10"))
    before = books(company)

    with refused(CreditLimitExceeded) as refusal:
        post(company, "shipment", ("A", "50", "10"))
    with refused(CreditLimitExceeded):
        warehouse.post_goods_document(company.scope, "shipment", stored)

    assert [refusal.value.facts[name] for name in ("limit", "exposure", "excess")] == ["100", "500", "400"]
    assert books(company) == before
    assert document(stored).state == "draft"


def test_goods_shipped_without_an_order_count_with_their_tax_until_they_are_paid():
    company = _stocked("115")
    line = replace(goods(company, "shipment", ("A", "10", "10")).lines[0], tax_code_id=tax_code(company))
    taxed = replace(goods(company, "shipment", ("A", "10", "10")), lines=(line,))
    shipped = warehouse.post_goods_documents(company.scope, [taxed])[0].document_id
    assert _owed(company) == 113

    with refused(CreditLimitExceeded):
        post(company, "shipment", ("A", "1", "3"))
    with refused(CreditLimitExceeded):
        sales.sell_directly(company.scope, sale(company, ("A", "1", "3")))
    with refused(CreditLimitExceeded):
        approved(company, order_line(company, "A", "1", "3"))

    invoice = sales.invoice_shipments(company.scope, [shipped], business_date=DAY)
    assert _owed(company) == 113
    finance.post_money(company.scope, MONEY_RECEIPT, [money(company, "113", settles(invoice.id, "113"))])
    post(company, "shipment", ("A", "1", "3"))
    assert _owed(company) == 3


def test_what_comes_back_of_a_shipment_of_no_order_or_is_reversed_is_owed_no_more():
    company = _stocked("100")
    first = post(company, "shipment", ("A", "6", "10")).document_id
    second = post(company, "shipment", ("A", "4", "10")).document_id
    post(company, "sales_return", ("A", "2", {"original_line_id": lines_of(first)[0].id}))
    assert _owed(company) == 80
    warehouse.reverse_goods_document(company.scope, "shipment", second, business_date=DAY)
    assert _owed(company) == 40
    post(company, "shipment", ("A", "6", "10"))


def test_a_shipment_in_dollars_uses_up_credit_at_its_rate():
    company = _stocked("700")
    post(company, "shipment", ("A", "10", "10"), currency="USD", rate=7 * 10**12)
    assert _owed(company) == 700
    with refused(CreditLimitExceeded):
        post(company, "shipment", ("A", "1", "0.01"))


def test_who_may_let_goods_pass_the_credit_limit_gives_a_reason():
    company = _stocked("100")
    stored = draft(company, "shipment", ("A", "50", "10"))
    clerk = replace(company.scope, all_permissions=False, permissions=RIGHTS)
    with refused(Forbidden):
        warehouse.post_goods_document(clerk, "shipment", stored, override_reason="老客户")
    assert document(stored).state == "draft"

    head = replace(clerk, permissions=RIGHTS | {"sales.credit.override"})
    warehouse.post_goods_document(head, "shipment", stored, override_reason="老客户")

    record = AuditRecord.objects.get(action="override_credit")
    assert (record.object_id, record.reason, record.after) == (company.customer, "老客户", {"exposure": "500"})
    assert GoodsLine.objects.get(document_id=stored).gross == Decimal(500)


def test_a_customer_without_a_limit_and_goods_of_an_order_are_not_asked_again():
    company = trading()
    company.receive("A", "100", "100")
    post(company, "shipment", ("A", "50", "10"))
    limit_credit(company, "600")
    order = approved(company, order_line(company, "A", "10", "10", tax=""))
    limit_credit(company, "500")
    with refused(CreditLimitExceeded):
        sales.ship_order(company.scope, order.order_id)
    assert _owed(company) == Decimal(a("600")) / 10**4
