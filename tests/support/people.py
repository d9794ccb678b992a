"""Companies, users and signed-in browsers for tests."""

from dataclasses import dataclass
from typing import Any

from django.test import Client

from heliu.access.authentication import COMPANY_KEY, PASSWORD_KEY, USER_KEY
from heliu.access.models import Company, Membership, MembershipRole, Role, User
from heliu.access.queries import scope_for
from heliu.access.services.companies import NewCompany, create_company
from heliu.core import clock
from heliu.core.ids import next_id
from heliu.core.scope import Scope

PASSWORD = "Kirschbaum-77"


def company(name: str = "合流商贸", **facts: Any) -> Company:
    """A company with roles and books, as the product makes it; nobody works in it yet."""
    return create_company(None, NewCompany(name=name, **facts), owner_id=None)


def user(company: Company | None, *roles: str, username: str = "", password: str = "", **place: Any) -> User:
    """A user with these roles in the company. Without `password` they cannot sign in with one (hashing is slow)."""
    person = User(username=username or f"user{next_id()}", created_at=clock.now())
    if password:
        person.set_password(password)
    else:
        person.set_unusable_password()
    person.save(force_insert=True)
    if company is not None:
        join(person, company, *roles, **place)
    return person


def join(person: User, company: Company, *roles: str, **place: Any) -> Membership:
    membership = Membership.objects.create(company=company, user=person, **place)
    for code in roles:
        role = Role.objects.get(company=company, code=code)
        MembershipRole.objects.create(company=company, membership=membership, role=role)
    return membership


def scope(person: User, company: Company) -> Scope:
    return scope_for(person, company.pk, source="test")


@dataclass
class Browser:
    """A browser that speaks JSON; each POST has an idempotency key of its own unless one is given."""

    client: Client

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(f"/api/v1{path}", headers=headers)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("Idempotency-Key", f"key-{next_id()}")
        return self.client.generic(
            method, f"/api/v1{path}", data=_json(body), content_type="application/json", headers=named
        )

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("POST", path, body, **headers)

    def put(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.send("PUT", path, body, **headers)

    def delete(self, path: str) -> Any:
        return self.send("DELETE", path)


def _json(body: Any) -> bytes:
    import orjson

    return b"" if body is None else orjson.dumps(body)


def stranger() -> Browser:
    return Browser(Client())


def browser(person: User, company: Company | None = None) -> Browser:
    """Signed in without the detour over the password."""
    client = Client()
    session = client.session
    session[USER_KEY] = person.pk
    session[PASSWORD_KEY] = person.get_session_auth_hash()
    if company is not None:
        session[COMPANY_KEY] = company.pk
    session.save()
    from django.conf import settings

    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return Browser(client)
