"""Replenishment keeps its promises on whatever comes: conservation, order of levels, bounds, parts that add up."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from heliu.solvers.replenish import (
    BudgetProblem,
    LeadTimes,
    Levels,
    PolicyKind,
    PolicyProblem,
    PooledProblem,
    demand_during,
    demand_over,
    mean_of,
    newsvendor,
    order_within_budget,
    policy,
    pooled_levels,
    silver_meal,
    simulate,
    wagner_whitin,
)

weights = st.lists(st.integers(0, 20), min_size=2, max_size=7).filter(lambda one: sum(one[1:]) > 0)
lengths = st.lists(st.integers(0, 4), min_size=1, max_size=5)
few = settings(deadline=None, max_examples=25)
many = settings(deadline=None, max_examples=60)


def _pmf(given_weights: list[int]) -> np.ndarray:
    return np.array(given_weights, dtype=float) / sum(given_weights)


def _lead(observed: list[int]) -> LeadTimes:
    found = sorted(set(observed))
    return LeadTimes(tuple(found), tuple(observed.count(one) / len(observed) for one in found))


@many
@given(weights, st.integers(0, 6), st.integers(0, 6))
def test_demand_of_two_spans_is_demand_of_their_sum(one: list[int], first: int, second: int) -> None:
    pmf = _pmf(one)
    both = np.convolve(demand_over(pmf, first), demand_over(pmf, second))
    assert demand_over(pmf, first + second) == pytest.approx(both, abs=1e-12)


@many
@given(weights, lengths, st.integers(0, 3))
def test_a_lead_time_demand_is_a_distribution_with_the_mean_of_its_periods(
    one: list[int], observed: list[int], extra: int
) -> None:
    lead = _lead(observed)
    total = demand_during(_pmf(one), lead, extra)
    assert total.sum() == pytest.approx(1)
    assert mean_of(total) == pytest.approx(mean_of(_pmf(one)) * (lead.mean + extra))


@few
@given(
    weights,
    lengths,
    st.floats(0.6, 0.99),
    st.integers(1, 3),
    st.integers(1, 6),
    st.integers(1, 4),
    st.sampled_from(list(PolicyKind)),
)
def test_a_policy_reaches_its_fill_and_its_parts_add_up(
    one: list[int], observed: list[int], fill: float, review: int, minimum: int, pack: int, kind: PolicyKind
) -> None:
    answer = policy(
        PolicyProblem(
            item="x",
            demand=_pmf(one),
            lead_times=_lead(observed),
            target_fill=fill,
            review_periods=review,
            order_cost=3.0,
            minimum=minimum,
            pack=pack,
            kinds=(kind,),
        )
    )
    assert answer.result.expected_fill >= fill - 1e-9
    assert answer.result.expected_stock >= 0
    parts = [float(one.value) for one in answer.explain[0].measures[:-1]]
    assert sum(parts) == pytest.approx(answer.result.reorder_point, abs=1e-8)


@few
@given(weights, lengths, st.floats(0.5, 0.9))
def test_a_higher_fill_never_needs_a_lower_level(one: list[int], observed: list[int], fill: float) -> None:
    levels = [
        policy(
            PolicyProblem(
                item="x",
                demand=_pmf(one),
                lead_times=_lead(observed),
                target_fill=target,
                kinds=(PolicyKind.BASE_STOCK,),
            )
        ).result.order_up_to
        for target in (fill, fill + 0.05, fill + 0.09)
    ]
    assert levels == sorted(levels)


@many
@given(
    st.lists(st.lists(st.integers(0, 9), min_size=6, max_size=6), min_size=1, max_size=4),
    st.integers(0, 12),
    st.integers(0, 3),
    st.integers(1, 3),
    st.integers(1, 5),
    st.integers(1, 4),
    st.booleans(),
)
def test_goods_are_conserved_in_the_simulation(
    demand: list[list[int]], level: int, lead: int, review: int, minimum: int, pack: int, lost: bool
) -> None:
    values = np.array(demand)
    up_to = np.full(len(demand), level)
    done = simulate(
        values,
        lambda _review: Levels(up_to - 1, up_to),
        lead_time=lead,
        review=review,
        minimum=minimum,
        pack=pack,
        lost_sales=lost,
    )
    assert (done.opening + done.arrived == done.delivered + done.on_hand).all()
    assert (done.arrived <= done.ordered).all()
    assert (done.served <= done.demanded).all()
    if lost:
        assert done.delivered.sum() == done.served.sum()
        assert (done.backorders == 0).all()
    else:
        assert (done.delivered + done.backorders == values.sum(axis=1)).all()
    assert done.stock[-1] == done.on_hand.sum()


@many
@given(st.lists(st.integers(0, 40), min_size=1, max_size=7), st.integers(0, 80), st.integers(0, 4))
def test_a_lot_schedule_covers_demand_and_is_never_above_the_rule_of_thumb(
    demand: list[int], setup: int, holding: int
) -> None:
    best = wagner_whitin(demand, setup=setup, holding=holding)
    rule = silver_meal(demand, setup=setup, holding=holding)
    for answer in (best, rule):
        assert sum(answer.result.lots) == sum(demand)
        assert min(answer.result.stock) >= 0
        charged = setup * sum(lot > 0 for lot in answer.result.lots) + holding * sum(answer.result.stock)
        assert answer.objective == pytest.approx(charged)
    assert best.objective <= rule.objective + 1e-9
    assert best.objective == pytest.approx(_cheapest(demand, setup, holding))


def _cheapest(demand: list[int], setup: int, holding: int) -> float:
    best = float("inf")
    for opens in itertools.product((False, True), repeat=len(demand)):
        at, cost = -1, 0.0
        for period, units in enumerate(demand):
            at = period if opens[period] else at
            cost += setup * opens[period]
            cost += float("inf") if units and at < 0 else units * holding * (period - at) if units else 0.0
        best = min(best, cost)
    return best


@many
@given(weights, st.floats(0.1, 9), st.floats(0.1, 9))
def test_no_season_order_costs_less(one: list[int], under: float, over: float) -> None:
    pmf = _pmf(one)
    answer = newsvendor(pmf.tolist(), underage=under, overage=over)
    costs = [
        sum(p * (under * max(k - q, 0) + over * max(q - k, 0)) for k, p in enumerate(pmf)) for q in range(pmf.size + 1)
    ]
    assert answer.objective == pytest.approx(min(costs), abs=1e-9)


tables = st.lists(st.lists(st.integers(0, 9), min_size=5, max_size=5).filter(any), min_size=1, max_size=3)


@few
@given(tables, st.floats(0, 25), st.lists(st.integers(-2, 3), min_size=3, max_size=3), st.integers(1, 3), st.booleans())
def test_orders_keep_the_budget_and_the_bound_holds(
    rows: list[list[int]], budget: float, position: list[int], pack: int, priced: bool
) -> None:
    demand = np.array([_pmf(row) for row in rows])
    count = len(rows)
    price = np.array([1.0, 2.5, 4.0][:count]) if priced else np.ones(count)
    problem = BudgetProblem(
        items=[str(i) for i in range(count)],
        demand=demand,
        price=price,
        budget=budget,
        position=position[:count],
        pack=[pack] * count,
    )
    answer = order_within_budget(problem)
    order = np.array(answer.result.order)
    assert (order % pack == 0).all()
    assert order @ price <= budget + 1e-9
    best = max(
        _served(demand, position, other)
        for other in itertools.product(range(0, 7, pack), repeat=count)
        if np.array(other) @ price <= budget + 1e-9
    )
    assert _served(demand, position, tuple(order)) == pytest.approx(answer.objective, abs=1e-9)
    assert answer.bound is not None
    assert best <= answer.bound + 1e-6


def _served(demand: np.ndarray, position: list[int], order: tuple[int, ...]) -> float:
    """Expected units served with the order less those served without: by cases of demand."""
    total = 0.0
    for i, units in enumerate(order):
        waiting, there = max(-position[i], 0), max(position[i], 0)
        for k, p in enumerate(demand[i]):
            total += p * (min(waiting + k, there + units) - min(k, there) if waiting == 0 else min(waiting + k, units))
    return total


@few
@given(tables, tables, st.floats(0.3, 0.99))
def test_pooled_levels_reach_the_fill_and_no_cheaper_ones_do(
    first: list[list[int]], second: list[list[int]], fill: float
) -> None:
    count = min(len(first), len(second))
    before = np.array([_pmf(row) for row in first[:count]])
    period = np.array([_pmf(row) for row in second[:count]])
    through = np.array([np.convolve(before[i], period[i]) for i in range(count)])
    padded = np.zeros_like(through)
    padded[:, :5] = before
    if (1 - np.cumsum(through, axis=1) - (1 - np.cumsum(padded, axis=1))).max() <= 1e-9:
        return
    problem = PooledProblem(items=[str(i) for i in range(count)], before=padded, through=through, target_fill=fill)
    answer = pooled_levels(problem)
    assert answer.result.expected_fill >= fill - 1e-6
    assert answer.bound is not None or answer.objective >= 0
    if answer.bound is not None:
        gain, left = _gain_and_left(padded, through)
        for levels in itertools.product(range(through.shape[1]), repeat=count):
            reached = sum(gain[i][level] for i, level in enumerate(levels))
            if reached >= answer.result.expected_fill * sum(one[-1] for one in gain) - 1e-9:
                assert sum(left[i][level] for i, level in enumerate(levels)) >= answer.bound - 1e-5


def _gain_and_left(before: np.ndarray, through: np.ndarray) -> tuple[list[list[float]], list[list[float]]]:
    gain, left = [], []
    for early, late in zip(before, through, strict=True):
        sizes = range(late.size)
        gain.append([sum((late[k] - early[k]) * min(k, level) for k in sizes) for level in sizes])
        left.append([sum(late[k] * max(level - k, 0) for k in sizes) for level in sizes])
    return gain, left
