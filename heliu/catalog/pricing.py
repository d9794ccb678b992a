"""Amounts of a document line: net, tax and gross of quantity × price, discount and tax code.

Rounded half up at the currency's exponent once, at the line; a tax-inclusive price keeps its gross (tax = gross - net).
Documents sum rounded lines, so a total is always the sum of what is printed (accounting reference, section 15).
"""

from dataclasses import dataclass

from heliu.core.rounding import amount_step, divide_half_up, net_of_gross, tax_on_net
from heliu.core.scales import AMOUNT_SCALE, PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE


@dataclass(frozen=True, slots=True)
class LineAmounts:
    """net + tax = gross, scaled 1e-4, signed like the quantity."""

    net: int
    tax: int
    gross: int


def price_line(
    *,
    quantity: int,
    price: int,
    tax_rate: int,
    exponent: int,
    discount_rate: int = 0,
    price_includes_tax: bool = False,
) -> LineAmounts:
    """quantity 1e-6 × price 1e-6 less discount_rate (1e-12) at tax_rate (1e-12, 13 % = 0.13).

    Negative quantities give exactly the negative amounts of the positive ones.
    """
    step = amount_step(exponent)
    numerator = quantity * price * (RATE_SCALE - discount_rate)
    denominator = (QUANTITY_SCALE * PRICE_SCALE // AMOUNT_SCALE) * RATE_SCALE * step
    amount = divide_half_up(numerator, denominator) * step
    if price_includes_tax:
        net = net_of_gross(amount, tax_rate, exponent)
        return LineAmounts(net=net, tax=amount - net, gross=amount)
    tax = tax_on_net(amount, tax_rate, exponent)
    return LineAmounts(net=amount, tax=tax, gross=amount + tax)
