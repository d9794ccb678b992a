"""Users of the company: who they are, what they may do, what they see."""

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Header, Query
from pydantic import Field

from heliu.access import queries
from heliu.access.api.schemas import ConflictOut, Created, Id, Input, RoleName
from heliu.access.services import users
from heliu.core.http import Router
from heliu.core.schemas import Schema

router = Router(tags=["users"])


class MemberOut(Schema):
    id: str
    username: str
    display_name: str
    email: str
    language: str
    is_active: bool
    last_login: dt.datetime | None
    has_totp: bool
    must_change_password: bool
    warehouse_ids: list[str] | None
    own_documents: bool
    sees_cost: bool
    roles: list[RoleName]
    conflicts: list[ConflictOut]
    version: int


class MemberList(Schema):
    items: list[MemberOut]
    total: int


class PlaceIn(Input):
    role_ids: list[Id] = Field(default_factory=list, max_length=50)
    warehouse_ids: list[Id] | None = Field(None, max_length=500)
    own_documents: bool = False
    sees_cost: bool = False
    is_active: bool = True


class NewUserIn(PlaceIn):
    username: str = Field(min_length=1, max_length=150)
    password: str = Field(min_length=1, max_length=200)
    display_name: str = Field("", max_length=100)
    email: str = Field("", max_length=254, pattern=r"^$|^[^@\s]+@[^@\s]+$")
    language: str = Field("zh-hans", pattern=r"^(zh-hans|en)$")


class ExistingUserIn(PlaceIn):
    username: str = Field(min_length=1, max_length=150)


class UserChangeIn(PlaceIn):
    display_name: str = Field("", max_length=100)
    email: str = Field("", max_length=254, pattern=r"^$|^[^@\s]+@[^@\s]+$")
    language: str = Field("zh-hans", pattern=r"^(zh-hans|en)$")


class PasswordResetIn(Input):
    password: str = Field(min_length=1, max_length=200)


class Ended(Schema):
    ended: int


def _place(payload: PlaceIn) -> users.Place:
    return users.Place(
        role_ids=tuple(dict.fromkeys(int(i) for i in payload.role_ids)),
        warehouse_ids=None if payload.warehouse_ids is None else tuple(int(i) for i in payload.warehouse_ids),
        own_documents=payload.own_documents,
        sees_cost=payload.sees_cost,
        is_active=payload.is_active,
    )


@router.get("/users", permission="access.user.read", response=MemberList)
def list_users(
    request: HttpRequest,
    page: int = Query(1, ge=1, le=10_000),
    page_size: int = Query(50, ge=1, le=200),
    q: str = Query("", max_length=100),
) -> dict[str, Any]:
    """Members of the company."""
    return queries.users(request.scope, queries.PageRequest(page=page, page_size=page_size, q=q))  # type: ignore[attr-defined]


@router.post("/users", permission="access.user.create", response={201: Created})
def create_user(request: HttpRequest, payload: NewUserIn) -> tuple[int, dict[str, str]]:
    """A new user with a first password that must be changed at the first sign-in."""
    person = users.NewPerson(
        username=payload.username,
        password=payload.password,
        display_name=payload.display_name,
        email=payload.email,
        language=payload.language,
        must_change_password=True,
    )
    return 201, {"id": str(users.create_user(request.scope, person, _place(payload)))}  # type: ignore[attr-defined]


@router.post("/users/existing", permission="access.user.create", response={201: Created})
def add_existing_user(request: HttpRequest, payload: ExistingUserIn) -> tuple[int, dict[str, str]]:
    """Give a user of another company that one administers a place in this one."""
    user_id = users.add_existing_user(request.scope, payload.username, _place(payload))  # type: ignore[attr-defined]
    return 201, {"id": str(user_id)}


@router.get("/users/{user_id}", permission="access.user.read", response=MemberOut)
def read_user(request: HttpRequest, user_id: Id) -> dict[str, Any]:
    """One member."""
    return queries.user(request.scope, int(user_id))  # type: ignore[attr-defined]


@router.put("/users/{user_id}", permission="access.user.update", response=MemberOut)
def update_user(
    request: HttpRequest,
    user_id: Id,
    payload: UserChangeIn,
    if_match: int = Header(alias="If-Match", ge=1, le=2**31 - 1),
) -> dict[str, Any]:
    """Roles, data scope and person; `If-Match` carries the version that was read."""
    scope = request.scope  # type: ignore[attr-defined]
    person = users.PersonChange(display_name=payload.display_name, email=payload.email, language=payload.language)
    users.update_user(scope, int(user_id), _place(payload), version=if_match, person=person)
    return queries.user(scope, int(user_id))


@router.post("/users/{user_id}/reset-password", permission="access.user.update", response={204: None})
def reset_password(request: HttpRequest, user_id: Id, payload: PasswordResetIn) -> tuple[int, None]:
    """A new first password; signs the user out everywhere and switches the second factor off."""
    users.reset_password(request.scope, int(user_id), payload.password)  # type: ignore[attr-defined]
    return 204, None


@router.post("/users/{user_id}/end-sessions", permission="access.user.update", response=Ended)
def end_sessions(request: HttpRequest, user_id: Id) -> dict[str, int]:
    """Sign a user out everywhere."""
    return {"ended": users.end_sessions_of(request.scope, int(user_id))}  # type: ignore[attr-defined]
