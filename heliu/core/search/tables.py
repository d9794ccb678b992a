"""Which tables carry the search of one noun, and the SQL that makes their substring index."""

from dataclasses import dataclass
from typing import Any

from django.db import Error, models, transaction
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


@dataclass(frozen=True, slots=True)
class SearchTables:
    """master: the noun's table; term: whole words with column `owner`; text: one line per record, id = master id."""

    master: type[models.Model]
    term: type[models.Model]
    text: type[models.Model]
    owner: str

    @property
    def master_table(self) -> str:
        return self.master._meta.db_table

    @property
    def term_table(self) -> str:
        return self.term._meta.db_table

    @property
    def text_table(self) -> str:
        return self.text._meta.db_table

    @property
    def fts_table(self) -> str:
        return f"{self.text_table}_fts"


def create_substring_index(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    """SQLite: FTS5 trigram table fed by triggers. PostgreSQL: pg_trgm where it may be created, else nothing."""
    if editor.connection.vendor == "sqlite":
        for statement in _SQLITE_CREATE:
            editor.execute(statement.format(table=table), params=None)
        return
    try:
        with transaction.atomic(using=editor.connection.alias), editor.connection.cursor() as cursor:
            cursor.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            cursor.execute(f'CREATE INDEX "{table}_trgm" ON "{table}" USING gin ("text" gin_trgm_ops)')
    except Error:
        return  # no pg_trgm here: the narrow table is scanned instead, which the search budget was measured with


def drop_substring_index(editor: BaseDatabaseSchemaEditor, table: str) -> None:
    if editor.connection.vendor == "sqlite":
        for statement in _SQLITE_DROP:
            editor.execute(statement.format(table=table), params=None)
    else:
        editor.execute(f'DROP INDEX IF EXISTS "{table}_trgm"', params=None)


def migration_steps(table: str) -> tuple[Any, Any]:
    """(forward, backward) for migrations.RunPython."""

    def forward(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        create_substring_index(editor, table)

    def backward(apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        drop_substring_index(editor, table)

    return forward, backward


_SQLITE_CREATE = (
    'CREATE VIRTUAL TABLE "{table}_fts" USING fts5('
    "text, content='{table}', content_rowid='id', tokenize='trigram', detail='full')",
    'CREATE TRIGGER "{table}_fts_insert" AFTER INSERT ON "{table}" BEGIN '
    'INSERT INTO "{table}_fts"(rowid, text) VALUES (new.id, new.text); END',
    'CREATE TRIGGER "{table}_fts_delete" AFTER DELETE ON "{table}" BEGIN '
    'INSERT INTO "{table}_fts"("{table}_fts", rowid, text) VALUES (\'delete\', old.id, old.text); END',
    'CREATE TRIGGER "{table}_fts_update" AFTER UPDATE ON "{table}" BEGIN '
    'INSERT INTO "{table}_fts"("{table}_fts", rowid, text) VALUES (\'delete\', old.id, old.text); '
    'INSERT INTO "{table}_fts"(rowid, text) VALUES (new.id, new.text); END',
)
_SQLITE_DROP = (
    'DROP TRIGGER IF EXISTS "{table}_fts_insert"',
    'DROP TRIGGER IF EXISTS "{table}_fts_delete"',
    'DROP TRIGGER IF EXISTS "{table}_fts_update"',
    'DROP TABLE IF EXISTS "{table}_fts"',
)
