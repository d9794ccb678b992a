"""The season that items share: a pooled profile on the log scale, how strongly each item follows it, and a forecast
from both. The idea of group seasonal indices is Dekker, van Donselaar and Ouwehand (2004), Int. J. Prod. Econ. 90."""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.forecast.models import Prediction, View, prediction
from heliu.solvers.forecast.problem import LEVELS, Floats

RECENT = (4, 8, 13)
FOLLOWING_PRIOR = 3.0
BACKTESTS = 8


@dataclass(frozen=True, slots=True)
class Season:
    """`logs`: log(1 + demand), items × periods; `pooled`: mean over items of the centred logs; `length` in periods."""

    logs: Floats
    pooled: Floats
    length: int

    @classmethod
    def of(cls, view: View) -> "Season":
        logs = np.log1p(view.demand)
        return cls(logs, _mean(logs - _mean(logs, 1)[:, None], 0), view.season_length)

    @property
    def periods(self) -> int:
        return int(self.logs.shape[1])

    def signs(self, origin: int, step: int) -> tuple[Floats, Floats]:
        """What is known before period `origin` about period origin + step − 1 (items × signs), and the expected log
        demand from the pooled and the own value of one season before (items). Steps beyond one season look back more.
        """
        at = origin + step - 1
        at -= self.length * ((at - origin) // self.length + 1)
        level = _mean(self.logs[:, origin - self.length : origin], 1)
        pooled_level = float(_mean(self.pooled[origin - self.length : origin], 0))
        own = self.logs[:, origin - self.length : origin] - level[:, None]
        shared = np.nan_to_num(self.pooled[origin - self.length : origin] - pooled_level)
        following = _following(own, shared)
        ahead = [self.pooled[i] - pooled_level if 0 <= i < origin else np.nan for i in (at, at - 1, at + 1)]
        near, around = self._around(at, 1, origin) - level, self._around(at, 3, origin) - level
        offset = level + 0.4 * np.nan_to_num(following * ahead[0]) + 0.4 * np.nan_to_num(near)
        unseasonal = own - shared[None, :]
        columns = [_mean(unseasonal[:, -width:], 1) for width in RECENT]
        columns += [unseasonal[:, -1], _mean(own[:, -(self.length // 2) :], 1), self._growth(origin)]
        columns += [self.logs[:, at] - level, near, around, *(np.full(len(level), one) for one in ahead)]
        spread = np.sqrt(_mean((own - following[:, None] * shared[None, :]) ** 2, 1))
        columns += [following * ahead[0], np.full(len(level), float(step)), spread, level]
        return np.stack(columns, axis=1), offset

    def _around(self, at: int, reach: int, origin: int) -> Floats:
        return _mean(self.logs[:, max(at - reach, 0) : min(at + reach + 1, origin)], 1)

    def _growth(self, origin: int) -> Floats:
        """Mean log of the last periods less that of the same periods one season before; NaN below four of them."""
        width = min(8, origin - self.length)
        if width < 4:
            return np.full(len(self.logs), np.nan)
        before = origin - self.length
        return _mean(self.logs[:, origin - width : origin], 1) - _mean(self.logs[:, before - width : before], 1)


def pooled_season(view: View) -> Prediction:
    """Own recent level without the season, times the pooled profile of one season ago raised to the item's own
    following; errors are those of the same forecast at earlier origins, pooled over items of one step."""
    season = Season.of(view)
    center = _expected_logs(season, season.periods, view.horizon)
    origins = range(max(season.length + 1, season.periods - BACKTESTS - view.horizon), season.periods)
    errors = [_errors(season, origin, view.horizon) for origin in origins]
    offsets = _log_error_quantiles(errors, view.horizon)
    quantiles = np.expm1(center[:, :, None] + offsets[None, :, :])
    return prediction(quantiles[..., 3:8].mean(axis=-1), quantiles)


def _expected_logs(season: Season, origin: int, horizon: int) -> Floats:
    columns = []
    for step in range(1, horizon + 1):
        signs, offset = season.signs(origin, step)
        columns.append(offset + 0.7 * np.nan_to_num(signs[:, 1]))
    return np.stack(columns, axis=1)


def _errors(season: Season, origin: int, horizon: int) -> Floats:
    reach = min(horizon, season.periods - origin)
    error = season.logs[:, origin : origin + reach] - _expected_logs(season, origin, reach)
    return np.pad(error, ((0, 0), (0, horizon - reach)), constant_values=np.nan)


def _log_error_quantiles(errors: list[Floats], horizon: int) -> Floats:
    """Per step, pooled with the steps around it; a normal with deviation 0.5 where no origin is early enough."""
    from scipy.special import ndtri

    result = np.tile(0.5 * ndtri(np.array(LEVELS)), (horizon, 1))
    if not errors:
        return np.asarray(result, dtype=np.float64)
    stacked = np.concatenate(errors)
    for step in range(horizon):
        window = stacked[:, max(step - 2, 0) : step + 3]
        values = window[np.isfinite(window)]
        values = values if len(values) >= 30 else stacked[np.isfinite(stacked)]
        if len(values) >= 30:
            result[step] = np.quantile(values, LEVELS)
    return np.asarray(result, dtype=np.float64)


def _following(own: Floats, shared: Floats) -> Floats:
    """Slope of the own season on the shared one, drawn to 1."""
    power = max(float((shared**2).mean()), 1e-12) * FOLLOWING_PRIOR
    return np.asarray((np.nan_to_num(own) @ shared + power) / (shared @ shared + power), dtype=np.float64)


def _mean(values: Floats, axis: int) -> Floats:
    """Mean of what is known, 0 where nothing is."""
    known = np.isfinite(values)
    total = np.where(known, values, 0.0).sum(axis=axis)
    return np.asarray(total / np.maximum(known.sum(axis=axis), 1), dtype=np.float64)
