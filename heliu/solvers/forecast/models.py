"""What every model sees and returns, so that models can race and be combined."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from heliu.solvers.forecast.problem import LEVELS, Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The demand a model may know (items × periods, NaN unknown) and what it is to forecast."""

    demand: Floats
    horizon: int
    season_length: int
    seed: int = 0

    def until(self, period: int, horizon: int) -> "View":
        """The same items as they were known before `period`."""
        return replace(self, demand=self.demand[:, :period], horizon=horizon)

    def sample(self, most: int) -> "View":
        """At most so many of the items, by the seed."""
        if len(self.demand) <= most:
            return self
        rows = np.sort(np.random.default_rng(self.seed).choice(len(self.demand), most, replace=False))
        return replace(self, demand=self.demand[rows])


@dataclass(frozen=True, slots=True)
class Prediction:
    """`mean`: items × horizon; `quantiles`: items × horizon × LEVELS, never falling along the levels nor below 0."""

    mean: Floats
    quantiles: Floats


Model = Callable[[View], Prediction]


def prediction(mean: Floats, quantiles: Floats) -> Prediction:
    """Cuts at zero and puts crossing quantiles in order."""
    ordered = np.sort(np.maximum(quantiles, 0.0), axis=-1)
    return Prediction(np.maximum(mean, 0.0), ordered)


def flat(mean: Floats, quantiles: Floats, horizon: int) -> Prediction:
    """The same distribution in every period of the horizon, without copying it."""
    items = len(mean)
    return Prediction(
        np.broadcast_to(mean[:, None], (items, horizon)),
        np.broadcast_to(quantiles[:, None, :], (items, horizon, len(LEVELS))),
    )
