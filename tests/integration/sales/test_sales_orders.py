"""Sales orders: approval, credit, minimum price, reservation, amendment, short close; refusals change nothing."""

from dataclasses import replace
from decimal import Decimal

import pytest

from heliu.catalog import services as catalog
from heliu.catalog.drafts import ItemDraft
from heliu.core.errors import Forbidden, IllegalTransition, StaleVersion
from heliu.core.models import AuditRecord
from heliu.core.scope import Scope
from heliu.finance import services as finance
from heliu.finance.kinds import MONEY_RECEIPT
from heliu.finance.models import SalesInvoice, SalesInvoiceLine
from heliu.parties import services as parties
from heliu.sales import services as sales
from heliu.sales.drafts import Fulfilment, NewOrderLine, ShipLine
from heliu.sales.errors import (
    AlreadyShipped,
    BelowShipped,
    CreditLimitExceeded,
    NothingReserved,
    OrderNotOpen,
    OverShipment,
    PriceBelowMinimum,
    SelfApproval,
)
from heliu.sales.models import SalesOrder, SalesOrderLine, SalesOrderRevision
from heliu.sales.queries.checks import order_checks
from heliu.sales.queries.orders import order_page
from heliu.stock.models import Reservation, StockMove
from heliu.warehouse import services as warehouse
from heliu.warehouse.errors import PartyUnusable
from heliu.warehouse.models import GoodsDocument, GoodsLine
from tests.support.goods import boxed, refused
from tests.support.invoices import money, p, q
from tests.support.selling import (
    approved,
    header,
    limit_credit,
    line,
    minimum_price,
    new_order,
    order_line,
    ordered,
    reserved,
)
from tests.support.trading import DAY, Trading, trading

pytestmark = pytest.mark.django_db
TODAY = Fulfilment(business_date=DAY)


def seller(company: Trading, *permissions: str, user_id: int = 9) -> Scope:
    return Scope(company_id=company.scope.company_id, user_id=user_id, permissions=frozenset(permissions))


def test_an_order_has_its_number_amounts_and_trail_from_draft_to_approval() -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "10", "25"))
    row = header(order.order_id)
    assert (row.number, row.state, row.revision) == ("XSDD202603020001", "approved", 1)
    assert (row.total_quantity, row.total_net, row.total_tax, row.total_gross) == (
        10,
        250,
        Decimal("32.5"),
        Decimal("282.5"),
    )
    trail = AuditRecord.objects.filter(object_id=row.id).order_by("id").values_list("action", flat=True)
    assert list(trail) == ["create", "submit", "approve"]
    assert SalesOrderRevision.objects.get(order_id=row.id).content_hash == row.approved_hash


def test_an_archived_customer_orders_nothing_more() -> None:
    company = trading()
    parties.archive_party(company.scope, company.customer, version=1)

    with refused(PartyUnusable):
        ordered(company, order_line(company, "A", "1", "25"))
    assert (SalesOrder.objects.count(), SalesOrderLine.objects.count()) == (0, 0)


def test_who_wrote_an_order_does_not_approve_it_without_the_right_to() -> None:
    company = trading()
    clerk = seller(company, "sales.order.create", "sales.order.submit", "sales.order.approve")
    order = ordered(company, order_line(company, "A", "1", "25"), scope=clerk)
    with pytest.raises(SelfApproval):
        sales.approve_order(clerk, order.order_id)
    assert header(order.order_id).state == "submitted"
    chief = seller(company, "sales.order.approve", user_id=10)
    sales.approve_order(chief, order.order_id)
    assert header(order.order_id).approved_by_id == 10


def test_what_is_not_there_is_back_ordered_and_visible_on_the_line() -> None:
    company = trading()
    company.receive("A", "6", "60")
    order = approved(company, order_line(company, "A", "10", "25"))
    shown = order_page(company.scope, order.order_id)["lines"][0]
    assert (shown["reserved_quantity"], shown["back_ordered_quantity"]) == ("6", "4")
    later = approved(company, order_line(company, "A", "1", "25"))
    assert reserved(company, later.order_id) == 0
    with pytest.raises(NothingReserved) as refusal:
        sales.ship_order(company.scope, later.order_id, how=TODAY)
    assert refusal.value.facts["lines"][0]["back_ordered"] == "1"
    assert GoodsDocument.objects.count() == 0


def test_nobody_takes_what_is_reserved_for_another_order() -> None:
    company = trading()
    company.receive("A", "6", "60")
    first = approved(company, order_line(company, "A", "6", "25"))
    second = approved(company, order_line(company, "A", "6", "25"))
    moves = StockMove.objects.count()
    from heliu.posting.errors import InsufficientStock

    with pytest.raises(InsufficientStock):
        sales.ship_order(company.scope, second.order_id, [ShipLine(second.line_ids[0], q("6"))], how=TODAY)
    assert StockMove.objects.count() == moves
    assert reserved(company, first.order_id) == 6
    sales.cancel_order(company.scope, first.order_id)
    assert reserved(company, first.order_id) == 0
    sales.reserve_order(company.scope, second.order_id)
    assert reserved(company, second.order_id) == 6


def test_more_than_ordered_is_not_shipped() -> None:
    company = trading()
    company.receive("A", "20", "200")
    order = approved(company, order_line(company, "A", "10", "25"))
    sales.ship_order(company.scope, order.order_id, [ShipLine(order.line_ids[0], q("7"))], how=TODAY)
    with pytest.raises(OverShipment) as refusal:
        sales.ship_order(company.scope, order.order_id, [ShipLine(order.line_ids[0], q("4"))], how=TODAY)
    assert refusal.value.facts["shipped"] == "7"
    assert line(order.order_id).shipped_quantity == 7
    assert company.on_hand("A") == 13


def test_a_draft_is_neither_shipped_nor_invoiced() -> None:
    company = trading()
    order = ordered(company, order_line(company, "A", "10", "25"))
    with pytest.raises(OrderNotOpen):
        sales.ship_order(company.scope, order.order_id)
    with pytest.raises(OrderNotOpen):
        sales.invoice_order(company.scope, order.order_id)


def test_five_pieces_of_a_box_leave_and_are_invoiced_at_the_price_of_a_piece() -> None:
    company = trading()
    company.receive("A", "12", "60")
    boxes = replace(order_line(company, "A", "1", "120"), unit_id=boxed(company, "A", 12))
    order = approved(company, boxes)

    sales.ship_order(company.scope, order.order_id, [ShipLine(order.line_ids[0], q("5"))], how=TODAY)

    goods = GoodsLine.objects.get(order_line_id=order.line_ids[0])
    assert (goods.quantity, goods.entered_quantity, goods.price, goods.net) == (5, 5, 10, 50)
    sales.invoice_order(company.scope, order.order_id)
    invoiced = SalesInvoiceLine.objects.get()
    assert (invoiced.quantity, invoiced.entered_quantity, invoiced.price, invoiced.net) == (5, 5, 10, 50)


def test_parts_of_a_line_sum_to_the_line_whatever_their_size() -> None:
    company = trading()
    company.receive("A", "3", "30")
    order = approved(company, order_line(company, "A", "3", "3.335"))
    assert line(order.order_id).net == Decimal("10.01")
    for _ in range(3):
        sales.ship_order(company.scope, order.order_id, [ShipLine(order.line_ids[0], q("1"))], how=TODAY)
        sales.invoice_order(company.scope, order.order_id, business_date=DAY)
    invoices = SalesInvoice.objects.order_by("id")
    assert sum(i.net for i in invoices) == Decimal("10.01")
    assert sum(i.tax for i in invoices) == line(order.order_id).tax
    assert header(order.order_id).invoicing == "full"


def test_an_order_above_the_credit_limit_needs_a_right_and_a_reason() -> None:
    company = trading()
    limit_credit(company, "300")
    approved(company, order_line(company, "A", "10", "10"))
    order = ordered(company, order_line(company, "A", "10", "20"))
    boss = seller(company, "sales.order.approve", "sales.credit.override")
    clerk = seller(company, "sales.order.approve")
    with pytest.raises(CreditLimitExceeded) as refusal:
        sales.approve_order(boss, order.order_id)
    assert {k: refusal.value.facts[k] for k in ("limit", "exposure", "added", "excess")} == {
        "limit": "300", "exposure": "113", "added": "226", "excess": "39",
    }  # fmt: skip
    with pytest.raises(Forbidden):
        sales.approve_order(clerk, order.order_id, override_reason="老客户")
    assert header(order.order_id).state == "submitted"
    sales.approve_order(boss, order.order_id, override_reason="老客户")
    row = header(order.order_id)
    assert (row.state, row.credit_override_by_id, row.credit_override_reason) == ("approved", 9, "老客户")
    assert AuditRecord.objects.get(object_id=row.id, action="override_credit").reason == "老客户"


def test_exposure_follows_the_order_to_the_money() -> None:
    company = trading()
    limit_credit(company, "1000")
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "10", "25"))

    def used() -> tuple[str, str, str]:
        probe = ordered(company, order_line(company, "A", "1", "1"))
        state = order_checks(company.scope, probe.order_id)["credit"]
        sales.cancel_order(company.scope, probe.order_id)
        return state["receivable"], state["prepaid"], state["orders"]

    assert used() == ("0", "0", "282.5")
    sales.ship_order(company.scope, order.order_id, [ShipLine(order.line_ids[0], q("4"))], how=TODAY)
    assert used() == ("0", "0", "282.5")
    sales.invoice_order(company.scope, order.order_id, business_date=DAY)
    assert used() == ("113", "0", "169.5")
    sales.close_order(company.scope, order.order_id, reason="short")
    assert used() == ("113", "0", "0")
    finance.post_money(company.scope, MONEY_RECEIPT, [money(company, "50")])
    assert used() == ("113", "50", "0")


def test_credit_is_checked_again_when_goods_leave() -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "10", "25"))
    limit_credit(company, "100")
    with pytest.raises(CreditLimitExceeded):
        sales.ship_order(company.scope, order.order_id, how=TODAY)
    assert company.on_hand("A") == 10
    assert reserved(company, order.order_id) == 10
    sales.ship_order(company.scope, order.order_id, how=Fulfilment(business_date=DAY, override_reason="已电话确认付款"))
    assert company.on_hand("A") == 0


def test_a_price_below_the_minimum_needs_a_right() -> None:
    company = trading()
    minimum_price(company, "A", "20")
    order = ordered(company, order_line(company, "A", "10", "19.99"))
    clerk = seller(company, "sales.order.approve")
    with pytest.raises(PriceBelowMinimum) as refusal:
        sales.approve_order(clerk, order.order_id)
    assert refusal.value.facts["lines"] == [
        {
            "line": 1, "item_id": str(company.item("A")), "code": "A", "name": "Item A", "price": "19.99",
            "minimum": "20",
        }
    ]  # fmt: skip
    assert header(order.order_id).state == "submitted"
    boss = seller(company, "sales.order.approve", "sales.order.sell_below_minimum")
    sales.approve_order(boss, order.order_id)
    assert header(order.order_id).state == "approved"


def test_an_amendment_is_a_new_revision_that_keeps_lines_and_shipments() -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "10", "25"))
    sales.ship_order(company.scope, order.order_id, [ShipLine(order.line_ids[0], q("4"))], how=TODAY)
    version = header(order.order_id).version
    less = NewOrderLine(
        item_id=company.item("A"), quantity=q("6"), price=p("24"), tax_code_id=0, line_id=order.line_ids[0]
    )
    sales.amend_order(company.scope, order.order_id, new_order(company, less), version=version, reason="客户减量")
    assert (header(order.order_id).state, header(order.order_id).revision) == ("submitted", 2)
    assert reserved(company, order.order_id) == 6
    with pytest.raises(OrderNotOpen):
        sales.ship_order(company.scope, order.order_id)
    sales.approve_order(company.scope, order.order_id)
    row, kept = header(order.order_id), line(order.order_id)
    assert (row.state, row.delivery) == ("in_progress", "partial")
    assert (kept.id, kept.quantity, kept.shipped_quantity) == (order.line_ids[0], 6, 4)
    assert reserved(company, order.order_id) == 2
    assert list(SalesOrderRevision.objects.filter(order_id=row.id).values_list("revision", flat=True)) == [1, 2]


def test_an_amendment_does_not_fall_below_what_is_shipped() -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "10", "25"))
    sales.ship_order(company.scope, order.order_id, [ShipLine(order.line_ids[0], q("4"))], how=TODAY)
    version = header(order.order_id).version
    less = NewOrderLine(item_id=company.item("A"), quantity=q("3"), price=p("25"), line_id=order.line_ids[0])
    with pytest.raises(BelowShipped):
        sales.amend_order(company.scope, order.order_id, new_order(company, less), version=version)
    with pytest.raises(StaleVersion):
        sales.amend_order(company.scope, order.order_id, new_order(company, less), version=version - 1)
    assert (header(order.order_id).state, line(order.order_id).quantity) == ("in_progress", 10)


def test_a_rejected_amendment_leaves_the_approved_order_in_force() -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "10", "25"))
    more = NewOrderLine(item_id=company.item("A"), quantity=q("12"), price=p("20"), line_id=order.line_ids[0])
    sales.amend_order(company.scope, order.order_id, new_order(company, more), version=header(order.order_id).version)
    sales.reject_order(company.scope, order.order_id, reason="价格太低")
    row = header(order.order_id)
    assert (row.state, row.revision, row.total_gross) == ("approved", 1, Decimal("282.5"))
    assert line(order.order_id).quantity == 10
    sales.ship_order(company.scope, order.order_id, how=TODAY)
    assert header(order.order_id).state == "completed"


def test_a_short_close_gives_the_rest_back() -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "10", "25"))
    sales.ship_order(company.scope, order.order_id, [ShipLine(order.line_ids[0], q("4"))], how=TODAY)
    sales.close_order(company.scope, order.order_id, reason="客户不要了")
    assert header(order.order_id).state == "closed"
    assert Reservation.objects.filter(quantity__gt=0).count() == 0
    assert header(order.order_id).invoicing == "none"
    sales.invoice_order(company.scope, order.order_id, business_date=DAY)
    assert company.balance("1122") == 113
    assert (header(order.order_id).delivery, header(order.order_id).invoicing) == ("partial", "full")
    with pytest.raises(IllegalTransition):
        sales.close_order(company.scope, order.order_id)


def test_an_order_closed_after_all_that_was_shipped_is_invoiced_counts_as_invoiced() -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "10", "25"), order_line(company, "B", "3", "25"))
    sales.ship_order(company.scope, order.order_id, [ShipLine(order.line_ids[0], q("4"))], how=TODAY)
    sales.invoice_order(company.scope, order.order_id, business_date=DAY)
    assert header(order.order_id).invoicing == "partial"

    sales.close_order(company.scope, order.order_id, reason="客户不要了")

    assert (header(order.order_id).delivery, header(order.order_id).invoicing) == ("partial", "full")


def test_an_order_with_shipments_is_not_cancelled() -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "10", "25"))
    shipment_id = sales.ship_order(company.scope, order.order_id, [ShipLine(order.line_ids[0], q("4"))], how=TODAY)
    with pytest.raises(IllegalTransition):
        sales.cancel_order(company.scope, order.order_id)
    warehouse.reverse_goods_document(company.scope, "shipment", shipment_id, business_date=DAY)
    row = header(order.order_id)
    assert (row.state, row.delivery, line(order.order_id).shipped_quantity) == ("approved", "none", 0)
    sales.cancel_order(company.scope, order.order_id)
    assert header(order.order_id).state == "cancelled"


def test_services_are_invoiced_without_a_shipment() -> None:
    company = trading()
    company.items["FREIGHT"] = catalog.create_item(
        company.scope, ItemDraft(code="FREIGHT", name="运费", kind="service", base_unit_id=company.unit_id)
    )
    order = approved(company, order_line(company, "FREIGHT", "1", "50", tax=""))
    invoice = sales.invoice_order(company.scope, order.order_id, business_date=DAY)
    assert company.open_amount(invoice.id) == 50
    row = header(order.order_id)
    assert (row.delivery, row.invoicing, row.state) == ("full", "full", "completed")


def test_refreshing_twice_changes_nothing() -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "10", "25"))
    sales.ship_order(company.scope, order.order_id, [ShipLine(order.line_ids[0], q("4"))], how=TODAY)
    before = SalesOrder.objects.values().get(id=order.order_id), list(SalesOrderLine.objects.values())
    sales.refresh_orders(company.scope, [order.order_id])
    sales.refresh_orders(company.scope, [order.order_id])
    assert (SalesOrder.objects.values().get(id=order.order_id), list(SalesOrderLine.objects.values())) == before


def test_an_amended_order_is_not_withdrawn() -> None:
    company = trading()
    order = approved(company, order_line(company, "A", "10", "25"))
    same = NewOrderLine(item_id=company.item("A"), quantity=q("9"), price=p("25"), line_id=order.line_ids[0])
    sales.amend_order(company.scope, order.order_id, new_order(company, same), version=header(order.order_id).version)
    with pytest.raises(AlreadyShipped):
        sales.withdraw_order(company.scope, order.order_id)


def test_the_order_shows_its_whole_chain() -> None:
    company = trading()
    company.receive("A", "10", "100")
    order = approved(company, order_line(company, "A", "10", "25"))
    sales.ship_order(company.scope, order.order_id, how=TODAY)
    invoice = sales.invoice_order(company.scope, order.order_id, business_date=DAY)
    from tests.support.invoices import settles

    finance.post_money(company.scope, MONEY_RECEIPT, [money(company, "100", settles(invoice.id, "100"))])
    page = order_page(company.scope, order.order_id)
    assert [related["kind"] for related in page["related"]] == ["shipment", "sales_invoice", "money_receipt"]
    assert page["progress"] == {"delivery": "full", "invoicing": "full", "settlement": "partial"}
