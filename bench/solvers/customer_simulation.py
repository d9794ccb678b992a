"""Customers and campaigns whose truth is known, drawn by the assumptions of the models."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.segment import Histories, RepeatModel

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Fader, Hardie, Lee 2005, table 2: CDNOW, in weeks.
CDNOW = RepeatModel(r=0.243, alpha=4.414 * 7, a=0.793, b=2.426)
# Buyers who come again and again, as a wholesaler has them.
WHOLESALE = RepeatModel(r=1.2, alpha=30.0, a=0.7, b=3.5)


@dataclass(frozen=True, slots=True)
class Population:
    """What is seen up to day `days` (`histories`), what is true then (`alive`) and how many purchases follow in the
    `ahead` days after (`later`)."""

    histories: Histories
    alive: Flags
    later: Ints


def population(
    truth: RepeatModel, *, customers: int, days: int, seed: int, arrivals: int = 84, ahead: int = 365
) -> Population:
    """First purchases fall evenly on the first `arrivals` days. Times are drawn in continuous days and rounded."""
    draw = np.random.default_rng(seed)
    rate = draw.gamma(truth.r, 1 / truth.alpha, customers)
    leaving = draw.beta(truth.a, truth.b, customers)
    age = days - draw.uniform(0, arrivals, customers)
    clock, last, log_gaps = np.zeros(customers), np.zeros(customers), np.zeros(customers)
    frequency, later = np.zeros(customers, dtype=np.int64), np.zeros(customers, dtype=np.int64)
    alive = np.ones(customers, dtype=np.bool_)
    active = np.arange(customers)
    while len(active):
        gap = draw.exponential(1 / rate[active])
        clock[active] += gap
        seen = clock[active] < age[active]
        future = ~seen & (clock[active] < age[active] + ahead)
        frequency[active[seen]] += 1
        later[active[future]] += 1
        last[active[seen]] = clock[active[seen]]
        log_gaps[active[seen]] += np.log(np.maximum(gap[seen], 0.5))
        leaves = draw.random(len(active)) < leaving[active]
        alive[active[seen & leaves]] = False
        active = active[(seen | future) & ~leaves]
    spend = _spend(draw, frequency)
    recency = np.rint(last).astype(np.int64)
    return Population(
        histories=Histories(
            customers=tuple(f"C{number:07}" for number in range(customers)),
            frequency=frequency,
            recency=recency,
            age=np.maximum(np.rint(age).astype(np.int64), recency),
            spend=spend,
            revenue=spend * frequency + draw.gamma(6.25, 500.0, customers),
            log_gaps=log_gaps,
            today=days,
        ),
        alive=alive,
        later=later,
    )


SPEND = (6.25, 3.74, 1544.0)


def _spend(draw: np.random.Generator, frequency: Ints) -> Floats:
    """Mean of `frequency` gamma-gamma purchases; p, q, v of SPEND (the published CDNOW fit, in cents)."""
    p, q, v = SPEND
    rate = draw.gamma(q, 1 / v, len(frequency))
    shape = p * np.maximum(frequency, 1)
    return np.where(frequency > 0, draw.gamma(shape, 1 / rate) / np.maximum(frequency, 1), 0.0)


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Regular buyers: `closed` gaps of each, and the gap that follows."""

    histories: Histories
    next_gap: Floats


def rhythm(*, customers: int, regularity: float, r: float, alpha: float, seed: int) -> Rhythm:
    """1 to 12 gaps per customer, gamma distributed around the customer's own rate; days are rounded up."""
    draw = np.random.default_rng(seed)
    rate = draw.gamma(r, 1 / alpha, customers)
    closed = draw.integers(1, 13, customers)
    owner = np.repeat(np.arange(customers), closed)
    drawn = np.maximum(np.rint(draw.gamma(regularity, 1 / rate[owner])), 1.0)
    total = np.bincount(owner, weights=drawn, minlength=customers).astype(np.int64)
    return Rhythm(
        histories=Histories(
            customers=tuple(f"C{number:07}" for number in range(customers)),
            frequency=closed,
            recency=total,
            age=total,
            spend=np.full(customers, 1000.0),
            revenue=1000.0 * (closed + 1),
            log_gaps=np.bincount(owner, weights=np.log(drawn), minlength=customers),
            today=int(total.max()),
        ),
        next_gap=draw.gamma(regularity, 1 / rate),
    )


@dataclass(frozen=True, slots=True)
class Measured:
    """Margins per customer of both arms, and before; `truth` is the mean effect on the population."""

    treated: Floats
    control: Floats
    treated_before: Floats
    control_before: Floats
    truth: float


def campaign(*, customers: int, control_share: float, seed: int) -> Measured:
    """Most customers buy nothing, the others for lognormal margins; who bought before buys more often; the offer lifts
    the chance to buy and costs 8 % of the margin."""
    draw = np.random.default_rng(seed)
    share_active, margin_kept = 0.35, 0.92
    active = draw.random(customers) < share_active
    worth = draw.lognormal(0.0, 0.6, customers)
    before = active * worth * draw.lognormal(7.0, 0.5, customers)
    held_out = draw.random(customers) < control_share
    chance = np.where(active, 0.40, 0.08) + np.where(held_out, 0.0, np.where(active, 0.10, 0.03))
    bought = draw.random(customers) < chance
    margin = bought * np.where(held_out, 1.0, margin_kept) * worth * draw.lognormal(7.0, 0.5, customers)
    mean = float(np.exp(0.6**2 / 2) * np.exp(7.0 + 0.5**2 / 2))
    lift = share_active * (0.50 * margin_kept - 0.40) + (1 - share_active) * (0.11 * margin_kept - 0.08)
    return Measured(
        treated=margin[~held_out],
        control=margin[held_out],
        treated_before=before[~held_out],
        control_before=before[held_out],
        truth=mean * lift,
    )


def auc(score: Floats, truth: Flags) -> float:
    """P(score of a true one > score of a false one), ties half."""
    from scipy.stats import rankdata

    positive = int(truth.sum())
    ranks = float(rankdata(score)[truth].sum())
    return (ranks - positive * (positive + 1) / 2) / (positive * (len(truth) - positive))
