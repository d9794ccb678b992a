"""Whoever is refused something reads why in his own language: every code and every fixed reason has its text."""

import ast
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.architecture.source import ROOT, product_modules

_LOCALES = ROOT / "web" / "src" / "i18n" / "locales"
# Told on the command line only.
_COMMAND_LINE = {"company_unclear", "currency_of_books"}
_CODE = re.compile(r"^[a-z][a-z_.]*$")
_KEY_LENGTH = 60


def _texts(language: str) -> dict[str, Any]:
    texts: dict[str, Any] = json.loads((_LOCALES / language / "errors.json").read_text(encoding="utf-8"))
    return texts


def _codes(tree: ast.AST) -> Iterator[str]:
    """`code = "…"` of the classes."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef):
            continue
        for statement in node.body:
            if isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Constant):
                names = [target.id for target in statement.targets if isinstance(target, ast.Name)]
                if names == ["code"] and _CODE.match(str(statement.value.value)):
                    yield str(statement.value.value)


def _reasons(tree: ast.AST) -> Iterator[str]:
    """`reason="…"` wherever something is refused with a sentence that is always the same."""
    for node in ast.walk(tree):
        for keyword in node.keywords if isinstance(node, ast.Call) else ():
            said = keyword.value.value if isinstance(keyword.value, ast.Constant) else None
            if keyword.arg == "reason" and isinstance(said, str) and " " in said:
                yield said


def _key(sentence: str) -> str:
    """As the web client names a sentence."""
    return re.sub(r"[^a-z0-9]+", "_", sentence.lower()).strip("_")[:_KEY_LENGTH]


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_refusal_has_its_text(language: str) -> None:
    texts = _texts(language)
    codes = {code for module in product_modules() if module.room != "solvers" for code in _codes(module.tree)}
    assert sorted(code for code in codes - _COMMAND_LINE if code.replace(".", "_") not in texts) == []


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_fixed_reason_has_its_text(language: str) -> None:
    sentences = _texts(language)["sentence"]
    rooms = [module for module in product_modules() if module.room not in {"solvers", "integration"}]
    reasons = {reason for module in rooms for reason in _reasons(module.tree)}
    assert sorted(reason for reason in reasons if _key(reason) not in sentences) == []
