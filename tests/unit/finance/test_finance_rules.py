"""Decisions of finance without a database: due dates, red parts, tolerance, ageing, allocations."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from heliu.catalog.pricing import LineAmounts
from heliu.core.errors import IllegalTransition
from heliu.finance.errors import AllocatedAboveAmount, RefundNotAllocated
from heliu.finance.rules import lifecycles
from heliu.finance.rules.ageing import bucket_of
from heliu.finance.rules.invoices import BlueLine, Received, Tolerance, due_date, expected_net, red_amounts
from heliu.finance.rules.money import check_allocated

INVOICED = dt.date(2026, 1, 31)


@pytest.mark.parametrize(
    ("kind", "days", "due"),
    [
        ("immediate", 0, dt.date(2026, 1, 31)),
        ("days", 30, dt.date(2026, 3, 2)),
        ("end_of_month", 0, dt.date(2026, 1, 31)),
        ("end_of_month", 15, dt.date(2026, 2, 15)),
    ],
)
def test_the_terms_of_the_party_give_the_due_date(kind: str, days: int, due: dt.date) -> None:
    assert due_date(invoiced_on=INVOICED, terms_kind=kind, days=days) == due


def test_red_parts_of_a_line_add_up_to_the_blue_line() -> None:
    blue = BlueLine(quantity=3_000000, net=100_0000, tax=13_0000)
    first = red_amounts(blue, 1_000000, "CNY")
    assert first == LineAmounts(net=-33_3300, tax=-4_3300, gross=-37_6600)
    half_done = BlueLine(blue.quantity, blue.net, blue.tax, red_quantity=1_000000, red_net=33_3300, red_tax=4_3300)
    rest = red_amounts(half_done, 2_000000, "CNY")
    assert (first.net + rest.net, first.tax + rest.tax) == (-100_0000, -13_0000)


def test_seven_of_eight_pieces_sold_for_five_cents_never_give_back_more_than_five() -> None:
    blue = BlueLine(quantity=8_000000, net=500, tax=100)
    credited: list[tuple[int, int]] = []
    for _ in range(8):
        part = red_amounts(blue, 1_000000, "CNY")
        credited.append((-part.net, -part.tax))
        blue = blue.after(1_000000, part)
    assert [net for net, _ in credited] == [100, 0, 100, 100, 0, 100, 0, 100]
    assert [tax for _, tax in credited] == [0, 0, 0, 100, 0, 0, 0, 0]


def test_a_red_part_after_too_much_was_given_back_gives_nothing_and_takes_nothing() -> None:
    blue = BlueLine(quantity=8_000000, net=500, tax=0, red_quantity=6_000000, red_net=600)
    assert red_amounts(blue, 1_000000, "CNY") == LineAmounts(net=0, tax=0, gross=0)


@given(st.integers(0, 10**6), st.integers(0, 10**5), st.lists(st.integers(1, 50), min_size=1, max_size=12))
def test_red_parts_are_each_red_and_together_the_blue_line(net: int, tax: int, sizes: list[int]) -> None:
    blue = BlueLine(quantity=sum(sizes), net=net * 100, tax=tax * 100)
    for size in sizes:
        part = red_amounts(blue, size, "CNY")
        assert max(part.net, part.tax) <= 0
        assert part.gross == part.net + part.tax
        blue = blue.after(size, part)
    assert (blue.left, blue.red_net, blue.red_tax) == (0, blue.net, blue.tax)


def test_a_quantity_is_expected_at_the_price_it_was_received_at() -> None:
    received = Received(quantity=100_000000, value=-1000_0000, open_quantity=100_000000)
    assert expected_net(received, 33_000000, 2) == 330_0000
    assert expected_net(received, -10_000000, 2) == -100_0000


@pytest.mark.parametrize(
    ("tolerance", "actual", "accepted"),
    [
        (Tolerance(), 1000_0000, True),
        (Tolerance(), 1000_0100, False),
        (Tolerance(amount=1_0000), 1001_0000, True),
        (Tolerance(amount=1_0000), 1001_0100, False),
        (Tolerance(percent=20_000_000_000), 1020_0000, True),
        (Tolerance(percent=20_000_000_000), 979_9900, False),
    ],
)
def test_a_price_difference_within_the_tolerance_matches(tolerance: Tolerance, actual: int, accepted: bool) -> None:
    assert tolerance.accepts(1000_0000, actual) is accepted


@pytest.mark.parametrize(
    ("days_past_due", "bucket"),
    [
        (-5, "not_due"), (0, "not_due"), (1, "1_30"), (30, "1_30"), (31, "31_60"), (60, "31_60"), (61, "61_90"),
        (90, "61_90"), (91, "91_180"), (180, "91_180"), (181, "181_365"), (365, "181_365"), (366, "over_365"),
    ],
)  # fmt: skip
def test_an_open_item_ages_from_its_due_date(days_past_due: int, bucket: str) -> None:
    due = dt.date(2026, 6, 30)
    assert bucket_of(due_on=due, as_of=due + dt.timedelta(days=days_past_due)) == bucket


def test_money_may_be_more_than_its_allocations_but_not_less() -> None:
    check_allocated(amount=100_0000, cash=[60_0000, 30_0000])
    with pytest.raises(AllocatedAboveAmount):
        check_allocated(amount=100_0000, cash=[60_0000, 50_0000])


def test_a_credit_note_makes_room_for_more_of_an_invoice() -> None:
    check_allocated(amount=70_0000, cash=[100_0000, -30_0000])


def test_a_refund_says_completely_what_it_pays_back() -> None:
    check_allocated(amount=-30_0000, cash=[-30_0000])
    with pytest.raises(RefundNotAllocated):
        check_allocated(amount=-30_0000, cash=[-20_0000])


def test_a_posted_document_is_reversed_never_cancelled_or_edited() -> None:
    life = lifecycles.MONEY_RECEIPT
    assert life.verbs("posted") == ("reverse",)
    for verb in ("cancel", "edit", "post"):
        with pytest.raises(IllegalTransition):
            life.after("posted", verb, number="SK202603020001")
