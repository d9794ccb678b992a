"""Which kind of demand an item has, by the cut-offs of Syntetos, Boylan and Croston (2005), J. Oper. Res. Soc. 56."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.forecast.problem import NEW_ITEM_PERIODS, Flags, Floats

ADI_CUT = 1.32
CV2_CUT = 0.49
COUNT_MEAN = 5.0


class Segment(StrEnum):
    """SMOOTH/ERRATIC: demand in most periods, sizes alike or not. INTERMITTENT/LUMPY: demand in few periods, sizes
    alike or not. NEW: fewer than six known periods. SILENT: known periods without any demand."""

    SMOOTH = "smooth"
    ERRATIC = "erratic"
    INTERMITTENT = "intermittent"
    LUMPY = "lumpy"
    NEW = "new"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Segments:
    """`adi`: known periods per period with demand (infinite without demand). `cv2`: squared coefficient of variation of
    the non-zero demands. `counts`: whole numbers with a mean below five, forecast as probabilities of 0, 1, 2 …"""

    segment: NDArray[np.object_]
    adi: Floats
    cv2: Floats
    known: NDArray[np.int64]
    counts: Flags


def classify(demand: Floats) -> Segments:
    """The segment of every row; NaN is left out of every figure."""
    known = np.isfinite(demand)
    filled = np.where(known, demand, 0.0)
    periods = known.sum(axis=1)
    hits = (filled > 0).sum(axis=1)
    total = filled.sum(axis=1)
    size = total / np.maximum(hits, 1)
    spread = (filled**2).sum(axis=1) / np.maximum(hits, 1) - size**2
    adi = np.where(hits > 0, periods / np.maximum(hits, 1), np.inf)
    cv2 = np.where(hits > 1, np.maximum(spread, 0.0) / np.where(size > 0, size, 1.0) ** 2, 0.0)
    seldom, varying = adi >= ADI_CUT, cv2 >= CV2_CUT
    segment = np.select(
        [periods < NEW_ITEM_PERIODS, hits == 0, seldom & varying, seldom, varying],
        [Segment.NEW, Segment.SILENT, Segment.LUMPY, Segment.INTERMITTENT, Segment.ERRATIC],
        default=Segment.SMOOTH,
    ).astype(object)
    whole = (filled == np.rint(filled)).all(axis=1)
    counts = whole & (total / np.maximum(periods, 1) < COUNT_MEAN)
    return Segments(segment, adi, cv2, periods.astype(np.int64), counts)


def obsolete_probability(demand: Floats, *, life_periods: float = 60.0) -> Floats:
    """Probability that an item is no longer asked for, from the zeros since its last demand.

    While alive, demand comes with the item's own frequency before its last demand; life ends with probability
    1/life_periods per period. With q = P(alive and silent one more period), the silence of r periods is explained by
    life, q^r, or by death after j < r silent periods, Σ q^j/life_periods. Zero for items that never had demand.
    """
    filled = np.nan_to_num(demand)
    hits = filled > 0
    periods = demand.shape[1]
    last = np.where(hits.any(axis=1), periods - 1 - np.argmax(hits[:, ::-1], axis=1), -1)
    later = np.arange(periods)[None, :] > last[:, None]
    known = np.isfinite(demand)
    silent = (later & known).sum(axis=1)
    frequency = (hits.sum(axis=1) + 0.5) / ((~later & known).sum(axis=1) + 1.0)
    death = 1.0 / life_periods
    stays = np.clip((1 - frequency) * (1 - death), 0.0, 1 - 1e-12)
    alive = stays**silent
    dead = death * (1 - alive) / (1 - stays)
    return np.where(last >= 0, dead / (alive + dead), 0.0)
