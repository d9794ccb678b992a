"""Whatever customers buy: sums are kept, probabilities are probabilities, silence never makes anybody more alive."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from heliu.solvers.segment import (
    GapModel,
    Histories,
    Purchases,
    RepeatModel,
    alive_probability,
    expected_path,
    gaps,
    histories,
    quintile_cuts,
    rfm_scores,
    visit_probability,
)

LINES = st.lists(st.tuples(st.integers(0, 5), st.integers(-20, 60), st.integers(0, 10_000)), min_size=1, max_size=40)
MODELS = st.builds(
    RepeatModel,
    r=st.floats(0.1, 5.0),
    alpha=st.floats(1.0, 200.0),
    a=st.floats(0.1, 5.0),
    b=st.floats(0.5, 10.0),
)


def condensed(lines: list[tuple[int, int, int]], today: int = 60) -> Histories:
    columns = np.array(lines, dtype=np.int64)
    return histories(
        Purchases(customers=tuple("abcdef"), customer=columns[:, 0], day=columns[:, 1], amount=columns[:, 2]),
        today=today,
    )


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_histories_keep_every_amount_and_every_day(lines: list[tuple[int, int, int]]) -> None:
    known = condensed(lines)

    assert known.revenue.sum() == sum(line[2] for line in lines)
    for row in range(6):
        days = sorted({day for customer, day, _ in lines if customer == row})
        assert known.frequency[row] == len(days) - 1
        if days:
            assert (known.recency[row], known.age[row]) == (days[-1] - days[0], 60 - days[0])


@settings(max_examples=40, deadline=None)
@given(LINES)
def test_the_order_of_lines_does_not_matter(lines: list[tuple[int, int, int]]) -> None:
    one, two = condensed(lines), condensed(lines[::-1])

    assert one.spend.tolist() == two.spend.tolist()
    assert one.log_gaps.tolist() == two.log_gaps.tolist()


@settings(max_examples=60, deadline=None)
@given(LINES)
def test_who_is_better_in_a_measure_never_scores_worse_in_it(lines: list[tuple[int, int, int]]) -> None:
    known = condensed(lines)
    scores = rfm_scores(known, quintile_cuts(known))
    bought = np.flatnonzero(known.bought)
    silent = known.age - known.recency
    for one in bought:
        for two in bought:
            assert silent[one] > silent[two] or scores.recency[one] >= scores.recency[two]
            assert known.frequency[one] < known.frequency[two] or scores.frequency[one] >= scores.frequency[two]
            assert known.revenue[one] < known.revenue[two] or scores.money[one] >= scores.money[two]


@settings(max_examples=60, deadline=None)
@given(MODELS, LINES, st.integers(1, 200))
def test_silence_makes_nobody_more_alive_nor_more_likely_to_come(
    model: RepeatModel, lines: list[tuple[int, int, int]], longer: int
) -> None:
    now, later = condensed(lines), condensed(lines, today=60 + longer)
    before, after = alive_probability(model, now), alive_probability(model, later)

    assert ((after <= before + 1e-12) & (after >= 0) & (before <= 1)).all()
    assert (visit_probability(model, later, days=28) <= visit_probability(model, now, days=28) + 1e-12).all()


@settings(max_examples=60, deadline=None)
@given(MODELS, LINES)
@example(RepeatModel(r=1.0, alpha=1.0, a=0.5, b=0.5, log_likelihood=0.0, customers=0), [(0, 0, 0)])
def test_expected_purchases_grow_with_time_and_slow_down(model: RepeatModel, lines: list[tuple[int, int, int]]) -> None:
    path = expected_path(model, condensed(lines), ends=(30, 60, 90))

    assert (path >= 0).all()
    steps = np.diff(path, axis=1, prepend=0.0)
    assert (steps >= -1e-9).all()
    assert (np.diff(steps, axis=1) <= 1e-9 + 1e-6 * path[:, :2]).all()


@settings(max_examples=40, deadline=None)
@given(st.floats(0.5, 8.0), st.floats(0.5, 8.0), st.floats(1.0, 100.0), LINES)
def test_a_gap_beyond_its_limit_is_one_of_the_longest_five_percent(
    regularity: float, r: float, alpha: float, lines: list[tuple[int, int, int]]
) -> None:
    known = condensed(lines)
    found = gaps(GapModel(regularity=regularity, r=r, alpha=alpha), known)
    repeat = known.frequency > 0

    assert np.isnan(found.limit_days[~repeat]).all()
    late = found.open_days[repeat] > found.limit_days[repeat] * (1 + 1e-9)
    early = found.open_days[repeat] < found.limit_days[repeat] * (1 - 1e-9)
    assert (found.probability[repeat][late] < 0.05 + 1e-9).all()
    assert (found.probability[repeat][early] > 0.05 - 1e-9).all()
    assert (found.usual_days[repeat] < found.limit_days[repeat]).all()
