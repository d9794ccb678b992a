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
    """A posted blue line and what red lines already took back (positive)."""

    quantity: int
    net: int
    tax: int
    red_quantity: int = 0
    red_net: int = 0
    red_tax: int = 0

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


def red_amounts(blue: BlueLine, quantity: int, currency: str) -> LineAmounts:
    """Negative amounts of taking back `quantity` of a blue line, after what red lines took back before.

    Together they have taken back the share of all those units, so any number of parts never exceeds the blue line and
    the last one leaves nothing. No part has the sign of the blue line.
    red_amounts(BlueLine(3_000000, 100_0000, 13_0000), 1_000000, "CNY") == LineAmounts(-33.33, -4.33, -37.66)
    """
    due = amounts_of_part(
        blue.net, blue.tax, of=blue.quantity, before=0, quantity=blue.red_quantity + quantity, currency=currency
    )
    net, tax = _rest(due.net, blue.red_net), _rest(due.tax, blue.red_tax)
    return LineAmounts(net=-net, tax=-tax, gross=-net - tax)


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
