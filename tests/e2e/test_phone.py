"""A storekeeper with a phone in hand: what matters is on the screen without scrolling sideways."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

PHONE = {"width": 390, "height": 844}
# The element lies between the left and the right edge of the window.
_IN_SIGHT = "(node) => { const at = node.getBoundingClientRect(); return at.left >= 0 && at.right <= innerWidth; }"
# The first element lies within the second.
_WITHIN = """(inner, outer) => {
    const [at, frame] = [inner, outer].map((node) => node.getBoundingClientRect());
    return at.left >= frame.left && at.right <= frame.right && at.top >= frame.top && at.bottom <= frame.bottom;
}"""


@pytest.fixture
def phone(traded: str, page: Page, sign_in: Callable[..., None]) -> Page:
    sign_in(traded)
    page.set_viewport_size(PHONE)
    page.goto(traded)
    return page


def in_sight(found: Locator) -> bool:
    expect(found).to_be_visible()
    return bool(found.evaluate(_IN_SIGHT))


def test_stock_on_hand_shows_item_and_quantity_side_by_side(
    phone: Page, traded: str, assert_accessible: Callable[[], None]
) -> None:
    phone.goto(f"{traded}/warehouse/stock")
    row = phone.locator("tbody tr").filter(has_text="T2")

    assert in_sight(row.get_by_text("Chopsticks"))
    assert in_sight(row.locator(".in-card-figure"))
    expect(row.locator(".in-card-figure")).to_have_text("20")
    assert_accessible()


def test_filters_fold_away_and_say_how_many_are_in_use(phone: Page, traded: str) -> None:
    phone.goto(f"{traded}/warehouse/stock?below_minimum=true")
    fold = phone.get_by_role("button", name="筛选 1")
    expect(fold).to_have_attribute("aria-expanded", "false")
    expect(phone.get_by_label("负库存")).not_to_be_visible()

    fold.click()

    expect(phone.get_by_label("负库存")).to_be_visible()


def test_the_lines_of_a_document_are_cards_with_named_figures(phone: Page, traded: str) -> None:
    phone.goto(f"{traded}/sales/orders")
    phone.locator("tbody tr").first.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("销售订单")
    line = phone.get_by_role("grid").get_by_role("row").filter(has_text="Tea cup")

    for name in ("数量", "单价", "价税合计"):
        assert in_sight(line.locator(f"[data-label='{name}']"))


def test_an_opened_cell_stays_in_its_field_and_its_choices_stand_below_it(
    phone: Page, traded: str, assert_accessible: Callable[[], None]
) -> None:
    phone.goto(f"{traded}/sales/orders/new")
    line = phone.get_by_role("grid").get_by_role("row").first
    line.locator("[data-label='商品']").click()
    item = phone.get_by_label("商品，第 1 行")
    item.fill("T1")
    choices = phone.get_by_role("listbox")
    expect(choices.get_by_role("option")).to_have_count(1)

    assert in_sight(choices)
    assert item.evaluate(_WITHIN, line.locator("[data-label='商品']").element_handle())
    assert below(choices, item)
    assert_accessible()
    choices.get_by_role("option").click()
    for name in ("数量", "单价"):
        editor = phone.get_by_label(f"{name}，第 1 行")
        expect(editor).to_be_focused()
        assert editor.evaluate(_WITHIN, line.locator(f"[data-label='{name}']").element_handle())
        phone.keyboard.press("Enter")


def below(lower: Locator, upper: Locator) -> bool:
    low, high = lower.bounding_box(), upper.bounding_box()
    return low is not None and high is not None and low["y"] >= high["y"] + high["height"]
