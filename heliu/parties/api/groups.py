"""Routes of groups."""

from typing import Any, Literal

from django.http import HttpRequest
from ninja import Header, Query
from pydantic import Field

from heliu.core.http import Router
from heliu.core.master_schemas import Changed, Created, IdIn, IfMatch, Input
from heliu.core.schemas import Schema
from heliu.parties import queries, services
from heliu.parties.drafts import GroupDraft

router = Router(tags=["party groups"])
Kind = Literal["customer", "supplier"]


class GroupIn(Input):
    kind: Kind
    code: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=1, max_length=100)
    name_en: str = Field(default="", max_length=100)
    status: Literal["active", "archived"] = "active"


class GroupOut(Schema):
    id: str
    kind: Kind
    code: str
    name: str
    name_en: str
    party_count: int
    status: str
    version: int


class GroupList(Schema):
    items: list[GroupOut]
    total: int


class GroupQuery(Input):
    kind: Literal["", "customer", "supplier"] = ""
    q: str = Field(default="", max_length=100)
    page: int = Field(default=1, ge=1, le=10_000)
    page_size: int = Field(default=200, ge=1, le=200)


@router.get("/groups", permission="parties.group.read", response=GroupList)
def list_groups(request: HttpRequest, filters: Query[GroupQuery]) -> dict[str, Any]:
    return queries.list_groups(request.scope, **filters.model_dump())  # type: ignore[attr-defined]


@router.post("/groups", permission="parties.group.manage", response={201: Created})
def create_group(request: HttpRequest, payload: GroupIn) -> tuple[int, dict[str, Any]]:
    group_id = services.create_group(request.scope, GroupDraft(**payload.model_dump()))  # type: ignore[attr-defined]
    return 201, {"id": str(group_id), "version": 1}


@router.put("/groups/{group_id}", permission="parties.group.manage", response=Changed)
def update_group(
    request: HttpRequest, group_id: IdIn, payload: GroupIn, if_match: IfMatch = Header(alias="If-Match")
) -> dict[str, Any]:
    """The kind is fixed."""
    draft = GroupDraft(**payload.model_dump())
    version = services.update_group(request.scope, group_id, draft, version=if_match)  # type: ignore[attr-defined]
    return {"id": str(group_id), "version": version}
