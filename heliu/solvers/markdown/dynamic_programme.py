"""Backward induction over weeks × stock × price in force × weeks to wait, for many hypotheses at once.

Stock is followed on at most `STOCK_LEVELS` + 1 levels from 0 to the units on hand (every unit when there are not more);
between them values are interpolated. The expected sale is exact for any stock. With every unit a level, the values are
those of the exact finite Markov decision process.

Axes, in this order where they occur: hypothesis h, price j, wait w (weeks until the next cut is allowed), stock level
n, reference policy g.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.markdown.demand import expected_left, mean_demand

Floats = NDArray[np.float64]
Choices = NDArray[np.int8]

STOCK_LEVELS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """The rules of one clearance: `prices` highest first, `reference_price` the one of the demand model, `seasons` one
    factor per week, `cut_gap` weeks between cuts (≥ 1), `size` of the negative binomial or None for Poisson."""

    units: int
    prices: Floats
    reference_price: float
    seasons: tuple[float, ...]
    salvage: float
    holding_cost: float
    cut_gap: int
    size: float | None

    @property
    def levels(self) -> Floats:
        count = min(self.units, STOCK_LEVELS)
        return np.linspace(0.0, self.units, count + 1) if count else np.zeros(1)


@dataclass(frozen=True, slots=True)
class _Week:
    move: Floats  # h, j, n, n: probability (interpolation weight) of ending the week on a level
    earned: Floats  # h, j, n: expected sales less holding cost


def _week(clearance: Clearance, elasticity: Floats, base: Floats, season: float) -> _Week:
    relative = clearance.prices / clearance.reference_price
    mean = mean_demand(base, elasticity, relative)[:, :, None] * season
    levels = clearance.levels
    step = levels[1] if len(levels) > 1 else 1.0
    longer = np.append(levels, levels[-1] + step)
    left = expected_left(longer[None, None, :], mean, clearance.size)
    stay = left[:, :, :-1]
    earned = clearance.prices[None, :, None] * (levels - stay) - clearance.holding_cost * stay
    # Second differences of E[(x − D)+] are the interpolation weights of the demand between levels.
    before = np.concatenate([np.zeros_like(left[:, :, :1]), left[:, :, :-2]], axis=2)
    weight = np.maximum((left[:, :, 1:] - 2.0 * stay + before) / step, 0.0)
    distance = np.arange(len(levels))[:, None] - np.arange(len(levels))[None, :]
    move = np.where(distance >= 0, weight[:, :, np.maximum(distance, 0)], 0.0)
    move[:, :, :, 0] = np.maximum(1.0 - move[:, :, :, 1:].sum(axis=3), 0.0)
    return _Week(move, earned)


def _weeks_backward(clearance: Clearance, elasticity: Floats, base: Floats) -> Iterator[tuple[int, _Week]]:
    known: dict[float, _Week] = {}
    for week in range(len(clearance.seasons) - 1, -1, -1):
        season = clearance.seasons[week]
        if season not in known:
            known.clear()  # the matrices are large, and equal weeks mostly stand together
            known[season] = _week(clearance, elasticity, base, season)
        yield week, known[season]


def _asked(week: _Week, later: Floats) -> Floats:
    """Value of asking price j this week and being in state (j, w) next week: h, j, w, n, g."""
    hypotheses, prices, waits, levels, policies = later.shape
    flat = later.transpose(0, 1, 3, 2, 4).reshape(hypotheses, prices, levels, waits * policies)
    moved = (week.move @ flat).reshape(hypotheses, prices, levels, waits, policies).transpose(0, 1, 3, 2, 4)
    return moved + week.earned[:, :, None, :, None]


def _end(clearance: Clearance, hypotheses: int, policies: int) -> Floats:
    levels = clearance.levels
    shape = (hypotheses, len(clearance.prices), clearance.cut_gap, len(levels), policies)
    return np.broadcast_to((levels * clearance.salvage)[:, None], shape)


def best_choices(asked: Floats) -> tuple[Floats, Choices]:
    """Best value and price index in state (k, w), when every hypothesis is known to be true. Ties keep the price."""
    _, prices, waits, _, _ = asked.shape
    value = np.empty_like(asked)
    choice = np.empty(asked.shape, dtype=np.int8)
    for k in range(prices):
        for w in range(waits):
            value[:, k, w] = asked[:, k, max(w - 1, 0)]
            choice[:, k, w] = k
            if w or k + 1 == prices:
                continue
            cuts = asked[:, k + 1 :, waits - 1]
            cut = cuts.argmax(axis=1)
            gain = cuts.max(axis=1)
            better = gain > value[:, k, w] + 1e-9
            choice[:, k, w] = np.where(better, k + 1 + cut, k)
            value[:, k, w] = np.where(better, gain, value[:, k, w])
    return value, choice


def optimal(
    clearance: Clearance, elasticity: Floats, base: Floats, *, kept: int | None = None
) -> tuple[list[Floats], list[Choices]]:
    """Per week: values after asking (h, j, w, n) and choices (h, k, w, n) of who knows each hypothesis to be true.

    Values are kept of the first `kept` weeks only (None: all).
    """
    weeks = len(clearance.seasons)
    asked: list[Floats] = [np.empty(0)] * weeks
    choices: list[Choices] = [np.empty(0, dtype=np.int8)] * weeks
    later = _end(clearance, len(base), 1)
    for week, step in _weeks_backward(clearance, elasticity, base):
        values = _asked(step, later)
        later, choice = best_choices(values)
        choices[week] = choice[..., 0]
        if kept is None or week < kept:
            asked[week] = values[..., 0]
    return asked, choices


def followed(
    clearance: Clearance, elasticity: Floats, base: Floats, choices: list[Choices], *, kept: int | None = None
) -> list[Floats]:
    """Per week: values after asking (h, j, w, n, g) when policy g of `choices` (g, k, w, n) is followed from then on
    although hypothesis h is true. Values are kept of the first `kept` weeks only (None: all)."""
    asked: list[Floats] = [np.empty(0)] * len(choices)
    later = _end(clearance, len(base), choices[0].shape[0])
    for week, step in _weeks_backward(clearance, elasticity, base):
        values = _asked(step, later)
        later = _chosen(values, choices[week])
        if kept is None or week < kept:
            asked[week] = values
    return asked


def _chosen(asked: Floats, choice: Choices) -> Floats:
    _, prices, waits, levels, policies = asked.shape
    price = choice.transpose(1, 2, 3, 0)
    k = np.arange(prices)[:, None, None, None]
    w = np.arange(waits)[None, :, None, None]
    wait = np.where(price > k, waits - 1, np.maximum(w - 1, 0))
    n = np.arange(levels)[None, None, :, None]
    g = np.arange(policies)[None, None, None, :]
    return np.asarray(asked[:, price, wait, n, g])
