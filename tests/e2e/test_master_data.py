"""Master data in the browser: an item with its pack and barcode, an import, a customer."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.server import Server

CSV = "商品编码,商品名称,基本单位,销售价\nTEA-1,红茶,个,12.5\nTEA-2,绿茶,个,{price}\n"


def test_an_item_is_refused_at_the_field_and_saved_by_keyboard(
    signed_in: Page, server: Server, picture: Callable[[str], None], assert_accessible: Callable[[], None]
) -> None:
    page = signed_in
    page.goto(f"{server.url}/catalog/items/new")
    page.get_by_label("商品名称").fill("纸杯")
    page.get_by_role("tab", name="单位与条码").click()
    page.get_by_role("button", name="增加单位").click()
    page.get_by_label("包装单位 1 单位").click()
    page.get_by_title("箱", exact=True).click()
    page.get_by_label("包装单位 1 折合").fill("24")
    page.get_by_role("button", name="增加条码").click()
    page.get_by_label("条码 1 条码").fill("6901234567890")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("校验位不对")).to_be_visible()
    page.get_by_label("条码 1 条码").fill("6901234567892")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", name="纸杯")).to_be_visible()
    expect(page.get_by_label("包装单位 1 折合")).to_have_value("24")
    assert_accessible()
    picture("item")


def test_an_import_shows_its_faults_before_it_writes_anything(
    signed_in: Page, server: Server, picture: Callable[[str], None], assert_accessible: Callable[[], None]
) -> None:
    page = signed_in
    page.goto(f"{server.url}/catalog/items/import")
    _choose(page, CSV.format(price="abc"))
    page.get_by_role("button", name="检查（不写入）").click()
    expect(page.get_by_text("没有写入任何数据")).to_be_visible()
    expect(page.get_by_role("row", name="abc")).to_contain_text("3")
    assert_accessible()
    picture("import-faults")
    page.get_by_role("button", name="换一个文件").click()
    _choose(page, CSV.format(price="9"))
    page.get_by_role("button", name="检查（不写入）").click()
    page.get_by_role("button", name="导入 2 条").click()
    expect(page.get_by_text("新增 2，更新 0")).to_be_visible()


def test_a_customer_with_a_wrong_credit_code_is_not_saved(signed_in: Page, server: Server) -> None:
    page = signed_in
    page.goto(f"{server.url}/parties/customers/new")
    page.get_by_label("名称", exact=True).fill("北京某某商贸")
    page.get_by_label("税号", exact=True).fill("91110000600037341X")
    page.keyboard.press("Control+s")
    expect(page.get_by_text("统一社会信用代码校验不通过")).to_be_visible()
    page.get_by_label("税号", exact=True).fill("9111 0000 6000 3734 1l")
    page.keyboard.press("Control+s")
    expect(page.get_by_role("heading", name="北京某某商贸")).to_be_visible()
    expect(page.get_by_label("税号", exact=True)).to_have_value("91110000600037341L")


def _choose(page: Page, text: str) -> None:
    page.set_input_files(
        "input[type=file]", files=[{"name": "items.csv", "mimeType": "text/csv", "buffer": text.encode("utf-8-sig")}]
    )
