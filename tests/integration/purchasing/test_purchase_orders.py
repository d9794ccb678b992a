"""A purchase order from draft to paid: approval, partial receipts, invoices, returns, amendments."""

from dataclasses import replace
from decimal import Decimal

import pytest

from heliu.core.errors import IllegalTransition
from heliu.core.models import AuditRecord
from heliu.finance import services as finance
from heliu.finance.kinds import PAYMENT, PURCHASE_INVOICE
from heliu.finance.models import PurchaseInvoice, PurchaseInvoiceLine
from heliu.finance.rules.drafts import AllocationDraft, InvoiceDraft, InvoiceLineDraft, MoneyDraft
from heliu.purchasing import queries, services
from heliu.purchasing.drafts import NewOrder, NewOrderLine, ReceiveLine, ReturnLine
from heliu.purchasing.errors import (
    AlreadyReceived,
    ApprovalVoid,
    BelowReceived,
    NothingLeft,
    OrderNotOpen,
    OverReceipt,
    SelfApproval,
)
from heliu.purchasing.models import PurchaseOrder, PurchaseOrderLine, PurchaseOrderRevision
from heliu.purchasing.services import Fulfilment
from heliu.warehouse import services as warehouse
from heliu.warehouse.models import GoodsDocument
from tests.support import goods
from tests.support.goods import books, lines_of, order, order_lines, price, receive, stored
from tests.support.trading import DAY, a, q, trading

pytestmark = pytest.mark.django_db


def _amended(company, made, *lines):
    """The order as it shall be: (line id or 0, code, quantity, price)."""
    return NewOrder(
        party_id=company.supplier,
        warehouse_id=company.warehouse_id,
        business_date=DAY,
        lines=tuple(
            NewOrderLine(item_id=company.item(c), quantity=q(n), price=price(p), line_id=i, tax_code_id=0)
            for i, c, n, p in lines
        ),
    )


def test_partial_receipt_leaves_order_in_progress():
    company = trading()
    made = order(company, ("A", "10", "3"), ("B", "4", "1.5"))

    receipt = receive(company, made, "6")

    header = stored(made)
    assert (header.state, header.delivery, header.invoicing) == ("in_progress", "partial", "none")
    assert [line.received_quantity for line in order_lines(made)] == [6, 0]
    assert (company.on_hand("A"), company.balance("2202.02")) == (6, -18)
    assert GoodsDocument.objects.get(id=receipt).order_number == header.number


def test_the_rest_arrives_and_the_order_is_completed():
    company = trading()
    made = order(company, ("A", "10", "3"), ("B", "4", "1.5"))
    receive(company, made, "6")

    receive(company, made)

    assert (stored(made).state, stored(made).delivery) == ("completed", "full")
    assert (company.on_hand("A"), company.on_hand("B"), company.balance("1405")) == (10, 4, 36)
    with goods.refused(OrderNotOpen):
        receive(company, made)


def test_partial_receipts_together_cost_exactly_what_was_ordered():
    company = trading()
    made = order(company, ("A", "3", "3.333333"))

    amounts = [lines_of(receive(company, made, "1"))[0].net for _ in range(3)]

    assert (amounts, sum(amounts)) == ([Decimal("3.33"), Decimal("3.34"), Decimal("3.33")], stored(made).total_net)


def test_more_than_was_ordered_is_not_received():
    company = trading()
    made = order(company, ("A", "10", "3"))
    receive(company, made, "8")
    before = books(company)

    with goods.refused(OverReceipt) as refusal:
        receive(company, made, "3")

    facts = refusal.value.facts
    assert (facts["ordered"], facts["received"], facts["asked"], facts["line"]) == ("10", "8", "3", 1)
    assert books(company) == before


def test_two_drafts_for_the_same_goods_are_not_both_posted():
    company = trading()
    made = order(company, ("A", "10", "3"))
    drafts = [
        services.receive_order(company.scope, made.order_id, how=Fulfilment(business_date=DAY, post=False))
        for _ in range(2)
    ]
    warehouse.post_goods_document(company.scope, "goods_receipt", drafts[0])
    before = books(company)

    with goods.refused(OrderNotOpen):
        warehouse.post_goods_document(company.scope, "goods_receipt", drafts[1])

    assert books(company) == before
    assert company.on_hand("A") == 10


def test_an_order_needs_approval_by_another_person_before_goods_arrive():
    company = trading()
    made = order(company, ("A", "10", "3"), approved=False)
    with goods.refused(OrderNotOpen):
        receive(company, made)
    services.submit_order(company.scope, made.order_id)
    buyer = replace(company.scope, all_permissions=False, permissions=frozenset({"purchasing.order.approve"}))

    with goods.refused(SelfApproval):
        services.approve_order(buyer, made.order_id)
    assert stored(made).state == "submitted"

    services.approve_order(replace(buyer, user_id=8), made.order_id)
    header = stored(made)
    assert (header.state, header.approved_by_id, len(header.approved_hash)) == ("approved", 8, 64)


def test_an_order_changed_behind_its_approval_is_not_received():
    company = trading()
    made = order(company, ("A", "10", "3"))
    PurchaseOrderLine.objects.filter(order_id=made.order_id).update(price=Decimal("30"))
    before = books(company)

    with goods.refused(ApprovalVoid):
        receive(company, made)

    assert books(company) == before


def test_a_rejected_order_goes_back_to_its_writer():
    company = trading()
    made = order(company, ("A", "10", "3"), approved=False)
    services.submit_order(company.scope, made.order_id)

    services.reject_order(company.scope, made.order_id, reason="too dear")
    version = stored(made).version
    services.update_order(company.scope, made.order_id, _amended(company, made, (0, "A", "10", "2.5")), version=version)

    assert (stored(made).state, stored(made).total_net) == ("draft", 25)
    trail = AuditRecord.objects.filter(noun="purchase_order", object_id=made.order_id).order_by("id")
    assert list(trail.values_list("action", flat=True)) == ["create", "submit", "reject", "update"]


def test_a_receipt_is_invoiced_at_its_own_amount_and_the_provisional_payable_is_gone():
    company = trading()
    made = order(company, ("A", "3", "3.333333"))
    receipt = receive(company, made, "2")

    services.invoice_order(company.scope, made.order_id, business_date=DAY, external_number="24412000", post=True)

    assert (company.balance("2202.02"), company.balance("2202.01"), company.balance("1405")) == (
        0,
        Decimal("-6.67"),
        Decimal("6.67"),
    )
    assert (stored(made).invoicing, order_lines(made)[0].invoiced_quantity) == ("partial", 2)
    assert (lines_of(receipt)[0].invoiced_quantity, GoodsDocument.objects.get(id=receipt).invoicing) == (2, "full")
    with goods.refused(NothingLeft):
        services.invoice_order(company.scope, made.order_id, business_date=DAY)


def test_the_chain_of_an_order_shows_receipt_invoice_and_payment_and_all_three_kinds_of_progress():
    company = trading()
    made = order(company, ("A", "10", "3"))
    receive(company, made)
    invoice = services.invoice_order(company.scope, made.order_id, business_date=DAY, post=True)
    assert queries.order_page(company.scope, made.order_id)["progress"]["settlement"] == "none"

    money = MoneyDraft(
        party_id=company.supplier,
        business_date=DAY,
        currency="CNY",
        amount=a("30"),
        allocations=(AllocationDraft(origin_kind="purchase_invoice", origin_id=invoice.id, amount=a("30")),),
    )
    finance.post_money(company.scope, PAYMENT, [money])

    page = queries.order_page(company.scope, made.order_id)
    assert page["progress"] == {"delivery": "full", "invoicing": "full", "settlement": "full"}
    assert [row["kind"] for row in page["related"]] == ["goods_receipt", "purchase_invoice", "payment"]


def test_a_reversed_receipt_brings_the_order_back_to_where_it_was():
    company = trading()
    made = order(company, ("A", "10", "3"))
    receipt = receive(company, made, "4")

    warehouse.reverse_goods_document(company.scope, "goods_receipt", receipt, business_date=DAY)

    header = stored(made)
    assert (header.state, header.delivery, order_lines(made)[0].received_quantity) == ("approved", "none", 0)
    receive(company, made)
    assert stored(made).state == "completed"


def test_an_invoiced_receipt_is_not_reversed_before_its_invoice():
    company = trading()
    made = order(company, ("A", "10", "3"))
    receipt = receive(company, made)
    invoice = services.invoice_order(company.scope, made.order_id, business_date=DAY, post=True)
    before = books(company)
    with goods.refused(warehouse.reversals.StillUsed):
        warehouse.reverse_goods_document(company.scope, "goods_receipt", receipt, business_date=DAY)
    assert books(company) == before

    finance.reverse_invoice(company.scope, PURCHASE_INVOICE, invoice.id, business_date=DAY)

    assert (stored(made).invoicing, lines_of(receipt)[0].invoiced_quantity) == ("none", 0)
    warehouse.reverse_goods_document(company.scope, "goods_receipt", receipt, business_date=DAY)
    assert (company.balance("1405"), company.balance("2202.02"), stored(made).state) == (0, 0, "approved")


def test_goods_sent_back_are_counted_on_the_line_and_not_invoiced():
    company = trading()
    made = order(company, ("A", "10", "3"))
    receipt = receive(company, made)

    services.return_order(
        company.scope, made.order_id, [ReturnLine(lines_of(receipt)[0].id, q("4"))], how=Fulfilment(business_date=DAY)
    )
    services.invoice_order(company.scope, made.order_id, business_date=DAY, post=True)

    line = order_lines(made)[0]
    assert (line.received_quantity, line.returned_quantity, line.invoiced_quantity) == (10, 4, 6)
    assert (company.balance("2202.01"), company.balance("2202.02")) == (-18, 0)


def test_odd_cents_of_returns_and_partial_invoices_leave_nothing_provisional():
    company = trading()
    made = order(company, ("A", "7", "1.111111"))
    receipt = receive(company, made, "3")
    services.return_order(
        company.scope, made.order_id, [ReturnLine(lines_of(receipt)[0].id, q("1"))], how=Fulfilment(business_date=DAY)
    )
    services.invoice_order(company.scope, made.order_id, business_date=DAY, post=True)
    receive(company, made, "4")
    services.invoice_order(company.scope, made.order_id, business_date=DAY, post=True)

    invoiced = sum(invoice.gross for invoice in PurchaseInvoice.objects.all())
    assert (company.balance("2202.02"), company.balance("2202.01")) == (0, -invoiced)
    assert company.balance("1405") == company.worth("A")[1]


def test_an_amendment_waits_for_a_new_approval_and_keeps_what_was_approved():
    company = trading()
    made = order(company, ("A", "10", "3"), ("B", "4", "1"))
    receive(company, made, "6")
    first, second = made.line_ids
    new = _amended(company, made, (first, "A", "8", "3.5"), (0, "C", "2", "7"))

    services.amend_order(company.scope, made.order_id, new, version=stored(made).version, reason="B is sold out")

    header = stored(made)
    assert (header.state, header.revision, header.total_net) == ("submitted", 2, 42)
    assert [(line.id == first, line.quantity, line.received_quantity) for line in order_lines(made)] == [
        (True, 8, 6),
        (False, 2, 0),
    ]
    with goods.refused(OrderNotOpen):
        receive(company, made)
    services.approve_order(company.scope, made.order_id)
    assert (stored(made).state, stored(made).delivery) == ("in_progress", "partial")
    kept = PurchaseOrderRevision.objects.filter(order_id=made.order_id).order_by("revision")
    assert [len(row.content["lines"]) for row in kept] == [2, 2]
    assert [row.content["lines"][0]["quantity"] for row in kept] == ["10", "8"]
    assert second not in {line.id for line in order_lines(made)}


def test_an_amendment_cannot_take_back_what_arrived():
    company = trading()
    made = order(company, ("A", "10", "3"), ("B", "4", "1"))
    receive(company, made, "6")
    version = stored(made).version
    before = books(company)

    with goods.refused(BelowReceived) as refusal:
        new = _amended(company, made, (made.line_ids[0], "A", "5", "3"))
        services.amend_order(company.scope, made.order_id, new, version=version)
    assert (refusal.value.facts["received"], refusal.value.facts["asked"]) == ("6", "5")
    with goods.refused(BelowReceived):
        new = _amended(company, made, (made.line_ids[1], "B", "4", "1"))
        services.amend_order(company.scope, made.order_id, new, version=version)

    assert books(company) == before


def test_a_rejected_amendment_leaves_the_approved_order_in_force():
    company = trading()
    made = order(company, ("A", "10", "3"))
    receive(company, made, "6")
    new = _amended(company, made, (made.line_ids[0], "A", "20", "4"))
    services.amend_order(company.scope, made.order_id, new, version=stored(made).version)

    services.reject_order(company.scope, made.order_id, reason="ten are enough")

    header = stored(made)
    assert (header.state, header.revision, header.total_net) == ("in_progress", 1, 30)
    assert order_lines(made)[0].received_quantity == 6
    receive(company, made)
    assert (company.on_hand("A"), stored(made).state) == (10, "completed")


def test_a_short_closed_order_expects_nothing_more():
    company = trading()
    made = order(company, ("A", "10", "3"))
    receive(company, made, "6")

    services.close_order(company.scope, made.order_id, reason="supplier stopped making it")

    assert (stored(made).state, stored(made).delivery) == ("closed", "partial")
    with goods.refused(OrderNotOpen):
        receive(company, made)
    services.invoice_order(company.scope, made.order_id, business_date=DAY, post=True)
    assert (stored(made).state, stored(made).invoicing) == ("closed", "full")


def test_an_order_closed_after_all_that_arrived_is_invoiced_counts_as_invoiced():
    company = trading()
    made = order(company, ("A", "10", "3"), ("B", "5", "3"))
    receive(company, made, "6")
    services.invoice_order(company.scope, made.order_id, business_date=DAY, post=True)
    assert stored(made).invoicing == "partial"

    services.close_order(company.scope, made.order_id, reason="supplier stopped making it")

    assert (stored(made).delivery, stored(made).invoicing) == ("partial", "full")


def test_an_order_with_receipts_is_closed_not_voided():
    company = trading()
    made = order(company, ("A", "10", "3"))
    receive(company, made, "6")

    with goods.refused(IllegalTransition):
        services.cancel_order(company.scope, made.order_id)
    untouched = order(company, ("A", "1", "3"))
    services.cancel_order(company.scope, untouched.order_id, reason="typed twice")

    assert stored(untouched).state == "cancelled"
    assert AlreadyReceived.code == "already_received"


def test_progress_computed_again_is_the_same():
    company = trading()
    made = order(company, ("A", "10", "3"))
    receive(company, made, "6")
    before = (PurchaseOrder.objects.values().get(id=made.order_id), list(PurchaseOrderLine.objects.values()))

    services.refresh_orders(company.scope, [made.order_id])

    assert (PurchaseOrder.objects.values().get(id=made.order_id), list(PurchaseOrderLine.objects.values())) == before


def test_many_orders_are_created_and_received_at_once():
    company = trading()
    new = _amended(company, None, (0, "A", "2", "3"), (0, "B", "1", "5"))

    made = services.create_orders(company.scope, [replace(new, approved=True, simulated=True)] * 3)
    receipts = [
        replace(
            goods.goods(company, "goods_receipt", ("A", "2", "3", {"order_line_id": one.line_ids[0]})),
            order_kind="purchase_order",
            order_id=one.order_id,
            order_number=one.number,
        )
        for one in made
    ]
    warehouse.post_goods_documents(company.scope, receipts)

    orders = PurchaseOrder.objects.order_by("number")
    assert [(o.number[-4:], o.state, o.simulated, o.total_net) for o in orders] == [
        ("0001", "in_progress", True, 11),
        ("0002", "in_progress", True, 11),
        ("0003", "in_progress", True, 11),
    ]
    assert company.on_hand("A") == 6


def test_an_invoice_is_left_as_a_draft_to_compare_with_the_suppliers_paper():
    company = trading()
    made = order(company, ("A", "10", "3"))
    receipt = receive(company, made)

    draft = services.invoice_order(company.scope, made.order_id, business_date=DAY, external_number="24412000")

    header = PurchaseInvoice.objects.get(id=draft.id)
    line = PurchaseInvoiceLine.objects.get(document_id=draft.id)
    assert (header.state, header.external_number, header.gross) == ("draft", "24412000", 30)
    assert (line.receipt_line_id, line.order_line_id) == (lines_of(receipt)[0].id, made.line_ids[0])
    assert (stored(made).invoicing, company.balance("2202.02")) == ("none", -30)


def test_a_dearer_invoice_moves_the_difference_into_the_stock_that_is_still_there():
    company = trading()
    made = order(company, ("A", "10", "3"))
    receipt = receive(company, made)
    line = InvoiceLineDraft(
        entered_quantity=q("10"),
        price=price("3.5"),
        item_id=company.item("A"),
        tax_code_id=0,
        source_line_id=lines_of(receipt)[0].id,
        order_id=made.order_id,
        order_line_id=made.line_ids[0],
    )
    paper = InvoiceDraft(party_id=company.supplier, business_date=DAY, currency="CNY", lines=(line,))

    finance.post_invoices(company.scope, PURCHASE_INVOICE, [paper])

    assert (company.balance("1405"), company.balance("2202.02"), company.balance("2202.01")) == (35, 0, -35)
    assert (order_lines(made)[0].invoiced_net, stored(made).invoicing) == (35, "full")


def test_last_price_prefers_this_supplier_and_falls_back_to_the_item():
    company = trading()
    order(company, ("A", "10", "3"))
    assert queries.last_price(company.scope, company.item("A"), company.supplier)["price"] == "3"
    assert queries.last_price(company.scope, company.item("B"), company.supplier)["source"] == "none"

    masked = replace(company.scope, sees_cost=False)
    assert queries.last_price(masked, company.item("A"), company.supplier)["price"] is None


def test_lines_to_receive_are_named_by_their_own_order():
    company = trading()
    made, other = order(company, ("A", "10", "3")), order(company, ("A", "10", "3"))
    before = books(company)

    with goods.refused(services.fulfilling.OrderLineMismatch):
        services.receive_order(company.scope, made.order_id, [ReceiveLine(other.line_ids[0], q("1"))])

    assert books(company) == before
