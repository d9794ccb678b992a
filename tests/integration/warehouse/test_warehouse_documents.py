"""Receipts, shipments, returns, other receipts and issues through their documents and both books."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from heliu.core.errors import Forbidden, IllegalTransition, InvalidFields, InvalidInput, OutOfScope, StaleVersion
from heliu.core.models import AuditRecord
from heliu.posting.errors import InsufficientStock
from heliu.sales import services as sales
from heliu.sales.drafts import Fulfilment
from heliu.sales.errors import OrderLineMismatch
from heliu.warehouse import services
from heliu.warehouse.errors import OriginalUnsuitable, PartyUnusable, ReturnTooMuch, StillUsed
from heliu.warehouse.models import GoodsDocument
from tests.support import goods, selling
from tests.support.goods import books, document, lines_of
from tests.support.trading import DAY, q, trading

pytestmark = pytest.mark.django_db


def test_a_goods_receipt_values_stock_at_its_net_price_and_waits_for_the_invoice():
    company = trading()

    posted = goods.post(company, "goods_receipt", ("A", "10", "3.5"), ("B", "2", "0.333333"))

    header = document(posted.document_id)
    assert (header.state, header.number, header.invoicing) == ("posted", "CGRK202603020001", "none")
    assert [(line.net, line.value) for line in lines_of(header.id)] == [(35, 35), (Decimal("0.67"), Decimal("0.67"))]
    assert company.worth("A") == (10, 35)
    assert company.balance("2202.02") == Decimal("-35.67")
    assert header.total_value == Decimal("35.67")


def test_a_draft_moves_nothing_and_posting_it_moves_everything_once():
    company = trading()
    draft_id = goods.draft(company, "goods_receipt", ("A", "10", "3"))
    assert (company.on_hand("A"), document(draft_id).state) == (0, "draft")

    services.post_goods_document(company.scope, "goods_receipt", draft_id)

    assert (company.on_hand("A"), document(draft_id).state) == (10, "posted")
    before = books(company)
    with goods.refused(IllegalTransition):
        services.post_goods_document(company.scope, "goods_receipt", draft_id)
    assert books(company) == before


def test_refused_shipment_changes_nothing_and_says_which_item_lacks_how_much():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "5", "2"), ("B", "1", "2"))
    draft_id = goods.draft(company, "shipment", ("A", "3", "9"), ("B", "4", "9"))
    before = books(company)

    with goods.refused(InsufficientStock) as refusal:
        services.post_goods_document(company.scope, "shipment", draft_id)

    lack = refusal.value.facts["items"]
    assert [(row["code"], row["needed"], row["available"], row["missing"]) for row in lack] == [("B", "4", "1", "3")]
    assert books(company) == before


def test_a_shipment_created_and_posted_in_one_step_leaves_no_document_when_refused():
    company = trading()
    before = books(company)

    with goods.refused(InsufficientStock):
        goods.post(company, "shipment", ("A", "1"))

    assert books(company) == before


def test_a_batch_is_posted_whole_or_not_at_all():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "5", "2"))
    before = books(company)
    batch = [goods.goods(company, "shipment", ("A", "3")), goods.goods(company, "shipment", ("A", "3"))]

    with goods.refused(InsufficientStock):
        services.post_goods_documents(company.scope, batch)

    assert books(company) == before


def test_a_batch_posts_what_single_documents_would():
    one, many = trading(code="ONE"), trading(code="MANY")
    for company in (one, many):
        goods.post(company, "goods_receipt", ("A", "10", "3.33"), ("B", "7", "1.01"))
    shipments = [("A", "3"), ("B", "2"), ("A", "4")]

    single = [goods.post(one, "shipment", line) for line in shipments]
    batch = services.post_goods_documents(many.scope, [goods.goods(many, "shipment", line) for line in shipments])

    assert [document(d.document_id).number for d in batch] == [document(d.document_id).number for d in single]
    assert [list(d.line_values.values()) for d in batch] == [list(d.line_values.values()) for d in single]
    assert (many.worth("A"), many.worth("B")) == (one.worth("A"), one.worth("B"))
    assert many.balance("1406") == one.balance("1406")


def test_a_purchase_return_takes_price_and_order_from_the_receipt_and_never_more_than_came():
    company = trading()
    receipt = goods.post(company, "goods_receipt", ("A", "3", "3.333333"))
    line = receipt.line_ids[0]

    first = goods.post(company, "purchase_return", ("A", "1", {"original_line_id": line}))
    second = goods.post(company, "purchase_return", ("A", "2", {"original_line_id": line}))

    amounts = [lines_of(d.document_id)[0].net for d in (first, second)]
    assert amounts == [Decimal("3.33"), Decimal("6.67")]
    assert lines_of(receipt.document_id)[0].returned_quantity == 3
    assert document(first.document_id).original_id == receipt.document_id
    assert (company.on_hand("A"), company.balance("2202.02")) == (0, 0)
    before = books(company)
    with goods.refused(ReturnTooMuch) as refusal:
        goods.post(company, "purchase_return", ("A", "1", {"original_line_id": line}))
    assert (refusal.value.facts["asked"], refusal.value.facts["left"]) == ("1", "0")
    assert books(company) == before


def test_two_lines_of_one_return_share_what_is_left():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "9", "1"))
    sold = goods.post(company, "shipment", ("A", "5"))
    line = sold.line_ids[0]

    with goods.refused(ReturnTooMuch):
        goods.post(
            company, "sales_return", ("A", "3", {"original_line_id": line}), ("A", "3", {"original_line_id": line})
        )

    assert lines_of(sold.document_id)[0].returned_quantity == 0


def test_a_sales_return_brings_goods_back_at_what_they_left_for():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "2"))
    sold = goods.post(company, "shipment", ("A", "4"))
    goods.post(company, "goods_receipt", ("A", "10", "5"))

    back = goods.post(company, "sales_return", ("A", "1", {"original_line_id": sold.line_ids[0]}))

    assert lines_of(back.document_id)[0].value == 2
    assert company.balance("1406") == 6


def test_pieces_that_come_back_of_a_box_bear_the_price_of_a_piece():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "24", "2"))
    box = goods.boxed(company, "A", 12)
    sold = goods.post(company, "shipment", ("A", "2", "120", {"unit_id": box}))
    origin = {"original_line_id": sold.line_ids[0]}

    pieces = goods.post(company, "sales_return", ("A", "5", origin))
    boxes = goods.post(company, "sales_return", ("A", "1", {**origin, "unit_id": box}))

    back = [lines_of(one.document_id)[0] for one in (pieces, boxes)]
    assert [(x.entered_quantity, x.price, x.net) for x in back] == [(5, 10, 50), (1, 120, 120)]


def test_a_return_of_another_partys_goods_is_refused():
    company = trading()
    receipt = goods.post(company, "goods_receipt", ("A", "3", "3"))
    before = books(company)

    with goods.refused(OriginalUnsuitable):
        goods.post(company, "sales_return", ("A", "1", {"original_line_id": receipt.line_ids[0]}))

    assert books(company) == before


def test_a_reversed_receipt_has_a_red_mirror_linked_both_ways():
    company = trading()
    receipt = goods.post(company, "goods_receipt", ("A", "10", "3"))

    red = services.reverse_goods_document(
        company.scope, "goods_receipt", receipt.document_id, business_date=dt.date(2026, 3, 5), reason="wrong supplier"
    )

    blue, mirror = document(receipt.document_id), document(red.document_id)
    assert (blue.state, blue.reversed_by_id, mirror.reverses_id) == ("reversed", mirror.id, blue.id)
    assert (mirror.state, mirror.total_quantity, mirror.total_net) == ("posted", -10, -30)
    assert (company.on_hand("A"), company.balance("1405"), company.balance("2202.02")) == (0, 0, 0)
    with goods.refused(IllegalTransition):
        services.reverse_goods_document(company.scope, "goods_receipt", blue.id)
    with goods.refused(StillUsed):
        services.reverse_goods_document(company.scope, "goods_receipt", mirror.id)


def test_a_receipt_whose_goods_went_back_cannot_be_reversed_and_a_reversed_return_gives_them_back():
    company = trading()
    receipt = goods.post(company, "goods_receipt", ("A", "3", "3"))
    sent = goods.post(company, "purchase_return", ("A", "1", {"original_line_id": receipt.line_ids[0]}))
    before = books(company)
    with goods.refused(StillUsed):
        services.reverse_goods_document(company.scope, "goods_receipt", receipt.document_id)
    assert books(company) == before

    services.reverse_goods_document(company.scope, "purchase_return", sent.document_id)

    assert lines_of(receipt.document_id)[0].returned_quantity == 0
    goods.post(company, "purchase_return", ("A", "3", {"original_line_id": receipt.line_ids[0]}))
    assert (company.on_hand("A"), company.balance("1405")) == (0, 0)


@pytest.mark.parametrize(("kind", "source"), [("sales_return", "shipment"), ("purchase_return", "goods_receipt")])
def test_nothing_comes_back_before_it_went(kind: str, source: str):
    company = trading()
    goods.post(company, "goods_receipt", ("A", "9", "1"))
    original = goods.post(company, source, ("A", "5", "1"), day=DAY + dt.timedelta(days=3)).line_ids[0]
    before = books(company)
    for place in (goods.post, goods.draft):
        with goods.refused(InvalidInput) as refusal:
            place(company, kind, ("A", "1", {"original_line_id": original}))
        assert refusal.value.facts["field"] == "business_date"
    assert books(company) == before


def test_goods_without_an_order_use_up_no_order_line():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "2"), ("B", "10", "2"))
    promised = selling.approved(company, selling.order_line(company, "A", "5", "20"))
    line = selling.line(promised.order_id).id
    before = books(company)
    for code in "AB":
        with goods.refused(InvalidFields) as refusal:
            goods.post(company, "shipment", (code, "5", {"order_line_id": line}))
        assert [fault.loc for fault in refusal.value.faults] == [("lines", 0, "order_line_id")]
    assert books(company) == before
    assert selling.reserved(company, promised.order_id) == 5


def test_a_draft_of_an_order_ships_no_other_item_than_was_ordered():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "2"), ("B", "10", "2"))
    promised = selling.approved(company, selling.order_line(company, "A", "5", "20"))
    draft_id = sales.ship_order(company.scope, promised.order_id, how=Fulfilment(business_date=DAY, post=False))
    line = selling.line(promised.order_id).id
    swapped = goods.goods(company, "shipment", ("B", "5", {"order_line_id": line}))
    services.update_goods_document(company.scope, draft_id, swapped, version=1)
    before = books(company)
    with goods.refused(OrderLineMismatch):
        services.post_goods_document(company.scope, "shipment", draft_id)
    assert books(company) == before
    assert selling.reserved(company, promised.order_id) == 5


def test_other_receipts_and_issues_meet_the_account_of_their_reason():
    company = trading()
    goods.post(company, "other_receipt", ("A", "10", "4"), reason="OPENING")
    goods.post(company, "other_receipt", ("A", "5"), reason="STOCK_GAIN")
    issued = goods.post(company, "other_issue", ("A", "3"), reason="SAMPLE")

    assert company.worth("A") == (12, 48)
    assert list(issued.line_values.values()) == [120_000]
    with pytest.raises(Exception, match="one of OTHER_ISSUE"):
        goods.post(company, "other_issue", ("A", "1"), reason="OPENING")


def test_a_draft_can_be_replaced_while_nobody_else_changed_it():
    company = trading()
    draft_id = goods.draft(company, "goods_receipt", ("A", "10", "3"))
    number = document(draft_id).number

    services.update_goods_document(
        company.scope, draft_id, goods.goods(company, "goods_receipt", ("B", "2", "7"), memo="urgent"), version=1
    )

    header = document(draft_id)
    assert (header.number, header.version, header.memo, header.total_net) == (number, 2, "urgent", 14)
    with goods.refused(StaleVersion):
        services.update_goods_document(
            company.scope, draft_id, goods.goods(company, "goods_receipt", ("B", "2", "7")), version=1
        )


def test_a_void_draft_keeps_its_number_and_cannot_be_posted():
    company = trading()
    draft_id = goods.draft(company, "shipment", ("A", "1"))

    services.cancel_goods_document(company.scope, "shipment", draft_id, reason="typed twice")

    assert document(draft_id).state == "cancelled"
    with goods.refused(IllegalTransition):
        services.post_goods_document(company.scope, "shipment", draft_id)
    following = goods.draft(company, "shipment", ("A", "1"))
    assert document(following).number == "XSCK202603020002"


def test_a_preview_shows_what_posting_would_write_and_writes_nothing():
    company = trading()
    goods.post(company, "goods_receipt", ("A", "10", "3"))
    draft_id = goods.draft(company, "shipment", ("A", "4"))
    before = books(company)

    (result,) = services.preview_goods_document(company.scope, "shipment", draft_id)

    assert [(move.item_id, move.quantity) for move in result.moves] == [(company.item("A"), q("4"))]
    assert sorted(line.debit for entry in result.entries for line in entry.lines) == [0, 120_000]
    assert books(company) == before


def test_every_step_leaves_a_trace_of_who_did_it():
    company = trading()
    draft_id = goods.draft(company, "goods_receipt", ("A", "1", "1"))
    services.post_goods_document(company.scope, "goods_receipt", draft_id)
    services.reverse_goods_document(company.scope, "goods_receipt", draft_id, reason="test")

    trail = AuditRecord.objects.filter(noun="goods_receipt", object_id=draft_id).order_by("id")
    assert [(row.action, row.user_id) for row in trail] == [("create", 7), ("post", 7), ("reverse", 7)]


def test_wrong_parties_items_and_quantities_are_refused_line_by_line():
    company = trading()
    for code in "AB":
        company.item(code)

    with goods.refused(PartyUnusable):
        goods.post(company, "goods_receipt", ("A", "1", "1"), party_id=company.customer)
    with goods.refused(InvalidFields) as refusal:
        goods.post(company, "goods_receipt", ("A", "0", "1"), ("B", "0.5", "1"))

    assert [fault.loc for fault in refusal.value.faults] == [("lines", 0, "quantity"), ("lines", 1, "quantity")]
    assert GoodsDocument.objects.count() == 0


def test_a_storekeeper_touches_only_the_warehouses_of_their_scope():
    company = trading()
    other, _ = goods.second_warehouse(company)
    company.item("A")
    scope = replace(company.scope, warehouses=frozenset({other}))

    with goods.refused(OutOfScope):
        services.post_goods_documents(scope, [goods.goods(company, "goods_receipt", ("A", "1", "1"))])

    own = goods.goods(company, "goods_receipt", ("A", "1", "1"), warehouse_id=other)
    assert len(services.post_goods_documents(scope, [own])) == 1


def test_without_the_right_nothing_is_posted():
    company = trading()
    scope = replace(company.scope, all_permissions=False, permissions=frozenset({"warehouse.goods_receipt.create"}))

    with goods.refused(Forbidden):
        services.post_goods_documents(scope, [goods.goods(company, "goods_receipt", ("A", "1", "1"))])

    assert GoodsDocument.objects.count() == 0


def test_a_foreign_receipt_is_valued_at_the_rate_of_the_document():
    company = trading()

    posted = goods.post(company, "goods_receipt", ("A", "10", "3"), currency="USD", rate=7_250_000_000_000)

    assert (document(posted.document_id).total_net, document(posted.document_id).total_value) == (30, Decimal("217.5"))
    assert company.worth("A") == (10, Decimal("217.5"))


def test_after_its_return_is_taken_back_a_receipt_can_be_reversed():
    company = trading()
    receipt = goods.post(company, "goods_receipt", ("A", "3", "3"))
    sent = goods.post(company, "purchase_return", ("A", "1", {"original_line_id": receipt.line_ids[0]}))
    services.reverse_goods_document(company.scope, "purchase_return", sent.document_id)

    services.reverse_goods_document(company.scope, "goods_receipt", receipt.document_id)

    assert (company.on_hand("A"), company.balance("1405"), company.balance("2202.02")) == (0, 0, 0)
