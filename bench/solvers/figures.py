"""One measured figure of a solver beside the bar it must keep and the anchor it is compared with."""

from dataclasses import asdict, dataclass
from typing import Any

AT_MOST, AT_LEAST, WITHIN, SHOWN = "at_most", "at_least", "within", "shown"


@dataclass(frozen=True, slots=True)
class SolverFigure:
    """name: `solver.figure`; goal: the bar in the unit of the value (a pair for `within`, None without a bar); bound:
    on which side of it the value must be; anchor: what is known from elsewhere and where from; seconds: what measuring
    took."""

    name: str
    value: float
    unit: str
    goal: float | tuple[float, float] | None
    bound: str
    anchor: str
    ok: bool
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def at_most(name: str, value: float, unit: str, goal: float, *, anchor: str = "", seconds: float = 0.0) -> SolverFigure:
    return SolverFigure(name, round(value, 4), unit, goal, AT_MOST, anchor, bool(value <= goal), round(seconds, 1))


def at_least(
    name: str, value: float, unit: str, goal: float, *, anchor: str = "", seconds: float = 0.0
) -> SolverFigure:
    return SolverFigure(name, round(value, 4), unit, goal, AT_LEAST, anchor, bool(value >= goal), round(seconds, 1))


def within(
    name: str, value: float, unit: str, goal: tuple[float, float], *, anchor: str = "", seconds: float = 0.0
) -> SolverFigure:
    low, high = goal
    ok = bool(low <= value <= high)
    return SolverFigure(name, round(value, 4), unit, goal, WITHIN, anchor, ok, round(seconds, 1))


def shown(name: str, value: float, unit: str, *, anchor: str = "", seconds: float = 0.0) -> SolverFigure:
    """A figure without a bar: context of the others, such as a baseline or a lever of a sum."""
    return SolverFigure(name, round(value, 4), unit, None, SHOWN, anchor, True, round(seconds, 1))


def bar_text(figure: dict[str, Any]) -> str:
    """The bar as people write it: `≤ 0.54`, `75 … 85`, `–`."""
    goal = figure["goal"]
    if goal is None:
        return "–"
    if figure["bound"] == WITHIN:
        return f"{goal[0]:g} … {goal[1]:g}"
    return f"{'≤' if figure['bound'] == AT_MOST else '≥'} {goal:g}"
