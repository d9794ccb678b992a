"""The repository lints itself: sizes, names, leftovers, machine traces (docs/adr/0012). Each rule is shown to fail."""

import ast
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.source import Fault, Module, files, product_modules, report, seeded
from tools.paths import ROOT

FILE_LINES_MAX = 600
COMPONENT_LINES_MAX = 250
FUNCTION_LINES_MAX = 70
POSITIONAL_MAX = 6

BANNED_WORDS = ("Manager", "Helper", "Helpers", "Utils", "Util", "Data", "Info", "Misc", "Transaction")
BANNED_FILES = {"utils", "util", "helpers", "helper", "misc", "common", "manager", "managers", "data", "info"}


def _python_modules() -> list[Module]:
    """The product and everything around it."""
    found = list(product_modules())
    for folder in ("tests", "tools", "bench"):
        for path in files(ROOT / folder, {".py"}) if (ROOT / folder).is_dir() else []:
            text = path.read_text(encoding="utf-8")
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            found.append(Module(name=name, text=text, tree=ast.parse(text)))
    return found


def size_faults(module: Module) -> list[Fault]:
    faults = []
    if len(module.lines) > FILE_LINES_MAX:
        faults.append(Fault(module.name, f"{len(module.lines)} lines, at most {FILE_LINES_MAX}"))
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > FUNCTION_LINES_MAX:
            faults.append(Fault(module.where(node), f"{node.name} has {length} lines, at most {FUNCTION_LINES_MAX}"))
        positional = len(node.args.posonlyargs) + len(node.args.args)
        if positional > POSITIONAL_MAX and not module.name.startswith("tests."):  # pytest passes fixtures by name
            faults.append(Fault(module.where(node), f"{node.name}: name the parameters (keyword-only after three)"))
    return faults


def name_faults(module: Module) -> list[Fault]:
    faults = []
    if module.name.rpartition(".")[2] in BANNED_FILES:
        faults.append(Fault(module.name, "a file is named after its concept"))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef) and node.name.endswith(BANNED_WORDS):
            faults.append(Fault(module.where(node), f"class {node.name}: name the thing"))
    return faults


_LEFTOVERS = {
    "unfinished": re.compile(r"#.*\b(?:TODO|FIXME|XXX|HACK)\b|\braise NotImplementedError\b"),
    "swallowed error": re.compile(r"except(?: Exception| BaseException)?:\s*pass\b"),
    "silenced without saying what": re.compile(r"#\s*type:\s*ignore(?!\[)|#\s*noqa(?!:)"),
    "a test that cannot fail": re.compile(r"^\s*assert (?:True|1)\s*(?:#.*)?$"),
    "a breakpoint": re.compile(r"\bbreakpoint\(\)|\bpdb\.set_trace\("),
}
_SKIPS = re.compile(r"pytest\.mark\.(?:skip|skipif|xfail)\b|pytest\.(?:skip|xfail|importorskip)\(")


def leftover_faults(module: Module) -> list[Fault]:
    faults = []
    for number, line in enumerate(module.lines, start=1):
        for what, pattern in _LEFTOVERS.items():
            if pattern.search(line):
                faults.append(Fault(f"{module.name}:{number}", what))
        if module.name.startswith("tests.") and _SKIPS.search(line):
            faults.append(Fault(f"{module.name}:{number}", "a skipped test: deselect by engine, or make it run"))
    faults += [
        Fault(module.where(node), "swallowed error")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node) and isinstance(node.body[0], ast.Pass)
    ]
    return faults


_BROAD = {"Exception", "BaseException"}


def _is_broad(handler: ast.ExceptHandler) -> bool:
    return handler.type is None or (isinstance(handler.type, ast.Name) and handler.type.id in _BROAD)


# Spelled so that this file does not contain what it looks for.
_HOME = "/" + r"(?:ro" + r"ot|ho" + r"me/[a-z]+|Us" + r"ers/[A-Za-z]+)/"
_REGISTRIES = "py" + r"pi\.org|npm" + r"js\.org|npmmirror"
_TRACES = {
    "a path of somebody's machine": re.compile(rf"(?<![\w.]){_HOME}|/wo" + r"rk/(?:main|shared)|/tmp/he" + "liu"),
    "the address of a package registry": re.compile(rf"https?://[^\s\"')]*(?:{_REGISTRIES})"),
    "a private key": re.compile("-----BEGIN [A-Z ]*PRIVATE " + "KEY-----"),
}
_NOT_TEXT = {".gz", ".png", ".jpg", ".ico", ".woff", ".woff2", ".wasm", ".pdf", ".xlsx", ".zip", ".parquet"}


def trace_faults(name: str, text: str) -> list[Fault]:
    return [
        Fault(f"{name}:{number}", what)
        for number, line in enumerate(text.splitlines(), start=1)
        for what, pattern in _TRACES.items()
        if pattern.search(line)
    ]


def _repository_texts() -> list[Path]:
    """What git tracks or would track; what is built or installed is ignored by git and so here."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    paths = [ROOT / name for name in listed.split("\0") if name]
    return [path for path in paths if path.is_file() and path.suffix not in _NOT_TEXT]


def test_files_and_functions_keep_their_size() -> None:
    faults = [fault for module in _python_modules() for fault in size_faults(module)]
    assert not faults, report(faults)


def test_components_of_the_web_client_keep_their_size() -> None:
    faults = []
    for path in files(ROOT / "web" / "src", {".tsx"}):
        length = len(path.read_text(encoding="utf-8").splitlines())
        if length > COMPONENT_LINES_MAX:
            faults.append(Fault(str(path.relative_to(ROOT)), f"{length} lines, at most {COMPONENT_LINES_MAX}"))
    assert not faults, report(faults)


def test_nothing_is_named_after_what_anything_could_be() -> None:
    faults = [fault for module in product_modules() for fault in name_faults(module)]
    assert not faults, report(faults)


def test_nothing_is_left_unfinished_or_silenced() -> None:
    own = "tests.architecture.test_tidy"
    faults = [fault for module in _python_modules() if module.name != own for fault in leftover_faults(module)]
    assert not faults, report(faults)


def test_no_machine_left_its_traces() -> None:
    faults = []
    for path in _repository_texts():
        text = path.read_text(encoding="utf-8", errors="replace")
        faults += trace_faults(str(path.relative_to(ROOT)), text)
    assert not faults, report(faults)


def _function(lines: int, parameters: str = "") -> str:
    return f"def step({parameters}):\n" + "    x = 1\n" * (lines - 1)


@pytest.mark.parametrize(
    ("rule", "text", "name", "says"),
    [
        (size_faults, "x = 1\n" * 601, "heliu.sales.services", "601 lines"),
        (size_faults, _function(71), "heliu.sales.services", "step has 71 lines"),
        (size_faults, _function(2, "a, b, c, d, e, f, g"), "heliu.sales.services", "name the parameters"),
        (name_faults, "class OrderManager: ...", "heliu.sales.services", "name the thing"),
        (name_faults, "class StockInfo: ...", "heliu.sales.services", "name the thing"),
        (name_faults, "x = 1", "heliu.sales.utils", "named after its concept"),
        (leftover_faults, "x = 1  # TODO later", "heliu.sales.services", "unfinished"),
        (leftover_faults, "try:\n    x = 1\nexcept Exception:\n    pass", "heliu.sales.services", "swallowed error"),
        (leftover_faults, "x = y  # type: ignore", "heliu.sales.services", "silenced without saying what"),
        (leftover_faults, "if x:\n    assert True", "tests.unit.test_x", "a test that cannot fail"),
        (leftover_faults, "@pytest.mark.skip\ndef test_x(): ...", "tests.unit.test_x", "a skipped test"),
    ],
)
def test_an_untidy_file_is_caught(rule: Callable[[Module], list[Fault]], text: str, name: str, says: str) -> None:
    faults = rule(seeded(text, name))
    assert len(faults) == 1
    assert says in faults[0].what


@pytest.mark.parametrize(
    "line",
    [
        "see /ho" + "me/anna/books",
        "registry https://py" + "pi.org/simple",
        "-----BEGIN RSA PRIVATE " + "KEY-----",
    ],
)
def test_a_trace_is_caught(line: str) -> None:
    assert len(trace_faults("seeded", line)) == 1


def test_a_tidy_file_passes() -> None:
    module = seeded("class OrderLine:\n    def total(self): ...\n")
    assert [*size_faults(module), *name_faults(module), *leftover_faults(module)] == []
