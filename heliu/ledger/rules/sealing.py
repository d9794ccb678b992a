"""The hash of a posted entry: canonical text of entry and lines, chained to the seal before it."""

import hashlib
from collections.abc import Iterable

FIRST = "0" * 64


def canonical(entry: str, lines: Iterable[str]) -> bytes:
    """The entry's text and below it the text of each line in order; fields are parted by the unit separator."""
    return "\n".join((entry, *lines)).encode()


def seal(previous: str, content: bytes) -> str:
    """SHA-256 over the previous seal and the content."""
    return hashlib.sha256(previous.encode() + b"\n" + content).hexdigest()
