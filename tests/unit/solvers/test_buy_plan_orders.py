"""Plans against brute force: closed form, lots, joint limits; and reasons against the input."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from heliu.solvers.answers import Reason, Status
from heliu.solvers.buy_plan import (
    Needs,
    PlanLine,
    PlanPolicy,
    PlanProblem,
    QuantityBreak,
    Terms,
    broken_limits,
    buy_plan,
    closed_form,
    needs_of,
    orders_as_needed,
    pays_to_cover,
    planned_cost,
    tail_mean,
    value_orders,
    waiting_value,
)
from heliu.solvers.problems import InvalidProblem

Floats = NDArray[np.float64]


def steady(*prices: float) -> Floats:
    return np.array([prices])


def line(**changes: object) -> PlanLine:
    base = PlanLine(id="wire", demand=(3, 2, 4), prices=steady(10, 10.5, 11))
    return replace(base, **changes)  # type: ignore[arg-type]


def every_plan(one: PlanLine, need: Needs, *, most: int) -> list[NDArray[np.int64]]:
    """All order sequences that serve every need, keep lots, cover and shelf life; simulated unit by unit."""
    kept = []
    for orders in itertools.product(range(0, most + 1), repeat=need.periods):
        if any(quantity % one.terms.pack or 0 < quantity < one.terms.smallest_lot() for quantity in orders):
            continue
        if _in_time(one, need, orders):
            kept.append(np.array(orders))
    return kept


def _in_time(one: PlanLine, need: Needs, orders: tuple[int, ...]) -> bool:
    served = [0, *np.cumsum(need.net)]
    bought = 0
    for period, quantity in enumerate(orders):
        bought += quantity
        if bought < served[period + 1]:
            return False
        reach = min(period + one.terms.max_cover, need.periods)
        if quantity and bought > served[reach] + one.terms.smallest_lot() - 1:
            return False
        shelf = one.terms.shelf_life
        if quantity and shelf and period + shelf <= need.periods and bought > served[period + shelf]:
            return False
    return True


def cheapest(one: PlanLine, policy: PlanPolicy, *, most: int) -> float:
    need = needs_of(one, policy)
    plans = every_plan(one, need, most=most)
    return min(planned_cost(plan, need, one, holding_rate=policy.holding_rate) for plan in plans)


@pytest.mark.parametrize("prices", [(10, 10.5, 11), (10, 10.05, 12), (10, 9, 13), (10, 10, 10), (10, 12, 9)])
@pytest.mark.parametrize("rate", [0.0, 0.01, 0.06])
def test_the_closed_form_is_the_cheapest_of_all_plans(prices: tuple[float, ...], rate: float) -> None:
    one, policy = line(prices=steady(*prices)), PlanPolicy(holding_rate=rate)
    answer = buy_plan(PlanProblem(lines=(one,), policy=policy))
    assert answer.status is Status.OPTIMAL
    assert answer.objective == pytest.approx(cheapest(one, policy, most=9))
    assert answer.gap == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize(("rise", "pays"), [(0.031, True), (0.03, False), (0.029, False)])
def test_covering_three_months_ahead_pays_iff_the_rise_exceeds_three_times_carrying(rise: float, pays: bool) -> None:
    one = line(demand=(0, 0, 0, 5), prices=steady(10, 20, 20, 10 * (1 + rise)))
    assert pays_to_cover(rise, ahead=3, carrying_share=0.01) is pays
    assert (buy_plan(PlanProblem(lines=(one,))).result[0].quantity == 5) is pays


def test_a_price_that_stands_still_until_its_reset_is_bought_just_before_it() -> None:
    one = line(demand=(5, 5, 5, 5, 5), prices=steady(10, 10, 12, 12, 12))
    answer = buy_plan(PlanProblem(lines=(one,)))
    assert answer.result[0].orders == (5, 20, 0, 0, 0)
    wait = replace(one, on_hand=5)
    assert buy_plan(PlanProblem(lines=(wait,))).explain[0].code == "wait"


@pytest.mark.parametrize(
    "terms",
    [
        Terms(pack=3),
        Terms(minimum=4),
        Terms(order_cost=2.0),
        Terms(breaks=(QuantityBreak(5, 0.05), QuantityBreak(9, 0.1))),
        Terms(pack=2, minimum=4, order_cost=1.0, breaks=(QuantityBreak(6, 0.08),), max_cover=2),
        Terms(pack=2, shelf_life=2, order_cost=3.0),
    ],
)
@pytest.mark.parametrize("prices", [(10, 10.5, 11), (10, 9.5, 10.2)])
def test_lots_are_the_cheapest_of_all_plans_by_both_exact_methods(terms: Terms, prices: tuple[float, ...]) -> None:
    one, policy = line(terms=terms, prices=steady(*prices)), PlanPolicy(holding_rate=0.02, gap=0.0)
    best = cheapest(one, policy, most=12)
    assert buy_plan(PlanProblem(lines=(one,), policy=policy)).objective == pytest.approx(best)
    loose = PlanLine(id="ballast", demand=(1,), prices=steady(1000.0))
    tight = PlanProblem(lines=(one, loose), budget=(999.0,), policy=policy)
    assert buy_plan(tight).status is Status.INFEASIBLE
    open_budget = replace(tight, budget=(1000 + 10.0 * 12, 1e6, 1e6), space=0.0)
    joint = buy_plan(replace(open_budget, lines=(replace(one, space=1e-9), loose)))
    if joint.status is not Status.INFEASIBLE:
        assert joint.objective >= 1000 + best - 1e-6


def test_the_joint_programme_finds_the_cheapest_plans_under_a_shared_budget() -> None:
    policy = PlanPolicy(gap=0.0)
    first = line(terms=Terms(pack=2))
    second = line(id="rope", demand=(1, 3, 2), prices=steady(20, 23, 24))
    problem = PlanProblem(lines=(first, second), budget=(100.0,), policy=policy)
    answer = buy_plan(problem)
    needs = tuple(needs_of(one, policy) for one in problem.lines)
    best = np.inf
    for a in every_plan(first, needs[0], most=10):
        for b in every_plan(second, needs[1], most=6):
            if a[0] * 10 + b[0] * 20 <= 100:
                costs = [
                    planned_cost(plan, need, one, holding_rate=0.01)
                    for plan, need, one in zip((a, b), needs, problem.lines, strict=True)
                ]
                best = min(best, sum(costs))
    assert answer.objective == pytest.approx(best)
    assert any(reason.code == "limit_binds" for reason in answer.explain)
    spend = sum(buy.quantity * buy.unit_price for buy in answer.result)
    assert spend <= 100


def test_room_keeps_stock_at_the_end_of_each_period_below_its_limit() -> None:
    one = line(demand=(5, 5, 5), prices=steady(10, 12, 14), space=2.0)
    answer = buy_plan(PlanProblem(lines=(one,), space=8.0, policy=PlanPolicy(gap=0.0)))
    stock = np.cumsum(answer.result[0].orders) - np.cumsum([5, 5, 5])
    assert stock.max() == 4
    assert answer.result[0].quantity == 9


def scenarios(*, seed: int = 0, count: int = 40) -> Floats:
    steps = np.random.default_rng(seed).normal(0.03, 0.12, (count, 3))
    return np.concatenate([np.full((count, 1), 10.0), 10 * np.exp(np.cumsum(steps, axis=1))], axis=1)


def test_the_risk_cap_limits_the_mean_of_the_worst_scenarios() -> None:
    one = line(demand=(20, 20, 20, 20), prices=scenarios())
    free = buy_plan(PlanProblem(lines=(one,)))
    policy = PlanPolicy(risk_cap=0.06, gap=0.0)
    capped = buy_plan(PlanProblem(lines=(one,), policy=policy))
    need = needs_of(one, policy)
    base = value_orders(orders_as_needed(need, one.terms), need, one, holding_rate=0.01).total
    plan = value_orders(np.array(capped.result[0].orders), need, one, holding_rate=0.01).total
    assert tail_mean(plan - base, 0.1) <= 0.06 * base.mean() + 1e-6
    assert 20 < capped.result[0].quantity < free.result[0].quantity
    assert free.objective < capped.objective


def test_caution_keeps_from_buying_ahead_where_little_is_to_be_gained() -> None:
    one = line(demand=(20, 20, 20, 20), prices=scenarios())
    bold = buy_plan(PlanProblem(lines=(one,))).result[0]
    careful = buy_plan(PlanProblem(lines=(one,), policy=PlanPolicy(caution=0.5))).result[0]
    assert careful.quantity == 20 < bold.quantity


def test_a_price_known_a_period_before_it_rises_is_worth_waiting_for() -> None:
    """10 now, 10 next period, then 8 or 14 with the news already in the next period's price by a cent."""
    prices = np.array([[10.0, 9.99, 8.0], [10.0, 10.01, 14.0]])
    one = line(demand=(0, 0, 1), prices=prices)
    assert buy_plan(PlanProblem(lines=(replace(one, terms=Terms(max_cover=3)),))).result[0].quantity == 0
    assert waiting_value(prices, 2, 2, 0.1) == pytest.approx((8 + 10.11) / 2)
    policy = PlanPolicy(wait_value=True)
    need = needs_of(one, policy)
    assert need.planning[2] == pytest.approx((8 + 10.11) / 2)
    assert need.expected[2] == 11


def test_without_news_waiting_is_worth_nothing() -> None:
    prices = steady(10, 11, 12)
    assert waiting_value(prices, 2, 2, 0.1) == pytest.approx(11.1)
    assert waiting_value(prices, 2, 0, 0.1) == 12


def test_tail_mean_counts_the_broken_scenario_in_part() -> None:
    assert tail_mean(np.array([4.0, 1.0, 3.0, 2.0]), 0.375) == pytest.approx((4 + 0.5 * 3) / 1.5)


def test_stock_receipts_and_lead_time_are_netted_in_order_of_time() -> None:
    one = line(demand=(5, 4, 6, 2), on_hand=7, receipts=((2, 3), (3, 9)), terms=Terms(lead=1), prices=scenarios())
    need = needs_of(one)
    assert need.short.tolist() == [0]
    assert need.net.tolist() == [2, 3, 0]
    late = needs_of(replace(one, on_hand=1, receipts=()))
    assert late.short.tolist() == [4]
    answer = buy_plan(PlanProblem(lines=(replace(one, on_hand=1),)))
    assert [reason.measure("short") for reason in answer.explain if reason.code == "short_within_lead"] == [4]


def test_a_lot_that_outlives_the_goods_is_infeasible_and_named() -> None:
    one = line(terms=Terms(minimum=30, shelf_life=1))
    answer = buy_plan(PlanProblem(lines=(one,)))
    assert answer.status is Status.INFEASIBLE
    assert [(reason.code, reason.subject) for reason in answer.explain] == [("lot_outlives_goods", "wire")]


def _buy_reason(reasons: tuple[Reason, ...]) -> Reason:
    return next(reason for reason in reasons if reason.code == "buy_ahead")


def test_the_numbers_of_the_reason_follow_from_demand_and_prices() -> None:
    one = line(demand=(100, 90, 80, 70), prices=scenarios(seed=2))
    answer = buy_plan(PlanProblem(lines=(one,), policy=PlanPolicy(holding_rate=0.005)))
    buy, reason = answer.result[0], _buy_reason(answer.explain)
    units = np.array([100, 90, 80, 70]) * (np.cumsum([100, 90, 80, 70]) <= buy.quantity)
    assert units.sum() == buy.quantity
    gains = one.prices @ units - 10.0 * buy.quantity
    holding = 0.005 * 10.0 * float(units @ np.arange(4))
    assert reason.measure("gain") == pytest.approx(gains.mean())
    assert reason.measure("holding") == pytest.approx(holding)
    assert reason.measure("net") == pytest.approx(gains.mean() - holding)
    assert reason.measure("net_p10") == pytest.approx(np.quantile(gains, 0.1) - holding)
    assert reason.measure("cover") == np.count_nonzero(units)
    assert reason.alternative is not None
    need = needs_of(one)
    as_needed = value_orders(orders_as_needed(need, one.terms), need, one, holding_rate=0.005).total.mean()
    assert reason.alternative.objective_difference == pytest.approx(as_needed - answer.objective)
    ladder = next(reason for reason in answer.explain if reason.code == "cover_ladder")
    assert ladder.measure("net_2") == pytest.approx(one.prices[:, 2].mean() - 10 - 2 * 0.05)


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (line(demand=(3, -1, 2)), r"line wire, demand\[1\]"),
        (line(prices=steady(10, np.nan, 11)), r"line wire, prices\[0, 1\]"),
        (line(prices=steady(10, 11)), "reach 2 periods"),
        (line(prices=np.array([[10.0, 1, 1], [11.0, 1, 1]])), "differ in period 0"),
        (line(demand=(1.5, 1, 1)), "is not whole"),
        (line(terms=Terms(breaks=(QuantityBreak(5, 0.1), QuantityBreak(4, 0.2)))), "break from 4: does not ascend"),
        (line(terms=Terms(pack=0)), "line wire, pack"),
    ],
)
def test_a_line_that_cannot_be_understood_is_refused_by_name(wrong: PlanLine, says: str) -> None:
    with pytest.raises(InvalidProblem, match=says):
        buy_plan(PlanProblem(lines=(wrong,)))


def test_an_item_that_comes_twice_is_refused() -> None:
    with pytest.raises(InvalidProblem, match="line wire: comes twice"):
        buy_plan(PlanProblem(lines=(line(), line())))


def test_a_large_lot_problem_is_left_to_the_joint_programme_and_keeps_every_limit() -> None:
    one = line(demand=(900, 800, 700), terms=Terms(minimum=500, order_cost=5.0), prices=steady(10, 10.2, 11))
    answer = buy_plan(PlanProblem(lines=(one,)))
    need = needs_of(one)
    orders = np.array(answer.result[0].orders)
    assert _in_time(one, need, tuple(orders))
    assert broken_limits(PlanProblem(lines=(one,)), (need,), (orders,), ()) == ()
    assert answer.gap is not None
    assert answer.gap <= 1e-3


def test_orders_of_the_closed_form_sum_to_the_needs() -> None:
    need = needs_of(line())
    assert closed_form(need, oldest=2, carrying=0.1).sum() == need.net.sum()
