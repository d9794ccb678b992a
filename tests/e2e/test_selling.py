"""From a typed sales order to the money, and part of it back: one person, the keyboard, four screens."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import books
from tests.e2e.desk import Desk
from tests.support.assortment import Assortment, Goods

CODES = [f"K{number}" for number in range(10)]
KEYS_MAX = 100
SCREENS_MAX = 4


def type_order(desk: Desk, url: str) -> None:
    """Ten lines of two pieces at 25.00, without a mouse."""
    desk.open(f"{url}/sales/orders")
    desk.press("Alt+n")
    desk.choose("客户", "cq", "重庆百货")
    desk.tab_to("商品，第 1 行")
    for number, code in enumerate(CODES, start=1):
        desk.enter_line(number, code, "2")
    expect(desk.page.locator(".document-total")).to_contain_text("565.00")
    desk.forward("待审核")


def turn_into_cash(desk: Desk) -> list[str]:
    """The goods leave, are invoiced and paid; every screen leads to the next. Returns the screens."""
    page, screens = desk.page, [desk.page.url]
    desk.make("销售出库单")
    desk.post()
    screens.append(page.url)
    page.get_by_role("button", name="开票").click()
    expect(desk.heading).to_contain_text("销售发票")
    expect(desk.line(10)).to_contain_text("茶杯K9")
    desk.post()
    screens.append(page.url)
    page.get_by_role("button", name="收款").click()
    expect(desk.heading).to_contain_text("收款单")
    expect(page.get_by_label("收款金额")).to_have_value("565.00")
    desk.post()
    screens.append(page.url)
    return screens


def take_one_back(desk: Desk, shipment_page: str) -> str:
    """One piece of the first line comes back; returns the number of the return."""
    desk.open(shipment_page)
    desk.page.get_by_role("button", name="退货").click()
    expect(desk.heading).to_contain_text("销售退货单")
    expect(desk.line(10)).to_contain_text("茶杯K9")
    desk.tab_to("数量，第 1 行")
    desk.type("1")
    desk.press("ArrowDown", *["Control+Delete"] * 9)
    expect(desk.page.locator(".document-total")).to_contain_text("28.25")
    return desk.post()


def credit_what_came_back(desk: Desk, blue: str) -> None:
    """The return on the page awaits its red invoice, which proposes the one piece that came back and no other line."""
    page = desk.page
    desk.expect_state("已过账", "待开红票")
    page.get_by_role("button", name="开红字发票").click()
    expect(desk.heading).to_contain_text(blue)
    expect(page.get_by_role("columnheader", name="已退货待冲红")).to_be_visible()
    expect(page.get_by_label("冲红数量 1", exact=True)).to_have_value("1")
    expect(page.get_by_label("冲红数量 2", exact=True)).to_have_value("0")
    page.get_by_role("button", name="开红字发票").click()
    expect(desk.heading).not_to_contain_text(blue)
    desk.expect_state("已过账", "红字")
    expect(page.locator(".document-total")).to_contain_text("28.25")


def test_ten_lines_typed_in_a_hundred_keys_become_cash_on_four_screens(
    new_company: Assortment, page: Page, sign_in: Callable[[str], None], assert_accessible: Callable[[], None]
) -> None:
    url = new_company.client.url
    new_company.customer("重庆百货", "CQ")
    new_company.add(Goods(code, f"茶杯{code}", purchase_price="10", sales_price="25") for code in CODES)
    new_company.put_on_the_shelf(dict.fromkeys(CODES, "20"), price="10")
    sign_in(url)
    desk = Desk(page)

    type_order(desk, url)
    assert desk.keys <= KEYS_MAX

    # Approval promises the goods to the customer.
    desk.forward("已审核")
    assert_accessible()
    held = new_company.client.get("warehouse/stock?q=K0").body["items"][0]
    assert (held["on_hand"], held["reserved"], held["available"]) == ("20", "2", "18")

    screens = turn_into_cash(desk)
    assert_accessible()
    assert len(screens) <= SCREENS_MAX
    order_page, shipment_page = screens[:2]
    desk.open(order_page)
    desk.expect_state("已完成", "已发货", "已开票")
    desk.open(screens[2])
    blue = desk.number
    return_number = take_one_back(desk, shipment_page)
    credit_what_came_back(desk, blue)
    desk.open(order_page)
    desk.expect_state("已完成", "已发货", "已开票")

    # Both books, to the cent: the piece is back at what it had cost.
    books.expect_stock(page, dict.fromkeys(CODES, ("18", "180.00")) | {"K0": ("19", "190.00")})
    books.row(page, "K0").click()
    books.expect_item_ledger(page, [("20", "", "20", "200.00"), ("", "2", "18", "180.00"), ("1", "", "19", "190.00")])
    page.get_by_role("link", name=re.compile(return_number)).click()
    desk.expect_state("已过账")
    books.expect_trial_balance(
        page,
        {
            "1002 银行存款": ("565.00", ""),
            "1122 应收账款": ("", "28.25"),
            "1405 库存商品": ("1,810.00", ""),
            "2221 应交税费": ("", "61.75"),
            "6001 主营业务收入": ("", "475.00"),
            "6401 主营业务成本": ("190.00", ""),
        },
    )
    books.expect_proof(page)
