"""Pictures for the README, taken on half a year of a real retailer's trade (`make screenshots`)."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.books import visit
from tests.e2e.conftest import PUBLISHED
from tests.e2e.desk import Desk
from tests.e2e.entry import OWNER, PASSWORD
from tests.e2e.watch import AT_REST
from tests.support import server as servers
from tools.paths import ROOT

HOME = ROOT / ".cache" / "demo"
ITEM = "85123A"
BYTES_MAX = 250_000
VERIFICATION_MS = 600_000


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    """The address of the demonstration; its books are kept between runs."""
    if not (HOME / "heliu.sqlite3").exists():
        HOME.mkdir(parents=True, exist_ok=True)
        command = [sys.executable, "-m", "heliu", "demo", "--no-serve"]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "HELIU_HOME": str(HOME)}, check=True)
    with servers.running(HOME) as server:
        if server.setup_link is not None:
            client = servers.Client(server.url)
            client.enter()
            body = {"token": server.setup_token, "username": OWNER, "password": PASSWORD, "display_name": "王店长"}
            answer = client.post("access/setup", body)
            assert answer.status == 200, answer.body
        yield server.url


@pytest.fixture
def show(demo: str, page: Page, sign_in: Callable[[str], None], picture: Callable[[str], None]) -> Callable[..., None]:
    """Opens a page of the demonstration and keeps its picture; `until` waits for what must be on it."""
    sign_in(demo)
    page.goto(demo)

    def take(name: str, path: str = "", until: Callable[[], None] | None = None) -> None:
        if path:
            visit(page, path)
        if until is not None:
            until()
        expect(page.locator("main .ant-skeleton, main [aria-busy=true], main .ant-btn-loading")).to_have_count(0)
        page.wait_for_function(AT_REST)
        page.mouse.move(0, 0)
        picture(name)
        assert (PUBLISHED / f"{name}.png").stat().st_size < BYTES_MAX

    return take


def test_workbench(show: Callable[..., None], page: Page) -> None:
    show("workbench", "/", lambda: expect(page.locator("main canvas").first).to_be_visible())


def test_sales_order(show: Callable[..., None], page: Page, demo: str) -> None:
    desk = Desk(page)
    desk.open(f"{demo}/sales/orders/new")
    expect(page.get_by_label("客户", exact=True)).to_be_focused()
    desk.type("12583")
    expect(page.locator(".ant-select-item-option").first).to_contain_text("12583")
    desk.press("Enter")
    expect(page.get_by_label("客户", exact=True)).to_have_attribute("aria-expanded", "false")
    desk.tab_to("商品，第 1 行")
    for row, (code, many) in enumerate({"85123A": "12", "22423": "4", "84879": "24", "47566": "6"}.items(), start=1):
        desk.enter_line(row, code, many)
    desk.type("cake")
    expect(page.get_by_role("option").first).to_contain_text("CAKE")
    show("sales-order")


def test_stock_and_item_ledger(show: Callable[..., None], page: Page) -> None:
    show("stock", "/warehouse/stock")
    page.get_by_placeholder("输入名称、编码、拼音或条码").first.fill(ITEM)
    page.get_by_role("row").filter(has_text=ITEM).first.click()
    show("item-ledger", until=lambda: expect(page.locator("tbody tr").nth(8)).to_be_visible())


def test_voucher_and_trial_balance(show: Callable[..., None], page: Page) -> None:
    visit(page, "/ledger/vouchers")
    page.locator("tbody tr.is-link").first.press("Enter")
    page.wait_for_url("**/ledger/vouchers/*")
    show("voucher", until=lambda: expect(page.locator("main")).to_contain_text("贷方"))
    show("trial-balance", "/ledger/trial-balance", lambda: expect(page.locator("tfoot")).to_be_visible())


def test_verification(show: Callable[..., None], page: Page) -> None:
    visit(page, "/verification")
    page.get_by_role("button", name="立即核对").click(timeout=VERIFICATION_MS)

    def proven() -> None:
        expect(page.locator("main .ant-btn-loading")).to_have_count(0, timeout=VERIFICATION_MS)
        expect(page.get_by_text("账实相符", exact=True)).to_be_visible()

    show("verification", until=proven)
