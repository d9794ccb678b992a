import numpy as np
import pytest

from heliu.solvers.problems import InvalidProblem
from heliu.solvers.segment import SEGMENTS, Cuts, Purchases, histories, quintile_cuts, rfm_scores


def bought(lines: list[tuple[int, int, int]], customers: tuple[str, ...] = ("ann", "bob", "cid")) -> Purchases:
    columns = np.array(lines, dtype=np.int64).reshape(-1, 3)
    return Purchases(customers=customers, customer=columns[:, 0], day=columns[:, 1], amount=columns[:, 2])


def test_lines_of_one_day_are_one_purchase_and_the_first_purchase_is_not_a_repeat() -> None:
    known = histories(bought([(1, 5, 300), (0, 10, 100), (0, 10, 50), (0, 14, 70), (0, 24, 130)]), today=30)

    assert known.frequency.tolist() == [2, 0, -1]
    assert known.recency.tolist() == [14, 0, 0]
    assert known.age.tolist() == [20, 25, 0]
    assert known.spend.tolist() == [100.0, 0.0, 0.0]
    assert known.revenue.tolist() == [350.0, 300.0, 0.0]
    assert known.log_gaps[0] == pytest.approx(np.log(4) + np.log(10))


def test_customers_without_any_line_have_an_empty_history() -> None:
    known = histories(bought([]), today=3)

    assert known.frequency.tolist() == [-1, -1, -1]
    assert known.revenue.tolist() == [0.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("lines", "offender"),
    [
        ([(0, 1, 10), (3, 1, 10)], "customer[1]"),
        ([(0, 1, 10), (1, 2, -5)], "amount[1] of customer bob"),
        ([(0, 1, 10), (1, 31, 5)], "day[1]"),
    ],
)
def test_a_line_that_cannot_be_is_refused_by_name(lines: list[tuple[int, int, int]], offender: str) -> None:
    with pytest.raises(InvalidProblem) as refused:
        histories(bought(lines), today=30)
    assert refused.value.offender == offender


def test_a_customer_twice_and_amounts_in_fractions_are_refused() -> None:
    with pytest.raises(InvalidProblem, match="ann: comes twice"):
        bought([(0, 1, 10)], customers=("ann", "ann"))
    one = np.zeros(1, dtype=np.int64)
    with pytest.raises(InvalidProblem, match="whole numbers"):
        Purchases(customers=("ann",), customer=one, day=one, amount=np.array([1.5]))  # type: ignore[arg-type]


CUTS = Cuts(recency=(7, 30, 90, 180), frequency=(1, 2, 4, 9), money=(100, 500, 1000, 5000))


def test_scores_follow_the_cuts_of_the_business() -> None:
    lines = [(0, 100, 6000), (1, 10, 90), (1, 95, 20), *((2, day, 60) for day in range(3))]
    scores = rfm_scores(histories(bought(lines), today=100), CUTS)

    assert scores.recency.tolist() == [5, 5, 2]
    assert scores.frequency.tolist() == [1, 2, 3]
    assert scores.money.tolist() == [5, 2, 2]
    assert [SEGMENTS[one].value for one in scores.segment] == ["new", "promising", "at_risk"]


def test_who_never_bought_scores_nothing_and_is_called_so() -> None:
    scores = rfm_scores(histories(bought([(0, 1, 5)]), today=2), CUTS)

    assert scores.recency.tolist()[1:] == [0, 0]
    assert [SEGMENTS[one].value for one in scores.segment[1:]] == ["never_bought", "never_bought"]


def test_a_new_competitor_for_the_top_does_not_rename_others_while_the_cuts_are_kept() -> None:
    names = tuple(f"c{number}" for number in range(12))
    lines = [(number, day, 10 * (number + 1)) for number in range(10) for day in range(0, 50, 10 + number)]
    before = histories(bought(lines, names), today=50)
    kept = quintile_cuts(before)
    after = histories(bought([*lines, *((11, day, 9_000) for day in range(50))], names), today=50)

    assert rfm_scores(after, kept).segment[:10].tolist() == rfm_scores(before, kept).segment[:10].tolist()


def test_quintiles_of_a_shop_where_most_bought_once_still_tell_two_purchases_from_ten() -> None:
    names = tuple(f"c{number}" for number in range(20))
    lines = [(number, 0, 10) for number in range(20)] + [(0, 1, 10)] + [(1, day, 10) for day in range(1, 10)]
    scores = rfm_scores(histories(bought(lines, names), today=20))

    assert scores.frequency[2:].tolist() == [1] * 18
    assert scores.frequency[:2].tolist() == [2, 5]


def test_cuts_that_fall_are_refused() -> None:
    with pytest.raises(InvalidProblem, match=r"cuts\.money"):
        Cuts(recency=(1, 2, 3, 4), frequency=(1, 2, 3, 4), money=(5, 4, 3, 2))
