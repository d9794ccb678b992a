"""One rounding module: half up for documents, half even for issues, parts that sum to the whole, signs that mirror."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu.core.errors import InvalidNumber
from heliu.core.rounding import (
    convert_amount,
    divide_half_even,
    divide_half_up,
    from_scaled,
    issue_value,
    line_amount,
    net_of_gross,
    round_amount,
    split_largest_remainder,
    tax_on_net,
    to_scaled,
)
from heliu.core.scales import AMOUNT_SCALE, INT64_MAX, PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE

amounts = st.integers(-(10**15), 10**15)
positive = st.integers(1, 10**12)
exponents = st.sampled_from([0, 2, 3, 4])


def by_decimal(numerator: int, denominator: int, rounding: str) -> int:
    whole, rest = divmod(abs(numerator), denominator)
    twice = Fraction(rest, denominator)
    tie = {ROUND_HALF_UP: True, ROUND_HALF_EVEN: whole % 2 == 1}[rounding]
    whole += twice > Fraction(1, 2) or (twice == Fraction(1, 2) and tie)
    return whole if numerator >= 0 else -whole


@given(amounts, positive)
def test_division_rounds_like_the_textbook(numerator: int, denominator: int) -> None:
    assert divide_half_up(numerator, denominator) == by_decimal(numerator, denominator, ROUND_HALF_UP)
    assert divide_half_even(numerator, denominator) == by_decimal(numerator, denominator, ROUND_HALF_EVEN)
    assert divide_half_even(numerator, denominator) == round(Fraction(numerator, denominator))


@pytest.mark.parametrize(("numerator", "up", "even"), [(5, 1, 0), (15, 2, 2), (25, 3, 2), (-5, -1, 0), (-25, -3, -2)])
def test_ties(numerator: int, up: int, even: int) -> None:
    assert (divide_half_up(numerator, 10), divide_half_even(numerator, 10)) == (up, even)


@given(amounts, positive, positive, exponents)
def test_red_mirrors_blue_in_every_rule(amount: int, part: int, whole: int, exponent: int) -> None:
    assert round_amount(-amount, exponent) == -round_amount(amount, exponent)
    assert convert_amount(-amount, whole, exponent) == -convert_amount(amount, whole, exponent)
    assert tax_on_net(-amount, whole, exponent) == -tax_on_net(amount, whole, exponent)
    assert net_of_gross(-amount, whole, exponent) == -net_of_gross(amount, whole, exponent)
    assert line_amount(-amount, part, exponent) == -line_amount(amount, part, exponent)
    assert issue_value(-amount, part, whole, exponent) == -issue_value(amount, part, whole, exponent)


@given(st.integers(0, 10**15), positive, st.integers(0, 10**12), exponents)
def test_the_last_unit_takes_all_and_nothing_takes_nothing(value: int, part: int, rest: int, exponent: int) -> None:
    assert issue_value(value, part + rest, part + rest, exponent) == value
    assert issue_value(value, 0, part + rest, exponent) == 0
    step = AMOUNT_SCALE // 10**exponent
    taken = issue_value(value // step * step, part, part + rest, exponent)
    assert 0 <= taken <= value
    assert taken % step == 0


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**6), min_size=1, max_size=12))
def test_a_bucket_emptied_in_any_steps_gives_exactly_what_it_held(units: int, steps: list[int]) -> None:
    value, quantity, given_out = units * 100, sum(steps), 0
    for step in steps:
        part = issue_value(value, step, quantity, 2)
        value, quantity, given_out = value - part, quantity - step, given_out + part
    assert (value, quantity, given_out) == (0, 0, units * 100)


@given(amounts, st.lists(st.integers(0, 10**9), min_size=1, max_size=20), st.sampled_from([1, 10, 100, 10_000]))
def test_parts_sum_to_the_whole_and_are_as_even_as_can_be(whole: int, weights: list[int], step: int) -> None:
    whole -= whole % step if whole >= 0 else -(-whole % step)
    parts = split_largest_remainder(whole, weights, step)
    assert sum(parts) == whole
    assert all(part % step == 0 for part in parts)
    assert split_largest_remainder(-whole, weights, step) == [-part for part in parts]
    if total := sum(weights):
        for part, weight in zip(parts, weights, strict=True):
            assert abs(Fraction(part) - Fraction(whole * weight, total)) < step


def test_what_cannot_be_split_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing to split"):
        split_largest_remainder(100, [])
    with pytest.raises(ValueError, match="not a multiple"):
        split_largest_remainder(150, [1, 1], 100)
    assert split_largest_remainder(700, [0, 0, 0], 100) == [700, 0, 0]
    assert split_largest_remainder(100, [1, 1, 1], 1) == [34, 33, 33]


@pytest.mark.parametrize(
    ("gross", "rate", "exponent", "net", "tax"),
    [
        ("100.00", "0.13", 2, "88.50", "11.50"),
        ("1.00", "0.13", 2, "0.88", "0.12"),
        ("101.00", "0.01", 2, "100", "1"),
        ("105", "0.10", 0, "95", "10"),
        ("1.100", "0.05", 3, "1.048", "0.052"),
    ],
)
def test_gross_is_sacred(gross: str, rate: str, exponent: int, net: str, tax: str) -> None:
    whole = to_scaled(gross, AMOUNT_SCALE)
    part = net_of_gross(whole, to_scaled(rate, RATE_SCALE), exponent)
    assert (from_scaled(part, AMOUNT_SCALE), from_scaled(whole - part, AMOUNT_SCALE)) == (Decimal(net), Decimal(tax))


@pytest.mark.parametrize(
    ("quantity", "price", "exponent", "amount"),
    [
        ("1", "10.005", 2, "10.01"), ("3", "10.005", 2, "30.02"), ("0.000001", "0.000001", 2, "0"),
        ("1", "1.0505", 3, "1.051"), ("1.5", "3", 0, "5"), ("-1", "10.005", 2, "-10.01"),
    ],
)  # fmt: skip
def test_lines_are_rounded_once_half_up(quantity: str, price: str, exponent: int, amount: str) -> None:
    scaled = line_amount(to_scaled(quantity, QUANTITY_SCALE), to_scaled(price, PRICE_SCALE), exponent)
    assert from_scaled(scaled, AMOUNT_SCALE) == Decimal(amount)


@given(st.integers(-INT64_MAX, INT64_MAX), st.sampled_from([1, 10**4, 10**6, 10**12]))
def test_scaled_numbers_go_out_and_come_back(value: int, scale: int) -> None:
    assert to_scaled(from_scaled(value, scale), scale) == value


@pytest.mark.parametrize(
    "text", ["0.00001", "NaN", "Infinity", "-Infinity", "sNaN", "1e30", "x", "", "922337203685478"]
)
def test_what_no_column_can_hold_is_refused_not_rounded(text: str) -> None:
    with pytest.raises(InvalidNumber):
        to_scaled(text, AMOUNT_SCALE)
