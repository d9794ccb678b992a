"""A storekeeper sees goods, not what they cost and not the money."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.books import visit
from tests.e2e.entry import OWNER, PASSWORD
from tests.support.server import Client

KEEPER = "keeper"
_FIRST_PASSWORD = "Quince-orchard-2031"


@pytest.fixture(scope="module")
def storekeeper(traded: str) -> str:
    """Made by the owner; has already chosen a password of their own."""
    owner = Client(traded)
    assert owner.sign_in(username=OWNER, password=PASSWORD).status == 200
    roles = owner.get("access/roles").body["items"]
    role = next(role["id"] for role in roles if role["code"] == "storekeeper")
    person = {"username": KEEPER, "display_name": "李仓管", "password": _FIRST_PASSWORD, "role_ids": [role]}
    made = owner.post("access/users", {**person, "sees_cost": False})
    assert made.status in {200, 201}, made.body
    keeper = Client(traded)
    assert keeper.sign_in(username=KEEPER, password=_FIRST_PASSWORD).status == 200
    chosen = keeper.put("access/password", {"old_password": _FIRST_PASSWORD, "new_password": PASSWORD})
    assert chosen.status in {200, 204}, chosen.body
    return KEEPER


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

    for path, permission in {
        "/ledger/trial-balance": "ledger.balance.read",
        "/finance/payments": "finance.payment.read",
        "/finance/sales-invoices/new": "finance.sales_invoice.read",
    }.items():
        visit(page, path)
        expect(page.get_by_role("heading", name="没有权限")).to_be_visible()
        expect(page.get_by_text(permission)).to_be_visible()
    keeper = Client("/".join(page.url.split("/")[:3]))
    assert keeper.sign_in(username=KEEPER, password=PASSWORD).status == 200
    assert keeper.get("ledger/trial-balance").status == 403
    assert keeper.get("finance/payments").status == 403
