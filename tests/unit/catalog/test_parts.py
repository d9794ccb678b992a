"""Parts of a line: no part makes or loses money, and each says its price in the unit it is told in."""

from hypothesis import given
from hypothesis import strategies as st

from heliu.catalog.parts import LinePart, WholeLine, part_of
from heliu.catalog.pricing import LineAmounts

ONE = 1_000_000
BOXES = WholeLine(quantity=24 * ONE, entered_quantity=2 * ONE, unit_id=7, price=120 * ONE, net=240_0000, tax=31_2000)


def test_a_part_of_whole_boxes_is_told_in_boxes() -> None:
    assert part_of(BOXES, before=0, quantity=12 * ONE, currency="CNY") == LinePart(
        ONE, 7, 120 * ONE, LineAmounts(net=120_0000, tax=15_6000, gross=135_6000)
    )


def test_a_part_of_a_box_is_told_in_pieces_at_the_price_of_a_piece() -> None:
    thirds = WholeLine(quantity=3 * ONE, entered_quantity=ONE, unit_id=7, price=10 * ONE, net=10_0000, tax=0)

    assert part_of(thirds, before=0, quantity=ONE, currency="CNY") == LinePart(
        ONE, 0, 3_333_333, LineAmounts(net=3_3300, tax=0, gross=3_3300)
    )


@given(st.integers(0, 10**9), st.integers(0, 10**8), st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_all_parts_together_give_the_line_to_the_cent(net: int, tax: int, sizes: list[int]) -> None:
    whole = WholeLine(sum(sizes), sum(sizes), 7, ONE, net * 100, tax * 100)
    parts = [
        part_of(whole, before=sum(sizes[:place]), quantity=size, currency="CNY").amounts
        for place, size in enumerate(sizes)
    ]

    assert (sum(part.net for part in parts), sum(part.tax for part in parts)) == (net * 100, tax * 100)
    assert all(part.net % 100 == part.tax % 100 == 0 and part.gross == part.net + part.tax for part in parts)
