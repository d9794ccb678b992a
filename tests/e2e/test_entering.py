"""What happens while a document is being entered: scanners, Excel, interruptions, refusals."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Dialog, Page, expect

from tests.e2e.desk import Desk
from tests.e2e.entry import PASSWORD
from tests.support.server import Client

CUP = "6912345670012"
CARTON = "6912345670029"
# A hand scanner: a key every 10 ms, Enter at the end, whatever has the focus.
_SCAN = """(code) => {
    const start = performance.now();
    [...code, 'Enter'].forEach((key, index) => {
        const pressed = new KeyboardEvent('keydown', {
            key, code: key === 'Enter' ? key : `Digit${key}`, bubbles: true, cancelable: true });
        Object.defineProperty(pressed, 'timeStamp', { value: start + index * 10 });
        (document.activeElement ?? document.body).dispatchEvent(pressed);
    });
}"""
_KEPT = "() => Object.keys(localStorage).some((key) => key.startsWith('heliu.draft.'))"


@pytest.fixture
def desk(traded: str, page: Page, sign_in: Callable[..., None]) -> Desk:
    """A new sales order of a company that trades."""
    sign_in(traded)
    desk = Desk(page)
    desk.open(f"{traded}/sales/orders/new")
    expect(page.get_by_label("客户", exact=True)).to_be_focused()
    return desk


def started(desk: Desk) -> None:
    """Customer chosen, two cups in the first line."""
    desk.choose("客户", "cq", "Chongqing Stores")
    desk.tab_to("商品，第 1 行")
    desk.enter_line(1, "T1", "2")


def test_a_scanner_adds_lines_and_quantities_and_an_unknown_code_stops_nobody(desk: Desk) -> None:
    page = desk.page
    desk.choose("客户", "cq", "Chongqing Stores")
    page.get_by_label("备注").focus()
    for code in (CUP, "2000000000008", CUP):
        page.evaluate(_SCAN, code)

    expect(desk.line(1)).to_contain_text("Tea cup")
    expect(desk.line(1).get_by_role("gridcell").nth(3)).to_have_text("2")
    expect(desk.line(2)).not_to_contain_text("Tea cup")
    expect(page.get_by_text("未识别：2000000000008")).to_be_visible()
    desk.press("F9")
    desk.type(f"3*{CUP}")
    desk.press("Enter")
    expect(desk.line(1).get_by_role("gridcell").nth(3)).to_have_text("5")
    expect(page.get_by_label("备注")).to_have_value("")


def test_rows_copied_from_excel_become_lines(desk: Desk, context: BrowserContext, traded: str) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=traded)
    desk.choose("客户", "cq", "Chongqing Stores")
    desk.tab_to("商品，第 1 行")
    desk.page.evaluate("(text) => navigator.clipboard.writeText(text)", "T1\t\t\t3\t\t24\r\nT2\t\t\t5\t\t19.5\r\n")
    desk.press("Control+v")

    expect(desk.line(1)).to_contain_text("Tea cup")
    expect(desk.line(2)).to_contain_text("Chopsticks")
    expect(desk.page.locator(".document-totals")).to_contain_text("169.50")
    desk.press("Control+s")
    desk.expect_state("草稿")
    expect(desk.page.locator(".document-total")).to_contain_text("191.54")


def test_a_pasted_line_that_nobody_knows_is_never_left_out_in_silence(
    desk: Desk, context: BrowserContext, traded: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=traded)
    desk.choose("客户", "cq", "Chongqing Stores")
    desk.tab_to("商品，第 1 行")
    desk.page.evaluate("(text) => navigator.clipboard.writeText(text)", "T1\t\t\t3\r\nX9\t\t\t5\r\n")
    desk.press("Control+v")
    expect(desk.line(2)).to_contain_text("没有“X9”")

    desk.press("Control+s")

    expect(desk.page.get_by_role("alert")).to_contain_text("第 2 行")
    expect(desk.line(2)).to_contain_text("5")
    expect(desk.heading).to_contain_text("新增")


def test_a_scanned_carton_costs_what_is_in_it(desk: Desk, client: Client) -> None:
    units = {unit["name"]: unit["id"] for unit in client.get("catalog/units?page_size=200").body["items"]}
    water = {
        "code": "W1",
        "name": "Spring water",
        "base_unit_id": units["瓶"],
        "sales_price": "2",
        "packs": [{"unit_id": units["箱"], "numerator": 24}],
        "barcodes": [{"code": CARTON, "unit_id": units["箱"]}],
    }
    made = client.post("catalog/items", water)
    assert made.status == 201, made.body
    desk.choose("客户", "cq", "Chongqing Stores")

    desk.press("F9")
    desk.type(CARTON)
    desk.press("Enter")

    cells = desk.line(1).get_by_role("gridcell")
    expect(cells.nth(2)).to_have_text("箱")
    expect(cells.nth(3)).to_have_text("1")
    expect(desk.page.locator(".document-total")).to_contain_text("48.00")


def test_what_was_typed_survives_the_end_of_the_window(desk: Desk) -> None:
    page = desk.page
    started(desk)
    page.wait_for_function(_KEPT)
    page.once("dialog", Dialog.accept)
    page.reload()

    page.get_by_role("button", name="恢 复").or_(page.get_by_role("button", name="恢复")).click()
    expect(desk.line(1)).to_contain_text("Tea cup")
    expect(page.get_by_label("客户", exact=True).locator("xpath=ancestor::*[5]")).to_contain_text("Chongqing Stores")
    desk.press("Control+s")
    desk.expect_state("草稿")
    assert page.evaluate(_KEPT) is False


def test_what_was_typed_survives_somebody_elses_change(desk: Desk, context: BrowserContext) -> None:
    started(desk)
    desk.press("Control+s")
    desk.expect_state("草稿")
    theirs = Desk(context.new_page())
    theirs.page.goto(desk.page.url)
    for one, memo in ((theirs, "加急"), (desk, "送货上门")):
        one.page.get_by_label("备注", exact=True).first.fill(memo)
        one.press("Control+s")
        if one is theirs:
            expect(one.page.get_by_text("已保存").first).to_be_visible()

    desk.page.get_by_role("button", name="重新载入").click()
    expect(desk.page.get_by_label("备注", exact=True).first).to_have_value("加急")
    desk.page.get_by_role("button", name="恢 复").or_(desk.page.get_by_role("button", name="恢复")).click()
    expect(desk.page.get_by_label("备注", exact=True).first).to_have_value("送货上门")
    desk.press("Control+s")
    expect(desk.page.get_by_text("已保存").last).to_be_visible()


def test_a_quantity_that_is_no_number_is_marked_and_not_saved(
    desk: Desk, assert_accessible: Callable[[], None]
) -> None:
    desk.choose("客户", "cq", "Chongqing Stores")
    desk.tab_to("商品，第 1 行")
    desk.enter_line(1, "T1", "1O0")
    desk.press("Control+s")

    expect(desk.page.get_by_role("alert")).to_contain_text("第 1 行有不是数字或日期的内容")
    quantity = desk.cell("数量", 1)
    expect(quantity).to_be_focused()
    expect(quantity).to_have_value("1O0")
    expect(quantity).to_have_accessible_description("数量请输入数字")
    expect(desk.line(1).get_by_text("请输入数字")).to_be_visible()
    assert_accessible()
    expect(desk.page).to_have_url(re.compile("/sales/orders/new"))


def test_an_item_without_a_tax_code_says_that_it_is_sold_without_tax(desk: Desk, client: Client) -> None:
    unit = next(unit["id"] for unit in client.get("catalog/units?page_size=200").body["items"] if unit["name"] == "件")
    made = client.post("catalog/items", {"code": "N1", "name": "Napkin", "base_unit_id": unit, "sales_price": "2"})
    assert made.status == 201, made.body
    started(desk)
    note = desk.page.get_by_role("note")
    expect(note).to_have_count(0)

    desk.enter_line(2, "N1", "3")

    expect(desk.line(2)).to_contain_text("无税率")
    expect(note).to_contain_text("按不含税计算")
    expect(note.get_by_role("link", name="Napkin")).to_have_attribute("href", f"/catalog/items/{made.body['id']}")


def test_goods_are_not_transferred_to_where_they_are(desk: Desk, traded: str) -> None:
    page = desk.page
    desk.open(f"{traded}/warehouse/transfers/new")
    for label in ("调出仓库", "调入仓库"):
        page.get_by_label(label, exact=True).click()
        desk.press("Enter")

    expect(page.get_by_text("调出与调入仓库不能相同")).to_be_visible()
    expect(page.get_by_label("调入仓库", exact=True)).to_have_attribute("aria-invalid", "true")


def test_a_session_that_ends_asks_for_the_password_over_the_page_and_loses_nothing(
    desk: Desk, context: BrowserContext, assert_accessible: Callable[[], None]
) -> None:
    page = desk.page
    started(desk)
    context.clear_cookies(name="heliu_session")
    desk.press("Control+s")

    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("请重新登录")
    expect(desk.line(1)).to_contain_text("Tea cup")
    assert_accessible()
    expect(dialog.get_by_label("密码", exact=True)).to_be_focused()
    desk.type(PASSWORD)
    desk.press("Enter")
    desk.expect_state("草稿")
    expect(dialog).to_have_count(0)
    expect(desk.line(1)).to_contain_text("50.00")


def test_a_shipment_of_more_than_there_is_says_which_item_lacks_how_much(desk: Desk, traded: str) -> None:
    page = desk.page
    desk.open(f"{traded}/warehouse/shipments/new")
    desk.choose("客户", "cq", "Chongqing Stores")
    desk.tab_to("商品，第 1 行")
    desk.enter_line(1, "T2", "999")
    desk.press("Control+Enter")

    refusal = page.get_by_role("dialog").get_by_role("alert")
    expect(refusal).to_contain_text("T2")
    expect(refusal).to_contain_text(re.compile(r"\b979\b"))
    page.keyboard.press("Escape")
    desk.expect_state("草稿")


def test_the_preview_shows_the_moves_and_the_entry_before_anything_is_written(desk: Desk, traded: str) -> None:
    page = desk.page
    desk.open(f"{traded}/warehouse/shipments/new")
    desk.choose("客户", "cq", "Chongqing Stores")
    desk.tab_to("商品，第 1 行")
    desk.enter_line(1, "T1", "1")
    desk.press("Control+Enter")

    preview = page.get_by_role("dialog")
    expect(preview.get_by_role("row", name=re.compile("T1 Tea cup.*主仓库.*客户"))).to_contain_text("1")
    expect(preview.get_by_role("row", name=re.compile("发出商品"))).to_contain_text("10.00")
    expect(preview.get_by_role("row", name=re.compile("库存商品"))).to_contain_text("10.00")
    page.keyboard.press("Escape")
    expect(preview).to_have_count(0)
    desk.expect_state("草稿")
