"""The product's source as the architecture tests read it: parsed once, addressed by module name."""

import ast
import functools
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from tools.paths import ROOT


@dataclass(frozen=True, slots=True)
class Module:
    """One Python file of the package."""

    name: str
    text: str
    tree: ast.Module

    @property
    def room(self) -> str:
        """`heliu.stock.services.moves` stands in room `stock`."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else ""

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def where(self, node: ast.AST) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 1)}"


@dataclass(frozen=True, slots=True)
class Fault:
    """A place that breaks a rule."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def seeded(text: str, name: str = "heliu.sales.services") -> Module:
    """A module that exists only in a test, to prove that a rule can fail."""
    return Module(name=name, text=text, tree=ast.parse(text))


@functools.cache
def product_modules() -> tuple[Module, ...]:
    """All modules of `heliu` except migrations, which Django generates."""
    found = []
    for path in sorted((ROOT / "heliu").rglob("*.py")):
        relative = path.relative_to(ROOT)
        if "migrations" in relative.parts or "static_spa" in relative.parts:
            continue
        name = ".".join(relative.with_suffix("").parts).removesuffix(".__init__")
        text = path.read_text(encoding="utf-8")
        found.append(Module(name=name, text=text, tree=ast.parse(text, filename=str(path))))
    return tuple(found)


@functools.cache
def pyproject() -> dict[str, object]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


@functools.cache
def floors() -> dict[str, int]:
    """Room → floor, 0 at the ground: the order of the import-linter contract, which is the only place that says it."""
    contracts = pyproject()["tool"]["importlinter"]["contracts"]  # type: ignore[index]
    layers = next(contract["layers"] for contract in contracts if contract["name"] == "layers")
    return {room.strip(" ()"): height for height, layer in enumerate(reversed(layers)) for room in layer.split("|")}


def files(folder: Path, suffixes: Iterable[str], *, without: Iterable[str] = ()) -> list[Path]:
    """Text files below a folder, leaving out what is installed or built."""
    skipped = {"node_modules", "dist", "static_spa", "__pycache__", *without}
    wanted = set(suffixes)
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix in wanted and path.is_file() and not skipped.intersection(path.relative_to(folder).parts)
    )


def report(faults: Iterable[Fault]) -> str:
    return "\n".join(str(fault) for fault in faults)
