"""Business that has no invoice yet: planned orders, expected trade of the caller, or trade learned from invoices."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.cash.calendar import MONTH_CLASSES, WEEKDAY_CLASSES, Calendar
from heliu.solvers.cash.collection import PaymentChances, Waiting
from heliu.solvers.cash.ledger import Books, Units, rates_of
from heliu.solvers.cash.orderbook import OrderBook
from heliu.solvers.cash.problem import CashProblem, ExpectedTrade, Side

WEEK = 7
_HISTORY_WEEKS = 104
_LEVEL_WEEKS = (8, 13, 26, 52)
_TEMPLATES = 60
_TEMPLATE_DAYS = 182
_PROFILE_STRENGTH = 2.0


@dataclass(frozen=True, slots=True)
class TradeRow:
    """One week (or the caller's period) of business of one side: signed mean, deviation, number of documents, relative
    deviation it shares with the other rows of its side, and the chances of the days on which its cash comes."""

    id: str
    side: Side
    mean: float
    deviation: float
    invoices: int
    shared_deviation: float
    chances: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Level:
    """Expected total of each coming week, deviation of a week around it, deviation of the level (both relative)."""

    weeks: NDArray[np.float64]
    weekly_deviation: float
    shared_deviation: float


def learned_rows(books: Books, calendar: Calendar, collection: PaymentChances) -> list[TradeRow]:
    """Trade of the horizon as it was in the weeks before `collection.first_day`."""
    rows: list[TradeRow] = []
    for side in Side:
        chosen = np.flatnonzero((books.sign == side.sign) & (books.issue < collection.first_day))
        rows += _side_rows(books, chosen, calendar, collection, side)
    return rows


def _side_rows(
    books: Books, chosen: NDArray[np.int64], calendar: Calendar, collection: PaymentChances, side: Side
) -> list[TradeRow]:
    today, horizon = collection.first_day, collection.horizon
    age = today - 1 - books.issue[chosen]
    weeks = int(min(_HISTORY_WEEKS, age.max(initial=-1) // WEEK))
    if weeks < 4:
        return []
    ahead = -(-horizon // WEEK)
    inside = age < weeks * WEEK
    chosen, age = chosen[inside], age[inside]
    totals = np.bincount(age // WEEK, weights=books.amount[chosen], minlength=weeks)[::-1]
    squares = np.bincount(age // WEEK, weights=books.amount[chosen] ** 2, minlength=weeks)[::-1]
    level = expected_level(totals.astype(np.float64), ahead)
    profile = _profile(books, chosen, calendar, today=today, weeks=weeks, ahead=ahead)
    recent = slice(-26, None)
    lumps = max(1, round(float((totals[recent] ** 2).sum() / max(squares[recent].sum(), 1e-9))))
    spread = _spread(books, chosen[age < _TEMPLATE_DAYS], collection, profile.reshape(ahead, WEEK))
    weight = profile.reshape(ahead, WEEK).sum(axis=1)
    return [
        TradeRow(
            id=f"trade:{side.value}:{week + 1}",
            side=side,
            mean=float(level.weeks[week] * weight[week]),
            deviation=float(level.weeks[week] * weight[week] * level.weekly_deviation),
            invoices=lumps,
            shared_deviation=level.shared_deviation,
            chances=spread[week],
        )
        for week in range(ahead)
        if level.weeks[week] * weight[week] > 0
    ]


def expected_level(totals: NDArray[np.float64], ahead: int) -> Level:
    """Mean of the two level estimates that erred least on this series so far; totals are oldest first."""
    candidates = [weeks for weeks in _LEVEL_WEEKS if weeks <= len(totals)] or [len(totals)]
    origins = range(max(candidates[0], len(totals) // 3), len(totals) - ahead + 1, 2)
    errors = np.array(
        [[totals[o : o + ahead].mean() - totals[max(0, o - weeks) : o].mean() for weeks in candidates] for o in origins]
    ).reshape(-1, len(candidates))
    best = np.argsort(np.abs(errors).mean(axis=0), kind="stable")[:2] if len(errors) else np.arange(1)
    level = float(np.mean([totals[-candidates[i] :].mean() for i in best]))
    recent = totals[-52:]
    weekly = float(recent.std() / max(recent.mean(), 1e-9))
    shared = weekly / np.sqrt(ahead)
    if len(errors) >= 3:
        past = errors[:, best].mean(axis=1)
        mean_error = float(np.sqrt((past**2).mean())) / max(level, 1e-9)
        shared = float(np.sqrt(max(mean_error**2 - weekly**2 / ahead, 0.0)))
    return Level(np.full(ahead, level), weekly, float(shared))


def _profile(
    books: Books, chosen: NDArray[np.int64], calendar: Calendar, *, today: int, weeks: int, ahead: int
) -> NDArray[np.float64]:
    """Weight of each coming day, 1/7 on average over the history: weekday times position in the month."""
    first = today - min(weeks, 52) * WEEK
    last = today + ahead * WEEK - 1
    weekday, month = calendar.weekday_classes(first, last), calendar.month_classes(first, last)
    past = today - first
    inside = books.issue[chosen] >= first
    amounts = np.bincount(books.issue[chosen][inside] - first, weights=books.amount[chosen][inside], minlength=past)
    amounts = amounts / max(amounts.mean(), 1e-9)
    factor = np.ones(len(weekday))
    for column, classes, strength in ((weekday, WEEKDAY_CLASSES, 0.0), (month, MONTH_CLASSES, 4 * _PROFILE_STRENGTH)):
        actual = np.bincount(column[:past], weights=amounts, minlength=classes)
        expected = np.bincount(column[:past], weights=factor[:past], minlength=classes)
        ratio = np.where(expected + strength > 1e-9, (actual + strength) / np.maximum(expected + strength, 1e-9), 1.0)
        factor = factor * ratio[column]
    weights: NDArray[np.float64] = factor[past:] / max(factor[:past].mean(), 1e-9) / WEEK
    return weights


def _spread(
    books: Books, chosen: NDArray[np.int64], collection: PaymentChances, profile: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Week of issue × chances: how recent business (payer, terms) would pay if issued in that week."""
    key = books.unit[chosen] * 4096 + np.clip(books.due[chosen] - books.issue[chosen], 0, 4095)
    keys, position = np.unique(key, return_inverse=True)
    amount = np.bincount(position, weights=books.amount[chosen], minlength=len(keys))
    top = np.argsort(-amount, kind="stable")[:_TEMPLATES]
    unit, terms, share = keys[top] // 4096, keys[top] % 4096, amount[top] / max(amount[top].sum(), 1e-9)
    weeks = len(profile)
    days = np.flatnonzero(profile.ravel() > 0)
    issue = np.repeat(collection.first_day + days, len(top))
    waiting = Waiting(
        unit=np.tile(unit, len(days)),
        origin=issue + np.tile(terms, len(days)),
        from_day=issue,
        later=np.zeros(len(issue), dtype=bool),
        speed=np.ones(len(issue)),
    )
    weight = np.repeat(profile.ravel()[days], len(top)) * np.tile(share, len(days))
    chances = collection.chances(waiting) * weight[:, None]
    result = np.zeros((weeks, chances.shape[1]))
    np.add.at(result, np.repeat(days // WEEK, len(top)), chances)
    total = result.sum(axis=1, keepdims=True)
    return np.where(total > 0, result / np.maximum(total, 1e-12), 0.0)


def given_rows(problem: CashProblem, units: Units, calendar: Calendar, collection: PaymentChances) -> list[TradeRow]:
    """The caller's expected trade; issued evenly over the open days of its period, paid as its party would."""
    rates = rates_of(problem)
    return [_given_row(one, units, calendar, collection, rates[one.currency]) for one in problem.expected_trade or ()]


def _given_row(
    trade: ExpectedTrade, units: Units, calendar: Calendar, collection: PaymentChances, rate: tuple[int, int]
) -> TradeRow:
    days = np.arange(trade.first_day, trade.last_day + 1)
    days = days[calendar.open_days(trade.first_day, trade.last_day)] if len(days) > 1 else days
    members = np.array([units.of(trade.side, trade.party)]) if trade.party else units.on(trade.side)
    issue = np.repeat(days, len(members))
    waiting = Waiting(
        unit=np.tile(members, len(days)),
        origin=issue + trade.terms_days,
        from_day=issue,
        later=np.zeros(len(issue), dtype=bool),
        speed=np.ones(len(issue)),
    )
    scale = rate[0] / rate[1]
    return TradeRow(
        id=trade.id,
        side=trade.side,
        mean=trade.mean * scale,
        deviation=trade.deviation * scale,
        invoices=trade.invoices,
        shared_deviation=trade.shared_deviation,
        chances=collection.chances(waiting).mean(axis=0),
    )


def order_rows(
    orders: OrderBook, collection: PaymentChances, side: Side
) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.int64], NDArray[np.float64]]:
    """Orders of one side open on the first day: positions, chances, typical day of invoice, amount likely invoiced."""
    chosen = orders.open_on(collection.first_day)
    chosen = chosen[orders.side[chosen] == side.sign]
    slip = orders.slip_on(collection.first_day, side)
    chances = orders.chances(chosen, collection, slip)
    days = orders.invoice_days(chosen, collection.first_day, slip)
    return chosen, chances, days, orders.amount[chosen] * (1 - slip.cancelled)


def invoiced_by_week(
    side: Side, first_day: int, days: NDArray[np.int64], amounts: NDArray[np.float64]
) -> dict[str, float]:
    """Row id of learned trade → amount of the orders invoiced in that week."""
    weeks = np.bincount((days - first_day) // WEEK, weights=amounts)
    return {f"trade:{side.value}:{week + 1}": float(amount) for week, amount in enumerate(weeks) if amount}


def net_of_orders(rows: list[TradeRow], invoiced: dict[str, float]) -> list[TradeRow]:
    """`invoiced`: row id → amount of that period already in open orders; it is part of the period's trade."""
    result = []
    for row in rows:
        left = max(0.0, row.mean - invoiced.get(row.id, 0.0))
        if left > 0:
            shrink = left / row.mean
            invoices = max(1, round(row.invoices * shrink))
            result.append(
                TradeRow(
                    id=row.id,
                    side=row.side,
                    mean=left,
                    deviation=row.deviation * float(np.sqrt(shrink)),
                    invoices=invoices,
                    shared_deviation=row.shared_deviation,
                    chances=row.chances,
                )
            )
    return result
