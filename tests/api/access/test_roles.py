"""Roles: editable permissions."""

import pytest

from heliu.access.models import Company, Role
from tests.support import people
from tests.support.people import Browser

pytestmark = pytest.mark.django_db
HR = {"code": "hr", "name_zh": "人事", "name_en": "HR", "patterns": ["access.user.*", "access.role.read"]}


@pytest.fixture
def company() -> Company:
    return people.company()


@pytest.fixture
def owner(company: Company) -> Browser:
    return people.browser(people.user(company, "owner"), company)


def test_every_company_starts_with_eight_roles(owner: Browser) -> None:
    rows = owner.get("/access/roles").json()

    assert rows["total"] == 8
    assert [r["name_zh"] for r in rows["items"]] == [
        "老板", "经理", "采购员", "销售员", "仓管员", "出纳", "会计", "审计",
    ]  # fmt: skip
    assert rows["items"][0]["patterns"] == ["*"]


def test_the_editor_gets_every_permission_with_both_labels(owner: Browser) -> None:
    rooms = owner.get("/access/permissions").json()
    labels = {p["code"]: (p["label_zh"], p["label_en"]) for room in rooms for p in room["permissions"]}

    assert labels["access.user.create"] == ("新建用户", "Create users")
    assert all(zh and en for zh, en in labels.values())


def test_a_role_of_ones_own(owner: Browser, company: Company) -> None:
    created = owner.post("/access/roles", HR)
    row = owner.get(f"/access/roles/{created.json()['id']}").json()

    assert created.status_code == 201
    assert row["permissions"] == ["access.role.read", "access.user.create", "access.user.read", "access.user.update"]
    assert owner.post("/access/roles", HR).json()["code"] == "duplicate_code"


def test_an_edited_role_works_at_once(owner: Browser, company: Company) -> None:
    role_id = owner.post("/access/roles", HR).json()["id"]
    clerk = people.browser(people.user(company, "hr"), company)
    assert clerk.get("/access/audit").status_code == 403

    changed = owner.put(f"/access/roles/{role_id}", {**HR, "patterns": ["access.audit.read"]}, If_Match="1")

    assert changed.json()["version"] == 2
    assert clerk.get("/access/audit").status_code == 200
    assert clerk.get("/access/users").status_code == 403


def test_slips_of_the_pen_are_named(owner: Browser) -> None:
    answer = owner.post("/access/roles", {**HR, "patterns": ["access.user.*", "acess.role.read"]})

    assert (answer.status_code, answer.json()["code"]) == (400, "unknown_permissions")
    assert answer.json()["facts"]["patterns"] == "acess.role.read"
    assert not Role.objects.filter(code="hr").exists()


def test_the_editor_warns_of_duties_that_do_not_go_together(owner: Browser) -> None:
    body = {"patterns": ["warehouse.stocktake.create", "warehouse.stocktake.approve", "warehouse.stocktakes.post"]}

    answer = owner.post("/access/permissions/check", body).json()

    assert answer["unknown"] == ["warehouse.stocktakes.post"]
    assert [(c["left"]["label_zh"], c["right"]["label_zh"]) for c in answer["conflicts"]] == [("盘点", "盘点审核")]


def test_the_owner_role_keeps_everything(owner: Browser, company: Company) -> None:
    role = Role.objects.get(company=company, code="owner")
    body = {"code": "owner", "name_zh": "老板", "name_en": "Owner", "patterns": ["*.*.read"]}

    answer = owner.put(f"/access/roles/{role.pk}", body, If_Match="1")

    assert (answer.status_code, answer.json()["code"]) == (409, "last_owner")
    assert Role.objects.get(pk=role.pk).patterns == ["*"]


def test_only_an_unused_role_of_ones_own_can_go(owner: Browser, company: Company) -> None:
    role_id = owner.post("/access/roles", HR).json()["id"]
    preset = Role.objects.get(company=company, code="seller")
    people.user(company, "hr")

    assert owner.delete(f"/access/roles/{preset.pk}").json()["code"] == "in_use"
    assert owner.delete(f"/access/roles/{role_id}").json()["code"] == "in_use"

    unused = owner.post("/access/roles", {**HR, "code": "unused"}).json()["id"]
    assert owner.delete(f"/access/roles/{unused}").status_code == 204
    assert not Role.objects.filter(pk=unused).exists()
