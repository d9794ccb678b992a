"""A preview is refused for what posting is refused for, and changes nothing; what it shows is what posting writes."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from heliu.core.errors import ErpError
from heliu.core.models import AuditRecord, Counter
from heliu.finance import services as finance
from heliu.finance.errors import MatchException
from heliu.finance.kinds import PURCHASE_INVOICE, SALES_INVOICE
from heliu.finance.models import PurchaseInvoice, SalesInvoice
from heliu.purchasing import services as purchasing
from heliu.purchasing.drafts import ReceiveLine
from heliu.purchasing.errors import OrderNotOpen as PurchaseNotOpen
from heliu.purchasing.errors import OverReceipt
from heliu.purchasing.services import Fulfilment as Arrival
from heliu.sales import services as sales
from heliu.sales.drafts import Fulfilment, ShipLine
from heliu.sales.errors import ApprovalVoid, CreditLimitExceeded, OrderLineMismatch, OrderNotOpen, OverShipment
from heliu.sales.models import SalesOrder
from heliu.warehouse import services as warehouse
from heliu.warehouse.errors import ReturnTooMuch
from tests.support.goods import books, draft, lines_of, order, post, receive, refused
from tests.support.invoices import a, goods, invoice, q
from tests.support.selling import approved, goods_lines, limit_credit, order_line
from tests.support.trading import DAY, Trading, trading

pytestmark = pytest.mark.django_db

Case = Callable[[Trading], tuple[str, int]]
"""Prepares a draft of a kind that posting refuses."""


def _arrives_twice(company: Trading) -> tuple[str, int]:
    made = order(company, ("A", "10", "3"), ("B", "1", "3"))
    lines = [ReceiveLine(made.line_ids[0], q("10"))]
    drafted = [
        purchasing.receive_order(company.scope, made.order_id, lines, how=Arrival(business_date=DAY, post=False))
        for _ in range(2)
    ]
    warehouse.post_goods_document(company.scope, "goods_receipt", drafted[0])
    return "goods_receipt", drafted[1]


def _arrives_for_a_closed_order(company: Trading) -> tuple[str, int]:
    made = order(company, ("A", "10", "3"))
    drafted = purchasing.receive_order(company.scope, made.order_id, how=Arrival(business_date=DAY, post=False))
    purchasing.close_order(company.scope, made.order_id, reason="停产")
    return "goods_receipt", drafted


def _ordered_and_drafted(company: Trading, times: int = 1) -> tuple[int, list[int]]:
    company.receive("A", "40", "100")
    made = approved(company, order_line(company, "A", "4", "25"), order_line(company, "B", "1", "9"))
    how = Fulfilment(business_date=DAY, post=False)
    piece = [ShipLine(made.line_ids[0], q("4"))]
    return made.order_id, [sales.ship_order(company.scope, made.order_id, piece, how=how) for _ in range(times)]


def _leaves_twice(company: Trading) -> tuple[str, int]:
    _, drafted = _ordered_and_drafted(company, 2)
    warehouse.post_goods_document(company.scope, "shipment", drafted[0])
    return "shipment", drafted[1]


def _leaves_for_a_closed_order(company: Trading) -> tuple[str, int]:
    order_id, drafted = _ordered_and_drafted(company)
    sales.close_order(company.scope, order_id, reason="不要了")
    return "shipment", drafted[0]


def _leaves_for_an_order_that_is_not_approved(company: Trading) -> tuple[str, int]:
    order_id, drafted = _ordered_and_drafted(company)
    SalesOrder.objects.filter(id=order_id).update(approved_hash="")
    return "shipment", drafted[0]


def _leaves_without_an_order_above_the_limit(company: Trading) -> tuple[str, int]:
    company.receive("A", "40", "100")
    limit_credit(company, "99")
    return "shipment", draft(company, "shipment", ("A", "4", "25"))


def _comes_back_twice(company: Trading) -> tuple[str, int]:
    company.receive("A", "40", "100")
    (shipped,) = post(company, "shipment", ("A", "4", "25")).line_ids
    drafted = [draft(company, "sales_return", ("A", "4", {"original_line_id": shipped})) for _ in range(2)]
    warehouse.post_goods_document(company.scope, "sales_return", drafted[0])
    return "sales_return", drafted[1]


@pytest.mark.parametrize(
    ("case", "error"),
    [
        (_arrives_twice, OverReceipt),
        (_arrives_for_a_closed_order, PurchaseNotOpen),
        (_leaves_twice, OverShipment),
        (_leaves_for_a_closed_order, OrderNotOpen),
        (_leaves_for_an_order_that_is_not_approved, ApprovalVoid),
        (_leaves_without_an_order_above_the_limit, CreditLimitExceeded),
        (_comes_back_twice, ReturnTooMuch),
    ],
)
def test_a_preview_of_goods_is_refused_as_posting_them_is(case: Case, error: type[ErpError]) -> None:
    company = trading()
    kind, document_id = case(company)
    before, trail = books(company), AuditRecord.objects.count()

    with refused(error) as shown:
        warehouse.preview_goods_document(company.scope, kind, document_id)
    with refused(error) as told:
        warehouse.post_goods_document(company.scope, kind, document_id)

    assert shown.value.facts == told.value.facts
    assert (books(company), AuditRecord.objects.count()) == (before, trail)


def test_a_preview_of_goods_for_an_order_shows_what_posting_writes_and_leaves_no_trace() -> None:
    company = trading()
    made = order(company, ("A", "10", "3"))
    drafted = purchasing.receive_order(company.scope, made.order_id, how=Arrival(business_date=DAY, post=False))
    before = (books(company), AuditRecord.objects.count(), sorted(Counter.objects.values_list("sequence", "value")))

    (shown,) = warehouse.preview_goods_document(company.scope, "goods_receipt", drafted)

    after = (books(company), AuditRecord.objects.count(), sorted(Counter.objects.values_list("sequence", "value")))
    assert after == before
    assert [(move.item_id, move.quantity) for move in shown.moves] == [(company.item("A"), q("10"))]
    assert [line.debit for line in shown.entries[0].lines] == [a("30"), 0]
    assert shown.entries[0].number == 0
    warehouse.post_goods_document(company.scope, "goods_receipt", drafted)
    assert company.balance("1405") == 30


def test_a_preview_with_the_reason_that_lets_goods_pass_the_limit_shows_them() -> None:
    company = trading()
    kind, document_id = _leaves_without_an_order_above_the_limit(company)

    (shown,) = warehouse.preview_goods_document(company.scope, kind, document_id, override_reason="老客户")

    assert shown.moves[0].quantity == q("4")
    assert AuditRecord.objects.filter(action="override_credit").count() == 0


def test_a_preview_of_an_invoice_is_refused_for_the_order_and_the_match_as_posting_it_is() -> None:
    company = trading()
    company.receive("A", "40", "100")
    sold = approved(company, order_line(company, "A", "4", "25"), order_line(company, "A", "1", "9"))
    other = approved(company, order_line(company, "B", "4", "25"))
    shipped = goods_lines(sales.ship_order(company.scope, sold.order_id, how=Fulfilment(business_date=DAY)))[0]
    wrong = replace(goods(company, "A", shipped, "4", "25"), order_line_id=other.line_ids[0])
    sales_draft = finance.create_invoice(company.scope, SALES_INVOICE, invoice(company, wrong))
    arrived = lines_of(receive(company, order(company, ("A", "10", "3"))))[0].id
    dear = invoice(company, goods(company, "A", arrived, "10", "4"), party=company.supplier)
    purchase_draft = finance.create_invoice(company.scope, PURCHASE_INVOICE, dear)
    rights = frozenset({"finance.purchase_invoice.read"})
    clerk = replace(company.scope, all_permissions=False, permissions=rights)
    before = books(company)

    with refused(OrderLineMismatch):
        finance.preview_invoice(company.scope, SALES_INVOICE, sales_draft.id)
    with refused(MatchException):
        finance.preview_invoice(clerk, PURCHASE_INVOICE, purchase_draft.id)
    shown = finance.preview_invoice(company.scope, PURCHASE_INVOICE, purchase_draft.id)

    assert sum(line.credit for line in shown.entries[0].lines) == a("45.2")
    assert books(company) == before
    assert SalesInvoice.objects.get().state == PurchaseInvoice.objects.get().state == "draft"
    assert company.balance("2202.02") == Decimal(-130)
