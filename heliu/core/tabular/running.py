"""One import from file to report: parse, let the room apply the rows, keep everything or nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from django.db import transaction

from heliu.core.errors import ErpError
from heliu.core.tabular.columns import Column, suggest
from heliu.core.tabular.importing import ImportReport, ParsedRow, RowFault, faults_of, first_repeats, parse
from heliu.core.tabular.reading import Table
from heliu.core.transactions import business_transaction

Mode = Literal["create", "update", "upsert"]
PREVIEW_ROWS = 10


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """mapping: field → title in the file, None = as suggested. mode: what may happen to records.

    create_missing: categories, groups and the like that the file names and nobody has are created.
    """

    mapping: Mapping[str, str] | None = None
    mode: Mode = "upsert"
    dry_run: bool = False
    create_missing: bool = False


@dataclass(slots=True)
class ImportRun:
    """Handed to the room: the rows, and where to put what happened."""

    rows: Sequence[ParsedRow]
    mapping: Mapping[str, str]
    options: ImportOptions
    report: ImportReport
    bad_rows: set[int] = field(default_factory=set)

    def fault(self, row: ParsedRow, name: str, *, reason: str, remedy: str, code: str = "invalid_input") -> None:
        value = str(row.values.get(name, ""))
        self.report.faults.append(RowFault(row.number, self.mapping.get(name, name), value, reason, remedy, code))
        self.bad_rows.add(row.number)

    def refuse_repeats(self, key: str) -> None:
        """Rows whose key stood in an earlier row of the same file."""
        found = first_repeats(self.rows, key, self.mapping.get(key, key))
        self.report.faults += found
        self.bad_rows |= {fault.row for fault in found}

    def attempt(self, rows: Sequence[ParsedRow], service: Callable[[], Any]) -> Any:
        """Call a batch service over `rows`; its faults become row faults. Returns its answer or None."""
        if not rows:
            return None
        try:
            with transaction.atomic():
                return service()
        except ErpError as error:
            self.report.faults += faults_of(error, rows, self.mapping)
            return None

    def by_key(self, key: str, existing: Mapping[str, int]) -> tuple[list[ParsedRow], list[ParsedRow]]:
        """(rows to create, rows to change) by whether `key` exists already; what the mode forbids becomes a fault."""
        new, old = [], []
        for row in self.rows:
            if row.number in self.bad_rows:
                continue
            known = row.values.get(key) in existing
            if known and self.options.mode == "create":
                self.fault(row, key, reason="exists already.", remedy="Choose update, or remove the row.",
                           code="duplicate_code")  # fmt: skip
            elif not known and self.options.mode == "update":
                self.fault(row, key, reason="does not exist.", remedy="Choose create, or correct the code.",
                           code="not_found")  # fmt: skip
            else:
                (old if known else new).append(row)
        return new, old


class _Undo(Exception):
    """Leaves the savepoint of a dry run or of an import with faults."""


@business_transaction
def run_import(
    table: Table, columns: Sequence[Column], options: ImportOptions, apply: Callable[[ImportRun], None]
) -> ImportReport:
    """Raises InvalidFields for a mapping that cannot be; every other fault is in the report."""
    mapping = options.mapping if options.mapping is not None else suggest(table.header, columns)
    rows, faults = parse(table, columns, mapping)
    report = ImportReport(rows=len(rows), dry_run=options.dry_run, faults=faults)
    run = ImportRun(rows, mapping, options, report, {f.row for f in faults})
    try:
        with transaction.atomic():
            apply(run)
            if options.dry_run or report.faults:
                raise _Undo
    except _Undo:
        pass
    if report.faults and not options.dry_run:
        report.created = report.updated = 0
    report.faults.sort(key=lambda f: f.row)
    return report


def inspect(table: Table, columns: Sequence[Column]) -> dict[str, Any]:
    """What the mapping screen shows: titles, suggestion, targets, first rows."""
    return {
        "file": table.name,
        "rows": len(table.rows),
        "header": list(table.header),
        "suggested": suggest(table.header, columns),
        "targets": [
            {"name": c.name, "label_zh": c.label_zh, "label_en": c.label_en, "kind": c.kind, "required": c.required,
             "choices": list(c.choices)}
            for c in columns
        ],
        "preview": [{"row": number, "cells": list(cells)} for number, cells in table.rows[:PREVIEW_ROWS]],
    }  # fmt: skip
