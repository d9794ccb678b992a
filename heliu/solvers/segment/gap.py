"""When a customer who buys again and again is late: his own rhythm, shrunk to that of all customers.

Days between purchases of one customer are gamma distributed with a common shape k (1: as irregular as a Poisson
process, above: more regular) and his own rate; rates are gamma distributed (r, alpha) over customers. The next gap
divided by (alpha + sum of his gaps) is then beta prime (k, r + k·gaps); with k = 1 this is the gamma–Poisson model.
"""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.problems import require, require_number
from heliu.solvers.segment.purchases import Floats, Histories


@dataclass(frozen=True, slots=True, kw_only=True)
class GapModel:
    """`regularity` is k; `alpha` in days."""

    regularity: float
    r: float
    alpha: float
    log_likelihood: float = 0.0

    def __post_init__(self) -> None:
        for name in ("regularity", "r", "alpha"):
            require_number(name, getattr(self, name), above=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gaps:
    """Per customer, in days: the gap that is open today, the median and the limit of the next gap (NaN for a customer
    without any gap yet), and the probability of a gap at least as long as the open one."""

    open_days: Floats
    usual_days: Floats
    limit_days: Floats
    probability: Floats


def fit_gaps(histories: Histories) -> GapModel:
    """Maximum likelihood over all closed gaps by L-BFGS-B with the exact gradient; deterministic.

    Raises InvalidProblem when nobody ever bought again. The open gap of each customer is left out: whether it will
    close is what the model is asked.
    """
    from scipy.optimize import minimize

    chosen = histories.frequency > 0
    require(bool(chosen.any()), "purchases", "hold no repeat purchase", "Give a longer history")
    counts = histories.frequency[chosen].astype(np.float64)
    scale = float(histories.recency[chosen].sum() / counts.sum())
    total = histories.recency[chosen] / scale
    logs_of_gaps = float((histories.log_gaps[chosen] - counts * np.log(scale)).sum())

    def objective(logs: Floats) -> tuple[float, Floats]:
        value, gradient = _log_likelihood(np.exp(logs), counts, total, logs_of_gaps)
        return -value / len(counts), -gradient * np.exp(logs) / len(counts)

    best = minimize(
        objective,
        np.zeros(3),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-4.0, 6.0), (-4.0, 9.0), (-9.0, 12.0)],
        options={"maxiter": 300, "ftol": 1e-12, "gtol": 1e-7},
    )
    k, r, alpha = (float(value) for value in np.exp(best.x))
    value = -float(best.fun) * len(counts) - float(counts.sum()) * float(np.log(scale))
    return GapModel(regularity=k, r=r, alpha=alpha * scale, log_likelihood=value)


def gaps(model: GapModel, histories: Histories, *, limit: float = 0.95) -> Gaps:
    """`limit`: the share of gaps that are shorter than `limit_days`."""
    from scipy.special import betainc, betaincinv

    require_number("limit", limit, above=0, at_most=0.999999)
    repeat = histories.frequency > 0
    counts = histories.frequency[repeat].astype(np.float64)
    total = model.alpha + histories.recency[repeat]
    tail = model.r + model.regularity * counts
    open_days = (histories.age - histories.recency).astype(np.float64)
    usual, longest, probability = (np.full(len(repeat), np.nan) for _ in range(3))
    usual[repeat] = total * _odds(betaincinv(model.regularity, tail, 0.5))
    longest[repeat] = total * _odds(betaincinv(model.regularity, tail, limit))
    waited = open_days[repeat]
    probability[repeat] = betainc(tail, model.regularity, total / (total + waited))
    return Gaps(open_days=open_days, usual_days=usual, limit_days=longest, probability=probability)


def _odds(share: Floats) -> Floats:
    result: Floats = share / (1 - share)
    return result


def _log_likelihood(parameters: Floats, counts: Floats, total: Floats, log_gaps: float) -> tuple[float, Floats]:
    from scipy.special import digamma, gammaln

    k, r, alpha = (float(value) for value in parameters)
    distinct, place = np.unique(counts, return_inverse=True)
    per_count = np.bincount(place).astype(np.float64)
    log_sum = np.log(alpha + total)
    customers, gaps_closed = len(counts), float(counts.sum())
    value = float((per_count * gammaln(r + k * distinct)).sum()) - float(((r + k * counts) * log_sum).sum())
    value += customers * float(r * np.log(alpha) - gammaln(r))
    value += (k - 1) * log_gaps - gaps_closed * float(gammaln(k))
    slope = digamma(r + k * distinct)
    in_k = float((per_count * distinct * slope).sum()) + log_gaps - gaps_closed * float(digamma(k))
    in_k -= float((counts * log_sum).sum())
    in_r = float((per_count * slope).sum()) + customers * float(np.log(alpha) - digamma(r)) - float(log_sum.sum())
    in_alpha = customers * r / alpha - float(((r + k * counts) / (alpha + total)).sum())
    return value, np.array([in_k, in_r, in_alpha])
