"""The words of the web client for what the server refuses."""

import functools
import json
import re
from typing import Any

from heliu.core.errors import ErpError, Sentence
from tools.paths import ROOT

_KEY_LENGTH = 60


def key_of(sentence: str) -> str:
    """As the web client names a sentence or its pattern."""
    return re.sub(r"[^a-z0-9]+", "_", sentence.lower()).strip("_")[:_KEY_LENGTH]


@functools.cache
def sentences() -> dict[str, str]:
    path = ROOT / "web" / "src" / "i18n" / "locales" / "zh-CN" / "errors.json"
    found: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))["sentence"]
    return found


def untranslated(error: ErpError) -> str:
    """The reason of a refusal that a Chinese reader would get in English; empty when there is none."""
    reason: Any = error.facts.get("reason")
    if not isinstance(reason, str) or " " not in reason or type(error).__module__.startswith("heliu.integration"):
        return ""
    pattern = reason.pattern if isinstance(reason, Sentence) else reason
    return "" if key_of(pattern) in sentences() else pattern
