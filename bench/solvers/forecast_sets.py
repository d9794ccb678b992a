"""Public demand histories as matrices, cut into what a forecast may know and what it is judged on."""

import csv
import gzip
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bench.solvers.sources import MissingSource, source
from heliu.solvers.forecast import DemandHistory, Frequency

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Split:
    """`history` is known; `actual` (items × horizon, NaN unknown) is looked at once, by the scores."""

    history: DemandHistory
    actual: Floats

    @property
    def horizon(self) -> int:
        return int(self.actual.shape[1])

    def every(self, step: int) -> "Split":
        """Every `step`-th item."""
        kept = DemandHistory(
            ids=self.history.ids[::step], demand=self.history.demand[::step], frequency=self.history.frequency
        )
        return Split(kept, self.actual[::step])


def car_parts(horizon: int = 12) -> Split:
    """Monthly demand of car parts; the last twelve months are the test."""
    return _cut(*_wide("carparts"), horizon, Frequency.MONTH)


def jewelry(horizon: int = 12) -> Split:
    """Weekly sales of jewelry; the last twelve weeks are the test."""
    return _cut(*_wide("jewelry-weekly"), horizon, Frequency.WEEK)


def m3_monthly() -> Split:
    """Monthly series of the M3 competition with its own eighteen test months; histories end together, earlier starts
    are unknown."""
    rows = [row for row in _rows("m3-half-a") if row["period"] == "MONTHLY"]
    histories = [np.array(row["history"].split(), dtype=np.float64) for row in rows]
    demand = np.full((len(rows), max(map(len, histories))), np.nan)
    for index, values in enumerate(histories):
        demand[index, demand.shape[1] - len(values) :] = values
    future = np.array([row["future"].split() for row in rows], dtype=np.float64)
    ids = tuple(row["series"] for row in rows)
    return Split(DemandHistory(ids=ids, demand=demand, frequency=Frequency.MONTH), future)


def _rows(folder: str) -> list[dict[str, str]]:
    files = sorted(source(folder).glob("*.csv.gz"))
    if not files:
        raise MissingSource(f"{folder} has no csv.gz file")
    with gzip.open(files[0], "rt", encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def _wide(folder: str) -> tuple[tuple[str, ...], Floats]:
    rows = _rows(folder)
    table = [[float(value) if value else np.nan for name, value in row.items() if name != "series"] for row in rows]
    return tuple(row["series"] for row in rows), np.array(table, dtype=np.float64)


def _cut(ids: tuple[str, ...], demand: Floats, horizon: int, frequency: Frequency) -> Split:
    return Split(DemandHistory(ids=ids, demand=demand[:, :-horizon], frequency=frequency), demand[:, -horizon:])
