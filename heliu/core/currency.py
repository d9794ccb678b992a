"""ISO 4217: which currencies exist and with how many decimals they are paid (JPY 0, CNY 2, KWD 3)."""

import functools

from heliu.core.errors import ErpError


class UnknownCurrency(ErpError):
    code = "unknown_currency"
    template = "{currency} is not an ISO 4217 currency that money can be paid in; use a code such as CNY, USD or EUR."


@functools.cache
def _exponents() -> dict[str, int]:
    from iso4217 import Currency

    return {c.code: c.exponent for c in Currency if c.exponent is not None and c.exponent <= 4}


def exponent(currency: str) -> int:
    """Decimals of `currency`: exponent("JPY") == 0. Raises UnknownCurrency."""
    try:
        return _exponents()[currency]
    except KeyError:
        raise UnknownCurrency(currency=currency) from None


def is_known(currency: str) -> bool:
    return currency in _exponents()


def codes() -> list[str]:
    """All codes with a known exponent, in alphabetical order."""
    return sorted(_exponents())
