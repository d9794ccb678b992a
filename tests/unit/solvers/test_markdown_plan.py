"""What a markdown proposes, why, and what it refuses."""

from dataclasses import replace

import numpy as np
import pytest

from heliu.solvers.answers import Answer, Reason, Status
from heliu.solvers.markdown import (
    BaseDemandPrior,
    ElasticityEstimate,
    ElasticityPrior,
    MarkdownPlan,
    MarkdownProblem,
    WeekSold,
    category_prior,
    estimate_elasticity,
    markdown,
    posterior,
    shrink,
)
from heliu.solvers.problems import InvalidProblem

COAT = MarkdownProblem(
    item="coat",
    units=40,
    weeks=6,
    ladder=(100.0, 80.0, 60.0, 40.0, 20.0),
    price=100.0,
    unit_cost=35.0,
    base_demand=BaseDemandPrior(per_week=4.0, deviation=0.4),
    salvage=5.0,
)


def _reason(answer: Answer[MarkdownPlan], code: str) -> Reason:
    return next(reason for reason in answer.explain if reason.code == code)


def test_a_coat_that_hardly_sells_is_cut_at_once() -> None:
    slow = replace(COAT, units=60, sold=(WeekSold(price=100.0, available=61, sold=1), *_nothing(3)))
    plan = markdown(slow).result
    assert plan.price < 100.0
    assert plan.base_demand < 2.0
    assert plan.extra_units.mean > 0


def _nothing(weeks: int) -> tuple[WeekSold, ...]:
    return tuple(WeekSold(price=100.0, available=60, sold=0) for _ in range(weeks))


def test_a_coat_that_sells_by_itself_keeps_its_price() -> None:
    brisk = replace(COAT, units=10, sold=tuple(WeekSold(price=100.0, available=60, sold=9) for _ in range(4)))
    answer = markdown(brisk)
    assert answer.result.price == 100.0
    assert answer.result.cut == 0.0
    assert _reason(answer, "markdown.keep_price").alternative is not None


def test_nothing_left_is_answered_with_zeros() -> None:
    answer = markdown(replace(COAT, units=0))
    assert (answer.status, answer.objective, answer.bound) == (Status.OPTIMAL, 0.0, 0.0)
    assert (answer.result.price, answer.result.sell_through, answer.result.recovered.mean) == (100.0, 1.0, 0.0)


def test_no_price_below_cost_without_approval() -> None:
    stuck = replace(COAT, units=3000, weeks=3, elasticity=ElasticityPrior(mean=-3.5, deviation=0.2))
    kept, approved = markdown(stuck), markdown(replace(stuck, below_cost_approved=True))
    assert kept.result.price >= 35.0
    assert approved.result.price == 20.0
    assert _reason(kept, "markdown.floor").measure("rungs_refused") == 1


def test_a_cut_waits_for_its_week() -> None:
    waiting = replace(COAT, units=300, weeks_between_cuts=3, weeks_until_cut=2)
    answer = markdown(waiting)
    assert answer.result.price == 100.0
    assert [week.price for week in answer.result.weeks[:2]] == [100.0, 100.0]
    assert answer.result.weeks[2].price < 100.0
    assert _reason(answer, "markdown.wait").measure("weeks_until_cut") == 2
    assert _reason(answer, "markdown.keep_price").alternative is None


def test_a_cut_that_must_wait_beyond_the_end_never_comes() -> None:
    answer = markdown(replace(COAT, units=300, weeks=3, weeks_between_cuts=9, weeks_until_cut=5))
    assert [week.price for week in answer.result.weeks] == [100.0] * 3
    once = markdown(replace(COAT, units=300, weeks=3, weeks_between_cuts=9))
    assert once.result.price < 100.0
    assert len({week.price for week in once.result.weeks}) == 1


def test_a_long_gap_is_the_same_as_one_cut_in_all() -> None:
    nine, ninety = (markdown(replace(COAT, units=90, weeks=4, weeks_between_cuts=gap)) for gap in (9, 90))
    assert (nine.objective, nine.bound, nine.result) == (ninety.objective, ninety.bound, ninety.result)


def test_the_reasons_can_be_recomputed_from_the_input() -> None:
    seen = replace(COAT, units=80, sold=(WeekSold(price=100.0, available=86, sold=6),))
    answer = markdown(seen)
    first, plan = answer.explain[0], answer.result
    belief = posterior(seen)
    elasticity, base = belief.grid.points
    assert plan.base_demand == pytest.approx(float(base @ belief.weights))
    assert plan.elasticity == pytest.approx(float(elasticity @ belief.weights))
    assert first.measure("cover") == pytest.approx(80 / plan.base_demand)
    assert first.measure("cut") == pytest.approx(100 * (1 - plan.price / 100.0))
    assert plan.margin == pytest.approx(plan.recovered.mean - 80 * 35.0)
    assert sum(week.expected_units for week in plan.weeks) == pytest.approx(plan.sell_through * 80)
    left = 80 * (1 - plan.sell_through)
    assert plan.recovered.mean == pytest.approx(plan.sales + 5.0 * left)
    assert first.alternative is not None
    assert first.alternative.objective_difference is not None
    assert first.alternative.objective_difference >= 0


def test_the_simulated_outlook_agrees_with_the_objective() -> None:
    answer = markdown(COAT)
    assert answer.result.recovered.mean == pytest.approx(answer.objective, rel=0.02)
    assert answer.bound is not None
    assert answer.objective <= answer.bound
    assert answer.result.recovered.low <= answer.result.recovered.mean <= answer.result.recovered.high


def test_a_plan_replays_and_the_seed_moves_the_intervals_only() -> None:
    one, again, other = markdown(COAT, seed=3), markdown(COAT, seed=3), markdown(COAT, seed=4)
    assert replace(one, wall_s=0.0) == replace(again, wall_s=0.0)
    assert (one.objective, one.bound, one.result.price) == (other.objective, other.bound, other.result.price)
    assert one.result.recovered != other.result.recovered


@pytest.mark.parametrize(
    ("changes", "offender"),
    [
        ({"units": -1}, "coat.units"),
        ({"units": 2.5}, "coat.units"),
        ({"weeks": 0}, "coat.weeks"),
        ({"ladder": ()}, "coat.ladder"),
        ({"ladder": (100.0, 100.0)}, r"coat.ladder\[1\]"),
        ({"ladder": (100.0, float("nan"))}, r"coat.ladder\[1\]"),
        ({"price": 99.0}, "coat.price"),
        ({"salvage": 101.0}, "coat.salvage"),
        ({"season": (1.0,)}, "coat.season"),
        ({"season": (1.0,) * 5 + (-1.0,)}, r"coat.season\[5\]"),
        ({"dispersion": 0.0}, "coat.dispersion"),
        ({"weeks_until_cut": 1}, "coat.weeks_until_cut"),
        ({"elasticity": ElasticityPrior(mean=2.0)}, "coat.elasticity.mean"),
        ({"base_demand": BaseDemandPrior(per_week=0.0)}, "coat.base_demand.per_week"),
        ({"sold": (WeekSold(price=100.0, available=3, sold=4),)}, r"coat.sold\[0\].sold"),
        ({"sold": (WeekSold(price=100.0, available=3, sold=-1),)}, r"coat.sold\[0\].sold"),
    ],
)
def test_what_makes_no_sense_is_refused_by_name(changes: dict[str, object], offender: str) -> None:
    with pytest.raises(InvalidProblem, match=rf"^{offender}: "):
        markdown(replace(COAT, **changes))  # type: ignore[arg-type]


def test_elasticity_is_found_in_sales_that_follow_it() -> None:
    prices = (100.0, 100.0, 80.0, 80.0, 50.0, 50.0)
    weeks = [WeekSold(price=p, available=10_000, sold=round(200 * (p / 100.0) ** -2.5)) for p in prices]
    found = estimate_elasticity("coat", weeks)
    assert found.elasticity == pytest.approx(-2.5, abs=0.01)
    assert 0 < found.standard_error < 0.2


def test_a_week_that_sold_out_does_not_flatten_the_elasticity() -> None:
    weeks = [WeekSold(price=p, available=10_000, sold=round(200 * (p / 100.0) ** -2.5)) for p in (100.0, 80.0, 50.0)]
    short = WeekSold(price=40.0, available=150, sold=150)
    assert estimate_elasticity("coat", [*weeks, short]) == estimate_elasticity("coat", weeks)


@pytest.mark.parametrize(
    ("weeks", "problem"),
    [
        ([WeekSold(price=10.0, available=9, sold=1)] * 2, "has 2 weeks"),
        ([WeekSold(price=10.0, available=9, sold=1)] * 4, "one price only"),
        ([WeekSold(price=p, available=9, sold=0) for p in (10.0, 9.0, 8.0)], "sold nothing"),
    ],
)
def test_sales_that_say_nothing_of_elasticity_are_refused(weeks: list[WeekSold], problem: str) -> None:
    with pytest.raises(InvalidProblem, match=problem):
        estimate_elasticity("coat", weeks)


def test_a_category_of_equals_has_no_spread_between_items() -> None:
    answer = category_prior([ElasticityEstimate(str(i), -2.0, 0.5) for i in range(9)])
    assert answer.objective == 0.0
    assert answer.result == ElasticityPrior(mean=-2.0, deviation=0.25)


def test_the_spread_of_a_category_is_the_spread_beyond_the_errors() -> None:
    generator = np.random.default_rng(1)
    true = generator.normal(-2.4, 0.7, 400)
    estimates = [ElasticityEstimate(str(i), float(e + generator.normal(0, 0.5)), 0.5) for i, e in enumerate(true)]
    answer = category_prior(estimates)
    assert answer.result.mean == pytest.approx(-2.4, abs=0.1)
    assert answer.result.deviation == pytest.approx(0.7, abs=0.08)
    weights = np.full(400, 1 / (0.25 + answer.objective))
    values = np.array([estimate.elasticity for estimate in estimates])
    assert weights @ (values - values.mean()) ** 2 == pytest.approx(399, abs=1e-6), "Paule and Mandel's equation"


def test_an_item_is_shrunk_by_precision() -> None:
    prior = shrink(ElasticityEstimate("coat", -4.0, 1.0), ElasticityPrior(mean=-2.0, deviation=0.5))
    assert prior.mean == pytest.approx(-2.4)
    assert prior.deviation == pytest.approx(0.2**0.5)
