"""From the first start to a paid purchase invoice, as one person does it, with the keyboard."""

import re
from collections.abc import Callable, Mapping

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


def order_cups_and_boxes(desk: Desk, url: str) -> str:
    """Ten cups at 10.00 and twenty boxes at 8.00, approved; returns the page of the order."""
    desk.open(f"{url}/purchasing/orders")
    desk.press("Alt+n")
    desk.choose("供应商", "yw", "义乌小商品")
    desk.tab_to("商品，第 1 行")
    desk.enter_line(1, "A1", "10", "10")
    desk.enter_line(2, "B2", "20", "8")
    expect(desk.page.locator(".document-total")).to_contain_text("293.80")
    desk.forward("待审核")
    desk.forward("已审核")
    return desk.page.url


def receive_the_first_part(desk: Desk, assert_accessible: Callable[[], None]) -> None:
    """Four cups and all boxes arrive; the preview shows where they go and what is owed for them."""
    desk.make("采购入库单")
    desk.tab_to("数量，第 1 行")
    desk.type("4")
    desk.press("Enter", "Control+Enter")
    preview = desk.page.get_by_role("dialog")
    expect(preview.get_by_role("row", name=re.compile("青花瓷杯.*供应商.*主仓库"))).to_contain_text("4")
    expect(preview.get_by_role("row", name=re.compile("应付账款-暂估"))).to_contain_text("200.00")
    assert_accessible()
    desk.confirm()
    desk.expect_state("已过账", "未开票")


def invoice(desk: Desk, gross: str) -> None:
    """From the page of a receipt: the supplier's invoice over it, which matches."""
    expect(desk.page.get_by_role("button", name="开票")).to_be_visible()
    desk.press("Control+Enter")
    expect(desk.heading).to_contain_text("采购发票")
    expect(desk.page.locator(".document-total")).to_contain_text(gross)
    desk.post()
    desk.expect_state("相符")


def read_the_voucher(desk: Desk, lines: Mapping[str, tuple[str, str]]) -> None:
    """The voucher behind the document on the page: debit and credit of its accounts, and the way back."""
    page, number = desk.page, desk.number
    page.locator(".related-documents li").filter(has_text="记账凭证").get_by_role("link").first.click()
    expect(page.locator(".voucher-title")).to_be_visible()
    rows = page.locator(".voucher-table-frame tbody tr")
    expect(rows).to_have_count(len(lines))
    for account, (debit, credit) in lines.items():
        cells = rows.filter(has_text=account).get_by_role("cell")
        expect(cells.nth(2)).to_have_text(debit)
        expect(cells.nth(3)).to_have_text(credit)
    page.locator(".voucher-links").get_by_role("link", name=re.compile(number)).click()
    expect(desk.heading).to_contain_text(number)


def allow_one_cup(desk: Desk) -> None:
    """One cup is flawed and stays: the supplier allows its price with a red invoice, linked to the one on the page."""
    page, blue = desk.page, desk.number
    page.get_by_role("button", name="开红字发票").click()
    expect(desk.heading).to_contain_text(blue)
    page.get_by_label("冲红数量 1").fill("1")
    page.get_by_label("原因").fill("一只有瑕疵，折让")
    page.get_by_role("button", name="开红字发票").click()
    expect(desk.heading).not_to_contain_text(blue)
    desk.expect_state("已过账", "红字")
    expect(page.locator(".document-total")).to_contain_text("11.30")
    expect(page.locator(".related-documents")).to_contain_text(blue)


def test_a_company_starts_buys_in_two_deliveries_pays_the_first_and_is_allowed_a_flaw_of_the_second(
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
    order_page = order_cups_and_boxes(desk, new_server.url)
    assert_accessible()

    # The first delivery is invoiced and paid in full.
    receive_the_first_part(desk, assert_accessible)
    invoice(desk, "226.00")
    page.get_by_role("button", name="付款").click()
    expect(desk.heading).to_contain_text("付款单")
    expect(page.get_by_label("付款金额")).to_have_value("226.00")
    assert_accessible()
    desk.post()
    desk.open(order_page)
    desk.expect_state("执行中", "部分收货", "部分开票")

    # The second one is invoiced, and the price of one cup allowed.
    desk.make("采购入库单")
    expect(desk.line(1)).to_contain_text("青花瓷杯")
    desk.post()
    invoice(desk, "67.80")
    read_the_voucher(
        desk,
        {
            "应付账款-暂估": ("60.00", ""),
            "进项税额": ("7.80", ""),
            "应付账款-已开票": ("", "67.80"),
        },
    )
    allow_one_cup(desk)

    # All goods are here at what they cost, less the allowance.
    desk.open(order_page)
    desk.expect_state("已完成", "已收货")
    books.expect_stock(page, {"A1": ("10", "90.00"), "B2": ("20", "160.00")})
    books.expect_trial_balance(
        page,
        {
            "1002 银行存款": ("", "226.00"),
            "1405 库存商品": ("250.00", ""),
            "2202 应付账款": ("", "56.50"),
            "2221 应交税费": ("32.50", ""),
        },
    )
    books.expect_proof(page)
