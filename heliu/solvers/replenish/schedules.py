"""Lots against known demand of coming periods: Wagner–Whitin (1958), exact, and Silver–Meal (1973), a rule of thumb."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.problems import require, require_number
from heliu.solvers.replenish.demand import Floats

Series = Sequence[float] | NDArray[Any]


@dataclass(frozen=True, slots=True)
class LotSchedule:
    """`lots[t]` units arrive at the start of period t; holding is charged on stock at the end of each period."""

    lots: tuple[float, ...]
    stock: tuple[float, ...]
    setup_cost: float
    holding_cost: float
    purchase_cost: float

    @property
    def cost(self) -> float:
        return self.setup_cost + self.holding_cost + self.purchase_cost


@dataclass(frozen=True, slots=True)
class _Costs:
    demand: Floats
    setup: Floats
    holding: Floats
    unit: Floats


def wagner_whitin(
    demand: Series, *, setup: float | Series, holding: float | Series, unit: float | Series = 0.0
) -> Answer[LotSchedule]:
    """The schedule of least cost that covers all demand without backorders; proved optimal, O(T²).

    demand: units per period. setup: money per lot; holding: money per unit and period end; unit: money per unit —
    each one number or one per period. Raises InvalidProblem for negative or unknown values.
    """
    watch = Stopwatch()
    costs = _checked(demand, setup, holding, unit)
    count = costs.demand.size
    best = np.full(count + 1, np.inf)
    best[0] = 0.0
    cover_from = np.zeros(count + 1, dtype=np.int64)
    carried = np.concatenate([[0.0], np.cumsum(costs.holding)])
    for start in range(count):
        spans = np.arange(start, count)
        unit_cost = costs.unit[start] + carried[spans] - carried[start]
        total = best[start] + _setup(costs, start) + np.cumsum(costs.demand[spans] * unit_cost)
        better = total < best[start + 1 :] - 1e-12
        best[start + 1 :][better] = total[better]
        cover_from[start + 1 :][better] = start
        if costs.demand[start] == 0 and best[start] <= best[start + 1]:
            best[start + 1], cover_from[start + 1] = best[start], -1
    starts = _chosen_starts(cover_from)
    schedule = _schedule(costs, starts)
    return Answer(
        status=Status.OPTIMAL,
        result=schedule,
        objective=schedule.cost,
        bound=schedule.cost,
        wall_s=watch.seconds,
        explain=_reasons(costs, schedule),
    )


def silver_meal(
    demand: Series, *, setup: float | Series, holding: float | Series, unit: float | Series = 0.0
) -> Answer[LotSchedule]:
    """Each lot covers periods as long as its cost per period covered falls; the bound is Wagner–Whitin's optimum."""
    watch = Stopwatch()
    costs = _checked(demand, setup, holding, unit)
    starts: list[tuple[int, int]] = []
    start, count = 0, costs.demand.size
    while start < count:
        if costs.demand[start] == 0:
            start += 1
            continue
        end = _silver_meal_end(costs, start)
        starts.append((start, end))
        start = end
    schedule = _schedule(costs, starts)
    optimum = wagner_whitin(demand, setup=setup, holding=holding, unit=unit)
    reasons = _reasons(costs, schedule)
    return Answer(
        status=Status.FEASIBLE,
        result=schedule,
        objective=schedule.cost,
        bound=optimum.objective,
        wall_s=watch.seconds,
        explain=reasons,
    )


def _silver_meal_end(costs: _Costs, start: int) -> int:
    spent, average, carried = float(costs.setup[start]), float(costs.setup[start]), 0.0
    end = start + 1
    while end < costs.demand.size:
        carried += float(costs.holding[end - 1])
        spent += float(costs.demand[end]) * carried
        if spent / (end - start + 1) > average:
            break
        average = spent / (end - start + 1)
        end += 1
    return end


def _setup(costs: _Costs, start: int) -> float:
    return float(costs.setup[start])


def _checked(demand: Series, setup: float | Series, holding: float | Series, unit: float | Series) -> _Costs:
    wanted = np.asarray(demand, dtype=np.float64)
    require(wanted.ndim == 1 and wanted.size > 0, "demand", "is empty", "Give at least one period")
    arrays = [wanted]
    for name, value in (("demand", demand), ("setup", setup), ("holding", holding), ("unit", unit)):
        values = np.broadcast_to(np.asarray(value, dtype=np.float64), _shape(name, value, wanted.size)).copy()
        for period, one in enumerate(values):
            require_number(f"{name}[{period}]", float(one), at_least=0.0)
        if name != "demand":
            arrays.append(values)
    return _Costs(*arrays)


def _shape(name: str, value: float | Series, periods: int) -> tuple[int]:
    given = np.shape(value)
    require(
        given in ((), (periods,)),
        name,
        f"has {given[0] if given else 0} values for {periods} periods",
        "Give one value, or one per period",
    )
    return (periods,)


def _chosen_starts(cover_from: NDArray[np.int64]) -> list[tuple[int, int]]:
    starts: list[tuple[int, int]] = []
    end = cover_from.size - 1
    while end > 0:
        start = int(cover_from[end])
        if start >= 0:
            starts.append((start, end))
            end = start
        else:
            end -= 1
    return starts[::-1]


def _schedule(costs: _Costs, starts: Sequence[tuple[int, int]]) -> LotSchedule:
    lots = np.zeros(costs.demand.size)
    for start, end in starts:
        lots[start] = costs.demand[start:end].sum()
    stock = np.cumsum(lots - costs.demand)
    stock[np.abs(stock) < 1e-9] = 0.0
    return LotSchedule(
        lots=tuple(float(lot) for lot in lots),
        stock=tuple(float(left) for left in stock),
        setup_cost=float(costs.setup[lots > 0].sum()),
        holding_cost=float(costs.holding @ stock),
        purchase_cost=float(costs.unit @ lots),
    )


def _reasons(costs: _Costs, schedule: LotSchedule) -> tuple[Reason, ...]:
    """One reason per lot, and the whole against a lot for every period with demand."""
    every = _schedule(costs, [(t, t + 1) for t in range(costs.demand.size) if costs.demand[t] > 0])
    whole = Reason(
        code="lot_schedule",
        measures=(
            Measure("lots", sum(lot > 0 for lot in schedule.lots), "orders"),
            Measure("setup", schedule.setup_cost, "money"),
            Measure("holding", schedule.holding_cost, "money"),
            Measure("purchase", schedule.purchase_cost, "money"),
        ),
        alternative=Alternative(
            choice="a lot for every period", objective_difference=max(every.cost - schedule.cost, 0.0)
        ),
    )
    starts = [t for t, lot in enumerate(schedule.lots) if lot > 0]
    ends = [*starts[1:], len(schedule.lots)][: len(starts)]
    return (
        whole,
        *(
            Reason(
                code="lot_covers",
                subject=str(start),
                measures=(Measure("quantity", schedule.lots[start], "pcs"), Measure("until", end - 1, "period")),
            )
            for start, end in zip(starts, ends, strict=True)
        ),
    )
