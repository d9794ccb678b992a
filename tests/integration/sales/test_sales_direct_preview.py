"""A counter sale before it is posted, and in foreign currency."""

from decimal import Decimal

import pytest

from heliu.core.models import AuditRecord, Counter, OutboxMessage
from heliu.core.rounding import to_scaled
from heliu.core.scales import RATE_SCALE
from heliu.core.scope import Scope
from heliu.finance.models import MoneyReceipt, SalesInvoice
from heliu.posting.errors import InsufficientStock
from heliu.posting.verification import verify
from heliu.sales import services as sales
from tests.support.goods import books, refused
from tests.support.invoices import a
from tests.support.selling import sale
from tests.support.trading import Trading, trading

pytestmark = pytest.mark.django_db


def _everything(company: Trading) -> tuple[object, ...]:
    """What a preview must leave as it was, down to the numbers of documents."""
    return (
        books(company),
        SalesInvoice.objects.count(),
        MoneyReceipt.objects.count(),
        sorted(Counter.objects.values_list("sequence", "period", "value")),
        AuditRecord.objects.count(),
        OutboxMessage.objects.count(),
    )


def test_the_preview_of_a_counter_sale_is_what_posting_it_then_writes_and_writes_nothing() -> None:
    company = trading()
    company.receive("A", "10", "100")
    sold = sale(company, ("A", "2", "25"), paid_in_full=True)
    before = _everything(company)

    shown = sales.preview_direct_sale(company.scope, sold)

    assert _everything(company) == before
    assert [(m.item_id, m.quantity) for m in shown.moves] == [(company.item("A"), 2_000_000)]
    lines = [[(line.debit, line.credit) for line in entry.lines] for entry in shown.entries]
    assert lines == [
        [(a("20"), 0), (0, a("20"))],
        [(a("56.5"), 0), (0, a("50")), (0, a("6.5"))],
        [(a("56.5"), 0), (0, a("56.5"))],
    ]
    sales.sell_directly(company.scope, sold)
    assert (company.balance("6001"), company.balance("6401"), company.balance("1002")) == (-50, 20, Decimal("56.5"))


def test_the_preview_refuses_what_posting_would_refuse() -> None:
    company = trading()
    company.receive("A", "10", "100")
    before = _everything(company)

    with refused(InsufficientStock):
        sales.preview_direct_sale(company.scope, sale(company, ("A", "11", "25"), paid_in_full=True))

    assert _everything(company) == before


def test_who_may_not_sell_over_the_counter_sees_no_preview() -> None:
    company = trading()
    stranger = Scope(company_id=company.scope.company_id, user_id=9, permissions=frozenset({"sales.order.read"}))

    with pytest.raises(Exception, match=r"sales\.direct_sale\.create"):
        sales.preview_direct_sale(stranger, sale(company, ("A", "1", "25")))


def test_a_counter_sale_in_foreign_currency_is_booked_at_its_rate_and_settled_by_its_money() -> None:
    company = trading()
    company.receive("A", "10", "100")

    sold = sales.sell_directly(
        company.scope,
        sale(company, ("A", "2", "25"), paid_in_full=True, currency="USD", rate=to_scaled(Decimal("7.1"), RATE_SCALE)),
    )

    assert sold.gross == a("56.5")
    assert (company.balance("6001"), company.balance("1002")) == (Decimal(-355), Decimal("401.15"))
    assert (company.balance("1122"), company.open_amount(sold.invoice_id)) == (0, 0)
    assert [verdict.id for verdict in verify(company.scope.company_id) if verdict.violations] == []
