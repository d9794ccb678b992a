"""Roles and the list of all permissions."""

from typing import Any

from django.http import HttpRequest
from ninja import Header
from pydantic import Field

from heliu.access import queries, registry
from heliu.access.api.schemas import ConflictOut, Created, Id, Input, Name
from heliu.access.rules.patterns import unknown
from heliu.access.services import roles
from heliu.core.http import Router
from heliu.core.schemas import Schema

router = Router(tags=["roles"])


class PermissionOut(Schema):
    code: str
    label_zh: str
    label_en: str


class RoomOut(Schema):
    room: str
    permissions: list[PermissionOut]


class RoleOut(Schema):
    id: str
    code: str
    name_zh: str
    name_en: str
    patterns: list[str]
    permissions: list[str]
    is_preset: bool
    version: int
    conflicts: list[ConflictOut]


class RoleList(Schema):
    items: list[RoleOut]
    total: int


class Patterns(Input):
    patterns: list[str] = Field(max_length=500)


class RoleIn(Patterns):
    code: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    name_zh: Name
    name_en: Name


class Check(Schema):
    unknown: list[str]
    conflicts: list[ConflictOut]


def _content(payload: RoleIn) -> roles.RoleContent:
    return roles.RoleContent(
        code=payload.code,
        name_zh=payload.name_zh,
        name_en=payload.name_en,
        patterns=tuple(dict.fromkeys(payload.patterns)),
    )


@router.get("/permissions", permission="access.role.read", response=list[RoomOut])
def list_permissions(request: HttpRequest) -> list[dict[str, Any]]:
    """Every permission there is, with its labels, grouped by room."""
    return queries.permission_list()


@router.post("/permissions/check", permission="access.role.read", idempotent=False, response=Check)
def check_permissions(request: HttpRequest, payload: Patterns) -> dict[str, Any]:
    """What a role of these patterns would be: patterns that cover nothing, duties that do not go together."""
    return {
        "unknown": unknown(payload.patterns, registry.codes()),
        "conflicts": queries.conflict_list(frozenset(payload.patterns)),
    }


@router.get("/roles", permission="access.role.read", response=RoleList)
def list_roles(request: HttpRequest) -> dict[str, Any]:
    """Roles of the company."""
    rows = queries.roles(request.scope)  # type: ignore[attr-defined]
    return {"items": rows, "total": len(rows)}


@router.post("/roles", permission="access.role.create", response={201: Created})
def create_role(request: HttpRequest, payload: RoleIn) -> tuple[int, dict[str, str]]:
    """A role of one's own making, never wider than oneself."""
    return 201, {"id": str(roles.create_role(request.scope, _content(payload)))}  # type: ignore[attr-defined]


@router.get("/roles/{role_id}", permission="access.role.read", response=RoleOut)
def read_role(request: HttpRequest, role_id: Id) -> dict[str, Any]:
    """One role with the permissions it covers."""
    return queries.role(request.scope, int(role_id))  # type: ignore[attr-defined]


@router.put("/roles/{role_id}", permission="access.role.update", response=RoleOut)
def update_role(
    request: HttpRequest,
    role_id: Id,
    payload: RoleIn,
    if_match: int = Header(alias="If-Match", ge=1, le=2**31 - 1),
) -> dict[str, Any]:
    """Names and patterns; the code stays."""
    scope = request.scope  # type: ignore[attr-defined]
    roles.update_role(scope, int(role_id), _content(payload), version=if_match)
    return queries.role(scope, int(role_id))


@router.delete("/roles/{role_id}", permission="access.role.update", response={204: None})
def delete_role(request: HttpRequest, role_id: Id) -> tuple[int, None]:
    """Only a role of one's own making that nobody holds."""
    roles.delete_role(request.scope, int(role_id))  # type: ignore[attr-defined]
    return 204, None
