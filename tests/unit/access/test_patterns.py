import pytest

from heliu.access.rules.patterns import granted, is_pattern, matches, unknown

CODES = frozenset({"sales.order.read", "sales.order.approve", "stock.balance.read", "access.user.create"})


@pytest.mark.parametrize(
    ("pattern", "code", "covered"),
    [
        ("*", "sales.order.read", True),
        ("sales.*", "sales.order.read", True),
        ("sales.order.*", "sales.order.approve", True),
        ("*.*.read", "stock.balance.read", True),
        ("sales.*.read", "sales.order.read", True),
        ("sales.order.read", "sales.order.read", True),
        ("*.*.read", "sales.order.approve", False),
        ("sales.*", "salesforce.order.read", False),
        ("sales.order", "sales.order.read", False),
        ("*.read", "sales.order.read", False),
        ("sales.order.read.more", "sales.order.read", False),
    ],
)
def test_a_pattern_covers_what_it_says_and_nothing_else(pattern: str, code: str, covered: bool) -> None:
    assert matches(pattern, code) is covered


def test_granted_is_the_union_of_the_patterns() -> None:
    assert granted(frozenset({"sales.*", "*.*.create"}), CODES) == {
        "sales.order.read",
        "sales.order.approve",
        "access.user.create",
    }
    assert granted(frozenset(), CODES) == frozenset()
    assert granted(frozenset({"*"}), CODES) == CODES


@pytest.mark.parametrize("text", ["", "Sales.*", "sales.", ".*", "sales.order.read ", "sales**", "a.b.c.d", "*.*.*.*"])
def test_malformed_patterns_are_no_patterns(text: str) -> None:
    assert not is_pattern(text)


def test_patterns_that_cover_nothing_are_named() -> None:
    assert unknown(["sales.*", "slaes.*", "sales.order.raed"], CODES) == ["slaes.*", "sales.order.raed"]
