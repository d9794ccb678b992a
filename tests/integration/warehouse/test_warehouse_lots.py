"""Goods in lots: named when they come, first expired first out when they go."""

import datetime as dt
from decimal import Decimal

import pytest

from heliu.catalog import services as catalog
from heliu.catalog.drafts import ItemDraft
from heliu.catalog.entries import LineRefused
from heliu.catalog.pricing import LineAmounts
from heliu.core.errors import InvalidInput, StaleVersion
from heliu.posting.verification import verify
from heliu.sales import services as sales
from heliu.sales.drafts import Fulfilment, NewReturn, NewReturnLine, ShipLine
from heliu.stock.models import Lot
from heliu.warehouse import services
from heliu.warehouse.queries.goods import goods_document
from heliu.warehouse.queries.stock import lots_on_hand
from tests.support import goods
from tests.support.goods import books, lines_of
from tests.support.selling import approved, header, order_line, reserved, sale
from tests.support.trading import DAY, Trading, a, q, trading

pytestmark = pytest.mark.django_db

MAY, JUNE = dt.date(2026, 5, 31), dt.date(2026, 6, 30)


def _dairy() -> Trading:
    """A company that keeps item M in lots."""
    company = trading()
    draft = ItemDraft(code="M", name="Milk", base_unit_id=company.unit_id, tracks_lots=True)
    company.items["M"] = catalog.create_item(company.scope, draft)
    return company


def _stocked() -> Trading:
    company = _dairy()
    goods.post(company, "goods_receipt", ("M", "5", "2", {"lot_code": "L-JUNE", "expires_on": JUNE}))
    goods.post(company, "goods_receipt", ("M", "3", "2", {"lot_code": "L-MAY", "expires_on": MAY}))
    return company


def test_goods_of_an_item_with_lots_do_not_come_in_without_one():
    company = _dairy()
    before = books(company)

    with goods.refused(LineRefused) as refusal:
        goods.post(company, "goods_receipt", ("M", "5", "2"))

    assert refusal.value.loc == ("lines", 0, "lot_id")
    assert books(company) == before


def test_what_expires_first_leaves_first():
    company = _stocked()

    sold = goods.post(company, "shipment", ("M", "2"))

    assert Lot.objects.get(id=lines_of(sold.document_id)[0].lot_id).code == "L-MAY"
    left = lots_on_hand(company.scope, company.item("M"), None)
    assert [(row["code"], row["on_hand"]) for row in left] == [("L-MAY", "1"), ("L-JUNE", "5")]


def test_an_expired_lot_goes_to_a_customer_only_by_name():
    company = _stocked()
    after_may = MAY + dt.timedelta(days=1)
    before = books(company)
    with goods.refused(LineRefused) as refusal:
        goods.post(company, "shipment", ("M", "6"), day=after_may)
    assert refusal.value.facts["reason"] == "lots that have not expired hold only 5."
    assert books(company) == before

    fresh = goods.post(company, "shipment", ("M", "2"), day=after_may)
    thrown_away = goods.post(company, "other_issue", ("M", "1"), day=after_may, reason="STOCK_LOSS")
    may = Lot.objects.get(code="L-MAY").id
    named = goods.post(company, "shipment", ("M", "2", {"lot_id": may}), day=after_may)

    lots = [lines_of(d.document_id)[0].lot.code for d in (fresh, thrown_away, named)]
    assert lots == ["L-JUNE", "L-MAY", "L-MAY"]


def test_a_draft_finds_its_lot_when_it_is_posted():
    company = _stocked()
    draft_id = goods.draft(company, "shipment", ("M", "4"))
    assert lines_of(draft_id)[0].lot_id is None

    services.post_goods_document(company.scope, "shipment", draft_id)

    assert Lot.objects.get(id=lines_of(draft_id)[0].lot_id).code == "L-JUNE"


def _leaves(document_id: int) -> list[tuple[str, Decimal, Decimal]]:
    """(lot, quantity, net) of the lines, in their order."""
    codes = dict(Lot.objects.values_list("id", "code"))
    return [(codes[line.lot_id], line.quantity, line.net) for line in lines_of(document_id)]


def test_a_line_that_no_single_lot_can_fill_leaves_from_several_first_expired_first():
    company = _stocked()

    sold = goods.post(company, "shipment", ("M", "6", "3.33"))

    assert _leaves(sold.document_id) == [("L-MAY", 3, Decimal("9.99")), ("L-JUNE", 3, Decimal("9.99"))]
    assert (len(sold.line_ids), [len(parts) for parts in sold.parts]) == (1, [2])
    assert [row["on_hand"] for row in lots_on_hand(company.scope, company.item("M"), None)] == ["2"]


def test_parts_of_a_line_have_together_its_amount():
    company = _dairy()
    for code, expires in (("L1", MAY), ("L2", JUNE), ("L3", None)):
        goods.post(company, "goods_receipt", ("M", "1", "2", {"lot_code": code, "expires_on": expires}))
    third = LineAmounts(net=a("10"), tax=a("1"), gross=a("11"))

    sold = goods.post(company, "shipment", ("M", "3", "3.33", {"amounts": third}))

    assert [net for _, _, net in _leaves(sold.document_id)] == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]
    assert goods.document(sold.document_id).total_net == 10


def test_more_than_all_lots_hold_is_refused_with_what_they_hold():
    company = _stocked()
    before = books(company)

    with goods.refused(LineRefused) as refusal:
        goods.post(company, "shipment", ("M", "9"))

    assert refusal.value.loc == ("lines", 0, "lot_id")
    assert refusal.value.told()["reason_values"] == {"n": "8"}
    assert books(company) == before


def test_a_draft_is_split_when_it_is_posted_as_its_preview_has_shown():
    company = _stocked()
    draft_id = goods.draft(company, "shipment", ("M", "6", "3"))

    shown = services.preview_goods_document(company.scope, "shipment", draft_id)
    assert [move.quantity for move in shown[0].moves] == [3_000_000, 3_000_000]
    assert len(lines_of(draft_id)) == 1
    services.post_goods_document(company.scope, "shipment", draft_id)

    assert _leaves(draft_id) == [("L-MAY", 3, 9), ("L-JUNE", 3, 9)]


def test_a_draft_shows_its_lots_before_it_is_posted_when_asked():
    company = _stocked()
    draft_id = goods.draft(company, "shipment", ("M", "6", "3"))
    version = goods.document(draft_id).version

    services.allot_goods_document(company.scope, "shipment", draft_id, version=version)

    shown = goods_document(company.scope, "shipment", draft_id)
    assert [(line["lot"]["code"], line["quantity"]) for line in shown["lines"]] == [("L-MAY", "3"), ("L-JUNE", "3")]
    assert (shown["state"], shown["version"], "allot" in shown["verbs"]) == ("draft", version + 1, False)
    assert [row["on_hand"] for row in lots_on_hand(company.scope, company.item("M"), None)] == ["3", "5"]
    with goods.refused(StaleVersion):
        services.allot_goods_document(company.scope, "shipment", draft_id, version=version)


def test_lots_are_offered_only_where_goods_leave_and_none_is_named():
    company = _stocked()
    company.item("A")
    goods.post(company, "other_receipt", ("A", "5", "2"), reason="OPENING")
    offers = {
        "plain": goods.draft(company, "shipment", ("A", "1", "3")),
        "lots": goods.draft(company, "shipment", ("M", "1", "3")),
    }

    verbs = {name: goods_document(company.scope, "shipment", made)["verbs"] for name, made in offers.items()}

    assert ("allot" in verbs["plain"], "allot" in verbs["lots"]) == (False, True)


def test_an_order_over_more_than_one_lot_is_shipped_and_invoiced():
    company = _stocked()
    made = approved(company, order_line(company, "M", "6", "25"))

    asked = [ShipLine(made.line_ids[0], q("6"))]
    shipped = sales.ship_order(company.scope, made.order_id, asked, how=Fulfilment(business_date=DAY))
    sales.invoice_order(company.scope, made.order_id, business_date=DAY)

    assert _leaves(shipped) == [("L-MAY", 3, 75), ("L-JUNE", 3, 75)]
    assert (header(made.order_id).delivery, header(made.order_id).invoicing) == ("full", "full")
    assert company.balance("6001") == -150


def test_a_counter_sale_over_more_than_one_lot_is_invoiced_by_lot_and_can_come_back():
    company = _stocked()

    sold = sales.sell_directly(company.scope, sale(company, ("M", "6", "25"), paid_in_full=True))

    assert (sold.gross, len(sold.invoice_line_ids)) == (a("169.5"), 2)
    second = lines_of(sold.shipment_id)[1].id
    back = NewReturn(business_date=DAY, lines=(NewReturnLine(quantity=q("2"), shipment_line_id=second),))
    returned = sales.return_goods(company.scope, back)
    assert len(returned.red_invoice_ids) == 1
    assert [row["on_hand"] for row in lots_on_hand(company.scope, company.item("M"), None)] == ["4"]
    assert [verdict.id for verdict in verify(company.scope.company_id) if verdict.violations] == []


def test_lines_of_one_shipment_share_what_a_lot_holds():
    company = _stocked()

    sold = goods.post(company, "shipment", ("M", "2"), ("M", "2"))

    lots = [Lot.objects.get(id=line.lot_id).code for line in lines_of(sold.document_id)]
    assert lots == ["L-MAY", "L-JUNE"]


def test_returned_goods_go_back_into_their_own_lot():
    company = _stocked()
    sold = goods.post(company, "shipment", ("M", "2"))

    back = goods.post(company, "sales_return", ("M", "1", {"original_line_id": sold.line_ids[0]}))

    assert lines_of(back.document_id)[0].lot_id == lines_of(sold.document_id)[0].lot_id


def test_a_known_lot_cannot_get_another_expiry():
    company = _stocked()

    with goods.refused(InvalidInput):
        goods.post(company, "goods_receipt", ("M", "5", "2", {"lot_code": "L-MAY", "expires_on": JUNE}))


def test_an_order_reserves_lots_by_expiry_and_ships_what_it_holds():
    company = _stocked()
    first = approved(company, order_line(company, "M", "6", "25"))
    second = approved(company, order_line(company, "M", "3", "25"))

    assert (reserved(company, first.order_id), reserved(company, second.order_id)) == (6, 2)
    assert [row["available"] for row in lots_on_hand(company.scope, company.item("M"), None)] == ["0", "0"]
    shipped = sales.ship_order(company.scope, first.order_id, how=Fulfilment(business_date=DAY))

    assert _leaves(shipped) == [("L-MAY", 3, 75), ("L-JUNE", 3, 75)]
    assert (reserved(company, first.order_id), reserved(company, second.order_id)) == (0, 2)
    assert [row["available"] for row in lots_on_hand(company.scope, company.item("M"), None)] == ["0"]
    with goods.refused(LineRefused):
        sales.sell_directly(company.scope, sale(company, ("M", "1", "25"), paid_in_full=True))
    assert [verdict.id for verdict in verify(company.scope.company_id) if verdict.violations] == []


def test_a_shipment_from_a_named_lot_uses_up_what_is_reserved_of_that_lot():
    company = _stocked()
    made = approved(company, order_line(company, "M", "6", "25"))
    june = Lot.objects.get(code="L-JUNE").id

    asked = [ShipLine(made.line_ids[0], q("3"), lot_id=june)]
    shipped = sales.ship_order(company.scope, made.order_id, asked, how=Fulfilment(business_date=DAY))

    assert _leaves(shipped) == [("L-JUNE", 3, 75)]
    left = lots_on_hand(company.scope, company.item("M"), None)
    assert [(row["code"], row["on_hand"], row["available"]) for row in left] == [
        ("L-MAY", "3", "0"),
        ("L-JUNE", "2", "2"),
    ]
    assert reserved(company, made.order_id) == 3
