"""Stock against fill on monthly demand of car parts, beside a textbook rule and fixed months' cover; closed forms.

Protocol: review every month, two months' lead time, what is short is delivered later; an order placed before the demand
of month t is there before that of month t + 2. Rules run in months 27 … 50 of 51 and open with their first level on
hand. Series with unknown months are left out of the simulation. Sizes of the model (8 levels, learned anew every 3
months) and the rule of correction were chosen on months 8 … 26.
"""

import csv
import gzip
import math
import time
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bench.solvers import replenish_exact
from bench.solvers.figures import SolverFigure, at_least, at_most, shown, within
from bench.solvers.sources import source
from heliu.solvers.replenish import (
    ExchangePoint,
    LeadTimes,
    Levels,
    PooledProblem,
    PooledReview,
    Review,
    Rule,
    SimulatedStock,
    calibrate,
    exchange_curve,
    learn_demand_rates,
    pooled_levels,
    pooled_review,
    simulate,
    stock_at_fill,
)

Demand = NDArray[np.float64]
LEAD, REVIEW, FIRST, MONTHS, WINDOW = 2, 1, 27, 24, 12
CALIBRATED_FROM, RUN_IN = 12, 3
_UNIT_A_YEAR = 1 / math.sqrt(12)
_ANCHOR = "planning.md §7, all 2,674 parts, own timing: normal 14,082 at 93 %, 95 % not reached"


def run(quick: bool) -> list[SolverFigure]:
    demand = read_demand()
    review = pooled_review(demand, lead_times=LeadTimes((LEAD,), (1.0,)), relearn_every=3)
    curves = _curves(demand, review, quick=quick)
    return [
        *_against_normal(curves),
        *_against_cover(curves),
        *_targets(demand, review, quick=quick),
        *_speed(demand, items=20_000 if quick else 100_000),
        *replenish_exact.run(quick),
    ]


def read_demand() -> Demand:
    """Series without unknown months, one row per part."""
    path = min(source("carparts").glob("*.csv.gz"))
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [row[1:] for row in list(csv.reader(lines))[1:]]
    return np.array([[float(cell) for cell in row] for row in rows if all(row)])


def _simulated(demand: Demand, rule: Rule, *, first: int = FIRST, months: int = MONTHS) -> SimulatedStock:
    return simulate(demand, rule, first=first, periods=months, lead_time=LEAD, review=REVIEW)


def normal_rule(demand: Demand, factor: float, floor: float = 0.0) -> Rule:
    """The textbook: twelve months' mean and standard deviation (at least `floor`), normal safety stock, rounded up."""

    def levels(review: Review) -> Levels:
        past = demand[:, review.period - WINDOW : review.period]
        deviation = np.maximum(past.std(axis=1, ddof=1), floor)
        span = LEAD + REVIEW
        return _rounded_up(span * past.mean(axis=1) + factor * math.sqrt(span) * deviation)

    return levels


def cover_rule(demand: Demand, months: float) -> Rule:
    """The same number of months of the last twelve months' mean for every part, rounded up."""

    def levels(review: Review) -> Levels:
        return _rounded_up(months * demand[:, review.period - WINDOW : review.period].mean(axis=1))

    return levels


def _rounded_up(level: Demand) -> Levels:
    whole = np.ceil(level - 1e-9).astype(np.int64)
    return Levels(whole - 1, whole)


def _curves(demand: Demand, review: PooledReview, *, quick: bool) -> dict[str, tuple[ExchangePoint, ...]]:
    aims = (0.76, 0.82, 0.86, 0.89, 0.91, 0.925, 0.94, 0.955, 0.965) if quick else np.linspace(0.7, 0.98, 29)
    rules: dict[str, tuple[Callable[[float], Rule], Sequence[float]]] = {
        "pooled": (review.at_aim, [float(aim) for aim in aims]),
        "normal": (lambda k: normal_rule(demand, k), [float(k) for k in np.linspace(0.0, 3.72, 20)]),
        "beyond": (lambda k: normal_rule(demand, k), [float(k) for k in np.linspace(0.0, 10.0, 41)]),
        "floor": (lambda k: normal_rule(demand, k, _UNIT_A_YEAR), [float(k) for k in np.linspace(0.0, 8.0, 41)]),
        "cover": (lambda m: cover_rule(demand, m), [float(m) for m in np.arange(1.0, 61.0)]),
    }
    return {
        name: exchange_curve(lambda setting, made=made: _simulated(demand, made(setting)), settings)
        for name, (made, settings) in rules.items()
    }


def _stock(points: Sequence[ExchangePoint], fill: float) -> float:
    return stock_at_fill(points, fill) or math.nan


def _against_normal(curves: dict[str, tuple[ExchangePoint, ...]]) -> list[SolverFigure]:
    """At the best the plain textbook reaches, and at 93 and 95 % against the better of two ways to extend it."""
    pooled, normal = curves["pooled"], curves["normal"]
    best = normal[-1].fill
    figures = [
        shown("replenish.normal_best_fill", 100 * best, "%", anchor="cycle service up to 99.99 %, then it saturates"),
        at_most("replenish.stock_vs_normal_best", _stock(pooled, best) / _stock(normal, best), "ratio", 0.90),
    ]
    for percent in (93, 95):
        fill = percent / 100
        plain, floor = _stock(curves["beyond"], fill), _stock(curves["floor"], fill)
        extended = np.nanmin([plain, floor])
        text = f"any safety factor: {plain:,.0f} units; σ at least of one unit a year: {floor:,.0f} units"
        figures += [
            shown(f"replenish.pooled_stock_{percent}", _stock(pooled, fill), "units", anchor=_ANCHOR),
            at_most(f"replenish.stock_vs_normal_{percent}", _stock(pooled, fill) / extended, "ratio", 0.9, anchor=text),
        ]
    return figures


def _against_cover(curves: dict[str, tuple[ExchangePoint, ...]]) -> list[SolverFigure]:
    figures = []
    for percent in (80, 85, 90, 93, 95):
        cover = stock_at_fill(curves["cover"], percent / 100)
        if cover is None:
            continue
        ratio = _stock(curves["pooled"], percent / 100) / cover
        name, anchor = f"replenish.stock_vs_cover_{percent}", f"cover of the last year's mean: {cover:,.0f} units"
        figures.append(
            at_most(name, ratio, "ratio", 0.70, anchor=anchor)
            if percent >= 90
            else shown(name, ratio, "ratio", anchor=anchor)
        )
    return figures


def _targets(demand: Demand, review: PooledReview, *, quick: bool) -> list[SolverFigure]:
    """Realised fill of the rule that corrects itself monthly, and of one calibrated once before the window."""
    figures = []
    for target in (0.90, 0.93, 0.95):
        started = time.process_time()
        done = _simulated(demand, review.corrected(target))
        figures.append(
            within(
                f"replenish.realised_fill_{100 * target:.0f}",
                100 * done.fill,
                "%",
                (100 * target - 1, 100 * target + 1),
                anchor="corrected monthly by the past months of the run",
                seconds=time.process_time() - started,
            )
        )
    for target in (0.93,) if quick else (0.90, 0.93, 0.95):
        aim = _calibrated_before(demand, review, target)
        done = _simulated(demand, review.at_aim(aim))
        text = f"aim {aim:.4f}, calibrated on months {CALIBRATED_FROM + RUN_IN} … {FIRST - 1}, then frozen"
        figures.append(shown(f"replenish.frozen_fill_{100 * target:.0f}", 100 * done.fill, "%", anchor=text))
    return figures


def _calibrated_before(demand: Demand, review: PooledReview, target: float) -> float:
    def fill(aim: float) -> float:
        months = FIRST - CALIBRATED_FROM
        return _simulated(demand, review.at_aim(aim), first=CALIBRATED_FROM, months=months).fill_since(RUN_IN)

    return calibrate(fill, target=target, low=target - 0.05, high=min(target + 0.05, 0.995), steps=7).result


def _speed(demand: Demand, *, items: int) -> list[SolverFigure]:
    """Processor seconds of one monthly plan: learn on 2,000 parts, beliefs and levels of all."""
    many = np.tile(demand, (items // demand.shape[0] + 1, 1))[:items]
    started = time.process_time()
    rates = learn_demand_rates(many[:2000]).result
    belief = rates.beliefs(many)
    reach = min(rates.reach(LEAD + REVIEW), 120)
    lead = LeadTimes((LEAD,), (1.0,))
    problem = PooledProblem(
        items=[str(row) for row in range(items)],
        before=belief @ rates.tables(lead, 0, reach),
        through=belief @ rates.tables(lead, REVIEW, reach),
        target_fill=0.95,
    )
    answer = pooled_levels(problem)
    seconds = time.process_time() - started
    return [
        shown("replenish.plan_cpu", seconds, "s of one core", anchor=f"{items:,} items", seconds=seconds),
        at_least("replenish.pooled_bound_share", (answer.bound or 0.0) / answer.objective, "ratio", 0.99),
    ]
