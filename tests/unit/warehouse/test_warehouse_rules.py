"""Pure rules of the warehouse."""

import pytest

from heliu.core.errors import IllegalTransition
from heliu.warehouse import rules
from heliu.warehouse.rules import GoodsQuantities, ReturnQuantities, SentQuantities


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
    [("draft", "receive"), ("completed", "receive"), ("closed", "reverse"), ("closed", "close")],
)
def test_a_transfer_takes_no_step_out_of_order(state: str, verb: str) -> None:
    with pytest.raises(IllegalTransition):
        rules.TRANSFER_LIFECYCLE.after(state, verb)


def test_a_stocktake_is_not_posted_without_approval() -> None:
    with pytest.raises(IllegalTransition):
        rules.STOCKTAKE_LIFECYCLE.after("submitted", "post")
    assert rules.STOCKTAKE_LIFECYCLE.after("approved", "post") == "posted"


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ([(10, 0, 0), (5, 0, 0)], "none"),
        ([(10, 0, 10), (5, 0, 0)], "partial"),
        ([(10, 0, 10), (5, 0, 5)], "full"),
        ([(10, 2, 8)], "full"),
        ([(10, 2, 10)], "red_due"),
    ],
)
def test_goods_are_invoiced_when_nothing_that_stayed_is_left(lines: list[tuple[int, int, int]], state: str) -> None:
    assert rules.invoicing_of_goods(GoodsQuantities(*line) for line in lines) == state


@pytest.mark.parametrize(
    ("original", "returns", "due"),
    [
        ((10, 2, 0), [(1, 2, 0)], {1: 0}),
        ((10, 2, 10), [(1, 2, 0)], {1: 2}),
        ((10, 5, 8), [(1, 2, 0), (2, 3, 0)], {1: 0, 2: 3}),
        ((10, 5, 10), [(1, 2, 0), (2, 3, 0)], {1: 2, 2: 3}),
        ((10, 5, 8), [(1, 2, 2), (2, 3, 0)], {1: 0, 2: 3}),
        ((10, 5, 5), [(1, 2, 2), (2, 3, 3)], {1: 0, 2: 0}),
        (None, [(1, 2, 0)], {1: 2}),
        (None, [(1, 2, 2)], {1: 0}),
    ],
)
def test_the_latest_returns_await_a_red_invoice_for_what_was_invoiced(
    original: tuple[int, int, int] | None, returns: list[tuple[int, int, int]], due: dict[int, int]
) -> None:
    known = None if original is None else GoodsQuantities(*original)
    assert rules.credit_due(known, [ReturnQuantities(*line) for line in returns]) == due


@pytest.mark.parametrize(
    ("credited", "due", "state"), [(0, 2, "red_due"), (1, 1, "red_due"), (2, 0, "full"), (0, 0, "none")]
)
def test_a_return_awaits_a_red_invoice_had_one_or_needs_none(credited: int, due: int, state: str) -> None:
    assert rules.invoicing_of_return([ReturnQuantities(1, 2, credited)], {1: due}) == state


@pytest.mark.parametrize(("moved", "returned", "left"), [(10, 0, 10), (10, 4, 6), (10, 10, 0), (10, 12, 0)])
def test_no_more_comes_back_than_went(moved: int, returned: int, left: int) -> None:
    assert rules.left_to_return(moved=moved, returned=returned) == left


def test_a_variance_is_counted_less_book() -> None:
    assert (rules.variance(counted=8, book=10), rules.variance(counted=12, book=10)) == (-2, 2)


@pytest.mark.parametrize(
    ("quantity", "parts"),
    [
        (2, [(1, 2)]),
        (3, [(1, 3)]),
        (5, [(2, 5)]),
        (6, [(1, 3), (2, 3)]),
        (9, [(1, 3), (2, 5), (3, 1)]),
        (10, []),
    ],
)
def test_one_lot_where_one_holds_it_all_else_the_first_to_expire(quantity: int, parts: list[tuple[int, int]]) -> None:
    assert rules.by_expiry(quantity, [(1, 3), (2, 5), (3, 1)]) == parts


@pytest.mark.parametrize(
    ("key", "step"),
    [
        ("transfer:7:receive:2", ("receive", "2")),
        ("transfer:7:send_back:3", ("send_back", "3")),
        ("transfer:7:close:4", ("close", "4")),
        ("transfer:7:loss:4", ("close", "4")),
        ("transfer:7:close", ("close", "")),
        ("transfer:7:loss", ("close", "")),
        ("transfer:7:post", None),
        ("transfer:7:reverse:12", None),
    ],
)
def test_the_key_of_a_fact_names_its_step_on_the_road_also_of_closings_before_steps_were_counted(
    key: str, step: tuple[str, str] | None
) -> None:
    assert rules.step_of(key) == step


@pytest.mark.parametrize(
    ("lines", "state", "delivery"),
    [
        ([(4, 0, 0, 0), (2, 0, 0, 0)], "in_progress", "none"),
        ([(4, 4, 0, 0), (2, 0, 0, 0)], "in_progress", "partial"),
        ([(4, 4, 0, 0), (2, 2, 0, 0)], "closed", "full"),
        ([(4, 1, 2, 1), (2, 2, 0, 0)], "closed", "partial"),
        ([(4, 0, 4, 0), (2, 0, 0, 2)], "closed", "none"),
    ],
)
def test_a_sent_transfer_is_closed_once_nothing_is_on_the_road(
    lines: list[tuple[int, int, int, int]], state: str, delivery: str
) -> None:
    found = [SentQuantities(*line) for line in lines]

    assert (rules.state_on_the_road(found), rules.delivery_of(found)) == (state, delivery)
