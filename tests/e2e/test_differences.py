"""What a stocktake missed, from the count to the account it belongs to."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk
from tests.support.assortment import Assortment, Goods

PHONE = 390


def missed(company: Assortment, quantities: dict[str, str]) -> str:
    """A posted stocktake that counted these quantities by item code; returns its address."""
    day = {"business_date": company.today, "warehouse_id": company.warehouse()}
    path = f"warehouse/stocktakes/{company.client.post('warehouse/stocktakes', day).body['id']}"
    lines: Any = company.client.post(f"{path}/start", {}).body["lines"]
    counted = [{"line_id": line["id"], "quantity": quantities[line["item"]["code"]]} for line in lines]
    for verb, body in (("count", {"lines": counted}), ("submit", {}), ("approve", {"reason": "一致"}), ("post", {})):
        company.step(path, verb, body)
    return f"/{path}"


def test_a_loss_goes_from_the_stocktake_to_who_is_liable_and_another_to_wastage(
    new_company: Assortment, page: Page, sign_in: Callable[[str], None], assert_accessible: Callable[[], None]
) -> None:
    company, url = new_company, new_company.client.url
    company.supplier("顺丰速运", "SF")
    company.add([Goods("A1", "苹果", "3", "8"), Goods("B1", "香蕉", "2", "6")])
    company.put_on_the_shelf({"A1": "10", "B1": "10"}, price="3")
    address = missed(company, {"A1": "6", "B1": "9"})
    sign_in(url)
    desk = Desk(page)

    desk.open(f"{url}{address}")
    desk.expect_state("已过账")
    page.get_by_role("link", name="处理损溢").or_(page.get_by_role("button", name="处理损溢")).click()
    expect(desk.heading).to_have_text("待处理损溢")
    assert_accessible()
    page.get_by_role("checkbox", name="全部").check()
    page.get_by_role("button", name="处理", exact=True).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("处理损溢（2 项）")
    choose(page, "全部", "正常损耗（计入费用）")
    choose(page, "处理结果 苹果", "责任赔偿（转其他应收款）")
    party = dialog.get_by_label("责任人或承运人")
    party.click()
    page.keyboard.type("SF")
    page.locator(".ant-select-item-option", has_text="顺丰速运").click()
    dialog.get_by_label("原因").fill("运输途中破损")
    dialog.get_by_role("button", name="预览分录").click()
    expect(page.locator(".ant-drawer-open")).to_contain_text("1221")
    page.keyboard.press("Escape")
    page.set_viewport_size({"width": PHONE, "height": 844})
    assert page.evaluate("() => document.documentElement.scrollWidth") == PHONE
    assert_accessible()
    dialog.get_by_label("原因").focus()
    page.keyboard.press("Control+Enter")

    page.get_by_role("button", name="清除筛选").click()
    expect(page.get_by_text("没有待处理的损溢")).to_be_visible()
    desk.open(f"{url}{address}")
    desk.expect_state("已关闭")
    expect(page.get_by_role("heading", name="损溢处理")).to_be_visible()
    expect(page.get_by_text("苹果 4 责任赔偿 (顺丰速运)")).to_be_visible()


def choose(page: Page, label: str, option: str) -> None:
    """With the arrow keys, as the list has three."""
    field = page.get_by_role("combobox", name=label, exact=True)
    field.focus()
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "true")
    for _ in range(3):
        active = page.locator(f"[id='{field.get_attribute('aria-activedescendant')}']")
        if active.count() and active.get_attribute("aria-label") == option:
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".ant-select").filter(has=field)).to_contain_text(option)
