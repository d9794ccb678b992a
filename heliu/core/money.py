"""Money and Quantity: a number that knows what it counts. Different currencies or units never add up by accident."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from heliu.core import currency as currencies
from heliu.core.errors import ErpError
from heliu.core.rounding import round_amount, split_largest_remainder, to_scaled
from heliu.core.scales import AMOUNT_SCALE


class CurrencyMismatch(ErpError):
    code = "currency_mismatch"
    template = "{left} and {right} are different currencies: convert one of them first."


class UnitMismatch(ErpError):
    code = "unit_mismatch"
    template = "{left} and {right} are different units: convert one of them first."


def _exact(value: Decimal | int | str) -> Decimal:
    if isinstance(value, float):
        raise TypeError("float is not exact, use Decimal, int or str")
    return value if isinstance(value, Decimal) else Decimal(value)


@dataclass(frozen=True, slots=True)
class Money:
    """Amount in one ISO 4217 currency. Money("1.50", "CNY") + Money("2", "CNY") == Money("3.50", "CNY")."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "amount", _exact(self.amount))
        currencies.exponent(self.currency)

    def _same(self, other: Self) -> None:
        if self.currency != other.currency:
            raise CurrencyMismatch(left=self.currency, right=other.currency)

    def __add__(self, other: Self) -> Self:
        self._same(other)
        return type(self)(self.amount + other.amount, self.currency)

    def __sub__(self, other: Self) -> Self:
        self._same(other)
        return type(self)(self.amount - other.amount, self.currency)

    def __neg__(self) -> Self:
        return type(self)(-self.amount, self.currency)

    def __lt__(self, other: Self) -> bool:
        self._same(other)
        return self.amount < other.amount

    def __le__(self, other: Self) -> bool:
        self._same(other)
        return self.amount <= other.amount

    def rounded(self) -> Self:
        """Half up at the currency's exponent: Money("2.5", "JPY").rounded() == Money("3", "JPY")."""
        scaled = round_amount(to_scaled(self.amount, AMOUNT_SCALE), currencies.exponent(self.currency))
        return type(self)(Decimal(scaled) / AMOUNT_SCALE, self.currency)

    def split(self, weights: list[int]) -> list[Self]:
        """Parts in proportion to `weights`, each payable, that sum exactly to this (payable) amount."""
        step = AMOUNT_SCALE // 10 ** currencies.exponent(self.currency)
        parts = split_largest_remainder(to_scaled(self.amount, AMOUNT_SCALE), weights, step)
        return [type(self)(Decimal(p) / AMOUNT_SCALE, self.currency) for p in parts]


@dataclass(frozen=True, slots=True)
class Quantity:
    """Number of one unit. Quantity("2", "箱") + Quantity("3", "件") raises UnitMismatch."""

    value: Decimal
    unit: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "value", _exact(self.value))

    def _same(self, other: Self) -> None:
        if self.unit != other.unit:
            raise UnitMismatch(left=self.unit, right=other.unit)

    def __add__(self, other: Self) -> Self:
        self._same(other)
        return type(self)(self.value + other.value, self.unit)

    def __sub__(self, other: Self) -> Self:
        self._same(other)
        return type(self)(self.value - other.value, self.unit)

    def __neg__(self) -> Self:
        return type(self)(-self.value, self.unit)

    def __lt__(self, other: Self) -> bool:
        self._same(other)
        return self.value < other.value

    def __le__(self, other: Self) -> bool:
        self._same(other)
        return self.value <= other.value
