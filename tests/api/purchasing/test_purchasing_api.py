"""Purchase orders over HTTP."""

import pytest

from heliu.access.models import Company, Role
from heliu.core.ids import next_id
from tests.support import goods, people
from tests.support.trading import Trading, trading

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Trading:
    return trading()


def _browser(company: Trading, *patterns: str, **place):
    row = Company.objects.get(id=company.scope.company_id)
    code = f"r{next_id()}"
    Role.objects.create(company=row, code=code, name_zh=code, name_en=code, patterns=list(patterns))
    return people.browser(people.user(row, code, **place), row)


def _order(company: Trading, quantity: str = "10", price: str = "3") -> dict:
    return {
        "business_date": "2026-03-02",
        "party_id": str(company.supplier),
        "warehouse_id": str(company.warehouse_id),
        "expected_date": "2026-03-09",
        "lines": [{"item_id": str(company.item("A")), "quantity": quantity, "price": price, "tax_code_id": "0"}],
    }


def test_an_order_from_draft_to_invoice_over_http(company: Trading) -> None:
    owner = _browser(company, "*")

    made = owner.post("/purchasing/orders", _order(company))
    assert made.status_code == 201
    draft = made.json()
    path = f"/purchasing/orders/{draft['id']}"
    assert (draft["state"], draft["totals"]["gross"], draft["verbs"]) == ("draft", "30", ["update", "submit", "cancel"])

    assert owner.put(path, _order(company, price="2"), If_Match="1").json()["totals"]["net"] == "20"
    assert owner.post(f"{path}/submit").json()["verbs"] == ["approve", "reject", "withdraw", "cancel"]
    approved = owner.post(f"{path}/approve", {"reason": "ok"}, If_Match="3").json()
    assert (approved["state"], "receive" in approved["verbs"]) == ("approved", True)

    line = approved["lines"][0]["id"]
    body = {"business_date": "2026-03-03", "lines": [{"order_line_id": line, "quantity": "6"}]}
    received = owner.post(f"{path}/receive", body)
    assert received.status_code == 201
    order = received.json()["order"]
    assert (order["state"], order["progress"]["delivery"], order["lines"][0]["received_quantity"]) == (
        "in_progress",
        "partial",
        "6",
    )

    invoiced = owner.post(f"{path}/invoice", {"business_date": "2026-03-04", "post": True}).json()
    assert invoiced["order"]["progress"] == {"delivery": "partial", "invoicing": "partial", "settlement": "none"}
    assert [row["kind"] for row in invoiced["order"]["related"]] == ["goods_receipt", "purchase_invoice"]
    assert [row["amount"] for row in invoiced["order"]["related"]] == ["12", "12"]

    receipt = owner.get(f"/warehouse/goods-receipts/{received.json()['id']}").json()
    assert (receipt["order"]["number"], receipt["progress"]["invoicing"]) == (order["number"], "full")
    assert [row["kind"] for row in receipt["related"]] == ["purchase_order", "purchase_invoice", "voucher"]
    assert receipt["related"][1]["number"].startswith("CGFP")
    assert owner.post(f"{path}/close", {"reason": "enough"}).json()["state"] == "closed"
    actions = [row["action"] for row in owner.get(f"{path}/audit").json()["items"]]
    assert actions == ["create", "update", "submit", "approve", "progress", "close"]


def test_an_approval_for_a_version_that_is_no_longer_there_is_refused(company: Trading) -> None:
    owner = _browser(company, "*")
    path = f"/purchasing/orders/{owner.post('/purchasing/orders', _order(company)).json()['id']}"
    owner.post(f"{path}/submit")

    answer = owner.post(f"{path}/approve", {}, If_Match="1")

    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")


def test_an_amendment_shows_in_the_revisions(company: Trading) -> None:
    owner = _browser(company, "*")
    made = goods.order(company, ("A", "10", "3"))
    path = f"/purchasing/orders/{made.order_id}"
    body = _order(company, quantity="12")
    body["lines"][0]["line_id"] = str(made.line_ids[0])

    amended = owner.post(f"{path}/amend", {**body, "reason": "two more"}, If_Match="1").json()
    owner.post(f"{path}/approve", {})

    assert (amended["state"], amended["revision"]) == ("submitted", 2)
    kept = owner.get(f"{path}/revisions").json()["items"]
    assert [(row["revision"], row["content"]["lines"][0]["quantity"]) for row in kept] == [(1, "10"), (2, "12")]


def test_a_buyer_orders_but_does_not_receive(company: Trading) -> None:
    buyer = _browser(company, "purchasing.*", "warehouse.*.read")
    made = goods.order(company, ("A", "10", "3"))

    page = buyer.get(f"/purchasing/orders/{made.order_id}").json()

    assert "receive" not in page["verbs"]
    assert buyer.post(f"/purchasing/orders/{made.order_id}/receive", {}).status_code == 403


def test_orders_are_narrowed_by_progress_and_due_date(company: Trading) -> None:
    owner = _browser(company, "*")
    first = goods.order(company, ("A", "10", "3"))
    second = goods.order(company, ("B", "10", "3"))
    goods.receive(company, first)

    done = owner.get("/purchasing/orders?delivery=full").json()["items"]
    waiting = owner.get(f"/purchasing/orders?state=approved&party_id={company.supplier}").json()["items"]
    of_item = owner.get(f"/purchasing/orders?item_id={company.item('B')}").json()["items"]

    assert [row["number"] for row in done] == [first.number]
    assert [row["number"] for row in waiting] == [second.number]
    assert [row["number"] for row in of_item] == [second.number]
    assert owner.get("/purchasing/orders?overdue_on=2026-03-10").json()["items"] == []


def test_the_last_price_is_offered_and_masked(company: Trading) -> None:
    goods.order(company, ("A", "10", "3"))
    path = f"/purchasing/last-price?item_id={company.item('A')}&party_id={company.supplier}"

    shown = _browser(company, "purchasing.*").get(path).json()
    hidden = _browser(company, "purchasing.*", sees_cost=False).get(path).json()

    assert (shown["price"], shown["source"], shown["date"]) == ("3", "order", "2026-03-02")
    assert hidden["price"] is None


def test_more_than_ordered_is_refused_with_figures(company: Trading) -> None:
    owner = _browser(company, "*")
    made = goods.order(company, ("A", "10", "3"))
    body = {"lines": [{"order_line_id": str(made.line_ids[0]), "quantity": "11"}]}

    answer = owner.post(f"/purchasing/orders/{made.order_id}/receive", body)

    facts = answer.json()["facts"]
    assert (answer.status_code, facts["ordered"], facts["received"], facts["asked"]) == (409, "10", "0", "11")
