"""A trading company with known truth: customers and suppliers with habits of their own, two years of documents, and the
quarter that follows.

What is in it: payers that are prompt, steadily late, on month-end, on the 25th, on a weekly run, or bad; drifting
lateness of some and a slow common wave of all; payments in two parts; defaults that are written off half a year later;
growth, weekly noise and a month-end rush of invoices; closed weekends and holidays; own payment runs; order books with
slips and cancellations. Nothing of it is known to the solver, and its form (delays drawn in days, moved to the payer's
next payment day) is not the form of the solver's model (hazards).
"""

from dataclasses import dataclass, field

import numpy as np

from heliu.solvers.cash import (
    Calendar,
    CashProblem,
    Invoice,
    OpeningBalance,
    Order,
    Payment,
    ScheduledFlow,
    Shift,
    Side,
)

HISTORY = 728
HORIZON = 91
_MONTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_AFTER = 120


@dataclass(frozen=True, slots=True)
class Payer:
    """Delay in days after due: lognormal around `late` − `early`, moved to a payment day of `run`."""

    name: str
    side: Side
    size: float
    terms: int
    late: float
    spread: float
    early: int
    run: str
    drift: float
    partial: float
    default: float


@dataclass(frozen=True, slots=True)
class Company:
    invoices: tuple[Invoice, ...]
    orders: tuple[Order, ...]
    scheduled: tuple[ScheduledFlow, ...]
    calendar: Calendar
    payers: tuple[Payer, ...] = field(repr=False)

    def known_on(self, day: int) -> CashProblem:
        """What the company knows on the morning of `day`."""
        return CashProblem(
            first_day=day,
            horizon=HORIZON,
            currency="CNY",
            balances=(OpeningBalance("bank", 500_000_000, "CNY"),),
            invoices=tuple(_as_of(one, day) for one in self.invoices if one.issue_day < day),
            orders=tuple(
                _order_as_of(one, day) for one in self.orders if one.entered_day is not None and one.entered_day < day
            ),
            scheduled=self.scheduled,
            calendar=self.calendar,
        )

    def cash_per_day(self, first: int, last: int) -> np.ndarray:
        """The truth: all payments of documents, and agreed flows."""
        cash = np.zeros(last - first + 1)
        for invoice in self.invoices:
            for payment in invoice.payments:
                if first <= payment.day <= last:
                    cash[payment.day - first] += invoice.side.sign * payment.amount
        for flow in self.scheduled:
            for agreed in flow.days:
                day = self.calendar.shifted(agreed, flow.shift)
                if first <= day <= last:
                    cash[day - first] += flow.amount
        return cash


def _as_of(invoice: Invoice, day: int) -> Invoice:
    lost = invoice.written_off_day
    return Invoice(
        id=invoice.id,
        party=invoice.party,
        side=invoice.side,
        amount=invoice.amount,
        issue_day=invoice.issue_day,
        due_day=invoice.due_day,
        currency="CNY",
        payments=tuple(payment for payment in invoice.payments if payment.day < day),
        written_off_day=lost if lost is not None and lost < day else None,
    )


def _order_as_of(order: Order, day: int) -> Order:
    invoiced = order.invoiced_day if order.invoiced_day is not None and order.invoiced_day < day else None
    return Order(
        id=order.id,
        party=order.party,
        side=order.side,
        amount=order.amount,
        promised_day=order.promised_day,
        terms_days=order.terms_days,
        currency="CNY",
        invoiced_day=invoiced,
        cancelled_day=order.promised_day if order.cancelled_day is not None and order.promised_day < day else None,
        entered_day=order.entered_day,
    )


def simulate(seed: int, *, history: int = HISTORY) -> Company:
    """The same seed gives the same company; the quarter after `history` is simulated with it."""
    return _Simulation(seed, history).run()


class _Simulation:
    def __init__(self, seed: int, history: int) -> None:
        self.generator = np.random.default_rng(seed)
        self.history, self.end = history, history + HORIZON + _AFTER
        self.calendar = self._calendar()
        self.month_ends = set(self._month_ends())
        self.days_25 = {self.calendar.shifted(start + 24, Shift.NEXT) for start in self.calendar.month_starts}
        wave = self.generator.normal(0, 1, self.end)
        self.wave = np.convolve(wave, np.exp(-np.arange(180) / 60), mode="full")[: self.end]
        self.wave *= self.generator.uniform(1, 4) / self.wave.std()
        self.invoices: list[Invoice] = []
        self.orders: list[Order] = []

    def run(self) -> Company:
        customers = self._payers(Side.RECEIVABLE, int(self.generator.integers(40, 140)))
        suppliers = self._payers(Side.PAYABLE, int(self.generator.integers(20, 60)))
        yearly = float(np.exp(self.generator.normal(np.log(3e9), 0.4)))
        self._trade(customers, yearly, rate=float(self.generator.uniform(5, 15)))
        self._trade(suppliers, yearly * 0.75, rate=float(self.generator.uniform(3, 8)))
        return Company(
            tuple(self.invoices), tuple(self.orders), self._scheduled(yearly), self.calendar, (*customers, *suppliers)
        )

    def _calendar(self) -> Calendar:
        starts, day, month = [], -62, 10
        while day < self.end + 60:
            starts.append(day)
            day += _MONTHS[month % 12]
            month += 1
        holidays = set()
        for start, month in zip(starts, range(10, 10 + len(starts)), strict=True):
            if month % 12 == 9:
                holidays |= set(range(start, start + 7))
            elif month % 12 in (0, 4):
                holidays.add(start)
            elif month % 12 == 1:
                first = start + int(self.generator.integers(0, 15))
                holidays |= set(range(first, first + 7))
        return Calendar(closed_weekdays=frozenset({5, 6}), holidays=frozenset(holidays), month_starts=tuple(starts))

    def _month_ends(self) -> list[int]:
        ends = []
        for start in self.calendar.month_starts:
            day = start - 1
            while not self.calendar.is_open(day):
                day -= 1
            ends.append(day)
        return ends

    def _payers(self, side: Side, count: int) -> list[Payer]:
        draw = self.generator
        payers = []
        runs = ("any", "month_end", "day_25", "weekly") if side is Side.RECEIVABLE else ("weekly", "any", "day_25")
        shares = (0.5, 0.2, 0.12, 0.18) if side is Side.RECEIVABLE else (0.6, 0.3, 0.1)
        for i in range(count):
            kind = draw.choice(("prompt", "late", "very_late", "early"), p=(0.35, 0.4, 0.15, 0.1))
            late = {"prompt": 2, "late": draw.uniform(5, 25), "very_late": draw.uniform(25, 60), "early": 12}[kind]
            bad = side is Side.RECEIVABLE and draw.random() < 0.08
            payers.append(
                Payer(
                    name=f"{side.value[0].upper()}{i:03}",
                    side=side,
                    size=float(np.exp(draw.normal(0, 1.0))),
                    terms=int(draw.choice((0, 15, 30, 45, 60), p=(0.05, 0.2, 0.45, 0.15, 0.15))),
                    late=float(late),
                    spread=float(draw.uniform(0.15, 0.6)),
                    early=14 if kind == "early" else 0,
                    run=str(draw.choice(runs, p=shares)),
                    drift=float(draw.normal(0, 8)) if draw.random() < 0.3 else 0.0,
                    partial=float(draw.beta(1, 12)),
                    default=float(draw.uniform(0.05, 0.15)) if bad else float(draw.uniform(0, 0.006)),
                )
            )
        return payers

    def _trade(self, payers: list[Payer], yearly: float, *, rate: float) -> None:
        """Documents per open day, busier at month end; the level drifts and each week has its own noise."""
        draw = self.generator
        busy = np.array([payer.size for payer in payers]) ** 0.5
        busy /= busy.sum()
        growth = draw.normal(0.05, 0.12)
        level = np.exp(np.cumsum(draw.normal(0, 0.015, self.end // 7 + 1)))
        noise = np.exp(draw.normal(0, 0.12, self.end // 7 + 1))
        unit = yearly / (rate * 250) / sum(b * p.size**0.5 for b, p in zip(busy, payers, strict=True)) / 1.2
        for day in range(self.history + HORIZON):
            if not self.calendar.is_open(day):
                continue
            rush = 1.8 if any(day + ahead in self.month_ends for ahead in range(3)) else 0.9
            strength = rate * rush * np.exp(growth * day / 365) * level[day // 7] * noise[day // 7]
            for _ in range(draw.poisson(strength)):
                payer = payers[int(draw.choice(len(payers), p=busy))]
                amount = int(max(1000, unit * payer.size**0.5 * np.exp(draw.normal(-0.25, 0.7))))
                self._document(payer, day, amount)

    def _document(self, payer: Payer, day: int, amount: int) -> None:
        draw = self.generator
        number = f"{payer.side.value[0]}{len(self.orders):06}"
        lead = int(draw.integers(0, 15) if payer.side is Side.RECEIVABLE else draw.integers(7, 43))
        slip = int(draw.choice((0, 0, 0, 1, 2, 4, 7)))
        order = Order(
            id=f"o{number}", party=payer.name, side=payer.side, amount=amount, promised_day=day - slip,
            terms_days=payer.terms, currency="CNY", invoiced_day=day, entered_day=day - slip - lead,
        )  # fmt: skip
        self.orders.append(order)
        if draw.random() < 0.03:
            lost = Order(
                id=f"x{number}", party=payer.name, side=payer.side, amount=amount, promised_day=day,
                terms_days=payer.terms, currency="CNY", cancelled_day=day, entered_day=day - lead,
            )  # fmt: skip
            self.orders.append(lost)
        payments, lost_day = self._payments(payer, day, amount)
        self.invoices.append(
            Invoice(
                id=f"i{number}",
                party=payer.name,
                side=payer.side,
                amount=amount,
                issue_day=day,
                due_day=day + payer.terms,
                currency="CNY",
                payments=payments,
                written_off_day=lost_day,
            )
        )

    def _payments(self, payer: Payer, day: int, amount: int) -> tuple[tuple[Payment, ...], int | None]:
        draw = self.generator
        due = day + payer.terms
        if draw.random() < payer.default:
            return (), due + 180
        when = self._payment_day(payer, day, due)
        if draw.random() < payer.partial:
            part = int(amount * draw.uniform(0.3, 0.7))
            rest_day = self._next_run(payer, when + 1 + int(draw.exponential(20)))
            return (Payment(when, part), Payment(rest_day, amount - part)), None
        return (Payment(when, amount),), None

    def _payment_day(self, payer: Payer, issue: int, due: int) -> int:
        late = payer.late * float(np.exp(self.generator.normal(0, payer.spread))) - payer.early
        late += payer.drift * due / self.history
        if payer.side is Side.RECEIVABLE:
            late += self.wave[min(due, self.end - 1)]
        return self._next_run(payer, max(issue + 1, due + round(late)))

    def _next_run(self, payer: Payer, day: int) -> int:
        for later in range(day, day + 70):
            if not self.calendar.is_open(later):
                continue
            if payer.run == "any" or (payer.run == "weekly" and later % 7 == 3):
                return later
            if (payer.run == "month_end" and later in self.month_ends) or (
                payer.run == "day_25" and later in self.days_25
            ):
                return later
        return day

    def _scheduled(self, yearly: float) -> tuple[ScheduledFlow, ...]:
        starts = self.calendar.month_starts
        shares = (("salary", 0.09, 9), ("rent", 0.02, 0), ("vat", 0.025, 14))
        return tuple(
            ScheduledFlow(
                id=name,
                amount=-round(yearly * share / 12),
                days=tuple(start + after for start in starts),
                currency="CNY",
                kind="tax" if name == "vat" else "recurring",
            )
            for name, share, after in shares
        )
