"""Customers and suppliers over HTTP, each under its own rights."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from heliu.parties.models import Party
from tests.support import people
from tests.support.masters import Shop, shop
from tests.support.people import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Shop:
    return shop()


@pytest.fixture
def owner(here: Shop) -> Browser:
    return people.browser(people.user(here.company, "owner"), here.company)


@pytest.fixture
def seller(here: Shop) -> Browser:
    return people.browser(people.user(here.company, "seller"), here.company)


def body(**facts: Any) -> dict[str, Any]:
    return {"code": "K1", "name": "重庆百货", "credit_limit": "50000.00", **facts}


def test_a_customer_is_created_read_changed_and_archived(owner: Browser) -> None:
    created = owner.post("/parties/customers", body(contacts=[{"name": "李雷", "mobile": "13800138000"}]))
    assert created.status_code == 201
    party = created.json()["id"]

    read = owner.get(f"/parties/customers/{party}").json()
    assert (read["credit_limit"], read["is_customer"], read["is_supplier"]) == ("50000", True, False)
    assert (read["contacts"][0]["name"], read["initials"][0]) == ("李雷", "cqbh")
    assert owner.put(f"/parties/customers/{party}", body(name="新名"), If_Match="1").json()["version"] == 2
    assert owner.post(f"/parties/customers/{party}/archive", If_Match="2").json()["version"] == 3
    assert owner.get("/parties/customers").json()["items"] == []
    assert owner.post(f"/parties/customers/{party}/restore", If_Match="3").json()["version"] == 4


def test_a_customer_is_no_supplier(owner: Browser) -> None:
    party = owner.post("/parties/customers", body()).json()["id"]

    assert owner.get(f"/parties/suppliers/{party}").status_code == 404
    assert owner.put(f"/parties/suppliers/{party}", body(), If_Match="1").status_code == 404
    assert owner.post(f"/parties/suppliers/{party}/archive", If_Match="1").status_code == 404
    assert owner.get("/parties/suppliers/suggest?q=K1").json()["items"] == []


def test_a_seller_keeps_customers_but_not_suppliers(seller: Browser) -> None:
    assert seller.post("/parties/customers", body()).status_code == 201
    assert seller.post("/parties/suppliers", body(code="S1")).status_code == 403
    refused = seller.post("/parties/customers", body(code="K2", is_supplier=True))

    assert (refused.status_code, refused.json()["facts"]["permission"]) == (403, "parties.supplier.create")
    assert Party.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "code", "loc"),
    [
        ({"tax_id": "91110000600037341X"}, "invalid_tax_id", ["tax_id"]),
        ({"currency": "RMB"}, "invalid_input", ["currency"]),
        ({"customer_group_id": "987654321"}, "unknown_reference", ["customer_group_id"]),
        ({"payment_terms_days": -1}, "invalid_input", ["payment_terms_days"]),
    ],
)
def test_a_refusal_points_at_the_field(owner: Browser, changed: dict[str, Any], code: str, loc: list[Any]) -> None:
    answer = owner.post("/parties/customers", body(**changed))

    assert (answer.status_code, answer.json()["code"]) == (400, code)
    assert [e["loc"] for e in answer.json()["errors"]] == [loc]
    assert not Party.objects.exists()


def test_customers_come_in_pages_and_by_search(owner: Browser) -> None:
    rows = [body(code=f"K{i}", name=name) for i, name in enumerate(["重庆百货", "长城贸易", "音乐书店"])]
    assert len(owner.post("/parties/customers/batch", {"items": rows}).json()["ids"]) == 3

    first = owner.get("/parties/customers?limit=2&sort=-code").json()
    second = owner.get(f"/parties/customers?limit=2&sort=-code&cursor={first['next_cursor']}").json()
    assert [p["code"] for p in first["items"] + second["items"]] == ["K2", "K1", "K0"]
    assert [p["code"] for p in owner.get("/parties/customers?q=yysd").json()["items"]] == ["K2"]
    assert [p["code"] for p in owner.get("/parties/customers/suggest?q=zqbh").json()["items"]] == ["K0"]


def test_groups_are_kept_per_role(owner: Browser) -> None:
    group = owner.post("/parties/groups", {"kind": "customer", "code": "VIP", "name": "贵宾"}).json()["id"]
    owner.post("/parties/customers", body(customer_group_id=group))

    listed = owner.get("/parties/groups?kind=customer&q=VIP").json()
    assert [(g["name"], g["party_count"]) for g in listed["items"]] == [("贵宾", 1)]
    changed = {"kind": "customer", "code": "VIP", "name": "大客户"}
    assert owner.put(f"/parties/groups/{group}", changed, If_Match="1").json()["version"] == 2
    assert [p["code"] for p in owner.get(f"/parties/customers?group_id={group}").json()["items"]] == ["K1"]


def test_suppliers_are_imported_and_exported(owner: Browser) -> None:
    text = "供应商编码,供应商名称,联系人\nS1,义乌小商品,韩梅\n"

    def upload(path: str, **form: str) -> dict[str, Any]:
        file = SimpleUploadedFile("f.csv", text.encode("gb18030"))
        return owner.client.post(f"/api/v1/parties/suppliers/{path}", {"file": file, **form}).json()

    assert upload("import/inspect")["suggested"] == {"code": "供应商编码", "name": "供应商名称", "contact": "联系人"}
    assert upload("import", dry_run="true")["created"] == 1
    assert not Party.objects.exists()
    assert upload("import")["created"] == 1
    exported = b"".join(owner.client.get("/api/v1/parties/suppliers/export?format=csv").streaming_content)
    assert "S1,义乌小商品" in exported.decode("utf-8-sig")
    assert owner.client.get("/api/v1/parties/customers/export").status_code == 200
