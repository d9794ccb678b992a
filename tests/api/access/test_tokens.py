"""Personal API tokens."""

import datetime as dt
from typing import Any

import pytest

from heliu.access.models import ApiToken, Company, Membership, User
from heliu.core import clock
from heliu.core.models import AuditRecord
from tests.support import people
from tests.support.people import Browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def company() -> Company:
    return people.company()


@pytest.fixture
def owner(company: Company) -> Browser:
    return people.browser(people.user(company, "owner", username="boss"), company)


def _token(browser: Browser, *patterns: str, days: int = 30) -> str:
    answer = browser.post("/access/tokens", {"name": "ERP link", "patterns": list(patterns), "days": days})
    assert answer.status_code == 201, answer.content
    return str(answer.json()["token"])


def _with(token: str, path: str) -> Any:
    return people.stranger().get(path, Authorization=f"Bearer {token}")


def test_a_token_is_shown_once_and_kept_as_a_hash(owner: Browser) -> None:
    token = _token(owner, "access.user.read")
    row = ApiToken.objects.get()
    (listed,) = owner.get("/access/tokens").json()

    assert token.startswith("heliu_")
    assert len(token) == 49
    assert token not in (row.token_hash, row.prefix, row.name)
    assert "token" not in listed
    assert listed["prefix"] == token[:12]
    assert listed["state"] == "active"


def test_a_token_does_what_its_patterns_say_and_no_more(owner: Browser) -> None:
    token = _token(owner, "access.user.read")

    assert _with(token, "/access/users").status_code == 200
    refused = _with(token, "/access/roles")
    assert (refused.status_code, refused.json()["facts"]) == (403, {"permission": "access.role.read"})
    assert _with(token + "x", "/access/users").status_code == 401
    assert people.stranger().get("/access/users", Authorization=token).status_code == 401


def test_a_token_shrinks_with_the_rights_of_its_owner(company: Company) -> None:
    person = people.user(company, "owner")
    token = _token(people.browser(person, company), "*")
    assert _with(token, "/access/users").status_code == 200

    Membership.objects.filter(user=person).update(is_active=False)

    assert _with(token, "/access/users").status_code == 403


def test_a_token_ends_with_the_account_of_its_owner_and_rests_while_a_password_is_temporary(company: Company) -> None:
    person = people.user(company, "owner")
    token = _token(people.browser(person, company), "*")

    for change, status in (
        ({"must_change_password": True}, 401),
        ({"must_change_password": False}, 200),
        ({"is_active": False}, 401),
    ):
        User.objects.filter(pk=person.pk).update(**change)
        assert _with(token, "/access/users").status_code == status


def test_a_revoked_or_expired_token_opens_nothing(owner: Browser) -> None:
    revoked, expiring = _token(owner, "*"), _token(owner, "*", days=1)
    row = ApiToken.objects.get(prefix=revoked[:12])

    assert owner.delete(f"/access/tokens/{row.pk}").status_code == 204
    assert _with(revoked, "/access/users").status_code == 401
    assert _with(expiring, "/access/users").status_code == 200
    with clock.frozen(clock.now() + dt.timedelta(days=1, seconds=1)):
        assert _with(expiring, "/access/users").status_code == 401
    actions = AuditRecord.objects.filter(noun="api_token").order_by("id").values_list("action", flat=True)
    assert list(actions) == ["create", "create", "revoke"]


def test_nobody_makes_a_token_wider_than_themselves(company: Company) -> None:
    seller = people.browser(people.user(company, "seller"), company)

    answer = seller.post("/access/tokens", {"name": "x", "patterns": ["access.*"], "days": 1})

    assert (answer.status_code, answer.json()["code"]) == (403, "more_than_your_own")
    assert ApiToken.objects.count() == 0


def test_a_token_makes_no_further_tokens(owner: Browser) -> None:
    token = _token(owner, "*")

    answer = people.stranger().post(
        "/access/tokens", {"name": "x", "patterns": ["*"], "days": 1}, Authorization=f"Bearer {token}"
    )

    assert (answer.status_code, answer.json()["code"]) == (403, "browser_only")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("PUT", "/access/profile", {"display_name": "x", "language": "en"}),
        ("PUT", "/access/password", {"old_password": people.PASSWORD, "new_password": "Apfelbaum-88"}),
        ("GET", "/access/sessions", None),
        ("DELETE", "/access/sessions/1", None),
        ("DELETE", "/access/session", None),
        ("POST", "/access/totp/offer", None),
        ("PUT", "/access/totp", {"secret": "A" * 32, "code": "123456"}),
        ("POST", "/access/totp/recovery-codes", {"password": people.PASSWORD}),
        ("POST", "/access/totp/switch-off", {"password": people.PASSWORD}),
    ],
)
def test_a_token_touches_nothing_of_its_owners_account(
    owner: Browser, method: str, path: str, body: dict[str, str] | None
) -> None:
    token = _token(owner, "*")

    answer = people.stranger().send(method, path, body, Authorization=f"Bearer {token}")

    assert (answer.status_code, answer.json()["code"]) == (403, "browser_only")


def test_a_token_is_bound_to_its_company_and_owner(company: Company, owner: Browser) -> None:
    token = _token(owner, "*")
    other = people.company("别家")
    thief = people.browser(people.user(other, "owner"), other)
    row = ApiToken.objects.get()

    assert thief.delete(f"/access/tokens/{row.pk}").status_code == 404
    assert _with(token, "/access/company").json()["id"] == str(company.pk)


def test_what_a_token_does_carries_its_name_in_the_audit_trail(company: Company, owner: Browser) -> None:
    token = _token(owner, "*")

    people.stranger().put("/access/company", {"name": "新名字"}, Authorization=f"Bearer {token}")

    trail = AuditRecord.objects.get(noun="company", action="update")
    assert trail.source.startswith("token:ERP link")
    assert trail.after == {"name": "新名字"}
