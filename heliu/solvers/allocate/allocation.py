"""The two ways in: `allocate` for a batch of orders, `allocate_order` for one order on a compiled network."""

from collections.abc import Sequence

from heliu.solvers.allocate.batch import Limits, optimise
from heliu.solvers.allocate.explain import reasons, settled
from heliu.solvers.allocate.inputs import Order, Store, StoreStock, Weights, check_orders
from heliu.solvers.allocate.network import StoreNetwork, build_network
from heliu.solvers.allocate.results import Allocation, CostParts, OrderPlan
from heliu.solvers.allocate.single import cheapest_plan
from heliu.solvers.allocate.state import RunState, compile_orders
from heliu.solvers.answers import Answer, Status, Stopwatch
from heliu.solvers.problems import require_number

PROVED = 1e-6
DEFAULT_WEIGHTS = Weights()


def allocate_order(network: StoreNetwork, order: Order, *, alternatives: bool = True) -> Answer[OrderPlan]:
    """The cheapest plan of one order on the network's stock; the network is not changed (see `StoreNetwork.after`).

    OPTIMAL when proved over all stores and all ways to share quantities, else FEASIBLE with a valid bound.
    Raises InvalidProblem naming the offender.
    """
    watch = Stopwatch()
    check_orders([order])
    state = RunState(network, compile_orders(network, [order]))
    found = cheapest_plan(state.problem_of(0))
    state.put(0, found.filling)
    return _answer_of_one(_answer(settled(state, alternatives=alternatives), found.bound, watch))


def allocate(
    orders: Sequence[Order],
    stock: Sequence[StoreStock],
    stores: Sequence[Store],
    *,
    weights: Weights = DEFAULT_WEIGHTS,
    time_limit_s: float | None = 30.0,
    round_limit: int = 60,
    node_limit: int | None = None,
    neighbourhood_limit: int = 30_000,
    alternatives: bool = True,
    seed: int = 0,
) -> Answer[Allocation]:
    """Plans for all orders together at the least cost found, with a proved lower bound (`Answer.bound`).

    Stock is never exceeded, capacities are kept, shipped and unfilled quantities add up to what was ordered. OPTIMAL
    when the bound is reached, else FEASIBLE; never INFEASIBLE, because every line may stay unfilled at its cost.
    With `time_limit_s=None` only `round_limit` (rounds of column generation), `node_limit` (nodes of the integer
    choice) and `neighbourhood_limit` (groups of orders planned anew) end the run and it replays identically; with a
    time limit the search may also end by the clock, and what was found by then is the answer.
    Raises InvalidProblem naming the offender.
    """
    watch = Stopwatch()
    if time_limit_s is not None:
        require_number("time_limit_s", time_limit_s, above=0)
    require_number("round_limit", round_limit, at_least=0)
    check_orders(orders)
    skus = frozenset(line.sku for order in orders for line in order.lines)
    network = build_network(stores, stock, weights=weights, skus=skus)
    if not orders:
        return _answer(Allocation(plans=(), costs=CostParts()), 0.0, watch)
    state = RunState(network, compile_orders(network, orders))
    if len(orders) == 1:
        found = cheapest_plan(state.problem_of(0))
        state.put(0, found.filling)
        bound = found.bound
    else:
        limits = Limits(seconds=time_limit_s, rounds=round_limit, nodes=node_limit, neighbourhoods=neighbourhood_limit)
        bound = optimise(state, limits=limits, seed=seed, watch=watch)
    return _answer(settled(state, alternatives=alternatives), bound, watch)


def _answer(allocation: Allocation, bound: float, watch: Stopwatch) -> Answer[Allocation]:
    objective = allocation.costs.total
    proved = objective - bound <= PROVED * max(1.0, abs(objective))
    return Answer(
        status=Status.OPTIMAL if proved else Status.FEASIBLE,
        result=allocation,
        objective=objective,
        bound=min(bound, objective),
        wall_s=watch.seconds,
        explain=reasons(allocation),
    )


def _answer_of_one(answer: Answer[Allocation]) -> Answer[OrderPlan]:
    return Answer(
        status=answer.status,
        result=answer.result.plans[0],
        objective=answer.objective,
        bound=answer.bound,
        wall_s=answer.wall_s,
        explain=answer.explain[1:],
    )
