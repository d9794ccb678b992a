"""What will not sell: staged markdown and the actions on slow stock, both in simulations with known truth.

Markdown. Beliefs are wrong on purpose: the true base demand is half to double the believed one, the true elasticity
−1.2 to −4 where −2.2 is believed (and, in some seasons, −1.5 or −3). Clairvoyant: the dynamic programme that knows
both. Ladder: 20, 40, 60 % off from a quarter, half and three quarters of the season on; the same from its first day,
a third and two thirds is shown beside. All meet the same draws of demand and the same seven prices.

Slow stock. Chains of stores as `clearance_stores` draws them, run 26 weeks under the solver (asked every four weeks,
every suggestion carried out), under a shop's rule of thumb, and under nothing.
"""

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.solvers.clearance_policies import problem_of, solver, thirty_percent_off
from bench.solvers.clearance_seasons import LADDER, Learner, Money, Season, Truth, clairvoyant, ladder, week_by_week
from bench.solvers.clearance_stores import Outcome, draw_chain, run_chain, start
from bench.solvers.figures import SolverFigure, at_least, shown
from heliu.solvers.markdown import ElasticityPrior, markdown
from heliu.solvers.slow_move import slow_move

Floats = NDArray[np.float64]

QUARTERS = (0.25, 0.5, 0.75)
THIRDS = (0.0, 1 / 3, 2 / 3)

_AUTUMN = (1.3, 1.2, 1.1, 1.1, 1.0, 1.0, 0.9, 0.9, 0.8, 0.7)
SEASONS = (
    Season(weeks=12, units=120, cover=1.5, salvage=10.0, size=5.0),
    Season(weeks=6, units=60, cover=1.2),
    Season(weeks=20, units=300, cover=2.5, salvage=10.0),
    Season(weeks=10, units=80, cover=2.0, salvage=5.0, size=3.0, cut_gap=2, rhythm=_AUTUMN),
    Season(weeks=8, units=400, cover=1.5, salvage=15.0, size=10.0),
    Season(weeks=16, units=150, cover=1.0, size=4.0),
    Season(weeks=14, units=50, cover=1.8, salvage=10.0, cut_gap=2),
    Season(weeks=9, units=1000, cover=1.3, size=8.0),
    Season(weeks=12, units=200, cover=2.2, elasticity=ElasticityPrior(mean=-3.0, deviation=0.6)),
    Season(weeks=12, units=100, cover=1.4, elasticity=ElasticityPrior(mean=-1.5, deviation=0.6), size=6.0),
    Season(weeks=18, units=600, cover=1.6, salvage=10.0, size=12.0, cut_gap=3),
    Season(weeks=7, units=30, cover=1.5, salvage=5.0),
)
ELASTICITIES = (-1.2, -1.8, -2.5, -3.2, -4.0)
BASES = (0.5, 0.7, 1.0, 1.4, 2.0)
BATCHES = 10


@dataclass(frozen=True, slots=True)
class _Played:
    """Money of one truth in one season."""

    truth: Truth
    stock_value: float
    solver: Money
    clairvoyant: Money
    quarters: Money
    thirds: Money


def run(quick: bool) -> list[SolverFigure]:
    return [*_slow_move(quick), *_markdown(quick)]


@dataclass(frozen=True, slots=True)
class _Chains:
    """Outcomes of the same chains under each policy, and their first stock at cost."""

    nothing: list[Outcome]
    solver: list[Outcome]
    thirty: list[Outcome]
    stock: Floats

    def reduction(self, of: list[Outcome]) -> tuple[float, float]:
        """1 − (slow stock and lost value) over that of doing nothing; standard error by leaving out each chain."""
        left = np.array([one.slow + one.lost for one in of])
        before = np.array([one.slow + one.lost for one in self.nothing])
        return 1.0 - left.sum() / before.sum(), _jackknife(left, before)

    def gain(self, of: list[Outcome]) -> float:
        """Money and what stock is still worth, more than doing nothing, over the first stock at cost."""
        more = sum(one.worth for one in of) - sum(one.worth for one in self.nothing)
        return more / float(self.stock.sum())


def _jackknife(tops: Floats, bottoms: Floats) -> float:
    without = (tops.sum() - tops) / (bottoms.sum() - bottoms)
    return float(np.sqrt((len(tops) - 1) * np.var(without)))


def _chains(first: int, count: int, *, ending: float = 0.005) -> _Chains:
    chains = [draw_chain(seed, ending=ending) for seed in range(first, first + count)]
    return _Chains(
        [run_chain(chain, None) for chain in chains],
        [run_chain(chain, solver) for chain in chains],
        [run_chain(chain, thirty_percent_off) for chain in chains],
        np.array([(chain.stock * chain.cost[:, None]).sum() for chain in chains]),
    )


def _slow_move(quick: bool) -> list[SolverFigure]:
    started = time.process_time()
    count = 6 if quick else 30
    chains = _chains(9000, count)
    spent = time.process_time() - started
    reduction, error = chains.reduction(chains.solver)
    thumb, _ = chains.reduction(chains.thirty)
    slow = 1.0 - sum(one.slow for one in chains.solver) / sum(one.slow for one in chains.nothing)
    figures = [
        at_least(
            "slow_move.slow_stock_reduction", 100 * reduction, "% of slow stock and lost value", 25,
            anchor=f"doing nothing in the same {count} chains; standard error {100 * error:.1f}; "
            f"30 % off by rule {100 * thumb:.1f}", seconds=spent,
        ),
        shown(
            "slow_move.slow_stock_left_reduction", 100 * slow, "% of slow stock",
            anchor="the same without counting what was scrapped, returned or sold at a loss",
        ),
        shown(
            "slow_move.money_gain", 100 * chains.gain(chains.solver), "% of first stock at cost",
            anchor="money and sound stock against doing nothing; "
            f"30 % off by rule {100 * chains.gain(chains.thirty):.1f}",
        ),
        *_sell_out(9000, chains),
    ]  # fmt: skip
    if not quick:
        harsh = _chains(9500, count, ending=0.01)
        part, part_error = harsh.reduction(harsh.solver)
        figures.append(
            shown(
                "slow_move.reduction_when_demand_ends_often", 100 * part, "% of slow stock and lost value",
                anchor=f"1 instead of 0.5 % of items a week; standard error {100 * part_error:.1f}",
            )
        )  # fmt: skip
    return figures


def _sell_out(first: int, chains: _Chains) -> list[SolverFigure]:
    """P(sell out) of the first week against what happened when nothing was done."""
    told, came = [], []
    for number, outcome in enumerate(chains.nothing):
        chain = draw_chain(first + number)
        for mover in slow_move(problem_of(chain, start(chain))).result:
            happened = outcome.sold_out.get((int(mover.item), int(mover.location)))
            if happened is not None:
                told.append(mover.p_sell_out)
                came.append(float(happened))
    forecast, truth = np.array(told), np.array(came)
    skill = 1.0 - ((forecast - truth) ** 2).mean() / ((truth.mean() - truth) ** 2).mean()
    off = 100 * float(forecast.mean() - truth.mean())
    anchor = (
        f"Brier, against the share that sold out ({100 * truth.mean():.0f} % of {len(truth)}); off by {off:+.1f} points"
    )
    return [shown("slow_move.sell_out_skill", float(skill), "of 1", anchor=anchor)]


def _markdown(quick: bool) -> list[SolverFigure]:
    started = time.process_time()
    seasons = SEASONS[:4] if quick else SEASONS
    elasticities = ELASTICITIES[::2] if quick else ELASTICITIES
    bases = BASES[::2] if quick else BASES
    count = 20 if quick else 50
    played: list[_Played] = []
    for number, season in enumerate(seasons):
        learner = Learner(season)
        for elasticity in elasticities:
            for base in bases:
                luck = np.random.default_rng([2026, number]).random((count, season.weeks))
                played.append(_play(learner, Truth(elasticity, base), luck))
    figures = [*_figures(played, time.process_time() - started), _decision_seconds()]
    return figures if quick else [*figures, _asked_anew()]


def _asked_anew() -> SolverFigure:
    """`markdown` called every week with what was sold, against the policy that was prepared once."""
    started = time.process_time()
    learner = Learner(SEASONS[0])
    anew, once = 0.0, 0.0
    for number, truth in enumerate((Truth(-1.8, 0.7), Truth(-3.2, 1.4))):
        luck = np.random.default_rng([2027, number]).random((6, SEASONS[0].weeks))
        once += float(learner.play(truth, luck).recovered.sum())
        anew += sum(float(week_by_week(SEASONS[0], truth, one[None, :]).recovered[0]) for one in luck)
    return shown(
        "markdown.asked_anew", anew / once, "of the policy prepared once",
        anchor="12 seasons, one decision a week with a new grid", seconds=time.process_time() - started,
    )  # fmt: skip


def _play(learner: Learner, truth: Truth, luck: Floats) -> _Played:
    season = learner.season
    return _Played(
        truth,
        season.units * LADDER[0],
        learner.play(truth, luck),
        clairvoyant(season, truth, luck),
        ladder(season, truth, luck, starts=QUARTERS),
        ladder(season, truth, luck, starts=THIRDS),
    )


def _money(played: list[_Played], of: str, money: str) -> Floats:
    """Truths × replications, as a share of the stock at full price: every season counts alike."""
    return np.array([getattr(getattr(one, of), money) / one.stock_value for one in played])


def _ratio(played: list[_Played], of: str, to: str, money: str = "recovered") -> tuple[float, float]:
    """Total money of one over total money of the other, and its standard error over batches with their own luck."""
    tops, bottoms = _money(played, of, money), _money(played, to, money)
    batches = [
        top.sum() / bottom.sum()
        for top, bottom in zip(
            np.array_split(tops, BATCHES, axis=1), np.array_split(bottoms, BATCHES, axis=1), strict=True
        )
    ]
    return float(tops.sum() / bottoms.sum()), float(np.std(batches, ddof=1) / np.sqrt(BATCHES))


def _each(played: list[_Played], to: str) -> Floats:
    """The ratio of every truth by itself."""
    means = _money(played, "solver", "recovered").mean(axis=1) / _money(played, to, "recovered").mean(axis=1)
    return np.asarray(means, dtype=np.float64)


def _figures(played: list[_Played], seconds: float) -> list[SolverFigure]:
    share, error = _ratio(played, "solver", "clairvoyant")
    sales, sales_error = _ratio(played, "solver", "clairvoyant", "sales")
    gain, gain_error = _ratio(played, "solver", "quarters")
    known, _ = _ratio(played, "clairvoyant", "quarters")
    thirds, thirds_error = _ratio(played, "solver", "thirds")
    each = _each(played, "clairvoyant")
    truths = f"{len(played)} truths × {len(played[0].solver.sales)} seasons; standard error"
    figures = [
        at_least(
            "markdown.share_of_clairvoyant", share, "of sales and salvage", 0.95,
            anchor=f"dynamic programme that knows elasticity and base demand; {truths} {error:.4f}", seconds=seconds,
        ),
        at_least(
            "markdown.share_of_clairvoyant_sales", sales, "of sales", 0.95,
            anchor=f"the same without salvage; standard error {sales_error:.4f}",
        ),
        at_least(
            "markdown.gain_over_ladder", 100 * (gain - 1), "% of sales and salvage", 10,
            anchor=f"20/40/60 % off from ¼, ½, ¾ of the season; standard error {100 * gain_error:.2f}; "
            f"the clairvoyant gains {100 * (known - 1):.1f}",
        ),
        at_least(
            "markdown.gain_over_early_ladder", 100 * (thirds - 1), "% of sales and salvage", 10,
            anchor=f"20/40/60 % off from day 1, ⅓, ⅔; standard error {100 * thirds_error:.2f}",
        ),
        shown(
            "markdown.mean_of_truths", float(each.mean()), "of the clairvoyant",
            anchor=f"every truth counts alike, also where there is little money; the worst {each.min():.3f}; "
            f"over the ladder {100 * (_each(played, 'quarters').mean() - 1):+.1f} %",
        ),
    ]  # fmt: skip
    for name, chosen in (
        ("overestimated", [one for one in played if one.truth.base < 1]),
        ("underestimated", [one for one in played if one.truth.base > 1]),
    ):
        part, part_error = _ratio(chosen, "solver", "clairvoyant")
        part_gain, _ = _ratio(chosen, "solver", "quarters")
        anchor = f"standard error {part_error:.4f}; over the ladder {100 * (part_gain - 1):+.1f} %"
        figures.append(shown(f"markdown.share_base_demand_{name}", part, "of the clairvoyant", anchor=anchor))
    return figures


def _decision_seconds() -> SolverFigure:
    problem = SEASONS[0].problem()
    markdown(problem)
    started = time.process_time()
    for seed in range(3):
        markdown(problem, seed=seed)
    spent = (time.process_time() - started) / 3
    return shown(
        "markdown.decision", spent, "CPU s", anchor="one item, 12 weeks, 120 units, 7 prices", seconds=3 * spent
    )
