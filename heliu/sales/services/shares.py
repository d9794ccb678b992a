"""Parts of an order or goods line: quantities in its unit, amounts that add up to the line."""

from typing import Any

from heliu.catalog.pricing import LineAmounts
from heliu.core import currency as currencies
from heliu.core.rounding import amount_step, divide_half_up, to_scaled
from heliu.core.scales import AMOUNT_SCALE, QUANTITY_SCALE


def entered(line: Any, quantity: int) -> tuple[int, int]:
    """(entered quantity, unit) of a base quantity; unit 0 = base unit, where the line's unit does not come out even."""
    whole = to_scaled(line.quantity, QUANTITY_SCALE)
    part, rest = divmod(quantity * to_scaled(line.entered_quantity, QUANTITY_SCALE), whole)
    return (quantity, 0) if rest else (part, line.unit_id)


def share(line: Any, currency: str, *, before: int, quantity: int) -> LineAmounts:
    """Net and tax that fall on base units (before, before + quantity]; all parts together give the line exactly."""
    whole = to_scaled(line.quantity, QUANTITY_SCALE)
    step = amount_step(currencies.exponent(currency))

    def part(amount: int) -> int:
        def up_to(units: int) -> int:
            return divide_half_up(amount * units, whole * step) * step

        return up_to(before + quantity) - up_to(before)

    net, tax = part(to_scaled(line.net, AMOUNT_SCALE)), part(to_scaled(line.tax, AMOUNT_SCALE))
    return LineAmounts(net=net, tax=tax, gross=net + tax)
