"""What a record is found by."""

import pytest

from heliu.core.search.words import Words, helper_codes, normalise, terms, text


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("重庆", {"cq", "zq"}),
        ("长城", {"cc", "zc"}),
        ("音乐盒", {"yyh", "ylh"}),
        ("银行", {"yh", "yx"}),
        ("绿茶", {"lc"}),
    ],
)
def test_polyphones_have_a_helper_code_for_each_reading(name: str, initials: set[str]) -> None:
    assert initials <= set(helper_codes(name)[0])


def test_the_reading_of_the_phrase_comes_first() -> None:
    assert helper_codes("重庆")[0][0] == "cq"
    assert helper_codes("银行")[1][0] == "yinhang"


def test_digits_and_latin_letters_stay_in_the_helper_code() -> None:
    assert helper_codes("绿茶500ml")[0] == ("lc500ml",)


def test_u_with_dots_is_typed_as_v() -> None:
    assert "lvcha" in helper_codes("绿茶")[1]


def test_a_latin_name_has_no_helper_code() -> None:
    assert helper_codes("WHITE HANGING HEART") == ((), ())


def test_full_width_and_capitals_meet_half_width_and_small_letters() -> None:
    assert normalise("　ＡＢＣ－１２３  Tea ") == "abc-123 tea"


def test_every_way_to_name_an_item_is_a_term_once() -> None:
    words = Words(code="A1", names=("绿茶",), helpers=("GT",), others=(("690", "barcode"), ("a1", "barcode")))
    found = dict(terms(words))

    assert found["a1"] == "code"
    assert found["690"] == "barcode"
    assert found["gt"] == "helper"
    assert found["绿茶"] == "name"
    assert found["lc"] == "initials"


def test_the_line_for_substrings_holds_the_extras_too() -> None:
    words = Words(code="A1", names=("绿茶",), extras=("500ML 瓶装",))

    assert "500ml 瓶装" in text(words, terms(words))


def test_a_long_name_of_polyphones_stays_within_bounds() -> None:
    initials, full = helper_codes("重长乐行和还都" * 10)

    assert len(initials) <= 12
    assert len(full) <= 4
