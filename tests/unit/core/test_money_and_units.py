"""Money knows its currency, quantities their unit, packs their exact factor."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu.core import currency
from heliu.core.currency import UnknownCurrency
from heliu.core.money import CurrencyMismatch, Money, Quantity, UnitMismatch
from heliu.core.quantity import InexactConversion, UnitFactor


@pytest.mark.parametrize(("code", "decimals"), [("CNY", 2), ("JPY", 0), ("KRW", 0), ("KWD", 3), ("CLF", 4), ("HUF", 2)])
def test_decimals_of_a_currency_are_those_of_iso_4217(code: str, decimals: int) -> None:
    assert currency.exponent(code) == decimals


@pytest.mark.parametrize("code", ["XAU", "RMB", "cny", ""])
def test_what_is_no_payable_currency_is_refused(code: str) -> None:
    with pytest.raises(UnknownCurrency):
        currency.exponent(code)


def test_same_currency_adds_and_compares() -> None:
    assert Money(Decimal("1.50"), "CNY") + Money(Decimal("2"), "CNY") == Money(Decimal("3.50"), "CNY")
    assert Money(Decimal("1"), "CNY") < Money(Decimal("2"), "CNY")


def test_yuan_and_dollars_never_add_up() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(Decimal(1), "CNY") + Money(Decimal(1), "USD")
    with pytest.raises(CurrencyMismatch):
        _ = Money(Decimal(1), "CNY") <= Money(Decimal(1), "USD")


def test_boxes_and_pieces_never_add_up() -> None:
    with pytest.raises(UnitMismatch):
        Quantity(Decimal(2), "箱") - Quantity(Decimal(3), "件")


def test_binary_fractions_are_no_money() -> None:
    with pytest.raises(TypeError):
        Money(0.1, "CNY")  # type: ignore[arg-type]


def test_half_a_yen_is_rounded_up_and_mirrored_for_refunds() -> None:
    assert Money(Decimal("2.5"), "JPY").rounded() == Money(Decimal(3), "JPY")
    assert Money(Decimal("-2.5"), "JPY").rounded() == Money(Decimal(-3), "JPY")


def test_ten_yuan_split_in_three_lose_no_fen() -> None:
    parts = Money(Decimal("10"), "CNY").split([1, 1, 1])

    assert [p.amount for p in parts] == [Decimal("3.34"), Decimal("3.33"), Decimal("3.33")]


def test_a_box_of_twelve_is_twelve_pieces() -> None:
    assert UnitFactor(12).to_base(2_500_000) == 30_000_000


def test_what_does_not_come_out_even_is_refused_not_rounded() -> None:
    with pytest.raises(InexactConversion):
        UnitFactor(1, 3).to_base(1_000_000)


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(-(10**12), 10**12))
def test_a_quantity_in_base_units_is_the_exact_product(numerator: int, denominator: int, quantity: int) -> None:
    entered = quantity * denominator  # comes out even

    assert UnitFactor(numerator, denominator).to_base(entered) == Fraction(entered * numerator, denominator)
