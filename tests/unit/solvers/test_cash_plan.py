"""Plans against brute force: every subset of levers, credit drawn only where needed."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from heliu.solvers.answers import Answer, Status
from heliu.solvers.cash import (
    Basis,
    CashPlan,
    CashProblem,
    CreditLine,
    CutPurchase,
    DelayPayable,
    DunCustomer,
    Invoice,
    Lever,
    OpeningBalance,
    Order,
    Payment,
    PostponePurchase,
    ScheduledFlow,
    Side,
    TakeDiscount,
    forecast_cash,
    learn_payments,
    plan_cash,
)
from heliu.solvers.cash.effects import Effect
from heliu.solvers.cash.programme import Choice, Programme
from heliu.solvers.problems import InvalidProblem


def tight_company() -> CashProblem:
    """100,000 in the bank; 80,000 salaries on day 10; bills of 60,000 on day 5; a customer owes 90,000."""
    bills = tuple(
        Invoice(id=f"bill{i}", party="S", side=Side.PAYABLE, amount=20_000, issue_day=-10, due_day=5, expected_day=5)
        for i in range(3)
    )
    history = tuple(
        Invoice(id=f"h{i}", party="C", side=Side.RECEIVABLE, amount=1_000, issue_day=-200 + 4 * i,
                due_day=-170 + 4 * i, payments=(Payment(-170 + 4 * i + i % 15, 1_000),))
        for i in range(35)
    )  # fmt: skip
    claim = Invoice(id="claim", party="C", side=Side.RECEIVABLE, amount=90_000, issue_day=-30, due_day=0)
    return CashProblem(
        first_day=0,
        horizon=30,
        balances=(OpeningBalance("bank", 100_000),),
        invoices=(*bills, *history, claim),
        orders=(Order(id="po", party="S", side=Side.PAYABLE, amount=15_000, promised_day=2, terms_days=0),),
        scheduled=(ScheduledFlow(id="salary", amount=-80_000, days=(10,)),),
        expected_trade=(),
        floor=60_000,
    )


def planned(
    levers: list[Lever], *, basis: Basis = Basis.EXPECTED, problem: CashProblem | None = None
) -> Answer[CashPlan]:
    problem = problem or tight_company()
    learned = learn_payments(problem)
    forecast = forecast_cash(problem, learned=learned, paths=200).result
    return plan_cash(problem, learned, forecast, levers=levers, basis=basis)


DELAYS: list[Lever] = [DelayPayable(id=f"later{i}", invoice=f"bill{i}", to_day=40, cost=100 + i) for i in range(3)]


def test_the_floor_is_kept_at_the_least_cost() -> None:
    answer = planned([*DELAYS, CutPurchase(id="cut", order="po", cost=5_000)])
    assert answer.status is Status.OPTIMAL
    plan = answer.result
    assert plan.before.min() < plan.floor
    assert plan.after.min() >= plan.floor
    assert {action.lever for action in plan.actions} <= {"later0", "later1", "later2", "cut"}
    assert answer.objective == plan.cost == sum(action.cost for action in plan.actions)
    assert answer.bound is not None
    assert answer.gap == pytest.approx(0, abs=1e-6)


def test_nothing_is_done_where_nothing_is_needed() -> None:
    rich = replace(tight_company(), balances=(OpeningBalance("bank", 10_000_000),))
    plan = planned(DELAYS, problem=rich).result
    assert plan.actions == ()
    assert plan.cost == 0
    assert plan.after.tolist() == plan.before.tolist()


def test_a_discount_is_taken_where_cash_allows_and_left_where_it_does_not() -> None:
    discount = TakeDiscount(id="early", invoice="bill0", pay_day=0, discount=400)
    rich = replace(tight_company(), balances=(OpeningBalance("bank", 10_000_000),))
    plan = planned([discount], problem=rich).result
    assert [(action.lever, action.cost) for action in plan.actions] == [("early", -400)]
    assert plan.after[0] - plan.before[0] == -19_600
    assert plan.after[-1] - plan.before[-1] == 400
    tight = tight_company()
    agreed_later = replace(tight.invoices[0], expected_day=25)
    tight = replace(tight, invoices=(agreed_later, *tight.invoices[1:]), floor=75_000)
    answer = planned([discount, *DELAYS[1:]], problem=tight)
    assert answer.status is Status.OPTIMAL
    assert {action.lever for action in answer.result.actions} == {"later1", "later2"}


def test_one_document_is_moved_by_one_lever_only() -> None:
    levers: list[Lever] = [
        DelayPayable(id="a", invoice="bill0", to_day=15, cost=1),
        DelayPayable(id="b", invoice="bill0", to_day=20, cost=1),
        TakeDiscount(id="c", invoice="bill0", pay_day=1, discount=500),
        *DELAYS[1:],
    ]
    plan = planned(levers).result
    documents = [document for action in plan.actions for document in action.documents]
    assert len(documents) == len(set(documents))


def test_credit_is_drawn_no_higher_and_no_longer_than_needed() -> None:
    plan = planned([CreditLine(id="bank", limit=200_000, yearly_rate=0.06, fee=50)]).result
    needed = np.maximum(plan.floor - plan.before, 0)
    assert plan.draws["bank"].tolist() == needed.tolist()
    exact = 50 + round(float(needed.sum()) * 0.06 / 365)
    assert plan.cost == pytest.approx(exact, abs=1)


def test_without_enough_levers_the_highest_floor_is_kept_and_said_so() -> None:
    answer = planned([DELAYS[0], CreditLine(id="bank", limit=1_000, yearly_rate=0.06)])
    assert answer.status is Status.INFEASIBLE
    plan = answer.result
    assert plan.shortfall == plan.floor - plan.after.min() > 0
    found = next(one for one in answer.explain if one.code == "levers_do_not_suffice")
    assert found.measure("shortfall") == plan.shortfall
    assert {action.lever for action in plan.actions} == {"later0", "bank"}


def test_dunning_brings_cash_forward_and_loses_none() -> None:
    answer = planned([DunCustomer(id="call", invoices=("claim",), speed=3.0, cost=10)])
    (action,) = [one for one in answer.result.actions if one.lever == "call"]
    change = answer.result.after - answer.result.before
    assert (change >= 0).all()
    assert change.max() > 1_000
    assert action.effect == change[int(answer.result.before.argmin())]


def test_a_postponed_purchase_is_paid_that_much_later() -> None:
    plan = planned([PostponePurchase(id="wait", order="po", days=20, cost=1)]).result
    change = plan.after - plan.before
    assert change.max() > 0
    assert change[:2].tolist() == [0, 0]


def test_each_action_names_the_next_best_and_its_price() -> None:
    answer = planned([*DELAYS, CreditLine(id="bank", limit=200_000, yearly_rate=0.06, fee=50)])
    actions = {one.lever for one in answer.result.actions}
    reasons = [one for one in answer.explain if one.code.startswith("pull_")]
    assert {one.subject for one in reasons} == actions
    for one in reasons:
        without = [lever for lever in (*DELAYS, CreditLine(id="bank", limit=200_000, yearly_rate=0.06, fee=50))
                   if lever.id != one.subject]  # fmt: skip
        other = planned(without)
        assert one.alternative is not None
        if other.status is Status.OPTIMAL:
            assert one.alternative.objective_difference == other.objective - answer.objective
        else:
            assert one.alternative.objective_difference is None


def test_the_plan_is_the_same_each_time() -> None:
    one, two = (planned([*DELAYS, CreditLine(id="bank", limit=9_000, yearly_rate=0.06)]).result for _ in range(2))
    assert one.actions == two.actions
    assert one.after.tolist() == two.after.tolist()


@pytest.mark.parametrize(
    ("lever", "says"),
    [
        (DelayPayable(id="x", invoice="nothing", to_day=9, cost=1), "nothing.*not open"),
        (DelayPayable(id="x", invoice="claim", to_day=9, cost=1), "claim.*no payable"),
        (DelayPayable(id="x", invoice="bill0", to_day=-1, cost=1), "past"),
        (TakeDiscount(id="x", invoice="bill0", pay_day=1, discount=20_001), "discounts 20001"),
        (DunCustomer(id="x", invoices=("bill0",), speed=2, cost=1), "bill0.*no receivable"),
        (DunCustomer(id="x", invoices=("claim",), speed=0.5, cost=1), "speed"),
        (CutPurchase(id="x", order="so", cost=1), "so.*no open purchase order"),
        (CreditLine(id="x", limit=-1, yearly_rate=0.1), "limit"),
        (CreditLine(id="x", limit=1, yearly_rate=float("nan")), "yearly_rate"),
    ],
)
def test_a_lever_that_fits_nothing_is_refused(lever: Lever, says: str) -> None:
    with pytest.raises(InvalidProblem, match=says):
        planned([lever])


def brute_force(programme: Programme, names: list[str]) -> tuple[int, int]:
    """Least shortfall and, among those, least cost, over all subsets that move no document twice."""
    best = None
    for size in range(len(names) + 1):
        for subset in itertools.combinations(names, size):
            pulled = frozenset(subset)
            documents = [d for one in programme.effects if one.id in pulled for d in one.documents]
            if len(documents) != len(set(documents)):
                continue
            short = programme.shortfall(pulled)
            candidate = (short, programme.cost(Choice(pulled, short, True, None)))
            best = candidate if best is None or candidate < best else best
    assert best is not None
    return best


@pytest.mark.parametrize("seed", range(60))
def test_plans_equal_the_best_of_all_subsets(seed: int) -> None:
    generator = np.random.default_rng(seed)
    days = 12
    room = generator.integers(-30_000, 20_000, days)
    effects = []
    for i in range(6):
        start, end = sorted(int(x) for x in generator.integers(0, days, 2))
        balance = np.zeros(days, dtype=np.int64)
        balance[start : end + 1] = generator.integers(-5_000, 25_000)
        documents = (f"d{int(generator.integers(0, 4))}",)
        effects.append(Effect(f"e{i}", documents, int(generator.integers(-100, 2_000)), balance))
    lines = [
        CreditLine(id="dear", limit=int(generator.integers(0, 30_000)), yearly_rate=0.4, fee=0),
        CreditLine(id="cheap", limit=int(generator.integers(0, 15_000)), yearly_rate=0.1, fee=200, from_day=3),
    ]
    programme = Programme(room, effects, lines, first_day=0, node_limit=10_000)
    best = programme.solve()
    expected = brute_force(programme, [*(one.id for one in effects), "dear", "cheap"])
    assert best.shortfall == expected[0]
    assert programme.cost(best) == pytest.approx(expected[1], abs=2)
