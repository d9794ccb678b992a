"""What a customer pays per purchase: gamma-gamma (Fader, Hardie, Lee, "RFM and CLV", JMR 42, 2005).

Purchases of one customer scatter as a gamma distribution of shape p; its rate is gamma distributed (q, v) over
customers. Assumes that how much a customer pays does not depend on how often he buys: `frequency_correlation` says how
far that is from true.
"""

from dataclasses import dataclass

import numpy as np

from heliu.solvers.problems import require, require_number
from heliu.solvers.segment.purchases import Floats, Histories

_MAX_STEPS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class SpendModel:
    """`v` in minor units of money; `p` and `q` have no unit. The mean over all customers exists for q > 1."""

    p: float
    q: float
    v: float
    log_likelihood: float = 0.0
    frequency_correlation: float = 0.0

    def __post_init__(self) -> None:
        for name in ("p", "q", "v"):
            require_number(name, getattr(self, name), above=0)

    @property
    def mean(self) -> float:
        """Mean minor units per purchase over all customers; infinite for q ≤ 1."""
        return self.p * self.v / (self.q - 1) if self.q > 1 else float("inf")


def fit_spend(histories: Histories) -> SpendModel:
    """Maximum likelihood on the customers with a repeat purchase that was paid for; deterministic.

    Raises InvalidProblem with fewer than two of them.
    """
    from scipy.optimize import minimize
    from scipy.stats import spearmanr

    chosen = (histories.frequency > 0) & (histories.spend > 0)
    require(int(chosen.sum()) >= 2, "purchases", "hold fewer than two paying repeat customers", "Give more history")
    counts, spend = histories.frequency[chosen].astype(np.float64), histories.spend[chosen]
    scale = float(np.median(spend))
    paid = spend / scale

    def objective(logs: Floats) -> tuple[float, Floats]:
        value, gradient = _log_likelihood(np.exp(logs), counts, paid)
        return -value / len(paid), -gradient * np.exp(logs) / len(paid)

    best = minimize(
        objective,
        np.log(np.array([3.0, 3.0, 0.7])),
        jac=True,
        method="L-BFGS-B",
        bounds=[(-7.0, 12.0), (np.log(1.05), 12.0), (-12.0, 12.0)],
        options={"maxiter": _MAX_STEPS, "ftol": 1e-12, "gtol": 1e-7},
    )
    p, q, v = (float(value) for value in np.exp(best.x))
    together = float(spearmanr(counts, spend).statistic) if np.ptp(counts) and np.ptp(spend) else 0.0
    value = -float(best.fun) * len(paid) - len(paid) * float(np.log(scale))
    return SpendModel(p=p, q=q, v=v * scale, log_likelihood=value, frequency_correlation=together)


def expected_spend(model: SpendModel, histories: Histories) -> Floats:
    """Minor units of the next purchase: own mean and mean of all, weighted by what the customer's purchases tell.

    A customer without a paid repeat purchase gets the mean of all.
    """
    counts = np.where(histories.spend > 0, np.maximum(histories.frequency, 0), 0)
    own = model.p * counts / (model.p * counts + model.q - 1)
    result: Floats = (1 - own) * model.mean + own * histories.spend
    return result


def _log_likelihood(parameters: Floats, counts: Floats, paid: Floats) -> tuple[float, Floats]:
    from scipy.special import digamma, gammaln

    p, q, v = (float(value) for value in parameters)
    distinct, place = np.unique(counts, return_inverse=True)
    shape = (p * distinct)[place]
    log_sum = np.log(v + counts * paid)
    log_spend = np.log(paid)
    value = float(
        ((gammaln(p * distinct + q) - gammaln(p * distinct) + p * distinct * np.log(distinct))[place]).sum()
        + ((shape - 1) * log_spend - (shape + q) * log_sum).sum()
    )
    value += len(paid) * float(q * np.log(v) - gammaln(q))
    per_count = (digamma(p * distinct + q) - digamma(p * distinct) + np.log(distinct))[place]
    in_p = float((counts * (per_count + log_spend - log_sum)).sum())
    in_q = float(digamma(p * distinct + q)[place].sum() + len(paid) * (np.log(v) - digamma(q)) - log_sum.sum())
    in_v = len(paid) * q / v - float(((shape + q) / (v + counts * paid)).sum())
    return value, np.array([in_p, in_q, in_v])
