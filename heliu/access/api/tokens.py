"""One's own API tokens."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from pydantic import Field

from heliu.access import queries
from heliu.access.api.schemas import Id, Input, Name
from heliu.access.authentication import require_browser
from heliu.access.errors import NoCompany
from heliu.access.services import tokens
from heliu.core.http import LOGGED_IN, Router
from heliu.core.schemas import Schema
from heliu.core.scope import Scope

router = Router(tags=["tokens"])


class TokenRow(Schema):
    id: str
    name: str
    prefix: str
    patterns: list[str]
    created_at: dt.datetime
    expires_at: dt.datetime
    last_used_at: dt.datetime | None
    state: str


class TokenIn(Input):
    name: Name
    patterns: list[str] = Field(min_length=1, max_length=100)
    days: int = Field(90, ge=1, le=366)


class NewTokenOut(Schema):
    id: str
    token: str
    expires_at: dt.datetime


def _scope(request: HttpRequest) -> Scope:
    require_browser(request)
    scope: Scope | None = request.scope  # type: ignore[attr-defined]
    if scope is None:
        raise NoCompany
    return scope


@router.get("/tokens", permission=LOGGED_IN, response=list[TokenRow])
def list_tokens(request: HttpRequest) -> list[dict[str, Any]]:
    """One's tokens of this company."""
    return queries.tokens(_scope(request))


@router.post("/tokens", permission=LOGGED_IN, response={201: NewTokenOut})
def create_token(request: HttpRequest, payload: TokenIn) -> tuple[int, dict[str, Any]]:
    """A token for a program; it is shown in this answer and never again."""
    row, token = tokens.create_token(
        _scope(request), tokens.NewToken(name=payload.name, patterns=tuple(payload.patterns), days=payload.days)
    )
    return 201, {"id": str(row.pk), "token": token, "expires_at": row.expires_at}


@router.delete("/tokens/{token_id}", permission=LOGGED_IN, response={204: None})
def revoke_token(request: HttpRequest, token_id: Id) -> tuple[int, None]:
    """Works at once."""
    tokens.revoke_token(_scope(request), int(token_id))
    return 204, None
