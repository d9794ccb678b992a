"""What is believed about base demand and elasticity: a fine grid for learning, a coarse one for planning.

The fine grid is updated by Bayes' rule with every week sold. The dynamic programme is solved on the coarse grid only;
a fine point counts for the coarse points around it in the proportions of bilinear interpolation, so that values are
interpolated between hypotheses instead of belief snapping to the nearest one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.markdown.demand import log_likelihood
from heliu.solvers.markdown.problem import MarkdownProblem, WeekSold

Floats = NDArray[np.float64]

STEEPEST, FLATTEST = -6.5, -0.4
# Share of the prior spread evenly over everything admissible: a category that is wrong is overruled within weeks.
DOUBT = 0.15
FINE = (41, 49)
COARSE = (7, 9)


@dataclass(frozen=True, slots=True)
class Grid:
    """Elasticities × logarithms of base demand (units a week at the reference price)."""

    elasticity: Floats
    log_base: Floats

    @property
    def points(self) -> tuple[Floats, Floats]:
        """Elasticity and base demand of every point, elasticity varying slowest."""
        slow, fast = np.meshgrid(self.elasticity, np.exp(self.log_base), indexing="ij")
        return slow.ravel(), fast.ravel()


@dataclass(frozen=True, slots=True)
class Belief:
    """Weights over the points of a fine grid; they sum to 1."""

    grid: Grid
    weights: Floats
    reference_price: float
    size: float | None

    def moments(self) -> tuple[float, float, float, float]:
        """Mean and standard deviation of elasticity, then of base demand (units a week)."""
        elasticity, base = self.grid.points
        return *self._moments(elasticity), *self._moments(base)

    def _moments(self, values: Floats) -> tuple[float, float]:
        mean = float(values @ self.weights)
        return mean, float(np.sqrt((values - mean) ** 2 @ self.weights))

    def marginals(self) -> tuple[Floats, Floats]:
        shaped = self.weights.reshape(len(self.grid.elasticity), len(self.grid.log_base))
        return shaped.sum(axis=1), shaped.sum(axis=0)

    def after(self, week: WeekSold) -> "Belief":
        """Bayes' rule with one week; a sell-out counts as "at least that many"."""
        scores = np.log(np.maximum(self.weights, 1e-300)) + self.likelihood(
            week.sold, week.available, price=week.price, season=week.season
        )
        return Belief(self.grid, normalised(scores), self.reference_price, self.size)

    def likelihood(self, sold: float, available: float, *, price: float, season: float) -> Floats:
        elasticity, base = self.grid.points
        mean = base * season * (price / self.reference_price) ** elasticity
        return log_likelihood(sold, available, mean, self.size)


def normalised(scores: Floats) -> Floats:
    """exp of log weights, summing to 1 along the last axis."""
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def prior(problem: MarkdownProblem) -> Belief:
    """Normal in elasticity around the category, log-normal in base demand, both with a share of doubt."""
    category, base = problem.elasticity, problem.base_demand
    elasticity = np.linspace(min(STEEPEST, category.mean - 1.0), max(FLATTEST, category.mean + 0.3), FINE[0])
    reach = max(2.5 * base.deviation, 0.7)
    log_base = np.log(base.per_week) + np.linspace(-reach, reach, FINE[1])
    by_elasticity = _with_doubt((elasticity - category.mean) / category.deviation)
    by_base = _with_doubt((log_base - np.log(base.per_week)) / base.deviation)
    weights = np.outer(by_elasticity, by_base).ravel()
    return Belief(Grid(elasticity, log_base), weights, problem.ladder[0], problem.dispersion)


def _with_doubt(standardised: Floats) -> Floats:
    weights = np.exp(-0.5 * standardised**2)
    if weights.sum() <= 0:
        weights = (np.abs(standardised) == np.abs(standardised).min()).astype(np.float64)
    return np.asarray((1.0 - DOUBT) * weights / weights.sum() + DOUBT / len(weights))


def posterior(problem: MarkdownProblem) -> Belief:
    """The prior and every week sold."""
    belief = prior(problem)
    for week in problem.sold:
        belief = belief.after(week)
    return belief


def planning_grid(belief: Belief) -> Grid:
    """A coarse grid over what is still believable (all but 0.1 % on either side)."""
    by_elasticity, by_base = belief.marginals()
    return Grid(
        np.linspace(*_range(belief.grid.elasticity, by_elasticity), COARSE[0]),
        np.linspace(*_range(belief.grid.log_base, by_base), COARSE[1]),
    )


def _range(values: Floats, weights: Floats) -> tuple[float, float]:
    below = np.cumsum(weights)
    first = max(int(np.searchsorted(below, 0.001)), 1) - 1
    last = min(int(np.searchsorted(below, 0.999)) + 1, len(values) - 1)
    return float(values[first]), float(values[last])


def references(belief: Belief) -> tuple[Floats, Floats]:
    """Elasticity and base demand of the hypotheses whose optimal policies are candidates: quantiles of the belief.

    More of them towards low demand, where a slow start is expensive.
    """
    by_elasticity, by_base = belief.marginals()
    slopes = _quantiles(belief.grid.elasticity, by_elasticity, (0.12, 0.5, 0.88))
    bases = np.exp(_quantiles(belief.grid.log_base, by_base, (0.07, 0.25, 0.5, 0.85)))
    slow, fast = np.meshgrid(slopes, bases, indexing="ij")
    return slow.ravel(), fast.ravel()


def _quantiles(values: Floats, weights: Floats, probabilities: tuple[float, ...]) -> Floats:
    middle = np.cumsum(weights) - 0.5 * weights
    return np.asarray(np.interp(probabilities, middle, values), dtype=np.float64)


def projection(fine: Grid, coarse: Grid) -> Floats:
    """One row per fine point: its bilinear weights on the coarse points; what lies outside goes to the edge."""
    by_elasticity = _hats(fine.elasticity, coarse.elasticity)
    return np.asarray(np.kron(by_elasticity, _hats(fine.log_base, coarse.log_base)), dtype=np.float64)


def _hats(values: Floats, nodes: Floats) -> Floats:
    held = np.clip(values, nodes[0], nodes[-1])
    step = nodes[1] - nodes[0]
    return np.asarray(np.maximum(0.0, 1.0 - np.abs(held[:, None] - nodes[None, :]) / step))
