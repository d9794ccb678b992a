"""What a campaign earned: treated customers against the control group that was drawn beforehand."""

import math
from dataclasses import dataclass

import numpy as np

from heliu.solvers.answers import Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.problems import require, require_number
from heliu.solvers.segment.purchases import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Uplift:
    """Per treated customer: `difference` with its interval `low` to `high` and standard error; `total`: difference
    times treated customers. `proved`: the interval does not hold 0."""

    difference: float
    low: float
    high: float
    standard_error: float
    treated: int
    control: int

    @property
    def total(self) -> float:
        return self.difference * self.treated

    @property
    def proved(self) -> bool:
        return self.low > 0 or self.high < 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """Margin per customer after the campaign began, discounts taken off, zero for who did not buy; `before`: margin
    of the same customers in an equally long time before, which takes out much of what has nothing to do with it."""

    margin: Floats
    before: Floats | None = None


def measure_uplift(treated: Arm, control: Arm, *, confidence: float = 0.95) -> Answer[Uplift]:
    """Difference of means in the unit of the margins. Objective: the difference.

    Without `before`: Welch's standard error (unequal variances). With it: regression with interactions (Lin, Annals of
    Applied Statistics 7, 2013) and HC2 errors, which is unbiased in large samples whatever the relation is. The
    interval is corrected for the skewness of margins (Hall, JRSS B 54, 1992): most customers buy nothing and a few buy
    much, and a symmetric interval would then miss too often. Count every customer who was drawn, whether he read the
    offer or not. Raises InvalidProblem for fewer than 10 in an arm.
    """
    watch = Stopwatch()
    require_number("confidence", confidence, above=0, at_most=0.9999)
    for name, arm in (("treated", treated), ("control", control)):
        require(len(arm.margin) >= 10, name, f"holds {len(arm.margin)} customers", "Give at least 10 per arm")
        require(bool(np.isfinite(arm.margin).all()), f"{name}.margin", "holds a NaN or infinity", "Give finite numbers")
        if arm.before is not None:
            fits = arm.before.shape == arm.margin.shape and bool(np.isfinite(arm.before).all())
            require(fits, f"{name}.before", "does not match the margins", "Give one finite number per customer")
    both = treated.before is not None and control.before is not None
    require(both or treated.before is control.before, "before", "is given for one arm only", "Give both or none")
    estimate = _adjusted(treated, control) if both else _welch(treated.margin, control.margin)
    quantile = _quantile(confidence, estimate.freedom)
    result = Uplift(
        difference=estimate.difference,
        low=estimate.difference - _unskewed(quantile, estimate.skewness) * estimate.error,
        high=estimate.difference - _unskewed(-quantile, estimate.skewness) * estimate.error,
        standard_error=estimate.error,
        treated=len(treated.margin),
        control=len(control.margin),
    )
    return _answer(result, watch, (float(treated.margin.mean()), float(control.margin.mean())), confidence)


def measure_conversion(
    treated_buyers: int, treated: int, control_buyers: int, control: int, *, confidence: float = 0.95
) -> Answer[Uplift]:
    """Difference of the shares that bought, with Newcombe's hybrid score interval (Statistics in Medicine 17, 1998,
    method 10): holds its level also for few buyers."""
    watch = Stopwatch()
    require_number("confidence", confidence, above=0, at_most=0.9999)
    for name, buyers, size in (("treated", treated_buyers, treated), ("control", control_buyers, control)):
        require_number(name, size, at_least=1)
        require_number(f"{name}_buyers", buyers, at_least=0, at_most=size)
    z = _quantile(confidence, math.inf)
    first, second = treated_buyers / treated, control_buyers / control
    (low_1, high_1), (low_2, high_2) = _wilson(first, treated, z), _wilson(second, control, z)
    difference = first - second
    result = Uplift(
        difference=difference,
        low=difference - math.hypot(first - low_1, high_2 - second),
        high=difference + math.hypot(high_1 - first, second - low_2),
        standard_error=math.sqrt(first * (1 - first) / treated + second * (1 - second) / control),
        treated=treated,
        control=control,
    )
    return _answer(result, watch, (first, second), confidence)


def _answer(result: Uplift, watch: Stopwatch, means: tuple[float, float], confidence: float) -> Answer[Uplift]:
    return Answer(
        status=Status.ESTIMATED,
        result=result,
        objective=result.difference,
        wall_s=watch.seconds,
        explain=(
            Reason(
                code="uplift_proved" if result.proved else "uplift_not_proved",
                measures=(
                    Measure("treated", result.treated, "customer"),
                    Measure("control", result.control, "customer"),
                    Measure("treated_mean", means[0], "per customer"),
                    Measure("control_mean", means[1], "per customer"),
                    Measure("difference", result.difference, "per customer"),
                    Measure("low", result.low, "per customer"),
                    Measure("high", result.high, "per customer"),
                    Measure("confidence", confidence, "share"),
                ),
            ),
        ),
    )


@dataclass(frozen=True, slots=True)
class _Estimate:
    """Of a difference: its standard error, degrees of freedom, and the skewness of its distribution."""

    difference: float
    error: float
    freedom: float
    skewness: float


def _welch(treated: Floats, control: Floats) -> _Estimate:
    """Welch–Satterthwaite degrees of freedom."""
    arms = (treated, control)
    parts = [float(arm.var(ddof=1)) / len(arm) for arm in arms]
    difference, variance = float(treated.mean() - control.mean()), sum(parts)
    if variance == 0:
        return _Estimate(difference, 0.0, math.inf, 0.0)
    freedom = variance**2 / sum(part**2 / (len(arm) - 1) for part, arm in zip(parts, arms, strict=True))
    return _Estimate(difference, math.sqrt(variance), freedom, _skewness(arms, variance))


def _adjusted(treated: Arm, control: Arm) -> _Estimate:
    """A line per arm through (before − mean of all, margin); the difference of their heights."""
    befores = [arm.before for arm in (treated, control) if arm.before is not None]
    centre = float(np.concatenate(befores).mean())
    heights, variance, residuals = [], 0.0, []
    for arm, before in zip((treated, control), befores, strict=True):
        height, part, residual = _line(before - centre, arm.margin)
        heights.append(height)
        residuals.append(residual)
        variance += part
    freedom = float(max(min(len(before) for before in befores) - 2, 1))
    skewness = _skewness((residuals[0], residuals[1]), variance) if variance > 0 else 0.0
    return _Estimate(heights[0] - heights[1], math.sqrt(variance), freedom, skewness)


def _line(shifted: Floats, margin: Floats) -> tuple[float, float, Floats]:
    """Height at 0, its HC2 variance, and the residuals."""
    if np.ptp(shifted) == 0:
        return float(margin.mean()), float(margin.var(ddof=1)) / len(margin), margin - margin.mean()
    design = np.stack([np.ones(len(shifted)), shifted], axis=1)
    inverse = np.linalg.inv(design.T @ design)
    line = inverse @ design.T @ margin
    leverage = ((design @ inverse) * design).sum(axis=1)
    residual = margin - design @ line
    squares = residual**2 / np.maximum(1 - leverage, 1e-9)
    return float(line[0]), float((inverse @ (design.T * squares) @ design @ inverse)[0, 0]), residual


def _skewness(arms: tuple[Floats, Floats], variance: float) -> float:
    """Of the difference of two means: third cumulants add with their sign and fall with the square of the size."""
    first, second = (float(((arm - arm.mean()) ** 3).mean()) / len(arm) ** 2 for arm in arms)
    result: float = (first - second) / variance**1.5
    return result


def _unskewed(quantile: float, skewness: float) -> float:
    """Hall's cubic transformation, solved for the studentised difference; the identity without skewness."""
    if abs(skewness) < 1e-9:
        return quantile
    root = 1 + skewness * (quantile - skewness / 6)
    return 3 / skewness * (math.copysign(abs(root) ** (1 / 3), root) - 1)


def _wilson(share: float, size: int, z: float) -> tuple[float, float]:
    centre = share + z * z / (2 * size)
    spread = z * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    scale = 1 + z * z / size
    return (centre - spread) / scale, (centre + spread) / scale


def _quantile(confidence: float, freedom: float) -> float:
    from scipy.special import ndtri, stdtrit

    tail = 0.5 + confidence / 2
    return float(ndtri(tail)) if math.isinf(freedom) else float(stdtrit(freedom, tail))
