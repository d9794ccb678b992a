"""The search in the header finds documents by number, as far as one may see them."""

import pytest

from heliu.warehouse.models import GoodsDocument
from tests.api.test_sales_routes import Shop
from tests.support import people

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    return Shop()


def found(browser: people.Browser, text: str) -> list[tuple[str, str]]:
    answer = browser.get(f"/reporting/documents?q={text}")
    assert answer.status_code == 200, answer.content
    return [(hit["kind"], hit["number"]) for hit in answer.json()["items"]]


def test_a_number_its_beginning_or_its_digits_find_the_document(shop: Shop) -> None:
    order = shop.approved()
    shipped = shop.owner.post(f"/sales/orders/{order['id']}/ship", {}).json()
    number, shipment = order["number"], shop.owner.get(f"/warehouse/shipments/{shipped['id']}").json()["number"]

    assert found(shop.owner, number) == [("sales_order", number)]
    assert found(shop.owner, number.lower()) == [("sales_order", number)]
    assert found(shop.owner, "xsdd") == [("sales_order", number)]
    by_digits = found(shop.owner, number.removeprefix("XSDD"))
    assert {("sales_order", number), ("shipment", shipment)} <= set(by_digits)
    assert shop.owner.get(f"/reporting/documents?q={number}").json()["items"][0]["party"] == "客户乙"


def test_a_document_with_a_number_of_another_system_is_found_by_it(shop: Shop) -> None:
    order = shop.approved()
    shipped = shop.owner.post(f"/sales/orders/{order['id']}/ship", {}).json()
    GoodsDocument.objects.filter(id=shipped["id"]).update(number="SIM-SH-1012-00042")

    assert found(shop.owner, "sim-sh-1012") == [("shipment", "SIM-SH-1012-00042")]


@pytest.mark.parametrize("text", ["", "XS", "XSDD2099", "%25%25%25", "苹果苹果"])
def test_what_is_no_number_finds_nothing(shop: Shop, text: str) -> None:
    shop.approved()
    assert found(shop.owner, text) == []


def test_documents_that_one_may_not_see_are_not_found(shop: Shop) -> None:
    order = shop.approved()
    cashier = people.browser(people.user(shop.company, "cashier"), shop.company)
    assert found(cashier, order["number"]) == []

    elsewhere = people.company()
    stranger = people.browser(people.user(elsewhere, "owner"), elsewhere)
    assert found(stranger, order["number"]) == []


def test_a_seller_of_own_documents_does_not_find_those_of_others(shop: Shop) -> None:
    order = shop.approved()
    seller = people.user(shop.company, "seller", own_documents=True)
    assert found(people.browser(seller, shop.company), order["number"]) == []
