"""Pure rules of the warehouse."""

import pytest

from heliu.core.errors import IllegalTransition
from heliu.core.lifecycle import Progress
from heliu.warehouse import rules
from heliu.warehouse.rules import LineProgress


@pytest.mark.parametrize("kind", sorted(rules.GOODS_LIFECYCLES))
def test_a_posted_goods_document_can_only_be_reversed(kind: str) -> None:
    life = rules.GOODS_LIFECYCLES[kind]

    assert life.verbs("draft") == ("post", "cancel")
    assert life.verbs("posted") == ("reverse",)
    assert [life.verbs(state) for state in ("cancelled", "reversed")] == [(), ()]


def test_every_kind_has_a_prefix_of_its_own() -> None:
    assert len(set(rules.PREFIX.values())) == len(rules.PREFIX) == 8


@pytest.mark.parametrize(
    ("state", "verb"),
    [("draft", "receive"), ("completed", "receive"), ("in_progress", "reverse"), ("closed", "close")],
)
def test_a_transfer_takes_no_step_out_of_order(state: str, verb: str) -> None:
    with pytest.raises(IllegalTransition):
        rules.TRANSFER_LIFECYCLE.after(state, verb)


def test_a_stocktake_is_not_posted_without_approval() -> None:
    with pytest.raises(IllegalTransition):
        rules.STOCKTAKE_LIFECYCLE.after("submitted", "post")
    assert rules.STOCKTAKE_LIFECYCLE.after("approved", "post") == "posted"


@pytest.mark.parametrize(
    ("lines", "progress"),
    [
        ([(10, 0), (5, 0)], Progress.NONE),
        ([(10, 10), (5, 0)], Progress.PARTIAL),
        ([(10, 10), (5, 5)], Progress.FULL),
        ([(-10, -10)], Progress.FULL),
        ([(-10, -4)], Progress.PARTIAL),
    ],
)
def test_a_document_is_fully_invoiced_when_no_line_is_left(lines: list[tuple[int, int]], progress: Progress) -> None:
    assert rules.progress_over([LineProgress(*line) for line in lines]) == progress


@pytest.mark.parametrize(("moved", "returned", "left"), [(10, 0, 10), (10, 4, 6), (10, 10, 0), (10, 12, 0)])
def test_no_more_comes_back_than_went(moved: int, returned: int, left: int) -> None:
    assert rules.left_to_return(moved=moved, returned=returned) == left


def test_a_variance_is_counted_less_book() -> None:
    assert (rules.variance(counted=8, book=10), rules.variance(counted=12, book=10)) == (-2, 2)
