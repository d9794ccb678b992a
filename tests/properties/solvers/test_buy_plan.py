"""Any plan: needs are met from stock in time, limits hold, and a better situation never costs more."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from heliu.solvers.answers import Status
from heliu.solvers.buy_plan import PlanLine, PlanPolicy, PlanProblem, QuantityBreak, Terms, buy_plan, needs_of

PROFILE = settings(max_examples=40, deadline=None)


@st.composite
def lines(draw: st.DrawFn, *, lots: bool) -> PlanLine:
    periods = draw(st.integers(1, 5))
    demand = tuple(draw(st.lists(st.integers(0, 40), min_size=periods, max_size=periods)))
    steps = draw(st.lists(st.floats(-0.2, 0.2), min_size=3 * periods, max_size=3 * periods))
    prices = 10 * np.exp(np.cumsum(np.array(steps).reshape(3, periods), axis=1))
    prices[:, 0] = 10.0
    terms = Terms(max_cover=draw(st.integers(1, 4)))
    if lots:
        breaks = (QuantityBreak(draw(st.integers(20, 60)), draw(st.floats(0, 0.2))),)
        terms = replace(
            terms,
            pack=draw(st.integers(1, 6)),
            minimum=draw(st.integers(0, 30)),
            breaks=breaks,
            order_cost=draw(st.floats(0, 20)),
        )
    return PlanLine(id="item", demand=demand, prices=prices, on_hand=draw(st.integers(0, 30)), terms=terms)


@PROFILE
@given(lines(lots=True))
def test_every_need_is_met_and_every_lot_is_allowed(line: PlanLine) -> None:
    buy = buy_plan(PlanProblem(lines=(line,))).result[0]
    need = needs_of(line)
    stock = np.cumsum(buy.orders) - np.cumsum(need.net)
    assert (stock >= 0).all()
    for quantity in buy.orders:
        assert quantity % line.terms.pack == 0
        assert quantity == 0 or quantity >= line.terms.minimum
    reach = [int(need.net[1 + t : t + line.terms.max_cover].sum()) for t in range(need.periods)]
    assert all(left <= covered + line.terms.smallest_lot() - 1 for left, covered in zip(stock, reach, strict=True))


@PROFILE
@given(lines(lots=False), st.floats(0, 0.1))
def test_dearer_holding_never_makes_the_plan_cheaper_nor_the_first_order_larger(line: PlanLine, more: float) -> None:
    cheap = buy_plan(PlanProblem(lines=(line,), policy=PlanPolicy(holding_rate=0.01)))
    dear = buy_plan(PlanProblem(lines=(line,), policy=PlanPolicy(holding_rate=0.01 + more)))
    assert dear.objective >= cheap.objective - 1e-9
    assert dear.result[0].quantity <= cheap.result[0].quantity


@PROFILE
@given(lines(lots=True))
def test_a_discount_that_is_taken_away_never_helps(line: PlanLine) -> None:
    without = replace(line, terms=replace(line.terms, breaks=()))
    with_breaks = buy_plan(PlanProblem(lines=(line,))).objective
    assert with_breaks <= buy_plan(PlanProblem(lines=(without,))).objective + 1e-9


@PROFILE
@given(lines(lots=True))
def test_the_same_problem_gives_the_same_plan(line: PlanLine) -> None:
    problem = PlanProblem(lines=(line,))
    assert buy_plan(problem).result == buy_plan(problem).result


@settings(max_examples=15, deadline=None)
@given(lines(lots=True), lines(lots=False), st.floats(0.5, 1.2))
def test_a_shared_budget_is_kept_and_never_makes_plans_cheaper(one: PlanLine, other: PlanLine, share: float) -> None:
    pair = (one, replace(other, id="other"))
    policy = PlanPolicy(node_limit=200)
    free = buy_plan(PlanProblem(lines=pair, policy=policy))
    budget = share * sum(buy.quantity * buy.unit_price for buy in free.result)
    tight = buy_plan(PlanProblem(lines=pair, budget=(budget,), policy=policy))
    if tight.status is Status.INFEASIBLE:
        assert share < 1
        return
    assert tight.objective >= free.objective - 1e-4 * abs(free.objective) - 1e-6
    assert sum(buy.quantity * buy.unit_price for buy in tight.result) <= budget * (1 + 1e-6) + 1e-6
