"""The only place where numbers are rounded.

Two rules and no others: documents and taxes round half up (away from zero) at the currency's exponent, once, at the
line (EN 16931, 财会 practice); the value of an issue rounds half even (reference: flows, common rules).
All functions take and return scaled integers unless the name says decimal. Signs: a negative input gives exactly the
negative of the positive input's result, so a red document mirrors its blue one.
"""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation

from heliu.core.errors import InvalidNumber, said
from heliu.core.scales import AMOUNT_SCALE, INT64_MAX, PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE


def divide_half_up(numerator: int, denominator: int) -> int:
    """numerator / denominator, ties away from zero; denominator > 0."""
    quotient, remainder = divmod(abs(numerator), denominator)
    quotient += 2 * remainder >= denominator
    return quotient if numerator >= 0 else -quotient


def divide_half_even(numerator: int, denominator: int) -> int:
    """numerator / denominator, ties to the even neighbour; denominator > 0."""
    quotient, remainder = divmod(abs(numerator), denominator)
    twice = 2 * remainder
    if twice > denominator or (twice == denominator and quotient & 1):
        quotient += 1
    return quotient if numerator >= 0 else -quotient


_STEPS = tuple(AMOUNT_SCALE // int(10**exponent) for exponent in range(len(str(AMOUNT_SCALE))))


def amount_step(exponent: int) -> int:
    """Smallest storable amount of a currency with `exponent` (0 to 4) decimals, in 1/10_000: 100 for two decimals."""
    return _STEPS[exponent]


def round_amount(amount: int, exponent: int) -> int:
    step = amount_step(exponent)
    return divide_half_up(amount, step) * step


def line_amount(quantity: int, price: int, exponent: int) -> int:
    """quantity (1e-6) × price (1e-6) → amount (1e-4) rounded half up at the currency's exponent."""
    step = amount_step(exponent)
    return divide_half_up(quantity * price, (QUANTITY_SCALE * PRICE_SCALE // AMOUNT_SCALE) * step) * step


def tax_on_net(net: int, tax_rate: int, exponent: int) -> int:
    """Tax on a net amount; tax_rate in 1e-12 (13 % = 130_000_000_000)."""
    step = amount_step(exponent)
    return divide_half_up(net * tax_rate, RATE_SCALE * step) * step


def net_of_gross(gross: int, tax_rate: int, exponent: int) -> int:
    """Net part of a gross amount: gross is sacred, tax = gross - net (accounting reference DEC-7)."""
    step = amount_step(exponent)
    return divide_half_up(gross * RATE_SCALE, (RATE_SCALE + tax_rate) * step) * step


def convert_amount(amount: int, rate: int, exponent: int) -> int:
    """Transaction amount → ledger currency at `rate` (ledger units per transaction unit, 1e-12)."""
    step = amount_step(exponent)
    return divide_half_up(amount * rate, RATE_SCALE * step) * step


def issue_value(value: int, quantity: int, total_quantity: int, exponent: int) -> int:
    """Value of issuing `quantity` out of a bucket worth `value` holding `total_quantity`; the last unit takes all.

    round_half_even(V·q/Q) at the currency's exponent, and exactly V when q = Q, so zero quantity means zero value.
    """
    if quantity == total_quantity:
        return value
    step = _STEPS[exponent]
    return divide_half_even(value * quantity, total_quantity * step) * step


def share_of_units(whole: int, total: int, *, before: int, units: int, step: int) -> int:
    """What of `whole`, spread over `total` units, falls on the units (before, before + units]; a multiple of `step`.

    Parts that follow each other sum to what falls on them together, so all parts give the whole, whatever their sizes.
    """

    def up_to(end: int) -> int:
        return divide_half_up(whole * end, total * step) * step

    return up_to(before + units) - up_to(before)


def split_largest_remainder(whole: int, weights: Sequence[int], step: int = 1) -> list[int]:
    """Split `whole` (a multiple of `step`) in proportion to `weights`; the parts always sum to the whole.

    Ties go to the earlier part. All weights zero: everything to the first part. Negative wholes mirror positive ones.
    """
    if not weights:
        raise ValueError("nothing to split over")
    total = sum(weights)
    if total == 0:
        return [whole] + [0] * (len(weights) - 1)
    units, excess = divmod(abs(whole), step)
    if excess:
        raise ValueError(f"{whole} is not a multiple of {step}")
    parts = [units * w // total for w in weights]
    rest = units - sum(parts)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(units * weights[i] % total), i))
    for i in by_remainder[:rest]:
        parts[i] += 1
    sign = 1 if whole >= 0 else -1
    return [sign * p * step for p in parts]


def to_scaled(value: Decimal | int | str, scale: int, *, field: str = "value") -> int:
    """Exact conversion to a scaled integer; refuses NaN, excess digits and overflow instead of rounding."""
    try:
        number = value if isinstance(value, Decimal) else Decimal(value)
        scaled = number * scale
        result = int(scaled)
    except (InvalidOperation, ValueError, OverflowError) as error:
        raise InvalidNumber(field=field, value=str(value), reason="not a number") from error
    if result != scaled:
        raise InvalidNumber(field=field, value=str(value), reason=said("more than {n} decimals", n=len(str(scale)) - 1))
    if abs(result) > INT64_MAX:
        raise InvalidNumber(field=field, value=str(value), reason="too large")
    return result


def from_scaled(value: int, scale: int) -> Decimal:
    """Exact Decimal of a scaled integer, normalised without exponent: 1_500_000 at 1e6 → Decimal('1.5')."""
    whole, rest = divmod(value, scale)
    return Decimal(value).scaleb(1 - len(str(scale))).normalize() if rest else Decimal(whole)
