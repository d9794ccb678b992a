"""The cash forecast: balances per day with their band, the first breach of the floor, and the documents behind it."""

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.answers import Answer, Status, Stopwatch
from heliu.solvers.cash.backtest import Calibration, calibrated, weekly
from heliu.solvers.cash.checking import check
from heliu.solvers.cash.collection import Collection, PaymentModel
from heliu.solvers.cash.explain import reasons
from heliu.solvers.cash.learning import evidence_of, model_on, waiting_on
from heliu.solvers.cash.ledger import NEVER, Books, books_of, converted, rates_of
from heliu.solvers.cash.orderbook import order_book
from heliu.solvers.cash.paths import Paths, keys_of
from heliu.solvers.cash.problem import CashProblem, Side
from heliu.solvers.cash.result import CashForecast, FirstBreach, LearnedPayments
from heliu.solvers.cash.statement import Statement
from heliu.solvers.cash.trade import (
    WEEK,
    TradeRow,
    given_rows,
    invoiced_by_week,
    learned_rows,
    net_of_orders,
    order_rows,
)

_CHUNK = 2048


def learn_payments(problem: CashProblem) -> LearnedPayments:
    """What `forecast_cash` needs from the history: payment model and calibration. Worth keeping for a day: it is the
    slow part on large histories. Raises InvalidProblem."""
    check(problem)
    books = books_of(problem)
    evidence = evidence_of(books, problem.calendar)
    model = model_on(evidence, problem.first_day)
    calibration = calibrated(evidence, order_book(problem, books.units), problem.horizon)
    return LearnedPayments(problem.first_day, problem.horizon, model, calibration, tuple(evidence.books.units.index))


def forecast_cash(
    problem: CashProblem, *, seed: int = 0, paths: int = 1000, learned: LearnedPayments | None = None
) -> Answer[CashForecast]:
    """Simulates `paths` futures. `objective` is the probability that the balance falls below the floor at all.

    Guarantees: every document's cash inside the horizon, beyond it and never adds up to its amount; per week and in
    all, the documents add up to the expected net flow, in minor units; the same problem and seed give the same answer.
    Raises InvalidProblem.
    """
    watch = Stopwatch()
    if learned is None:
        learned = learn_payments(problem)
    else:
        check(problem)
    run = _Run(problem, learned, Paths(paths=paths, horizon=problem.horizon, seed=seed))
    run.collect()
    forecast = run.forecast()
    return Answer(
        status=Status.ESTIMATED,
        result=forecast,
        objective=forecast.first_breach.probability,
        wall_s=watch.seconds,
        explain=reasons(problem, run.books, forecast, learned.calibration),
    )


class _Run:
    """One pass over everything that moves cash, filling the paths and the statement side by side."""

    def __init__(self, problem: CashProblem, learned: LearnedPayments, paths: Paths) -> None:
        self.problem, self.paths = problem, paths
        self.calibration: Calibration = learned.calibration
        self.books: Books = books_of(problem)
        learned.check_fits(problem, tuple(self.books.units.index))
        self.model: PaymentModel = learned.model
        self.collection = Collection(learned.model, problem.first_day, problem.horizon)
        self.statement = Statement(problem.first_day, problem.horizon)
        self.orders = order_book(problem, self.books.units)
        self.rates = rates_of(problem)

    def collect(self) -> None:
        self._add_balances_and_schedule()
        self._add_open_items()
        invoiced = self._add_orders(Side.RECEIVABLE) | self._add_orders(Side.PAYABLE)
        rows = net_of_orders(self._trade_rows(), invoiced)
        self.paths.add_trade(rows)
        for row in rows:
            amount = np.array([round(row.mean) * row.side.sign], dtype=np.int64)
            self.statement.add([row.id], [""], "expected_trade", amount, row.chances[None, :])

    def _add_balances_and_schedule(self) -> None:
        problem = self.problem
        self.opening = sum(converted(one.amount, *self.rates[one.currency]) for one in problem.balances)
        for flow in problem.scheduled:
            amount = converted(flow.amount, *self.rates[flow.currency])
            for agreed in flow.days:
                day = problem.calendar.shifted(agreed, flow.shift) - problem.first_day
                if 0 <= day < problem.horizon:
                    self.paths.add_certain(day, amount)
                    chances = np.zeros((1, problem.horizon + 2))
                    chances[0, day] = 1
                    self.statement.add([f"{flow.id}@{agreed}"], [""], flow.kind, np.array([amount]), chances)

    def _add_open_items(self) -> None:
        books, problem = self.books, self.problem
        waiting, chosen, _ = waiting_on(books, self.model, problem.first_day)
        waiting.from_day[:] = np.maximum(waiting.from_day, books.issue[chosen])
        signed = books.open_now[chosen] * books.sign[chosen]
        ids = [problem.invoices[i].id for i in chosen]
        parties = [problem.invoices[i].party for i in chosen]
        keys = keys_of(ids)
        for start in range(0, len(chosen), _CHUNK):
            part = slice(start, start + _CHUNK)
            chances = self._with_named_days(self.collection.chunk(waiting.keep(part)), books.expected[chosen[part]])
            self.paths.add(keys[part], signed[part], chances)
            self.statement.add(ids[part], parties[part], "open_item", signed[part], chances)

    def _with_named_days(self, chances: NDArray[np.float64], expected: NDArray[np.int64]) -> NDArray[np.float64]:
        """Documents whose day is known: all of it on that day, or today if it has passed."""
        rows = np.flatnonzero(expected < NEVER)
        if len(rows):
            day = np.maximum(expected[rows] - self.problem.first_day, 0)
            chances[rows] = 0
            chances[rows, np.minimum(day, self.problem.horizon)] = 1
        return chances

    def _trade_rows(self) -> list[TradeRow]:
        if self.problem.expected_trade is None:
            return learned_rows(self.books, self.problem.calendar, self.collection)
        return given_rows(self.problem, self.books.units, self.problem.calendar, self.collection)

    def _add_orders(self, side: Side) -> dict[str, float]:
        """Returns what these orders take out of expected trade, by its row."""
        chosen, chances, days, likely = order_rows(self.orders, self.collection, side)
        if not len(chosen):
            return {}
        ids = [self.problem.orders[i].id for i in chosen]
        parties = [self.problem.orders[i].party for i in chosen]
        amounts = self.orders.amount[chosen] * side.sign
        self.paths.add(keys_of(ids), amounts, chances)
        self.statement.add(ids, parties, "order", amounts, chances)
        if self.problem.expected_trade is None:
            return invoiced_by_week(side, self.problem.first_day, days, likely)
        invoiced: dict[str, float] = {}
        for trade in self.problem.expected_trade:
            if trade.side is side:
                inside = (days >= trade.first_day) & (days <= trade.last_day)
                invoiced[trade.id] = float(likely[inside].sum())
        return invoiced

    def forecast(self) -> CashForecast:
        problem, daily = self.problem, self.statement.daily()
        expected = self.opening + np.cumsum(daily)
        balances = self._scaled_balances(expected)
        flows = weekly(self.paths.cash)
        centre = weekly(daily.astype(np.float64))
        flows = centre + self.calibration.flow * (flows - flows.mean(axis=0))
        low, median, high = _quantiles(balances)
        flow_low, flow_median, flow_high = _quantiles(flows)
        below = balances < problem.floor
        return CashForecast(
            first_day=problem.first_day,
            currency=problem.currency,
            opening=self.opening,
            expected=expected,
            p10=low,
            p50=median,
            p90=high,
            p_below_floor=below.mean(axis=0),
            weekly_expected=weekly(daily),
            weekly_p10=flow_low,
            weekly_p50=flow_median,
            weekly_p90=flow_high,
            first_breach=_first_breach(below, problem.first_day),
            drivers=self.statement.drivers(),
        )

    def _scaled_balances(self, expected: NDArray[np.int64]) -> NDArray[np.float64]:
        """Deviations from the mean path, stretched by the calibration of their week (linear between week ends)."""
        running = np.cumsum(self.paths.cash, axis=1)
        running -= running.mean(axis=0)
        ends = np.minimum(np.arange(1, len(self.calibration.balance) + 1) * WEEK, self.problem.horizon) - 1
        running *= np.interp(np.arange(self.problem.horizon), ends, self.calibration.balance)
        return expected + running


def _quantiles(values: NDArray[np.float64]) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    low, median, high = np.rint(np.quantile(values, (0.1, 0.5, 0.9), axis=0)).astype(np.int64)
    return low, median, high


def _first_breach(below: NDArray[np.bool_], first_day: int) -> FirstBreach:
    ever = below.any(axis=1)
    days = below.argmax(axis=1)[ever]
    chances = np.bincount(days, minlength=below.shape[1]) / len(below)
    median = first_day + int(np.sort(days)[(len(days) - 1) // 2]) if len(days) else None
    earliest = np.flatnonzero(np.cumsum(chances) >= 0.1)
    likely = first_day + int(earliest[0]) if len(earliest) else None
    return FirstBreach(float(ever.mean()), chances, median, likely)
