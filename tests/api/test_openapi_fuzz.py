"""Requests made up from the OpenAPI document: whatever fits it is answered without a fault of the server.

Answers that say 200 must look as the document promises. Requests are sent by an owner, so that nothing is refused at
the gate and every route's own code runs.
"""

import functools
import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import response_schema_conformance
from schemathesis.specs.openapi.schemas import OpenApiSchema

from heliu.access.services.tokens import NewToken, create_token
from heliu.config.api import ROOMS
from heliu.config.wsgi import application
from tests.support import people

pytestmark = pytest.mark.django_db

_EXAMPLES = 5
_CHECKS = [not_a_server_error, response_schema_conformance]


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """A server may end its connection after a request; here all requests share one, and its transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def token() -> str:
    """An owner's personal token: every right, and no CSRF detour."""
    company = people.company()
    owner = people.user(company, "owner")
    _, token = create_token(people.scope(owner, company), NewToken(name="fuzz", patterns=("*",), days=1))
    return token


@functools.cache
def _document() -> OpenApiSchema:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)


def _operations(room: str) -> list[APIOperation[Any, Any, Any, Any]]:
    chosen = _document().include(path_regex=rf"^/api/v1/{re.escape(room)}/")
    return [found.ok() for found in chosen.get_all_operations()]


def _send_many(operation: APIOperation[Any, Any, Any, Any], mode: GenerationMode, token: str) -> None:
    @settings(
        max_examples=_EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: schemathesis.Case) -> None:
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        case.validate_response(answer, checks=_CHECKS)

    send()


def _takes_input(operation: APIOperation[Any, Any, Any, Any]) -> bool:
    return bool(list(operation.iter_parameters()) or list(operation.body))


def _faults(room: str, mode: GenerationMode, token: str) -> tuple[int, list[str]]:
    operations, faults = _operations(room), []
    for operation in operations:
        try:
            _send_many(operation, mode, token)
        except Unsatisfiable:
            # Nothing can be wrong with a request that takes no input; any other operation must have been tried.
            if _takes_input(operation):
                faults.append(f"{operation.label}: no breaking request could be made")
        except (Exception, BaseExceptionGroup) as fault:
            faults.append(f"{operation.label}: {fault}")
    return len(operations), faults


@pytest.mark.parametrize("room", ROOMS)
def test_requests_that_fit_the_document_never_break_the_server(room: str, token: str) -> None:
    _, faults = _faults(room, GenerationMode.POSITIVE, token)
    assert not faults, "\n\n".join(faults)


@pytest.mark.parametrize("room", ROOMS)
def test_requests_that_break_the_document_never_break_the_server(room: str, token: str) -> None:
    _, faults = _faults(room, GenerationMode.NEGATIVE, token)
    assert not faults, "\n\n".join(faults)


def test_every_room_with_routes_is_reached() -> None:
    reached = {room: len(_operations(room)) for room in ROOMS}
    assert sum(reached.values()) > 20
    assert reached["access"] > 20
