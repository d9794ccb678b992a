"""Reads a workbook in a child process: one that eats memory or never ends takes nothing down but its own child."""

import json
import os
import subprocess
import sys
from typing import Any

from heliu.core.errors import Sentence
from heliu.core.tabular.errors import FileRefused

SECONDS_MAX = 60
PROGRAM = (sys.executable, "-m", "heliu.core.tabular.workbook")


def workbook_rows(name: str, content: bytes) -> list[tuple[int, list[str]]]:
    """Number in the file and cells as text, of the first sheet. Raises FileRefused."""
    try:
        child = subprocess.run(
            PROGRAM, input=content, capture_output=True, timeout=SECONDS_MAX, check=False, env=_environment()
        )
    except subprocess.TimeoutExpired as error:
        raise FileRefused(name=name, reason="reading it takes too long; split it.") from error
    if child.returncode:
        raise FileRefused(name=name, reason="it needs more memory than a table should; split it.")
    answer: dict[str, Any] = json.loads(child.stdout)
    if "rows" in answer:
        return [(number, cells) for number, cells in answer["rows"]]
    raise FileRefused(name=name, reason=_reason(answer))


def _environment() -> dict[str, str]:
    """The modules of this process, none of its secrets."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("HELIU_")}
    return kept | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONSAFEPATH": "1"}


def _reason(answer: dict[str, Any]) -> str:
    if "reason" in answer:
        return str(answer["reason"])
    sentence = Sentence(answer["pattern"].format(**answer["values"]))
    sentence.pattern, sentence.values = answer["pattern"], answer["values"]
    return sentence
