"""Schemas the master data APIs share: decimals come in as strings (or integers) and stay Decimal."""

from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, WithJsonSchema


def _decimal(value: Any) -> Decimal | None:
    if value is None or isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ValueError("send decimals as strings")
    text = str(value)
    if len(text) > 30 or not text.lstrip("-").replace(".", "", 1).isdecimal() or not text.isascii():
        raise ValueError("a decimal is written with digits and one point, such as 12.50")
    return Decimal(text)


_schema = {"type": "string", "pattern": r"^-?[0-9]{1,15}(\.[0-9]{1,12})?$", "examples": ["12.50"]}
DecimalIn = Annotated[Decimal, BeforeValidator(_decimal), WithJsonSchema(_schema)]
DecimalOrNone = Annotated[
    Decimal | None, BeforeValidator(_decimal), WithJsonSchema({"anyOf": [_schema, {"type": "null"}]})
]


class Created(Schema):
    """Answer of every creation: the new record's id and first version."""

    id: str
    version: int = 1


class Changed(Schema):
    id: str
    version: int
