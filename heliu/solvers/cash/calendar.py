"""Day indices with the calendar the caller gives: days on which banks are closed, and where months begin."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.problems import require

WEEKDAY_CLASSES = 8
"""Seven residues of the day index modulo 7, and one class for closed days."""
MONTH_CLASSES = 36
"""0: no months given. 1 … 27: day of the month. 28 … 32: fifth-last … last open day of the month. 33: rest."""
_LAST_OPEN_DAYS = 5


class Shift(StrEnum):
    """Where an agreed day goes that falls on a closed day."""

    NEXT = "next"
    PREVIOUS = "previous"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """`closed_weekdays` are residues of the day index modulo 7. `holidays` are closed, `working_days` are open although
    their weekday is closed (调休). `month_starts` are the indices of first days of months, ascending; they should cover
    history and horizon. Without them no monthly habit is learned."""

    closed_weekdays: frozenset[int] = frozenset()
    holidays: frozenset[int] = frozenset()
    working_days: frozenset[int] = frozenset()
    month_starts: tuple[int, ...] = ()

    def check(self) -> None:
        """Raises InvalidProblem."""
        for weekday in self.closed_weekdays:
            require(0 <= weekday <= 6, f"closed_weekdays {weekday}", "is no residue modulo 7", "Give numbers 0 to 6")
        require(len(self.closed_weekdays) < 7, "closed_weekdays", "close every day", "Leave a weekday open")
        both = sorted(self.holidays & self.working_days)
        require(not both, f"day {both[0] if both else ''}", "is a holiday and a working day", "Give it once")
        steps = [b - a for a, b in zip(self.month_starts, self.month_starts[1:], strict=False)]
        wrong = [i for i, step in enumerate(steps) if not 28 <= step <= 31]
        where = self.month_starts[wrong[0] + 1] if wrong else ""
        require(not wrong, f"month_starts {where}", "is not 28 to 31 days after the one before", "Give every month")

    def is_open(self, day: int) -> bool:
        if day in self.working_days:
            return True
        return day not in self.holidays and day % 7 not in self.closed_weekdays

    def shifted(self, day: int, shift: Shift) -> int:
        """The open day an agreed day moves to. Raises InvalidProblem if none is found within 60 days."""
        if shift is Shift.NONE:
            return day
        step = 1 if shift is Shift.NEXT else -1
        for moved in range(day, day + 60 * step, step):
            if self.is_open(moved):
                return moved
        require(False, f"day {day}", "has no open day within 60 days", "Correct the calendar")
        return day

    def open_days(self, first: int, last: int) -> NDArray[np.bool_]:
        """One flag per day of first … last."""
        days = np.arange(first, last + 1)
        closed = np.isin(days % 7, list(self.closed_weekdays)) | np.isin(days, list(self.holidays))
        return ~closed | np.isin(days, list(self.working_days))

    def weekday_classes(self, first: int, last: int) -> NDArray[np.int64]:
        classes = np.arange(first, last + 1) % 7
        classes[~self.open_days(first, last)] = WEEKDAY_CLASSES - 1
        return classes

    def month_classes(self, first: int, last: int) -> NDArray[np.int64]:
        """Position in the month: the last open days count from the end, because that is how payment runs are set."""
        days = np.arange(first, last + 1)
        if not self.month_starts:
            return np.zeros(len(days), dtype=np.int64)
        starts = np.array(self.month_starts, dtype=np.int64)
        starts = np.concatenate([_months_before(starts[0], first), starts, _months_after(starts[-1], last)])
        month = np.searchsorted(starts, days, side="right") - 1
        position = np.minimum(days - starts[month] + 1, 27)
        position[(days - starts[month]) >= 27] = MONTH_CLASSES - 3
        return self._count_from_end(days, starts, position)

    def _count_from_end(
        self, days: NDArray[np.int64], starts: NDArray[np.int64], position: NDArray[np.int64]
    ) -> NDArray[np.int64]:
        for end in starts[(starts > days[0]) & (starts <= days[-1] + 31)]:
            found, day = 0, int(end) - 1
            while found < _LAST_OPEN_DAYS and day > end - 28:
                if self.is_open(day):
                    if days[0] <= day <= days[-1]:
                        position[day - days[0]] = MONTH_CLASSES - 4 - found
                    found += 1
                day -= 1
        return position


def _months_before(start: int, first: int) -> NDArray[np.int64]:
    """Months outside the given ones are taken as 30 days long, so that history before them still has a position."""
    return np.arange(start - 30, first - 61, -30, dtype=np.int64)[::-1]


def _months_after(start: int, last: int) -> NDArray[np.int64]:
    return np.arange(start + 30, last + 91, 30, dtype=np.int64)
