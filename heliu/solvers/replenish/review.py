"""Periodic review of all items with past demand only: learn, look ahead, order where a unit earns most."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.problems import require, require_matrix, require_number
from heliu.solvers.replenish.demand import Floats, Ints, LeadTimes
from heliu.solvers.replenish.marginal import Chosen, Marginal
from heliu.solvers.replenish.pooled import unit_gains
from heliu.solvers.replenish.rates import DemandRates, learn_demand_rates
from heliu.solvers.replenish.simulation import Levels, Review, Rule

_STOCK_FLOOR = 1e-9
_AIM_LIMITS = (0.05, 0.999)


class PooledReview:
    """Rules for `simulate`. Everything a rule uses at period t was known before t; what is learned is kept per period,
    so that rules of different aims share it. Made by `pooled_review`."""

    def __init__(
        self,
        history: Floats,
        items: Sequence[str],
        *,
        lead_times: LeadTimes,
        relearn_every: int,
        levels: int,
        unit_cost: Floats,
    ) -> None:
        self._history, self._items = history, items
        self._lead_times, self._relearn, self._levels = lead_times, relearn_every, levels
        self._weight = unit_cost
        self._rates: dict[int, DemandRates] = {}
        self._tables: dict[int, tuple[Floats, Floats]] = {}
        self._beliefs: dict[int, Floats] = {}

    @property
    def lead_time(self) -> int:
        """Mean lead time in whole periods: when what is ordered now can be judged."""
        return round(self._lead_times.mean)

    def distributions(self, period: int) -> tuple[Floats, Floats]:
        """Per item: demand over the lead time, and over lead time and one review, as seen before `period`."""
        require(
            1 <= period <= self._history.shape[1], "period", f"{period} has no past", "Start after the first period"
        )
        tables = self._tables_at(period)
        if period not in self._beliefs:
            rates = self._rates[self._learned_at(period)]
            self._beliefs[period] = rates.beliefs(self._history[:, :period])
        belief = self._beliefs[period]
        return belief @ tables[0], belief @ tables[1]

    def at_aim(self, aim: float) -> Rule:
        """Orders so that the expected fill of the period after the lead time, with what is on hand and on order, is
        `aim` over all items, at the least expected stock."""
        require_number("aim", aim, above=0.0, at_most=1.0)
        return lambda review: self._levels_for(review, aim)[0]

    def corrected(self, target: float, *, past: Sequence[float] = ()) -> Rule:
        """As `at_aim`, and corrects the aim by what was served less than expected so far (`past`: such differences
        from an earlier back-test). Make one rule per run: it remembers what it expected."""
        require_number("target", target, above=0.0, at_most=1.0)
        return _Corrected(self, target, tuple(past))

    def at_price(self, price: float) -> Rule:
        """Orders every unit that is expected to serve at least `price` customers per unit of stock and period."""
        require_number("price", price, above=0.0)

        def levels(review: Review) -> Levels:
            marginal, _ = self._marginal(review.period, review.position)
            return _up_to(marginal.worth(price))

        return levels

    def expected(self, review: Review, aim: float) -> tuple[Levels, float]:
        """Levels for an aim and the fill they are expected to give, which is above the aim when stock is left over."""
        return self._levels_for(review, aim)

    def _levels_for(self, review: Review, aim: float) -> tuple[Levels, float]:
        marginal, demand = self._marginal(review.period, review.position)
        wanted = float(np.clip(aim, *_AIM_LIMITS)) * demand
        above, below = marginal.for_gain(wanted)
        chosen = below if below.gain >= wanted else above
        if below.gain < wanted <= above.gain:
            chosen = marginal.blend(above, below, lambda levels: levels.gain >= wanted)
        return _up_to(chosen), chosen.gain / demand

    def _marginal(self, period: int, position: Ints) -> tuple[Marginal, float]:
        gain, left = unit_gains(*self.distributions(period))
        cost = np.maximum(left, _STOCK_FLOOR) * self._weight[:, None]
        at_least = np.minimum(np.maximum(position, 0), gain.shape[1])
        allowed = np.arange(gain.shape[1] + 1)[None, :] >= at_least[:, None]
        demand = float(gain.sum())
        return Marginal(gain, cost, allowed), max(demand, 1e-12)

    def _learned_at(self, period: int) -> int:
        return max(period - period % self._relearn, 1)

    def _tables_at(self, period: int) -> tuple[Floats, Floats]:
        learned = self._learned_at(period)
        if learned not in self._tables:
            rates = learn_demand_rates(self._history[:, :learned], items=self._items, levels=self._levels).result
            reach = rates.reach(max(self._lead_times.periods) + 1)
            self._rates[learned] = rates
            self._tables[learned] = (
                rates.tables(self._lead_times, 0, reach),
                rates.tables(self._lead_times, 1, reach),
            )
        return self._tables[learned]


class _Corrected:
    """The aim is lowered or raised by the mean difference between served and expected, shrunk while few are known."""

    def __init__(self, review: PooledReview, target: float, past: tuple[float, ...]) -> None:
        self._review, self._target, self._past = review, target, past
        self._expected: list[float] = []
        self._lead = review.lead_time

    def __call__(self, review: Review) -> Levels:
        levels, expected = self._review.expected(review, self._target - self._bias(review))
        self._expected.append(expected)
        return levels

    def _bias(self, review: Review) -> float:
        differences = list(self._past) + self.differences(review.served, review.demanded)
        return float(np.mean(differences)) if differences else 0.0

    def differences(self, served: Sequence[float], demanded: Sequence[float]) -> list[float]:
        return [
            served[t] / demanded[t] - self._expected[t - self._lead]
            for t in range(self._lead, len(served))
            if demanded[t] > 0
        ]


def _up_to(chosen: Chosen) -> Levels:
    return Levels(chosen.level - 1, chosen.level)


def pooled_review(
    history: NDArray[Any],
    *,
    items: Sequence[str] | None = None,
    lead_times: LeadTimes,
    relearn_every: int = 6,
    levels: int = 8,
    unit_cost: NDArray[Any] | None = None,
) -> PooledReview:
    """history: whole units per item and period, NaN for unknown. Review every period. Raises InvalidProblem."""
    values = np.asarray(history, dtype=np.float64)
    names = [str(row) for row in range(values.shape[0])] if items is None else list(items)
    require_matrix("history", values, names, unknown_allowed=True)
    require_number("relearn every", relearn_every, at_least=1)
    weight = np.ones(len(names)) if unit_cost is None else np.asarray(unit_cost, dtype=np.float64)
    require(weight.shape == (len(names),), "unit cost", f"has shape {weight.shape}", "Give one number per item")
    return PooledReview(
        values, names, lead_times=lead_times, relearn_every=relearn_every, levels=levels, unit_cost=weight
    )
