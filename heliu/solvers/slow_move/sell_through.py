"""How much will still be sold: a negative binomial with an unknown rate, and the chance that demand has ended.

Demand per period is Poisson or clumpier with a gamma-distributed rate; older periods count less. In every period demand
may end for good (the part that obsolescence plays in the method of Teunter, Syntetos and Babai, 2011, here with a
probability): how long nothing was sold, against how often something was before, says how likely it has.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.markdown.demand import cumulative, expected_left
from heliu.solvers.slow_move.problem import SalesHistory

Floats = NDArray[np.float64]

# Gamma prior of the rate: half a unit in one period. It only speaks where there is next to no history.
PRIOR_UNITS, PRIOR_PERIODS = 0.5, 1.0
HALF_LIFE = 26.0
# Periods between which ends of demand are grouped.
EDGES = (0.0, 2.0, 5.0, 12.0, 30.0, 75.0, 190.0)


@dataclass(frozen=True, slots=True)
class Demand:
    """Rate of units per period at today's price while demand lives, how uncertain it is, and the chance it lives.

    `evidence` is the shape of the gamma (its coefficient of variation is evidence^−½), `clumping` the variance of a
    period over its mean (≥ 1), `alive` the probability that demand has not ended, `hazard` that it ends in a period.
    """

    rate: float
    evidence: float
    clumping: float
    alive: float
    hazard: float


def estimate(history: SalesHistory, *, price: float, elasticity: float, hazard: float) -> Demand:
    """From units sold; periods at another price count by what the mean elasticity makes of them at `price`."""
    sold = np.array(history.sold, dtype=np.float64)
    exposure = np.array(history.exposure or (1.0,) * len(sold), dtype=np.float64)
    if history.prices:
        exposure = exposure * (np.array(history.prices) / price) ** elasticity
    weight = 0.5 ** (np.arange(len(sold))[::-1] / HALF_LIFE)
    units, periods = float(weight @ sold), float(weight @ exposure)
    clumping = _clumping(sold, exposure)
    shape = (PRIOR_UNITS + units) / clumping
    return Demand(
        rate=(PRIOR_UNITS + units) / (PRIOR_PERIODS + periods),
        evidence=shape,
        clumping=clumping,
        alive=_alive(sold, weight * exposure, shape=shape, hazard=hazard),
        hazard=hazard,
    )


def _clumping(sold: Floats, exposure: Floats) -> float:
    """Pearson's variance over mean, shrunk to 1 as if four more periods had shown it; 1 … 20."""
    open_periods = exposure > 0
    count = int(open_periods.sum())
    if count < 2 or sold.sum() <= 0:
        return 1.0
    mean = exposure[open_periods] * sold[open_periods].sum() / exposure[open_periods].sum()
    scatter = float(((sold[open_periods] - mean) ** 2 / mean).sum())
    return float(np.clip((scatter + 4.0) / (count - 1 + 4.0), 1.0, 20.0))


def _alive(sold: Floats, exposure: Floats, *, shape: float, hazard: float) -> float:
    """Against every period after the last sale as the one in which demand ended.

    With a gamma rate the periods up to k explain the sales in proportion to (prior + exposure up to k) ^ −shape; the
    sales themselves are the same for all k and cancel.
    """
    if hazard <= 0:
        return 1.0
    periods = len(sold)
    selling = np.flatnonzero(sold > 0)
    last = int(selling[-1]) + 1 if len(selling) else 0
    seen = PRIOR_PERIODS + np.concatenate([[0.0], np.cumsum(exposure)])
    ends = np.arange(last, periods)
    logs = -shape * np.log(seen[ends]) + np.log(hazard) + ends * np.log1p(-hazard)
    lives = -shape * np.log(seen[periods]) + periods * np.log1p(-hazard)
    top = max(lives, logs.max()) if len(logs) else lives
    return float(np.exp(lives - top) / (np.exp(lives - top) + np.exp(logs - top).sum()))


@dataclass(frozen=True, slots=True)
class Sale:
    """Distribution of demand over a stretch of time: a mixture of negative binomials (mean, size) and of no demand."""

    mean: Floats
    size: Floats
    weight: Floats
    dead: float

    @property
    def expected(self) -> float:
        return float(self.weight @ self.mean)

    def left(self, units: Floats) -> Floats:
        """Expected units not sold of each stock in `units`."""
        left = expected_left(units[None, :], self.mean[:, None], self.size[:, None])
        return np.asarray(self.weight @ left + self.dead * units)

    def sells_out(self, units: int) -> float:
        """P(demand ≥ units)."""
        if units <= 0:
            return 1.0
        return float(np.clip(self.weight @ (1.0 - cumulative(units - 1.0, self.mean, self.size)), 0.0, 1.0))

    def quantile(self, probability: float, most: int) -> int:
        """The smallest number of units ≤ `most` that demand, held to `most`, does not pass with the probability."""
        low, high = 0, most
        while low < high:
            middle = (low + high) // 2
            if 1.0 - self.sells_out(middle + 1) >= probability:
                high = middle
            else:
                low = middle + 1
        return low


def sale(demand: Demand, periods: float, *, factors: Floats | None = None, chances: Floats | None = None) -> Sale:
    """Demand over `periods`. `factors` multiply the rate (what a price does under several elasticities), with their
    `chances`; nothing means today's price."""
    if factors is None or chances is None:
        factors, chances = np.ones(1), np.ones(1)
    stretches, lasting = _lives(demand.hazard, periods)
    mean = np.maximum(demand.rate * (factors[:, None] * stretches[None, :]).ravel(), 1e-9)
    # Variance of clumps plus that of the uncertain rate, as one negative binomial of the same two moments.
    spread = (demand.clumping - 1.0) * mean + mean**2 / demand.evidence
    weight = demand.alive * (chances[:, None] * lasting[None, :]).ravel()
    return Sale(mean, mean**2 / spread, weight, 1.0 - demand.alive)


def _lives(hazard: float, periods: float) -> tuple[Floats, Floats]:
    """Stretches for which demand lives on within `periods`, and their probabilities.

    Ends are grouped between fixed edges, so that a longer view never shortens a stretch; each group counts with its
    mean of min(end, periods), which keeps the expectation exact.
    """
    if hazard <= 0 or periods <= 0:
        return np.array([periods]), np.ones(1)
    inside = [edge for edge in EDGES if edge < periods]
    beyond = next((edge for edge in EDGES if edge >= periods), np.inf)
    start, end = np.array(inside), np.array([*inside[1:], beyond])
    held = np.minimum(end, periods)
    rate = -np.log1p(-hazard)
    lives_to, lives_past, lives_on = np.exp(-rate * start), np.exp(-rate * held), np.exp(-rate * end)
    within = start * lives_to - held * lives_past + (lives_to - lives_past) / rate
    chance = lives_to - lives_on
    stretch = (within + periods * (lives_past - lives_on)) / chance
    return np.append(stretch, periods), np.append(chance, lives_on[-1])
