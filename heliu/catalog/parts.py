"""Parts of a document line that is carried out step by step: quantity in its unit, price, amounts that add up."""

from dataclasses import dataclass

from heliu.catalog.pricing import LineAmounts
from heliu.core import currency as currencies
from heliu.core.rounding import amount_step, divide_half_up, share_of_units


@dataclass(frozen=True, slots=True)
class WholeLine:
    """A line as stored, scaled: `quantity` base units, entered as `entered_quantity` of `unit_id` at `price` each."""

    quantity: int
    entered_quantity: int
    unit_id: int
    price: int
    net: int
    tax: int


@dataclass(frozen=True, slots=True)
class LinePart:
    """unit_id 0 = base unit."""

    entered_quantity: int
    unit_id: int
    price: int
    amounts: LineAmounts


def part_of(whole: WholeLine, *, before: int, quantity: int, currency: str) -> LinePart:
    """What falls on the base units (before, before + quantity] of a line; all parts together give the line exactly."""
    entered, unit_id, price = told(
        quantity, of=whole.quantity, entered=whole.entered_quantity, unit_id=whole.unit_id, price=whole.price
    )
    amounts = amounts_of_part(
        whole.net, whole.tax, of=whole.quantity, before=before, quantity=quantity, currency=currency
    )
    return LinePart(entered, unit_id, price, amounts)


def told(
    quantity: int, *, of: int, entered: int, unit_id: int, price: int, base_unit_id: int = 0
) -> tuple[int, int, int]:
    """(entered quantity, unit, price) of `quantity` base units out of a line of `of`, entered as `entered` units.

    In the unit of the line where that comes out even, else in base units at the price of one (a piece out of a box).
    """
    part, rest = divmod(quantity * entered, of)
    return (quantity, base_unit_id, divide_half_up(price * entered, of)) if rest else (part, unit_id, price)


def amounts_of_part(net: int, tax: int, *, of: int, before: int, quantity: int, currency: str) -> LineAmounts:
    """Net and tax of `of` units that fall on the units (before, before + quantity]."""
    step = amount_step(currencies.exponent(currency))
    part_net = share_of_units(net, of, before=before, units=quantity, step=step)
    part_tax = share_of_units(tax, of, before=before, units=quantity, step=step)
    return LineAmounts(net=part_net, tax=part_tax, gross=part_net + part_tax)
