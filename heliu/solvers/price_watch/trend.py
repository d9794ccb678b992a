"""Three independent witnesses of a rising index: damped momentum, a Page-Hinkley test, and a breakout of its range."""

import math
from dataclasses import dataclass

import numpy as np

from heliu.solvers.price_watch.problem import Floats

CLIP = 3.0
DRIFT_ALLOWANCE = 0.5
DRIFT_LIMIT = 3.0
RANGE_PERIODS = 6


@dataclass(frozen=True, slots=True)
class Trend:
    """`momentum`: expected log change of the next period; `persistence`: what is left of a log change one period later;
    `drift`: Page-Hinkley statistic in standard deviations (alarm above 3); `breakout`: latest value over the highest of
    the six periods before it, minus 1 (a breakout when positive)."""

    momentum: float
    persistence: float
    drift: float
    breakout: float
    scale: float

    @property
    def rising(self) -> tuple[str, ...]:
        """Names of the witnesses that say "rising"."""
        says = (
            ("momentum", self.momentum > 0.25 * self.scale * self.persistence and self.momentum > 0),
            ("drift", self.drift > DRIFT_LIMIT),
            ("breakout", self.breakout > 0),
        )
        return tuple(name for name, yes in says if yes)


def robust_scale(changes: Floats) -> float:
    """Standard deviation from the median absolute deviation; the plain one where more than half do not move."""
    spread = 1.4826 * float(np.median(np.abs(changes - np.median(changes))))
    return spread if spread > 0 else float(np.std(changes))


def persistence(changes: Floats, *, prior: float, weight: float) -> float:
    """First autocorrelation of clipped log changes, shrunk to `prior` as if that had been seen in `weight` periods;
    inside 0 … 0.95. Clipping at three robust deviations keeps one spike from deciding."""
    scale = robust_scale(changes)
    if len(changes) < 3 or scale <= 0:
        return 0.0
    calm = np.clip(changes, -CLIP * scale, CLIP * scale)
    power = float(calm[:-1] @ calm[:-1])
    own = float(calm[1:] @ calm[:-1]) / power if power > 0 else 0.0
    count = len(calm) - 1
    return float(min(max((count * own + weight * prior) / (count + weight), 0.0), 0.95))


def page_hinkley(changes: Floats) -> float:
    """One-sided CUSUM of standardised changes with an allowance of half a deviation (Page 1954), as of the latest."""
    scale = robust_scale(changes)
    if scale <= 0:
        return 0.0
    level = 0.0
    for change in (changes[-60:] / scale).tolist():
        level = max(0.0, level + min(change, CLIP) - DRIFT_ALLOWANCE)
    return level


def read_trend(values: Floats, *, prior: float, weight: float) -> Trend:
    """The witnesses at the end of a series of positive values."""
    changes = np.diff(np.log(values))
    scale = robust_scale(changes)
    keeps = persistence(changes, prior=prior, weight=weight)
    latest = float(np.clip(changes[-1], -CLIP * scale, CLIP * scale)) if scale > 0 else 0.0
    before = values[-1 - RANGE_PERIODS : -1]
    top = float(before.max()) if len(before) else math.inf
    return Trend(
        momentum=keeps * latest,
        persistence=keeps,
        drift=page_hinkley(changes),
        breakout=float(values[-1]) / top - 1,
        scale=scale,
    )
