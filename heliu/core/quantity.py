"""Exact unit conversion: a pack is a fraction of base units; what does not come out even is refused, not rounded."""

from dataclasses import dataclass
from fractions import Fraction

from heliu.core.errors import ErpError
from heliu.core.scales import QUANTITY_SCALE


class InexactConversion(ErpError):
    code = "inexact_conversion"
    template = (
        "{quantity} × {numerator}/{denominator} has more than six decimals in the base unit: enter another quantity."
    )


@dataclass(frozen=True, slots=True)
class UnitFactor:
    """One unit = numerator/denominator base units, in lowest terms. 1 箱 = 12 件 is UnitFactor(12, 1)."""

    numerator: int
    denominator: int = 1

    def __post_init__(self) -> None:
        if self.numerator <= 0 or self.denominator <= 0:
            raise ValueError("a unit factor is positive")
        ratio = Fraction(self.numerator, self.denominator)
        object.__setattr__(self, "numerator", ratio.numerator)
        object.__setattr__(self, "denominator", ratio.denominator)

    def to_base(self, quantity: int) -> int:
        """Scaled quantity in this unit → scaled quantity in base units. Raises InexactConversion.

        UnitFactor(12).to_base(2_500_000) == 30_000_000 (2.5 箱 = 30 件)
        """
        base, rest = divmod(quantity * self.numerator, self.denominator)
        if rest:
            raise InexactConversion(
                quantity=str(Fraction(quantity, QUANTITY_SCALE)),
                numerator=self.numerator,
                denominator=self.denominator,
            )
        return base


BASE_UNIT = UnitFactor(1)
