"""Finance over HTTP: the shapes the SPA reads, rights, versions, keys and refusals."""

from typing import Any

import pytest

from heliu.catalog import services as catalog
from heliu.catalog.drafts import ItemDraft
from heliu.catalog.models import Unit
from heliu.core import clock
from heliu.core.scope import system_scope
from heliu.parties import services as parties
from heliu.parties.drafts import PartyDraft
from tests.support import people
from tests.support.people import Browser

pytestmark = pytest.mark.django_db


class Shop:
    """A company with an owner at the browser, a customer and a service item."""

    def __init__(self) -> None:
        self.company = people.company()
        self.owner = people.browser(people.user(self.company, "owner"), self.company)
        scope = system_scope(self.company.id)
        unit = Unit.objects.filter(company_id=self.company.id).order_by("code")[0]
        self.customer = str(parties.create_party(scope, PartyDraft(name="客户乙", code="C1", is_customer=True)))
        self.service = str(
            catalog.create_item(scope, ItemDraft(code="F", name="运费", kind="service", base_unit_id=unit.id))
        )
        self.today = clock.today().isoformat()

    def invoice(self, price: str = "100", **changes: Any) -> dict[str, Any]:
        line = {"item_id": self.service, "quantity": "1", "price": price, "tax_code_id": "0"}
        return {
            "party_id": self.customer, "business_date": self.today, "currency": "CNY", "lines": [line], **changes,
        }  # fmt: skip

    def posted(self, price: str = "100") -> dict[str, Any]:
        created = self.owner.post("/finance/sales-invoices", self.invoice(price)).json()
        answer = self.owner.post(f"/finance/sales-invoices/{created['id']}/post", {})
        assert answer.status_code == 200, answer.content
        return answer.json()


@pytest.fixture
def shop() -> Shop:
    return Shop()


def test_an_invoice_from_draft_to_paid(shop: Shop) -> None:
    created = shop.owner.post("/finance/sales-invoices", shop.invoice())
    draft = created.json()
    assert created.status_code == 201
    assert (draft["state"], draft["verbs"]) == ("draft", ["post", "cancel", "update"])
    assert draft["totals"] == {"quantity": "1", "net": "100", "tax": "0", "gross": "100"}

    preview = shop.owner.post(f"/finance/sales-invoices/{draft['id']}/preview").json()
    assert [(line["debit"], line["credit"]) for line in preview["entries"][0]["lines"]] == [("100", "0"), ("0", "100")]

    posted = shop.owner.post(f"/finance/sales-invoices/{draft['id']}/post", {}).json()
    assert (posted["state"], posted["open_amount"], posted["progress"]["settlement"]) == ("posted", "100", "none")
    assert [related["kind"] for related in posted["related"]] == ["voucher"]

    money = {
        "party_id": shop.customer, "business_date": shop.today, "currency": "CNY", "amount": "60",
        "allocations": [{"origin_kind": "sales_invoice", "origin_id": draft["id"], "amount": "60"}],
    }  # fmt: skip
    receipt = shop.owner.post("/finance/money-receipts", money).json()
    assert receipt["lines"][0]["origin"]["number"] == draft["number"]
    shop.owner.post(f"/finance/money-receipts/{receipt['id']}/post", {})

    paid = shop.owner.get(f"/finance/sales-invoices/{draft['id']}").json()
    assert (paid["open_amount"], paid["progress"]["settlement"]) == ("40", "partial")
    assert [related["kind"] for related in paid["related"]] == ["money_receipt", "voucher"]


def test_the_list_is_paged_by_key_and_narrowed(shop: Shop) -> None:
    numbers = [shop.posted(str(price))["number"] for price in (10, 20, 30)]
    first = shop.owner.get("/finance/sales-invoices?limit=2").json()
    rest = shop.owner.get(f"/finance/sales-invoices?limit=2&cursor={first['next_cursor']}").json()
    assert [row["number"] for row in [*first["items"], *rest["items"]]] == numbers[::-1]
    assert rest["next_cursor"] is None
    found = shop.owner.get(f"/finance/sales-invoices?q={numbers[1]}&state=posted&party_id={shop.customer}").json()
    assert [row["totals"]["gross"] for row in found["items"]] == ["20"]
    assert shop.owner.get("/finance/sales-invoices?state=draft").json()["items"] == []


def test_a_draft_is_replaced_only_with_its_version(shop: Shop) -> None:
    draft = shop.owner.post("/finance/sales-invoices", shop.invoice()).json()
    path = f"/finance/sales-invoices/{draft['id']}"
    assert shop.owner.put(path, shop.invoice("120")).status_code == 400
    changed = shop.owner.put(path, shop.invoice("120"), If_Match="1")
    assert (changed.status_code, changed.json()["totals"]["gross"]) == (200, "120")
    stale = shop.owner.put(path, shop.invoice("130"), If_Match="1")
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert shop.owner.get(path).json()["totals"]["gross"] == "120"


def test_the_same_key_posts_once(shop: Shop) -> None:
    body = shop.invoice()
    first = shop.owner.post("/finance/sales-invoices", body, Idempotency_Key="create-it-once")
    again = shop.owner.post("/finance/sales-invoices", body, Idempotency_Key="create-it-once")
    assert first.json()["id"] == again.json()["id"]
    assert len(shop.owner.get("/finance/sales-invoices").json()["items"]) == 1


@pytest.mark.parametrize(
    ("changes", "loc"),
    [
        ({"lines": []}, ["lines"]),
        ({"currency": "cny"}, ["currency"]),
        ({"unknown": 1}, ["unknown"]),
        ({"party_id": "99"}, ["party_id"]),
        ({"rate": "1.1"}, ["rate"]),
        ({"lines": [{"quantity": 1.5, "price": "1"}]}, ["lines", 0, "quantity"]),
        ({"lines": [{"quantity": "-1", "price": "1", "account_key": "EXPENSE"}]}, ["lines", 0, "entered_quantity"]),
        ({"lines": [{"quantity": "1", "price": "1", "account_key": "NOTHING"}]}, ["lines", 0, "account_key"]),
    ],
)
def test_a_refused_field_is_named(shop: Shop, changes: dict[str, Any], loc: list[Any]) -> None:
    answer = shop.owner.post("/finance/sales-invoices", shop.invoice(**changes))
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["loc"] == loc
    assert shop.owner.get("/finance/sales-invoices").json()["items"] == []


def test_a_red_invoice_and_a_reversal(shop: Shop) -> None:
    blue, other = shop.posted(), shop.posted("50")
    line = blue["lines"][0]["id"]
    half = {"lines": [{"line_id": line, "quantity": "1"}]}
    red = shop.owner.post(f"/finance/sales-invoices/{blue['id']}/red", half)
    assert (red.status_code, red.json()["is_red"], red.json()["totals"]["gross"]) == (201, True, "-100")
    refused = shop.owner.post(f"/finance/sales-invoices/{blue['id']}/red", half)
    assert (refused.status_code, refused.json()["code"]) == (409, "red_above_blue")
    mirror = shop.owner.post(f"/finance/sales-invoices/{other['id']}/reverse", {"reason": "wrong"}).json()
    assert (mirror["reverses_id"], mirror["verbs"]) == (other["id"], [])
    assert shop.owner.get(f"/finance/sales-invoices/{other['id']}").json()["state"] == "reversed"


def test_receivables_open_items_and_cash(shop: Shop) -> None:
    shop.posted("100")
    balances = shop.owner.get("/finance/receivables").json()
    assert (balances["total"]["balance"], balances["items"][0]["party"]["code"]) == ("100", "C1")
    assert shop.owner.get("/finance/receivables?as_of=2001-01-01").json()["items"] == []
    grid = shop.owner.get(f"/finance/open-items?side=AR&party_id={shop.customer}").json()
    assert [(item["kind"], item["open_amount"]) for item in grid["items"]] == [("AR", "100")]
    assert shop.owner.get("/finance/open-items?side=XX").status_code == 400
    codes = [account["code"] for account in shop.owner.get("/finance/cash-accounts").json()["items"]]
    assert "1002" in codes


def test_settlement_income_and_expense(shop: Shop) -> None:
    invoice = shop.posted("100")
    money = {"party_id": shop.customer, "business_date": shop.today, "currency": "CNY", "amount": "100"}
    advance = shop.owner.post("/finance/money-receipts", money).json()
    shop.owner.post(f"/finance/money-receipts/{advance['id']}/post", {})
    assert shop.owner.get(f"/finance/money-receipts/{advance['id']}").json()["unallocated"] == "-100"
    note = shop.owner.post(
        "/finance/settlements",
        {
            "party_id": shop.customer, "side": "AR", "business_date": shop.today, "currency": "CNY",
            "debits": [{"origin_kind": "sales_invoice", "origin_id": invoice["id"], "amount": "100"}],
            "credits": [{"origin_kind": "money_receipt", "origin_id": advance["id"], "amount": "100"}],
        },
    )  # fmt: skip
    assert note.status_code == 201
    assert shop.owner.post(f"/finance/settlements/{note.json()['id']}/post", {}).json()["state"] == "posted"
    assert shop.owner.get(f"/finance/sales-invoices/{invoice['id']}").json()["progress"]["settlement"] == "full"
    entry = {
        "business_date": shop.today, "currency": "CNY", "lines": [{"amount": "12.5", "account_key": "BANK_FEE"}],
    }  # fmt: skip
    for path in ("other-incomes", "other-expenses"):
        created = shop.owner.post(f"/finance/{path}", entry).json()
        assert shop.owner.post(f"/finance/{path}/{created['id']}/post", {}).json()["state"] == "posted"
        assert shop.owner.get(f"/finance/{path}").json()["items"][0]["amount"] == "12.5"


def test_the_tolerance_of_matching_is_set_with_its_version(shop: Shop) -> None:
    assert shop.owner.get("/finance/match-tolerance").json() == {
        "percent": "0", "amount": "0", "rate_to_exchange": False, "version": 0,
    }  # fmt: skip
    terms = {"percent": "0.01", "amount": "5", "rate_to_exchange": True}
    answer = shop.owner.put("/finance/match-tolerance", terms, If_Match="0")
    assert answer.json() == {**terms, "version": 1}
    answer = shop.owner.put("/finance/match-tolerance", {"percent": "0.02", "amount": "5"}, If_Match="1")
    assert answer.json() == {"percent": "0.02", "amount": "5", "rate_to_exchange": True, "version": 2}
    assert shop.owner.put("/finance/match-tolerance", {"percent": "0.02"}, If_Match="0").status_code == 412


def test_who_may_not_changes_nothing(shop: Shop) -> None:
    keeper: Browser = people.browser(people.user(shop.company, "storekeeper"), shop.company)
    stranger = people.browser(people.user(people.company("别家"), "owner"))
    invoice = shop.posted()
    path = f"/finance/sales-invoices/{invoice['id']}"
    assert keeper.get(path).status_code == 403
    assert keeper.post("/finance/sales-invoices", shop.invoice()).status_code == 403
    assert keeper.get("/finance/open-items?side=AR").status_code == 403
    assert people.stranger().get(path).status_code == 401
    assert stranger.get(path).status_code == 404
    assert stranger.post(f"{path}/reverse", {}).status_code == 404
    assert shop.owner.get(path).json()["state"] == "posted"
