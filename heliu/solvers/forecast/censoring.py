"""What would have been asked for, had the item been in stock all the time."""

import numpy as np

from heliu.solvers.forecast.problem import Floats

WINDOW = 6


def unconstrain(demand: Floats, in_stock_share: Floats) -> Floats:
    """Demand plus what the out-of-stock share of each period would have brought at the rate of the in-stock hours.

    The rate is Σ demand / Σ in-stock share over the period and six periods on either side, the maximum-likelihood
    estimate for Poisson demand; without any in-stock hours there the period becomes unknown (NaN). Periods fully in
    stock are returned unchanged; nothing is ever lowered.
    """
    known = np.isfinite(demand)
    sold = _moving_sum(np.where(known, demand, 0.0))
    open_share = _moving_sum(np.where(known, in_stock_share, 0.0))
    rate = np.divide(sold, open_share, out=np.full_like(sold, np.nan), where=open_share > 1e-9)
    missing = in_stock_share < 1
    return np.where(missing, demand + (1 - in_stock_share) * rate, demand)


def _moving_sum(values: Floats) -> Floats:
    periods = values.shape[1]
    total = np.cumsum(np.pad(values, ((0, 0), (1, 0))), axis=1)
    at = np.arange(periods)
    low, high = np.maximum(at - WINDOW, 0), np.minimum(at + WINDOW + 1, periods)
    return total[:, high] - total[:, low]
