"""Selling over the counter: scan, money, change; and the invoice found again by its number."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk

CUP = "6912345670012"


def test_a_customer_pays_at_the_counter_gets_change_and_the_invoice_is_found_by_its_digits(
    traded: str, page: Page, sign_in: Callable[..., None], assert_accessible: Callable[[], None]
) -> None:
    sign_in(traded)
    desk = Desk(page)
    desk.open(f"{traded}/sales/direct")
    desk.choose("客户", "cq", "Chongqing Stores")
    desk.press("F9")
    desk.type(f"2*{CUP}")
    desk.press("Enter")
    expect(page.locator(".document-total")).to_contain_text("56.50")

    # Two cups at 25.00 with 13 % tax; a hundred is handed over.
    desk.press("Control+Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("实收")).to_be_focused()
    desk.type("100")
    expect(dialog.locator(".settle-sums")).to_contain_text("43.50")
    assert_accessible()
    dialog.get_by_role("button", name="预览").click()
    drawer = page.locator(".ant-drawer")
    expect(drawer.locator(".posting-preview")).to_contain_text("56.50")
    drawer.get_by_role("button", name="关闭").click()
    expect(drawer.locator(".posting-preview")).to_be_hidden()
    dialog.get_by_label("实收").focus()
    desk.press("Enter")

    sold = page.get_by_role("alert").filter(has_text="已售出")
    expect(sold).to_contain_text(re.compile("56.50.*找零.*43.50"))
    for document in ("销售发票", "销售出库单", "收款单"):
        expect(sold.get_by_role("link", name=document)).to_be_visible()
    assert_accessible()

    # The counter is clear for the next customer; the invoice is posted and paid.
    expect(page.locator(".document-total")).to_contain_text("0.00")
    expect(page.get_by_label("扫码")).to_be_focused()
    found = re.search(r"XSFP(\d+)", sold.inner_text())
    assert found is not None
    search = page.get_by_role("combobox", name="搜索功能")
    search.fill(found[1])
    expect(page.locator(".ant-select-item-option-active").filter(has_text=found[0])).to_be_visible()
    search.press("Enter")
    expect(desk.heading).to_contain_text(found[0])
    desk.expect_state("已过账", "已结清")
