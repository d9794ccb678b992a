"""How far an order has come, the same for both desks: delivered, invoiced net of returns, paid."""

import pytest

from heliu.core import order_progress as progress
from heliu.core.lifecycle import Invoicing, Progress
from heliu.core.order_progress import LineState


def _line(ordered: int, moved: int = 0, returned: int = 0, invoiced: int = 0, *, is_goods: bool = True) -> LineState:
    return LineState(ordered, moved, returned, invoiced, is_goods)


@pytest.mark.parametrize(
    ("lines", "delivery"),
    [
        ([_line(10), _line(5)], "none"),
        ([_line(10, 10), _line(5)], "partial"),
        ([_line(10, 10), _line(5, 5)], "full"),
        ([_line(10, 10, returned=2)], "full"),
        ([_line(10, 10), _line(1, is_goods=False)], "full"),
        ([_line(1, is_goods=False)], "none"),
        ([_line(1, invoiced=1, is_goods=False)], "full"),
    ],
)
def test_delivery_counts_goods_and_an_order_of_services_follows_its_invoice(
    lines: list[LineState], delivery: str
) -> None:
    assert progress.delivery_of(lines) == delivery


@pytest.mark.parametrize(
    ("lines", "invoicing"),
    [
        ([_line(10)], "none"),
        ([_line(10, 10)], "none"),
        ([_line(10, 10, invoiced=4)], "partial"),
        ([_line(10, 10, invoiced=10)], "full"),
        ([_line(10, 10), _line(5)], "none"),
        ([_line(10, 10, invoiced=10), _line(1, is_goods=False)], "partial"),
        ([_line(1, invoiced=1, is_goods=False)], "full"),
    ],
)
def test_invoicing_counts_all_lines(lines: list[LineState], invoicing: str) -> None:
    assert progress.invoicing_of(lines) == invoicing


@pytest.mark.parametrize(
    ("line", "invoicing", "red_due"),
    [
        (_line(10, 10, returned=2), "none", 0),
        (_line(10, 10, returned=2, invoiced=6), "partial", 0),
        (_line(10, 10, returned=2, invoiced=8), "full", 0),
        (_line(10, 10, returned=2, invoiced=9), "red_due", 1),
        (_line(10, 10, returned=2, invoiced=10), "red_due", 2),
        (_line(10, 4, returned=1, invoiced=4), "red_due", 1),
        (_line(10, 4, returned=1, invoiced=3), "partial", 0),
        (_line(10, 10, returned=10), "full", 0),
        (_line(10, 10, returned=10, invoiced=10), "red_due", 10),
    ],
)
def test_what_came_back_is_not_invoiced_and_what_was_invoiced_of_it_asks_for_a_red_invoice(
    line: LineState, invoicing: str, red_due: int
) -> None:
    assert (progress.invoicing_of([line]), progress.red_due(line)) == (invoicing, red_due)


@pytest.mark.parametrize(
    ("lines", "invoicing"),
    [
        ([_line(10)], "none"),
        ([_line(10, 4)], "none"),
        ([_line(10, 4, invoiced=3)], "partial"),
        ([_line(10, 4, invoiced=4)], "full"),
        ([_line(10, 4, invoiced=4), _line(5)], "full"),
        ([_line(10, 4, returned=1, invoiced=3)], "full"),
        ([_line(10, 4, returned=1, invoiced=4)], "red_due"),
        ([_line(10, 4, returned=4)], "full"),
        ([_line(10, 4, invoiced=4), _line(1, is_goods=False)], "partial"),
        ([_line(10, 4, invoiced=4), _line(1, invoiced=1, is_goods=False)], "full"),
    ],
)
def test_of_a_closed_order_only_what_was_delivered_is_to_be_invoiced(lines: list[LineState], invoicing: str) -> None:
    assert progress.invoicing_of(lines, is_closed=True) == invoicing


def test_one_line_that_asks_for_a_red_invoice_marks_the_order() -> None:
    lines = [_line(10, 10, returned=2, invoiced=10), _line(5)]
    assert (progress.invoicing_of(lines), [progress.left_to_invoice(line) for line in lines]) == ("red_due", [0, 5])


@pytest.mark.parametrize(
    ("invoiced", "open_amount", "settlement"),
    [(0, 0, "full"), (100, 100, "none"), (100, 40, "partial"), (100, 0, "full"), (100, -5, "full")],
)
def test_settlement_is_what_is_paid_of_what_is_invoiced_and_not_credited(
    invoiced: int, open_amount: int, settlement: str
) -> None:
    assert progress.settlement_of(invoiced=invoiced, open_amount=open_amount) == settlement


def test_state_follows_from_what_was_delivered() -> None:
    assert [progress.derived_state(p) for p in Progress] == ["approved", "in_progress", "completed"]


def test_invoicing_knows_the_three_states_of_progress_and_one_of_its_own() -> None:
    assert [*Invoicing] == [*Progress, "red_due"]
