"""What a benchmark says, and how two ways of doing the same thing are compared on a machine that is never quiet."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

NANOSECONDS = 1_000_000_000
_MILLISECOND = 1_000_000


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table. goal: bound the value must keep; floor: what the value is measured against, or None."""

    name: str
    value: float
    unit: str
    goal: float
    floor: float | None
    ok: bool

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def at_most(name: str, value: float, unit: str, goal: float, *, floor: float | None = None) -> Figure:
    return Figure(name, round(value, 3), unit, goal, None if floor is None else round(floor, 3), value <= goal)


def at_least(name: str, value: float, unit: str, goal: float, *, floor: float | None = None) -> Figure:
    return Figure(name, round(value, 3), unit, goal, None if floor is None else round(floor, 3), value >= goal)


@dataclass(frozen=True, slots=True)
class Compared:
    """Medians of one call in milliseconds, on the clock and of this process's processor time."""

    ours_ms: float
    floor_ms: float
    ours_cpu_ms: float
    floor_cpu_ms: float

    @property
    def ratio(self) -> float:
        return self.ours_ms / self.floor_ms

    def note(self) -> str:
        return (
            f"{self.ours_ms:.2f} ms against {self.floor_ms:.2f} ms; "
            f"processor time of the client {self.ours_cpu_ms:.2f} ms against {self.floor_cpu_ms:.2f} ms"
        )


def interleaved(
    ours: Sequence[Callable[[], Any]], floor: Sequence[Callable[[], Any]], *, block: int, warm: int = 0
) -> Compared:
    """Runs both in turns of `block` calls (ours, floor, ours, floor …) and takes the median of each.

    The first call after a turn pays for the other's writes (page caches); the median does not see it. The first
    `warm` calls of each side are not counted.
    """
    taken: tuple[list[tuple[int, int]], list[tuple[int, int]]] = ([], [])
    for first in range(0, max(len(ours), len(floor)), block):
        for side, calls in zip(taken, (ours, floor), strict=True):
            side.extend(_timed(call) for call in calls[first : first + block])
    (ours_ms, ours_cpu), (floor_ms, floor_cpu) = (_medians(side[warm:]) for side in taken)
    return Compared(ours_ms, floor_ms, ours_cpu, floor_cpu)


def _timed(call: Callable[[], Any]) -> tuple[int, int]:
    wall, cpu = time.perf_counter_ns(), time.process_time_ns()
    call()
    return time.perf_counter_ns() - wall, time.process_time_ns() - cpu


def _medians(taken: list[tuple[int, int]]) -> tuple[float, float]:
    wall, cpu = zip(*taken, strict=True)
    return statistics.median(wall) / _MILLISECOND, statistics.median(cpu) / _MILLISECOND
