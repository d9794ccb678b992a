"""Cursors of lists: what a page gave out comes back whole, anything else is refused before it reaches the database."""

import base64
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu.core.errors import InvalidInput
from heliu.core.paging import decode_cursor, encode_cursor, page_limit
from heliu.core.scales import INT64_MAX


def forged(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=("Cs",)))


@given(st.dates(), st.integers(-INT64_MAX, INT64_MAX), texts)
def test_a_cursor_gives_back_what_the_page_ended_with(day: dt.date, number: int, text: str) -> None:
    assert decode_cursor(encode_cursor(day, number, text), dt.date, int, str) == (day, number, text)


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "é",
        forged("not json"),
        forged("null"),
        forged('["2026-03-02"]'),
        forged('["2026-03-02", 1, 2]'),
        forged('["2026-02-30", 1]'),
        forged('["2026-03-02", "1"]'),
        forged('["2026-03-02", true]'),
        forged(f'["2026-03-02", {2**63}]'),
        forged("[20260302, 1]"),
    ],
)
def test_a_cursor_that_no_page_gave_out_is_refused(cursor: str) -> None:
    with pytest.raises(InvalidInput, match="next_cursor"):
        decode_cursor(cursor, dt.date, int)


def test_a_text_that_no_database_keeps_is_refused() -> None:
    with pytest.raises(InvalidInput, match="next_cursor"):
        decode_cursor(forged('["\\u0000"]'), str)


@pytest.mark.parametrize(("asked", "given_out"), [(-1, 1), (0, 1), (50, 50), (200, 200), (201, 200)])
def test_a_page_holds_at_least_one_row_and_at_most_two_hundred(asked: int, given_out: int) -> None:
    assert page_limit(asked) == given_out
