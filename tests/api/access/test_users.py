"""Users and their place in a company."""

from typing import Any

import pytest

from heliu.access.models import Company, Membership, Role, User
from heliu.core.models import AuditRecord
from heliu.stock.models import Warehouse
from tests.support import people
from tests.support.people import PASSWORD, Browser

pytestmark = pytest.mark.django_db(transaction=True)  # a refused step must leave nothing behind


@pytest.fixture
def company() -> Company:
    return people.company()


@pytest.fixture
def owner(company: Company) -> Browser:
    return people.browser(people.user(company, "owner", username="boss"), company)


def _role(company: Company, code: str) -> str:
    return str(Role.objects.get(company=company, code=code).pk)


def _new(company: Company, *roles: str, **more: Any) -> dict[str, Any]:
    facts = {"username": "xiaowang", "password": PASSWORD, "role_ids": [_role(company, r) for r in roles]}
    return {**facts, **more}


def test_a_new_user_gets_roles_scope_and_a_first_password(company: Company, owner: Browser) -> None:
    here = str(Warehouse.objects.get(company=company).pk)
    created = owner.post("/access/users", _new(company, "seller", warehouse_ids=[here], sees_cost=False))
    row = owner.get(f"/access/users/{created.json()['id']}").json()

    assert created.status_code == 201, created.content
    assert row["username"] == "xiaowang"
    assert [r["code"] for r in row["roles"]] == ["seller"]
    assert row["warehouse_ids"] == [here]
    assert row["sees_cost"] is False
    assert row["must_change_password"] is True
    assert owner.get("/access/users?q=xiao").json()["total"] == 1
    trail = AuditRecord.objects.get(noun="user", action="create", object_id=int(row["id"]))
    assert trail.after["roles"] == ["seller"]
    assert trail.user_name == "boss"
    assert trail.company_id == company.pk


def test_who_is_not_said_to_see_cost_prices_does_not(company: Company, owner: Browser) -> None:
    silent = owner.post("/access/users", _new(company, "seller")).json()["id"]
    told = owner.post("/access/users", _new(company, "buyer", username="laoli", sees_cost=True)).json()["id"]

    assert owner.get(f"/access/users/{silent}").json()["sees_cost"] is False
    assert owner.get(f"/access/users/{told}").json()["sees_cost"] is True


def test_the_same_post_sent_twice_makes_one_user(company: Company, owner: Browser) -> None:
    body = _new(company, "seller")
    first = owner.post("/access/users", body, Idempotency_Key="the-same-intent")
    second = owner.post("/access/users", body, Idempotency_Key="the-same-intent")

    assert first.json() == second.json()
    assert second.headers["Idempotency-Replayed"] == "true"
    assert User.objects.filter(username="xiaowang").count() == 1


def test_a_name_exists_once_whatever_its_letters(company: Company, owner: Browser) -> None:
    owner.post("/access/users", _new(company))
    again = owner.post("/access/users", _new(company, username="XiaoWang"))

    assert (again.status_code, again.json()["code"]) == (409, "duplicate_code")


def test_changing_a_user_needs_the_version_that_was_read(company: Company, owner: Browser) -> None:
    user_id = owner.post("/access/users", _new(company, "seller")).json()["id"]
    change = {"role_ids": [_role(company, "buyer")], "display_name": "小王", "own_documents": True}

    changed = owner.put(f"/access/users/{user_id}", change, If_Match="1")
    stale = owner.put(f"/access/users/{user_id}", {**change, "display_name": "小张"}, If_Match="1")

    assert changed.status_code == 200, changed.content
    assert [r["code"] for r in changed.json()["roles"]] == ["buyer"]
    assert changed.json()["own_documents"] is True
    assert changed.json()["version"] == 2
    assert (stale.status_code, stale.json()["code"]) == (412, "stale_version")
    assert User.objects.get(pk=user_id).display_name == "小王"
    trail = AuditRecord.objects.get(noun="user", action="update", object_id=int(user_id))
    assert (trail.before["roles"], trail.after["roles"]) == (["seller"], ["buyer"])


def test_the_last_owner_stays(company: Company, owner: Browser) -> None:
    boss = User.objects.get(username="boss")
    for change in (
        {"role_ids": [_role(company, "buyer")]},
        {"role_ids": [_role(company, "owner")], "is_active": False},
    ):
        answer = owner.put(f"/access/users/{boss.pk}", change, If_Match="1")
        assert (answer.status_code, answer.json()["code"]) == (409, "last_owner")

    assert Membership.objects.get(user=boss).is_active
    assert owner.get("/access/users").status_code == 200


def test_nobody_hands_out_more_than_they_hold(company: Company, owner: Browser) -> None:
    owner.post("/access/roles", {"code": "hr", "name_zh": "人事", "name_en": "HR", "patterns": ["access.*"]})
    clerk = people.browser(people.user(company, "hr", username="clerk"), company)
    boss = User.objects.get(username="boss")

    promoted = clerk.post("/access/users", _new(company, "owner"))
    widened = clerk.put(f"/access/users/{boss.pk}", {"role_ids": [], "display_name": "x"}, If_Match="1")
    reset = clerk.post(f"/access/users/{boss.pk}/reset-password", {"password": "Apfelbaum-88"})
    wide_role = clerk.post("/access/roles", {"code": "g", "name_zh": "g", "name_en": "g", "patterns": ["*"]})
    allowed = clerk.post("/access/users", _new(company, "hr"))

    for answer in (promoted, widened, reset, wide_role):
        assert (answer.status_code, answer.json()["code"]) == (403, "more_than_your_own")
    assert allowed.status_code == 201
    assert not User.objects.get(pk=boss.pk).must_change_password


def test_cost_prices_and_warehouses_are_not_handed_out_by_who_does_not_have_them(
    company: Company, owner: Browser
) -> None:
    owner.post("/access/roles", {"code": "hr", "name_zh": "人事", "name_en": "HR", "patterns": ["access.*"]})
    here = Warehouse.objects.get(company=company).pk
    clerk = people.user(company, "hr", username="clerk", sees_cost=False, warehouse_ids=[here])
    narrow = people.browser(clerk, company)

    for place in (
        {"sees_cost": True, "warehouse_ids": [str(here)]},
        {"sees_cost": False, "warehouse_ids": ["8"]},
        {"sees_cost": False, "warehouse_ids": None},
    ):
        answer = narrow.post("/access/users", _new(company, "hr", **place))
        assert (answer.status_code, answer.json()["code"]) == (403, "more_than_your_own")
    allowed = _new(company, "hr", sees_cost=False, warehouse_ids=[str(here)])
    assert narrow.post("/access/users", allowed).status_code == 201


def test_a_reset_password_signs_the_user_out_and_must_be_changed(company: Company, owner: Browser) -> None:
    person = people.user(company, "seller", username="xiaowang", password=PASSWORD)
    signed_in = people.stranger()
    signed_in.post("/access/session", {"username": "xiaowang", "password": PASSWORD})

    answer = owner.post(f"/access/users/{person.pk}/reset-password", {"password": "Apfelbaum-88"})

    assert answer.status_code == 204
    assert signed_in.get("/access/sessions").status_code == 401
    fresh = people.stranger().post("/access/session", {"username": "xiaowang", "password": "Apfelbaum-88"})
    assert fresh.json()["user"]["must_change_password"] is True


def test_ending_all_sessions_of_a_user(company: Company, owner: Browser) -> None:
    person = people.user(company, "seller", username="xiaowang", password=PASSWORD)
    signed_in = people.stranger()
    signed_in.post("/access/session", {"username": "xiaowang", "password": PASSWORD})

    assert owner.post(f"/access/users/{person.pk}/end-sessions").json() == {"ended": 1}
    assert signed_in.get("/access/sessions").status_code == 401


def test_users_and_roles_of_another_company_do_not_exist_here(company: Company, owner: Browser) -> None:
    other = people.company("别家")
    theirs = people.user(other, "seller", username="theirs")
    their_role = _role(other, "seller")

    assert owner.get(f"/access/users/{theirs.pk}").status_code == 404
    assert owner.put(f"/access/users/{theirs.pk}", {"role_ids": []}, If_Match="1").status_code == 404
    assert owner.post(f"/access/users/{theirs.pk}/reset-password", {"password": "Apfelbaum-88"}).status_code == 404
    assert owner.get(f"/access/roles/{their_role}").status_code == 404
    assert owner.post("/access/users", _new(company, role_ids=[their_role])).status_code == 404
    assert owner.post("/access/users/existing", {"username": "theirs"}).status_code == 404
    assert [row["username"] for row in owner.get("/access/users").json()["items"]] == ["boss"]


def test_nobody_is_bound_to_a_warehouse_of_another_company(company: Company, owner: Browser) -> None:
    here, there = Warehouse.objects.get(company=company).pk, Warehouse.objects.get(company=people.company("别家")).pk
    person = people.user(company, "seller", warehouse_ids=[here])
    places = {"role_ids": [], "warehouse_ids": [str(here), str(there)]}

    made = owner.post("/access/users", _new(company, **places))
    changed = owner.put(f"/access/users/{person.pk}", {**places, "display_name": "x"}, If_Match="1")

    for answer in (made, changed):
        assert (answer.status_code, answer.json()["facts"]) == (404, {"noun": "Warehouse", "id": str(there)})
        assert answer.json()["errors"][0]["loc"] == ["warehouse_ids"]
    assert not User.objects.filter(username="xiaowang").exists()
    assert Membership.objects.get(user=person).warehouse_ids == [here]


def test_a_user_of_two_companies_keeps_their_password_from_the_administrator_of_one(
    company: Company, owner: Browser
) -> None:
    other = people.company("别家")
    shared = people.user(company, "seller", username="shared", password=PASSWORD)
    people.join(shared, other, "seller")

    reset = owner.post(f"/access/users/{shared.pk}/reset-password", {"password": "Apfelbaum-88"})
    renamed = owner.put(f"/access/users/{shared.pk}", {"role_ids": [], "display_name": "x"}, If_Match="1")
    moved = owner.put(f"/access/users/{shared.pk}", {"role_ids": [_role(company, "buyer")]}, If_Match="1")

    for answer in (reset, renamed):
        assert (answer.status_code, answer.json()["code"]) == (403, "other_companies_user")
    assert moved.status_code == 200
    assert User.objects.get(pk=shared.pk).check_password(PASSWORD)


def test_an_owner_of_two_companies_gives_a_user_a_place_in_the_second(company: Company, owner: Browser) -> None:
    second = people.company("分公司")
    people.join(User.objects.get(username="boss"), second, "owner")
    people.user(company, "seller", username="xiaowang")
    owner.post("/access/session/company", {"company_id": str(second.pk)})

    answer = owner.post("/access/users/existing", {"username": "xiaowang", "role_ids": [_role(second, "buyer")]})

    assert answer.status_code == 201, answer.content
    assert {r["username"] for r in owner.get("/access/users").json()["items"]} == {"boss", "xiaowang"}


def test_the_list_of_users_shows_duties_that_do_not_go_together(company: Company, owner: Browser) -> None:
    person = people.user(company, "manager", username="both")

    pairs = {
        (c["left"]["code"], c["right"]["code"]) for c in owner.get(f"/access/users/{person.pk}").json()["conflicts"]
    }

    assert ("count", "approve_count") in pairs
