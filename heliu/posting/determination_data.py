"""The shipped default of account determination: which account of a framework's chart an account key means."""

import functools
import json
from importlib import resources
from typing import Any

from heliu.posting.facts import AccountKey


@functools.cache
def _frameworks() -> dict[str, Any]:
    text = resources.files(__package__).joinpath("determination.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def default_accounts(framework: str) -> dict[AccountKey, str]:
    """Account code per key, complete. Raises KeyError for an unknown framework."""
    entry = _frameworks()[framework]
    base = default_accounts(entry["base"]) if entry["base"] else {}
    return {**base, **{AccountKey(key): str(code) for key, code in entry["accounts"].items()}}
