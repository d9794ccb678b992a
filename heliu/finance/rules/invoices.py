"""Arithmetic and decisions of invoices: due dates, red parts, three-way match."""

import calendar
import datetime as dt
from dataclasses import dataclass, replace

from heliu.catalog.parts import amounts_of_part
from heliu.catalog.pricing import LineAmounts
from heliu.core.rounding import amount_step, divide_half_up
from heliu.core.scales import RATE_SCALE


def due_date(*, invoiced_on: dt.date, terms_kind: str, days: int) -> dt.date:
    """immediate: the day itself; days: so many days after; end_of_month: so many days after the month's last day."""
    if terms_kind == "days":
        return invoiced_on + dt.timedelta(days=days)
    if terms_kind == "end_of_month":
        last = calendar.monthrange(invoiced_on.year, invoiced_on.month)[1]
        return invoiced_on.replace(day=last) + dt.timedelta(days=days)
    return invoiced_on


@dataclass(frozen=True, slots=True)
class BlueLine:
    """A posted blue line, what red lines took back of it (positive), and what was allowed for goods that stay."""

    quantity: int
    net: int
    tax: int
    red_quantity: int = 0
    red_net: int = 0
    red_tax: int = 0
    allowed_quantity: int = 0
    allowed_net: int = 0
    allowed_tax: int = 0

    @property
    def left(self) -> int:
        return self.quantity - self.red_quantity

    def after(self, quantity: int, red: LineAmounts) -> "BlueLine":
        """The line once `quantity` more is taken back for the negative amounts `red`."""
        return replace(
            self,
            red_quantity=self.red_quantity + quantity,
            red_net=self.red_net - red.net,
            red_tax=self.red_tax - red.tax,
        )

    def after_allowance(self, quantity: int, red: LineAmounts) -> "BlueLine":
        """The line once the negative amounts `red` are allowed on `quantity`, which stays."""
        return replace(
            self,
            allowed_quantity=self.allowed_quantity + quantity,
            allowed_net=self.allowed_net - red.net,
            allowed_tax=self.allowed_tax - red.tax,
        )

    @property
    def credited(self) -> tuple[int, int]:
        """Net and tax that are given back already, one way or the other."""
        return self.red_net + self.allowed_net, self.red_tax + self.allowed_tax


def red_amounts(blue: BlueLine, quantity: int, currency: str) -> LineAmounts:
    """Negative amounts of taking back `quantity` of a blue line, after what red lines took back before.

    Together they have taken back the share of all those units, so any number of parts never exceeds the blue line and
    the last one leaves nothing. No part has the sign of the blue line. What was allowed lowers the price of all units.
    red_amounts(BlueLine(3_000000, 100_0000, 13_0000), 1_000000, "CNY") == LineAmounts(-33.33, -4.33, -37.66)
    """
    due = amounts_of_part(
        blue.net - blue.allowed_net,
        blue.tax - blue.allowed_tax,
        of=blue.quantity,
        before=0,
        quantity=blue.red_quantity + quantity,
        currency=currency,
    )
    net, tax = _rest(due.net, blue.red_net), _rest(due.tax, blue.red_tax)
    return LineAmounts(net=-net, tax=-tax, gross=-net - tax)


def allowance_amounts(blue: BlueLine, quantity: int, currency: str) -> LineAmounts:
    """Negative amounts of allowing the price of `quantity` that stays, by the share of all that was allowed so far.

    Never more than is not given back yet.
    """
    together = min(blue.allowed_quantity + quantity, blue.quantity)
    due = amounts_of_part(blue.net, blue.tax, of=blue.quantity, before=0, quantity=together, currency=currency)
    given_net, given_tax = blue.credited
    net = _at_most(_rest(due.net, blue.allowed_net), blue.net - given_net)
    tax = _at_most(_rest(due.tax, blue.allowed_tax), blue.tax - given_tax)
    return LineAmounts(net=-net, tax=-tax, gross=-net - tax)


def _at_most(amount: int, left: int) -> int:
    return min(amount, max(left, 0)) if amount >= 0 else max(amount, min(left, 0))


def _rest(due: int, taken: int) -> int:
    """What is missing to `due`; nothing where more was taken, as imported red lines may have."""
    return max(due - taken, 0) if due >= 0 else min(due - taken, 0)


@dataclass(frozen=True, slots=True)
class Tolerance:
    """A price difference of a line within percent (1e-12) of the expected net or within amount (1e-4) is accepted."""

    percent: int = 0
    amount: int = 0

    def accepts(self, expected: int, actual: int) -> bool:
        difference = abs(actual - expected)
        return difference <= self.amount or difference * RATE_SCALE <= abs(expected) * self.percent


@dataclass(frozen=True, slots=True)
class Received:
    """What a receipt line says: quantity received, its value at order price, quantity not yet invoiced."""

    quantity: int
    value: int
    open_quantity: int


def expected_net(received: Received, quantity: int, exponent: int) -> int:
    """Net amount of `quantity` at the price the goods were received at (signed like quantity)."""
    if received.quantity == 0:
        return 0
    step = amount_step(exponent)
    return divide_half_up(abs(received.value) * quantity, abs(received.quantity) * step) * step
