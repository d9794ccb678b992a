"""A fresh database is made with one step per table (`heliu makemigrations --fold` writes it so)."""

import pytest
from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel

from heliu.core.folding import fold

FIRSTS = {
    label: migration
    for (label, name), migration in MigrationLoader(None).disk_migrations.items()
    if name == "0001_initial" and apps.get_app_config(label).name.startswith("heliu.")
}


@pytest.mark.parametrize("room", sorted(FIRSTS))
def test_a_first_migration_makes_each_table_in_one_step(room: str) -> None:
    steps = [op for op in FIRSTS[room].operations if isinstance(op, AddField | AddConstraint | AddIndex)]

    assert [step.describe() for step in steps] == []


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
