"""Goods in lots: the label is written when they come; more than one lot leaves first expired first, a line each."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk
from tests.support.assortment import Assortment, Goods

# Six letters and Tab in a few milliseconds are a scanner, not somebody who types.
AS_A_PERSON_MS = 50


def test_milk_of_two_lots_comes_in_by_its_labels_and_leaves_by_expiry(
    new_company: Assortment, page: Page, sign_in: Callable[[str], None], assert_accessible: Callable[[], None]
) -> None:
    url = new_company.client.url
    new_company.customer("重庆百货", "CQ")
    new_company.add([Goods("M1", "鲜牛奶", purchase_price="2", sales_price="5", in_lots=True)])
    sign_in(url)
    desk = Desk(page)

    desk.open(f"{url}/warehouse/other-receipts/new")
    desk.tab_to("商品，第 1 行")
    for row, (quantity, lot, expires) in enumerate((("5", "L-JUNE", "2027-06-30"), ("3", "L-MAY", "2027-05-31")), 1):
        desk.enter_line(row, "M1", quantity, "2")
        desk.press("Shift+Tab", "Shift+Tab")
        expect(desk.cell("批号", row)).to_be_focused()
        page.keyboard.type(lot, delay=AS_A_PERSON_MS)
        desk.press("Tab")
        expect(desk.cell("到期日", row)).to_be_focused()
        page.keyboard.type(expires, delay=AS_A_PERSON_MS)
        desk.press("Tab")
    desk.post()
    assert_accessible()

    desk.open(f"{url}/warehouse/shipments/new")
    desk.choose("客户", "cq", "重庆百货")
    desk.tab_to("商品，第 1 行")
    desk.enter_line(1, "M1", "6", "5")
    desk.press("Control+s")
    desk.expect_state("草稿")
    page.get_by_role("button", name="更多").click()
    page.get_by_role("menuitem", name="按效期分批").click()
    expect(desk.line(2)).to_contain_text("L-JUNE")
    expect(desk.line(1)).to_contain_text("L-MAY")
    desk.post()
    lots = new_company.client.get(f"warehouse/lots?item_id={new_company.items['M1']}").body["items"]
    assert [(lot["code"], lot["on_hand"]) for lot in lots] == [("L-JUNE", "2")]
