"""Opaque cursors of keyset pages whose key is a run of integers."""

import base64
import binascii

from heliu.core.errors import InvalidInput

_LIMIT = 2**63


def encode_key(*parts: int) -> str:
    return base64.urlsafe_b64encode(",".join(map(str, parts)).encode()).decode().rstrip("=")


def decode_key(cursor: str, length: int) -> tuple[int, ...]:
    """Raises InvalidInput when the cursor was not made by encode_key with `length` parts."""
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii")
        parts = tuple(int(part) for part in text.split(","))
        if len(parts) != length or any(abs(part) >= _LIMIT for part in parts):
            raise ValueError(text)
    except (ValueError, binascii.Error) as error:
        raise InvalidInput(field="cursor", reason="pass next_cursor of the previous page unchanged.") from error
    return parts
