"""The fitted models against published values, closed forms and numerical integration."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.integrate import quad
from scipy.special import betaln, gammaln
from scipy.stats import gamma as gamma_distribution

from bench.solvers.customer_simulation import CDNOW, SPEND, WHOLESALE, auc, population, rhythm
from heliu.solvers.problems import InvalidProblem
from heliu.solvers.segment import (
    GapModel,
    Histories,
    RepeatModel,
    SpendModel,
    alive_probability,
    expected_purchases,
    expected_spend,
    fit_gaps,
    fit_repeat,
    fit_spend,
    gaps,
    lifetime_value,
    visit_probability,
)


def history(*rows: tuple[int, int, int], spend: float = 1000.0, log_gaps: float = 0.0) -> Histories:
    """Rows of frequency, recency, age."""
    columns = np.array(rows, dtype=np.int64)
    paid = np.where(columns[:, 0] > 0, spend, 0.0)
    return Histories(
        customers=tuple(f"c{number}" for number in range(len(rows))),
        frequency=columns[:, 0],
        recency=columns[:, 1],
        age=columns[:, 2],
        spend=paid,
        revenue=spend * (columns[:, 0] + 1),
        log_gaps=np.full(len(rows), log_gaps),
        today=1000,
    )


# Hundredths of a week, so that the published example's decimals are whole days here.
PUBLISHED = RepeatModel(r=0.243, alpha=441.4, a=0.793, b=2.426)


def test_the_published_customer_is_expected_to_buy_1_226_times_in_39_weeks() -> None:
    """Fader, Hardie, Lee, "Implementing the BG/NBD model in Excel" (2005): x = 2, t = 30.43, T = 38.86."""
    assert expected_purchases(PUBLISHED, history((2, 3043, 3886)), days=3900)[0] == pytest.approx(1.226, abs=5e-4)


def _posterior_integral(x: int, recency: float, age: float, ahead: float) -> tuple[float, float]:
    """Expected purchases and P(alive) for PUBLISHED by integrating over the dropout probability; the rate is gamma
    given everything else, so only E[1 − exp(−rate·p·t)] = 1 − (s / (s + p·t))^(r+x) is needed per p."""
    r, alpha, a, b = PUBLISHED.r, PUBLISHED.alpha, PUBLISHED.a, PUBLISHED.b

    def beta_weight(p: float) -> float:
        return float(p ** (a - 1) * (1 - p) ** (b + x - 1))

    left = ((alpha + age) / (alpha + recency)) ** (r + x)

    def integral(value: Callable[[float], float]) -> float:
        return float(quad(lambda p: beta_weight(p) * value(p), 0, 1, epsabs=0, limit=200)[0])

    alive, gone = integral(lambda p: 1.0), integral(lambda p: p / (1 - p) * left)
    bought = integral(lambda p: (1 - ((alpha + age) / (alpha + age + p * ahead)) ** (r + x)) / p)
    return bought / (alive + gone), alive / (alive + gone)


@pytest.mark.parametrize(("x", "recency", "age"), [(1, 100, 3000), (4, 2500, 2600), (9, 1500, 3886)])
def test_expectations_equal_the_integral_over_all_customers_this_one_could_be(x: int, recency: int, age: int) -> None:
    bought, alive = _posterior_integral(x, recency, age, 1300.0)
    one = history((x, recency, age))

    assert expected_purchases(PUBLISHED, one, days=1300)[0] == pytest.approx(bought, rel=1e-6)
    assert alive_probability(PUBLISHED, one)[0] == pytest.approx(alive, rel=1e-6)


def test_the_removable_gap_of_the_formula_at_a_equal_one_is_stepped_over() -> None:
    one = history((3, 200, 300))
    values = [expected_purchases(RepeatModel(r=1, alpha=50, a=a, b=3), one, days=90)[0] for a in (0.999, 1.0, 1.001)]

    assert values[0] > values[1] > values[2]
    assert values[1] == pytest.approx((values[0] + values[2]) / 2, rel=1e-4)


def test_the_gap_of_the_formula_at_a_plus_b_equal_one_is_stepped_over_for_who_bought_once() -> None:
    one = history((0, 0, 60))
    values = [expected_purchases(RepeatModel(r=1, alpha=1, a=0.5, b=b), one, days=30)[0] for b in (0.499, 0.5, 0.501)]

    assert values[0] < values[1] < values[2]
    assert values[1] == pytest.approx((values[0] + values[2]) / 2, rel=1e-4)


def test_a_visit_is_as_likely_as_the_mixture_of_poisson_counts_says() -> None:
    one = history((2, 80, 100))
    model = RepeatModel(r=1.5, alpha=40, a=0.8, b=2.5)
    rates = gamma_distribution(model.r + 2, scale=1 / (model.alpha + 100))
    none = quad(lambda rate: rates.pdf(rate) * np.exp(-rate * 28), 0, np.inf)[0]

    expected = alive_probability(model, one)[0] * (1 - none)
    assert visit_probability(model, one, days=28)[0] == pytest.approx(expected, rel=1e-6)


def _log_likelihood(model: RepeatModel, rows: list[tuple[int, int, int]]) -> float:
    """Equation (6) of the paper, customer by customer."""
    total = 0.0
    for x, recency, age in rows:
        common = gammaln(model.r + x) - gammaln(model.r) + model.r * np.log(model.alpha)
        stay = betaln(model.a, model.b + x) - betaln(model.a, model.b) - (model.r + x) * np.log(model.alpha + age)
        likelihood = np.exp(common + stay)
        if x:
            leave = betaln(model.a + 1, model.b + x - 1) - betaln(model.a, model.b)
            likelihood += np.exp(common + leave - (model.r + x) * np.log(model.alpha + recency))
        total += float(np.log(likelihood))
    return total


def test_the_fit_reports_the_likelihood_of_the_paper_and_no_neighbour_is_better() -> None:
    people = population(WHOLESALE, customers=400, days=400, seed=3).histories
    rows = list(zip(people.frequency.tolist(), people.recency.tolist(), people.age.tolist(), strict=True))
    best = fit_repeat(people)

    assert best.customers == 400
    assert best.log_likelihood == pytest.approx(_log_likelihood(best, rows), rel=1e-9)
    for name in ("r", "alpha", "a", "b"):
        for factor in (0.97, 1.03):
            values = {one: getattr(best, one) for one in ("r", "alpha", "a", "b")}
            values[name] *= factor
            assert _log_likelihood(RepeatModel(**values), rows) < best.log_likelihood


@pytest.mark.parametrize("truth", [CDNOW, WHOLESALE])
def test_parameters_of_drawn_customers_are_found_again(truth: RepeatModel) -> None:
    people = population(truth, customers=60_000, days=546, seed=5)
    model = fit_repeat(people.histories)

    for name in ("r", "alpha", "a", "b"):
        assert getattr(model, name) == pytest.approx(getattr(truth, name), rel=0.1)
    again = people.histories.frequency > 0
    assert auc(alive_probability(model, people.histories)[again], people.alive[again]) > 0.8


def test_spend_is_found_again_and_drawn_towards_the_mean_of_all() -> None:
    model = fit_spend(population(CDNOW, customers=60_000, days=546, seed=6).histories)
    assert (model.p, model.q, model.v) == pytest.approx(SPEND, rel=0.1)

    published = SpendModel(p=6.25, q=3.74, v=1544)
    few, many = history((1, 5, 9), spend=10_000.0), history((50, 5, 9), spend=10_000.0)
    assert expected_spend(published, history((0, 0, 9)))[0] == pytest.approx(6.25 * 1544 / 2.74)
    own = (6.25 * 10_000 + 6.25 * 1544) / (6.25 + 2.74)  # posterior mean of the gamma rate
    assert expected_spend(published, few)[0] == pytest.approx(own)
    assert expected_spend(published, few)[0] < expected_spend(published, many)[0] < 10_000


def test_value_without_discount_is_purchases_times_spend_times_margin() -> None:
    people = history((3, 200, 220), (0, 0, 100))
    repeat, spend = RepeatModel(r=1, alpha=50, a=0.8, b=3), SpendModel(p=6, q=4, v=1500)
    plain = lifetime_value(repeat, spend, people, days=100, margin=0.3, annual_discount=0.0)

    expected = expected_purchases(repeat, people, days=100) * expected_spend(spend, people) * 0.3
    assert plain == pytest.approx(expected)
    assert (lifetime_value(repeat, spend, people, days=100, margin=0.3, annual_discount=0.2) < plain).all()


def test_the_limit_of_a_gap_leaves_five_percent_of_its_mixture_above() -> None:
    model = GapModel(regularity=2.0, r=3.0, alpha=40.0)
    limit = gaps(model, history((4, 60, 60))).limit_days[0]
    rates = gamma_distribution(3.0 + 2.0 * 4, scale=1 / (40.0 + 60))
    below = quad(lambda rate: rates.pdf(rate) * gamma_distribution.cdf(limit, 2.0, scale=1 / rate), 0, np.inf)[0]

    assert below == pytest.approx(0.95, abs=1e-7)


def test_without_regularity_the_limit_is_the_closed_form_of_gamma_poisson() -> None:
    model = GapModel(regularity=1.0, r=1.5, alpha=20.0)
    one = gaps(model, history((4, 60, 100)))

    shape, scale = 1.5 + 4, 20.0 + 60
    assert one.limit_days[0] == pytest.approx(scale * (0.05 ** (-1 / shape) - 1))
    assert one.probability[0] == pytest.approx((scale / (scale + 40)) ** shape)


def test_five_percent_of_gaps_of_regular_buyers_raise_the_alarm() -> None:
    people = rhythm(customers=20_000, regularity=2.5, r=3.0, alpha=50.0, seed=2)
    model = fit_gaps(people.histories)

    assert model.regularity == pytest.approx(2.5, rel=0.05)
    assert float((people.next_gap > gaps(model, people.histories).limit_days).mean()) == pytest.approx(0.05, abs=0.006)


def test_customers_who_never_came_back_teach_no_rate() -> None:
    once = history((0, 0, 10), (0, 0, 20))
    for fit in (fit_repeat, fit_gaps, fit_spend):
        with pytest.raises(InvalidProblem, match="Give"):
            fit(once)


def test_a_parameter_that_is_no_positive_number_is_refused() -> None:
    with pytest.raises(InvalidProblem, match="alpha"):
        RepeatModel(r=1, alpha=0, a=1, b=1)
    with pytest.raises(InvalidProblem, match="days"):
        expected_purchases(CDNOW, history((1, 2, 3)), days=0)
