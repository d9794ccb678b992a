"""A storekeeper sees goods, not what they cost and not the money."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.books import visit
from tests.e2e.entry import PASSWORD
from tests.e2e.people import colleague
from tests.support.server import Client

KEEPER = "keeper"


@pytest.fixture(scope="module")
def storekeeper(traded: str) -> str:
    return colleague(traded, KEEPER, "李仓管", role="storekeeper", sees_cost=False)


@pytest.fixture
def at_the_warehouse(traded: str, storekeeper: str, page: Page, sign_in: Callable[..., None]) -> Page:
    sign_in(traded, storekeeper)
    page.goto(traded)
    return page


def test_a_storekeeper_sees_quantities_but_no_values(at_the_warehouse: Page) -> None:
    page = at_the_warehouse
    visit(page, "/warehouse/stock")

    row = page.get_by_role("row").filter(has_text="Tea cup")
    expect(row).to_be_visible()
    expect(page.get_by_role("columnheader", name="现存量")).to_be_visible()
    for title in ("单位成本", "库存金额"):
        expect(page.get_by_role("columnheader", name=title)).to_have_count(0)
    row.click()
    expect(page.get_by_role("columnheader", name="结存数量")).to_be_visible()
    expect(page.get_by_role("columnheader", name="结存金额")).to_have_count(0)


def test_a_storekeeper_has_no_finance_in_the_menu_and_a_typed_address_is_refused(at_the_warehouse: Page) -> None:
    page = at_the_warehouse
    menu = page.get_by_role("navigation", name="主菜单")
    expect(menu.get_by_role("menuitem", name="库存")).to_be_visible()
    for title in ("总账", "资金往来"):
        expect(menu.get_by_role("menuitem", name=title)).to_have_count(0)

    for path, (name, code) in {
        "/ledger/trial-balance": ("查看账簿余额", "ledger.balance.read"),
        "/finance/payments": ("查看付款单", "finance.payment.read"),
        "/finance/sales-invoices/new": ("查看销售发票", "finance.sales_invoice.read"),
    }.items():
        visit(page, path)
        expect(page.get_by_role("heading", name="没有权限")).to_be_visible()
        expect(page.get_by_text(f"“{name}”")).to_be_visible()
        expect(page.get_by_text("请找本公司的所有者或管理员")).to_be_visible()
        expect(page.locator("small").filter(has_text=code)).to_be_visible()
    keeper = Client("/".join(page.url.split("/")[:3]))
    assert keeper.sign_in(username=KEEPER, password=PASSWORD).status == 200
    assert keeper.get("ledger/trial-balance").status == 403
    assert keeper.get("finance/payments").status == 403
