"""Demand of intermittent items, learned over all of them: a rate that moves between a few levels, and counts around it.

A hidden Markov model with negative binomial counts (empirical Bayes in time): an item's rate can rise, fall and die out
the way rates of the other items did. Fitted by expectation–maximisation (Baum et al. 1970) with a weak prior. Because
levels are shared, the distribution of an item's coming demand is a mixture of a few tables: 100,000 items cost one
matrix product.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.problems import require, require_matrix, require_number, require_unique
from heliu.solvers.replenish.demand import Bools, Floats, Ints, LeadTimes

COUNT_MAX = 1000
_LOWEST_RATE = 0.01
_FIRST_STAY, _FIRST_FALL, _FIRST_JUMP = 0.95, 0.6, 0.01
_RATE_WEIGHT = 5.0
_SIZE_LIMITS = (0.05, 50.0)
_FLOOR = 1e-12


@dataclass(frozen=True, slots=True)
class DemandRates:
    """K levels: `mean` units per period and negative binomial `size` of each (variance = mean + mean²/size);
    `moves[a, b]`: probability of level b in the period after level a; `first`: levels of an item never seen before."""

    mean: Floats = field(repr=False)
    size: Floats = field(repr=False)
    moves: Floats = field(repr=False)
    first: Floats = field(repr=False)

    def beliefs(self, history: NDArray[Any]) -> Floats:
        """Per item the probability of each level in the period after the history (NaN: unknown period)."""
        known, counts = _counts(np.asarray(history, dtype=np.float64))
        table = _count_table(self.mean, self.size, int(counts.max(initial=0)) + 1)
        belief = np.tile(self.first, (counts.shape[0], 1))
        for period in range(counts.shape[1]):
            belief = belief * _likelihood(table, known[:, period], counts[:, period])
            belief = (belief / belief.sum(axis=1, keepdims=True)) @ self.moves
        return np.asarray(belief, dtype=np.float64)

    def tables(self, lead_times: LeadTimes, extra: int, reach: int) -> Floats:
        """P(k units in the next lead time + `extra` periods | level now) for k < reach; the last column: or more."""
        wanted = {length + extra: weight for length, weight in zip(*_parts(lead_times), strict=True)}
        one = _count_table(self.mean, self.size, reach)
        longest = max(wanted)
        spectrum = np.fft.rfft(one, 2 * reach, axis=1)
        summed = np.zeros((self.mean.size, reach))
        summed[:, 0] = 1.0
        result = wanted.get(0, 0.0) * summed
        for periods in range(1, longest + 1):
            after = np.fft.rfft(self.moves @ summed, 2 * reach, axis=1)
            summed = np.maximum(np.fft.irfft(spectrum * after, 2 * reach, axis=1)[:, :reach], 0.0)
            result = result + wanted.get(periods, 0.0) * summed
        result[:, -1] += np.maximum(1.0 - result.sum(axis=1), 0.0)
        return np.asarray(result / result.sum(axis=1, keepdims=True), dtype=np.float64)

    def reach(self, periods: int) -> int:
        """Units that demand of so many periods at the highest level passes about once in a million."""
        top = int(np.argmax(self.mean))
        mean, size = float(self.mean[top]), float(self.size[top])
        spread = np.sqrt(periods * mean + periods**2 * mean**2 / size)
        return int(min(periods * mean + 6 * spread + 10, 20 * COUNT_MAX))


def _parts(lead_times: LeadTimes) -> tuple[tuple[int, ...], tuple[float, ...]]:
    return lead_times.periods, lead_times.probabilities


def learn_demand_rates(
    history: NDArray[Any],
    *,
    items: Sequence[str] | None = None,
    levels: int = 8,
    rounds: int = 30,
    prior_weight: float = 20.0,
) -> Answer[DemandRates]:
    """Levels of demand and how items move between them, from whole units per item (row) and period (column).

    NaN marks unknown periods. `prior_weight`: periods' worth of belief that rates stay or move to a neighbour.
    objective: −log likelihood of the history (not comparable between data). Deterministic. Raises InvalidProblem for
    negative, fractional or infinite demand, and for counts above 1,000 per period (count in packs then).
    """
    watch = Stopwatch()
    values = np.asarray(history, dtype=np.float64)
    names = [str(row) for row in range(values.shape[0])] if items is None else list(items)
    require_unique("item", names)
    require_matrix("history", values, names, unknown_allowed=True)
    require_number("levels", levels, at_least=2, at_most=64)
    require_number("rounds", rounds, at_least=1)
    require_number("prior weight", prior_weight, above=0.0)
    known, counts = _counts(values)
    require(bool(known.any()), "history", "has no known period", "Give demand of at least one period")
    whole = np.where(known, values == np.floor(np.where(known, values, 0.0)), True)
    if not whole.all():
        row, column = np.argwhere(~whole)[0]
        require(False, f"history[{names[row]}, {column}]", "is not whole", "Count in the smallest unit sold")
    biggest = np.unravel_index(int(np.argmax(counts)), counts.shape)
    require(
        int(counts[biggest]) <= COUNT_MAX,
        f"history[{names[biggest[0]]}, {biggest[1]}]",
        f"{counts[biggest]} units in one period",
        f"Count in packs, so that a period has at most {COUNT_MAX}",
    )
    rates, misfit = _fit(known, counts, levels=levels, rounds=rounds, prior_weight=prior_weight)
    return Answer(
        status=Status.ESTIMATED, result=rates, objective=misfit, wall_s=watch.seconds, explain=_reasons(rates, misfit)
    )


def _counts(values: Floats) -> tuple[Bools, Ints]:
    known = ~np.isnan(values)
    return known, np.where(known, values, 0.0).astype(np.int64)


def _count_table(mean: Floats, size: Floats, reach: int) -> Floats:
    """P(k units in a period | level), k < reach."""
    from scipy.special import gammaln

    k = np.arange(reach)[None, :]
    m, r = np.maximum(mean, _FLOOR)[:, None], size[:, None]
    logs = gammaln(k + r) - gammaln(r) - gammaln(k + 1) + r * np.log(r / (r + m)) + k * np.log(m / (r + m))
    table: Floats = np.exp(logs) + _FLOOR
    return table


def _likelihood(table: Floats, known: Bools, counts: Ints) -> Floats:
    return np.where(known[:, None], table[:, counts].T, 1.0)


def _fit(known: Bools, counts: Ints, *, levels: int, rounds: int, prior_weight: float) -> tuple[DemandRates, float]:
    highest = max(2.0, float(np.quantile(counts[known], 0.999)))
    mean = np.geomspace(_LOWEST_RATE, highest, levels)
    size = np.ones(levels)
    first = np.full(levels, 1.0 / levels)
    prior = _neighbours(levels)
    moves, misfit = prior, 0.0
    for _ in range(rounds):
        table = _count_table(mean, size, int(counts.max()) + 1)
        weights, switches, misfit = _expect(known, counts, table=table, moves=moves, first=first)
        first = weights[0].sum(axis=0) + 1.0
        first = first / first.sum()
        moves = switches + prior_weight * prior
        moves = moves / moves.sum(axis=1, keepdims=True)
        mean, size = _levels(weights, known, counts, mean=mean, size=size)
    return DemandRates(mean, size, moves, first), misfit


def _neighbours(levels: int) -> Floats:
    """Rates mostly stay, else move one step, more often down than up; now and then they jump anywhere."""
    moves = np.zeros((levels, levels))
    for level in range(levels):
        moves[level, level] += _FIRST_STAY
        moves[level, max(level - 1, 0)] += (1 - _FIRST_STAY) * _FIRST_FALL
        moves[level, min(level + 1, levels - 1)] += (1 - _FIRST_STAY) * (1 - _FIRST_FALL)
    return (1 - _FIRST_JUMP) * moves + _FIRST_JUMP / levels


def _expect(known: Bools, counts: Ints, *, table: Floats, moves: Floats, first: Floats) -> tuple[Floats, Floats, float]:
    """Forward and backward over all items at once: weights[t, i, level], expected switches, −log likelihood."""
    items, periods = counts.shape
    levels = first.size
    forward, scale = np.empty((periods, items, levels)), np.empty((periods, items))
    seen = [_likelihood(table, known[:, t], counts[:, t]) for t in range(periods)]
    belief = np.tile(first, (items, 1))
    for t in range(periods):
        belief = (forward[t - 1] @ moves if t else belief) * seen[t]
        scale[t] = belief.sum(axis=1)
        forward[t] = belief / scale[t][:, None]
    weights, switches = np.empty_like(forward), np.zeros((levels, levels))
    weights[-1] = forward[-1]
    backward = np.ones((items, levels))
    for t in range(periods - 2, -1, -1):
        ahead = seen[t + 1] * backward / scale[t + 1][:, None]
        switches += forward[t].T @ ahead
        backward = ahead @ moves.T
        weights[t] = forward[t] * backward
    return weights, switches * moves, float(-np.log(scale).sum())


def _levels(weights: Floats, known: Bools, counts: Ints, *, mean: Floats, size: Floats) -> tuple[Floats, Floats]:
    """Mean and size of each level by weighted moments, with a little of what they were before."""
    flat = (weights * known.T[:, :, None]).reshape(-1, mean.size)
    values = counts.T.reshape(-1).astype(np.float64)
    total = flat.sum(axis=0) + _RATE_WEIGHT
    new = (flat.T @ values + _RATE_WEIGHT * mean) / total
    around = flat.T @ values**2 - 2 * new * (flat.T @ values) + new**2 * flat.sum(axis=0)
    variance = (around + _RATE_WEIGHT * (new + new**2 / size)) / total
    beyond_poisson = np.maximum(variance - new, 1e-3 * new)
    return new, np.clip(new**2 / np.maximum(beyond_poisson, _FLOOR), *_SIZE_LIMITS)


def _reasons(rates: DemandRates, misfit: float) -> tuple[Reason, ...]:
    order = np.argsort(rates.mean, kind="stable")
    return tuple(
        Reason(
            code="demand_level",
            subject=str(rank),
            measures=(
                Measure("mean", float(rates.mean[level]), "pcs/period"),
                Measure("variance", float(rates.mean[level] + rates.mean[level] ** 2 / rates.size[level]), "pcs²"),
                Measure("stays", float(rates.moves[level, level]), "probability"),
            ),
            alternative=Alternative(
                choice="level most often next",
                objective_difference=None,
                measures=(Measure("mean", float(rates.mean[_next_level(rates, int(level))]), "pcs/period"),),
            ),
        )
        for rank, level in enumerate(order)
    )


def _next_level(rates: DemandRates, level: int) -> int:
    others = rates.moves[level].copy()
    others[level] = -1.0
    return int(np.argmax(others))
