"""The forecast adds up to the minor unit, says why, and refuses what it cannot understand."""

from dataclasses import replace

import numpy as np
import pytest

from heliu.solvers.answers import Reason, Status
from heliu.solvers.cash import (
    Calendar,
    CashForecast,
    CashProblem,
    ExpectedTrade,
    Invoice,
    OpeningBalance,
    Order,
    Payment,
    Rate,
    ScheduledFlow,
    Shift,
    Side,
    forecast_cash,
    kaplan_meier,
    learn_payments,
)
from heliu.solvers.problems import InvalidProblem

TODAY = 400


def trading_company(seed: int = 5, *, today: int = TODAY) -> CashProblem:
    """Three customers and a supplier; paid 0 to 30 days late, some in parts, some in dollars."""
    generator = np.random.default_rng(seed)
    invoices = []
    for i in range(240):
        side = Side.PAYABLE if i % 4 == 3 else Side.RECEIVABLE
        issue = int(generator.integers(0, today))
        amount = int(generator.integers(1_000, 900_000))
        paid = issue + 30 + int(generator.integers(0, 12)) + 6 * (i % 4)
        parts = (Payment(paid, amount // 3), Payment(paid + 15, amount - amount // 3)) if i % 9 == 0 else ()
        payments = parts or (Payment(paid, amount),)
        invoices.append(
            Invoice(
                id=f"i{i}",
                party=f"party{i % 4}",
                side=side,
                amount=amount,
                issue_day=issue,
                due_day=issue + 30,
                currency="USD" if i % 5 == 0 else "CNY",
                payments=tuple(one for one in payments if one.day < today),
            )
        )
    return CashProblem(
        first_day=today,
        horizon=60,
        currency="CNY",
        balances=(OpeningBalance("bank", 1_000_000, "CNY"), OpeningBalance("dollars", 33_333, "USD")),
        invoices=tuple(invoices),
        orders=(
            Order(
                id="so1",
                party="party0",
                side=Side.RECEIVABLE,
                amount=777_777,
                promised_day=today + 5,
                terms_days=30,
                currency="USD",
            ),
            Order(id="po1", party="party3", side=Side.PAYABLE, amount=55_555, promised_day=today + 9, terms_days=10,
                  currency="CNY"),
        ),
        scheduled=(ScheduledFlow(id="rent", amount=-100_001, days=(today + 3, today + 33), currency="CNY"),),
        rates=(Rate("USD", 71_234, 10_000),),
        floor=500_000,
    )  # fmt: skip


@pytest.fixture(scope="module")
def problem() -> CashProblem:
    return trading_company()


@pytest.fixture(scope="module")
def forecast(problem: CashProblem) -> CashForecast:
    return forecast_cash(problem, seed=3, paths=400).result


def test_every_document_is_inside_beyond_or_lost_and_nothing_else(forecast: CashForecast) -> None:
    assert len(forecast.drivers) > 40
    for driver in forecast.drivers:
        assert driver.in_horizon + driver.beyond + driver.never == driver.amount
        assert all(part * driver.amount >= 0 for part in (driver.in_horizon, driver.beyond, driver.never))


def test_the_documents_behind_a_week_add_up_to_its_net_flow(forecast: CashForecast) -> None:
    for week, net_flow in enumerate(forecast.weekly_expected):
        assert sum(part for _, part in forecast.drivers.of_week(week)) == net_flow


def test_the_last_balance_is_opening_plus_all_documents(forecast: CashForecast) -> None:
    inside = sum(driver.in_horizon for driver in forecast.drivers)
    assert forecast.opening + inside == forecast.expected[-1]


def test_foreign_currency_is_converted_once_per_document_and_ties_out(
    problem: CashProblem, forecast: CashForecast
) -> None:
    def exact(amount: int, currency: str) -> int:
        return (amount * 71_234 * 2 + 10_000) // 20_000 if currency == "USD" else amount

    assert forecast.opening == 1_000_000 + exact(33_333, "USD")
    amounts = dict(zip(forecast.drivers.documents, forecast.drivers.amounts.tolist(), strict=True))
    for invoice in problem.invoices:
        if invoice.open_amount:
            assert amounts[invoice.id] == invoice.side.sign * exact(invoice.open_amount, invoice.currency)
    assert amounts["so1"] == exact(777_777, "USD")
    assert amounts["po1"] == -55_555


def test_the_band_is_ordered_and_the_breach_agrees_with_the_days(forecast: CashForecast) -> None:
    assert (forecast.p10 <= forecast.p50).all()
    assert (forecast.p50 <= forecast.p90).all()
    breach = forecast.first_breach
    assert breach.by_day.sum() == pytest.approx(breach.probability)
    assert breach.probability >= forecast.p_below_floor.max() - 1e-12
    assert forecast.p_below_floor[0] == pytest.approx(breach.by_day[0])


def test_a_higher_floor_is_undercut_at_least_as_often(problem: CashProblem) -> None:
    learned = learn_payments(problem)
    floors = (0, 500_000, 5_000_000, 50_000_000)
    chances = [forecast_cash(replace(problem, floor=floor), learned=learned, paths=200).objective for floor in floors]
    assert chances == sorted(chances)
    assert chances[-1] > chances[0]


def test_the_same_problem_and_seed_give_the_same_answer(problem: CashProblem) -> None:
    learned = learn_payments(problem)
    one, two = (forecast_cash(problem, seed=9, learned=learned, paths=100).result for _ in range(2))
    assert one.p10.tolist() == two.p10.tolist()
    assert one.first_breach.by_day.tolist() == two.first_breach.by_day.tolist()
    other = forecast_cash(problem, seed=10, learned=learned, paths=100).result
    assert other.p10.tolist() != one.p10.tolist()
    assert other.expected.tolist() == one.expected.tolist()


def test_what_was_learned_once_gives_the_same_forecast(problem: CashProblem, forecast: CashForecast) -> None:
    again = forecast_cash(problem, seed=3, paths=400, learned=learn_payments(problem)).result
    assert again.p90.tolist() == forecast.p90.tolist()


def test_another_document_changes_no_draw_of_the_others(problem: CashProblem) -> None:
    """Common random numbers: a certain inflow lifts every quantile by exactly its amount."""
    learned = learn_payments(problem)
    flow = ScheduledFlow(id="grant", amount=123_456, days=(TODAY,), currency="CNY", shift=Shift.NONE)
    plain = forecast_cash(problem, learned=learned, paths=200).result
    lifted = forecast_cash(replace(problem, scheduled=(*problem.scheduled, flow)), learned=learned, paths=200).result
    assert np.abs(lifted.p10 - plain.p10 - 123_456).max() <= 1
    assert (lifted.expected - plain.expected == 123_456).all()


def test_paths_agree_with_the_expected_balance(problem: CashProblem) -> None:
    forecast = forecast_cash(problem, paths=2000).result
    width = (forecast.p90 - forecast.p10).max()
    assert np.abs(forecast.p50 - forecast.expected).max() < 0.2 * width


def test_agreed_days_move_with_the_holidays() -> None:
    calendar = Calendar(closed_weekdays=frozenset({5, 6}), holidays=frozenset({7, 8}), working_days=frozenset({12}))
    flows = (
        ScheduledFlow(id="next", amount=-100, days=(5,)),
        ScheduledFlow(id="previous", amount=-10, days=(7,), shift=Shift.PREVIOUS),
        ScheduledFlow(id="none", amount=-1, days=(6,), shift=Shift.NONE),
        ScheduledFlow(id="swapped", amount=-1000, days=(12,)),
    )
    problem = CashProblem(first_day=0, horizon=14, scheduled=flows, calendar=calendar)
    flow = np.diff(forecast_cash(problem, paths=10).result.expected, prepend=0)
    assert {day: int(cash) for day, cash in enumerate(flow) if cash} == {9: -100, 4: -10, 6: -1, 12: -1000}


def test_a_day_named_by_the_customer_is_believed() -> None:
    invoice = Invoice(id="i", party="A", side=Side.RECEIVABLE, amount=500, issue_day=0, due_day=5, expected_day=17)
    forecast = forecast_cash(CashProblem(first_day=10, horizon=20, invoices=(invoice,)), paths=20).result
    assert forecast.expected.tolist() == [0] * 7 + [500] * 13
    assert forecast.p10.tolist() == forecast.expected.tolist()


def test_orders_are_invoiced_and_paid_as_past_orders_and_invoices_were() -> None:
    """Orders are invoiced 3 days after the promise, invoices paid 10 days after 20 days of terms."""
    past_orders = [
        Order(id=f"o{i}", party="A", side=Side.RECEIVABLE, amount=100, promised_day=5 * i, terms_days=20,
              invoiced_day=5 * i + 3)
        for i in range(40)
    ]  # fmt: skip
    invoices = [
        Invoice(id=f"i{i}", party="A", side=Side.RECEIVABLE, amount=100, issue_day=5 * i, due_day=5 * i + 20,
                payments=(Payment(5 * i + 30, 100),))
        for i in range(40)
    ]  # fmt: skip
    order = Order(id="new", party="A", side=Side.RECEIVABLE, amount=7_000, promised_day=240, terms_days=20)
    problem = CashProblem(
        first_day=236, horizon=60, invoices=tuple(invoices), orders=(*past_orders, order), expected_trade=()
    )
    forecast = forecast_cash(problem, paths=20).result
    assert np.diff(forecast.expected, prepend=0)[240 + 3 + 20 + 10 - 236] == 7_000


def test_expected_trade_is_net_of_the_orders_that_are_already_in_it() -> None:
    trade = ExpectedTrade(
        id="sales", side=Side.RECEIVABLE, first_day=0, last_day=6, mean=10_000, deviation=500, terms_days=0
    )
    order = Order(id="o", party="A", side=Side.RECEIVABLE, amount=4_000, promised_day=3, terms_days=0)
    forecast = forecast_cash(CashProblem(first_day=0, orders=(order,), expected_trade=(trade,)), paths=20).result
    amounts = dict(zip(forecast.drivers.documents, forecast.drivers.amounts.tolist(), strict=True))
    assert amounts == {"o": 4_000, "sales": 6_000}


def test_trade_spreads_the_band_and_keeps_its_mean() -> None:
    def forecast(deviation: float, shared: float) -> CashForecast:
        trade = ExpectedTrade(
            id="s", side=Side.RECEIVABLE, first_day=0, last_day=6, mean=1e6, deviation=deviation, terms_days=0,
            invoices=1000, shared_deviation=shared,
        )  # fmt: skip
        return forecast_cash(CashProblem(first_day=0, expected_trade=(trade,)), paths=2000).result

    narrow, wide, level = forecast(1e4, 0.0), forecast(2e5, 0.0), forecast(1e4, 0.2)
    assert wide.expected.tolist() == narrow.expected.tolist()
    width = [int(one.p90[-1] - one.p10[-1]) for one in (narrow, wide, level)]
    assert width[1] > 3 * width[0]
    assert width[2] > 3 * width[0]


def reason(reasons: tuple[Reason, ...], code: str, subject: str = "") -> Reason:
    return next(one for one in reasons if one.code == code and subject in ("", one.subject))


def test_the_reason_of_a_party_is_the_median_of_its_invoices(problem: CashProblem) -> None:
    explain = forecast_cash(problem, paths=50).explain
    for party in ("party1", "party2"):
        own = [one for one in problem.invoices if one.party == party]
        delays = [(one.payments[0].day if one.payments else TODAY) - one.due_day for one in own]
        curve = kaplan_meier(delays, [not one.payments for one in own])
        found = reason(explain, "party_pays_late", party)
        assert found.measure("median_delay") == curve.quantile(0.5)
        assert found.measure("invoices") == len(own)
        assert found.measure("still_open") == sum(not one.payments for one in own)


def test_the_lowest_day_and_its_documents_are_those_of_the_result(problem: CashProblem) -> None:
    answer = forecast_cash(problem, paths=50)
    assert answer.status is Status.ESTIMATED
    low = int(answer.result.p10.argmin())
    found = reason(answer.explain, "cash_lowest")
    assert found.measure("day") == TODAY + low
    assert found.measure("p10") == answer.result.p10[low]
    documents = [one for one in answer.explain if one.code == "cash_lowest_week_document"]
    largest = answer.result.drivers.of_week(low // 7, largest=5)
    assert [(one.subject, one.measure("part")) for one in documents] == [(d.document, part) for d, part in largest]


def test_a_short_history_says_that_the_band_is_not_calibrated() -> None:
    invoice = Invoice(id="i", party="A", side=Side.RECEIVABLE, amount=500, issue_day=0, due_day=5)
    explain = forecast_cash(CashProblem(first_day=3, invoices=(invoice,)), paths=20).explain
    assert reason(explain, "band_not_calibrated").measure("back_tests") == 0


def bad_invoice(**changes: object) -> CashProblem:
    invoice = Invoice(id="F-17", party="A", side=Side.RECEIVABLE, amount=500, issue_day=0, due_day=5)
    return CashProblem(first_day=10, invoices=(replace(invoice, **changes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("problem", "says"),
    [
        (bad_invoice(amount=-5), "F-17.*amount -5"),
        (bad_invoice(amount=1.5), "F-17.*whole number"),
        (bad_invoice(amount=float("nan")), "F-17.*whole number"),
        (bad_invoice(due_day=-1), "F-17.*due before it is issued"),
        (bad_invoice(payments=(Payment(12, 1),)), "F-17.*not past"),
        (bad_invoice(payments=(Payment(2, 501),)), "F-17.*501 of 500"),
        (bad_invoice(payments=(Payment(2, -1),)), "F-17.*payment of -1"),
        (bad_invoice(currency="USD"), "F-17.*no rate for USD"),
        (bad_invoice(written_off_day=11), "F-17.*future"),
        (CashProblem(first_day=0, horizon=0), "horizon"),
        (CashProblem(first_day=0, rates=(Rate("USD", 0, 1),)), "rate USD"),
        (CashProblem(first_day=0, currency="CNY", rates=(Rate("CNY", 2, 1),)), "rate CNY"),
        (CashProblem(first_day=0, scheduled=(ScheduledFlow(id="x", amount=1, days=(1,)),) * 2), "flow x.*twice"),
        (CashProblem(first_day=0, calendar=Calendar(month_starts=(0, 40))), "month_starts 40"),
        (
            CashProblem(
                first_day=0,
                expected_trade=(
                    ExpectedTrade(id="t", side=Side.PAYABLE, first_day=0, last_day=1, mean=float("nan"), deviation=1),
                ),
            ),
            "trade t mean",
        ),
        (
            CashProblem(
                first_day=0,
                expected_trade=(
                    ExpectedTrade(id="t", side=Side.PAYABLE, first_day=0, last_day=1, mean=-1, deviation=1),
                ),
            ),
            "trade t mean",
        ),
    ],
)
def test_what_cannot_be_is_refused_by_name(problem: CashProblem, says: str) -> None:
    with pytest.raises(InvalidProblem, match=says):
        forecast_cash(problem, paths=10)


def test_a_model_of_another_day_is_refused(problem: CashProblem) -> None:
    learned = learn_payments(bad_invoice())
    with pytest.raises(InvalidProblem, match="learned"):
        forecast_cash(problem, learned=learned)
