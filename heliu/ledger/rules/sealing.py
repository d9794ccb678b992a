"""The hash of a posted entry: canonical text of entry and lines, chained to the seal before it."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

FIRST = "0" * 64


def canonical(entry: Sequence[Any], lines: Iterable[Sequence[Any]]) -> bytes:
    """One line of text per row; every field written the same on every engine, absent values as a bare dash."""
    rows = (entry, *lines)
    return "\n".join("\x1f".join("-" if value is None else str(value) for value in row) for row in rows).encode()


def seal(previous: str, content: bytes) -> str:
    """SHA-256 over the previous seal and the content."""
    return hashlib.sha256(previous.encode() + b"\n" + content).hexdigest()
