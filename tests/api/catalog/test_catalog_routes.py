"""The catalog over HTTP: what a page of the web client, a scanner or an import needs."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from heliu.catalog.models import Item
from tests.support import people
from tests.support.masters import Shop, shop
from tests.support.people import Browser
from tests.support.words import key_of, sentences

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 32


@pytest.fixture
def here() -> Shop:
    return shop()


@pytest.fixture
def owner(here: Shop) -> Browser:
    return people.browser(people.user(here.company, "owner"), here.company)


@pytest.fixture
def seller(here: Shop) -> Browser:
    return people.browser(people.user(here.company, "seller", sees_cost=False), here.company)


def body(here: Shop, **facts: Any) -> dict[str, Any]:
    return {"code": "A1", "name": "雨伞", "base_unit_id": str(here.unit("件")), "sales_price": "12.50", **facts}


def upload(owner: Browser, path: str, text: str, **form: str) -> Any:
    client: Client = owner.client
    return client.post(f"/api/v1{path}", {"file": SimpleUploadedFile("f.csv", text.encode()), **form})


def test_an_item_is_created_read_changed_and_archived(here: Shop, owner: Browser) -> None:
    created = owner.post("/catalog/items", body(here, packs=[{"unit_id": str(here.unit("箱")), "numerator": 12}]))
    assert created.status_code == 201
    item = created.json()["id"]

    read = owner.get(f"/catalog/items/{item}").json()
    assert (read["sales_price"], read["version"], [u["numerator"] for u in read["units"]]) == ("12.5", 1, ["1", "12"])

    changed = owner.put(f"/catalog/items/{item}", body(here, name="阳伞"), If_Match='"1"')
    assert (changed.status_code, changed.json()) == (200, {"id": item, "version": 2})
    assert owner.post(f"/catalog/items/{item}/archive", If_Match="2").json()["version"] == 3
    assert owner.get("/catalog/items").json()["items"] == []
    assert [i["name"] for i in owner.get("/catalog/items?status=archived").json()["items"]] == ["阳伞"]


def test_a_number_that_cannot_be_read_is_refused_in_words_the_web_client_knows(here: Shop, owner: Browser) -> None:
    answer = owner.post("/catalog/items", body(here, sales_price="1O0"))

    (fault,) = answer.json()["errors"]
    assert (answer.status_code, fault["loc"]) == (400, ["sales_price"])
    assert key_of(fault["message"]) in sentences()


def test_the_same_intent_sent_twice_creates_one_item(here: Shop, owner: Browser) -> None:
    answers = [owner.post("/catalog/items", body(here), Idempotency_Key="the-same-intent") for _ in range(2)]

    assert answers[0].json() == answers[1].json()
    assert Item.objects.filter(company=here.company).count() == 1


def test_a_stale_change_is_refused_with_412(here: Shop, owner: Browser) -> None:
    item = here.item("A1")
    assert owner.put(f"/catalog/items/{item}", body(here, name="甲"), If_Match="1").status_code == 200

    answer = owner.put(f"/catalog/items/{item}", body(here, name="乙"), If_Match="1")

    assert (answer.status_code, answer.json()["code"]) == (412, "stale_version")
    assert Item.objects.get(id=item).name == "甲"


def test_a_change_without_version_is_refused(here: Shop, owner: Browser) -> None:
    assert owner.put(f"/catalog/items/{here.item('A1')}", body(here)).status_code == 400


@pytest.mark.parametrize(
    ("changed", "loc"),
    [
        ({"sales_price": 12.5}, ["sales_price"]),
        ({"name": ""}, ["name"]),
        ({"colour": "red"}, ["colour"]),
        ({"barcodes": [{"code": "6901028001916"}]}, ["barcodes", 0, "code"]),
        ({"base_unit_id": "987654321"}, ["base_unit_id"]),
    ],
)
def test_a_refusal_points_at_the_field(here: Shop, owner: Browser, changed: dict[str, Any], loc: list[Any]) -> None:
    answer = owner.post("/catalog/items", body(here, **changed))

    assert answer.status_code == 400
    assert [e["loc"] for e in answer.json()["errors"]] == [loc]
    assert not Item.objects.filter(company=here.company).exists()


def test_a_duplicate_code_is_a_conflict_at_its_field(here: Shop, owner: Browser) -> None:
    here.item("A1")
    answer = owner.post("/catalog/items", body(here))

    assert (answer.status_code, answer.json()["code"]) == (409, "duplicate_code")
    assert answer.json()["errors"][0]["loc"] == ["code"]


def test_a_batch_names_the_row_of_each_fault(here: Shop, owner: Browser) -> None:
    rows = [body(here), body(here), body(here, code="A3", base_unit_id="1")]
    answer = owner.post("/catalog/items/batch", {"items": rows})

    assert [e["loc"] for e in answer.json()["errors"]] == [[2, "base_unit_id"], [1, "code"]]
    assert not Item.objects.filter(company=here.company).exists()


def test_scanner_and_type_ahead_find_the_item(here: Shop, owner: Browser) -> None:
    owner.post("/catalog/items", body(here, name="重庆小面", barcodes=[{"code": "6901028001915"}]))

    assert owner.get("/catalog/items/lookup?code=6901028001915").json()["item"]["code"] == "A1"
    assert owner.get("/catalog/items/lookup?code=0000").status_code == 404
    assert [i["code"] for i in owner.get("/catalog/items/suggest?q=zqxm").json()["items"]] == ["A1"]
    assert [i["code"] for i in owner.get("/catalog/items?q=小面").json()["items"]] == ["A1"]


def test_who_may_not_see_cost_neither_reads_nor_erases_it(here: Shop, owner: Browser) -> None:
    item = owner.post("/catalog/items", body(here, purchase_price="8")).json()["id"]
    keeper = people.user(here.company, "buyer", sees_cost=False)
    masked = people.browser(keeper, here.company)

    assert masked.get(f"/catalog/items/{item}").json()["purchase_price"] is None
    assert masked.put(f"/catalog/items/{item}", body(here, name="改名"), If_Match="1").status_code == 200
    assert owner.get(f"/catalog/items/{item}").json()["purchase_price"] == "8"


def test_a_seller_reads_but_does_not_create(here: Shop, seller: Browser) -> None:
    assert seller.get("/catalog/items").status_code == 200
    assert seller.post("/catalog/items", body(here)).status_code == 403


def test_a_matrix_creates_its_variants(here: Shop, owner: Browser) -> None:
    template = owner.post("/catalog/items", body(here, code="T", is_template=True)).json()["id"]
    axes = [{"name": "颜色", "values": [{"code": "R", "name": "红"}, {"code": "B", "name": "蓝"}]}]

    assert len(owner.post(f"/catalog/items/{template}/variants", {"axes": axes}).json()["ids"]) == 2
    assert [v["code"] for v in owner.get(f"/catalog/items/{template}").json()["variants"]] == ["T-B", "T-R"]
    variant = owner.get("/catalog/items?templates=false").json()["items"][0]
    owner.put(f"/catalog/items/{variant['id']}", body(here, code="T-B", name="改"), If_Match="1")
    assert owner.get(f"/catalog/items/{variant['id']}").json()["attribute_values"] == {"颜色": "蓝"}


def test_a_picture_is_served_as_what_it_is(here: Shop, owner: Browser) -> None:
    item = here.item("A1")
    path = f"/api/v1/catalog/items/{item}/picture"
    stored = owner.client.put(path, PNG, content_type="text/html")

    assert stored.status_code == 200
    served = owner.client.get(path)
    assert (served.content, served["Content-Type"], served["ETag"]) == (
        PNG,
        "image/png",
        f'"{stored.json()["sha256"]}"',
    )
    assert served["X-Content-Type-Options"] == "nosniff"
    refused = owner.client.put(path, b"<script>", content_type="image/png")
    assert (refused.status_code, refused.json()["code"]) == (400, "picture_refused")
    assert owner.delete(f"/catalog/items/{item}/picture").status_code == 204
    assert owner.client.get(path).status_code == 404


def test_an_import_shows_its_mapping_tries_and_then_works(here: Shop, owner: Browser) -> None:
    text = "货号,品名,单位,售价\nA1,雨伞,件,12.5\n"
    seen = upload(owner, "/catalog/items/import/inspect", text).json()
    assert seen["suggested"] == {"code": "货号", "name": "品名", "base_unit": "单位", "sales_price": "售价"}
    assert seen["preview"] == [{"row": 2, "cells": ["A1", "雨伞", "件", "12.5"]}]

    tried = upload(owner, "/catalog/items/import", text, dry_run="true").json()
    assert (tried["ok"], tried["created"], Item.objects.filter(company=here.company).count()) == (True, 1, 0)
    mapping = '{"code": "货号", "name": "品名", "base_unit": "单位"}'
    done = upload(owner, "/catalog/items/import", text, mapping=mapping).json()
    assert (done["ok"], done["created"]) == (True, 1)
    assert owner.get("/catalog/items/lookup?code=A1").json()["item"]["sales_price"] is None


@pytest.mark.parametrize("mapping", ["nonsense", "[]", '{"code": 1}', '{"code": "nowhere", "name": "品名"}'])
def test_a_mapping_that_cannot_be_is_refused(here: Shop, owner: Browser, mapping: str) -> None:
    answer = upload(owner, "/catalog/items/import", "货号,品名\nA1,雨伞\n", mapping=mapping)

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_input")


def test_a_file_that_is_no_table_is_refused(owner: Browser) -> None:
    answer = upload(owner, "/catalog/items/import", "a\x00b")

    assert (answer.status_code, answer.json()["code"]) == (400, "file_refused")


def test_every_list_is_exported(here: Shop, owner: Browser) -> None:
    here.item("A1", "=雨伞")
    exported = b"".join(owner.client.get("/api/v1/catalog/items/export?format=csv").streaming_content)
    assert "A1,'=雨伞" in exported.decode("utf-8-sig")

    import openpyxl

    book = owner.client.get("/api/v1/catalog/items/export?language=en")
    assert openpyxl.load_workbook(io.BytesIO(book.content)).active["A1"].value == "Code"
    for noun in ("units", "categories", "tax-codes", "price-levels"):
        assert owner.client.get(f"/api/v1/catalog/masters/export?noun={noun}").status_code == 200


def test_masters_are_listed_created_and_changed(owner: Browser) -> None:
    assert owner.get("/catalog/units").json()["total"] == 20
    unit = owner.post("/catalog/units", {"code": "TIN", "name": "罐"}).json()["id"]
    changed = owner.put(f"/catalog/units/{unit}", {"code": "TIN", "name": "听"}, If_Match="1")
    assert changed.json() == {"id": unit, "version": 2}
    root = owner.post("/catalog/categories", {"code": "F", "name": "食品"}).json()["id"]
    owner.post("/catalog/categories", {"code": "T", "name": "茶", "parent_id": root})
    assert [(c["name"], c["depth"]) for c in owner.get("/catalog/categories").json()["items"]] == [
        ("食品", 0),
        ("茶", 1),
    ]
    assert (
        owner.post("/catalog/tax-codes", {"code": "GB20", "name": "UK", "rate": "0.2", "country": "GB"}).status_code
        == 201
    )
    assert owner.post("/catalog/price-levels", {"code": "VIP", "name": "贵宾价"}).status_code == 201
    assert "GB20" in [t["code"] for t in owner.get("/catalog/tax-codes?q=gb").json()["items"]]
