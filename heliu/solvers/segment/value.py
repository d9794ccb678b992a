"""What a customer is still worth: expected purchases times expected spend times margin, discounted."""

import math

import numpy as np

from heliu.solvers.problems import require_number
from heliu.solvers.segment.purchases import Floats, Histories, require_horizon
from heliu.solvers.segment.repeat import RepeatModel, expected_path
from heliu.solvers.segment.spend import SpendModel, expected_spend

_STEP_DAYS = 30


def lifetime_value(
    repeat: RepeatModel,
    spend: SpendModel,
    histories: Histories,
    *,
    days: int,
    margin: float,
    annual_discount: float,
) -> Floats:
    """Minor units of margin expected in the `days` after today, worth today.

    margin: share of revenue that stays; annual_discount: rate per 365 days. Purchases of each 30 days (the last step
    may be shorter) are discounted from the middle of their step. 0 for a customer who never bought.
    """
    require_horizon("days", days)
    require_number("margin", margin, at_least=0, at_most=1)
    require_number("annual_discount", annual_discount, at_least=0)
    ends = (*range(_STEP_DAYS, days, _STEP_DAYS), days)
    path = expected_path(repeat, histories, ends=ends)
    steps = np.diff(path, axis=1, prepend=0.0)
    middles = (np.array(ends) + np.array((0, *ends[:-1]))) / 2
    factors = np.exp(-math.log1p(annual_discount) * middles / 365)
    worth: Floats = (steps @ factors) * expected_spend(spend, histories) * margin
    return worth
