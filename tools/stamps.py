"""Stamps: a step is skipped when the digest of its inputs is the one written beside its result.

A stamp lives inside what it describes (`.venv`, `node_modules`, the built SPA): removing the result removes the stamp.
"""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest_of(files: Iterable[Path], *, base: Path, salt: str = "") -> str:
    """One SHA-256 over names and contents, independent of the order in which the files are given."""
    digest = hashlib.sha256(salt.encode())
    for path in sorted(files):
        digest.update(path.relative_to(base).as_posix().encode())
        digest.update(b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_fresh(stamp: Path, digest: str) -> bool:
    return stamp.is_file() and stamp.read_text(encoding="utf-8").strip() == digest


def write(stamp: Path, digest: str) -> None:
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest + "\n", encoding="utf-8")
