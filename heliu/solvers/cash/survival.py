"""Payment delays with censoring: invoices still open say that they were not paid yet, which is information."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from heliu.solvers.problems import require


@dataclass(frozen=True, slots=True)
class DelayCurve:
    """`unpaid[i]` is the share not paid up to and including `days[i]`; days are ascending days after the due date."""

    days: tuple[int, ...]
    unpaid: tuple[float, ...]
    invoices: int
    censored: int

    def quantile(self, share: float) -> int | None:
        """First day by which at least `share` is paid; None if the curve never falls that far."""
        for day, unpaid in zip(self.days, self.unpaid, strict=True):
            if unpaid <= 1 - share + 1e-12:
                return day
        return None


def kaplan_meier(delays: Sequence[int], still_open: Sequence[bool]) -> DelayCurve:
    """The product-limit estimate (Kaplan and Meier, JASA 1958). `delays[i]` is days from due date to payment, or to
    today where `still_open[i]`; on ties payments come before censoring. Raises InvalidProblem on unequal lengths."""
    require(len(delays) == len(still_open), "still_open", "has another length than delays", "Give one flag per delay")
    days = np.asarray(delays, dtype=np.int64)
    censored = np.asarray(still_open, dtype=bool)
    unpaid, kept = 1.0, []
    event_days = np.unique(days[~censored])
    for day in event_days:
        at_risk = int((days >= day).sum())
        unpaid *= 1 - int(((days == day) & ~censored).sum()) / at_risk
        kept.append(unpaid)
    return DelayCurve(tuple(int(day) for day in event_days), tuple(kept), len(days), int(censored.sum()))
