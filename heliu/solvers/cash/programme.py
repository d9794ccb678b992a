"""The mixed-integer programme of a cash plan, and its exact recourse in whole minor units."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.cash.effects import Effect
from heliu.solvers.cash.levers import CreditLine


@dataclass(frozen=True, slots=True)
class Choice:
    """Levers pulled and lines that may be drawn; `shortfall` by which the floor is lowered; `bound` on the cost."""

    pulled: frozenset[str]
    shortfall: int
    proved: bool
    bound: float | None


def interest(line: CreditLine, drawn: NDArray[np.int64]) -> int:
    """Interest on what is outstanding at each day's end, rounded half up once."""
    exact = Fraction(line.yearly_rate) * int(drawn.sum()) / 365
    return int((exact * 2 + 1) // 2)


class Programme:
    """`room`: balance above the floor per day, negative where it is undercut."""

    def __init__(
        self,
        room: NDArray[np.int64],
        effects: Sequence[Effect],
        lines: Sequence[CreditLine],
        *,
        first_day: int,
        node_limit: int,
    ) -> None:
        self.room, self.effects = room, list(effects)
        self.lines = sorted(lines, key=lambda line: (line.yearly_rate, line.id))
        self._from = [max(0, (line.from_day or first_day) - first_day) for line in self.lines]
        self._nodes = node_limit
        self._unit = float(max(1, np.abs(room).max(initial=1))) / 1000

    def chosen_effects(self, choice: Choice) -> list[Effect]:
        return [one for one in self.effects if one.id in choice.pulled]

    def draws(self, choice: Choice) -> dict[str, NDArray[np.int64]]:
        """Least draws that keep the floor less the choice's shortfall, cheapest line first, on the lines in use."""
        needed = np.maximum(-self._room_with(choice.pulled) - choice.shortfall, 0)
        drawn = {}
        for line, start in zip(self.lines, self._from, strict=True):
            part = np.minimum(needed, line.limit) if line.id in choice.pulled else np.zeros_like(needed)
            part[:start] = 0
            drawn[line.id] = part
            needed = needed - part
        return drawn

    def _room_with(self, pulled: frozenset[str]) -> NDArray[np.int64]:
        room = self.room.copy()
        for one in self.effects:
            if one.id in pulled:
                room += one.balance
        return room

    def shortfall(self, pulled: frozenset[str]) -> int:
        """What is missing on the worst day, in whole minor units."""
        drawn = self.draws(Choice(pulled, 0, False, None))
        after = self._room_with(pulled) + sum(drawn.values(), np.zeros_like(self.room))
        return max(0, -int(after.min()))

    def cost(self, choice: Choice) -> int:
        drawn = self.draws(choice)
        total = sum(one.cost for one in self.chosen_effects(choice))
        return total + sum(line.fee + interest(line, drawn[line.id]) for line in self.lines if drawn[line.id].any())

    def solve(self, forbidden: str | None = None) -> Choice:
        """Cheapest choice that keeps the floor; else the cheapest among those with the least shortfall."""
        allowed = 0.0
        solution = self._run(forbidden, allowed=allowed)
        if solution is None:
            least = self._run(forbidden, allowed=None)
            assert least is not None
            allowed = self.shortfall(least[0])
            solution = self._run(forbidden, allowed=allowed) or least
        pulled, proved, bound = solution
        if self.shortfall(pulled) > allowed:
            # kept within the tolerance of floating point but not to the minor unit: ask for a little more room
            stricter = self._run(forbidden, allowed=allowed - max(2.0, 1e-6 * self._unit))
            pulled = stricter[0] if stricter and self.shortfall(stricter[0]) <= allowed else pulled
        return Choice(pulled, self.shortfall(pulled), proved, bound)

    def _run(self, forbidden: str | None, *, allowed: float | None) -> tuple[frozenset[str], bool, float | None] | None:
        """Least cost with at most `allowed` shortfall, or least shortfall where None. None if that is infeasible.

        Columns: effects, lines used, draws (line-major), shortfall.
        """
        from scipy.optimize import Bounds, LinearConstraint, milp

        days, effects, lines = len(self.room), len(self.effects), len(self.lines)
        cost, upper = self._costs(), self._uppers(forbidden)
        if allowed is None:
            cost = np.zeros_like(cost)
            cost[-1] = 1
        else:
            upper[-1] = max(allowed, 0.0) / self._unit
        keep_floor = np.concatenate(
            [
                np.array([one.balance for one in self.effects], dtype=float).reshape(effects, days).T / self._unit,
                np.zeros((days, lines)),
                np.tile(np.eye(days), (1, lines)).reshape(days, lines * days),
                np.ones((days, 1)),
            ],
            axis=1,
        )
        extra = -allowed if allowed is not None and allowed < 0 else 0.0
        rows = [LinearConstraint(keep_floor, lb=(extra - self.room) / self._unit)]
        rows += [LinearConstraint(row, ub=limit) for row, limit in (self._limits(), self._exclusions()) if len(row)]
        whole = np.concatenate([np.ones(effects + lines), np.zeros(lines * days + 1)])
        options = {"node_limit": self._nodes, "mip_rel_gap": 0.0}
        done = milp(cost, integrality=whole, bounds=Bounds(0, upper), constraints=rows, options=options)
        if done.x is None:
            return None
        pulled = {one.id for one, value in zip(self.effects, done.x, strict=False) if value > 0.5}
        used = done.x[effects : effects + lines]
        pulled |= {line.id for line, value in zip(self.lines, used, strict=True) if value > 0.5}
        bound = done.mip_dual_bound if done.mip_dual_bound is not None else done.fun
        return frozenset(pulled), done.status == 0, None if bound is None else float(bound) * self._unit

    def _costs(self) -> NDArray[np.float64]:
        days = len(self.room)
        daily = [np.full(days, line.yearly_rate / 365) for line in self.lines]
        fixed = np.array([one.cost for one in self.effects] + [line.fee for line in self.lines], dtype=float)
        return np.concatenate([fixed / self._unit, *daily, [0.0]])

    def _uppers(self, forbidden: str | None) -> NDArray[np.float64]:
        days = len(self.room)
        names = [one.id for one in self.effects] + [line.id for line in self.lines]
        uses = [float(name != forbidden) for name in names]
        draws = []
        for line, start in zip(self.lines, self._from, strict=True):
            most = np.full(days, line.limit / self._unit)
            most[:start] = 0
            draws.append(most)
        return np.concatenate([np.array(uses, dtype=float), *draws, [np.inf]])

    def _limits(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """A line is drawn only if it is used."""
        days, effects, lines = len(self.room), len(self.effects), len(self.lines)
        rows = np.zeros((lines * days, effects + lines + lines * days + 1))
        for i, line in enumerate(self.lines):
            block = slice(i * days, (i + 1) * days)
            rows[block, effects + i] = -line.limit / self._unit
            rows[block, effects + lines + i * days : effects + lines + (i + 1) * days] = np.eye(days)
        return rows, np.zeros(lines * days)

    def _exclusions(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """One lever per document."""
        touching: dict[str, list[int]] = {}
        for i, one in enumerate(self.effects):
            for document in one.documents:
                touching.setdefault(document, []).append(i)
        groups = [group for group in touching.values() if len(group) > 1]
        width = len(self.effects) + len(self.lines) * (1 + len(self.room)) + 1
        rows = np.zeros((len(groups), width))
        for row, group in zip(rows, groups, strict=True):
            row[group] = 1
        return rows, np.ones(len(groups))
