"""The id of another company's record in any place of any body: refused, and nothing has changed.

The places are read from the OpenAPI document, so a new field that takes an id is in the test with its first commit.
"""

import copy
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import pairwise
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from heliu.config.api import api
from heliu.core import gateway
from tests.support.firm import Firm, Request

DOCUMENT = api.get_openapi_schema()
SHAPES = DOCUMENT["components"]["schemas"]
CHOSEN_BY_WHO_SIGNS_IN = {"POST /access/session/company"}
KEPT_APART = {"core.idempotencykey", "sessions.session"}  # written for refused requests too

ENDINGS = ("_id", "_ids")
NOT_READ = {
    ("/orders", "line_id"): "the lines of a draft are made anew",
    ("/orders/{order_id}", "line_id"): "the lines of a draft are made anew",
    ("/orders/{order_id}/amend", "party_id"): "party and warehouse of an approved order stay",
    ("/orders/{order_id}/amend", "warehouse_id"): "party and warehouse of an approved order stay",
    ("-returns", "order_line_id"): "follows from the line that is returned",
    ("-returns/{document_id}", "order_line_id"): "follows from the line that is returned",
    ("/sales/returns", "item_id"): "follows from the line that is returned, where one is named",
    ("-invoices", "unit_id"): "free text has no unit",
    ("-invoices/{document_id}", "unit_id"): "free text has no unit",
    ("/opening-balances", "account_id"): "the account of a party's item follows from its kind",
    ("/opening-balances/{document_id}", "account_id"): "the account of a party's item follows from its kind",
}

Place = tuple[str, ...]  # ("lines", "[]", "item_id"), ("role_ids", "[]")


class Undo(Exception):
    """Takes back what a request did."""


def _places(shape: dict[str, Any], place: Place = ()) -> Iterator[Place]:
    """Where a body takes an id."""
    if "$ref" in shape:
        shape = SHAPES[shape["$ref"].rpartition("/")[2]]
    for one in (*shape.get("anyOf", ()), *shape.get("allOf", ())):
        yield from _places(one, place)
    if shape.get("type") == "array":
        yield from _places(shape["items"], (*place, "[]"))
    for name, below in shape.get("properties", {}).items():
        yield from _places(below, (*place, name))
    if place and shape.get("type") == "string" and _name(place) != "tax_id" and _name(place).endswith(ENDINGS):
        yield place


def _name(place: Place) -> str:
    return next(part for part in reversed(place) if part != "[]")


NAMED = {"code": "N", "name": "new"}
BODIES: dict[str, dict[str, Any]] = {
    "POST /access/users/{user_id}/reset-password": {"password": "Apfelbaum-88"},
    "POST /catalog/items/{item_id}/variants": {"axes": [{"name": "size", "values": [NAMED]}]},
    "POST /ledger/periods/{period_id}/reopen": {"reason": "x"},
    "POST /purchasing/orders/{order_id}/reject": {"reason": "x"},
    "POST /sales/orders/{order_id}/reject": {"reason": "x"},
    "PUT /access/roles/{role_id}": {"code": "n", "name_zh": "n", "name_en": "n", "patterns": ["sales.*"]},
    "PUT /catalog/price-levels/{price_level_id}": NAMED,
    "PUT /catalog/tax-codes/{tax_code_id}": {**NAMED, "rate": "0.13"},
    "PUT /catalog/units/{unit_id}": NAMED,
    "PUT /ledger/accounts/{account_id}": {"name": "new"},
    "PUT /parties/groups/{group_id}": {**NAMED, "kind": "customer"},
    "PUT /warehouse/warehouses/{warehouse_id}": {"name": "new"},
}
A_FILE = {"PUT /catalog/items/{item_id}/picture"}  # looked at before the item

ADDRESSES = sorted(
    (method.upper(), path.removeprefix("/api/v1"))
    for path, operations in DOCUMENT["paths"].items()
    for method in operations
    if "{" in path and f"{method.upper()} {path.removeprefix('/api/v1')}" not in A_FILE
)
PLACES = {
    (f"{method.upper()} {path.removeprefix('/api/v1')}", place)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
    for content in operation.get("requestBody", {}).get("content", {}).values()
    for place in _places(content["schema"])
}
ROUTES = {route for route, _ in PLACES} - CHOSEN_BY_WHO_SIGNS_IN
ASKS = {"POST /sales/direct-sales/preview", "POST /warehouse/differences/preview"}  # change nothing


def _at(body: Any, place: Place) -> Any:
    """The last value there, None where the body has none."""
    for part in place:
        body = (body[-1] if body else None) if part == "[]" else (body or {}).get(part)
        if body is None:
            return None
    return body


def _with(body: Any, place: Place, value: str, line: int) -> Any:
    """A copy of the body with `value` there, in that line of its lines."""
    body = inner = copy.deepcopy(body)
    for part, following in pairwise(place):
        if part == "[]":
            inner = inner[line]
        else:
            if not inner.get(part):
                inner[part] = [value] if following == "[]" else {}
            inner = inner[part]
    inner[-1 if place[-1] == "[]" else place[-1]] = value
    return body


def _everything() -> dict[str, list[tuple[Any, ...]]]:
    models = [m for m in apps.get_models() if m._meta.label_lower not in KEPT_APART]
    with gateway.cursor() as cur:
        return {m._meta.label_lower: _rows(cur, m._meta.db_table, m._meta.pk.column) for m in models}


def _rows(cur: Any, table: str, key: str) -> list[tuple[Any, ...]]:
    return gateway.fetch(cur, f'SELECT * FROM "{table}" ORDER BY "{key}"')


def _foreign(theirs: Firm, route: str, place: Place) -> str:
    """The id the other firm has at this place, or else one of the same noun."""
    for request in theirs.requests:
        if request.route == route and (found := _at(request.body, place)) is not None:
            return str(found)
    desk = "purchasing" if "purchas" in route or "goods-receipts" in route else "sales"
    others = {
        "party_id": "supplier", "lot_id": "lot", "location_id": "location", "order_id": f"{desk}_order",
        "order_line_id": f"{desk}_line", "original_id": f"{desk}_delivery", "line_id": f"{desk}_line",
        "original_line_id": f"{desk}_delivery_line", "source_line_id": f"{desk}_delivery_line",
        "origin_line_id": "opening_line", "tax_code_id": "tax", "account_id": "account", "item_id": "item",
        "unit_id": "unit",
    }  # fmt: skip
    return theirs.ids[others[_name(place)]]


@pytest.mark.django_db
def test_every_route_that_takes_ids_is_tried_and_takes_those_of_its_own_company() -> None:
    ours = Firm("ours")
    before, refused, idle = _everything(), [], []
    for request in ours.requests:
        with _undone():
            answer = request.send(ours.owner, request.body)
            if answer.status_code not in (200, 201):
                refused.append(f"{request.route}: {answer.content!r}")
            elif _everything() == before and request.route not in ASKS:
                idle.append(request.route)
    assert ROUTES - {request.route for request in ours.requests} == set()
    assert (refused, idle) == ([], [])


@pytest.mark.django_db(transaction=True)
def test_the_id_of_a_record_of_another_company_is_refused_in_every_place() -> None:
    ours, theirs = Firm("ours"), Firm("theirs")
    before, let_in = _everything(), []
    for request, place, line in _tries(ours, read=True):
        body = _with(request.body, place, _foreign(theirs, request.route, place), line)
        answer = request.send(ours.owner, body)
        after = _everything()
        if not 400 <= answer.status_code < 500 or after != before:
            changed = sorted(table for table in after if after[table] != before[table])
            let_in.append(f"{request.route} {'.'.join(place)} [{line}]: {answer.status_code} {changed}")
        before = after
    assert let_in == []


@pytest.mark.django_db
def test_an_id_that_is_not_read_is_written_nowhere() -> None:
    ours, theirs = Firm("ours"), Firm("theirs")
    written = []
    for request, place, line in _tries(ours, read=False):
        strange = _foreign(theirs, request.route, place)
        before = _named(strange)
        with _undone():
            request.send(ours.owner, _with(request.body, place, strange, line))
            if _named(strange) != before:
                written.append(f"{request.route} {'.'.join(place)} [{line}]")
    assert written == []


@pytest.mark.django_db(transaction=True)
def test_no_address_leads_to_a_record_of_another_company() -> None:
    """Reading, changing and every verb; where the body is looked at first, it is a valid one."""
    ours, theirs = Firm("ours"), Firm("theirs")
    before, let_in = _everything(), []
    for method, path in ADDRESSES:
        address = re.sub(r"\{[^}]+\}", _addressed(theirs, path), path)
        answer = ours.owner.send(method, address, _body_for(ours, f"{method} {path}"), If_Match="1")
        after = _everything()
        if answer.status_code != 404 or after != before:
            let_in.append(f"{method} {path}: {answer.status_code} {answer.content[:150]!r}")
        before = after
    assert let_in == []


def _addressed(firm: Firm, path: str) -> str:
    """The id of a record of the firm that the address may name."""
    before = path.partition("{")[0]
    for request in firm.requests:
        if "{" in request.template and request.template.startswith(before):
            return request.path.removeprefix(before).partition("/")[0]
    return firm.ids[before]


def _body_for(firm: Firm, route: str) -> Any:
    """A valid one."""
    known = next((request.body for request in firm.requests if request.route == route), None)
    method, _, path = route.partition(" ")
    takes_body = "requestBody" in DOCUMENT["paths"][f"/api/v1{path}"][method.lower()]
    return known or BODIES.get(route, {} if takes_body else None)


def _tries(ours: Firm, *, read: bool) -> Iterator[tuple[Request, Place, int]]:
    """Every place of every body, in the first and the last line."""
    for request in ours.requests:
        for place in sorted(place for route, place in PLACES if route == request.route):
            known = any(request.template.endswith(end) and _name(place) == name for end, name in NOT_READ)
            lines = request.body.get("lines", ()) if place[0] == "lines" else ()
            for line in (0, -1) if len(lines) > 1 else (-1,):
                if read != (known and _is_not_read(request, place, line)):
                    yield request, place, line


def _is_not_read(request: Request, place: Place, line: int) -> bool:
    """Where it depends on the line: whether this one is free text, or names what it returns."""
    row = request.body["lines"][line]
    if _name(place) == "unit_id":
        return "item_id" not in row
    if request.template == "/sales/returns":
        return "shipment_line_id" in row
    if _name(place) == "account_id":
        return "kind" in row
    return True


def _named(record: str) -> int:
    return sum(record in row for rows in _everything().values() for row in rows)


@contextmanager
def _undone() -> Iterator[None]:
    """Afterwards all is as before."""
    with suppress(Undo), transaction.atomic():
        yield
        raise Undo
