"""Queries that Django builds once and the driver runs from then on: building one costs ten times its execution.

    @prepared
    def _lines(company_id: int, order_id: int) -> QuerySet[OrderLine]:
        return OrderLine.objects.filter(company_id=company_id, order_id=order_id).order_by("line_no")

    for line in _lines(scope.company_id, order_id): ...

The function is called once, with marks in place of its arguments; so it may do nothing but build one query. Its
arguments must be integers that stand in it as they are, or lists of integers that stand in it as `column__in=ids`. Rows
come as the query gives them: model objects, dictionaries of values(), or tuples of values_list().
"""

import functools
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet

from heliu.core import gateway

_MARKS_FROM = 4_611_686_018_427_000_000
T = TypeVar("T", bound=Model)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Statement, its parameters (an index names an argument), converters by column, and what a row is made into: an
    object of the model, a dictionary by names, or a tuple where there are none.

    The place of a list in the statement is text of gateway.in_list().
    """

    sql: str
    params: tuple[tuple[int, Any], ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]
    model: type[Model] | None
    names: tuple[str, ...]


def prepared(build: Callable[..., "QuerySet[T, Any]"]) -> Callable[..., list[Any]]:
    """The rows of the query for given arguments."""

    @functools.lru_cache(maxsize=4)
    def plan(vendor: str, are_lists: tuple[bool, ...]) -> _Plan:
        marks = range(_MARKS_FROM, _MARKS_FROM + len(are_lists))
        query = build(*([mark] if is_list else mark for mark, is_list in zip(marks, are_lists, strict=True)))
        return _planned(query, are_lists)

    @functools.wraps(build)
    def rows(*arguments: int | Collection[int]) -> list[Any]:
        are_lists = tuple([not isinstance(value, int) for value in arguments])
        known = plan(connection.vendor, are_lists)
        given = [value if isinstance(value, int) else gateway.list_param(value) for value in arguments]
        with gateway.cursor() as cur:
            values = [value if index < 0 else given[index] for index, value in known.params]
            return _shaped(known, gateway.fetch(cur, known.sql, values))

    return rows


def _planned(query: "QuerySet[Any, Any]", are_lists: tuple[bool, ...]) -> _Plan:
    compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    marks = {_MARKS_FROM + index: index for index in range(len(are_lists))}
    slots = tuple((marks.get(value, -1) if isinstance(value, int) else -1, value) for value in params)
    if "%%" in sql:
        raise TypeError(f"{query.model.__name__}: a query with a literal % cannot be prepared")
    missing = set(marks.values()) - {index for index, _ in slots}
    if missing:
        raise TypeError(f"{query.model.__name__}: argument {min(missing) + 1} does not stand in the query as it is")
    converters = compiler.get_converters([column for column, _, _ in compiler.select])
    made_by = query._iterable_class.__name__
    is_model = made_by == "ModelIterable"
    if not is_model and made_by not in ("ValuesIterable", "ValuesListIterable", "FlatValuesListIterable"):
        raise TypeError(f"{query.model.__name__}: only model objects, values() and values_list() can be prepared")
    names: tuple[str, ...] = ()
    if is_model:
        names = tuple(column.target.attname for column, _, _ in compiler.select)
    elif made_by == "ValuesIterable":
        names = tuple(query.query.selected or ())
    return _Plan(
        sql=_with_lists(sql, [index >= 0 and are_lists[index] for index, _ in slots]),
        params=slots,
        converters=tuple((at, tuple(functions), column) for at, (functions, column) in converters.items()),
        model=query.model if is_model else None,
        names=names,
    )


def _with_lists(sql: str, is_list: Sequence[bool]) -> str:
    """The statement with `column = ANY(%s)`, or what SQLite knows instead, where a list stands. Raises TypeError."""
    before, *after = sql.split("%s")
    for listed, part in zip(is_list, after, strict=True):
        if not listed:
            before += "%s" + part
            continue
        column, found, rest = before.rpartition(" IN (")
        if not found or rest or not part.startswith(")"):
            raise TypeError("a list must stand in the query as column__in=ids")
        before = gateway.in_list(column) + part[1:]
    return before


def _shaped(plan: _Plan, found: list[tuple[Any, ...]]) -> list[Any]:
    rows = found
    if plan.converters:
        rows = []
        for row in found:
            values = list(row)
            for at, functions, column in plan.converters:
                for function in functions:
                    values[at] = function(values[at], column, connection)
            rows.append(tuple(values))
    if plan.model is None:
        return [dict(zip(plan.names, row, strict=True)) for row in rows] if plan.names else rows
    return [plan.model.from_db(DEFAULT_DB_ALIAS, plan.names, row) for row in rows]
