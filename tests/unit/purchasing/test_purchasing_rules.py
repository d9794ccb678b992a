"""Pure rules of purchase orders."""

import pytest

from heliu.core.errors import IllegalTransition
from heliu.purchasing import rules


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
