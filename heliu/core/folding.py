"""Folds the operations of a first migration: each table is made once, with all its columns, constraints and indexes.

Django writes fields of mutual reference, constraints and indexes as steps of their own, and renders the models of the
whole program anew for each step; a fresh database took twice as long to make.
"""

from collections.abc import Sequence

from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation


def fold(app_label: str, operations: Sequence[Operation]) -> list[Operation]:
    """The same tables with fewer operations; what cannot be folded stays at the end. `operations` is left as it is."""
    models = {op.name_lower: _copy(op) for op in operations if isinstance(op, CreateModel)}
    late: list[Operation] = []
    for op in operations:
        if isinstance(op, CreateModel):
            continue
        if isinstance(op, AddField) and op.model_name_lower in models:
            models[op.model_name_lower].fields.append((op.name, op.field))
        elif isinstance(op, AddConstraint | AddIndex) and op.model_name_lower in models:
            _add_option(models[op.model_name_lower], op)
        else:
            late.append(op)
    return [*_in_order(app_label, models), *late]


_DJANGOS = "class Migration(migrations.Migration):\n"
_OURS = "from heliu.core.first_migration import FirstMigration\n\n\nclass Migration(FirstMigration):\n"


def as_first_migration(text: str) -> str:
    """The text of a migration as Django writes it, made one that renders models once. Raises ValueError."""
    if text.count(_DJANGOS) != 1:
        raise ValueError("no migration as Django writes it")
    return text.replace(f"\n\n{_DJANGOS}", _OURS)


def _copy(op: CreateModel) -> CreateModel:
    return CreateModel(op.name, list(op.fields), dict(op.options), op.bases, op.managers)


def _add_option(model: CreateModel, op: AddConstraint | AddIndex) -> None:
    key, value = ("constraints", op.constraint) if isinstance(op, AddConstraint) else ("indexes", op.index)
    model.options[key] = [*model.options.get(key, []), value]


def _in_order(app_label: str, models: dict[str, CreateModel]) -> list[CreateModel]:
    """Referenced tables first. Raises ValueError on a circle of references, which no room has."""
    wanted = {name: _references(app_label, op) & set(models) - {name} for name, op in models.items()}
    ordered: list[CreateModel] = []
    done: set[str] = set()
    while len(done) < len(models):
        ready = [name for name in models if name not in done and wanted[name] <= done]
        if not ready:
            raise ValueError(f"{app_label}: models refer to each other in a circle: {sorted(set(models) - done)}")
        done.update(ready)
        ordered += [models[name] for name in ready]
    return ordered


def _references(app_label: str, model: CreateModel) -> set[str]:
    names = set()
    for _, field in model.fields:
        target = getattr(getattr(field, "remote_field", None), "model", None)
        label, _, name = str(target).lower().rpartition(".")
        if target is not None and label == app_label:
            names.add(name)
    return names
