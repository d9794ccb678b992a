"""The parts of a batch run: prices prove what they claim, insertions cost what they say, the search only improves."""

from itertools import combinations

import numpy as np
import pytest

from bench.solvers.allocate_orders import Scenario, make_case
from heliu.solvers.allocate import DEFAULT_WEIGHTS, build_network
from heliu.solvers.allocate.ascent import Ascent
from heliu.solvers.allocate.insertion import Insertion
from heliu.solvers.allocate.orderproblem import order_problem, set_costs
from heliu.solvers.allocate.pricing import Pricing
from heliu.solvers.allocate.ruin import RuinAndRecreate
from heliu.solvers.allocate.sequence import fill_in_sequence, guided_plans
from heliu.solvers.allocate.state import Prices, RunState, compile_orders

SHORT = Scenario(orders=60, stores=9, skus=12, mean_stock=5.0, most_lines=4, most_units=8)


def _state(scenario: Scenario = SHORT, seed: int = 1) -> RunState:
    case = make_case(scenario, seed)
    network = build_network(case.stores, case.stock, weights=DEFAULT_WEIGHTS)
    return RunState(network, compile_orders(network, case.orders))


def _some_prices(state: RunState, seed: int) -> Prices:
    draw = np.random.default_rng(seed)
    return Prices(draw.uniform(0, 150, state.network.on_hand.shape), draw.uniform(0, 5, len(state.network.stores)))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_cheapest_priced_plan_is_the_best_of_all_sets_of_stores(seed: int) -> None:
    state = _state()
    prices = _some_prices(state, seed)
    priced = Pricing(state.network, state.compiled).cheapest(prices)
    units = state.network.bands.sum(axis=2)
    sets = [list(s) + [-1] * (9 - len(s)) for size in range(10) for s in combinations(range(9), size)]
    for order, (plan, bound) in enumerate(zip(priced.plans, priced.bounds, strict=True)):
        rows = state.compiled.rows[order]
        problem = order_problem(
            fixed=state.compiled.shipping.total[order] + prices.room,
            need=state.compiled.needs[order],
            lost=state.compiled.losses[order],
            widths=units[rows][:, :, None],
            rates=prices.stock[rows][:, :, None],
        )
        assert bound == pytest.approx(set_costs(problem, np.array(sets)).min(), abs=1e-6)
        assert plan.cost == pytest.approx(bound, abs=1e-6)


def test_no_prices_give_a_bound_above_a_plan() -> None:
    state = _state()
    fill_in_sequence(state)
    pricing = Pricing(state.network, state.compiled)
    for prices in (pricing.base_prices(), pricing.shortage_prices(), _some_prices(state, 3)):
        assert pricing.bound(prices, pricing.cheapest(prices)) <= state.objective()


def test_the_ascent_raises_the_bound_of_the_shortage_prices() -> None:
    state = _state()
    pricing = Pricing(state.network, state.compiled)
    ascent = Ascent(state.network, state.compiled, base=pricing.base_prices())
    best = prices = pricing.shortage_prices()
    first = bound = pricing.bound(prices, pricing.cheapest(prices))
    for _ in range(20):
        priced = pricing.cheapest(prices)
        found = pricing.bound(prices, priced)
        ascent.learn(priced.plans, better=found > bound)
        if found > bound:
            best, bound = prices, found
        prices = ascent.step(best, bound)
        assert (prices.stock >= pricing.base_prices().stock).all()
    assert bound > first


def test_an_inserted_order_costs_what_the_insertion_says_and_takes_only_what_is_left() -> None:
    state = _state()
    insertion = Insertion(state)
    nowhere_closed = np.zeros(len(state.network.stores), dtype=bool)
    for order in range(len(state.plans)):
        plan = insertion.plan(order, nowhere_closed)
        assert plan.cost == pytest.approx(state.cost_if_last(order, plan))
        assert plan.cost <= state.cost_if_last(order, state.plans[order])
        state.put(order, plan)
        assert (state.taken <= state.network.bands.sum(axis=2)).all()


def test_a_closed_store_ships_nothing() -> None:
    state = _state()
    closed = np.arange(len(state.network.stores)) < 5
    plans = [Insertion(state).plan(order, closed) for order in range(len(state.plans))]
    assert all(store >= 5 for plan in plans for store in plan.stores)
    assert any(plan.stores for plan in plans)


def test_planning_competing_orders_anew_saves_shipments_and_keeps_the_stock() -> None:
    state = _state()
    fill_in_sequence(state)
    pricing = Pricing(state.network, state.compiled)
    state.replace_if_better(guided_plans(state, pricing.shortage_prices()))
    before = state.objective()
    search = RuinAndRecreate(state, prices=pricing.shortage_prices(), base=pricing.base_prices(), seed=0)
    for i in range(400):
        search.run_one(i / 400)
    search.finish()
    assert state.objective() < before
    assert (state.taken <= state.network.bands.sum(axis=2)).all()
    fresh = RunState(state.network, state.compiled)
    fresh.exchange(enumerate(state.plans))
    assert (fresh.taken == state.taken).all()
    assert fresh.objective() == pytest.approx(state.objective())


def test_orders_that_share_nothing_short_are_left_alone() -> None:
    state = _state(Scenario(orders=10, stores=9, skus=12, mean_stock=500.0))
    fill_in_sequence(state)
    base = Pricing(state.network, state.compiled).base_prices()
    assert RuinAndRecreate(state, prices=base, base=base, seed=0).is_idle
