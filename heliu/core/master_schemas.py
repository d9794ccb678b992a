"""Schemas the master data APIs share: decimals come in as strings (or integers) and stay Decimal."""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema

from heliu.core.document_schemas import IdIn, Input
from heliu.core.schemas import Schema

__all__ = ["Changed", "Created", "DecimalIn", "DecimalOrNone", "IdIn", "IfMatch", "Input", "MasterStatus", "NamedRef"]

_DECIMAL = r"^-?[0-9]{1,15}(\.[0-9]{1,12})?$"


def _decimal(value: Any) -> Decimal | None:
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("send decimals as strings")
    if not re.match(_DECIMAL, str(value)) or not str(value).isascii():
        raise ValueError("a decimal is written with digits and one point, such as 12.50")
    return Decimal(str(value))


def _version(value: Any) -> int:
    """`3`, `"3"` or `W/"3"`."""
    text = str(value).strip().removeprefix("W/").strip('"')
    if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 9):
        raise ValueError("send the version you have read, so that nobody is overwritten")
    return int(text)


_schema = {"type": "string", "pattern": _DECIMAL, "examples": ["12.50"]}
DecimalIn = Annotated[Decimal, BeforeValidator(_decimal), WithJsonSchema(_schema)]
DecimalOrNone = Annotated[
    Decimal | None, BeforeValidator(_decimal), WithJsonSchema({"anyOf": [_schema, {"type": "null"}]})
]
IfMatch = Annotated[
    int, BeforeValidator(_version), WithJsonSchema({"type": "string", "pattern": '^(W/)?"?[0-9]{1,9}"?$'})
]
MasterStatus = Annotated[str, Field(pattern="^(active|archived|all)$")]


class NamedRef(Schema):
    id: str
    name: str


class Created(Schema):
    """Answer of every creation: the new record's id and first version."""

    id: str
    version: int = 1


class Changed(Schema):
    id: str
    version: int
