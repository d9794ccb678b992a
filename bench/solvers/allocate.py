"""Allocation of orders to stores: time per order, gap of a batch, shipments against line-by-line nearest, exactness."""

import time
from collections.abc import Iterator

import numpy as np

from bench.solvers.allocate_brute_force import cheapest_objective, small_cases
from bench.solvers.allocate_orders import Case, Scenario, line_by_line_nearest, make_case
from bench.solvers.figures import SolverFigure, at_least, at_most, shown
from heliu.solvers.allocate import DEFAULT_WEIGHTS, Allocation, allocate, allocate_order, build_network, violations
from heliu.solvers.answers import Answer, Status

ONLINE = {
    "plenty": Scenario(orders=400, stores=200),
    "scarce": Scenario(orders=400, stores=200, mean_stock=1.0),
    "many_lines": Scenario(orders=400, stores=200, most_lines=12),
    "big_quantities": Scenario(orders=400, stores=200, mean_stock=6.0, most_units=10),
}
BATCH = {
    "plenty": Scenario(orders=1000, stores=100),
    "thin_assortment": Scenario(orders=1000, stores=100, assortment=0.3, mean_stock=6.0),
    "scarce": Scenario(orders=1000, stores=100, mean_stock=2.0),
    "partly_short": Scenario(orders=1000, stores=100, mean_stock=4.0),
    "capacity_tight": Scenario(orders=1000, stores=100, capacity_share=1.1),
    "big_quantities_short": Scenario(orders=1000, stores=100, mean_stock=8.0, most_units=10),
}
TIME_LIMIT_S = 30.0
_REFERENCE = "greedy −41 %, exact −44 % on 150 orders × 15 stores × 80 items (own measurement 2026-11)"


def run(quick: bool) -> list[SolverFigure]:
    figures = list(_online(quick))
    figures += _small(quick)
    figures += _batch(quick)
    return figures


def _online(quick: bool) -> Iterator[SolverFigure]:
    for name, scenario in list(ONLINE.items())[: 2 if quick else None]:
        started = time.perf_counter()
        case = make_case(scenario, seed=11)
        network = build_network(case.stores, case.stock, weights=DEFAULT_WEIGHTS)
        allocate_order(network, case.orders[0])
        seconds, proved = [], 0
        for order in case.orders[: 150 if quick else None]:
            before = time.process_time()
            answer = allocate_order(network, order)
            seconds.append(time.process_time() - before)
            proved += answer.status is Status.OPTIMAL
        p95 = float(np.percentile(seconds, 95)) * 1000
        took = time.perf_counter() - started
        yield at_most(f"allocate.order_p95.{name}", p95, "ms of one core, 200 stores", 10.0, seconds=took)
        yield shown(f"allocate.order_proved.{name}", 100.0 * proved / len(seconds), "% of orders proved optimal")


def _small(quick: bool) -> Iterator[SolverFigure]:
    started = time.perf_counter()
    count = 150 if quick else 1000
    equal = 0
    for case, weights in small_cases(count, seed=5):
        answer = allocate(case.orders, case.stock, case.stores, weights=weights, time_limit_s=None)
        equal += abs(answer.objective - cheapest_objective(case, weights)) < 1e-6 and answer.status is Status.OPTIMAL
    took = time.perf_counter() - started
    yield at_least(
        "allocate.equal_to_brute_force", 100.0 * equal / count, f"% of {count} small cases", 100.0, seconds=took
    )


def _batch(quick: bool) -> Iterator[SolverFigure]:
    seeds = (1,) if quick else (1, 2)
    for name, scenario in list(BATCH.items())[: 1 if quick else None]:
        started = time.perf_counter()
        gaps, cpu, ours, baseline, faults = [], [], 0, 0, 0
        for seed in seeds:
            case = make_case(scenario, seed)
            before = time.process_time()
            answer = allocate(case.orders, case.stock, case.stores, time_limit_s=TIME_LIMIT_S)
            cpu.append(time.process_time() - before)
            gaps.append(100.0 * (answer.gap or 0.0))
            ours += answer.result.shipments
            baseline += line_by_line_nearest(case)
            faults += len(_faults(answer, case))
        took = time.perf_counter() - started
        yield at_most(f"allocate.gap.{name}", max(gaps), "% worst, 1,000 orders × 100 stores", 1.0, seconds=took)
        yield at_most(f"allocate.batch_seconds.{name}", max(cpu), "s of one core, worst", TIME_LIMIT_S)
        yield at_most(f"allocate.violations.{name}", faults, "faults found by the validator", 0)
        saved = 100.0 * (1.0 - ours / baseline)
        if name == "plenty":
            yield at_least("allocate.fewer_shipments", saved, "% than line-by-line nearest", 40.0, anchor=_REFERENCE)
        else:
            yield shown(f"allocate.fewer_shipments.{name}", saved, "% than line-by-line nearest")


def _faults(answer: Answer[Allocation], case: Case) -> list[str]:
    return violations(answer.result, case.orders, case.stock, case.stores, weights=DEFAULT_WEIGHTS)
