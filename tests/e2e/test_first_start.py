"""The first start: no default password, one link, one use."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.support.assortment import Assortment
from tests.support.server import Client, Server


def test_the_first_page_asks_for_the_link_and_shows_nothing_else(fresh_server: Server, page: Page) -> None:
    page.goto(fresh_server.url)

    expect(page.locator("body")).not_to_contain_text("工作台")
    assert fresh_server.setup_link is not None
    assert Client(fresh_server.url).get("access/users").status == 401


def test_a_wrong_link_makes_no_administrator(fresh_server: Server) -> None:
    client = Client(fresh_server.url)
    client.enter()
    body = {"token": "x" * 40, "username": "intruder", "password": "Plum-blossom-1947", "company": {"name": "X"}}

    assert client.post("access/setup", body).status in {400, 403}
    assert client.get("access/session").body["setup_required"] is True


def test_the_owner_sees_the_workbench_and_it_is_accessible(
    signed_in: Page, assert_accessible: Callable[[], None]
) -> None:
    expect(signed_in.get_by_text("合流示范商行").first).to_be_visible()

    assert_accessible()


def test_a_company_that_has_not_traded_is_told_what_to_enter_first(
    page: Page, sign_in: Callable[[str], None], new_company: Assortment
) -> None:
    url = new_company.client.url
    sign_in(url)
    page.goto(url)

    steps = page.get_by_role("region", name="开始使用")
    expect(steps.locator(".is-next")).to_contain_text("录入商品")
    steps.get_by_role("link", name="录入商品").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("商品")
