"""Rounding of documents: the vectors V1 to V9 that other systems got wrong."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from heliu.catalog.pricing import LineAmounts, price_line
from heliu.core.currency import exponent
from heliu.core.rounding import from_scaled, round_amount, tax_on_net, to_scaled
from heliu.core.scales import AMOUNT_SCALE, PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE


def line(
    price: str, *, quantity: str = "1", tax: str, discount: str = "0", gross: bool = False, currency: str = "CNY"
) -> LineAmounts:
    return price_line(
        quantity=to_scaled(quantity, QUANTITY_SCALE),
        price=to_scaled(price, PRICE_SCALE),
        tax_rate=to_scaled(tax, RATE_SCALE),
        exponent=exponent(currency),
        discount_rate=to_scaled(discount, RATE_SCALE),
        price_includes_tax=gross,
    )


def shown(amounts: LineAmounts) -> tuple[str, str, str]:
    return tuple(f"{from_scaled(value, AMOUNT_SCALE):f}" for value in (amounts.net, amounts.tax, amounts.gross))


def totals(lines: Sequence[LineAmounts]) -> tuple[int, int, int]:
    return tuple(map(sum, zip(*((x.net, x.tax, x.gross) for x in lines), strict=True)))


def scaled(amount: str) -> int:
    return to_scaled(Decimal(amount), AMOUNT_SCALE)


def test_v1_the_net_total_is_the_sum_of_rounded_lines() -> None:
    lines = [line("10.005", tax="0.19")] * 3
    assert shown(lines[0]) == ("10.01", "1.9", "11.91")
    assert totals(lines) == (scaled("30.03"), scaled("5.70"), scaled("35.73"))
    assert tax_on_net(scaled("30.03"), to_scaled("0.19", RATE_SCALE), 2) == scaled("5.71")


def test_v2_the_register_and_the_invoice_show_the_same_total() -> None:
    lines = [*[line("1.48", tax="0.21")] * 4, *[line(price, tax="0.21") for price in ("1.52", "1.54", "0.39")]]
    assert totals(lines) == (scaled("9.37"), scaled("1.96"), scaled("11.33"))
    assert tax_on_net(scaled("9.37"), to_scaled("0.21", RATE_SCALE), 2) == scaled("1.97")


def test_v3_tax_is_taken_on_the_rounded_base() -> None:
    amounts = line("348.35", quantity="16", tax="0.22", discount="0.04")
    assert shown(amounts) == ("5350.66", "1177.15", "6527.81")


@pytest.mark.parametrize(
    ("vector", "price", "quantity", "tax", "net", "vat", "gross"),
    [
        ("V4", "1.10", "3", "0.05", "3.14", "0.16", "3.3"),
        ("V6", "100.00", "1", "0.13", "88.5", "11.5", "100"),
        ("V7", "1.00", "1", "0.13", "0.88", "0.12", "1"),
        ("V8", "101.00", "1", "0.01", "100", "1", "101"),
    ],
)
def test_a_price_with_tax_keeps_its_gross(
    vector: str, price: str, quantity: str, tax: str, net: str, vat: str, gross: str
) -> None:
    assert shown(line(price, quantity=quantity, tax=tax, gross=True)) == (net, vat, gross), vector


def test_v5_two_rates_with_tax_always_sum_to_what_the_customer_pays() -> None:
    first, second = line("28.90", tax="0.22", gross=True), line("1.25", tax="0.10", gross=True)
    assert first.tax + second.tax == scaled("5.32")
    assert totals([first, second]) == (scaled("24.83"), scaled("5.32"), scaled("30.15"))


def test_v9_a_currency_without_decimals_and_one_with_three() -> None:
    assert shown(line("105", tax="0.10", gross=True, currency="JPY")) == ("95", "10", "105")
    assert round_amount(scaled("1.0505"), exponent("KWD")) == scaled("1.051")


def test_a_red_line_mirrors_its_blue_line_to_the_last_digit() -> None:
    blue = line("10.005", quantity="3", tax="0.13")
    red = line("10.005", quantity="-3", tax="0.13")
    assert red == LineAmounts(net=-blue.net, tax=-blue.tax, gross=-blue.gross)
