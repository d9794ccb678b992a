"""Quantities of document lines: entered in any unit of the item, kept in base units, refused where not exact."""

import pytest

from heliu.catalog.drafts import PackDraft
from heliu.catalog.entries import Entry, resolve_entries
from heliu.core.errors import InvalidFields
from heliu.core.scales import QUANTITY_SCALE
from tests.support.masters import Shop, shop

pytestmark = pytest.mark.django_db
ONE = QUANTITY_SCALE


@pytest.fixture
def here() -> Shop:
    return shop()


def refusal(here: Shop, *entries: Entry) -> list[tuple[tuple[str | int, ...], str]]:
    with pytest.raises(InvalidFields) as caught:
        resolve_entries(here.scope, entries, exponent=2)
    return [(fault.loc, str(fault.facts["reason"])) for fault in caught.value.faults]


def test_two_cartons_of_twelve_are_twenty_four_pieces(here: Shop) -> None:
    carton = here.unit("箱")
    item = here.item("A1", packs=(PackDraft(carton, 12),))

    (line,) = resolve_entries(here.scope, [Entry(item, 2 * ONE, unit_id=carton, price=6 * ONE)], exponent=2)

    assert (line.entered_quantity, line.quantity, line.unit_id) == (2 * ONE, 24 * ONE, carton)
    assert (line.net, line.gross) == (120_000, 120_000)


def test_half_a_piece_is_refused_and_half_a_kilogram_is_not(here: Shop) -> None:
    piece, weighed = here.item("A1"), here.item("A2", base_unit_id=here.unit("千克"))
    half = ONE // 2

    assert refusal(here, Entry(weighed, half), Entry(piece, half)) == [
        (("lines", 1, "quantity"), "this unit is counted in steps of 1.")
    ]


def test_a_pack_that_is_no_exact_number_of_pieces_is_refused(here: Shop) -> None:
    carton = here.unit("箱")
    item = here.item("A1", packs=(PackDraft(carton, 1, 3),))

    assert refusal(here, Entry(item, ONE, unit_id=carton)) == [
        (("lines", 0, "quantity"), "this is no exact number of base units; enter it in the base unit.")
    ]
    (line,) = resolve_entries(here.scope, [Entry(item, 3 * ONE, unit_id=carton)], exponent=2)
    assert line.quantity == ONE


def test_a_unit_that_the_item_does_not_have_is_refused(here: Shop) -> None:
    assert refusal(here, Entry(here.item("A1"), ONE, unit_id=here.unit("箱"))) == [
        (("lines", 0, "unit_id"), "the item has no such unit; add it to the item first.")
    ]
