"""A document's life is one table: what is not in it is refused, with what is possible instead."""

import pytest

from heliu.core.errors import IllegalTransition
from heliu.core.lifecycle import DocumentState, Lifecycle, Progress, progress_of

LIFE = Lifecycle(
    "Order",
    {
        (DocumentState.DRAFT, DocumentState.SUBMITTED): "submit",
        (DocumentState.SUBMITTED, DocumentState.APPROVED): "approve",
        (DocumentState.DRAFT, DocumentState.CANCELLED): "cancel",
        (DocumentState.SUBMITTED, DocumentState.CANCELLED): "cancel",
    },
)


def test_a_step_of_the_table_is_taken() -> None:
    assert LIFE.after("draft", "submit") is DocumentState.SUBMITTED
    assert LIFE.after("submitted", "cancel") is DocumentState.CANCELLED


def test_several_verbs_may_lead_from_one_state_to_the_same() -> None:
    life = Lifecycle("Transfer", {(DocumentState.IN_PROGRESS, DocumentState.IN_PROGRESS): ("receive", "send_back")})
    assert life.verbs("in_progress") == ("receive", "send_back")
    assert life.after("in_progress", "send_back") is DocumentState.IN_PROGRESS


@pytest.mark.parametrize(("state", "verb"), [("draft", "approve"), ("cancelled", "cancel"), ("unheard", "submit")])
def test_any_other_step_is_refused(state: str, verb: str) -> None:
    with pytest.raises(IllegalTransition) as refusal:
        LIFE.after(state, verb, number="SO1")
    assert refusal.value.facts["number"] == "SO1"
    assert refusal.value.facts["verb"] == verb


def test_a_refusal_says_what_is_possible() -> None:
    with pytest.raises(IllegalTransition) as refusal:
        LIFE.after("draft", "approve")
    assert refusal.value.facts["allowed"] == "submit, cancel"
    assert LIFE.verbs("approved") == ()


@pytest.mark.parametrize(
    ("done", "whole", "progress"), [(0, 5, "none"), (-1, 5, "none"), (2, 5, "partial"), (5, 5, "full"), (6, 5, "full")]
)
def test_progress_is_none_partial_or_full(done: int, whole: int, progress: str) -> None:
    assert progress_of(done, whole) == Progress(progress)
