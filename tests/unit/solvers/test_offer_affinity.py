import numpy as np
import pytest

from heliu.solvers.offer import ItemSales, buy_again_or_popular, co_purchases, list_quality
from heliu.solvers.problems import InvalidProblem


def sold(
    lines: list[tuple[int, int, int]], *, customers: int = 4, items: tuple[str, ...] = ("tea", "pot", "cup", "tin")
) -> ItemSales:
    """Lines of customer, item, day; one piece for 100 each."""
    columns = np.array(lines, dtype=np.int64).reshape(-1, 3)
    ones = np.ones(len(columns), dtype=np.int64)
    return ItemSales(
        customers=tuple(f"c{number}" for number in range(customers)),
        items=items,
        customer=columns[:, 0],
        item=columns[:, 1],
        day=columns[:, 2],
        quantity=ones,
        amount=100 * ones,
    )


TEA, POT, CUP, TIN = range(4)
VISITS = [
    *((0, TEA, 1), (0, POT, 1)),
    *((1, TEA, 1), (1, POT, 1), (1, CUP, 1)),
    *((0, TEA, 9), (0, POT, 9)),
    *((2, CUP, 3), (2, TIN, 3), (2, TIN, 3)),
    *((3, TEA, 4),),
]


def test_lift_of_a_pair_is_its_count_against_chance_shrunk_towards_one() -> None:
    answer = co_purchases(sold(VISITS), minimum_support=3, shrinkage=2.0)

    pairs = answer.result
    assert (pairs.left.tolist(), pairs.right.tolist(), pairs.together.tolist()) == ([TEA], [POT], [3])
    assert pairs.visits == 5
    assert pairs.lift[0] == pytest.approx((3 + 2) / (4 * 3 / 5 + 2))
    assert pairs.confidence[0] == pytest.approx(3 / 4)


def test_reasons_of_a_pair_recompute_from_its_counts() -> None:
    answer = co_purchases(sold(VISITS), minimum_support=1, shrinkage=5.0)

    assert answer.objective == len(answer.explain) == 4
    for reason in answer.explain:
        both, visits = float(reason.measure("together")), float(reason.measure("visits"))
        chance = float(reason.measure("visits_of_item")) * float(reason.measure("visits_of_partner")) / visits
        assert reason.measure("lift") == pytest.approx((both + 5) / (chance + 5))
    assert answer.result.lift.tolist() == sorted(answer.result.lift, reverse=True)


def test_the_alternative_of_a_pair_is_the_next_partner_of_its_item() -> None:
    answer = co_purchases(sold(VISITS), minimum_support=1, shrinkage=0.0)
    reason = next(one for one in answer.explain if (one.subject, one.measure("partner")) == ("tea", "pot"))

    assert reason.alternative is not None
    assert reason.alternative.choice == "cup"
    assert reason.alternative.measures[0].value == pytest.approx(3 / (4 * 3 / 5) - 1 / (4 * 2 / 5))


def test_own_items_come_by_visits_then_latest_and_the_segments_favourites_fill_the_list() -> None:
    lines = [(0, TEA, 1), (0, POT, 2), (0, TEA, 3), (0, CUP, 4), (1, TIN, 4), (2, TIN, 4), (2, CUP, 4), (3, POT, 4)]
    segment = np.array([0, 0, 0, 1])
    lists = buy_again_or_popular(sold(lines), segment, today=5, per_customer=4)

    assert lists[0].tolist() == [TEA, CUP, POT, TIN]
    assert lists[1].tolist() == [TIN, CUP, TEA, POT]
    assert lists[3].tolist() == [POT, -1, -1, -1]


def test_the_simple_rule_does_not_look_past_today() -> None:
    segment = np.zeros(4, dtype=np.int64)
    before = buy_again_or_popular(sold(VISITS[:5]), segment, today=2, per_customer=3)

    assert buy_again_or_popular(sold(VISITS), segment, today=2, per_customer=3).tolist() == before.tolist()


def test_recall_counts_hits_against_what_was_bought() -> None:
    lists = np.array([[TEA, POT], [CUP, TIN], [TEA, -1], [-1, -1]])
    window = sold([(0, POT, 1), (0, CUP, 2), (0, TIN, 3), (1, CUP, 1), (2, POT, 1), (3, TEA, 1)])
    quality = list_quality(lists, window)

    assert quality.customers == 3
    assert quality.recall == pytest.approx((1 / 3 + 1 + 0) / 3)
    assert quality.capped_recall == pytest.approx((1 / 2 + 1 + 0) / 3)
    second = 1 / np.log2(3)
    assert quality.ndcg == pytest.approx((second / (1 + second) + 1 + 0) / 3)


def test_a_window_in_which_nobody_came_measures_nothing() -> None:
    with pytest.raises(InvalidProblem, match="window"):
        list_quality(np.full((4, 2), -1), sold([(0, TEA, 1)]))


def test_lines_that_cannot_be_are_refused_by_name() -> None:
    with pytest.raises(InvalidProblem, match=r"item\[0\]: 4 is not one of 4 ids"):
        sold([(0, 4, 1)])
    one = np.ones(1, dtype=np.int64)
    with pytest.raises(InvalidProblem, match=r"quantity\[0\] of item tea"):
        ItemSales(
            customers=("a", "b"), items=("pot", "tea"), customer=one, item=one, day=one, quantity=-one, amount=one
        )
    with pytest.raises(InvalidProblem, match="item tea: comes twice"):
        sold([(0, 0, 1)], items=("tea", "tea", "cup", "tin"))
