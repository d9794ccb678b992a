"""The floor of `cycles`: what the services wrote, written again by plain SQL on the driver.

One cycle is recorded: after each step every table is compared with what it was before. A floor step then does with
the driver what a careful engineer would write by hand for exactly these rows, and nothing else: one transaction that
reads every master row the new rows refer to (one statement per table), locks and reads every row it changes, inserts
(executemany per table, COPY for many rows on PostgreSQL) and updates. It computes nothing and checks nothing;
parameters are prepared before the clock starts. Ids and numbers are new in each turn, so the rows are as many and as
large as those of the services.
"""

import re
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.apps import apps
from django.db import connection, models
from psycopg.types.json import Jsonb

from bench.raw_delivery import driver_connection
from heliu.core.ids import next_id

Rows = dict[int, dict[str, Any]]
Statement = tuple[str, Any, str]
"""SQL, parameters, and how they are given: as "one", as "many" rows, or as the text of a "copy"."""
_COPY_FROM_ROWS = 200
_ID_FROM = 10**15
_LONG_NUMBER = re.compile(r"\d{16,19}")
_WHOLE_STATEMENT = frozenset({"ledger_entryline"})
"""PostgreSQL checks per statement that an entry balances: its lines have to come in one."""
_NUMBERS_FROM = 1_000_000
_PART = 1000


@dataclass(slots=True)
class Step:
    """Difference that one commit made; rows by table. Ids above `last_id` are new in this step."""

    last_id: int = 0
    inserted: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    changed: dict[str, list[tuple[dict[str, Any], dict[str, Any]]]] = field(default_factory=dict)
    removed: dict[str, list[int]] = field(default_factory=dict)


def snapshot() -> dict[str, Rows]:
    found: dict[str, Rows] = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table, key = model._meta.db_table, model._meta.pk.column
            cursor.execute(f'SELECT * FROM "{table}"')
            columns = [column[0] for column in cursor.description]
            rows = (dict(zip(columns, row, strict=True)) for row in cursor.fetchall())
            found[table] = {row[key]: row for row in rows}
    return found


def difference(before: dict[str, Rows], after: dict[str, Rows]) -> Step:
    step = Step(last_id=max(key for rows in before.values() for key in rows if isinstance(key, int)))
    for table, rows in after.items():
        old = before[table]
        if new := [row for key, row in rows.items() if key not in old]:
            step.inserted[table] = new
        if changed := [(old[key], row) for key, row in rows.items() if key in old and row != old[key]]:
            step.changed[table] = changed
        if removed := [key for key in old if key not in rows]:
            step.removed[table] = removed
    return step


def record(steps: Iterable[Callable[[], Any]]) -> list[Step]:
    """Runs the steps and tells what each wrote."""
    found = []
    before = snapshot()
    for step in steps:
        step()
        after = snapshot()
        found.append(difference(before, after))
        before = after
    return found


class RawCycle:
    """Writes a recorded cycle again, as often as asked."""

    def __init__(self, steps: Sequence[Step]) -> None:
        self.steps = steps
        self.raw = driver_connection()
        self.is_sqlite = isinstance(self.raw, sqlite3.Connection)
        self.cur = self.raw.cursor()
        self.columns = {
            model._meta.db_table: {f.column: f for f in model._meta.concrete_fields}
            for model in apps.get_models(include_auto_created=True)
        }
        self.keys = {
            model._meta.db_table: model._meta.pk.column for model in apps.get_models(include_auto_created=True)
        }
        rows = [row for step in steps for rows in step.inserted.values() for row in rows]
        last_id = min(step.last_id for step in steps)
        values = (value for row in rows for value in row.values())
        self.new_ids = {value for value in values if _is_id(value) and value > last_id}
        self.numbers = {row["number"] for row in rows if isinstance(row.get("number"), str) and row["number"]}

    @property
    def rows_written(self) -> int:
        return sum(sum(map(len, step.inserted.values())) + sum(map(len, step.changed.values())) for step in self.steps)

    def turn(self, turn: int) -> Callable[[], None]:
        """A call that writes the cycle with ids and numbers of its own: one transaction per step."""
        ids = {old: next_id() for old in sorted(self.new_ids)}
        texts = {number: f"{number[:-4]}R{turn:05d}" for number in self.numbers}
        transactions = [self._statements(step, ids, texts, turn) for step in self.steps]
        return lambda: self._write(transactions)

    def _write(self, transactions: Sequence[Sequence[Statement]]) -> None:
        cur = self.cur
        for statements in transactions:
            cur.execute("BEGIN IMMEDIATE" if self.is_sqlite else "BEGIN")
            for sql, params, how in statements:
                if how == "copy":
                    with cur.copy(sql) as copy:
                        copy.write(params)
                elif how == "many":
                    cur.executemany(sql, params)
                else:
                    cur.execute(sql, params)
                    if cur.description is not None:
                        cur.fetchall()
            cur.execute("COMMIT")

    # one step

    def _statements(self, step: Step, ids: dict[int, int], texts: dict[str, str], turn: int) -> list[Statement]:
        found = [self._read(table, sorted(keys)) for table, keys in sorted(self._masters(step).items())]
        for table, pairs in step.changed.items():
            keys = sorted(ids.get(old[self.keys[table]], old[self.keys[table]]) for old, _ in pairs)
            found.append(self._read(table, keys, lock=True))
        for table, rows in step.inserted.items():
            found += self._inserts(table, [self._renewed(table, row, ids, texts, turn) for row in rows])
        for table, pairs in step.changed.items():
            found += self._updates(table, pairs, ids, texts, turn)
        for table, keys in step.removed.items():
            sql = f'DELETE FROM "{table}" WHERE "{self.keys[table]}" = %s'
            found.append(self._spoken(sql, [(ids.get(key, key),) for key in keys], many=True))
        return found

    def _masters(self, step: Step) -> dict[str, set[int]]:
        """Rows of other tables that the new rows refer to and that were there before the cycle."""
        found: dict[str, set[int]] = defaultdict(set)
        for table, rows in step.inserted.items():
            for column, model_field in self.columns[table].items():
                if not isinstance(model_field, models.ForeignKey):
                    continue
                target = model_field.related_model._meta.db_table
                found[target] |= {row[column] for row in rows if row[column] is not None} - self.new_ids
        return {table: keys for table, keys in found.items() if keys}

    def _read(self, table: str, keys: Sequence[int], *, lock: bool = False) -> Statement:
        columns = ", ".join(f'"{column}"' for column in self.columns[table])
        marks = ", ".join(["%s"] * len(keys))
        sql = f'SELECT {columns} FROM "{table}" WHERE "{self.keys[table]}" IN ({marks})'
        if lock:
            sql += f' ORDER BY "{self.keys[table]}"' + ("" if self.is_sqlite else " FOR NO KEY UPDATE")
        return self._spoken(sql, tuple(keys))

    def _inserts(self, table: str, rows: Sequence[dict[str, Any]]) -> list[Statement]:
        columns = list(rows[0])
        names = ", ".join(f'"{column}"' for column in columns)
        marks = "(" + ", ".join(["%s"] * len(columns)) + ")"
        values = [tuple(row.values()) for row in rows]
        if len(rows) >= _COPY_FROM_ROWS and not self.is_sqlite:
            return [(f'COPY "{table}" ({names}) FROM STDIN', _copy_text(values), "copy")]
        if len(rows) > 1 and table not in _WHOLE_STATEMENT:
            return [self._spoken(f'INSERT INTO "{table}" ({names}) VALUES {marks}', values, many=True)]
        found = []
        for part in _by_entry(rows, values) if table in _WHOLE_STATEMENT else [values]:
            sql = f'INSERT INTO "{table}" ({names}) VALUES ' + ", ".join([marks] * len(part))
            found.append(self._spoken(sql, tuple(value for row in part for value in row)))
        return found

    def _updates(
        self,
        table: str,
        pairs: Sequence[tuple[dict[str, Any], dict[str, Any]]],
        ids: dict[int, int],
        texts: dict[str, str],
        turn: int,
    ) -> list[Statement]:
        groups: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        key = self.keys[table]
        for old, new in pairs:
            renewed = self._renewed(table, new, ids, texts, turn)
            sets, values = [], []
            for column in (column for column in new if new[column] != old[column]):
                by_difference = _is_amount(old[column]) and _is_amount(new[column])
                sets.append(f'"{column}" = "{column}" + %s' if by_difference else f'"{column}" = %s')
                values.append(new[column] - old[column] if by_difference else renewed[column])
            sql = f'UPDATE "{table}" SET {", ".join(sets)} WHERE "{key}" = %s'
            groups[sql].append((*values, renewed[key]))
        return [self._spoken(sql, rows, many=True) for sql, rows in groups.items()]

    def _renewed(
        self, table: str, row: dict[str, Any], ids: dict[int, int], texts: dict[str, str], turn: int
    ) -> dict[str, Any]:
        """The same row with the ids and numbers of this turn."""
        found = {column: self._value(value, ids, texts) for column, value in row.items()}
        if isinstance(row.get("number"), int):
            found["number"] = _NUMBERS_FROM + turn * 10_000 + row["number"] % 10_000
        return found

    def _value(self, value: Any, ids: dict[int, int], texts: dict[str, str]) -> Any:
        if isinstance(value, dict | list):
            return Jsonb(_walked(value, lambda leaf: self._value(leaf, ids, texts)))
        if isinstance(value, int):
            return ids.get(value, value)
        if not isinstance(value, str) or not value:
            return value
        if value in texts:
            return texts[value]
        renewed = _LONG_NUMBER.sub(lambda found: str(ids.get(int(found[0]), found[0])), value)
        for number, other in texts.items():
            renewed = renewed.replace(number, other)
        return renewed

    def _spoken(self, sql: str, params: Any, *, many: bool = False) -> Statement:
        return (sql.replace("%s", "?") if self.is_sqlite else sql), params, "many" if many else "one"


def _copy_text(rows: Iterable[Sequence[Any]]) -> str:
    return "".join("\t".join(map(_copied, row)) + "\n" for row in rows)


def _copied(value: Any) -> str:
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, Jsonb):
        value = orjson.dumps(value.obj).decode()
    text = str(value)
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n") if isinstance(value, str) else text


def _by_entry(rows: Sequence[dict[str, Any]], values: Sequence[tuple[Any, ...]]) -> list[list[tuple[Any, ...]]]:
    """Values in parts that a statement can take, each with whole entries."""
    parts: list[list[tuple[Any, ...]]] = [[]]
    last = None
    for row, value in zip(rows, values, strict=True):
        if row["entry_id"] != last and len(parts[-1]) >= _PART:
            parts.append([])
        last = row["entry_id"]
        parts[-1].append(value)
    return parts


def _is_amount(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < _ID_FROM


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and value >= _ID_FROM


def _walked(value: Any, leaf: Callable[[Any], Any]) -> Any:
    if isinstance(value, dict):
        return {key: _walked(inner, leaf) for key, inner in value.items()}
    if isinstance(value, list):
        return [_walked(inner, leaf) for inner in value]
    found = leaf(value)
    return found.obj if isinstance(found, Jsonb) else found
