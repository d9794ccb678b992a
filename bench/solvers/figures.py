"""One measured figure of a solver beside the bar it must keep and the anchor it is compared with."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class SolverFigure:
    """name: `solver.figure`; goal: bound with its direction as text (`≤ 0.54`); anchor: what is known from elsewhere
    and where from; seconds: what measuring took."""

    name: str
    value: float
    unit: str
    goal: str
    anchor: str
    ok: bool
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def at_most(name: str, value: float, unit: str, goal: float, *, anchor: str = "", seconds: float = 0.0) -> SolverFigure:
    return SolverFigure(name, round(value, 4), unit, f"≤ {goal:g}", anchor, bool(value <= goal), round(seconds, 1))


def at_least(
    name: str, value: float, unit: str, goal: float, *, anchor: str = "", seconds: float = 0.0
) -> SolverFigure:
    return SolverFigure(name, round(value, 4), unit, f"≥ {goal:g}", anchor, bool(value >= goal), round(seconds, 1))


def within(
    name: str, value: float, unit: str, goal: tuple[float, float], *, anchor: str = "", seconds: float = 0.0
) -> SolverFigure:
    low, high = goal
    text = f"{low:g} … {high:g}"
    return SolverFigure(name, round(value, 4), unit, text, anchor, bool(low <= value <= high), round(seconds, 1))


def shown(name: str, value: float, unit: str, *, anchor: str = "", seconds: float = 0.0) -> SolverFigure:
    """A figure without a bar: context of the others, such as a baseline or a lever of a sum."""
    return SolverFigure(name, round(value, 4), unit, "–", anchor, True, round(seconds, 1))
