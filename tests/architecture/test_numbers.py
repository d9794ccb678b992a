"""No float in goods or money (docs/adr/0002): not as a literal, a call, a type, a column, nor by dividing two integers.

Seconds may be floats. Any other float that is neither goods nor money says so on its line: `# float: why`.
"""

import ast
import re

import pytest

from tests.architecture.source import Fault, Module, product_modules, report, seeded

# Pure statistics: forecasts and optimisers work on arrays of floats, and give back quantities that are rounded by rule.
STATISTICS = ("heliu.solvers.",)
BANNED_NAMES = {"float", "FloatField", "DecimalField", "float32", "float64", "Float32", "Float64"}
# Rooms where `/` stands for goods or money; there it must be Decimal's, or better, the rounding module's.
ROUNDED_ROOMS = {"stock", "ledger", "posting"}


_SECONDS = re.compile(r"second|sleep|timeout|monotonic|perf_counter", re.IGNORECASE)


def _allowed(module: Module, node: ast.AST) -> bool:
    line = module.lines[node.lineno - 1]  # type: ignore[attr-defined]
    if _SECONDS.search(line):
        return True
    _, mark, reason = line.partition("# float: ")
    return bool(mark and reason.strip())


def _is_type_guard(node: ast.Call) -> bool:
    """`isinstance(x, float)` refuses floats, which is what the rule wants."""
    return isinstance(node.func, ast.Name) and node.func.id == "isinstance"


def number_faults(module: Module) -> list[Fault]:
    if module.name.startswith(STATISTICS):
        return []
    guards = {
        id(inner)
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and _is_type_guard(node)
        for inner in ast.walk(node)
    }
    faults = []
    for node in ast.walk(module.tree):
        what = ""
        match node:
            case ast.Constant(value=float()):
                what = f"float literal {node.value}"
            case ast.Name(id=name) | ast.Attribute(attr=name) if name in BANNED_NAMES:
                what = f"{name}"
            case ast.BinOp(op=ast.Div()) if module.room in ROUNDED_ROOMS and not _is_path(node):
                what = "true division: use heliu.core.rounding"
        if what and id(node) not in guards and not _allowed(module, node):
            faults.append(Fault(module.where(node), what))
    return faults


def _is_path(node: ast.BinOp) -> bool:
    """`folder / "name"` joins paths."""
    return any(isinstance(side, ast.Constant) and isinstance(side.value, str) for side in (node.left, node.right))


def test_no_float_comes_near_goods_or_money() -> None:
    faults = [fault for module in product_modules() for fault in number_faults(module)]
    assert not faults, report(faults)


@pytest.mark.parametrize(
    "line",
    [
        "price = 9.99",
        "quantity = float('3')",
        "def total(amount: float): ...",
        "models.FloatField()",
        "models.DecimalField(max_digits=20, decimal_places=4)",
        "unit_cost = value / quantity",
        "rate = 0.13  # float:",
    ],
)
def test_a_float_is_caught(line: str) -> None:
    assert len(number_faults(seeded(line, "heliu.stock.rules"))) == 1


@pytest.mark.parametrize(
    "line",
    [
        "time.sleep(0.5)",
        "share = 0.5  # float: of the progress bar",
        "if isinstance(value, float): raise TypeError",
        "path = folder / 'charts.json'",
        "tax = Decimal('0.13')",
        "q, r = divmod(value, quantity)",
    ],
)
def test_exact_arithmetic_and_marked_seconds_are_allowed(line: str) -> None:
    assert number_faults(seeded(line, "heliu.stock.rules")) == []


def test_statistics_are_free_to_use_floats() -> None:
    assert number_faults(seeded("level = 0.3", "heliu.solvers.forecast")) == []
