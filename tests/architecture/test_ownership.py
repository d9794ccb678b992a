"""Nobody writes another room's models: changes go through the services of the owning room (docs/adr/0007).

Seen are: `Model.objects....create()` and its kin, `Model(...).save()`, `.save()`/`.delete()` on a variable that was
built or loaded from a foreign model in the same function, and the table gateway called with a foreign model.
"""

import ast
from collections.abc import Iterator

import pytest

from tests.architecture.source import Fault, Module, product_modules, report, seeded

WRITES = {
    "save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create", "update_or_create", "add",
    "remove", "set", "clear", "raw",
}  # fmt: skip
MANAGER_WRITES = WRITES - {"add", "remove", "set", "clear"}
GATEWAY_WRITES = {"insert", "update", "add", "upsert"}

# posting is the only writer of the two books (DESIGN, the posting path): their rooms keep the rows, posting adds them.
MAY_WRITE = {("posting", "stock"), ("posting", "ledger")}


def _foreign_models(module: Module) -> dict[str, str]:
    """Local name → owning room, for models imported from other rooms, and for foreign `models` modules."""
    found = {}
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("heliu."):
            continue
        parts = (node.module or "").split(".")
        room = parts[1]
        if room == module.room or (module.room, room) in MAY_WRITE:
            continue
        from_models = "models" in parts[2:]
        for alias in node.names:
            if from_models or alias.name == "models":
                found[alias.asname or alias.name] = room
    return found


def _root_name(node: ast.expr) -> tuple[str | None, bool]:
    """The name an expression begins with, and whether `.objects` lies on the way."""
    managed = False
    while True:
        match node:
            case ast.Attribute(value=inner, attr=attr):
                managed = managed or attr in {"objects", "_base_manager", "_default_manager"}
                node = inner
            case ast.Call(func=inner) | ast.Subscript(value=inner):
                node = inner
            case ast.Name(id=name):
                return name, managed
            case _:
                return None, managed


def _loaded(function: ast.AST, foreign: dict[str, str]) -> dict[str, str]:
    """Variables of a function that hold a foreign row."""
    found = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.value, ast.Call):
            name, _ = _root_name(node.value)
            if name in foreign and isinstance(node.targets[0], ast.Name):
                found[node.targets[0].id] = foreign[name]
        if isinstance(node, ast.For) and isinstance(node.target, ast.Name):
            name, _ = _root_name(node.iter)
            if name in foreign:
                found[node.target.id] = foreign[name]
    return found


def _calls(module: Module) -> Iterator[tuple[ast.Call, dict[str, str]]]:
    """Every call with the foreign names that are visible at that place."""
    foreign = _foreign_models(module)
    if not foreign:
        return
    functions = [node for node in ast.walk(module.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    for scope in [module.tree, *functions]:
        visible = _loaded(scope, foreign) if scope is not module.tree else {}
        for node in ast.walk(scope):
            if isinstance(node, ast.Call):
                yield node, {**foreign, **visible}


def ownership_faults(module: Module) -> list[Fault]:
    faults = {}
    for call, visible in _calls(module):
        if not isinstance(call.func, ast.Attribute):
            continue
        name, managed = _root_name(call.func.value)
        writes = call.func.attr in (MANAGER_WRITES if managed else {"save", "delete"})
        if name in visible and writes:
            faults[module.where(call)] = f"{module.room} writes {visible[name]}'s {name}.{call.func.attr}()"
        if name == "gateway" and call.func.attr in GATEWAY_WRITES and len(call.args) > 1:
            target, _ = _root_name(call.args[1])
            if target in visible:
                faults[module.where(call)] = f"{module.room} writes {visible[target]}'s {target} by the gateway"
    return [Fault(where, what) for where, what in faults.items()]


def test_nobody_writes_another_rooms_models() -> None:
    faults = [fault for module in product_modules() for fault in ownership_faults(module)]
    assert not faults, report(faults)


@pytest.mark.parametrize(
    "line",
    [
        "Item.objects.create(code='x')",
        "Item.objects.filter(id=1).update(code='x')",
        "Item.objects.using('x').filter(id=1).delete()",
        "Item(code='x').save()",
        "item = Item.objects.get(id=1)\n    item.save()",
        "for item in Item.objects.all():\n        item.delete()",
        "catalog_models.Item.objects.bulk_create([])",
        "gateway.insert(cursor, Item, ('id',), [])",
    ],
)
def test_writing_a_foreign_model_is_caught(line: str) -> None:
    head = "from heliu.catalog.models import Item\nfrom heliu.catalog import models as catalog_models\n"
    module = seeded(f"{head}def service(cursor):\n    {line}\n")
    assert len(ownership_faults(module)) == 1


def test_reading_a_foreign_model_and_writing_an_own_one_is_allowed() -> None:
    module = seeded(
        "from heliu.catalog.models import Item\nfrom heliu.sales.models import Order\n"
        "def service():\n    item = Item.objects.get(id=1)\n    Order.objects.create(item=item)\n"
    )
    assert ownership_faults(module) == []


def test_posting_writes_the_books_and_nothing_else() -> None:
    books = seeded("from heliu.stock.models import Move\nMove.objects.bulk_create([])\n", "heliu.posting.write")
    catalog = seeded("from heliu.catalog.models import Item\nItem.objects.create()\n", "heliu.posting.write")
    assert ownership_faults(books) == []
    assert len(ownership_faults(catalog)) == 1
