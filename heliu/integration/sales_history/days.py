"""What happens on each business day: documents of the file, and the simulated purchasing around them. Pure."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from heliu.integration.histories import TradeHistory
from heliu.integration.online_retail.documents import HistoricInvoice, historic_invoices
from heliu.integration.replenishment.money_receipts import PlannedMoneyReceipt
from heliu.integration.replenishment.purchases import (
    PlannedInvoice,
    PlannedLine,
    PlannedOrder,
    PlannedPayment,
    PlannedReceipt,
    PlannedReturn,
    PurchasePlan,
)


@dataclass(frozen=True, slots=True)
class Simulation:
    """What is added to the file: purchasing (None: the file is posted on the stock that is there), customers' money."""

    purchases: PurchasePlan | None = None
    money_receipts: tuple[PlannedMoneyReceipt, ...] = ()


@dataclass(frozen=True, slots=True)
class TradingDay:
    """One business day. Within it goods arrive first, then leave, then come back."""

    day: dt.date
    opening: tuple[PlannedLine, ...] = ()
    orders: tuple[PlannedOrder, ...] = ()
    receipts: tuple[PlannedReceipt, ...] = ()
    purchase_invoices: tuple[PlannedInvoice, ...] = ()
    purchase_returns: tuple[PlannedReturn, ...] = ()
    payments: tuple[PlannedPayment, ...] = ()
    money_receipts: tuple[PlannedMoneyReceipt, ...] = ()
    invoices: tuple[HistoricInvoice, ...] = ()

    @property
    def source_lines(self) -> int:
        return sum(len(invoice.lines) for invoice in self.invoices)

    @property
    def work(self) -> int:
        """Lines to post, roughly; chunks are cut by it."""
        return self.source_lines + len(self.opening) + sum(len(receipt.lines) for receipt in self.receipts)


def trading_days(history: TradeHistory, simulation: Simulation) -> Iterator[TradingDay]:
    """Every day on which something happens, in order; the documents of the file are made while they are asked for."""
    simulated = _simulated_days(simulation)
    sourced = _source_days(history)
    waiting = sorted(simulated)
    for day, invoices in sourced:
        while waiting and waiting[0] < day:
            earlier = waiting.pop(0)
            yield TradingDay(earlier, **simulated[earlier])
        if waiting and waiting[0] == day:
            waiting.pop(0)
        yield TradingDay(day, **simulated.get(day, {}), invoices=invoices)
    for day in waiting:
        yield TradingDay(day, **simulated[day])


def _source_days(history: TradeHistory) -> Iterator[tuple[dt.date, tuple[HistoricInvoice, ...]]]:
    invoices = historic_invoices(history.documents, history.classified.links)
    for day, of_day in groupby(invoices, key=lambda invoice: invoice.at.date()):
        yield day, tuple(of_day)


def _simulated_days(simulation: Simulation) -> dict[dt.date, dict[str, tuple[Any, ...]]]:
    found: dict[dt.date, dict[str, tuple[Any, ...]]] = defaultdict(dict)
    plan = simulation.purchases
    if plan is not None:
        if plan.opening:
            found[plan.opening_day]["opening"] = plan.opening
        _spread(found, "orders", ((max(order.ordered_on, plan.opening_day), order) for order in plan.orders))
        _spread(found, "receipts", ((receipt.received_on, receipt) for receipt in plan.receipts))
        _spread(found, "purchase_invoices", ((invoice.invoiced_on, invoice) for invoice in plan.invoices))
        _spread(found, "purchase_returns", ((back.returned_on, back) for back in plan.returns))
        _spread(found, "payments", ((payment.paid_on, payment) for payment in plan.payments))
    _spread(found, "money_receipts", ((receipt.received_on, receipt) for receipt in simulation.money_receipts))
    return dict(found)


def _spread(found: dict[dt.date, dict[str, tuple[Any, ...]]], field: str, dated: Iterable[tuple[dt.date, Any]]) -> None:
    by_day: dict[dt.date, list[Any]] = defaultdict(list)
    for day, document in dated:
        by_day[day].append(document)
    for day, documents in by_day.items():
        found[day][field] = tuple(documents)


def chunks(days: Iterable[TradingDay], *, size: int) -> Iterator[list[TradingDay]]:
    """Consecutive days of about `size` lines together: what one transaction posts."""
    chunk: list[TradingDay] = []
    work = 0
    for day in days:
        chunk.append(day)
        work += day.work
        if work >= size:
            yield chunk
            chunk, work = [], 0
    if chunk:
        yield chunk
