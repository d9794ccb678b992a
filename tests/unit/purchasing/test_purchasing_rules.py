"""Pure rules of purchase orders."""

import pytest

from heliu.core.errors import IllegalTransition
from heliu.core.lifecycle import Progress
from heliu.purchasing import rules
from heliu.purchasing.rules import LineState


def _line(ordered: int, received: int = 0, invoiced: int = 0, *, is_goods: bool = True) -> LineState:
    return LineState(ordered, received, invoiced, is_goods)


@pytest.mark.parametrize(
    ("lines", "delivery"),
    [
        ([_line(10), _line(5)], Progress.NONE),
        ([_line(10, 10), _line(5)], Progress.PARTIAL),
        ([_line(10, 10), _line(5, 5)], Progress.FULL),
        ([_line(10, 10), _line(1, is_goods=False)], Progress.FULL),
        ([_line(1, is_goods=False)], Progress.NONE),
        ([_line(1, 0, 1, is_goods=False)], Progress.FULL),
    ],
)
def test_delivery_counts_goods_and_an_order_of_services_follows_its_invoice(
    lines: list[LineState], delivery: Progress
) -> None:
    assert rules.delivery_of(lines) == delivery


@pytest.mark.parametrize(
    ("invoiced", "open_amount", "settlement"),
    [(0, 0, "none"), (100, 100, "none"), (100, 40, "partial"), (100, 0, "full"), (100, -5, "full")],
)
def test_settlement_is_what_is_paid_of_what_is_invoiced(invoiced: int, open_amount: int, settlement: str) -> None:
    assert rules.settlement_of(invoiced=invoiced, open_amount=open_amount) == settlement


def test_state_follows_from_what_arrived() -> None:
    assert [rules.derived_state(p) for p in Progress] == ["approved", "in_progress", "completed"]


def test_any_change_of_content_gives_another_hash_and_the_order_of_keys_none() -> None:
    content = {"party_id": "1", "lines": [{"quantity": "10", "price": "3"}]}
    dearer = {"party_id": "1", "lines": [{"quantity": "10", "price": "3.01"}]}
    turned = {"lines": [{"price": "3", "quantity": "10"}], "party_id": "1"}

    assert rules.content_hash(content) == rules.content_hash(turned)
    assert rules.content_hash(content) != rules.content_hash(dearer)


@pytest.mark.parametrize(
    ("state", "verb"),
    [
        ("draft", "approve"),
        ("draft", "receive"),
        ("submitted", "receive"),
        ("approved", "update"),
        ("in_progress", "cancel"),
        ("completed", "amend"),
        ("closed", "receive"),
        ("cancelled", "submit"),
    ],
)
def test_an_order_takes_no_step_out_of_turn(state: str, verb: str) -> None:
    with pytest.raises(IllegalTransition):
        rules.ORDER_LIFECYCLE.after(state, verb)
