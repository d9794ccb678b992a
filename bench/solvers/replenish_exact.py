"""Replenishment against closed forms, enumeration, an integer programme and long simulations."""

import itertools
import math
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.solvers.figures import SolverFigure, at_most, shown
from bench.solvers.sources import source
from heliu.solvers.replenish import (
    BudgetProblem,
    LeadTimes,
    Levels,
    PolicyKind,
    PolicyProblem,
    ServiceTree,
    Site,
    economic_order_quantity,
    guaranteed_service,
    newsvendor,
    optimal_reorder_up_to,
    order_within_budget,
    policy,
    silver_meal,
    simulate,
    wagner_whitin,
)

Pmf = NDArray[np.float64]
_EXACT = 1e-9


def run(quick: bool) -> list[SolverFigure]:
    random = np.random.default_rng(11)
    return [
        _order_quantity(),
        _newsvendor(random, cases=100 if quick else 1000),
        _wagner_whitin(random, cases=50 if quick else 300),
        *_lot_sizes(items=5 if quick else 40),
        _reorder_up_to(),
        _fill_formula(random, cases=3 if quick else 12),
        _budget(random, cases=20 if quick else 200),
        _service(random, cases=20 if quick else 200),
    ]


def poisson(mean: float) -> Pmf:
    reach = int(mean + 12 * math.sqrt(mean) + 12)
    values = np.array([math.exp(-mean + k * math.log(mean) - math.lgamma(k + 1)) for k in range(reach)])
    return np.asarray(values / values.sum(), dtype=np.float64)


def _order_quantity() -> SolverFigure:
    found = economic_order_quantity(1300, order_cost=8, holding_cost=0.225).result.quantity
    wrong = abs(found / math.sqrt(2 * 1300 * 8 / 0.225) - 1)
    return at_most("replenish.eoq_error", wrong, "share", _EXACT, anchor=f"{found:.2f}; stockpyl: 304.05")


def _newsvendor(random: np.random.Generator, *, cases: int) -> SolverFigure:
    worst = 0.0
    for _ in range(cases):
        pmf = random.dirichlet(np.ones(int(random.integers(2, 40))))
        under, over = random.uniform(0.1, 9, 2)
        costs = [_season_cost(pmf, quantity, under, over) for quantity in range(pmf.size)]
        found = newsvendor(pmf.tolist(), underage=under, overage=over)
        worst = max(worst, abs(found.objective - min(costs)), abs(costs[found.result.quantity] - min(costs)))
    return at_most("replenish.newsvendor_error", worst, "money", _EXACT, anchor=f"{cases} enumerated cases")


def _season_cost(pmf: Pmf, quantity: int, under: float, over: float) -> float:
    return sum(
        float(p) * (under * max(units - quantity, 0) + over * max(quantity - units, 0)) for units, p in enumerate(pmf)
    )


def _wagner_whitin(random: np.random.Generator, *, cases: int) -> SolverFigure:
    worst = 0.0
    for _ in range(cases):
        demand = random.integers(0, 60, 9) * (random.random(9) < 0.8)
        setup, holding = random.uniform(5, 200, 9), random.uniform(0.1, 3, 9)
        unit = random.uniform(0, 5, 9)
        found = wagner_whitin(demand, setup=setup, holding=holding, unit=unit).objective
        worst = max(worst, abs(found - _enumerated(demand.astype(float), setup, holding, unit)))
    return at_most("replenish.wagner_whitin_error", worst, "money", 1e-6, anchor=f"{cases} enumerated, 9 periods")


def _enumerated(demand: Pmf, setup: Pmf, holding: Pmf, unit: Pmf) -> float:
    best = math.inf
    for chosen in itertools.product((False, True), repeat=demand.size):
        lots, at = np.zeros(demand.size), -1
        for period, opens in enumerate(chosen):
            at = period if opens else at
            if demand[period] > 0 and at < 0:
                break
            lots[at] += demand[period] if at >= 0 else 0.0
        else:
            stock = np.cumsum(lots - demand)
            best = min(best, float(setup[list(chosen)].sum() + holding @ stock + unit @ lots))
    return best


def _lot_sizes(*, items: int) -> list[SolverFigure]:
    """Single items of the X-set without its capacity, against an integer programme; the rule of thumb beside it."""
    worst, above = 0.0, []
    paths = sorted(source("lot-sizing").glob("X*"))
    for path in paths[:: max(len(paths) // 4, 1)][:4]:
        demand, holding, setup = _read_lot_sizing(path)
        for item in range(min(demand.shape[1], -(-items // 4))):
            found = wagner_whitin(demand[:, item], setup=setup[item], holding=holding[item])
            best = _programmed(demand[:, item], float(setup[item]), float(holding[item]))
            worst = max(worst, abs(found.objective - best) / best)
            rule = silver_meal(demand[:, item], setup=setup[item], holding=holding[item])
            above.append(rule.objective / found.objective - 1)
    return [
        at_most("replenish.wagner_whitin_milp", worst, "share", 1e-6, anchor="lot-sizing X-set, HiGHS, 20 periods"),
        shown("replenish.silver_meal_above", 100 * float(np.mean(above)), "% above optimum"),
    ]


def _read_lot_sizing(path: Path) -> tuple[Pmf, Pmf, Pmf]:
    numbers = path.read_text(encoding="utf-8").split()
    items, periods = int(numbers[0]), int(numbers[1])
    table = np.array([float(one) for one in numbers[4 : 4 + 4 * items]]).reshape(items, 4)
    rest = np.array([float(one) for one in numbers[4 + 4 * items : 4 + 4 * items + items * periods]])
    return rest.reshape(periods, items), table[:, 1], table[:, 3]


def _programmed(demand: Pmf, setup: float, holding: float) -> float:
    """Lot, stock and setup of each period as an integer programme."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    count = demand.size
    eye, lower = np.eye(count), np.tril(np.ones((count, count)))
    balance = np.hstack([lower, np.zeros((count, count))])
    linked = np.hstack([eye, -demand.sum() * eye])
    cost = np.concatenate([holding * (count - np.arange(count)), np.full(count, setup)])
    done = milp(
        cost,
        constraints=[LinearConstraint(balance, lb=np.cumsum(demand)), LinearConstraint(linked, ub=0)],
        integrality=np.concatenate([np.zeros(count), np.ones(count)]),
        bounds=Bounds(0, np.concatenate([np.full(count, np.inf), np.ones(count)])),
        options={"mip_rel_gap": 0.0},
    )
    return float(done.fun - holding * np.cumsum(demand).sum())


def _reorder_up_to() -> SolverFigure:
    found = optimal_reorder_up_to(poisson(6).tolist(), fixed_cost=5, holding_cost=1, backorder_cost=4).result
    right = (found.reorder_point, found.order_up_to) == (4, 10)
    anchor = "Zheng & Federgruen as in stockpyl: s 4, S 10, cost 8.0341 (Poisson 6)"
    wrong = abs(found.cost - 8.034111561471642) if right else math.inf
    return at_most("replenish.reorder_up_to_error", wrong, "money", 1e-6, anchor=anchor)


def _fill_formula(random: np.random.Generator, *, cases: int) -> SolverFigure:
    """Expected fill of chosen policies against a simulation of 400 items over 600 periods, fixed lead time."""
    started, worst = time.process_time(), 0.0
    for _ in range(cases):
        pmf = poisson(float(random.uniform(0.3, 4)))
        lead = int(random.integers(0, 4))
        problem = PolicyProblem(
            item="A",
            demand=pmf,
            lead_times=LeadTimes((lead,), (1.0,)),
            target_fill=float(random.uniform(0.85, 0.98)),
            order_cost=5.0,
            holding_cost=0.2,
            kinds=(PolicyKind.REORDER_UP_TO,),
        )
        chosen = policy(problem).result
        demand = random.choice(pmf.size, p=pmf, size=(400, 600))
        levels = Levels(np.full(400, chosen.reorder_point), np.full(400, chosen.order_up_to))
        done = simulate(demand, lambda _review, levels=levels: levels, lead_time=lead)
        worst = max(worst, 100 * abs(done.fill_since(60) - chosen.expected_fill))
    seconds = time.process_time() - started
    return at_most("replenish.fill_formula_error", worst, "points", 0.3, anchor="long simulation", seconds=seconds)


def _budget(random: np.random.Generator, *, cases: int) -> SolverFigure:
    gaps = []
    for _ in range(cases):
        demand = np.stack([_padded(poisson(float(random.uniform(0.2, 8))), 60) for _ in range(30)])
        price = np.round(random.uniform(1, 40, 30), 2)
        answer = order_within_budget(
            BudgetProblem(
                items=[str(i) for i in range(30)],
                demand=demand,
                price=price,
                budget=float(random.uniform(300, 3000)),
                pack=random.integers(1, 4, 30),
            )
        )
        gaps.append(answer.gap or 0.0)
    return at_most("replenish.budget_gap", 100 * float(np.mean(gaps)), "%", 1.0, anchor="to the Lagrangian bound")


def _padded(pmf: Pmf, size: int) -> Pmf:
    padded = np.zeros(size)
    padded[: min(pmf.size, size)] = pmf[:size]
    padded[-1] += max(1 - padded.sum(), 0.0)
    return padded


def _service(random: np.random.Generator, *, cases: int) -> SolverFigure:
    worst = 0.0
    for _ in range(cases):
        stores = [
            Site(
                name=f"S{i}",
                supplier="W",
                processing=int(random.integers(0, 4)),
                holding_cost=float(random.uniform(1, 6)),
                deviation=float(random.uniform(0.5, 9)),
                service=int(random.integers(0, 2)),
            )
            for i in range(3)
        ]
        warehouse = Site(name="W", processing=int(random.integers(1, 7)), holding_cost=float(random.uniform(0.5, 4)))
        tree = ServiceTree(sites=[warehouse, *stores], inbound=int(random.integers(0, 3)))
        worst = max(worst, abs(guaranteed_service(tree).objective - _best_promise(tree, warehouse, stores)))
    return at_most("replenish.guaranteed_service_error", worst, "money", _EXACT, anchor=f"{cases} enumerated trees")


def _best_promise(tree: ServiceTree, warehouse: Site, stores: list[Site]) -> float:
    pooled = math.sqrt(sum(store.deviation**2 for store in stores))
    most, best = tree.inbound + warehouse.processing, math.inf
    for promise in range(most + 1):
        cost = warehouse.holding_cost * tree.factor * pooled * math.sqrt(most - promise)
        for store in stores:
            net = max(promise + store.processing - store.service, 0)
            cost += store.holding_cost * tree.factor * store.deviation * math.sqrt(net)
        best = min(best, cost)
    return best
