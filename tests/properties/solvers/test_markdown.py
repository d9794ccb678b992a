"""Whatever the season: the rules of the ladder are kept and the values are consistent."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from heliu.solvers.markdown import BaseDemandPrior, ElasticityPrior, MarkdownProblem, WeekSold, markdown

LADDER = (50.0, 40.0, 30.0, 20.0, 10.0)


@st.composite
def problems(draw: st.DrawFn) -> MarkdownProblem:
    weeks, gap = draw(st.integers(1, 5)), draw(st.integers(1, 3))
    price = draw(st.sampled_from(LADDER[:4]))
    sold = tuple(
        WeekSold(price=price, available=available, sold=draw(st.integers(0, available)))
        for available in draw(st.lists(st.integers(0, 20), max_size=3))
    )
    return MarkdownProblem(
        item="x",
        units=draw(st.integers(0, 25)),
        weeks=weeks,
        ladder=LADDER,
        price=price,
        unit_cost=draw(st.sampled_from([5.0, 25.0, 45.0])),
        base_demand=BaseDemandPrior(per_week=draw(st.floats(0.05, 12.0)), deviation=draw(st.floats(0.1, 1.0))),
        elasticity=ElasticityPrior(mean=draw(st.floats(-5.0, -0.8)), deviation=draw(st.floats(0.2, 1.5))),
        below_cost_approved=draw(st.booleans()),
        salvage=draw(st.sampled_from([-1.0, 0.0, 4.0])),
        holding_cost=draw(st.sampled_from([0.0, 0.2])),
        season=tuple(draw(st.lists(st.floats(0.2, 2.0), min_size=weeks, max_size=weeks))),
        dispersion=draw(st.sampled_from([None, 1.0, 6.0])),
        weeks_between_cuts=gap,
        weeks_until_cut=draw(st.integers(0, gap - 1)),
        sold=sold,
    )


@settings(max_examples=25, deadline=None)
@given(problem=problems())
def test_every_plan_keeps_the_rules_of_the_ladder(problem: MarkdownProblem) -> None:
    answer = markdown(problem)
    plan = answer.result
    assert plan.price in LADDER
    assert plan.price <= problem.price
    if plan.price < problem.price:
        assert problem.weeks_until_cut == 0
        assert plan.price >= problem.unit_cost or problem.below_cost_approved
    path = [problem.price, *(week.price for week in plan.weeks)]
    assert path == sorted(path, reverse=True)
    assert path[1] == plan.price
    assert 0.0 <= plan.sell_through <= 1.0 + 1e-9
    assert answer.bound is not None
    assert answer.objective <= answer.bound + 1e-9
    dearest = max(problem.price * problem.units, 0.0)
    assert answer.bound <= dearest + 1e-6


@settings(max_examples=10, deadline=None)
@given(problem=problems(), more=st.integers(1, 10))
def test_more_freedom_is_never_worth_less_to_who_knows_the_truth(problem: MarkdownProblem, more: int) -> None:
    freer = replace(problem, below_cost_approved=True, weeks_between_cuts=1, weeks_until_cut=0)
    tight, free = markdown(problem).bound, markdown(freer).bound
    assert tight is not None
    assert free is not None
    assert tight <= free + 1e-6
    if problem.salvage >= 0 and not problem.holding_cost:
        stocked = markdown(replace(problem, units=problem.units + more)).bound
        assert stocked is not None
        assert tight <= stocked + 1e-6
