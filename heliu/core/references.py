"""References of immutable tables on PostgreSQL: checked once per statement instead of once per row.

A foreign key runs a query of its own for every row and column; a posting would run twenty of them per line. Rows that
are never changed need their references looked at only when they come in, and a statement brings many rows that name the
same few records. The check asks more than a foreign key: the record must belong to the company of the row.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models

_DROP_FOREIGN_KEYS = """
DO $body$
DECLARE
    declared text;
BEGIN
    FOR declared IN SELECT conname FROM pg_constraint WHERE conrelid = '{table}'::regclass AND contype = 'f' LOOP
        EXECUTE format('ALTER TABLE {table} DROP CONSTRAINT %I', declared);
    END LOOP;
END
$body$
"""

_CHECK = """
CREATE FUNCTION {table}_refers() RETURNS trigger LANGUAGE plpgsql AS $body$
DECLARE
    wanted record;
    failed text;
BEGIN
    FOR wanted IN SELECT a.company_id{gathered} FROM added a GROUP BY a.company_id LOOP
        SELECT CASE
            {cases}
        END INTO failed;
        IF failed IS NOT NULL THEN
            RAISE EXCEPTION '{table} refused: % names a record that does not exist in the company of the row', failed
                USING ERRCODE = 'foreign_key_violation', TABLE = '{table}', COLUMN = failed;
        END IF;
    END LOOP;
    RETURN NULL;
END
$body$
"""
_GATHERED = ", array_agg(DISTINCT a.{column}) FILTER (WHERE a.{column} IS NOT NULL) AS {column}"
_CHECK_TRIGGER = """
CREATE TRIGGER {table}_refers AFTER INSERT ON {table}
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION {table}_refers()
"""

# KEY SHARE keeps the record until commit, as a foreign key does; in one order, so that two statements cannot embrace.
_LOCK = " ORDER BY p.id FOR KEY SHARE OF p"
# A join and not `= ANY`: for thousands of ids that may read the whole table and search the list for each of its rows.
_CASE = """WHEN cardinality(wanted.{column}) <> (SELECT count(*) FROM (SELECT FROM unnest(wanted.{column}) named (id)
                JOIN {target} p ON p.id = named.id WHERE p.company_id = wanted.company_id{lock}) found)
            THEN '{column}'"""
_COMPANY_CASE = """WHEN 1 <> (SELECT count(*) FROM (SELECT FROM access_company p
                WHERE p.id = wanted.company_id FOR KEY SHARE) found)
            THEN 'company_id'"""

_KEEP = """
CREATE FUNCTION {table}_{column}_kept() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    IF EXISTS (SELECT FROM removed r JOIN {table} a ON a.{column} = r.id) THEN
        RAISE EXCEPTION 'removal from {target} refused: {table} names the record'
            USING ERRCODE = 'foreign_key_violation', TABLE = '{table}', COLUMN = '{column}';
    END IF;
    RETURN NULL;
END
$body$
"""
_KEEP_TRIGGER = """
CREATE TRIGGER {table}_{column}_kept AFTER DELETE ON {target}
REFERENCING OLD TABLE AS removed FOR EACH STATEMENT EXECUTE FUNCTION {table}_{column}_kept()
"""


@dataclass(frozen=True, slots=True)
class _Reference:
    table: str
    column: str
    target: str
    target_is_immutable: bool

    @property
    def names_company(self) -> bool:
        return self.column == "company_id"

    def gathered(self) -> str:
        return "" if self.names_company else _GATHERED.format(column=self.column)

    def case(self) -> str:
        if self.names_company:
            return _COMPANY_CASE
        lock = "" if self.target_is_immutable else _LOCK
        return _CASE.format(column=self.column, target=self.target, lock=lock)

    def keeping(self) -> Iterator[str]:
        """What refuses the removal of a record that is named; immutable ones refuse it by themselves."""
        if self.target_is_immutable:
            return
        for statement in (_KEEP, _KEEP_TRIGGER):
            yield statement.format(table=self.table, column=self.column, target=self.target)


def check_references_by_statement(app_label: str, *model_names: str) -> Callable[[Any, Any], None]:
    """Function for RunPython: the foreign keys of these tables become checks of whole statements (PostgreSQL only).

    The tables must be immutable (inserted, never changed or deleted) and have a company. SQLite keeps its foreign keys,
    which cost it next to nothing.
    """

    def forwards(apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        found = [apps.get_model(app_label, name) for name in model_names]
        immutable = {model._meta.db_table for model in found}
        for model in found:
            for statement in _statements(model, immutable):
                schema_editor.execute(statement.strip(), params=None)

    return forwards


def _statements(model: type[models.Model], immutable: set[str]) -> Iterator[str]:
    table = model._meta.db_table
    references = list(_references(model, immutable))
    yield _DROP_FOREIGN_KEYS.format(table=table)
    yield _CHECK.format(
        table=table,
        gathered="".join(reference.gathered() for reference in references),
        cases="\n            ".join(reference.case() for reference in references),
    )
    yield _CHECK_TRIGGER.format(table=table)
    for reference in references:
        yield from reference.keeping()


def _references(model: type[models.Model], immutable: set[str]) -> Iterator[_Reference]:
    """The company itself needs a look only where no other record that must be named vouches for it."""
    keys = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
    vouched = any(not key.null for key in keys if key.column != "company_id")
    for key in keys:
        if key.column == "company_id" and vouched:
            continue
        target = key.related_model._meta.db_table
        yield _Reference(model._meta.db_table, key.column, target, target in immutable)
