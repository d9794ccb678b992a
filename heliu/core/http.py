"""The only bridge between HTTP and the rooms: routes that name their permission, problem+json, keyed POST."""

import datetime as dt
import functools
import hashlib
from collections.abc import Callable
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from ninja import Router as NinjaRouter
from ninja.security.base import AuthBase

from heliu.core import clock, gateway
from heliu.core.errors import Category, ErpError, Forbidden, IdempotencyConflict, InvalidFields, InvalidInput
from heliu.core.ids import next_id
from heliu.core.models import IdempotencyKey
from heliu.core.scope import Scope
from heliu.core.transactions import alone_with, business_transaction

PUBLIC = "public"
LOGGED_IN = "logged_in"

STATUS = {
    Category.INVALID: 400,
    Category.UNAUTHENTICATED: 401,
    Category.FORBIDDEN: 403,
    Category.NOT_FOUND: 404,
    Category.CONFLICT: 409,
    Category.PRECONDITION: 412,
    Category.UNAVAILABLE: 503,
}


Authenticator = Callable[[HttpRequest], Any]
_authenticators: list[Authenticator] = []


def install_authenticator(authenticator: Authenticator) -> None:
    """Access tells how a request is authenticated: it returns the user or None and sets request.scope."""
    _authenticators[:] = [authenticator]


class Gate(AuthBase):
    """Who asks and whether they may, decided before anything of the request is parsed."""

    openapi_type = "apiKey"
    openapi_in = "cookie"
    openapi_name = "heliu_session"

    def __init__(self, permission: str) -> None:
        self.permission = permission
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any | None:
        user = _authenticators[0](request)
        if user is not None and self.permission != LOGGED_IN:
            require_permission(request, self.permission)
        return user


def require_permission(request: HttpRequest, permission: str) -> None:
    """Raises Forbidden, also for a user without any company."""
    scope: Scope | None = getattr(request, "scope", None)
    if scope is None:
        raise Forbidden(permission=permission)
    scope.require(permission)


class Router(NinjaRouter):
    """Router whose every operation must say `permission=`; a route without one is a TypeError at import.

    `idempotent=True` (default for POST) makes `Idempotency-Key` repeatable: the first answer is stored in the same
    transaction as the effect.
    """

    def get(self, path: str, **kwargs: Any) -> Callable[..., Any]:
        return self.api_operation(["GET"], path, **kwargs)

    def post(self, path: str, **kwargs: Any) -> Callable[..., Any]:
        return self.api_operation(["POST"], path, **kwargs)

    def put(self, path: str, **kwargs: Any) -> Callable[..., Any]:
        return self.api_operation(["PUT"], path, **kwargs)

    def patch(self, path: str, **kwargs: Any) -> Callable[..., Any]:
        return self.api_operation(["PATCH"], path, **kwargs)

    def delete(self, path: str, **kwargs: Any) -> Callable[..., Any]:
        return self.api_operation(["DELETE"], path, **kwargs)

    def api_operation(self, methods: list[str], path: str, **kwargs: Any) -> Callable[..., Any]:
        permission = kwargs.pop("permission", None)
        if permission is None:
            raise TypeError(f"{methods} {path}: name the permission")
        idempotent = kwargs.pop("idempotent", "POST" in methods and permission not in (PUBLIC, LOGGED_IN))
        kwargs["auth"] = None if permission == PUBLIC else Gate(permission)
        extra = dict(kwargs.pop("openapi_extra", None) or {})
        extra["x-permission"] = permission
        if idempotent:
            extra["parameters"] = [*extra.get("parameters", []), _IDEMPOTENCY_PARAMETER]
        register = super().api_operation(methods, path, openapi_extra=extra, **kwargs)

        def decorate(view: Callable[..., Any]) -> Callable[..., Any]:
            secured = _secured(view, permission=permission, idempotent=idempotent)
            secured.permission = permission  # type: ignore[attr-defined]
            return register(secured)

        return decorate


_IDEMPOTENCY_PARAMETER = {
    "in": "header",
    "name": "Idempotency-Key",
    "required": True,
    "schema": {"type": "string", "minLength": 8, "maxLength": 128},
}


def _secured(view: Callable[..., Any], *, permission: str, idempotent: bool) -> Callable[..., Any]:
    @functools.wraps(view)
    def wrapper(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if permission not in (PUBLIC, LOGGED_IN):
            require_permission(request, permission)
        if idempotent:
            return _once(request, view, *args, **kwargs)
        return view(request, *args, **kwargs)

    return wrapper


def _once(request: HttpRequest, view: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    key = request.headers.get("Idempotency-Key", "")
    if not 8 <= len(key) <= 128:
        raise InvalidInput(field="Idempotency-Key", reason="send a header of 8 to 128 characters, new for each intent.")
    scope: Scope = request.scope  # type: ignore[attr-defined]
    digest = hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.body).hexdigest()
    return _answer_once(scope, key, digest, lambda: view(request, *args, **kwargs))


@business_transaction
def _answer_once(scope: Scope, key: str, digest: str, answer_with: Callable[[], Any]) -> HttpResponse:
    """Effect and stored answer commit together; a deadlock victim is tried again as a whole.

    The same key at the same time waits for the first, so that it gets the first's answer and not a refusal.
    """
    alone_with(f"{scope.company_id}:{key}")
    stored = _stored(scope, key, digest)
    if stored is not None:
        return stored
    answer = answer_with()
    status, body = answer if isinstance(answer, tuple) else (200, answer)
    if isinstance(body, HttpResponse):
        return body
    text = "" if body is None else orjson.dumps(body, default=_jsonable).decode()
    row = (next_id(), scope.company_id, scope.user_id, key, digest, status, text, gateway.moment_text(clock.now()))
    with gateway.cursor() as cur:
        gateway.insert(cur, IdempotencyKey, _ANSWER, [row])
    return HttpResponse(text, status=status, content_type="application/json")


_ANSWER = ("id", "company_id", "user_id", "key", "request_hash", "status", "response", "created_at")
_STORED = "SELECT user_id, request_hash, status, response FROM core_idempotencykey WHERE company_id = %s AND key = %s"


def _stored(scope: Scope, key: str, digest: str) -> HttpResponse | None:
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, _STORED, (scope.company_id, key))
    if not rows:
        return None
    user_id, request_hash, status, text = rows[0]
    if request_hash != digest or user_id != scope.user_id:
        raise IdempotencyConflict(key=key)
    response = HttpResponse(text, status=status, content_type="application/json")
    response["Idempotency-Replayed"] = "true"
    return response


def forget_answers(*, before: dt.datetime) -> int:
    """Removes the stored answers of keys older than that; returns how many. Such a key counts as new afterwards."""
    return IdempotencyKey.objects.filter(created_at__lt=before).delete()[0]


def _jsonable(value: Any) -> Any:
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json")
    return str(value)


def problem(error: ErpError, *, instance: str = "") -> HttpResponse:
    """RFC 9457 document: code and facts are stable, detail is English prose."""
    faults = error.faults if isinstance(error, InvalidFields) else ([error] if error.loc else [])
    body = {
        "type": f"https://heliu.org/problems/{error.code}",
        "title": error.code.replace("_", " "),
        "status": STATUS[error.category],
        "code": error.code,
        "detail": str(error),
        "instance": instance,
        "facts": error.told(),
        "errors": [{"loc": list(f.loc), "code": f.code, "message": str(f), "facts": f.told()} for f in faults],
    }
    return HttpResponse(orjson.dumps(body, default=str), status=body["status"], content_type="application/problem+json")
