"""Shapes shared by the routes of access. Ids are strings; unknown fields are refused."""

import datetime as dt
from typing import Annotated, Any

from pydantic import AfterValidator, ConfigDict, Field

from heliu.core.schemas import Schema


def _as_id(text: str) -> str:
    if not text.isascii() or not text.isdigit() or len(text) > 19 or int(text) > 2**63 - 1:
        raise ValueError("an id is a string of digits")
    return text


Id = Annotated[str, AfterValidator(_as_id), Field(pattern=r"^[0-9]{1,19}$", examples=["351843720888320"])]
Name = Annotated[str, Field(min_length=1, max_length=80)]


class Input(Schema):
    """Base of every request body: a field that is not named here is refused, never ignored."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Created(Schema):
    id: str


class RoleName(Schema):
    id: str
    code: str
    name_zh: str
    name_en: str


class DutyOut(Schema):
    code: str
    label_zh: str
    label_en: str


class ConflictOut(Schema):
    left: DutyOut
    right: DutyOut
    permissions: list[str]


class AuditRow(Schema):
    id: str
    at: dt.datetime
    user_id: str
    user_name: str
    source: str
    action: str
    noun: str
    object_id: str
    label: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    reason: str


class AuditPage(Schema):
    items: list[AuditRow]
    next_cursor: str | None
