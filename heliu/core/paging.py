"""Keyset pages: how large one is, and the opaque cursor that says where the next one begins.

A cursor is the key of the last row of a page. It comes back from outside, so whatever is not exactly such a key is
refused before it reaches the database.
"""

import base64
import binascii
import datetime as dt
from types import UnionType
from typing import Any

import orjson

from heliu.core.errors import InvalidInput
from heliu.core.scales import INT64_MAX

PAGE_MAX = 200


def page_limit(asked: int) -> int:
    """Rows of a page when `asked` are wanted: 1 to PAGE_MAX."""
    return max(1, min(asked, PAGE_MAX))


def encode_cursor(*key: object) -> str:
    """The key of a row: dates and moments, whole numbers and texts, in the order of the list."""
    return base64.urlsafe_b64encode(orjson.dumps(key, default=str)).decode().rstrip("=")


def decode_cursor(cursor: str, *kinds: type | UnionType) -> tuple[Any, ...]:
    """The key again, one part of each kind: dt.date, int, str or int | str. Raises InvalidInput."""
    try:
        parts = orjson.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(parts, list):
            raise TypeError(parts)
        return tuple(_part(part, kind) for part, kind in zip(parts, kinds, strict=True))
    except (ValueError, TypeError, binascii.Error) as error:
        raise bad_cursor() from error


def bad_cursor() -> InvalidInput:
    return InvalidInput(loc=("cursor",), field="cursor", reason="pass next_cursor of the previous page unchanged.")


def _part(part: Any, kind: type | UnionType) -> Any:
    if kind is dt.date:
        return dt.date.fromisoformat(part)
    if isinstance(part, bool) or not isinstance(part, kind):
        raise TypeError(part)
    if isinstance(part, str) and "\x00" in part:
        raise ValueError(part)
    if isinstance(part, int) and abs(part) > INT64_MAX:
        raise ValueError(part)
    return part
