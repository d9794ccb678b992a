"""Buying ahead where lines share a budget or room, or where the risk is capped: one mixed-integer programme in HiGHS.

Per line and order period: packs by price break, an order yes/no where an order costs something, has a minimum or a
break, and stock that neither falls below zero nor outlasts cover and shelf life. Shared: budget per period at expected
prices, room at the end of each period, and the conditional value at risk of costing more than buying as needed, which
is linear over the scenarios (Rockafellar and Uryasev 2000).
"""

from dataclasses import dataclass, field

import numpy as np

from heliu.solvers.buy_plan.needs import Needs, carrying_cost
from heliu.solvers.buy_plan.problem import Floats, Ints, PlanLine, PlanProblem, QuantityBreak
from heliu.solvers.buy_plan.valuation import Valuation

_TIME_OR_NODES = 1
_INFEASIBLE = 2


@dataclass(frozen=True, slots=True)
class JointPlan:
    """`orders` per line; None when none was found, and `proved` then says that there is none. `bound`: least expected
    total cost that any plan can have; `proved`: `orders` are within the policy's gap of it."""

    orders: tuple[Ints, ...] | None
    bound: float
    proved: bool


@dataclass(slots=True)
class _Rows:
    """Sparse rows `low ≤ a·x ≤ high`."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    values: list[float] = field(default_factory=list)
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def add(self, terms: list[tuple[int, float]], *, low: float = -np.inf, high: float = np.inf) -> None:
        row = len(self.low)
        for column, value in terms:
            self.rows.append(row)
            self.columns.append(column)
            self.values.append(value)
        self.low.append(low)
        self.high.append(high)


@dataclass(slots=True)
class _Model:
    """`cost`, `lower`, `upper`, `whole`: one entry per column. `packs[l][t][b]`: column of the packs that line l orders
    in t at break b; `scale[c]`: base units times (1 − discount) of a pack column; `constant`: cost of no column."""

    rows: _Rows = field(default_factory=_Rows)
    cost: list[float] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[int] = field(default_factory=list)
    packs: list[list[list[int]]] = field(default_factory=list)
    constant: float = 0.0

    def column(self, *, cost: float = 0.0, lower: float = 0.0, upper: float = np.inf, whole: bool = True) -> int:
        self.cost.append(cost)
        self.lower.append(lower)
        self.upper.append(upper)
        self.whole.append(int(whole))
        return len(self.cost) - 1


def plan_jointly(problem: PlanProblem, needs: tuple[Needs, ...], baselines: tuple[Valuation, ...]) -> JointPlan:
    """Least expected total cost under all limits, within the policy's gap, time and nodes. HiGHS starts from a fixed
    seed and is deterministic unless the time limit ends it."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    model = _Model()
    for line, need in zip(problem.lines, needs, strict=True):
        _add_line(model, line, need, holding_rate=problem.policy.holding_rate)
    _add_budget(model, problem, needs)
    _add_space(model, problem, needs)
    if problem.policy.risk_cap is not None:
        _add_risk(model, problem, needs, baselines)
    shape = (len(model.rows.low), len(model.cost))
    matrix = coo_array((model.rows.values, (model.rows.rows, model.rows.columns)), shape=shape).tocsr()
    options: dict[str, float] = {"time_limit": problem.policy.time_limit_s, "mip_rel_gap": problem.policy.gap}
    if problem.policy.node_limit is not None:
        options["node_limit"] = problem.policy.node_limit
    found = milp(
        np.array(model.cost),
        integrality=np.array(model.whole),
        bounds=Bounds(np.array(model.lower), np.array(model.upper)),
        constraints=LinearConstraint(matrix, np.array(model.rows.low), np.array(model.rows.high)),
        options=options,
    )
    if found.x is None:
        return JointPlan(None, np.inf, int(found.status) == _INFEASIBLE)
    bound = float(found.mip_dual_bound) if found.mip_dual_bound is not None else float(found.fun)
    proved = int(found.status) != _TIME_OR_NODES
    return JointPlan(_orders(model, problem, np.asarray(found.x)), bound + model.constant, proved)


def levels_of(line: PlanLine) -> tuple[QuantityBreak, ...]:
    """Price levels of a line: list price first, then its breaks."""
    return (QuantityBreak(0, 0.0), *line.terms.breaks)


def _add_line(model: _Model, line: PlanLine, need: Needs, *, holding_rate: float) -> None:
    """Columns and rows of one line. Stock of period t is Σ orders up to t − served; its carrying cost is charged on the
    orders, so that stock needs no columns of its own."""
    terms, count = line.terms, need.periods
    carrying = carrying_cost(line, holding_rate=holding_rate)
    served = np.concatenate(([0], np.cumsum(need.net)))
    columns: list[list[int]] = []
    so_far: list[tuple[int, float]] = []
    for period in range(count):
        most = _most(line, served, period)
        row = []
        for level in levels_of(line):
            unit = float(need.planning[period]) * (1 - level.discount) + carrying * (count - period)
            unit -= float(need.planning[-1])
            row.append(model.column(cost=terms.pack * unit, upper=max(most // terms.pack, 0)))
        if terms.has_lots:
            _add_lot_rules(model, line, row, most=most)
        so_far += [(column, float(terms.pack)) for column in row]
        model.rows.add(list(so_far), low=float(served[period + 1]), high=float(most))
        columns.append(row)
    model.packs.append(columns)
    if count:
        model.constant += float(need.planning[-1]) * float(served[-1]) - carrying * float(served[1:].sum())


def _most(line: PlanLine, served: Ints, period: int) -> int:
    terms, count = line.terms, len(served) - 1
    most = int(served[min(period + terms.max_cover, count)]) + terms.smallest_lot() - 1
    if terms.shelf_life is not None and period + terms.shelf_life <= count:
        most = min(most, int(served[period + terms.shelf_life]))
    return most


def _add_lot_rules(model: _Model, line: PlanLine, packs: list[int], *, most: int) -> None:
    terms, levels = line.terms, levels_of(line)
    chosen = []
    for place, (level, pack) in enumerate(zip(levels, packs, strict=True)):
        yes = model.column(cost=terms.order_cost, upper=1)
        least = max(level.from_quantity, terms.smallest_lot())
        following = levels[place + 1].from_quantity - 1 if place + 1 < len(levels) else most
        model.rows.add([(pack, float(terms.pack)), (yes, -float(least))], low=0)
        model.rows.add([(pack, float(terms.pack)), (yes, -float(max(min(most, following), 0)))], high=0)
        chosen.append((yes, 1.0))
    model.rows.add(chosen, high=1)


def _add_budget(model: _Model, problem: PlanProblem, needs: tuple[Needs, ...]) -> None:
    for period, amount in enumerate(problem.budget):
        terms = []
        for line, need, columns in zip(problem.lines, needs, model.packs, strict=True):
            if period < need.periods:
                price = float(need.expected[period]) * line.terms.pack
                levels = zip(levels_of(line), columns[period], strict=True)
                terms += [(column, price * (1 - level.discount)) for level, column in levels]
        if terms:
            model.rows.add(terms, high=amount)


def _add_space(model: _Model, problem: PlanProblem, needs: tuple[Needs, ...]) -> None:
    if problem.space is None:
        return
    for period in range(max(need.periods for need in needs)):
        terms = []
        freed = 0.0
        for line, need, columns in zip(problem.lines, needs, model.packs, strict=True):
            if line.space <= 0 or need.periods == 0:
                continue
            until = min(period + 1, need.periods)
            freed += line.space * float(need.net[:until].sum())
            terms += [(column, line.space * line.terms.pack) for row in columns[:until] for column in row]
        if terms:
            model.rows.add(terms, high=problem.space + freed)


def _add_risk(model: _Model, problem: PlanProblem, needs: tuple[Needs, ...], baselines: tuple[Valuation, ...]) -> None:
    """threshold + Σ tails / (level · scenarios) ≤ cap, tails ≥ cost − cost of buying as needed − threshold, tails ≥ 0.
    A scenario's cost differs from the planned one by its prices only."""
    policy = problem.policy
    scenarios = len(baselines[0].purchases)
    base = np.sum([one.total for one in baselines], axis=0)
    costs = np.tile(np.array(model.cost), (scenarios, 1))
    constants = np.full(scenarios, model.constant)
    for line, need, columns in zip(problem.lines, needs, model.packs, strict=True):
        if need.periods == 0:
            continue
        off: Floats = need.prices - need.planning
        constants += off[:, -1] * float(need.net.sum())
        for period, row in enumerate(columns):
            for level, column in zip(levels_of(line), row, strict=True):
                costs[:, column] += line.terms.pack * (off[:, period] * (1 - level.discount) - off[:, -1])
    used = np.flatnonzero(np.abs(costs).max(axis=0) > 0)
    threshold = model.column(lower=-np.inf, whole=False)
    tails = [model.column(whole=False) for _ in range(scenarios)]
    for scenario, tail in enumerate(tails):
        terms = [(int(column), -float(costs[scenario, column])) for column in used]
        terms += [(tail, 1.0), (threshold, 1.0)]
        model.rows.add(terms, low=float(constants[scenario] - base[scenario]))
    weight = 1 / (policy.risk_level * scenarios)
    cap = (policy.risk_cap or 0.0) * float(base.mean())
    model.rows.add([(threshold, 1.0), *((tail, weight) for tail in tails)], high=cap)


def _orders(model: _Model, problem: PlanProblem, values: Floats) -> tuple[Ints, ...]:
    found = []
    for line, columns in zip(problem.lines, model.packs, strict=True):
        packs = [line.terms.pack * round(float(sum(values[column] for column in row))) for row in columns]
        found.append(np.array(packs, dtype=np.int64))
    return tuple(found)
