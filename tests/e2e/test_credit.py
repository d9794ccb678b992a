"""A customer above the credit limit: whoever may let an order or a shipment pass says why, where it was refused."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.desk import Desk
from tests.support.assortment import Assortment, Goods

REASON = "老客户，月底付款"


@pytest.fixture
def customer(new_company: Assortment, page: Page, sign_in: Callable[..., None]) -> str:
    """May owe 100; ten cups at 25 are on the shelf."""
    new_company.add([Goods("T1", "青花瓷杯", "10", "25")])
    new_company.put_on_the_shelf({"T1": "10"}, price="10")
    body = {"name": "重庆百货", "code": "CQ", "is_customer": True, "credit_limit": "100"}
    made = new_company.client.post("parties/customers", body)
    assert made.status == 201, made.body
    sign_in(new_company.client.url)
    return str(made.body["id"])


def test_an_order_above_the_limit_is_approved_with_a_reason(
    new_company: Assortment, customer: str, page: Page, assert_accessible: Callable[[], None]
) -> None:
    order = new_company.sales_order(customer, {"T1": "10"}, price="25")
    new_company.step(f"sales/orders/{order}", "submit")
    desk = Desk(page)
    desk.open(f"{new_company.client.url}/sales/orders/{order}")
    desk.press("Control+Enter")

    dialog = page.get_by_role("dialog", name="超出信用额度")
    expect(dialog).to_contain_text("额度 100")
    expect(dialog.get_by_label("放行原因")).to_be_focused()
    assert_accessible()
    desk.press("Enter")
    expect(dialog).to_contain_text("请写明原因")
    desk.type(REASON)
    desk.press("Enter")
    desk.expect_state("已审核")


def test_a_shipment_without_order_above_the_limit_is_previewed_and_posted_with_a_reason(
    new_company: Assortment, customer: str, page: Page, assert_accessible: Callable[[], None]
) -> None:
    body = {
        "business_date": new_company.today, "party_id": customer, "warehouse_id": new_company.warehouse(),
        "lines": [{"item_id": new_company.items["T1"], "quantity": "10", "price": "25"}],
    }  # fmt: skip
    shipment = new_company.client.post("warehouse/shipments", body).body["id"]
    desk = Desk(page)
    desk.open(f"{new_company.client.url}/warehouse/shipments/{shipment}")
    desk.press("Control+Enter")

    drawer = page.get_by_role("dialog")
    expect(drawer).to_contain_text("超出信用额度")
    expect(drawer.get_by_label("放行原因")).to_be_focused()
    assert_accessible()
    desk.type(REASON)
    desk.press("Enter")
    post = drawer.get_by_role("button", name="过 账").or_(drawer.get_by_role("button", name="过账"))
    expect(post).to_be_focused()
    desk.press("Enter")
    desk.expect_state("已过账")
