"""Which levers to pull so that the balance keeps the floor at least cost: a mixed-integer programme solved by HiGHS.

Binary: pull a lever, use a credit line. Continuous: what is drawn on each line on each day. Given the binaries, the
cheapest draws follow exactly in whole minor units (cheapest line first, no more than needed), so the reported plan is
recomputed with integers and holds to the unit.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from heliu.solvers.answers import Alternative, Answer, Measure, Reason, Status, Stopwatch
from heliu.solvers.cash.checking import check
from heliu.solvers.cash.effects import Effects
from heliu.solvers.cash.ledger import units_of
from heliu.solvers.cash.levers import CreditLine, Lever, LeverKind
from heliu.solvers.cash.problem import CashProblem
from heliu.solvers.cash.programme import Choice, Programme, interest
from heliu.solvers.cash.result import CashForecast, LearnedPayments
from heliu.solvers.problems import require, require_number, require_unique


class Basis(StrEnum):
    """The balance that has to keep the floor: the expected one, or the one that nine of ten futures exceed."""

    EXPECTED = "expected"
    P10 = "p10"


@dataclass(frozen=True, slots=True)
class PlannedAction:
    """`effect`: change of the balance on the day that was lowest before; for a credit line what is drawn then.
    `cost` in minor units, negative for a gain."""

    lever: str
    kind: LeverKind
    cost: int
    effect: int
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CashPlan:
    """`before` and `after`: balance of the basis per day; after = before + effects + draws, exactly. `draws`: what is
    outstanding per line and day. `shortfall`: largest distance below the floor that is left, 0 unless infeasible."""

    basis: Basis
    floor: int
    before: NDArray[np.int64]
    after: NDArray[np.int64]
    actions: tuple[PlannedAction, ...]
    draws: dict[str, NDArray[np.int64]]
    cost: int
    shortfall: int


def plan_cash(
    problem: CashProblem,
    learned: LearnedPayments,
    forecast: CashForecast,
    *,
    levers: Sequence[Lever],
    basis: Basis = Basis.P10,
    node_limit: int = 20_000,
) -> Answer[CashPlan]:
    """Cheapest set of levers that keeps `basis` at or above the floor every day. An effect is the expected change of
    cash, added to every path. `objective`: cost in minor units. Infeasible: the plan keeps the highest floor that can
    be kept, at least cost. Each action carries what the cheapest plan without it would cost more. Raises
    InvalidProblem."""
    watch = Stopwatch()
    check(problem)
    learned.check_fits(problem, tuple(units_of(problem).index))
    require_unique("lever", (lever.id for lever in levers))
    lines = [lever for lever in levers if isinstance(lever, CreditLine)]
    for line in lines:
        _check_line(line)
    effects_of = Effects(problem, learned) if len(lines) < len(levers) else None
    effects = [effects_of.of(lever) for lever in levers if effects_of and not isinstance(lever, CreditLine)]
    before = (forecast.p10 if basis is Basis.P10 else forecast.expected).astype(np.int64)
    programme = Programme(before - problem.floor, effects, lines, first_day=problem.first_day, node_limit=node_limit)
    best = programme.solve()
    kinds = {lever.id: lever.kind for lever in levers}
    plan = _plan_of(programme, best, kinds, problem, basis=basis, before=before)
    return Answer(
        status=_status(best),
        result=plan,
        objective=float(plan.cost),
        bound=None if best.bound is None else min(best.bound, float(plan.cost)),
        wall_s=watch.seconds,
        explain=_reasons(programme, best, plan, problem),
    )


def _check_line(line: CreditLine) -> None:
    require_number(f"lever {line.id} limit", line.limit, at_least=0)
    require_number(f"lever {line.id} yearly_rate", line.yearly_rate, at_least=0, at_most=10)
    require_number(f"lever {line.id} fee", line.fee, at_least=0)
    require(isinstance(line.limit, int), f"lever {line.id}", "has a broken limit", "Give whole minor units")


def _status(best: Choice) -> Status:
    if best.shortfall > 0:
        return Status.INFEASIBLE
    return Status.OPTIMAL if best.proved else Status.FEASIBLE


def _plan_of(
    programme: Programme,
    best: Choice,
    kinds: dict[str, LeverKind],
    problem: CashProblem,
    *,
    basis: Basis,
    before: NDArray[np.int64],
) -> CashPlan:
    low = int(before.argmin())
    actions = [
        PlannedAction(one.id, kinds[one.id], one.cost, int(one.balance[low]), one.documents)
        for one in programme.chosen_effects(best)
    ]
    draws = programme.draws(best)
    for line in programme.lines:
        if draws[line.id].any():
            cost = line.fee + interest(line, draws[line.id])
            actions.append(PlannedAction(line.id, kinds[line.id], cost, int(draws[line.id][low])))
    after = before + sum((one.balance for one in programme.chosen_effects(best)), np.zeros_like(before))
    after = after + sum(draws.values(), np.zeros_like(before))
    return CashPlan(
        basis=basis,
        floor=problem.floor,
        before=before,
        after=after,
        actions=tuple(actions),
        draws={name: drawn for name, drawn in draws.items() if drawn.any()},
        cost=sum(action.cost for action in actions),
        shortfall=max(0, problem.floor - int(after.min())),
    )


def _reasons(programme: Programme, best: Choice, plan: CashPlan, problem: CashProblem) -> tuple[Reason, ...]:
    unit = problem.currency
    low = int(plan.before.argmin())
    found = [
        Reason(
            code="cash_plan",
            measures=(
                Measure("lowest_before", int(plan.before.min()), unit),
                Measure("lowest_day", problem.first_day + low, "day"),
                Measure("lowest_after", int(plan.after.min()), unit),
                Measure("floor", plan.floor, unit),
                Measure("cost", plan.cost, unit),
            ),
        )
    ]
    if plan.shortfall:
        first = problem.first_day + int((plan.after < plan.floor).argmax())
        measures = (Measure("shortfall", plan.shortfall, unit), Measure("first_day", first, "day"))
        found.append(Reason(code="levers_do_not_suffice", measures=measures))
    for action in plan.actions:
        measures = (Measure("cost", action.cost, unit), Measure("effect", action.effect, unit))
        alternative = _without(programme, best, action.lever, plan)
        code = f"pull_{action.kind.value}"
        found.append(Reason(code=code, subject=action.lever, measures=measures, alternative=alternative))
    return tuple(found)


def _without(programme: Programme, best: Choice, lever: str, plan: CashPlan) -> Alternative:
    """The cheapest plan that leaves this lever alone."""
    other = programme.solve(forbidden=lever)
    instead = sorted(other.pulled - best.pulled) or ["none"]
    shortfall = Measure("shortfall", other.shortfall)
    if other.shortfall > plan.shortfall:
        return Alternative(choice=", ".join(instead), objective_difference=None, measures=(shortfall,))
    difference = float(max(0, programme.cost(other) - plan.cost))
    return Alternative(choice=", ".join(instead), objective_difference=difference, measures=(shortfall,))
