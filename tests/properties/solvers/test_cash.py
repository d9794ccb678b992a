"""Whatever the company: cash is conserved, time passes, certainty is certain."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from heliu.solvers.cash import CashProblem, Invoice, OpeningBalance, Payment, Side, forecast_cash, kaplan_meier
from heliu.solvers.cash.paths import Paths, keys_of, whole_parts

TODAY = 200


@st.composite
def invoices(draw: st.DrawFn) -> tuple[Invoice, ...]:
    found = []
    for i in range(draw(st.integers(1, 25))):
        issue = draw(st.integers(0, TODAY - 1))
        amount = draw(st.integers(1, 10**10))
        late = draw(st.integers(-20, 90))
        paid = max(issue, issue + 30 + late)
        share = draw(st.sampled_from((1, 1, 2, 3)))
        payment = Payment(paid, -(-amount // share))
        lost = draw(st.booleans()) and paid >= TODAY
        found.append(
            Invoice(
                id=f"i{i}",
                party=draw(st.sampled_from("ABC")),
                side=draw(st.sampled_from(Side)),
                amount=amount,
                issue_day=issue,
                due_day=issue + 30,
                payments=(payment,) if paid < TODAY else (),
                written_off_day=TODAY - 1 if lost else None,
                disputed=draw(st.booleans()),
            )
        )
    return tuple(found)


@settings(deadline=None, max_examples=25)
@given(invoices(), st.integers(1, 120), st.integers(-(10**9), 10**9))
def test_cash_is_conserved_document_by_document(documents: tuple[Invoice, ...], horizon: int, opening: int) -> None:
    problem = CashProblem(
        first_day=TODAY, horizon=horizon, invoices=documents, balances=(OpeningBalance("bank", opening),)
    )
    forecast = forecast_cash(problem, paths=30).result
    drivers = list(forecast.drivers)
    assert all(one.in_horizon + one.beyond + one.never == one.amount for one in drivers)
    assert forecast.expected[-1] == opening + sum(one.in_horizon for one in drivers)
    open_items = {one.document: one.amount for one in drivers if one.kind == "open_item"}
    assert open_items == {one.id: one.side.sign * one.open_amount for one in documents if one.open_amount}
    assert (forecast.p10 <= forecast.p90).all()


@settings(deadline=None, max_examples=15)
@given(invoices())
def test_a_longer_horizon_brings_no_less_of_each_document(documents: tuple[Invoice, ...]) -> None:
    inside = []
    for horizon in (14, 60):
        problem = CashProblem(first_day=TODAY, horizon=horizon, invoices=documents, expected_trade=())
        forecast = forecast_cash(problem, paths=10).result
        inside.append(np.array([abs(one.in_horizon) for one in forecast.drivers]))
    assert (inside[1] >= inside[0] - 1).all()


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=20), st.integers(0, 1000))
def test_parts_in_minor_units_add_up_and_are_off_by_less_than_one(amounts: list[int], seed: int) -> None:
    chances = np.random.default_rng(seed).dirichlet(np.full(9, 0.3), len(amounts))
    whole = np.array(amounts, dtype=np.int64)
    parts = whole_parts(whole, chances)
    assert parts.sum(axis=1).tolist() == amounts
    assert (parts * np.sign(whole)[:, None] >= 0).all()
    assert np.abs(parts - whole[:, None] * chances).max() <= 1 + 1e-3


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 10**6), st.integers(1, 40))
def test_every_document_lands_once_on_every_path_as_often_as_its_chances_say(seed: int, count: int) -> None:
    generator = np.random.default_rng(seed)
    chances = generator.dirichlet(np.ones(12), count)
    paths = Paths(paths=100, horizon=10, seed=seed)
    amounts = generator.integers(1, 1000, count)
    paths.add(keys_of([f"d{i}" for i in range(count)]), amounts, chances)
    expected = 100 * (amounts @ chances[:, :10])
    assert np.abs(paths.cash.sum(axis=0) - expected).max() <= amounts.sum() + 1e-6
    inside = paths.cash.sum(axis=1)
    assert (inside <= amounts.sum()).all()


@settings(deadline=None, max_examples=50)
@given(st.lists(st.tuples(st.integers(-30, 90), st.booleans()), min_size=1, max_size=40))
def test_the_share_unpaid_falls_from_one_and_censoring_only_raises_it(cases: list[tuple[int, bool]]) -> None:
    delays, still_open = [one for one, _ in cases], [flag for _, flag in cases]
    curve = kaplan_meier(delays, still_open)
    assert all(a >= b for a, b in zip((1.0, *curve.unpaid), curve.unpaid, strict=False))
    for day, unpaid in zip(curve.days, curve.unpaid, strict=True):
        naive = sum(one > day for one in delays) / len(delays)
        assert unpaid >= naive - 1e-9
