import numpy as np
import pytest

from bench.solvers.customer_simulation import WHOLESALE, population
from heliu.solvers.answers import Answer
from heliu.solvers.problems import InvalidProblem
from heliu.solvers.segment import CustomerSegments, SegmentSettings, explain_customer, segment_customers

PEOPLE = population(WHOLESALE, customers=1_500, days=400, seed=8).histories


@pytest.fixture(scope="module")
def answer() -> Answer[CustomerSegments]:
    return segment_customers(PEOPLE, SegmentSettings(horizon_days=180, explained=5))


def test_the_objective_is_the_value_of_all_customers(answer: Answer[CustomerSegments]) -> None:
    assert answer.objective == pytest.approx(float(answer.result.value.sum()))
    assert answer.bound is None


def test_the_alarm_rings_for_who_is_late_or_probably_gone_and_for_nobody_else(answer: Answer[CustomerSegments]) -> None:
    result = answer.result
    silent = PEOPLE.age - PEOPLE.recency
    for row in np.flatnonzero(PEOPLE.frequency > 0):
        assert result.alarm[row] == (silent[row] > result.gaps.limit_days[row] or result.alive[row] < 0.5)
    assert not result.alarm[PEOPLE.frequency <= 0].any()
    assert result.alarm.any()


def test_reasons_carry_the_numbers_of_the_input_and_of_the_model(answer: Answer[CustomerSegments]) -> None:
    alarms = answer.explain[3:]
    assert len(alarms) == 5
    bought = [float(PEOPLE.revenue[answer.result.row_of(reason.subject)]) for reason in alarms]
    assert bought == sorted(PEOPLE.revenue[answer.result.alarm], reverse=True)[:5]
    model = answer.result.repeat_model
    for reason in alarms:
        row = answer.result.row_of(reason.subject)
        x, silent = int(PEOPLE.frequency[row]), int(PEOPLE.age[row] - PEOPLE.recency[row])
        assert reason.measure("purchases") == x + 1
        assert reason.measure("open_gap") == silent
        growth = ((model.alpha + PEOPLE.age[row]) / (model.alpha + PEOPLE.recency[row])) ** (model.r + x)
        assert reason.measure("alive") == pytest.approx(1 / (1 + model.a / (model.b + x - 1) * growth))
        late = silent > float(reason.measure("gap_limit"))
        assert reason.code == ("late" if late else "gone")
        assert reason.alternative is not None
        assert reason.alternative.measures[0].value == pytest.approx(1 / (1 + model.a / (model.b + x)))


def test_a_customer_who_bought_once_is_explained_without_a_rhythm(answer: Answer[CustomerSegments]) -> None:
    row = int(np.flatnonzero(PEOPLE.frequency == 0)[0])
    reason = explain_customer(answer.result, PEOPLE.customers[row])

    assert reason.code == "one_purchase"
    with pytest.raises(KeyError):
        reason.measure("usual_gap")


def test_an_unknown_customer_is_refused_by_name(answer: Answer[CustomerSegments]) -> None:
    with pytest.raises(InvalidProblem, match="customer nobody"):
        explain_customer(answer.result, "nobody")


def test_the_same_customers_give_the_same_answer(answer: Answer[CustomerSegments]) -> None:
    again = segment_customers(PEOPLE, SegmentSettings(horizon_days=180, explained=5))

    assert again.explain == answer.explain
    assert np.array_equal(again.result.value, answer.result.value)


def test_settings_out_of_their_range_are_refused() -> None:
    with pytest.raises(InvalidProblem, match="gap_limit"):
        SegmentSettings(gap_limit=1.0)
    with pytest.raises(InvalidProblem, match="margin"):
        SegmentSettings(margin=1.2)
