"""/api/v1: every room's router under the room's name, and the one place where failures become answers."""

import importlib
import importlib.util
import logging
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, connection
from django.db.models import ProtectedError
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.operation import Operation
from ninja.parser import Parser
from ninja.renderers import BaseRenderer

import heliu
from heliu.config import openapi
from heliu.core.errors import Category, ErpError
from heliu.core.http import LOGGED_IN, PUBLIC, Gate, Router, problem
from heliu.core.schemas import Schema

ROOMS = (
    "access", "catalog", "parties", "stock", "ledger", "posting", "finance", "warehouse",
    "purchasing", "sales", "integration", "reporting", "flows",
)  # fmt: skip
log = logging.getLogger("heliu.api")


class Unauthenticated(ErpError):
    code = "unauthenticated"
    category = Category.UNAUTHENTICATED
    template = "Sign in first."


class NoSuchResource(ErpError):
    code = "not_found"
    category = Category.NOT_FOUND
    template = "There is nothing at this address."


class NotAllowed(ErpError):
    code = "forbidden"
    category = Category.FORBIDDEN
    template = "The request was refused: {reason}"


class Conflict(ErpError):
    code = "conflict"
    category = Category.CONFLICT
    template = "Another record stands against this change; reload and repeat."


class MalformedRequest(ErpError):
    code = "invalid_input"
    template = "{reason}"


class OrjsonRenderer(BaseRenderer):
    """Decimals and anything unknown as strings; ids are strings already."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return orjson.dumps(data, default=_jsonable)


def _jsonable(value: Any) -> Any:
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else str(value)


class StrictParser(Parser):
    """JSON by the letter (no NaN, no lone surrogates) and no NUL, which no database stores."""

    def parse_body(self, request: HttpRequest) -> Any:
        if b"\\u0000" in request.body:
            raise ValueError("NUL characters are not accepted")
        return orjson.loads(request.body)

    def parse_querydict(self, data: Any, list_fields: list[str], request: HttpRequest) -> dict[str, Any]:
        if any("\x00" in value for key in data for value in [key, *data.getlist(key)]):
            raise MalformedRequest(reason="NUL characters are not accepted.")
        return super().parse_querydict(data, list_fields, request)


class DatabaseAway(ErpError):
    code = "database_unavailable"
    category = Category.UNAVAILABLE
    template = "The database does not answer."


class Health(Schema):
    status: str
    version: str


health = Router(tags=["health"])


@health.get("/health", permission=PUBLIC, response=Health)
def read_health(request: HttpRequest) -> dict[str, str]:
    """Whether the program and its database answer; for load balancers and monitors."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        raise DatabaseAway from error
    return {"status": "ok", "version": heliu.__version__}


class Api(NinjaAPI):
    """Operation ids read `room_noun_function`, so that a generated client has short, stable names."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        view = operation.view_func
        words = [w for w in view.__module__.split(".") if w not in ("heliu", "api")]
        return "_".join([*words, view.__name__])


def build() -> NinjaAPI:
    """The whole API; the OpenAPI document is public, its routes are not."""
    api = Api(
        title="Heliu",
        version="1",
        description="合流 Heliu: purchase, sales, stock and finance on one true set of books.",
        auth=Gate(LOGGED_IN),
        docs_url=None,
        openapi_url="/openapi.json",
        renderer=OrjsonRenderer(),
        parser=StrictParser(),
        urls_namespace="api",
    )
    _handle_failures(api)
    api.add_router("", health)
    for room in ROOMS:
        if importlib.util.find_spec(f"heliu.{room}.api") is not None:
            module = importlib.import_module(f"heliu.{room}.api")
            if hasattr(module, "router"):
                api.add_router(f"/{room}", module.router)
    return api


def _handle_failures(api: NinjaAPI) -> None:
    def answer(make: Any) -> Any:
        return lambda request, error: problem(make(error), instance=request.path)

    api.add_exception_handler(ErpError, _refusal)
    api.add_exception_handler(AuthenticationError, answer(lambda error: Unauthenticated()))
    api.add_exception_handler(Http404, answer(lambda error: NoSuchResource()))
    api.add_exception_handler(PermissionDenied, answer(lambda error: NotAllowed(reason="permission")))
    api.add_exception_handler(ProtectedError, answer(lambda error: Conflict()))
    api.add_exception_handler(IntegrityError, _integrity)
    api.add_exception_handler(ValidationError, _validation)
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(Exception, unexpected)


def _refusal(request: HttpRequest, error: Any) -> HttpResponse:
    """Who was refused what is kept in the log, so that probing is seen."""
    if error.category == Category.FORBIDDEN:
        user = getattr(getattr(request, "user_row", None), "pk", None)
        log.warning("refused %s %r to user %s: %s", request.method, request.path[:200], user, error.code)
    return problem(error, instance=request.path)


def _integrity(request: HttpRequest, error: Any) -> HttpResponse:
    log.warning("constraint refused %s %s", request.method, request.path, exc_info=error)
    return problem(Conflict(), instance=request.path)


def _validation(request: HttpRequest, error: Any) -> HttpResponse:
    """ninja's ValidationError: one entry per field, `loc` without ninja's parameter names."""
    errors = [
        {
            "loc": _loc(fault["loc"]),
            "code": fault["type"],
            "message": fault["msg"].removeprefix("Value error, "),
            "facts": {},
        }
        for fault in error.errors
    ]
    body = {
        "type": "https://heliu.org/problems/invalid_input",
        "title": "invalid input",
        "status": 400,
        "code": "invalid_input",
        "detail": f"{len(errors)} fields are refused.",
        "instance": request.path,
        "facts": {},
        "errors": errors,
    }
    return HttpResponse(orjson.dumps(body, default=str), status=400, content_type="application/problem+json")


_SOURCES = frozenset({"body", "query", "path", "header", "form", "file", "cookie"})
_WRAPPERS = frozenset({"payload", "body", "data", "filters", "params"})


def _loc(loc: tuple[Any, ...]) -> list[Any]:
    """('body', 'payload', 'lines', 0, 'item_id') → ['lines', 0, 'item_id']."""
    rest = list(loc)
    if rest and rest[0] in _SOURCES:
        rest = rest[1:]
    if len(rest) > 1 and rest[0] in _WRAPPERS:
        rest = rest[1:]
    return rest


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    status = error.status_code
    if status == 401:
        return problem(Unauthenticated(), instance=request.path)
    if status == 403:
        return problem(NotAllowed(reason=str(error)), instance=request.path)
    if status == 404:
        return problem(NoSuchResource(), instance=request.path)
    return problem(MalformedRequest(reason=str(error)), instance=request.path)


def unexpected(request: HttpRequest, error: Any) -> HttpResponse:
    """Our own fault: logged with its trace, told without internals."""
    log.error("failed: %s %s", request.method, request.path, exc_info=error)
    body = {
        "type": "https://heliu.org/problems/internal",
        "title": "internal error",
        "status": 500,
        "code": "internal",
        "detail": "The server failed; nothing was changed. The cause is in its log.",
        "instance": request.path,
        "facts": {},
        "errors": [],
    }
    return HttpResponse(orjson.dumps(body), status=500, content_type="application/problem+json")


openapi.install()
api = build()
