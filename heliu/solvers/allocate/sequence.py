"""Plans made order by order: a start for the batch, one guided by prices, and second thoughts."""

from collections.abc import Callable

from heliu.solvers.allocate.orderproblem import Filling
from heliu.solvers.allocate.single import cheapest_plan
from heliu.solvers.allocate.state import Prices, RunState

CLOSE_ENOUGH = 1e-7
PRICE_SHARES = (0.9995, 0.995, 0.985, 0.97, 0.9, 0.7, 0.4)
"""What is left after planning at full prices is offered at these shares of them: at the first only orders take it that
need no further shipment for it, at the last those that would lose little without."""


def fill_in_sequence(state: RunState) -> None:
    """Each order its best plan on what those before it left; orders with the fewest stores that could serve a line go
    first."""
    choices = (state.network.bands.sum(axis=2) > 0).sum(axis=1)
    scarcity = [min(int(choices[row]) for row in rows) for rows in state.compiled.rows]
    for order in sorted(range(len(scarcity)), key=lambda i: (scarcity[i], i)):
        state.put(order, cheapest_plan(state.problem_of(order), prove=False).filling)


def guided_plans(state: RunState, prices: Prices) -> list[Filling]:
    """As `fill_in_sequence`, but stock and room cost their price, so an order leaves what is worth more to others; what
    is then left goes at ever lower prices, at last nearly at its true cost. The state is not changed."""
    guided = RunState(state.network, state.compiled)
    for order in range(len(guided.plans)):
        problem = guided.problem_of(order, prices=prices)
        guided.put(order, cheapest_plan(problem, prove=False).filling)
    for share in PRICE_SHARES:
        _top_up(guided, Prices(share * prices.stock, share * prices.room))
    return guided.plans


def _top_up(state: RunState, prices: Prices) -> None:
    """Orders with unfilled units of which there are some left are planned again at these prices."""
    left = (state.network.bands.sum(axis=2) - state.taken).sum(axis=1)
    for order, plan in enumerate(state.plans):
        rows = state.compiled.rows[order]
        missing = state.unfilled(order, plan)
        if ((missing > 0) & (left[rows] > 0)).any():
            state.remove(order)
            again = cheapest_plan(state.problem_of(order, prices=prices), prove=False).filling
            state.put(order, again)
            left[rows] += state.unfilled(order, again) - missing


def reconsider(state: RunState, *, passes: int, is_over: Callable[[], bool] = lambda: False) -> None:
    """Each order once more on what all others leave, until nothing changes or the time is over."""
    for _ in range(passes):
        changed = False
        for order in range(len(state.plans)):
            if is_over():
                return
            changed |= _reconsider_one(state, order)
        if not changed:
            return


def _reconsider_one(state: RunState, order: int) -> bool:
    plan = state.plans[order]
    state.remove(order)
    found = cheapest_plan(state.problem_of(order), prove=False).filling
    better = found.cost < state.cost_if_last(order, plan) - CLOSE_ENOUGH
    state.put(order, found if better else plan)
    return better
