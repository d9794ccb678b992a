"""Returns and layers after the past has changed: re-costed originals, returns that were reversed, receipts undone."""

import datetime as dt

import pytest

from heliu.posting.errors import ReturnExceedsOriginal
from heliu.stock.models import CostLayer
from tests.support.proofs import reverse, violations
from tests.support.trading import trading

pytestmark = pytest.mark.django_db

MARCH_1, MARCH_2, MARCH_3, MARCH_5, MARCH_9 = (dt.date(2026, 3, d) for d in (1, 2, 3, 5, 9))
APRIL_2 = dt.date(2026, 4, 2)
FORMULAS = ("moving_average", "fifo")


@pytest.mark.parametrize(("formula", "value", "cost"), [("moving_average", 270, 30), ("fifo", 260, 40)])
def test_a_return_takes_back_what_its_original_costs_today(formula: str, value: int, cost: int):
    company = trading(cost_formula=formula)
    company.receive("A", "10", "100", day=MARCH_5)
    sold = company.ship("A", "4", day=MARCH_9, invoiced=True)
    company.receive("A", "10", "200", day=MARCH_1)
    company.take_back("A", "2", sold, day=APRIL_2)
    assert company.worth("A") == (18, value)
    assert company.balance("6401") == cost
    assert violations(company) == []


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_a_reversed_return_gave_back_may_come_back_again(formula: str):
    company = trading(cost_formula=formula)
    company.receive("A", "10", "100")
    sold = company.ship("A", "4", invoiced=True)
    back = company.take_back("A", "3", sold)
    reverse(company, back)
    company.take_back("A", "4", sold)
    with pytest.raises(ReturnExceedsOriginal):
        company.take_back("A", "1", sold)
    assert company.worth("A") == (10, 100)
    assert company.balance("6401") == 0
    assert violations(company) == []


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize(("again", "cost"), [("4", (0, 0)), ("2", (30, 40))])
def test_a_late_receipt_recosts_a_return_that_was_made_again(formula: str, again: str, cost: tuple[int, int]):
    company = trading(cost_formula=formula)
    company.receive("A", "10", "100", day=MARCH_2)
    sold = company.ship("A", "4", day=MARCH_2, invoiced=True)
    wrong = company.take_back("A", "4", sold, day=MARCH_3)
    reverse(company, wrong, day=MARCH_5)
    company.take_back("A", again, sold, day=MARCH_9)
    company.receive("A", "10", "200", day=MARCH_1)
    expected = cost[FORMULAS.index(formula)]
    assert company.balance("6401") == expected
    assert company.worth("A")[1] == 300 - expected
    assert violations(company) == []


def test_a_receipt_that_was_reversed_is_no_layer_of_the_past():
    company = trading(cost_formula="fifo")
    company.receive("A", "20", "200", day=MARCH_1)
    dear = company.receive("A", "10", "300", day=MARCH_2)
    reverse(company, dear, day=MARCH_3)
    company.ship("A", "5", day=MARCH_9, invoiced=True)
    company.ship("A", "3", day=MARCH_5, invoiced=True)
    assert company.balance("6401") == 80
    assert list(CostLayer.objects.filter(quantity__gt=0).values_list("quantity", "amount")) == [(12, 120)]
    assert violations(company) == []


def test_a_return_without_known_original_comes_in_at_cost_of_today():
    company = trading(parallel=("fifo",))
    company.receive("A", "10", "100")
    company.receive("A", "10", "200")
    company.ship("A", "10", invoiced=True)
    company.take_back("A", "2", 0)
    assert company.worth("A") == (12, 180)
    assert company.worth("A", company.parallel["fifo"][1]) == (12, 240)
    assert company.balance("6401") == 120
    assert violations(company) == []
