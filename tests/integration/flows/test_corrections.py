"""Documents that correct each other: what was taken back is not taken back again, and nothing is left hanging."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from heliu.catalog import services as catalog
from heliu.catalog.drafts import ItemDraft
from heliu.core.errors import InvalidInput, NotFound
from heliu.core.scales import RATE_SCALE
from heliu.finance import services as finance
from heliu.finance.errors import RedOfRed
from heliu.finance.kinds import MONEY_RECEIPT, PURCHASE_INVOICE, SALES_INVOICE
from heliu.finance.models import PurchaseInvoice
from heliu.finance.rules.drafts import RedLine
from heliu.purchasing import services as purchasing
from heliu.sales import services as sales
from heliu.sales.drafts import Fulfilment, NewOrderLine, NewReturn, NewReturnLine
from heliu.sales.errors import OrderNotOpen
from heliu.stock import services as stock
from heliu.warehouse import services as warehouse
from heliu.warehouse.errors import CreditRefused, ReturnStands, WarehouseUnusable
from tests.support.goods import books, draft, lines_of, order, post, receive, refused, second_warehouse
from tests.support.invoices import goods, invoice, money, p, q, settles
from tests.support.proofs import violations
from tests.support.selling import approved, goods_lines, order_line, reserved
from tests.support.trading import DAY, Trading, trading

pytestmark = pytest.mark.django_db


def _sold(company: Trading, quantity: str = "10") -> tuple[int, finance.PostedInvoice]:
    """Shipment line and invoice of a delivered order."""
    company.receive("A", "40", "400")
    made = approved(company, order_line(company, "A", quantity, "20", tax=""))
    shipped = sales.ship_order(company.scope, made.order_id, how=Fulfilment(business_date=DAY))
    return goods_lines(shipped)[0], sales.invoice_order(company.scope, made.order_id, business_date=DAY)


def test_the_mirror_of_a_red_invoice_is_no_invoice_to_credit() -> None:
    company = trading()
    bought = order(company, ("A", "10", "10"))
    receive(company, bought)
    blue = purchasing.invoice_order(company.scope, bought.order_id, business_date=DAY, post=True)
    red = finance.red_invoice(company.scope, PURCHASE_INVOICE, blue.id, business_date=DAY, settle=False)
    mirror = finance.reverse_invoice(company.scope, PURCHASE_INVOICE, red.id, business_date=DAY)
    before = books(company)

    with refused(RedOfRed):
        finance.red_invoice(company.scope, PURCHASE_INVOICE, mirror.id, business_date=DAY)

    assert books(company) == before


def test_an_invoice_is_not_reversed_from_under_goods_that_came_back() -> None:
    company = trading()
    shipped, bill = _sold(company)
    back = post(company, "sales_return", ("A", "10", {"original_line_id": shipped}))
    before = books(company)

    with refused(ReturnStands):
        finance.reverse_invoice(company.scope, SALES_INVOICE, bill.id, business_date=DAY)

    assert books(company) == before
    warehouse.reverse_goods_document(company.scope, "sales_return", back.document_id, business_date=DAY)
    finance.reverse_invoice(company.scope, SALES_INVOICE, bill.id, business_date=DAY)
    assert (company.balance("1406"), company.balance("6401"), company.balance("1122")) == (100, 0, 0)
    assert violations(company) == []


def test_a_purchase_invoice_is_not_reversed_from_under_the_claim_of_a_return() -> None:
    company = trading()
    bought = order(company, ("A", "10", "10"))
    line = lines_of(receive(company, bought))[0].id
    bill = purchasing.invoice_order(company.scope, bought.order_id, business_date=DAY, post=True)
    post(company, "purchase_return", ("A", "4", {"original_line_id": line}))

    with refused(ReturnStands):
        finance.reverse_invoice(company.scope, PURCHASE_INVOICE, bill.id, business_date=DAY)


def test_goods_of_a_foreign_receipt_go_back_in_its_currency_and_at_its_rate() -> None:
    company = trading()
    bought = order(company, ("A", "10", "10"), currency="USD", rate=7 * RATE_SCALE)
    line = lines_of(receive(company, bought))[0].id
    purchasing.invoice_order(company.scope, bought.order_id, business_date=DAY, post=True)

    back = post(company, "purchase_return", ("A", "2", {"original_line_id": line}))

    assert (company.balance("2202.02"), company.balance("6401"), company.worth("A")[1]) == (140, 0, 560)
    document = lines_of(back.document_id)[0].document
    assert (document.currency, document.rate) == ("USD", 7)
    assert violations(company) == []


def test_an_edited_draft_still_leads_to_what_it_bills() -> None:
    company = trading()
    bought = order(company, ("A", "10", "10"))
    received = receive(company, bought)
    bill = purchasing.invoice_order(company.scope, bought.order_id, business_date=DAY)
    line = goods(company, "A", lines_of(received)[0].id, "10", "11", tax="")

    changed = invoice(company, line, party=company.supplier)
    finance.replace_invoice(company.scope, PURCHASE_INVOICE, bill.id, changed, version=1)

    kinds = [origin["kind"] for origin in PurchaseInvoice.objects.get(id=bill.id).origins]
    assert kinds == ["purchase_order", "goods_receipt"]


def test_a_cancelled_order_is_not_billed() -> None:
    company = trading()
    freight = catalog.create_item(
        company.scope, ItemDraft(code="F", name="运费", kind="service", base_unit_id=company.unit_id)
    )
    made = approved(company, NewOrderLine(item_id=freight, quantity=q("1"), price=p("20"), tax_code_id=0))
    sales.cancel_order(company.scope, made.order_id)
    bill = replace(goods(company, "A", 0, "1", "20", tax=""), item_id=freight, order_line_id=made.line_ids[0])
    before = books(company)

    with refused(OrderNotOpen):
        finance.post_invoices(company.scope, SALES_INVOICE, [invoice(company, bill)])

    assert books(company) == before


def test_goods_of_a_reversed_shipment_are_kept_for_their_order_again() -> None:
    company = trading()
    company.receive("A", "5", "50")
    made = approved(company, order_line(company, "A", "5", "20", tax=""))
    shipped = sales.ship_order(company.scope, made.order_id, how=Fulfilment(business_date=DAY))
    later = approved(company, order_line(company, "A", "5", "20", tax=""))

    warehouse.reverse_goods_document(company.scope, "shipment", shipped, business_date=DAY)

    assert (reserved(company, made.order_id), reserved(company, later.order_id)) == (5, 0)
    assert violations(company) == []


def test_a_draft_does_not_move_goods_into_a_warehouse_that_was_retired_meanwhile() -> None:
    company = trading()
    company.receive("A", "10", "100")
    warehouse_id, _ = second_warehouse(company)
    coming = draft(company, "goods_receipt", ("A", "4", "2"), warehouse_id=warehouse_id)
    moving = warehouse.create_transfer(
        company.scope,
        warehouse.NewTransfer(
            company.warehouse_id,
            warehouse_id,
            DAY,
            (warehouse.NewTransferLine(item_id=company.item("A"), quantity=q("4")),),
        ),
    )
    stock.update_warehouse(
        company.scope, warehouse_id, version=1, name="x", address="", allow_negative=False, is_active=False
    )
    before = books(company)

    with refused(WarehouseUnusable):
        warehouse.post_goods_document(company.scope, "goods_receipt", coming)
    with refused(WarehouseUnusable):
        warehouse.post_transfer(company.scope, moving)

    assert books(company) == before


def test_money_does_not_settle_what_is_not_owed_yet() -> None:
    company = trading()
    _, bill = _sold(company)
    before = books(company)
    early = money(company, "50", settles(bill.id, "50"), day=DAY - dt.timedelta(days=1))

    with refused(InvalidInput):
        finance.post_money(company.scope, MONEY_RECEIPT, [early])

    assert books(company) == before


def test_a_sales_credit_names_no_goods_receipt() -> None:
    company = trading()
    received = lines_of(receive(company, order(company, ("A", "10", "10"))))[0].id
    _, bill = _sold(company, "5")
    before = books(company)

    with refused(NotFound):
        finance.red_invoice(
            company.scope,
            SALES_INVOICE,
            bill.id,
            business_date=DAY,
            lines=[RedLine(bill.line_ids[0], q("1"), received)],
        )

    assert books(company) == before


def test_what_came_back_is_credited_once_and_only_while_its_return_stands() -> None:
    company = trading()
    shipped, bill = _sold(company)
    line = NewReturnLine(quantity=q("2"), shipment_line_id=shipped)
    credited = sales.return_goods(company.scope, NewReturn(business_date=DAY, lines=(line,)))
    reversed_ = post(company, "sales_return", ("A", "3", {"original_line_id": shipped}))
    warehouse.reverse_goods_document(company.scope, "sales_return", reversed_.document_id, business_date=DAY)
    before = books(company)

    for return_line, quantity in ((credited.line_ids[0], "2"), (reversed_.line_ids[0], "3")):
        red = RedLine(bill.line_ids[0], q(quantity), return_line)
        with refused(CreditRefused):
            finance.red_invoice(company.scope, SALES_INVOICE, bill.id, business_date=DAY, lines=[red])

    assert books(company) == before
    assert company.balance("1122") == Decimal(160)
