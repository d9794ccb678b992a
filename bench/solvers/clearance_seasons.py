"""A season of one item with known truth: demand is drawn, prices are asked by a policy, money is counted.

Every policy meets the same luck: each week has one uniform draw per season, and demand is its quantile at the mean
that the asked price gives.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.markdown import (
    BaseDemandPrior,
    Clearance,
    ElasticityPrior,
    MarkdownProblem,
    Policy,
    WeekSold,
    markdown,
    optimal,
    prepare,
    prior,
)
from heliu.solvers.markdown.belief import normalised
from heliu.solvers.markdown.demand import quantile

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

LADDER = (100.0, 90.0, 80.0, 70.0, 60.0, 50.0, 40.0)
UNIT_COST = 40.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    """What is believed when the season begins. `cover`: units over what the believed base demand sells at full price
    until the end."""

    weeks: int
    units: int
    cover: float
    salvage: float = 0.0
    size: float | None = None
    cut_gap: int = 1
    rhythm: tuple[float, ...] = ()
    elasticity: ElasticityPrior = field(default_factory=ElasticityPrior)
    base_deviation: float = 0.5

    def problem(self) -> MarkdownProblem:
        shape = np.array(self.rhythm or (1.0,) * self.weeks)
        return MarkdownProblem(
            item="item",
            units=self.units,
            weeks=self.weeks,
            ladder=LADDER,
            price=LADDER[0],
            unit_cost=UNIT_COST,
            base_demand=BaseDemandPrior(
                per_week=self.units / self.cover / float(shape.sum()), deviation=self.base_deviation
            ),
            elasticity=self.elasticity,
            salvage=self.salvage,
            season=tuple(shape.tolist()),
            dispersion=self.size,
            weeks_between_cuts=self.cut_gap,
        )

    def clearance(self) -> Clearance:
        problem = self.problem()
        return Clearance(
            units=self.units,
            prices=np.array(LADDER),
            reference_price=LADDER[0],
            seasons=problem.seasons,
            salvage=self.salvage,
            holding_cost=0.0,
            cut_gap=self.cut_gap,
            size=self.size,
        )


@dataclass(frozen=True, slots=True)
class Truth:
    """`base` is the true base demand over the believed one."""

    elasticity: float
    base: float


@dataclass(frozen=True, slots=True)
class Money:
    """Per replication: sales, and sales plus what the rest fetched."""

    sales: Floats
    recovered: Floats


Ask = Callable[[int, Floats, Indices, Indices], Indices]
Learn = Callable[[int, Floats, Indices, Floats], None]


def play(season: Season, truth: Truth, luck: Floats, *, ask: Ask, learn: Learn | None = None) -> Money:
    """`luck`: replications × weeks. `ask(week, units, price, wait)` gives price indices; `learn` is told the sales."""
    problem = season.problem()
    count = len(luck)
    units, sales = np.full(count, float(season.units)), np.zeros(count)
    price, wait = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
    ladder = np.array(LADDER)
    for week, factor in enumerate(problem.seasons):
        asked = ask(week, units, price, wait)
        assert (asked >= price).all(), "prices never rise"
        mean = problem.base_demand.per_week * truth.base * factor * (ladder[asked] / ladder[0]) ** truth.elasticity
        sold = np.minimum(quantile(luck[:, week], mean, season.size), units)
        if learn:
            learn(week, units, asked, sold)
        sales += ladder[asked] * sold
        units = units - sold
        wait = np.where(asked > price, season.cut_gap - 1, np.maximum(wait - 1, 0))
        price = asked
    return Money(sales, sales + units * season.salvage)


def clairvoyant(season: Season, truth: Truth, luck: Floats) -> Money:
    """Knows elasticity and base demand, not the luck: the dynamic programme with every unit a level up to 60."""
    clearance = season.clearance()
    base = season.problem().base_demand.per_week * truth.base
    _, choices = optimal(clearance, np.array([truth.elasticity]), np.array([base]))
    levels = clearance.levels

    def ask(week: int, units: Floats, price: Indices, wait: Indices) -> Indices:
        level = np.rint(units / levels[1]).astype(np.int64)
        return np.asarray(choices[week][0, price, wait, level], dtype=np.int64)

    return play(season, truth, luck, ask=ask)


def ladder(season: Season, truth: Truth, luck: Floats, *, starts: tuple[float, float, float]) -> Money:
    """20, 40 and 60 % off from the given shares of the season on."""
    rungs = [LADDER.index(80.0), LADDER.index(60.0), LADDER.index(40.0)]

    def ask(week: int, units: Floats, price: Indices, wait: Indices) -> Indices:
        begun = [rung for rung, start in zip(rungs, starts, strict=True) if week >= start * season.weeks - 1e-9]
        return np.full(len(units), begun[-1] if begun else 0, dtype=np.int64)

    return play(season, truth, luck, ask=ask)


def week_by_week(season: Season, truth: Truth, luck: Floats) -> Money:
    """One replication in which `markdown` is asked every week with the sales so far, as a user would."""
    problem, sold_so_far = season.problem(), list[WeekSold]()

    def ask(week: int, units: Floats, price: Indices, wait: Indices) -> Indices:
        now = replace(
            problem,
            units=int(units[0]),
            weeks=season.weeks - week,
            price=LADDER[price[0]],
            season=problem.seasons[week:],
            weeks_until_cut=int(wait[0]),
            sold=tuple(sold_so_far),
        )
        return np.array([LADDER.index(markdown(now).result.price)])

    def learn(week: int, units: Floats, asked: Indices, sold: Floats) -> None:
        sold_so_far.append(
            WeekSold(price=LADDER[asked[0]], available=int(units[0]), sold=int(sold[0]), season=problem.seasons[week])
        )

    return play(season, truth, luck, ask=ask, learn=learn)


class Learner:
    """The solver in the season: one prepared policy, beliefs of its own in every replication."""

    def __init__(self, season: Season) -> None:
        self.season = season
        self.belief = prior(season.problem())
        self.policy: Policy = prepare(season.clearance(), self.belief)

    def play(self, truth: Truth, luck: Floats) -> Money:
        scores = np.tile(np.log(self.belief.weights), (len(luck), 1))
        seasons = self.season.problem().seasons

        def ask(week: int, units: Floats, price: Indices, wait: Indices) -> Indices:
            weights = normalised(scores)
            return self.policy.valued(week, units, price=price, wait=wait, weights=weights).best()

        def learn(week: int, units: Floats, asked: Indices, sold: Floats) -> None:
            for case in range(len(units)):
                scores[case] += self.belief.likelihood(
                    sold[case], units[case], price=LADDER[asked[case]], season=seasons[week]
                )

        return play(self.season, truth, luck, ask=ask, learn=learn)
