"""Permission patterns: three words with `*` for any one of them, or a lone `*` for everything."""

import re
from collections.abc import Iterable
from functools import lru_cache

_PATTERN = re.compile(r"\*|(?:[a-z][a-z0-9_]*|\*)\.(?:\*|[a-z][a-z0-9_]*)(?:\.(?:\*|[a-z][a-z0-9_]*))?")
EVERYTHING = "*"


def is_pattern(text: str) -> bool:
    return _PATTERN.fullmatch(text) is not None


def matches(pattern: str, code: str) -> bool:
    """`sales.*` covers all of sales; `*.*.read` covers every reading."""
    if pattern == EVERYTHING:
        return True
    wanted, words = pattern.split("."), code.split(".")
    if len(wanted) < len(words) and wanted[-1] != "*":
        return False
    return len(wanted) <= len(words) and all(w in ("*", c) for w, c in zip(wanted, words, strict=False))


@lru_cache(maxsize=1024)
def granted(patterns: frozenset[str], codes: frozenset[str]) -> frozenset[str]:
    """Codes covered by at least one of the patterns."""
    if EVERYTHING in patterns:
        return codes
    return frozenset(code for code in codes if any(matches(p, code) for p in patterns))


def unknown(patterns: Iterable[str], codes: frozenset[str]) -> list[str]:
    """Patterns that are malformed or cover nothing that exists: surely a slip of the pen."""
    return [p for p in patterns if not is_pattern(p) or not granted(frozenset({p}), codes)]
