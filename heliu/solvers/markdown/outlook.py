"""What a price and the policy behind it lead to: sales, money and the path of prices over simulated seasons."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.markdown.demand import quantile
from heliu.solvers.markdown.dynamic_programme import Choices, Clearance

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

PATHS = 1000

Ask = Callable[[int, Floats, Indices, Indices], Indices]


@dataclass(frozen=True, slots=True)
class Outlook:
    """One row per simulated season, one column per week."""

    price: Floats
    units: Floats
    recovered: Floats  # per season: sales and salvage less holding

    @property
    def sold(self) -> Floats:
        return np.asarray(self.units.sum(axis=1))


@dataclass(frozen=True, slots=True)
class Luck:
    """A uniform draw per season and week, and the hypothesis that is true in each season."""

    draws: Floats
    elasticity: Floats
    base: Floats


def deal(points: tuple[Floats, Floats], weights: Floats, weeks: int, *, seed: int) -> Luck:
    """Hypotheses in proportion to their weights (systematic sampling), draws from the seed."""
    generator = np.random.default_rng(seed)
    places = (np.arange(PATHS) + generator.random()) / PATHS
    true = np.minimum(np.searchsorted(np.cumsum(weights), places), len(weights) - 1)
    draws = generator.random((PATHS, weeks))
    return Luck(draws, points[0][true], points[1][true])


def unchanged(clearance: Clearance, luck: Luck, price: int) -> Outlook:
    """The price stays to the end."""
    return _simulate(clearance, luck, lambda week, units, asked, wait: np.full(PATHS, price))


def staged(clearance: Clearance, luck: Luck, *, first: int, wait: int, choices: list[Choices], policy: int) -> Outlook:
    """`first` this week, then the reference policy; stock between two levels counts as the nearer one."""
    levels = clearance.levels

    def ask(week: int, units: Floats, asked: Indices, waits: Indices) -> Indices:
        if week == 0:
            return np.full(PATHS, first)
        level = np.rint(units / max(levels[-1], 1.0) * (len(levels) - 1)).astype(np.int64)
        return np.asarray(choices[week][policy, asked, waits, level], dtype=np.int64)

    return _simulate(clearance, luck, ask, wait=wait)


def _simulate(clearance: Clearance, luck: Luck, ask: Ask, *, wait: int = 0) -> Outlook:
    weeks = len(clearance.seasons)
    left = np.full(PATHS, float(clearance.units))
    recovered = np.zeros(PATHS)
    prices, units = np.zeros((PATHS, weeks)), np.zeros((PATHS, weeks))
    asked, waits = np.zeros(PATHS, dtype=np.int64), np.full(PATHS, wait, dtype=np.int64)
    for week, season in enumerate(clearance.seasons):
        chosen = ask(week, left, asked, waits)
        waits = np.where(chosen > asked, clearance.cut_gap - 1, np.maximum(waits - 1, 0))
        asked = chosen
        prices[:, week] = clearance.prices[asked]
        mean = luck.base * season * (prices[:, week] / clearance.reference_price) ** luck.elasticity
        units[:, week] = np.minimum(quantile(luck.draws[:, week], mean, clearance.size), left)
        left = left - units[:, week]
        recovered += prices[:, week] * units[:, week] - clearance.holding_cost * left
    return Outlook(prices, units, recovered + clearance.salvage * left)
