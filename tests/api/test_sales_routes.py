"""Sales over HTTP: from order to return, with the checks a screen asks for."""

from typing import Any

import pytest

from heliu.catalog import services as catalog
from heliu.catalog.drafts import ItemDraft
from heliu.catalog.models import Unit
from heliu.core import clock
from heliu.core.scope import system_scope
from heliu.parties import services as parties
from heliu.parties.drafts import PartyDraft
from heliu.stock.models import Warehouse
from heliu.warehouse import services as warehouse
from heliu.warehouse.drafts import NewGoodsDocument, NewGoodsLine
from tests.support import people

pytestmark = pytest.mark.django_db


class Shop:
    """A company with ten pieces of A at 10 in its warehouse, a customer and an owner at the browser."""

    def __init__(self) -> None:
        self.company = people.company()
        self.owner = people.browser(people.user(self.company, "owner"), self.company)
        scope = system_scope(self.company.id)
        unit = Unit.objects.filter(company_id=self.company.id).order_by("code")[0]
        self.customer = str(parties.create_party(scope, PartyDraft(name="客户乙", code="C1", is_customer=True)))
        self.item = str(catalog.create_item(scope, ItemDraft(code="A", name="苹果", base_unit_id=unit.id)))
        self.warehouse = str(Warehouse.objects.get(company_id=self.company.id).id)
        self.today = clock.today().isoformat()
        opening = NewGoodsDocument(
            document_type="other_receipt",
            warehouse_id=int(self.warehouse),
            business_date=clock.today(),
            lines=(NewGoodsLine(item_id=int(self.item), quantity=10_000000, price=10_000000, tax_code_id=0),),
            reason="OPENING",
        )
        warehouse.post_goods_documents(scope, [opening])

    def order(self, quantity: str = "4", price: str = "25", **changes: Any) -> dict[str, Any]:
        line = {"item_id": self.item, "quantity": quantity, "price": price, "tax_code_id": "0"}
        return {
            "party_id": self.customer, "warehouse_id": self.warehouse, "business_date": self.today, "lines": [line],
            **changes,
        }  # fmt: skip

    def approved(self, quantity: str = "4") -> dict[str, Any]:
        created = self.owner.post("/sales/orders", self.order(quantity)).json()
        self.owner.post(f"/sales/orders/{created['id']}/submit")
        answer = self.owner.post(f"/sales/orders/{created['id']}/approve", {})
        assert answer.status_code == 200, answer.content
        return answer.json()


@pytest.fixture
def shop() -> Shop:
    return Shop()


def test_from_order_to_return_over_http(shop: Shop) -> None:
    order = shop.approved()
    assert order["state"] == "approved"
    assert order["lines"][0]["reserved_quantity"] == "4"
    assert order["verbs"] == ["ship", "reserve", "amend", "close", "cancel", "invoice"]
    path = f"/sales/orders/{order['id']}"

    shipped = shop.owner.post(f"{path}/ship", {"business_date": shop.today})
    assert (shipped.status_code, shipped.json()["order"]["state"]) == (201, "completed")
    shipment = shop.owner.get(f"/warehouse/shipments/{shipped.json()['id']}").json()

    invoiced = shop.owner.post(f"{path}/invoice", {}).json()
    assert invoiced["order"]["progress"] == {"delivery": "full", "invoicing": "full", "settlement": "none"}

    line = shipment["lines"][0]["id"]
    back = shop.owner.post("/sales/returns", {"lines": [{"quantity": "1", "shipment_line_id": line}]})
    assert back.status_code == 201
    red = shop.owner.get(f"/finance/sales-invoices/{back.json()['red_invoice_ids'][0]}").json()
    assert (red["totals"]["gross"], red["origins"][-1]["kind"]) == ("-25", "sales_return")
    assert shop.owner.get("/sales/returns").json()["items"][0]["number"] == back.json()["number"]
    assert shop.owner.get(f"/sales/returns/{back.json()['return_id']}").json()["state"] == "posted"
    chain = [related["kind"] for related in shop.owner.get(path).json()["related"]]
    assert chain == ["shipment", "sales_return", "sales_invoice", "sales_invoice", "settlement"]


def test_the_list_shows_progress_and_is_narrowed(shop: Shop) -> None:
    first, second = shop.approved("4"), shop.approved("20")
    shop.owner.post(f"/sales/orders/{first['id']}/ship", {})
    assert [row["id"] for row in shop.owner.get("/sales/orders").json()["items"]] == [second["id"], first["id"]]
    done = shop.owner.get("/sales/orders?delivery=full").json()["items"]
    assert [row["number"] for row in done] == [first["number"]]
    assert len(shop.owner.get(f"/sales/orders?item_id={shop.item}&q=客户").json()["items"]) == 2
    assert shop.owner.get("/sales/orders?state=draft").json()["items"] == []


def test_a_preview_tells_credit_minimum_price_and_shortage(shop: Shop) -> None:
    created = shop.owner.post("/sales/orders", shop.order("12")).json()
    checks = shop.owner.post(f"/sales/orders/{created['id']}/preview").json()
    assert (checks["credit"]["limit"], checks["credit"]["added"]) == (None, "300")
    assert checks["below_minimum"] == []
    assert [(s["code"], s["needed"], s["missing"]) for s in checks["shortages"]] == [("A", "12", "2")]


def test_a_refused_shipment_says_what_lacks_and_changes_nothing(shop: Shop) -> None:
    order = shop.approved("12")
    line = order["lines"][0]["id"]
    answer = shop.owner.post(
        f"/sales/orders/{order['id']}/ship", {"lines": [{"order_line_id": line, "quantity": "12"}]}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "insufficient_stock")
    assert answer.json()["facts"]["items"][0]["missing"] == "2"
    again = shop.owner.get(f"/sales/orders/{order['id']}").json()
    assert (again["state"], again["lines"][0]["reserved_quantity"], again["lines"][0]["back_ordered_quantity"]) == (
        "approved", "10", "2",
    )  # fmt: skip


def test_amend_with_version_then_approve(shop: Shop) -> None:
    order = shop.approved()
    path = f"/sales/orders/{order['id']}"
    line = {"line_id": order["lines"][0]["id"], "item_id": shop.item, "quantity": "5", "price": "24"}
    body = shop.order(lines=[line], reason="more")
    assert shop.owner.post(f"{path}/amend", body).status_code == 400
    amended = shop.owner.post(f"{path}/amend", body, If_Match=str(order["version"])).json()
    assert (amended["state"], amended["revision"]) == ("submitted", 2)
    shop.owner.post(f"{path}/approve", {})
    assert [r["revision"] for r in shop.owner.get(f"{path}/revisions").json()["items"]] == [1, 2]
    assert [r["action"] for r in shop.owner.get(f"{path}/audit").json()["items"]] == [
        "create", "submit", "approve", "amend", "approve",
    ]  # fmt: skip


def test_a_direct_sale_and_the_price_it_leaves_behind(shop: Shop) -> None:
    line = {"item_id": shop.item, "quantity": "2", "price": "30", "tax_code_id": "0"}
    sale = {"party_id": shop.customer, "warehouse_id": shop.warehouse, "paid_in_full": True, "lines": [line]}
    sold = shop.owner.post("/sales/direct-sales", sale)
    assert (sold.status_code, sold.json()["gross"]) == (201, "60")
    last = shop.owner.get(f"/sales/last-price?item_id={shop.item}&party_id={shop.customer}").json()
    assert (last["source"], last["price"], last["invoice"]["id"]) == ("customer", "30", sold.json()["invoice_id"])
    ask = shop.owner.get(f"/sales/price-suggestion?item_id={shop.item}&party_id={shop.customer}").json()
    assert (ask["source"], ask["price"]) == ("last_price", "30")


def test_several_shipments_on_one_invoice(shop: Shop) -> None:
    ids = []
    for _ in range(2):
        order = shop.approved("3")
        ids.append(shop.owner.post(f"/sales/orders/{order['id']}/ship", {}).json()["id"])
    made = shop.owner.post("/sales/invoices", {"shipment_ids": ids})
    assert made.status_code == 201
    invoice = shop.owner.get(f"/finance/sales-invoices/{made.json()['id']}").json()
    assert (invoice["totals"]["gross"], len(invoice["lines"])) == ("150", 2)
    assert [origin["kind"] for origin in invoice["origins"]] == ["shipment", "shipment"]


def test_rights_of_a_seller_and_of_a_stranger(shop: Shop) -> None:
    seller = people.browser(people.user(shop.company, "seller"), shop.company)
    created = seller.post("/sales/orders", shop.order()).json()
    path = f"/sales/orders/{created['id']}"
    assert seller.post(f"{path}/submit").status_code == 200
    assert seller.post(f"{path}/approve", {}).status_code == 403
    stranger = people.browser(people.user(people.company("别家"), "owner"))
    assert stranger.get(path).status_code == 404
    assert stranger.post(f"{path}/approve", {}).status_code == 404
    assert people.stranger().get(path).status_code == 401
    assert shop.owner.get(path).json()["state"] == "submitted"


def test_a_direct_sale_is_previewed_before_it_is_made(shop: Shop) -> None:
    line = {"item_id": shop.item, "quantity": "2", "price": "30", "tax_code_id": "0"}
    sale = {"party_id": shop.customer, "warehouse_id": shop.warehouse, "paid_in_full": True, "lines": [line]}

    preview = shop.owner.post("/sales/direct-sales/preview", sale).json()

    assert [move["quantity"] for move in preview["moves"]] == ["2"]
    debits = [[row["debit"] for row in entry["lines"] if row["debit"] != "0"] for entry in preview["entries"]]
    assert debits[1:] == [["60"], ["60"]]
    assert shop.owner.get("/finance/sales-invoices").json()["items"] == []
    short = {**sale, "lines": [{**line, "quantity": "10000"}]}
    refused = shop.owner.post("/sales/direct-sales/preview", short)
    assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_stock")
