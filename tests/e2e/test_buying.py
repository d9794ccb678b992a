"""From the first start to a paid purchase invoice, as one person does it, with the keyboard."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.e2e import books
from tests.e2e.desk import Desk
from tests.e2e.entry import OWNER, PASSWORD
from tests.support.assortment import Assortment, Goods
from tests.support.server import Client, Server

CUP = Goods("A1", "青花瓷杯", purchase_price="10", sales_price="25")
BOX = Goods("B2", "竹筷礼盒", purchase_price="8", sales_price="19.9")


def first_start(page: Page, server: Server) -> None:
    """The wizard: company, administrator, done."""
    assert server.setup_link is not None
    page.goto(server.setup_link)
    expect(page.get_by_label("公司名称")).to_be_focused()
    page.keyboard.type("合流示范商行")
    page.keyboard.press("Enter")
    expect(page.get_by_label("姓名")).to_be_focused()
    for label, text in {"姓名": "王老板", "用户名": OWNER, "新密码": PASSWORD, "再输一次新密码": PASSWORD}.items():
        page.get_by_label(label, exact=True).focus()
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="工作台")).to_be_visible()


def test_a_company_starts_buys_in_two_deliveries_and_pays_for_the_first(
    new_server: Server, page: Page, assert_accessible: Callable[[], None]
) -> None:
    first_start(page, new_server)
    assert_accessible()
    client = Client(new_server.url)
    assert client.sign_in(username=OWNER, password=PASSWORD).status == 200
    assortment = Assortment(client)
    assortment.supplier("义乌小商品", "YW")
    assortment.add([CUP, BOX])
    desk = Desk(page)

    # An order over 10 cups at 10.00 and 20 boxes at 8.00.
    desk.open(f"{new_server.url}/purchasing/orders")
    desk.press("Alt+n")
    desk.choose("供应商", "yw", "义乌小商品")
    desk.tab_to("商品，第 1 行")
    desk.enter_line(1, "A1", "10", "10")
    desk.enter_line(2, "B2", "20", "8")
    expect(page.locator(".document-total")).to_contain_text("293.80")
    assert_accessible()
    desk.forward("待审核")
    desk.forward("已审核")
    order_page = page.url

    # Four cups and all boxes arrive; the preview shows where they go and what is owed for them.
    desk.make("采购入库单")
    desk.tab_to("数量，第 1 行")
    desk.type("4")
    desk.press("Enter", "Control+Enter")
    preview = page.get_by_role("dialog")
    expect(preview.get_by_role("row", name=re.compile("青花瓷杯.*供应商.*主仓库"))).to_contain_text("4")
    expect(preview.get_by_role("row", name=re.compile("应付账款-暂估"))).to_contain_text("200.00")
    assert_accessible()
    desk.confirm()
    desk.expect_state("已过账", "未开票")

    # Their invoice matches, and is paid in full.
    page.get_by_role("button", name="开票").click()
    expect(desk.heading).to_contain_text("采购发票")
    expect(desk.line(2)).to_contain_text("180.80")
    desk.post()
    desk.expect_state("相符")
    page.get_by_role("button", name="付款").click()
    expect(desk.heading).to_contain_text("付款单")
    expect(page.get_by_label("付款金额")).to_have_value("226.00")
    assert_accessible()
    desk.post()

    # The order waits for six cups.
    desk.open(order_page)
    desk.expect_state("执行中", "部分收发货", "部分开票")
    books.expect_stock(page, {"A1": ("4", "40.00"), "B2": ("20", "160.00")})
    books.expect_trial_balance(
        page,
        {
            "1002 银行存款": ("", "226.00"),
            "1405 库存商品": ("200.00", ""),
            "2221 应交税费": ("26.00", ""),
        },
    )
    books.expect_proof(page)
