"""How delays are learned: exact where the textbook is exact, unbiased although invoices are still open."""

import math

import numpy as np
import pytest

from heliu.solvers.cash import (
    Calendar,
    CashProblem,
    Invoice,
    Payment,
    Side,
    forecast_cash,
    kaplan_meier,
    learn_payments,
)
from heliu.solvers.cash.collection import Collection
from heliu.solvers.cash.learning import evidence_of, model_on, waiting_on
from heliu.solvers.cash.ledger import books_of
from heliu.solvers.cash.payers import Shrinkage, fit, observed
from heliu.solvers.cash.spells import bins_of, exposure_of, first_spells
from heliu.solvers.problems import InvalidProblem


def invoice(number: int, *, issue: int, paid: int | None, party: str = "A", amount: int = 100_00) -> Invoice:
    payments = () if paid is None else (Payment(paid, amount),)
    return Invoice(
        id=f"{party}{number}",
        party=party,
        side=Side.RECEIVABLE,
        amount=amount,
        issue_day=issue,
        due_day=issue + 30,
        payments=payments,
    )


def chances_of(problem: CashProblem) -> np.ndarray:
    books = books_of(problem)
    model = model_on(evidence_of(books, problem.calendar), problem.first_day)
    waiting, _, _ = waiting_on(books, model, problem.first_day)
    return Collection(model, problem.first_day, problem.horizon).chances(waiting)


def test_the_product_limit_estimate_equals_the_example_worked_by_hand() -> None:
    """Delays 1, 2, 2, 4+, 5, 7+: 6 at risk, then 5, then 2; ties pay before they are censored."""
    curve = kaplan_meier([1, 2, 2, 4, 5, 7], [False, False, False, True, False, True])
    assert curve.days == (1, 2, 5)
    assert curve.unpaid == pytest.approx((5 / 6, 5 / 6 * 3 / 5, 5 / 6 * 3 / 5 * 1 / 2))
    assert (curve.invoices, curve.censored) == (6, 2)
    assert curve.quantile(0.5) == 2
    assert curve.quantile(0.9) is None


def test_a_curve_needs_one_flag_per_delay() -> None:
    with pytest.raises(InvalidProblem, match="still_open"):
        kaplan_meier([1, 2], [False])


def test_without_habits_the_learned_hazard_is_the_product_limit_estimate() -> None:
    """One payer without calendar effects: shrinking towards itself changes nothing. An open invoice was last seen
    unpaid yesterday."""
    delays, still_open = [3, 3, 5, 8, 8, 8, 12, 20], [False, False, False, True, False, False, False, True]
    today, invoices = 1000, []
    for i, (delay, is_open) in enumerate(zip(delays, still_open, strict=True)):
        issue = today - 31 - delay if is_open else 700 + 14 * i
        invoices.append(invoice(i, issue=issue, paid=None if is_open else issue + 30 + delay))
    problem = CashProblem(first_day=today, invoices=tuple(invoices))
    rows = first_spells(books_of(problem), Side.RECEIVABLE)
    seen = observed(exposure_of(rows), calendar=Calendar(), units=1, today=today, half_life=1e12)
    nothing = Shrinkage(half_life=1e12, payer=1.0, habit=math.inf)
    curves = fit(seen, segment=np.array([0]), shrinkage=nothing)
    curve = kaplan_meier(delays, still_open)
    unpaid = 1.0
    for day, left in zip(curve.days, curve.unpaid, strict=True):
        assert curves.hazard[0, bins_of(np.array([day]))[0]] == pytest.approx(1 - left / unpaid)
        unpaid = left


def test_invoices_still_open_count_so_that_slow_payers_do_not_look_fast() -> None:
    """Half pay after 5 days and half after 40. Of recent invoices only the fast half is paid: their mean is 5 days."""
    generator = np.random.default_rng(3)
    today, invoices = 400, []
    for i in range(300):
        issue = int(generator.integers(today - 70, today - 36))
        paid = issue + 30 + (5 if generator.random() < 0.5 else 40)
        invoices.append(invoice(i, issue=issue, paid=paid if paid < today else None))
    settled = [one.payments[0].day - one.due_day for one in invoices if one.payments]
    assert np.mean(settled) < 10
    delays = [(one.payments[0].day if one.payments else today - 1) - one.due_day for one in invoices]
    curve = kaplan_meier(delays, [not one.payments for one in invoices])
    assert curve.unpaid[list(curve.days).index(5)] == pytest.approx(0.5, abs=0.06)


def test_everybody_paying_ten_days_late_gives_the_exact_path() -> None:
    history = [invoice(i, issue=100 + 3 * i, paid=100 + 3 * i + 40) for i in range(40)]
    waiting = [invoice(100 + i, issue=262 + i, paid=None) for i in range(20)]
    problem = CashProblem(first_day=290, horizon=60, invoices=(*history, *waiting), expected_trade=())
    forecast = forecast_cash(problem, paths=50).result
    exact = np.zeros(60, dtype=int)
    for one in waiting:
        exact[one.due_day + 10 - 290] += one.amount
    balance = np.cumsum(exact)
    assert forecast.expected.tolist() == balance.tolist()
    assert forecast.p10.tolist() == balance.tolist()
    assert forecast.p90.tolist() == balance.tolist()


def test_an_overdue_invoice_is_judged_by_what_is_left_of_the_curve() -> None:
    """Half pay 5 days late, half 30 days late; one that is 10 days overdue is of the second half."""
    history = [invoice(i, issue=3 * i, paid=3 * i + 30 + (5 if i % 2 else 30)) for i in range(145)]
    overdue = invoice(200, issue=460, paid=None)
    problem = CashProblem(first_day=500, horizon=60, invoices=(*history, overdue), expected_trade=())
    chances = chances_of(problem)[0]
    due_in = 460 + 30 + 30 - 500
    assert chances[due_in] == pytest.approx(1.0, abs=0.01)


def test_parties_keep_their_own_delays_and_borrow_only_where_they_have_none() -> None:
    fast = [invoice(i, issue=4 * i, paid=4 * i + 32, party="fast") for i in range(60)]
    slow = [invoice(i, issue=4 * i, paid=4 * i + 60, party="slow") for i in range(60)]
    new = [invoice(0, issue=330, paid=None, party="new")]
    asked = [invoice(900, issue=330, paid=None, party=party) for party in ("fast", "slow")]
    problem = CashProblem(first_day=340, invoices=(*fast, *slow, *new, *asked), expected_trade=())
    chances = chances_of(problem)
    mean_day = {
        one: float((row[:-2] * np.arange(91)).sum() / row[:-2].sum()) for one, row in zip("nfs", chances, strict=True)
    }
    assert mean_day["f"] == pytest.approx(330 + 32 - 340, abs=2)
    assert mean_day["s"] == pytest.approx(330 + 60 - 340, abs=2)
    assert mean_day["f"] + 3 < mean_day["n"] < mean_day["s"] - 3


def test_a_new_party_pays_like_its_segment() -> None:
    payers = {f"p{i}": (2 if i % 2 else 40) for i in range(12)}
    history = [
        invoice(k, issue=9 * k, paid=9 * k + 30 + late, party=party)
        for party, late in payers.items()
        for k in range(26)
    ]
    segments = {party: ("quick" if late == 2 else "slow") for party, late in payers.items()} | {"new": "quick"}
    asked = invoice(0, issue=300, paid=None, party="new")
    problem = CashProblem(first_day=310, invoices=(*history, asked), expected_trade=(), segments=segments)
    with_segment = chances_of(problem)[-1]
    without = chances_of(CashProblem(first_day=310, invoices=(*history, asked), expected_trade=()))[-1]
    assert with_segment[:25].sum() > 0.75
    assert without[:25].sum() < 0.65


def test_month_end_payers_are_expected_on_the_last_open_day() -> None:
    starts = tuple(range(0, 900, 30))
    calendar = Calendar(closed_weekdays=frozenset({5, 6}), month_starts=starts)
    ends = [max(day for day in range(start + 24, start + 30) if calendar.is_open(day)) for start in starts]
    history = []
    for i in range(120):
        issue = 5 * i + i % 4
        paid = min(day for day in ends if day >= issue + 30)
        if paid < 630:
            history.append(invoice(i, issue=issue, paid=paid))
    asked = invoice(900, issue=612, paid=None)
    problem = CashProblem(first_day=630, invoices=(*history, asked), calendar=calendar, expected_trade=())
    expected = min(day for day in ends if day >= asked.due_day)
    chances = chances_of(problem)[-1]
    assert chances[expected - 630] > 0.8
    closed = [offset for offset in range(91) if not calendar.is_open(630 + offset)]
    assert chances[closed].sum() == pytest.approx(0, abs=1e-9)


def test_written_off_invoices_teach_how_much_never_comes() -> None:
    history = []
    for i in range(200):
        issue = 4 * i
        bad = i % 10 == 0
        history.append(
            Invoice(
                id=f"h{i}",
                party="A",
                side=Side.RECEIVABLE,
                amount=1000,
                issue_day=issue,
                due_day=issue + 10,
                payments=() if bad else (Payment(issue + 20, 1000),),
                written_off_day=issue + 70 if bad else None,
            )
        )
    asked = Invoice(id="x", party="A", side=Side.RECEIVABLE, amount=1000, issue_day=999, due_day=1009)
    problem = CashProblem(first_day=1000, invoices=(*history, asked), expected_trade=())
    assert chances_of(problem)[-1][-1] == pytest.approx(0.1, abs=0.02)


def test_disputed_invoices_are_slower_than_others() -> None:
    history = [invoice(i, issue=3 * i, paid=3 * i + 30 + i % 20) for i in range(100)]
    plain = invoice(500, issue=380, paid=None)
    disputed = Invoice(id="d", party="A", side=Side.RECEIVABLE, amount=1, issue_day=380, due_day=410, disputed=True)
    problem = CashProblem(first_day=400, horizon=20, invoices=(*history, plain, disputed), expected_trade=())
    of_plain, of_disputed = chances_of(problem)
    assert of_disputed[:-2].sum() < 0.8 * of_plain[:-2].sum()


def test_learning_twice_gives_the_same_model() -> None:
    history = tuple(invoice(i, issue=3 * i, paid=3 * i + 30 + i % 20) for i in range(100))
    problem = CashProblem(first_day=400, invoices=history)
    first, second = learn_payments(problem), learn_payments(problem)
    assert np.array_equal(first.model.first.hazard, second.model.first.hazard)
    assert np.array_equal(first.calibration.balance, second.calibration.balance)
