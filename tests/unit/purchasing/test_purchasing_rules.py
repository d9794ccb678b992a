"""Pure rules of purchase orders."""

import pytest

from heliu.core.errors import IllegalTransition
from heliu.purchasing import rules


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
