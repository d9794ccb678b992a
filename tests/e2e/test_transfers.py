"""Goods that turn round on the road: sent back in part, taken back as a mistake, at the desk and on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk
from tests.support.assortment import Assortment, Goods

PHONE = {"width": 390, "height": 844}
_NOTHING_ASIDE = "document.documentElement.scrollWidth <= window.innerWidth"


@pytest.fixture
def under_way(new_company: Assortment, page: Page, sign_in: Callable[..., None]) -> str:
    """The page of a transfer of four cups that have left and not arrived."""
    client = new_company.client
    new_company.add([Goods("T1", "青花瓷杯", "10", "25", "6912345670012")])
    new_company.put_on_the_shelf({"T1": "10"}, price="10")
    home = new_company.warehouse()
    shop = client.post("warehouse/warehouses", {"code": "W2", "name": "城东店"}).body["id"]
    body = {
        "business_date": new_company.today, "from_warehouse_id": home, "to_warehouse_id": shop,
        "via_transit": True, "lines": [{"item_id": new_company.items["T1"], "quantity": "4"}],
    }  # fmt: skip
    transfer = client.post("warehouse/transfers", body).body["id"]
    new_company.step(f"warehouse/transfers/{transfer}", "ship")
    sign_in(client.url)
    return f"{client.url}/warehouse/transfers/{transfer}"


def test_a_cup_is_sent_back_from_the_road_and_that_is_reversed(
    under_way: str, page: Page, assert_accessible: Callable[[], None]
) -> None:
    desk = Desk(page)
    desk.open(under_way)
    page.get_by_role("button", name="退 回").or_(page.get_by_role("button", name="退回")).focus()
    desk.press("Enter")
    desk.tab_to("本次退回 青花瓷杯")
    desk.type("5")
    expect(page.get_by_role("alert")).to_have_text("超过在途数量")
    desk.press("Backspace")
    desk.type("1")
    desk.tab_to("原因")
    desk.type("送错门店")
    assert_accessible()
    desk.press("Control+Enter")

    desk.expect_state("执行中")
    steps = page.get_by_role("region", name="在途处理")
    expect(steps.get_by_role("row").filter(has_text="退回")).to_contain_text("1")
    expect(desk.line(1)).to_contain_text("3")
    assert_accessible()

    steps.get_by_role("button", name="红冲第 1 步（退回）").focus()
    desk.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("原因")).to_be_focused()
    desk.type("没有退回")
    dialog.get_by_role("button", name="红 冲").or_(dialog.get_by_role("button", name="红冲")).click()
    expect(dialog).to_have_count(0)
    expect(steps).to_contain_text("红冲")
    expect(steps.get_by_role("button")).to_have_count(0)


def test_on_a_phone_everything_goes_back_with_three_taps(
    under_way: str, page: Page, assert_accessible: Callable[[], None]
) -> None:
    page.set_viewport_size(PHONE)
    page.goto(under_way)
    page.get_by_role("button", name="退 回").or_(page.get_by_role("button", name="退回")).click()
    page.get_by_role("button", name="全部退回").click()
    expect(page.get_by_label("本次退回 青花瓷杯")).to_have_value("4")
    assert page.evaluate(_NOTHING_ASIDE)
    assert_accessible()
    page.get_by_role("button", name="确认退回").click()

    expect(page.locator(".document-status").get_by_text("已关闭", exact=True)).to_be_visible()
    steps = page.get_by_role("region", name="在途处理")
    expect(steps.get_by_role("button", name="红冲第 1 步（退回）")).to_be_visible()
    assert page.evaluate(_NOTHING_ASIDE)
    assert_accessible()
