"""Plans made order by order: a start for the batch, one guided by prices, and second thoughts."""

from heliu.solvers.allocate.orderproblem import Filling
from heliu.solvers.allocate.single import cheapest_plan
from heliu.solvers.allocate.state import Prices, RunState
from heliu.solvers.answers import Stopwatch

SPLITTING_WORK = 100_000
CLOSE_ENOUGH = 1e-7


def fill_in_sequence(state: RunState) -> None:
    """Each order its best plan on what those before it left; orders with the fewest stores that could serve a line go
    first."""
    choices = (state.network.bands.sum(axis=2) > 0).sum(axis=1)
    scarcity = [min(int(choices[row]) for row in rows) for rows in state.compiled.rows]
    for order in sorted(range(len(scarcity)), key=lambda i: (scarcity[i], i)):
        state.put(order, cheapest_plan(state.problem_of(order), splitting_work_limit=SPLITTING_WORK).filling)


def guided_plans(state: RunState, prices: Prices) -> list[Filling]:
    """As `fill_in_sequence`, but stock and room cost their price, so an order leaves what is worth more to others; what
    is then still left is given out at its true cost. The state is not changed."""
    guided = RunState(state.network, state.compiled)
    for order in range(len(guided.plans)):
        problem = guided.problem_of(order, prices=prices)
        guided.put(order, cheapest_plan(problem, splitting_work_limit=SPLITTING_WORK).filling)
    reconsider(guided, passes=2)
    return [plan for plan in guided.plans if plan is not None]


def reconsider(state: RunState, *, passes: int, watch: Stopwatch | None = None, seconds: float | None = None) -> None:
    """Each order once more on what all others leave, until nothing changes or the time is over."""
    for _ in range(passes):
        changed = False
        for order in range(len(state.plans)):
            if watch is not None and seconds is not None and watch.seconds > seconds:
                return
            changed |= _reconsider_one(state, order)
        if not changed:
            return


def _reconsider_one(state: RunState, order: int) -> bool:
    plan = state.plans[order]
    state.remove(order)
    found = cheapest_plan(state.problem_of(order), splitting_work_limit=SPLITTING_WORK).filling
    better = plan is None or found.cost < state.cost_if_last(order, plan) - CLOSE_ENOUGH
    state.put(order, found if better or plan is None else plan)
    return better
