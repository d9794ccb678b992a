"""Against brute force and against what must hold for any shop."""

from collections import Counter
from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from heliu.solvers.offer import Arm, ItemSales, buy_again_or_popular, co_purchases, measure_uplift, spend_budget

LINES = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(0, 6)), min_size=1, max_size=40)


def sold(lines: list[tuple[int, int, int]]) -> ItemSales:
    columns = np.array(lines, dtype=np.int64)
    ones = np.ones(len(columns), dtype=np.int64)
    return ItemSales(
        customers=tuple("abcd"),
        items=tuple("vwxyz"),
        customer=columns[:, 0],
        item=columns[:, 1],
        day=columns[:, 2],
        quantity=ones,
        amount=ones,
    )


@settings(max_examples=60, deadline=None)
@given(LINES, st.integers(1, 3))
def test_pairs_are_counted_as_by_hand(lines: list[tuple[int, int, int]], support: int) -> None:
    visits: dict[tuple[int, int], set[int]] = {}
    for customer, item, day in lines:
        visits.setdefault((customer, day), set()).add(item)
    counted = Counter(pair for items in visits.values() for pair in combinations(sorted(items), 2))
    found = co_purchases(sold(lines), minimum_support=support).result

    pairs = zip(zip(found.left.tolist(), found.right.tolist(), strict=True), found.together.tolist(), strict=True)
    assert dict(pairs) == {pair: count for pair, count in counted.items() if count >= support}


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_the_simple_rule_lists_own_items_first_and_nothing_twice(lines: list[tuple[int, int, int]]) -> None:
    lists = buy_again_or_popular(sold(lines), np.zeros(4, dtype=np.int64), today=6, per_customer=5)
    counts = Counter((customer, item) for customer, item, _ in set(lines))
    for row in range(4):
        listed = [item for item in lists[row].tolist() if item >= 0]
        own = sorted({item for customer, item, _ in lines if customer == row})
        assert sorted(listed[: len(own)]) == own
        assert len(set(listed)) == len(listed)
        shares = [counts[row, item] for item in listed[: len(own)]]
        assert shares == sorted(shares, reverse=True)


AMOUNTS = st.integers(-3, 12)


@st.composite
def problems(draw: st.DrawFn) -> tuple[NDArray[np.float64], NDArray[np.float64], int, int]:
    shape = draw(st.tuples(st.integers(1, 3), st.integers(1, 2), st.integers(1, 2)))
    size = int(np.prod(shape))
    gain = np.array(draw(st.lists(AMOUNTS, min_size=size, max_size=size)), dtype=np.float64).reshape(shape)
    cost = np.array(draw(st.lists(st.integers(0, 9), min_size=size, max_size=size)), dtype=np.float64).reshape(shape)
    return gain, cost, draw(st.integers(0, 20)), draw(st.integers(1, 2))


def _best_by_trying(gain: NDArray[np.float64], cost: NDArray[np.float64], budget: float, per_customer: int) -> float:
    customers, items, levels = gain.shape
    best = 0.0
    for choice in product(range(-1, levels), repeat=customers * items):
        level = np.array(choice).reshape(customers, items)
        if ((level >= 0).sum(axis=1) > per_customer).any():
            continue
        cells = [(row, item, level[row, item]) for row in range(customers) for item in range(items)]
        taken = [cell for cell in cells if cell[2] >= 0]
        if sum(cost[cell] for cell in taken) <= budget:
            best = max(best, float(sum(gain[cell] for cell in taken)))
    return best


@settings(max_examples=80, deadline=None)
@given(problems())
def test_a_plan_keeps_every_limit_and_the_bound_holds_the_best_there_is(
    problem: tuple[NDArray[np.float64], NDArray[np.float64], int, int],
) -> None:
    gain, cost, budget, per_customer = problem
    answer = spend_budget(gain, cost, budget=budget, per_customer=per_customer)
    best = _best_by_trying(gain, cost, budget, per_customer)

    level = answer.result.level
    rows, items = np.nonzero(level >= 0)
    chosen = (rows, items, level[rows, items])
    assert cost[chosen].sum() <= budget + 1e-9
    assert ((level >= 0).sum(axis=1) <= per_customer).all()
    assert answer.objective == gain[chosen].sum()
    assert answer.bound is not None
    assert answer.objective - 1e-9 <= best <= answer.bound + 1e-9
    if answer.status == "optimal":
        assert answer.objective >= best - 1e-7


@settings(max_examples=40, deadline=None)
@given(problems(), st.integers(1, 20))
def test_the_bound_grows_with_the_budget(
    problem: tuple[NDArray[np.float64], NDArray[np.float64], int, int], more: int
) -> None:
    gain, cost, budget, per_customer = problem
    less = spend_budget(gain, cost, budget=budget, per_customer=per_customer)
    larger = spend_budget(gain, cost, budget=budget + more, per_customer=per_customer)

    assert less.bound is not None
    assert larger.bound is not None
    assert larger.bound >= less.objective - 1e-9
    assert larger.objective >= 0


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 500), min_size=10, max_size=40),
    st.lists(st.integers(0, 500), min_size=10, max_size=40),
    st.integers(-100, 100),
)
def test_the_same_gain_for_every_treated_customer_shifts_the_interval_by_it(
    treated: list[int], control: list[int], shift: int
) -> None:
    one = measure_uplift(Arm(margin=np.array(treated, dtype=float)), Arm(margin=np.array(control, dtype=float))).result
    moved = Arm(margin=np.array(treated, dtype=float) + shift)
    two = measure_uplift(moved, Arm(margin=np.array(control, dtype=float))).result

    assert one.low <= one.difference <= one.high
    assert np.allclose([two.low, two.difference, two.high], np.array([one.low, one.difference, one.high]) + shift)
