"""Every route of the OpenAPI document × {anonymous, member without rights, other company, owner}.

The list is generated: a new route is in the matrix with its first commit.
"""

import re
from dataclasses import dataclass
from typing import Any

import pytest
from ninja import Schema

from heliu.access import registry
from heliu.access.models import Company
from heliu.config import openapi
from heliu.config.api import api
from heliu.core.http import LOGGED_IN, PUBLIC
from tests.support import people
from tests.support.people import Browser

DOCUMENT = api.get_openapi_schema()
NOWHERE = "987654321"  # an id that exists in no company
CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    path: str
    permission: str
    has_body: bool

    @property
    def address(self) -> str:
        """Path below /api/v1 with ids that exist nowhere."""
        return re.sub(r"\{[^}]+\}", NOWHERE, self.path).removeprefix("/api/v1")

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


ROUTES = [
    Route(method.upper(), path, str(operation.get("x-permission")), "requestBody" in operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]
CLOSED = [route for route in ROUTES if route.permission != PUBLIC]
GUARDED = [route for route in CLOSED if route.permission != LOGGED_IN]
OPEN = {"GET /api/v1/health", "GET /api/v1/access/session", "POST /api/v1/access/session", "POST /api/v1/access/setup"}


def _call(browser: Browser, route: Route, body: Any = None, **headers: str) -> Any:
    if body is None and route.has_body:
        body = {}
    return browser.send(route.method, route.address, body, If_Match="1", **headers)


@pytest.fixture
def company() -> Company:
    return people.company()


def test_nothing_is_public_but_sign_in_first_start_and_health() -> None:
    assert {str(route) for route in ROUTES if route.permission == PUBLIC} == OPEN


def test_every_route_names_a_permission_that_exists() -> None:
    known = registry.codes() | {PUBLIC, LOGGED_IN}

    assert [f"{route}: {route.permission}" for route in ROUTES if route.permission not in known] == []


def test_every_shape_of_the_document_has_a_name_of_its_own() -> None:
    """Two rooms with an `OrderIn` must not overwrite each other: the typed client would lie."""
    shapes: dict[str, type[Any]] = {}
    for child in openapi._subclasses(Schema):
        name = openapi.told_apart(f"{child.__module__}.{child.__name__}") or child.__name__
        if child.__module__.startswith("heliu.") and shapes.setdefault(name, child) is not child:
            raise AssertionError(f"{name}: {child.__module__} and {shapes[name].__module__}")

    assert openapi.told_apart("heliu.sales.api.schemas.OrderIn") == "SalesOrderIn"
    assert {"SalesOrderIn", "PurchasingOrderIn"} <= set(DOCUMENT["components"]["schemas"])
    assert "OrderIn" not in DOCUMENT["components"]["schemas"]


@pytest.mark.django_db
@pytest.mark.parametrize("route", CLOSED, ids=str)
def test_anonymous_is_sent_to_sign_in(route: Route) -> None:
    answer = _call(people.stranger(), route)

    assert (answer.status_code, answer.json()["code"]) == (401, "unauthenticated")


@pytest.mark.django_db
def test_a_member_without_rights_is_refused_everywhere_before_the_body_is_looked_at(company: Company) -> None:
    nobody = people.browser(people.user(company), company)

    wrong = []
    for route in GUARDED:
        answer = _call(nobody, route)
        facts = answer.json().get("facts") if answer.status_code == 403 else None
        if (answer.status_code, facts) != (403, {"permission": route.permission}):
            wrong.append(f"{route}: {answer.status_code}")
    assert wrong == []


@pytest.mark.django_db
def test_a_user_without_any_company_is_refused_everywhere() -> None:
    nobody = people.browser(people.user(None))

    assert [f"{r}: {a.status_code}" for r in GUARDED if (a := _call(nobody, r)).status_code != 403] == []


@pytest.mark.django_db
def test_a_token_with_one_small_right_opens_nothing_else(company: Company) -> None:
    owner = people.browser(people.user(company, "owner"), company)
    body = {"name": "x", "patterns": ["access.company.read"], "days": 1}
    headers = {"Authorization": f"Bearer {owner.post('/access/tokens', body).json()['token']}"}

    opened = {str(r) for r in GUARDED if _call(people.stranger(), r, **headers).status_code != 403}

    assert opened == {str(r) for r in GUARDED if r.permission == "access.company.read"}


@pytest.mark.django_db
def test_an_owner_passes_every_gate_and_nothing_fails_inside(company: Company) -> None:
    """Empty bodies and ids that do not exist: each answer is a considered one, never a fault of ours."""
    boss = people.user(company, "owner")

    wrong = []
    for route in CLOSED:
        answer = _call(people.browser(boss, company), route)
        if answer.status_code in (401, 403) or answer.status_code >= 500:
            wrong.append(f"{route}: {answer.status_code} {answer.content[:200]!r}")
    assert [w for w in wrong if "no_company" not in w] == []


@pytest.mark.django_db
def test_no_route_with_an_id_answers_for_a_record_that_is_not_of_this_company(company: Company) -> None:
    boss = people.browser(people.user(company, "owner"), company)
    readers = [r for r in GUARDED if r.method == "GET" and "{" in r.path]

    assert readers
    assert [f"{r}: {a.status_code}" for r in readers if (a := _call(boss, r)).status_code not in (400, 404)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["company_id", "tenant_id", "is_superuser", "id", "created_by"])
def test_no_body_takes_a_field_it_does_not_name(company: Company, field: str) -> None:
    """Mass assignment: every route with a JSON body refuses a smuggled field by name."""
    boss = people.browser(people.user(company, "owner"), company)

    let_through = []
    for route in (r for r in CLOSED if r.method in CHANGING and _takes_json(r) and field not in _fields(r)):
        answer = _call(boss, route, {field: "1"})
        places = [e["loc"] for e in answer.json().get("errors", [])] if answer.status_code == 400 else []
        if [field] not in places:
            let_through.append(f"{route}: {answer.status_code}")
    assert let_through == []


def _takes_json(route: Route) -> bool:
    operation = DOCUMENT["paths"][route.path][route.method.lower()]
    return "application/json" in operation.get("requestBody", {}).get("content", {})


def _fields(route: Route) -> set[str]:
    operation = DOCUMENT["paths"][route.path][route.method.lower()]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    name = schema.get("$ref", "").rpartition("/")[2]
    return set(DOCUMENT["components"]["schemas"].get(name, schema).get("properties", {}))


@pytest.mark.django_db
def test_no_page_of_somebody_else_changes_anything_with_the_cookie_of_who_is_signed_in(company: Company) -> None:
    """Cross-site requests: whatever changes something asks for the token of the session endpoint."""
    boss = people.browser(people.user(company, "owner"), company)
    boss.client.handler.enforce_csrf_checks = True

    let_through = []
    for route in (route for route in CLOSED if route.method in CHANGING):
        answer = _call(boss, route)
        if (answer.status_code, answer.json()["code"]) != (403, "csrf_refused"):
            let_through.append(f"{route}: {answer.status_code}")
    assert let_through == []


TRICKS = [
    "/api/v1/access/session;/../users",
    "/api/v1/access/session/..;/users",
    "/api/v1/access/session/../users",
    "/api/v1/access/..;/access/users",
    "/api/v1/access/users;.ico",
    "/api/v1/access/users/.css",
    "/api/v1/access/users%2e",
    "/api/v1/access/users%00",
    "/api/v1/access/%75sers",
    "/api/v1//access/users",
    "/api/v1/./access/users",
    "/API/V1/access/users",
    "/api/v1/access/users/",
    "/api/v1/access/users?path=/api/v1/access/session",
    "/api/v1/access/session#/../users",
    "//api/v1/access/users",
    "/static/../api/v1/access/users",
    "/assets/..;/api/v1/access/users",
]


@pytest.mark.django_db
@pytest.mark.parametrize("path", TRICKS)
def test_no_trick_with_the_path_gets_past_the_gate(company: Company, path: str) -> None:
    """What others had to patch twice: a path that a prefix rule takes for an open one."""
    people.user(company, "owner", username="the-secret-name")

    answer = people.stranger().client.get(path)

    assert answer.status_code in (200, 301, 400, 401, 404)
    assert b"the-secret-name" not in answer.content
    if answer.status_code == 200:
        kind = answer.headers["Content-Type"]
        assert kind.startswith("text/html") or answer.json()["authenticated"] is False


@pytest.mark.django_db
def test_a_page_that_only_looks_like_the_api_is_the_web_client_or_nothing(company: Company) -> None:
    client = people.stranger().client

    assert client.get("/api/v1/nothing").json()["code"] == "not_found"
    assert client.get("/api").json()["code"] == "not_found"
    assert client.get("/sales/orders").headers["Content-Type"].startswith("text/html")
    assert client.post("/sales/orders").status_code in (403, 405)
    assert client.get("/nothing.js").status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"name":"\\u0000"}', b"\xff\xfe", b'{"a":NaN}', b'"x"'])
def test_a_broken_body_is_the_callers_fault(company: Company, body: bytes) -> None:
    client = people.browser(people.user(company, "owner"), company).client

    answer = client.post(
        "/api/v1/access/roles", data=body, content_type="application/json", headers={"Idempotency-Key": "broken-body"}
    )

    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid_input"


@pytest.mark.django_db
def test_answers_carry_the_security_headers(company: Company) -> None:
    page, data = people.stranger().client.get("/"), people.stranger().get("/access/session")

    for answer in (page, data):
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "'unsafe-eval'" not in policy.replace("'wasm-unsafe-eval'", "")
        assert "script-src 'self' 'unsafe-inline'" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["Referrer-Policy"] == "same-origin"
        assert answer.headers["Cache-Control"] == "no-store"
    again = people.stranger().client.get("/").headers["Content-Security-Policy"]
    assert again != page.headers["Content-Security-Policy"]
