"""Decisions of sales without a database: life of an order, exposure, minimum price."""

import pytest

from heliu.core.errors import IllegalTransition
from heliu.core.order_progress import LineState
from heliu.sales import rules

ONE = 1_000000


def line(ordered: int, shipped: int = 0, returned: int = 0, invoiced: int = 0) -> LineState:
    return LineState(ordered * ONE, shipped * ONE, returned * ONE, invoiced * ONE, is_goods=True)


@pytest.mark.parametrize(
    ("state", "verbs"),
    [
        ("draft", ("update", "submit", "cancel")),
        ("submitted", ("approve", "reject", "withdraw", "cancel")),
        ("approved", ("ship", "reserve", "amend", "close", "cancel")),
        ("in_progress", ("ship", "reserve", "amend", "close")),
        ("completed", ("close",)),
        ("closed", ()),
        ("cancelled", ()),
    ],
)
def test_what_can_be_done_with_an_order_in_each_state(state: str, verbs: tuple[str, ...]) -> None:
    assert rules.ORDER_LIFECYCLE.verbs(state) == verbs


def test_a_draft_is_not_shipped() -> None:
    with pytest.raises(IllegalTransition) as refusal:
        rules.ORDER_LIFECYCLE.after("draft", "ship", number="XSDD202603020001")
    assert refusal.value.facts["allowed"] == "update, submit, cancel"


@pytest.mark.parametrize(
    ("state", "promised", "still_to_bill"),
    [
        (line(10), True, 10),
        (line(10), False, 0),
        (line(10, shipped=6, invoiced=6), True, 4),
        (line(10, shipped=6), False, 6),
        (line(10, shipped=6, returned=2), False, 4),
        (line(10, shipped=10, returned=2, invoiced=8), True, 0),
    ],
)
def test_exposure_counts_what_will_still_be_billed(state: LineState, promised: bool, still_to_bill: int) -> None:
    assert rules.uninvoiced(state, promised=promised) == still_to_bill * ONE


def test_a_commitment_is_a_share_of_the_line_in_ledger_currency() -> None:
    rate = 7_100_000_000_000
    assert rules.commitment(gross=100_0000, quantity=4 * ONE, part=1 * ONE, rate=rate) == 177_5000


@pytest.mark.parametrize(("net", "below"), [(99_9900, True), (100_0000, False), (120_0000, False)])
def test_the_minimum_price_is_per_base_unit_without_tax(net: int, below: bool) -> None:
    found = rules.is_below_minimum(net=net, quantity=10 * ONE, rate=10**12, minimum_price=10 * ONE)
    assert found is below
    assert rules.is_below_minimum(net=net, quantity=10 * ONE, rate=10**12, minimum_price=None) is False
