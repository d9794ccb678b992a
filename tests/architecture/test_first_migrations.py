"""A fresh database is made with one step per table (`heliu makemigrations --fold` writes it so)."""

import pytest
from django.apps import apps
from django.db import connection, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel, RunPython
from django.db.migrations.state import ProjectState

from heliu.core.first_migration import FirstMigration
from heliu.core.folding import as_first_migration, fold

FIRSTS = {
    label: migration
    for (label, name), migration in MigrationLoader(None).disk_migrations.items()
    if name == "0001_initial" and apps.get_app_config(label).name.startswith("heliu.")
}


@pytest.mark.parametrize("room", sorted(FIRSTS))
def test_a_first_migration_makes_each_table_in_one_step(room: str) -> None:
    steps = [op for op in FIRSTS[room].operations if isinstance(op, AddField | AddConstraint | AddIndex)]

    assert [step.describe() for step in steps] == []


def test_first_migrations_render_the_models_once() -> None:
    assert [room for room, migration in FIRSTS.items() if not isinstance(migration, FirstMigration)] == []


def test_what_django_writes_becomes_a_first_migration() -> None:
    written = "from django.db import migrations\n\n\nclass Migration(migrations.Migration):\n    initial = True\n"

    made = as_first_migration(written)

    assert made == (
        "from django.db import migrations\nfrom heliu.core.first_migration import FirstMigration\n\n\n"
        "class Migration(FirstMigration):\n    initial = True\n"
    )
    with pytest.raises(ValueError, match="no migration"):
        as_first_migration(made)


def test_a_first_migration_refuses_tables_after_other_steps() -> None:
    migration = FirstMigration("0001_initial", "access")
    key = [("id", models.BigIntegerField(primary_key=True))]
    migration.operations = [CreateModel("Here", key), RunPython(RunPython.noop), CreateModel("There", key)]

    with pytest.raises(TypeError, match="new tables come first"):
        migration.apply(ProjectState(), connection.schema_editor())


def test_folding_puts_late_fields_indexes_and_constraints_where_the_table_is_made() -> None:
    index = models.Index(fields=["code"], name="x_code")
    unique = models.UniqueConstraint(fields=["code"], name="x_unique")
    steps = [
        CreateModel("Line", [("id", models.BigIntegerField(primary_key=True))]),
        CreateModel("Header", [("id", models.BigIntegerField(primary_key=True)), ("code", models.TextField())]),
        AddField("Line", "header", models.ForeignKey("room.header", on_delete=models.PROTECT)),
        AddIndex("Header", index),
        AddConstraint("Header", unique),
    ]

    header, line = fold("room", steps)

    assert [name for name, _ in header.fields] == ["id", "code"]
    assert header.options == {"indexes": [index], "constraints": [unique]}
    assert [name for name, _ in line.fields] == ["id", "header"]
    assert len(steps[0].fields) == 1
