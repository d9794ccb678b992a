"""Elasticities of a category: what each item says, what they have in common, and the one shrunk to the other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from heliu.solvers.answers import Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.markdown.belief import FLATTEST, STEEPEST
from heliu.solvers.markdown.problem import ElasticityPrior, WeekSold
from heliu.solvers.problems import InvalidProblem, require, require_number, require_unique

# A category with few items is not known better than this.
LEAST_DEVIATION = 0.25


@dataclass(frozen=True, slots=True)
class ElasticityEstimate:
    """What an item's own sales say: elasticity (negative when a lower price sells more) and its standard error."""

    item: str
    elasticity: float
    standard_error: float


def estimate_elasticity(item: str, weeks: Sequence[WeekSold]) -> ElasticityEstimate:
    """Quasi-Poisson regression of units on log price with the season as exposure (iteratively reweighted squares).

    Weeks that sold out say only "at least" and are left out. Raises InvalidProblem with fewer than three weeks, one
    price only, or no sale.
    """
    used = [week for week in weeks if week.available > 0 and week.sold < week.available and week.season > 0]
    require(len(used) >= 3, item, f"has {len(used)} weeks that did not sell out", "Give three or more")
    require(
        len({week.price for week in used}) > 1, item, "stood at one price only", "Use the elasticity of its category"
    )
    sold = np.array([week.sold for week in used], dtype=np.float64)
    require(sold.sum() > 0, item, "sold nothing", "Use the elasticity of its category")
    logs = np.log([week.price for week in used])
    design = np.column_stack([np.ones(len(used)), logs - logs.mean()])
    offset = np.log([week.season for week in used])
    coefficients = np.array([np.log(sold.sum() / np.exp(offset).sum()), -1.0])
    for _ in range(60):
        mean = np.exp(np.clip(design @ coefficients + offset, -30.0, 30.0))
        weighted = design * mean[:, None]
        step = np.linalg.lstsq(design.T @ weighted, design.T @ (sold - mean), rcond=None)[0]
        coefficients += np.clip(step, -2.0, 2.0)
        coefficients[1] = np.clip(coefficients[1], -12.0, 12.0)
        if np.abs(step).max() < 1e-10:
            break
    mean = np.exp(design @ coefficients + offset)
    scatter = max(float(((sold - mean) ** 2 / np.maximum(mean, 1e-9)).sum()) / max(len(used) - 2, 1), 1.0)
    information = design.T @ (design * mean[:, None])
    try:
        variance = float(np.linalg.inv(information)[1, 1]) * scatter
    except np.linalg.LinAlgError as singular:
        raise InvalidProblem(item, "sold too little to tell", "Use the elasticity of its category") from singular
    return ElasticityEstimate(item, float(coefficients[1]), float(np.sqrt(variance)))


def category_prior(estimates: Sequence[ElasticityEstimate]) -> Answer[ElasticityPrior]:
    """Mean and spread of the true elasticities of a category from the estimates of its items.

    Random-effects model; the between-item variance solves Paule and Mandel's equation (1982). `deviation` is what a
    further item of the category is expected to differ by: between-item spread and uncertainty of the mean together, at
    least 0.25. The mean is held to −6.5 … −0.4. `objective` is the between-item variance.
    """
    watch = Stopwatch()
    require(bool(estimates), "estimates", "are empty", "Give the estimates of at least one item")
    require_unique("item", [estimate.item for estimate in estimates])
    for estimate in estimates:
        require_number(f"{estimate.item}.elasticity", estimate.elasticity)
        require_number(f"{estimate.item}.standard_error", estimate.standard_error, above=0)
    values = np.array([estimate.elasticity for estimate in estimates])
    variances = np.array([estimate.standard_error**2 for estimate in estimates])
    between = _between(values, variances)
    weights = 1.0 / (variances + between)
    mean = float(np.clip((weights @ values) / weights.sum(), STEEPEST, FLATTEST))
    deviation = max(float(np.sqrt(between + 1.0 / weights.sum())), LEAST_DEVIATION)
    reason = Reason(
        code="markdown.category",
        measures=(
            Measure("items", len(estimates), "items"),
            Measure("mean", mean, "elasticity"),
            Measure("deviation", deviation, "elasticity"),
            Measure("between_items", float(np.sqrt(between)), "elasticity"),
        ),
    )
    return Answer(
        status=Status.ESTIMATED,
        result=ElasticityPrior(mean=mean, deviation=min(deviation, 10.0)),
        objective=between,
        wall_s=watch.seconds,
        explain=(reason,),
    )


def _between(values: "np.typing.NDArray[np.float64]", variances: "np.typing.NDArray[np.float64]") -> float:
    """τ² ≥ 0 at which the weighted squared deviations equal their degrees of freedom; they fall in τ²."""

    def surplus(between: float) -> float:
        weights = 1.0 / (variances + between)
        mean = (weights @ values) / weights.sum()
        return float(weights @ (values - mean) ** 2) - (len(values) - 1)

    if len(values) < 2 or surplus(0.0) <= 0:
        return 0.0
    low, high = 0.0, 1.0
    while surplus(high) > 0:
        high *= 2.0
    for _ in range(100):
        middle = 0.5 * (low + high)
        low, high = (middle, high) if surplus(middle) > 0 else (low, middle)
    return 0.5 * (low + high)


def shrink(estimate: ElasticityEstimate, category: ElasticityPrior) -> ElasticityPrior:
    """The item's elasticity given both: the mean weighted by precision, never less certain than either."""
    require_number(f"{estimate.item}.standard_error", estimate.standard_error, above=0)
    own, common = estimate.standard_error**-2, category.deviation**-2
    mean = (own * estimate.elasticity + common * category.mean) / (own + common)
    return ElasticityPrior(mean=float(np.clip(mean, STEEPEST, FLATTEST)), deviation=float((own + common) ** -0.5))
