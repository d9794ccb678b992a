"""What a forecast answers: distributions per item and period, who won the race, and why."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.answers import Alternative, Measure, Reason
from heliu.solvers.forecast.lead_time import LeadTimeDemand
from heliu.solvers.forecast.problem import LEVELS, Flags, Floats
from heliu.solvers.forecast.race import YARDSTICK, Champion
from heliu.solvers.forecast.segments import Segments
from heliu.solvers.problems import InvalidProblem

OBSOLETE_FROM = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandForecast:
    """Expected demand and quantiles per item and period ahead, in the item's base unit.

    `mean`: items × horizon. `quantiles`: items × horizon × LEVELS, not decreasing along the levels. `group[i]` is the
    race the item took part in and `champions[group]` its winner; items forecast by analogy have the group `new`.
    `censored`: periods whose demand was raised because the item was out of stock, and by how much in all.
    """

    ids: tuple[str, ...]
    unit_of_time: str
    mean: Floats
    quantiles: Floats
    segments: Segments
    group: NDArray[np.object_]
    champions: Mapping[str, Champion]
    origins: Mapping[str, tuple[int, ...]]
    obsolete: Floats
    censored_periods: NDArray[np.int64]
    censored_quantity: Floats
    lead_time: LeadTimeDemand | None

    def row(self, item: str) -> int:
        """Raises InvalidProblem for an item that was not forecast."""
        try:
            return self.ids.index(item)
        except ValueError:
            raise InvalidProblem(
                f"item {item}", "was not forecast", "Ask for one of the items of the history"
            ) from None

    def quantile(self, level: float) -> Floats:
        """Items × horizon of one of LEVELS; raises InvalidProblem for any other."""
        if level not in LEVELS:
            raise InvalidProblem(f"level {level}", "is not forecast", f"Ask for one of {', '.join(map(str, LEVELS))}")
        return np.asarray(self.quantiles[:, :, LEVELS.index(level)], dtype=np.float64)

    @property
    def flagged_obsolete(self) -> Flags:
        return np.asarray(self.obsolete >= OBSOLETE_FROM)

    def explain(self, item: str) -> tuple[Reason, ...]:
        """Segment, champion against its yardsticks, and what is unusual about one item."""
        row = self.row(item)
        reasons = [self._segment_reason(row), self._champion_reason(row)]
        if self.censored_periods[row]:
            periods = Measure("periods", int(self.censored_periods[row]), self.unit_of_time)
            added = Measure("added", float(self.censored_quantity[row]), "pcs")
            reasons.append(Reason(code="forecast.censored", subject=item, measures=(periods, added)))
        if self.flagged_obsolete[row]:
            probability = Measure("probability", float(self.obsolete[row]), "probability")
            reasons.append(Reason(code="forecast.obsolete", subject=item, measures=(probability,)))
        return tuple(reasons)

    def _segment_reason(self, row: int) -> Reason:
        return Reason(
            code="forecast.segment",
            subject=self.ids[row],
            measures=(
                Measure("segment", str(self.segments.segment[row])),
                Measure("adi", float(self.segments.adi[row]), self.unit_of_time),
                Measure("cv2", float(self.segments.cv2[row])),
                Measure("known_periods", int(self.segments.known[row]), self.unit_of_time),
            ),
        )

    def _champion_reason(self, row: int) -> Reason:
        item, champion = self.ids[row], self.champions.get(str(self.group[row]))
        if champion is None:
            known = Measure("known_periods", int(self.segments.known[row]), self.unit_of_time)
            mean = Measure("expected", float(self.mean[row, 0]), f"pcs/{self.unit_of_time}")
            return Reason(code="forecast.by_analogy", subject=item, measures=(known, mean))
        return champion_reason(item, str(self.group[row]), champion, self.origins[str(self.group[row])])


def champion_reason(subject: str, group: str, champion: Champion, origins: tuple[int, ...]) -> Reason:
    """Who won, with the weighted quantile losses of the race; the alternative is the best other single model."""
    measures = [Measure("group", group), Measure("champion", champion.name), Measure("origins", len(origins))]
    measures.append(Measure("wql", champion.loss, "loss/demand"))
    if YARDSTICK in champion.losses:
        yardstick = champion.losses[YARDSTICK]
        measures.append(Measure("wql_seasonal_naive", yardstick, "loss/demand"))
        measures.append(Measure("better_than_seasonal_naive", 100 * (1 - champion.loss / max(yardstick, 1e-12)), "%"))
    measures.append(Measure("mean_correction", champion.correction))
    second = champion.runner_up()
    other = None
    if second is not None:
        difference = max(second[1] - champion.loss, 0.0)
        other = Alternative(
            choice=second[0], objective_difference=difference, measures=(Measure("wql", second[1], "loss/demand"),)
        )
    return Reason(code="forecast.champion", subject=subject, measures=tuple(measures), alternative=other)
