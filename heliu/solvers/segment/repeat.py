"""How often a customer buys and whether he still does: BG/NBD (Fader, Hardie, Lee, Marketing Science 24, 2005).

A living customer buys as a Poisson process with his own rate; after each purchase he leaves for good with his own
probability. Rates are gamma distributed (r, alpha) over customers, probabilities beta distributed (a, b).
"""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.problems import InvalidProblem, require, require_number
from heliu.solvers.segment.purchases import Floats, Histories, Ints, require_horizon


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatModel:
    """`alpha` in days; the others have no unit. `log_likelihood` and `customers` are of the fit (0 when given)."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float = 0.0
    customers: int = 0

    def __post_init__(self) -> None:
        for name in ("r", "alpha", "a", "b"):
            require_number(name, getattr(self, name), above=0)


@dataclass(frozen=True, slots=True)
class _Groups:
    """Customers with the same frequency, recency and age count as one row with a weight."""

    x: Ints
    recency: Ints
    age: Ints
    weight: Floats
    row_of: Ints


_MAX_STEPS = 500
_LIMIT = 12.0  # of the logarithm of a parameter: e^±12 is flat for every data set with a finite optimum


def fit_repeat(histories: Histories) -> RepeatModel:
    """Maximum likelihood by L-BFGS-B with the exact gradient, on grouped sufficient statistics.

    Deterministic. Raises InvalidProblem when nobody ever bought again: the rate cannot be told then.
    """
    from scipy.optimize import minimize

    groups = _group(histories)
    total = float(groups.weight.sum())
    require(bool((groups.x > 0).any()), "purchases", "hold no repeat purchase", "Give a longer history")
    scale = float(np.average(groups.age, weights=groups.weight)) or 1.0

    def objective(logs: Floats) -> tuple[float, Floats]:
        value, gradient = _log_likelihood(np.exp(logs), groups, scale)
        return -value / total, -gradient * np.exp(logs) / total

    best = minimize(
        objective,
        np.log(np.array([0.5, 0.5, 1.0, 2.0])),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-_LIMIT, _LIMIT)] * 4,
        options={"maxiter": _MAX_STEPS, "ftol": 1e-13, "gtol": 1e-8},
    )
    r, alpha, a, b = (float(value) for value in np.exp(best.x))
    # Days were divided by `scale`: the density of x purchases changes by scale**-x.
    shift = float((groups.x * groups.weight).sum()) * np.log(scale)
    value, _ = _log_likelihood(np.array([r, alpha, a, b]), groups, scale)
    return RepeatModel(r=r, alpha=alpha * scale, a=a, b=b, log_likelihood=float(value - shift), customers=round(total))


def alive_probability(model: RepeatModel, histories: Histories) -> Floats:
    """P(still a customer today); 1 without a repeat purchase (the model lets nobody leave before one), 0 for a
    customer who never bought."""
    x = np.maximum(histories.frequency, 0)
    with np.errstate(over="ignore"):
        odds = (
            model.a
            / (model.b + np.maximum(x, 1) - 1)
            * np.exp((model.r + x) * np.log((model.alpha + histories.age) / (model.alpha + histories.recency)))
        )
    alive = np.where(x > 0, 1 / (1 + odds), 1.0)
    return np.where(histories.bought, alive, 0.0)


def expected_purchases(model: RepeatModel, histories: Histories, *, days: int) -> Floats:
    """Expected purchases in the `days` after today; 0 for a customer who never bought."""
    require_horizon("days", days)
    return expected_path(model, histories, ends=(days,))[:, 0]


def visit_probability(model: RepeatModel, histories: Histories, *, days: int) -> Floats:
    """P(at least one purchase in the `days` after today): alive, and a gamma mixture of Poisson counts above zero."""
    require_horizon("days", days)
    x = np.maximum(histories.frequency, 0)
    none = ((model.alpha + histories.age) / (model.alpha + histories.age + days)) ** (model.r + x)
    result: Floats = alive_probability(model, histories) * (1 - none)
    return result


def expected_path(model: RepeatModel, histories: Histories, *, ends: tuple[int, ...]) -> Floats:
    """Expected purchases from tomorrow up to each of `ends` (days ahead), one column each."""
    groups = _group(histories)
    columns = [_expected(model, groups, float(end)) for end in ends]
    path = np.zeros((len(histories.customers), len(ends)))
    path[histories.bought] = np.stack(columns, axis=1)[groups.row_of]
    return path


def _expected(model: RepeatModel, groups: _Groups, days: float) -> Floats:
    """Equation (10) of the paper; a = 1 and a + b + x = 1 are removable gaps of the formula and are stepped over."""
    from scipy.special import hyp2f1

    r, alpha, b = model.r, model.alpha, model.b
    a = model.a if abs(model.a - 1) > 1e-5 else 1 + 1e-5
    x, age = groups.x, groups.age.astype(np.float64)
    c = a + b + x - 1
    c = np.where(np.abs(c) > 1e-6, c, 1e-6)
    series = hyp2f1(r + x, b + x, c, days / (alpha + age + days))
    survived = ((alpha + age) / (alpha + age + days)) ** (r + x) * series
    with np.errstate(over="ignore"):
        odds = (
            a / (b + np.maximum(x, 1) - 1) * np.exp((r + x) * np.log((alpha + groups.age) / (alpha + groups.recency)))
        )
    expected = c / (a - 1) * (1 - survived) / (1 + np.where(x > 0, odds, 0.0))
    if not np.isfinite(expected).all():
        row = int(np.argmin(np.isfinite(expected)))
        raise InvalidProblem(
            f"frequency {groups.x[row]}, age {groups.age[row]}",
            "has no finite expectation under the model",
            "Shorten the horizon or fit the model on these customers",
        )
    result: Floats = np.maximum(expected, 0.0)
    return result


def _group(histories: Histories) -> _Groups:
    bought = histories.bought
    x, recency, age = histories.frequency[bought], histories.recency[bought], histories.age[bought]
    if not len(x):
        empty = np.zeros(0, dtype=np.int64)
        return _Groups(empty, empty, empty, empty.astype(np.float64), empty)
    span = int(age.max()) + 1
    keys, row_of, weight = np.unique((x * span + recency) * span + age, return_inverse=True, return_counts=True)
    return _Groups(
        keys // (span * span), keys // span % span, keys % span, weight.astype(np.float64), row_of.astype(np.int64)
    )


def _log_likelihood(parameters: Floats, groups: _Groups, scale: float) -> tuple[float, Floats]:
    """Value and gradient in (r, alpha, a, b), days divided by `scale`."""
    from scipy.special import digamma, gammaln

    r, alpha, a, b = (float(value) for value in parameters)
    weight = groups.weight
    total = float(weight.sum())
    counts = np.arange(int(groups.x.max()) + 1)
    per_count = np.bincount(groups.x, weights=weight, minlength=len(counts))
    x = groups.x
    log_age, log_recency = np.log(alpha + groups.age / scale), np.log(alpha + groups.recency / scale)
    stays = -(r + x) * log_age
    with np.errstate(divide="ignore"):
        log_leaving = np.where(x > 0, np.log(a) - np.log(b + np.maximum(x, 1) - 1), -np.inf)
    leaves = log_leaving - (r + x) * log_recency
    both = np.logaddexp(stays, leaves)
    gone = np.exp(leaves - both)  # share of the likelihood in which the customer has left

    value = float((per_count * (gammaln(r + counts) + gammaln(b + counts) - gammaln(a + b + counts))).sum())
    value += total * float(r * np.log(alpha) - gammaln(r) + gammaln(a + b) - gammaln(b)) + float((weight * both).sum())

    mixed_log = (1 - gone) * log_age + gone * log_recency
    mixed_inverse = (1 - gone) * np.exp(-log_age) + gone * np.exp(-log_recency)
    in_r = float((per_count * digamma(r + counts)).sum()) + total * float(np.log(alpha) - digamma(r))
    in_r -= float((weight * mixed_log).sum())
    in_alpha = total * r / alpha - float((weight * (r + x) * mixed_inverse).sum())
    in_a = total * float(digamma(a + b)) - float((per_count * digamma(a + b + counts)).sum())
    in_a += float((weight * gone).sum()) / a
    in_b = total * float(digamma(a + b) - digamma(b))
    in_b += float((per_count * (digamma(b + counts) - digamma(a + b + counts))).sum())
    in_b -= float((weight * gone / (b + np.maximum(x, 1) - 1)).sum())
    return value, np.array([in_r, in_alpha, in_a, in_b])
