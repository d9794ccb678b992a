"""Which documents make up the expected cash of each week, in whole minor units that add up."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.cash.backtest import weekly
from heliu.solvers.cash.paths import whole_parts
from heliu.solvers.cash.result import Drivers


class Statement:
    """Collects documents in chunks; only sums per day and parts per week are kept."""

    def __init__(self, first_day: int, horizon: int) -> None:
        self._first_day, self._horizon = first_day, horizon
        self._daily = np.zeros(horizon, dtype=np.int64)
        self._documents: list[str] = []
        self._parties: list[str] = []
        self._kinds: list[str] = []
        self._amounts: list[NDArray[np.int64]] = []
        self._weeks: list[NDArray[np.int64]] = []
        self._days: list[NDArray[np.int64]] = []

    def add(
        self,
        documents: Sequence[str],
        parties: Sequence[str],
        kind: str,
        amounts: NDArray[np.int64],
        chances: NDArray[np.float64],
    ) -> None:
        """`amounts` are signed; the last two columns of `chances` are beyond the horizon and never."""
        parts = whole_parts(amounts, chances)
        self._daily += parts[:, : self._horizon].sum(axis=0)
        inside = weekly(parts[:, : self._horizon])
        self._documents += documents
        self._parties += parties
        self._kinds += [kind] * len(documents)
        self._amounts.append(amounts)
        self._weeks.append(np.concatenate([inside, parts[:, self._horizon :]], axis=1))
        self._days.append(_median_day(chances, self._first_day))

    def daily(self) -> NDArray[np.int64]:
        """Expected net flow per day, in minor units."""
        return self._daily.copy()

    def drivers(self) -> Drivers:
        weeks = -(-self._horizon // 7)
        return Drivers(
            documents=tuple(self._documents),
            parties=tuple(self._parties),
            kinds=tuple(self._kinds),
            amounts=np.concatenate([np.zeros(0, dtype=np.int64), *self._amounts]),
            parts=np.concatenate([np.zeros((0, weeks + 2), dtype=np.int64), *self._weeks]),
            expected_days=np.concatenate([np.zeros(0, dtype=np.int64), *self._days]),
        )


def _median_day(chances: NDArray[np.float64], first_day: int) -> NDArray[np.int64]:
    """Day by which the document is paid with even chance; the day after the horizon where that is later."""
    reached = np.cumsum(chances[:, :-2], axis=1) >= 0.5
    day = np.where(reached.any(axis=1), reached.argmax(axis=1), reached.shape[1])
    days: NDArray[np.int64] = first_day + day.astype(np.int64)
    return days
