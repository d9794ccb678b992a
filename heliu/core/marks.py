"""A number per company that changes with every change of certain tables, set by the database itself.

Who remembers what it read of these tables reads the number again in each transaction: another number, another state.
It is drawn at random, not counted: what a transaction read that was rolled back is never taken for what stands later.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Watched:
    """A table with a company. `columns`: only these matter (all, if none are named), and new rows do not."""

    table: str
    columns: tuple[str, ...] = ()

    @property
    def inserts_matter(self) -> bool:
        return not self.columns


def mark_changes(mark_table: str, *tables: Watched) -> Callable[[Any, Any], None]:
    """Function for RunPython: triggers that set `mark` in `mark_table`, one row per company (id, company_id, mark)."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        make = _postgresql if schema_editor.connection.vendor == "postgresql" else _sqlite
        for statement in make(mark_table, tables):
            schema_editor.execute(statement, params=None)

    return forwards


def _events(watched: Watched) -> list[str]:
    return ["INSERT", "UPDATE", "DELETE"] if watched.inserts_matter else ["UPDATE", "DELETE"]


def _sqlite(mark_table: str, tables: tuple[Watched, ...]) -> Iterator[str]:
    for watched in tables:
        for event in _events(watched):
            row = "OLD" if event == "DELETE" else "NEW"
            only = differs = ""
            if event == "UPDATE" and watched.columns:
                only = f" OF {', '.join(watched.columns)}"
                differs = f"WHEN {' OR '.join(f'NEW.{c} IS NOT OLD.{c}' for c in watched.columns)}"
            yield _SQLITE_TRIGGER.format(
                mark_table=mark_table,
                table=watched.table,
                name=event.lower(),
                event=event + only,
                when=differs,
                row=row,
            )


_SQLITE_TRIGGER = """CREATE TRIGGER {mark_table}_{table}_{name} AFTER {event} ON {table}
{when}
BEGIN
    INSERT INTO {mark_table} (id, company_id, mark) VALUES ({row}.company_id, {row}.company_id, random())
    ON CONFLICT (company_id) DO UPDATE SET mark = excluded.mark;
END"""


def _postgresql(mark_table: str, tables: tuple[Watched, ...]) -> Iterator[str]:
    yield _FUNCTION.format(mark_table=mark_table, name=f"{mark_table}_touched", owners="SELECT company_id FROM changed")
    for watched in tables:
        function = f"{mark_table}_touched"
        if watched.columns:
            function = f"{mark_table}_{watched.table}"
            new, old = (", ".join(f"{row}.{c}" for c in watched.columns) for row in ("n", "o"))
            owners = _CHANGED.format(new=new, old=old)
            yield _FUNCTION.format(mark_table=mark_table, name=function, owners=owners)
        for event in _events(watched):
            seen = "OLD TABLE AS changed" if event == "DELETE" else "NEW TABLE AS changed"
            compared = event == "UPDATE" and bool(watched.columns)
            yield (
                f"CREATE TRIGGER {mark_table}_{watched.table}_{event.lower()} AFTER {event} ON {watched.table}\n"
                f"REFERENCING {seen}{' OLD TABLE AS before' if compared else ''} FOR EACH STATEMENT\n"
                f"EXECUTE FUNCTION {function if compared else f'{mark_table}_touched'}()"
            )


_CHANGED = "SELECT n.company_id FROM changed n JOIN before o ON o.id = n.id WHERE ({new}) IS DISTINCT FROM ({old})"
# companies in one order, so that two writers cannot wait for each other
_FUNCTION = """CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    INSERT INTO {mark_table} (id, company_id, mark)
    SELECT company_id, company_id, (random() * 9e18)::bigint FROM ({owners}) touched GROUP BY company_id ORDER BY 1
    ON CONFLICT (company_id) DO UPDATE SET mark = excluded.mark;
    RETURN NULL;
END
$body$"""
