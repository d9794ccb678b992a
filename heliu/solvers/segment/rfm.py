"""Recency, frequency, money: scores from 1 to 5 and names that a salesman uses."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np

from heliu.solvers.problems import require
from heliu.solvers.segment.purchases import Floats, Histories, Ints


class Segment(StrEnum):
    """Names are stable: screens translate them, campaigns are addressed to them."""

    CHAMPION = "champion"
    LOYAL = "loyal"
    PROMISING = "promising"
    NEW = "new"
    NEEDS_ATTENTION = "needs_attention"
    AT_RISK = "at_risk"
    CANNOT_LOSE = "cannot_lose"
    HIBERNATING = "hibernating"
    LOST = "lost"
    NEVER_BOUGHT = "never_bought"


SEGMENTS = tuple(Segment)
_SCORES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cuts:
    """Four rising limits per measure. Recency: days since the last purchase, at most `recency[0]` scores 5, above
    `recency[3]` scores 1. Frequency (purchases) and money (minor units): above `frequency[3]` scores 5, at most
    `frequency[0]` scores 1. Equal customers always get equal scores. Keep the cuts of one run and give them to the
    next one: then a customer changes segment only because the customer changed."""

    recency: tuple[float, float, float, float]
    frequency: tuple[float, float, float, float]
    money: tuple[float, float, float, float]

    def __post_init__(self) -> None:
        for name in ("recency", "frequency", "money"):
            limits = getattr(self, name)
            require(len(limits) == 4, f"cuts.{name}", f"has {len(limits)} limits", "Give four limits")
            rising = all(low <= high for low, high in pairwise(limits))
            require(rising, f"cuts.{name}", f"{limits} do not rise", "Give four limits in rising order")


@dataclass(frozen=True, slots=True, kw_only=True)
class RfmScores:
    """Scores 1 to 5 per customer (0: never bought), `segment` as index into SEGMENTS, and the cuts they came from."""

    recency: Ints
    frequency: Ints
    money: Ints
    segment: Ints
    cuts: Cuts


def quintile_cuts(histories: Histories) -> Cuts:
    """Quintiles of the customers who bought; frequency cuts rise by at least one purchase, so that the score of a
    shop where most people bought once still tells two purchases from ten."""
    bought = histories.bought
    require(bool(bought.any()), "purchases", "are none", "Give at least one purchase, or give cuts")
    shares = (0.2, 0.4, 0.6, 0.8)
    since = (histories.age - histories.recency)[bought]
    counts = np.quantile(histories.frequency[bought] + 1, shares, method="inverted_cdf")
    for step in range(1, 4):
        counts[step] = max(counts[step], counts[step - 1] + 1)
    return Cuts(
        recency=_four(np.quantile(since, shares, method="inverted_cdf")),
        frequency=_four(counts),
        money=_four(np.quantile(histories.revenue[bought], shares, method="inverted_cdf")),
    )


def rfm_scores(histories: Histories, cuts: Cuts | None = None) -> RfmScores:
    """Scores by `cuts`, or by the quintiles of these customers."""
    used = cuts if cuts is not None else quintile_cuts(histories)
    bought = histories.bought
    since = (histories.age - histories.recency).astype(np.float64)
    recency = _SCORES - np.searchsorted(np.asarray(used.recency), since, side="left")
    frequency = 1 + np.searchsorted(np.asarray(used.frequency), histories.frequency + 1, side="left")
    money = 1 + np.searchsorted(np.asarray(used.money), histories.revenue, side="left")
    scores = [np.where(bought, score, 0).astype(np.int64) for score in (recency, frequency, money)]
    segment = _segments(scores[0], np.maximum(scores[1], 0), scores[2], histories.frequency)
    return RfmScores(recency=scores[0], frequency=scores[1], money=scores[2], segment=segment, cuts=used)


def _segments(recency: Ints, frequency: Ints, money: Ints, repeats: Ints) -> Ints:
    """The first line that fits. Worth is the mean of frequency and money, rounded up."""
    worth = (frequency + money + 1) // 2
    rows = (
        (repeats < 0, Segment.NEVER_BOUGHT),
        ((recency >= 4) & (repeats == 0), Segment.NEW),
        ((recency >= 4) & (worth >= 5), Segment.CHAMPION),
        ((recency >= 3) & (worth >= 4), Segment.LOYAL),
        ((recency >= 4), Segment.PROMISING),
        ((recency == 3), Segment.NEEDS_ATTENTION),
        ((worth >= 5), Segment.CANNOT_LOSE),
        ((worth >= 3), Segment.AT_RISK),
        ((recency == 2), Segment.HIBERNATING),
    )
    index = {segment: SEGMENTS.index(segment) for segment in SEGMENTS}
    conditions = [condition for condition, _ in rows]
    return np.select(conditions, [index[segment] for _, segment in rows], default=index[Segment.LOST]).astype(np.int64)


def _four(values: Floats) -> tuple[float, float, float, float]:
    first, second, third, fourth = (float(value) for value in values)
    return first, second, third, fourth
