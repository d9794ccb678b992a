import numpy as np
import pytest

from heliu.solvers.answers import Answer
from heliu.solvers.offer import (
    NextBestOffers,
    OfferSettings,
    buy_again_or_popular,
    explain_offers,
    list_quality,
    next_best_offers,
)
from heliu.solvers.problems import InvalidProblem
from tests.support.regular_shop import CUSTOMERS, ITEMS, NEVER, SALES, TODAY

SETTINGS = OfferSettings(horizon_days=21, per_customer=5, windows=3, explained=3)


@pytest.fixture(scope="module")
def answer() -> Answer[NextBestOffers]:
    return next_best_offers(SALES.until(TODAY), today=TODAY, settings=SETTINGS)


def test_learned_offers_hit_more_than_the_simple_rule(answer: Answer[NextBestOffers]) -> None:
    window = SALES.between(TODAY + 1, TODAY + 21)
    simple = buy_again_or_popular(SALES.until(TODAY), np.zeros(CUSTOMERS, dtype=np.int64), today=TODAY, per_customer=5)

    assert list_quality(answer.result.lists, window).recall > list_quality(simple, window).recall


def test_the_objective_is_the_expected_number_of_listed_items_bought(answer: Answer[NextBestOffers]) -> None:
    assert answer.objective == pytest.approx(float(answer.result.probability[:, :5].sum()))


def test_of_the_lists_of_customers_who_come_as_much_is_bought_as_expected(answer: Answer[NextBestOffers]) -> None:
    result, window = answer.result, SALES.between(TODAY + 1, TODAY + 21)
    bought = set(zip(window.customer.tolist(), window.item.tolist(), strict=True))
    came = np.unique(window.customer)
    hits = sum((int(row), int(item)) in bought for row in came for item in result.lists[row])
    if_he_comes = result.probability[came, :5] / result.visit[came, None]

    assert float(if_he_comes.sum()) == pytest.approx(hits, rel=0.1)


def test_lists_hold_each_item_once_from_likely_to_unlikely(answer: Answer[NextBestOffers]) -> None:
    result = answer.result
    for row in range(NEVER):
        assert len(set(result.item[row].tolist())) == 6
        assert (np.diff(result.probability[row]) <= 0).all()
    assert ((result.probability >= 0) & (result.probability <= result.visit[:, None])).all()


def test_who_never_bought_gets_no_offer(answer: Answer[NextBestOffers]) -> None:
    assert answer.result.item[NEVER].tolist() == [-1] * 6
    assert explain_offers(answer.result, "c149") == ()


def test_reasons_recompute_from_the_sales(answer: Answer[NextBestOffers]) -> None:
    past = SALES.until(TODAY)
    reasons = answer.explain[1:]
    assert len(reasons) == 3 * 5
    for reason in reasons:
        row, item = SALES.customers.index(reason.subject), SALES.items.index(str(reason.measure("item")))
        mine = past.customer == row
        days = np.unique(past.day[mine & (past.item == item)])
        assert reason.measure("visits") == len(np.unique(past.day[mine]))
        assert reason.measure("visits_with_item") == len(days)
        if len(days):
            assert reason.measure("days_since_item") == TODAY + 1 - days[-1]
        if len(days) > 1:
            assert reason.measure("usual_gap") == pytest.approx(np.diff(days).mean(), rel=1e-6)
        recent = past.day > TODAY - 28
        buyers = len(np.unique(past.customer[recent & (past.item == item)]))
        assert reason.measure("buyers_per_day_28") == pytest.approx(buyers / 28, rel=1e-6)
        weights = {one.name[7:]: one.value for one in reason.measures if one.name.startswith("weight_")}
        assert reason.code == max(weights, key=lambda name: float(weights[name]))


def test_the_alternative_is_the_first_item_that_is_not_offered(answer: Answer[NextBestOffers]) -> None:
    result = answer.result
    for rank, reason in enumerate(explain_offers(result, "c007")):
        assert reason.alternative is not None
        assert reason.alternative.choice == SALES.items[int(result.item[7, 5])]
        assert reason.alternative.objective_difference == pytest.approx(
            float(result.probability[7, rank] - result.probability[7, 5])
        )


def test_staples_are_offered_because_the_customer_buys_them_again(answer: Answer[NextBestOffers]) -> None:
    codes = {reason.measure("item"): reason.code for reason in explain_offers(answer.result, "c010")}

    assert codes["i10"] == codes["i11"] == "buys_again"


def test_what_is_not_available_is_not_offered() -> None:
    available = np.arange(ITEMS) % 2 == 0
    result = next_best_offers(SALES.until(TODAY), today=TODAY, settings=SETTINGS, available=available).result

    listed = result.item[result.item >= 0]
    assert len(listed) > 0
    assert (listed % 2 == 0).all()


def test_the_same_sales_and_seed_give_the_same_lists(answer: Answer[NextBestOffers]) -> None:
    again = next_best_offers(SALES.until(TODAY), today=TODAY, settings=SETTINGS)

    assert np.array_equal(again.result.item, answer.result.item)
    assert np.array_equal(again.result.probability, answer.result.probability)
    assert again.explain == answer.explain


def test_a_line_from_the_future_is_refused() -> None:
    with pytest.raises(InvalidProblem, match=f"after today {TODAY}"):
        next_best_offers(SALES, today=TODAY, settings=SETTINGS)


def test_a_history_shorter_than_two_horizons_is_refused_with_what_to_do() -> None:
    with pytest.raises(InvalidProblem, match="buy_again_or_popular"):
        next_best_offers(SALES.until(40), today=40, settings=SETTINGS)


def test_an_unknown_customer_is_refused_by_name(answer: Answer[NextBestOffers]) -> None:
    with pytest.raises(InvalidProblem, match="customer nobody"):
        explain_offers(answer.result, "nobody")
