"""Which model or mixture of models forecasts a segment best, judged on windows before the end of the history."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.forecast.levels import mean_rate
from heliu.solvers.forecast.models import Model, Prediction, View
from heliu.solvers.forecast.problem import Floats
from heliu.solvers.forecast.scoring import pinball, seasonal_scale

MOST_ROUNDS = 8
MOST_JUDGED_ITEMS = 4000
FEWEST_ITEMS = 15
LEAST_GAIN = 0.001
NEAR = 1.1
SPARED = 4
YARDSTICK = "seasonal_naive"


@dataclass(frozen=True, slots=True)
class Window:
    """Predictions of every model at one origin, what happened, and the group each item was in as known at the origin:
    to group by what happened later would favour models that expect it."""

    origin: int
    actual: Floats
    predictions: Mapping[str, Prediction]
    weight: Floats
    groups: NDArray[np.object_]

    def rows(self, group: str) -> NDArray[np.intp]:
        return np.flatnonzero(self.groups == group)


@dataclass(frozen=True, slots=True)
class Champion:
    """`shares` of the models (they sum to 1); `losses` of every single model and of the mixture (`mixture`), in the
    unit of the race; `correction` multiplies the mean so that it was unbiased, half of the way, on the windows."""

    shares: Mapping[str, float]
    losses: Mapping[str, float]
    correction: float

    @property
    def name(self) -> str:
        parts = sorted(self.shares.items(), key=lambda part: (-part[1], part[0]))
        return parts[0][0] if len(parts) == 1 else "+".join(f"{share:.3g}·{name}" for name, share in parts)

    @property
    def loss(self) -> float:
        return self.losses["mixture"]

    def runner_up(self) -> tuple[str, float] | None:
        """The best single model that is not itself the whole champion, with its loss."""
        others = [(loss, name) for name, loss in self.losses.items() if name != "mixture" and name not in self._alone()]
        return (min(others)[1], min(others)[0]) if others else None

    def _alone(self) -> set[str]:
        return set(self.shares) if len(self.shares) == 1 else set()


def origins_of(periods: int, horizon: int, count: int, *, least: int, season_length: int) -> list[int]:
    """How many periods are known in each window: the newest window is the last `horizon` periods, earlier ones go back
    by half a horizon; empty when not even a shortened window leaves `least` periods to learn from.

    Where the horizon is shorter than the season and a season can be spared, one more window is the season's own part
    of last year: models are also judged on the weeks that are to be forecast, be they a peak or not.
    """
    step = max(1, horizon // 2)
    newest = max(periods - horizon, min(least, periods - 1))
    found = [newest - step * back for back in range(count)]
    same_part = periods - season_length
    if horizon < season_length and same_part >= season_length + SPARED and same_part not in found:
        found.append(same_part)
    return [origin for origin in found if origin >= least]


def windows_of(
    view: View,
    models: Mapping[str, Model],
    origins: list[int],
    *,
    group_of: Callable[[Floats], NDArray[np.object_]],
    scaled: bool,
) -> list[Window]:
    """Every model at every origin. `scaled` weighs each item by one over its mean seasonal difference, so that items of
    different units and noise count alike; otherwise a unit is a unit."""
    found = []
    for origin in origins:
        reach = min(view.horizon, view.demand.shape[1] - origin)
        seen = view.until(origin, reach)
        weight = _weights(seen) if scaled else np.ones(len(seen.demand))
        actual = view.demand[:, origin : origin + reach]
        predictions = {name: model(seen) for name, model in models.items()}
        found.append(Window(origin, actual, predictions, weight, group_of(seen.demand)))
    return found


def _weights(seen: View) -> Floats:
    """One over the seasonal scale, over the mean level where a season is not known; at most a hundred levels."""
    level = np.maximum(mean_rate(seen.demand), 1e-9)
    scale = seasonal_scale(seen.demand, seen.season_length)
    return np.asarray(1 / np.maximum(np.where(np.isfinite(scale), scale, level), 0.01 * level), dtype=np.float64)


def choose(windows: list[Window], group: str, *, seed: int = 0, steady: bool = False) -> Champion:
    """Greedy mixture (Caruana et al. 2004): starts with the best model and adds, with replacement, the model that
    lowers the loss of the averaged quantiles most, until nothing lowers it by 0.1 %; at most eight parts. With
    `steady` half of the shares is then spread over all models that were close. A group with fewer than fifteen items
    in the windows is judged on all items."""
    rows = [window.rows(group) for window in windows]
    if sum(map(len, rows)) < FEWEST_ITEMS:
        rows = [np.arange(len(window.actual)) for window in windows]
    judged = [_sample(one, seed) for one in rows]
    names = sorted(windows[0].predictions)
    singles = {name: _loss(windows, judged, {name: 1}) for name in names}
    parts = {min(names, key=lambda name: (singles[name], name)): 1}
    best = min(singles.values())
    for _ in range(MOST_ROUNDS - 1):
        tried = {name: _loss(windows, judged, _with(parts, name)) for name in names}
        name = min(names, key=lambda one: (tried[one], one))
        if tried[name] > best * (1 - LEAST_GAIN):
            break
        best, parts = tried[name], _with(parts, name)
    total = sum(parts.values())
    greedy = {name: count / total for name, count in parts.items()}
    shares = _steadied(greedy, singles) if steady else greedy
    losses = {**singles, "mixture": _loss(windows, judged, shares)}
    return Champion(shares, losses, _correction(windows, rows, shares))


def _steadied(greedy: Mapping[str, float], singles: Mapping[str, float]) -> dict[str, float]:
    """Half of each share from the greedy mixture, half from the equal average of all models within a tenth of the best:
    the past seldom tells close models apart, and their plain average is hard to beat (Bates and Granger 1969)."""
    near = [name for name, loss in singles.items() if loss <= NEAR * min(singles.values())]
    shares = {name: 0.5 / len(near) for name in near}
    for name, share in greedy.items():
        shares[name] = shares.get(name, 0.0) + 0.5 * share
    return shares


def _sample(rows: NDArray[np.intp], seed: int) -> NDArray[np.intp]:
    if len(rows) <= MOST_JUDGED_ITEMS:
        return rows
    return np.sort(np.random.default_rng(seed).choice(rows, MOST_JUDGED_ITEMS, replace=False))


def _with(parts: Mapping[str, int], name: str) -> dict[str, int]:
    return {**parts, name: parts.get(name, 0) + 1}


def _loss(windows: list[Window], judged: list[NDArray[np.intp]], parts: Mapping[str, float]) -> float:
    """Weighted pinball loss over the weighted demand of all windows."""
    total = sum(parts.values())
    lost = sold = 0.0
    for window, rows in zip(windows, judged, strict=True):
        quantiles = sum(window.predictions[name].quantiles[rows] * (count / total) for name, count in parts.items())
        actual = window.actual[rows]
        weight = window.weight[rows, None]
        lost += float((pinball(np.asarray(quantiles), actual) * weight).sum())
        sold += float((np.nan_to_num(actual) * weight).sum())
    return lost / max(sold, 1e-12)


def _correction(windows: list[Window], judged: list[NDArray[np.intp]], shares: Mapping[str, float]) -> float:
    """Square root of Σ actual / Σ forecast, 0.85 … 1.15: half of the logarithm is taken as chance."""
    expected = sold = 0.0
    for window, rows in zip(windows, judged, strict=True):
        actual = window.actual[rows]
        mean = mixed(window.predictions, shares).mean[rows]
        expected += float(np.where(np.isfinite(actual), mean, 0.0).sum())
        sold += float(np.nansum(actual))
    if expected <= 0 or sold <= 0:
        return 1.0
    return float(np.clip(np.sqrt(sold / expected), 0.85, 1.15))


def mixed(predictions: Mapping[str, Prediction], shares: Mapping[str, float]) -> Prediction:
    """Average of means and of quantiles, level by level."""
    mean = sum(predictions[name].mean * share for name, share in shares.items())
    quantiles = sum(predictions[name].quantiles * share for name, share in shares.items())
    return Prediction(np.asarray(mean), np.asarray(quantiles))
