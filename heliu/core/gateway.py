"""Set-based SQL generated once per (model, columns, engine) and run on the driver's cursor inside the transaction.

The books are written through here, not through model objects: one ORM query costs about ten times its execution.
Values are the stored ones (scaled integers, dates as ISO text or as date objects).
Driver errors come out as django.db errors.
"""

import datetime as dt
import functools
import json
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from typing import Any

import orjson
from django.db import connection, models

from heliu.core.connection import active_connection

Row = Sequence[Any]
Answer = Callable[[], list[tuple[Any, ...]]]

_PG_TYPES = {
    "BigIntegerField": "bigint",
    "IntegerField": "integer",
    "SmallIntegerField": "smallint",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "smallint",
    "CharField": "text",
    "TextField": "text",
    "DateField": "date",
    "DateTimeField": "timestamptz",
    "BooleanField": "boolean",
    "JSONField": "jsonb",
    "BinaryField": "bytea",
    "ForeignKey": "bigint",
    "OneToOneField": "bigint",
}


def _pg_type(field: "models.Field[Any, Any]") -> str:
    internal = field.get_internal_type()
    if internal in _PG_TYPES:
        return _PG_TYPES[internal]
    if isinstance(field, models.BigIntegerField):
        return "bigint"
    raise TypeError(f"{field}: no array type known")


def cursor() -> AbstractContextManager[Any]:
    """The driver's own cursor on Django's connection and transaction; driver errors come out as django.db errors."""
    return _DriverCursor()


class _DriverCursor:
    """A class, not a generator: every use case enters several."""

    __slots__ = ("_errors", "_raw")

    def __enter__(self) -> Any:
        active = active_connection()
        if active.connection is None:  # Django's own question first looks for a running event loop
            active.ensure_connection()
        self._errors = active.wrap_database_errors
        self._raw = active.connection.cursor()
        return self._raw

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        self._raw.close()
        if kind is not None:
            self._errors.__exit__(kind, error, trace)


@functools.cache
def is_postgresql() -> bool:
    """One engine per process: asked dozens of times per document, so asked of Django once."""
    return connection.vendor == "postgresql"


def moment_text(value: dt.datetime) -> str:
    """An instant as rows of the engine in use may hold it: made once, where the driver would make it for each row."""
    return value.astimezone(dt.UTC).isoformat() if is_postgresql() else _sqlite_moment(value)


_OFFSET = len("+00:00")


def _sqlite_moment(value: dt.datetime) -> str:
    utc = value if value.tzinfo is dt.UTC else value.astimezone(dt.UTC)
    return utc.isoformat(" ")[:-_OFFSET]


_ADAPTERS: dict[type[Any], Callable[[Any], str]] = {
    dt.datetime: _sqlite_moment,
    dt.date: dt.date.isoformat,
    dict: lambda value: json.dumps(value, ensure_ascii=False),
    list: lambda value: json.dumps(value, ensure_ascii=False),
}


def adapt_sqlite() -> None:
    """Teaches sqlite3 to store values the way Django reads them back; called once, when the program is set up."""
    import_module("django.db.backends.sqlite3.base")  # which brings adapters of its own
    for kind, adapter in _ADAPTERS.items():
        sqlite3.register_adapter(kind, adapter)


@functools.lru_cache(maxsize=1024)
def placeholder_sql(sql: str) -> str:
    """SQL written with %s placeholders for the engine in use. The text may hold no literal %s or ?."""
    return sql if is_postgresql() else sql.replace("%s", "?")


_NO_PIPELINE = nullcontext()


def pipeline(cur: Any) -> AbstractContextManager[Any]:
    """Inside, PostgreSQL gets statements without a wait for the answer to each; their errors come at the latest at
    the end. No COPY inside."""
    return cur.connection.pipeline() if is_postgresql() else _NO_PIPELINE


def ask(cur: Any, sql: str, params: Sequence[Any] = ()) -> Answer:
    """Sends a query now and gives its rows when called: inside a pipeline, several are on their way at once."""
    if not is_postgresql():
        rows = fetch(cur, sql, params)
        return lambda: rows
    own = cur.connection.cursor()
    own.execute(sql, params)
    answer: Answer = own.fetchall
    return answer


def together(cur: Any, *loaders: Iterator[None]) -> None:
    """Runs loaders that ask, yield and then take: all have asked before the first takes."""
    with pipeline(cur):
        for loader in loaders:
            next(loader, None)
    for loader in loaders:
        for _ in loader:
            raise RuntimeError("a loader yields once, between asking and taking")


def fetch(cur: Any, sql: str, params: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    cur.execute(placeholder_sql(sql), params)
    rows: list[tuple[Any, ...]] = cur.fetchall()
    return rows


def execute(cur: Any, sql: str, params: Sequence[Any] = ()) -> int:
    """Runs one statement; returns the number of rows touched."""
    cur.execute(placeholder_sql(sql), params)
    return int(cur.rowcount)


def in_list(column: str) -> str:
    """`column IN (…)` for one list parameter of any length; pass it through list_param()."""
    if is_postgresql():
        return f"{column} = ANY(%s)"
    return f"{column} IN (SELECT value FROM json_each(%s))"


_MARKS_MOST = 16


def among(column: str, values: Collection[int]) -> tuple[str, tuple[Any, ...]]:
    """`column IN (…)` and its parameters: few values one by one, which SQLite finds in half the time of a list.

    Their number is filled up to a power of two, so that a statement comes in few forms, each prepared once.
    """
    if len(values) == 1:
        return _marked(column, 1), tuple(values)
    if is_postgresql() or not 0 < len(values) <= _MARKS_MOST:
        return in_list(column), (list_param(values),)
    given = list(values)
    size = 1 << (len(given) - 1).bit_length()
    given += given[-1:] * (size - len(given))
    return _marked(column, size), tuple(given)


@functools.cache
def _marked(column: str, size: int) -> str:
    return f"{column} IN ({', '.join(['%s'] * size)})"


def list_param(values: Iterable[int] | Iterable[str]) -> Any:
    return _array(list(values)) if is_postgresql() else orjson.dumps(list(values)).decode()


def as_date(value: dt.date | str) -> dt.date:
    """A date column as fetch() gives it: PostgreSQL answers a date, SQLite the text it keeps."""
    return value if isinstance(value, dt.date) else dt.date.fromisoformat(value)


@functools.lru_cache(maxsize=4096)
def date_text(value: dt.date | str) -> str:
    """The same as ISO text, which is how rows to be written best hold a date: few days are written again and again."""
    return value if isinstance(value, str) else value.isoformat()


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


_ELEMENTS: dict[type[Any], Callable[[Any], str]] = {
    int: int.__repr__,
    str: _quoted,
    type(None): lambda value: "NULL",
    bool: lambda value: "t" if value else "f",
    dt.date: dt.date.isoformat,
    dt.datetime: lambda value: f'"{value.isoformat()}"',
    dict: lambda value: _quoted(json.dumps(value, ensure_ascii=False)),
}


def _array(column: Sequence[Any]) -> Any:
    """A column as the text of a PostgreSQL array: the driver's own way looks at every element three times."""
    try:
        return "{" + ",".join(_texts(column, _ELEMENTS)) + "}"
    except KeyError:
        return list(column)


def _texts(column: Sequence[Any], elements: Mapping[type[Any], Callable[[Any], str]]) -> list[str]:
    """A batch says the same day, company and currency in every row: such a column is written once."""
    if column:
        first = column[0]
        if column.count(first) == len(column):
            return [elements[type(first)](first)] * len(column)
    return [elements[type(value)](value) for value in column]


def _arrays(rows: Sequence[Row]) -> list[Any]:
    return [_array(column) for column in zip(*rows, strict=True)]


@functools.lru_cache(maxsize=512)
def _insert_sql(model: type[models.Model], columns: tuple[str, ...], vendor: str) -> str:
    by_name = {f.attname: f for f in model._meta.concrete_fields}
    fields = [by_name[c] for c in columns]
    names = ", ".join(f'"{f.column}"' for f in fields)
    table = model._meta.db_table
    if vendor == "postgresql":
        arrays = ", ".join(f"%s::{_pg_type(f)}[]" for f in fields)
        return f'INSERT INTO "{table}" ({names}) SELECT * FROM unnest({arrays})'
    marks = ", ".join("?" * len(fields))
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks})'


@functools.lru_cache(maxsize=512)
def _copy_sql(model: type[models.Model], columns: tuple[str, ...]) -> str:
    by_name = {f.attname: f for f in model._meta.concrete_fields}
    names = ", ".join(f'"{by_name[c].column}"' for c in columns)
    return f'COPY "{model._meta.db_table}" ({names}) FROM STDIN'


_COPY_FROM_ROWS = 200
_COPY_BLOCK_ROWS = 1000
"""The server takes in one block while the next is written."""


def _copied(value: str) -> str:
    return value.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


class _ByType(dict[type[Any], Callable[[Any], str]]):
    def __missing__(self, kind: type[Any]) -> Callable[[Any], str]:
        """A kind of its own, such as an enumeration of texts, is written as what it is made of."""
        for base in kind.__mro__:
            if base in self:
                found = self[kind] = self[base]
                return found
        raise TypeError(f"{kind.__name__}: not known to COPY")


_COPIED = _ByType(
    {
        int: int.__repr__,
        str: _copied,
        type(None): lambda value: "\\N",
        bool: lambda value: "t" if value else "f",
        bytes: lambda value: "\\\\x" + value.hex(),
        dt.date: dt.date.isoformat,
        dt.datetime: dt.datetime.isoformat,
        dict: lambda value: _copied(json.dumps(value, ensure_ascii=False)),
    }
)


def _copy_text(rows: Sequence[Row]) -> str:
    """Rows in the text format of COPY, made column by column: the driver's own way looks at every value by itself."""
    columns = [_texts(column, _COPIED) for column in zip(*rows, strict=True)]
    return "\n".join(map("\t".join, zip(*columns, strict=True))) + "\n"


def _in_pipeline(cur: Any) -> bool:
    return bool(cur.connection.info.pipeline_status)


def insert(cur: Any, model: type[models.Model], columns: tuple[str, ...], rows: Sequence[Row]) -> None:
    """Insert all rows with one statement (unnest), COPY for large batches, executemany on SQLite."""
    if not rows:
        return
    if not is_postgresql():
        sql = _insert_sql(model, columns, "sqlite")
        if len(rows) == 1:
            cur.execute(sql, rows[0])
        else:
            cur.executemany(sql, rows)
        return
    if len(rows) >= _COPY_FROM_ROWS and not _in_pipeline(cur):
        with cur.copy(_copy_sql(model, columns)) as copy:
            for first in range(0, len(rows), _COPY_BLOCK_ROWS):
                copy.write(_copy_text(rows[first : first + _COPY_BLOCK_ROWS]))
        return
    cur.execute(_insert_sql(model, columns, "postgresql"), _arrays(rows))


@functools.lru_cache(maxsize=512)
def _update_sql(model: type[models.Model], keys: tuple[str, ...], sets: tuple[str, ...], vendor: str) -> str:
    by_name = {f.attname: f for f in model._meta.concrete_fields}
    table = model._meta.db_table
    if vendor == "postgresql":
        assign = ", ".join(f'"{by_name[c].column}" = v."{c}"' for c in sets)
        match = " AND ".join(f't."{by_name[c].column}" = v."{c}"' for c in keys)
        names = ", ".join(f'"{c}"' for c in (*sets, *keys))
        arrays = ", ".join(f"%s::{_pg_type(by_name[c])}[]" for c in (*sets, *keys))
        return f'UPDATE "{table}" AS t SET {assign} FROM unnest({arrays}) AS v({names}) WHERE {match}'
    assign = ", ".join(f'"{by_name[c].column}" = ?' for c in sets)
    match = " AND ".join(f'"{by_name[c].column}" = ?' for c in keys)
    return f'UPDATE "{table}" SET {assign} WHERE {match}'


def update(
    cur: Any, model: type[models.Model], *, keys: tuple[str, ...], sets: tuple[str, ...], rows: Sequence[Row]
) -> None:
    """Set `sets` where `keys` match; each row holds the set values first, then the key values."""
    if not rows:
        return
    if is_postgresql():
        sql = _update_sql(model, keys, sets, "postgresql")
        cur.execute(sql, _arrays(rows))
    else:
        cur.executemany(_update_sql(model, keys, sets, "sqlite"), rows)


@functools.lru_cache(maxsize=512)
def _add_sql(
    model: type[models.Model], keys: tuple[str, ...], adds: tuple[str, ...], extra: tuple[str, ...], vendor: str
) -> str:
    by_name = {f.attname: f for f in model._meta.concrete_fields}
    table = model._meta.db_table
    columns = (*keys, *adds, *extra)
    names = ", ".join(f'"{by_name[c].column}"' for c in columns)
    conflict = ", ".join(f'"{by_name[c].column}"' for c in keys)
    assign = ", ".join(
        f'"{by_name[c].column}" = "{table}"."{by_name[c].column}" + excluded."{by_name[c].column}"' for c in adds
    )
    tail = f"ON CONFLICT ({conflict}) DO UPDATE SET {assign}"
    if vendor == "postgresql":
        arrays = ", ".join(f"%s::{_pg_type(by_name[c])}[]" for c in columns)
        return f'INSERT INTO "{table}" ({names}) SELECT * FROM unnest({arrays}) {tail}'
    marks = ", ".join("?" * len(columns))
    return f'INSERT INTO "{table}" ({names}) VALUES ({marks}) {tail}'


def add(
    cur: Any,
    model: type[models.Model],
    *,
    keys: tuple[str, ...],
    adds: tuple[str, ...],
    extra: tuple[str, ...] = (),
    rows: Sequence[Row],
) -> None:
    """Upsert that adds: rows hold keys, then addends, then columns used only when the row is new (ids).

    `rows` must not repeat a key; sort them by key so that concurrent writers meet in one order.
    """
    if not rows:
        return
    if is_postgresql():
        cur.execute(_add_sql(model, keys, adds, extra, "postgresql"), _arrays(rows))
    else:
        cur.executemany(_add_sql(model, keys, adds, extra, "sqlite"), rows)
