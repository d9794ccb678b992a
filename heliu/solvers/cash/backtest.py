"""Rolling back-tests on the company's own history: how wide the band must be for this company.

At earlier days the model is learned from what was known then, and the cash of the weeks that followed is compared with
what it expected. The 80 % quantile of real over expected deviations widens (or narrows) the simulated band: conformal
prediction with a normalised score (Lei et al., JASA 2018), on a time series and therefore without its exact guarantee.
"""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.cash.collection import BEYOND, Collection, DueDates, Waiting
from heliu.solvers.cash.learning import Evidence, model_on, waiting_on
from heliu.solvers.cash.orderbook import OrderBook, Slip
from heliu.solvers.cash.problem import Side
from heliu.solvers.cash.trade import WEEK, TradeRow, invoiced_by_week, learned_rows, net_of_orders, order_rows

Number = TypeVar("Number", np.float64, np.int64)

_ORIGINS_MAX = 12
_STEP = 28
_HISTORY_DAYS = 182
_Z90 = 1.2815515655446004
_SPAN = 91
_NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class Moments:
    """Weekly means and variances of flows, and variances of their running sums."""

    mean: NDArray[np.float64]
    flow_variance: NDArray[np.float64]
    balance_variance: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """Factors on the deviation of weekly net flows and of balances per week, and the errors of the back-test:
    weighted absolute percentage errors of weekly net flows of the model, of due dates, of the 13-week mean."""

    flow: float
    balance: NDArray[np.float64]
    origins: int
    error: float
    error_due_date: float
    error_mean: float


def weekly(days: NDArray[Number]) -> NDArray[Number]:
    """Sums of 7 columns each along the last axis; a last part of a week counts as one."""
    starts = np.arange(0, days.shape[-1], WEEK)
    sums: NDArray[Number] = np.add.reduceat(days, starts, axis=-1)
    return sums


def moments(amounts: NDArray[np.float64], chances: NDArray[np.float64], rows: list[TradeRow]) -> Moments:
    """Exact for independent documents; trade rows add the deviation of their totals and what a side shares."""
    share = weekly(chances[:, :BEYOND])
    running = np.cumsum(share, axis=1)
    mean = amounts @ share
    flow = (amounts**2) @ (share * (1 - share))
    balance = (amounts**2) @ (running * (1 - running))
    shared: dict[str, NDArray[np.float64]] = {}
    for row in rows:
        share_of_row = weekly(row.chances[:BEYOND])
        running_of_row = np.cumsum(share_of_row)
        mean = mean + row.side.sign * row.mean * share_of_row
        lumps = row.mean**2 / row.invoices
        flow = flow + row.deviation**2 * share_of_row**2 + lumps * share_of_row * (1 - share_of_row)
        balance = balance + row.deviation**2 * running_of_row**2 + lumps * running_of_row * (1 - running_of_row)
        common = shared.get(row.side, np.zeros_like(mean))
        shared[row.side] = common + row.shared_deviation * row.mean * share_of_row
    for common in shared.values():
        flow = flow + common**2
        balance = balance + np.cumsum(common) ** 2
    return Moments(mean, flow, balance)


def origins_of(evidence: Evidence, horizon: int) -> list[int]:
    """Days on which the past is forecast again: every fourth week, with half a year of history before."""
    books = evidence.books
    if not len(books.issue):
        return []
    span = books.first_day - int(books.issue.min())
    earliest = int(books.issue.min()) + max(_HISTORY_DAYS, min(2 * _HISTORY_DAYS, span // 2))
    last = books.first_day - horizon
    return list(range(last, earliest - 1, -_STEP))[:_ORIGINS_MAX]


def calibrated(evidence: Evidence, orders: OrderBook, horizon: int) -> Calibration:
    """Without an origin the factors are 1 and the errors NaN."""
    weeks = -(-horizon // WEEK)
    origins = origins_of(evidence, horizon)
    if not origins:
        return Calibration(1.0, np.ones(weeks), 0, np.nan, np.nan, np.nan)
    flow_scores, balance_scores, errors, actuals = [], [], [], []
    for day in origins:
        expected, due = _expected_on(evidence, orders, day, horizon)
        actual = weekly(evidence.books.cash_per_day(day, day + horizon - 1))
        recent = np.full(weeks, evidence.books.cash_per_day(day - _SPAN, day - 1).sum() * WEEK / _SPAN)
        residual = actual - expected.mean
        flow_scores.append(residual / np.sqrt(np.maximum(expected.flow_variance, 1e-9)))
        balance_scores.append(np.cumsum(residual) / np.sqrt(np.maximum(expected.balance_variance, 1e-9)))
        errors.append([np.abs(residual).sum(), np.abs(actual - due).sum(), np.abs(actual - recent).sum()])
        actuals.append(np.abs(actual).sum())
    model, due_date, mean = np.sum(errors, axis=0) / max(float(np.sum(actuals)), 1e-9)
    spans = max(1.0, (origins[0] - origins[-1]) / horizon + 1)
    return Calibration(
        flow=_factor(np.array(flow_scores)),
        balance=_factors(np.array(balance_scores), 4 * spans),
        origins=len(origins),
        error=float(model),
        error_due_date=float(due_date),
        error_mean=float(mean),
    )


def _factor(scores: NDArray[np.float64]) -> float:
    """What stretches the 80 % band of a normal distribution to hold 80 % of the scores."""
    return float(np.quantile(np.abs(scores), 0.8)) / _Z90


def _factors(scores: NDArray[np.float64], independent: float) -> NDArray[np.float64]:
    """The same per week from neighbouring weeks, widened by Student's over the normal quantile for about `independent`
    observations: balances of overlapping quarters say the same thing many times."""
    from scipy.special import stdtrit

    weeks = range(scores.shape[1])
    around = [scores[:, max(0, week - _NEIGHBOURS) : week + _NEIGHBOURS + 1] for week in weeks]
    return np.array([_factor(part) for part in around]) * float(stdtrit(independent, 0.9)) / _Z90


def _expected_on(evidence: Evidence, orders: OrderBook, day: int, horizon: int) -> tuple[Moments, NDArray[np.float64]]:
    model = model_on(evidence, day)
    collection = Collection(model, day, horizon)
    waiting, chosen, rest = waiting_on(evidence.books, model, day)
    agreed = DueDates(day, horizon)
    amounts: list[NDArray[np.float64]] = [rest * evidence.books.sign[chosen]]
    chances, due_chances = [collection.chances(waiting)], [agreed.chances(_by_due_date(waiting, evidence, chosen))]
    invoiced: dict[str, float] = {}
    for side in Side:
        ordered, rows, days, likely = order_rows(orders, collection, side)
        amounts.append((orders.amount[ordered] * side.sign).astype(np.float64))
        chances.append(rows)
        due_chances.append(orders.chances(ordered, agreed, Slip((0,), 0.0)))
        invoiced |= invoiced_by_week(side, day, days, likely)
    flows = []
    for collected, table in ((collection, chances), (agreed, due_chances)):
        trade = net_of_orders(learned_rows(evidence.books, evidence.calendar, collected), invoiced)
        flows.append(moments(np.concatenate(amounts), np.concatenate(table), trade))
    return flows[0], flows[1].mean


def _by_due_date(waiting: Waiting, evidence: Evidence, chosen: NDArray[np.int64]) -> Waiting:
    """The same documents, counted from their due dates whether or not a part was paid."""
    due = evidence.books.due[chosen]
    return Waiting(waiting.unit, due, waiting.from_day, waiting.later, waiting.speed)
