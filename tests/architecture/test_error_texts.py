"""Whoever is refused something reads why in his own language: every code and every fixed reason has its text."""

import ast
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.architecture.source import ROOT, product_modules
from tests.support.words import key_of

_LOCALES = ROOT / "web" / "src" / "i18n" / "locales"
# Told on the command line only.
_COMMAND_LINE = {"company_unclear", "currency_of_books"}
_CODE = re.compile(r"^[a-z][a-z_.]*$")
_SENTENCES = {"reason", "remedy"}
_REFUSALS = {"refuse", "_refuse", "_invalid", "_Unreadable"}
_OUTSIDE = {"solvers", "integration"}
_NAMED = re.compile(r"\{(\w+)\}")
_SHOWN = re.compile(r"\{\{(\w+)\}\}")


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


def _sentences(tree: ast.AST) -> Iterator[ast.expr]:
    """What is given as `reason=` or `remedy=`, put into a variable of that name, or handed to a small refusal."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from (keyword.value for keyword in node.keywords if keyword.arg in _SENTENCES)
            if isinstance(node.func, ast.Name) and node.func.id in _REFUSALS:
                yield from node.args
        elif isinstance(node, ast.Assign):
            names = {target.id for target in node.targets if isinstance(target, ast.Name)}
            if names & _SENTENCES:
                yield node.value


def _reasons(tree: ast.AST) -> Iterator[str]:
    """Sentences that are always the same, and the patterns of those with facts in them."""
    for node in _sentences(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value:
            yield node.value
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "said":
            pattern = node.args[0]
            assert isinstance(pattern, ast.Constant), f"line {node.lineno}: the pattern itself stands in said(…)"
            yield str(pattern.value)


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_refusal_has_its_text(language: str) -> None:
    texts = _texts(language)
    codes = {code for module in product_modules() if module.room != "solvers" for code in _codes(module.tree)}
    assert sorted(code for code in codes - _COMMAND_LINE if code.replace(".", "_") not in texts) == []


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_reason_has_its_text(language: str) -> None:
    sentences = _texts(language)["sentence"]
    rooms = [module for module in product_modules() if module.room not in _OUTSIDE]
    reasons = {reason for module in rooms for reason in _reasons(module.tree)}
    assert sorted(reason for reason in reasons if key_of(reason) not in sentences) == []


@pytest.mark.parametrize("language", ["zh-CN", "en-US"])
def test_every_text_names_the_facts_of_its_pattern(language: str) -> None:
    sentences = _texts(language)["sentence"]
    rooms = [module for module in product_modules() if module.room not in _OUTSIDE]
    patterns = {reason for module in rooms for reason in _reasons(module.tree) if "{" in reason}
    strange = {
        pattern: unknown
        for pattern in patterns
        if (unknown := set(_SHOWN.findall(sentences[key_of(pattern)])) - set(_NAMED.findall(pattern)))
    }
    assert strange == {}


def test_no_reason_is_put_together_where_nobody_can_translate_it() -> None:
    loose = [
        f"{module.name}:{node.lineno}"
        for module in product_modules()
        if module.room not in _OUTSIDE
        for node in _sentences(module.tree)
        if isinstance(node, ast.JoinedStr | ast.BinOp)
    ]
    assert loose == []
