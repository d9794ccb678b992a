from dataclasses import replace

import numpy as np
import pytest

from heliu.solvers.answers import Answer, Status
from heliu.solvers.offer import (
    Campaign,
    CampaignSettings,
    Economics,
    NextBestOffers,
    OfferSettings,
    Permissions,
    Response,
    control_group,
    next_best_offers,
    plan_campaign,
    spend_budget,
)
from heliu.solvers.problems import InvalidProblem
from tests.support.regular_shop import SALES, TODAY

COUNT = len(SALES.customers)
PRICE = 1_000 + 50 * np.arange(len(SALES.items))
ECONOMICS = Economics(price=PRICE, margin=PRICE // 2)
RESPONSE = Response(reminder=0.1, per_percent=0.05)
SETTINGS = CampaignSettings(budget=3_000, per_customer=2, control_share=0.2, seed=5, explained=10)
PERMISSIONS = Permissions(consent=np.arange(COUNT) % 4 != 0, contacts=np.where(np.arange(COUNT) % 4 == 1, 3, 0), cap=3)


@pytest.fixture(scope="module")
def offers() -> NextBestOffers:
    chosen = OfferSettings(horizon_days=21, per_customer=5, windows=2, explained=0)
    return next_best_offers(SALES.until(TODAY), today=TODAY, settings=chosen).result


@pytest.fixture(scope="module")
def answer(offers: NextBestOffers) -> Answer[Campaign]:
    return plan_campaign(offers, ECONOMICS, PERMISSIONS, RESPONSE, SETTINGS)


def test_without_consent_or_at_the_cap_nobody_is_written_to_or_held_out(answer: Answer[Campaign]) -> None:
    touched = np.union1d(answer.result.customer, np.flatnonzero(answer.result.treated | answer.result.control))

    assert len(touched) > 20
    assert (touched % 4 >= 2).all()
    who = answer.explain[0]
    assert who.measure("without_consent") == int((~PERMISSIONS.consent).sum())
    assert who.measure("at_contact_cap") == int((PERMISSIONS.contacts >= 3).sum())


def test_more_budget_does_not_buy_consent(offers: NextBestOffers) -> None:
    nobody = replace(PERMISSIONS, consent=np.zeros(COUNT, dtype=np.bool_))
    result = plan_campaign(offers, ECONOMICS, nobody, RESPONSE, replace(SETTINGS, budget=10**9)).result

    assert len(result.customer) == 0
    assert not result.treated.any()
    assert not result.control.any()


def test_the_plan_stays_within_budget_and_offers_per_customer(answer: Answer[Campaign]) -> None:
    result = answer.result

    assert result.cost.sum() <= result.planned_cost <= SETTINGS.budget
    assert np.bincount(result.customer).max() <= 2
    assert len(np.unique(np.stack([result.customer, result.item]), axis=1).T) == len(result.item)


def test_the_control_group_gets_no_offer_and_is_drawn_from_the_chosen(answer: Answer[Campaign]) -> None:
    result = answer.result

    assert not np.isin(np.flatnonzero(result.control), result.customer).any()
    assert set(np.unique(result.customer)) == set(np.flatnonzero(result.treated))
    drawn = control_group(SALES.customers, share=0.2, seed=5)
    assert (drawn[result.control]).all()
    assert not (drawn[result.treated]).any()
    assert result.control.any()


def test_gain_and_cost_of_each_offer_recompute(offers: NextBestOffers, answer: Answer[Campaign]) -> None:
    result = answer.result
    for row, item, percent, gain, cost in zip(
        result.customer, result.item, result.percent, result.gain, result.cost, strict=True
    ):
        before = float(offers.probability[row, list(offers.lists[row]).index(item)])
        odds = before / (1 - before) * np.exp(0.1 + 0.05 * percent)
        after = odds / (1 + odds)
        discount = PRICE[item] * percent / 100
        assert gain == pytest.approx(after * (PRICE[item] // 2 - discount) - before * (PRICE[item] // 2))
        assert cost == pytest.approx(after * discount)
        assert gain > 0


def test_reasons_of_offers_carry_their_numbers_and_what_else_would_have_paid(answer: Answer[Campaign]) -> None:
    reasons = [reason for reason in answer.explain if reason.code == "offer"]
    result = answer.result

    assert [reason.measure("gain") for reason in reasons] == sorted(result.gain, reverse=True)[:10]
    for reason in reasons:
        row, item = SALES.customers.index(reason.subject), SALES.items.index(str(reason.measure("item")))
        place = int(np.flatnonzero((result.customer == row) & (result.item == item))[0])
        assert reason.measure("discount") == result.percent[place]
        assert reason.measure("cost") == result.cost[place]
        other = reason.alternative
        assert other is not None
        assert (other.choice, other.measures[0].value) != (reason.measure("item"), reason.measure("discount"))


def test_offers_beyond_the_bound_are_impossible(answer: Answer[Campaign]) -> None:
    assert answer.bound is not None
    assert answer.gap is not None
    assert answer.objective <= answer.bound
    assert answer.gap < 0.02


def test_the_draw_does_not_depend_on_who_else_is_there() -> None:
    names = tuple(f"customer {number}" for number in range(20_000))
    drawn = control_group(names, share=0.1, seed=7)

    assert control_group(names[::-1], share=0.1, seed=7).tolist() == drawn[::-1].tolist()
    assert control_group(names[500:600], share=0.1, seed=7).tolist() == drawn[500:600].tolist()
    assert drawn.mean() == pytest.approx(0.1, abs=0.01)
    other = control_group(names, share=0.1, seed=8)
    assert (drawn & other).mean() == pytest.approx(0.01, abs=0.004)


def test_a_margin_above_the_price_and_a_missing_consent_are_refused(offers: NextBestOffers) -> None:
    with pytest.raises(InvalidProblem, match=r"economics\.margin of item i00"):
        plan_campaign(offers, replace(ECONOMICS, margin=PRICE + 1), PERMISSIONS, RESPONSE, SETTINGS)
    short = replace(PERMISSIONS, consent=PERMISSIONS.consent[1:])
    with pytest.raises(InvalidProblem, match=r"permissions\.consent"):
        plan_campaign(offers, ECONOMICS, short, RESPONSE, SETTINGS)
    with pytest.raises(InvalidProblem, match="control_share"):
        CampaignSettings(budget=1, control_share=0.01)


def test_a_budget_nobody_needs_is_spent_only_as_far_as_it_pays() -> None:
    gain = np.array([[[5.0, 9.0], [-1.0, 3.0]], [[-2.0, -1.0], [-np.inf, -np.inf]]])
    cost = np.array([[[1.0, 4.0], [1.0, 2.0]], [[1.0, 1.0], [0.0, 0.0]]])
    answer = spend_budget(gain, cost, budget=100.0, per_customer=2)

    assert answer.status is Status.OPTIMAL
    assert answer.result.level.tolist() == [[1, 1], [-1, -1]]
    assert (answer.objective, answer.result.cost, answer.result.price) == (12.0, 6.0, 0.0)


def test_gains_and_costs_that_are_no_numbers_are_refused_by_name() -> None:
    gain, cost = np.ones((2, 1, 1)), np.ones((2, 1, 1))
    gain[1, 0, 0] = np.nan
    with pytest.raises(InvalidProblem, match=r"gain\[bob, 0, 0\]"):
        spend_budget(gain, cost, budget=1.0, per_customer=1, names=("ann", "bob"))
    with pytest.raises(InvalidProblem, match=r"cost\[ann, 0, 0\]"):
        spend_budget(np.ones((2, 1, 1)), -cost, budget=1.0, per_customer=1, names=("ann", "bob"))
