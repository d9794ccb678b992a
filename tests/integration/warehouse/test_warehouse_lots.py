"""Goods in lots: named when they come, first expired first out when they go."""

import datetime as dt

import pytest

from heliu.catalog import services as catalog
from heliu.catalog.drafts import ItemDraft
from heliu.catalog.entries import LineRefused
from heliu.core.errors import InvalidInput
from heliu.stock.models import Lot
from heliu.warehouse import services
from heliu.warehouse.queries.stock import lots_on_hand
from tests.support import goods
from tests.support.goods import books, lines_of
from tests.support.trading import Trading, trading

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


def test_a_draft_finds_its_lot_when_it_is_posted():
    company = _stocked()
    draft_id = goods.draft(company, "shipment", ("M", "4"))
    assert lines_of(draft_id)[0].lot_id is None

    services.post_goods_document(company.scope, "shipment", draft_id)

    assert Lot.objects.get(id=lines_of(draft_id)[0].lot_id).code == "L-JUNE"


def test_a_line_that_no_single_lot_can_fill_is_refused():
    company = _stocked()
    before = books(company)

    with goods.refused(LineRefused):
        goods.post(company, "shipment", ("M", "6"))

    assert books(company) == before


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
