"""From values per hypothesis to one price under uncertainty.

Two values bracket what a price is worth under a belief. Above: in the week after this one the truth is told (the
belief-weighted values of the known optimum, QMDP; an information relaxation). Below: one of a few fixed policies is
followed to the end (parallel rollout, Chang, Givan and Chong 2004); it is attainable. The first waits too long, because
it counts on learning for free; the second learns nothing. The price with the best mean of both is asked.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.markdown.belief import Belief, Grid, planning_grid, projection, references
from heliu.solvers.markdown.dynamic_programme import Choices, Clearance, followed, optimal

Floats = NDArray[np.float64]
Indices = NDArray[np.int64]

# Weight of the upper value; chosen on simulated seasons other than those of the benchmark.
TRUST_IN_LEARNING = 0.2


@dataclass(frozen=True, slots=True)
class Valued:
    """Values of every price for each of m states (m × price); −inf where the price may not be asked."""

    upper: Floats
    lower: Floats
    reference: Indices

    @property
    def score(self) -> Floats:
        return TRUST_IN_LEARNING * self.upper + (1.0 - TRUST_IN_LEARNING) * self.lower

    def best(self) -> Indices:
        """The highest price whose score is the best."""
        score = self.score
        return np.asarray((score >= score.max(axis=1, keepdims=True) - 1e-9).argmax(axis=1))


@dataclass(frozen=True, slots=True)
class Policy:
    """Solved once; then asked for any week, stock, price in force and belief of the same clearance."""

    clearance: Clearance
    grid: Grid
    fine_to_coarse: Floats
    upper: list[Floats]
    lower: list[Floats]
    reference_choices: list[Choices]

    def valued(self, week: int, units: Floats, *, price: Indices, wait: Indices, weights: Floats) -> Valued:
        """`units`, `price` (index in force) and `wait` of m states, `weights` m × fine points."""
        coarse = weights @ self.fine_to_coarse
        cases = np.arange(len(units))
        level, part = self._between(units)
        shape = (len(units), len(self.clearance.prices))
        upper, lower = np.full(shape, -np.inf), np.full(shape, -np.inf)
        reference = np.zeros(shape, dtype=np.int64)
        for j in range(shape[1]):
            next_wait = np.where(price == j, np.maximum(wait - 1, 0), self.clearance.cut_gap - 1)
            told = self.upper[week][:, j, next_wait, level] * (1 - part)
            told += self.upper[week][:, j, next_wait, level + self._step] * part
            kept = self.lower[week][:, j, next_wait, level] * (1 - part)[:, None]
            kept += self.lower[week][:, j, next_wait, level + self._step] * part[:, None]
            rolled = np.einsum("mh,hmg->mg", coarse, kept)
            allowed = (price == j) | ((price < j) & (wait == 0))
            reference[:, j] = rolled.argmax(axis=1)
            upper[:, j] = np.where(allowed, np.einsum("mh,hm->m", coarse, told), -np.inf)
            lower[:, j] = np.where(allowed, rolled[cases, reference[:, j]], -np.inf)
        return Valued(upper, lower, reference)

    @property
    def _step(self) -> int:
        return 1 if self.clearance.units else 0

    def _between(self, units: Floats) -> tuple[Indices, Floats]:
        levels = self.clearance.levels
        if len(levels) == 1:
            return np.zeros(len(units), dtype=np.int64), np.zeros(len(units))
        place = units / levels[1]
        level = np.minimum(np.floor(place + 1e-9).astype(np.int64), len(levels) - 2)
        return level, np.clip(place - level, 0.0, 1.0)


def prepare(clearance: Clearance, belief: Belief, *, kept: int | None = None) -> Policy:
    """Solves the known optimum and the reference policies on the coarse grid of the belief.

    Only the first `kept` weeks can be asked for (None: all); the others need no memory then.
    """
    grid = planning_grid(belief)
    elasticity, base = grid.points
    upper, _ = optimal(clearance, elasticity, base, kept=kept)
    _, choices = optimal(clearance, *references(belief), kept=0)
    lower = followed(clearance, elasticity, base, choices, kept=kept)
    return Policy(clearance, grid, projection(belief.grid, grid), upper, lower, choices)
