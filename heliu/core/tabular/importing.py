"""Rows of text → typed values, with every fault named; and the report an import ends in."""

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from heliu.core.errors import ErpError, InvalidFields, InvalidInput, opened, said
from heliu.core.tabular.columns import Column
from heliu.core.tabular.reading import Table

FAULTS_SHOWN = 200
_TRUE = frozenset({"是", "true", "yes", "y", "1", "√", "✓", "启用"})
_FALSE = frozenset({"否", "false", "no", "n", "0", "×", "停用"})
_DATE = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")


@dataclass(frozen=True, slots=True)
class RowFault:
    """row: number in the file; column: title in the file (or field name); remedy: what to do; facts: of the refusal."""

    row: int
    column: str
    value: str
    reason: str
    remedy: str = "Correct the cell and import again."
    code: str = "invalid_input"
    facts: Mapping[str, Any] = field(default_factory=dict)

    def told(self) -> dict[str, Any]:
        """Its facts with reason and remedy among them, so that the reader gets them in his language."""
        return opened({"reason": self.reason, **self.facts, "remedy": self.remedy})


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """values: only the fields whose cell was filled in (of mapped columns)."""

    number: int
    values: dict[str, Any]


@dataclass(slots=True)
class ImportReport:
    """What an import did, or in a dry run would do; with faults nothing at all is changed."""

    rows: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    dry_run: bool = False
    faults: list[RowFault] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.faults

    def as_json(self) -> dict[str, Any]:
        return {
            "ok": self.ok,
            "dry_run": self.dry_run,
            "rows": self.rows,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "fault_count": len(self.faults),
            "faults": [
                {
                    "row": f.row, "column": f.column, "value": f.value[:200], "code": f.code, "reason": f.reason,
                    "remedy": f.remedy, "facts": f.told(),
                }
                for f in self.faults[:FAULTS_SHOWN]
            ],
        }  # fmt: skip


class _Unreadable(ValueError):
    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def check_mapping(table: Table, columns: Sequence[Column], mapping: Mapping[str, str]) -> None:
    """Fields must exist, titles must be in the file, required fields must be mapped. Raises InvalidFields."""
    known = {c.name for c in columns}
    faults: list[ErpError] = []
    for name, title in mapping.items():
        if name not in known:
            faults.append(InvalidInput(loc=("mapping", name), field=name, reason="is not a field of this import."))
        if title not in table.header:
            faults.append(
                InvalidInput(
                    loc=("mapping", name), field=name, reason=said("the file has no column {title}.", title=title)
                )
            )
    for column in columns:
        if column.required and column.name not in mapping:
            reason = said(
                "choose the column that holds {label_zh} ({label_en}).",
                label_zh=column.label_zh,
                label_en=column.label_en,
            )
            faults.append(InvalidInput(loc=("mapping", column.name), field=column.name, reason=reason))
    if faults:
        raise InvalidFields(faults)


def parse(
    table: Table, columns: Sequence[Column], mapping: Mapping[str, str]
) -> tuple[list[ParsedRow], list[RowFault]]:
    """Typed values of every row and all cells that cannot be read. Raises InvalidFields for a bad mapping."""
    check_mapping(table, columns, mapping)
    places = [(c, mapping[c.name], table.header.index(mapping[c.name])) for c in columns if c.name in mapping]
    parsed: list[ParsedRow] = []
    faults: list[RowFault] = []
    for number, cells in table.rows:
        values: dict[str, Any] = {}
        for column, title, place in places:
            text = cells[place]
            if not text:
                if column.required:
                    faults.append(RowFault(number, title, "", _missing(column), "Fill in the cell."))
                continue
            try:
                values[column.name] = _READERS[column.kind](text, column)
            except _Unreadable as error:
                faults.append(RowFault(number, title, text, error.reason, error.remedy))
        parsed.append(ParsedRow(number, values))
    return parsed, faults


def _missing(column: Column) -> str:
    return said("{label_zh} ({label_en}) is missing.", label_zh=column.label_zh, label_en=column.label_en)


def _read_text(text: str, column: Column) -> str:
    return text


def _read_texts(text: str, column: Column) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[,;|、，；]", text) if part.strip())


def _read_decimal(text: str, column: Column) -> Decimal:
    cleaned = text.replace(",", "").replace("，", "").replace(" ", "").lstrip("¥￥$€£")
    percent = cleaned.endswith("%")
    try:
        number = Decimal(cleaned.rstrip("%"))
    except InvalidOperation as error:
        raise _Unreadable("is not a number.", "Write digits with one decimal point, such as 12.50.") from error
    if not number.is_finite():
        raise _Unreadable("is not a number.", "Write digits with one decimal point, such as 12.50.")
    return number / 100 if percent else number


def _read_integer(text: str, column: Column) -> int:
    number = _read_decimal(text, column)
    if number != number.to_integral_value() or abs(number) > 10**12:
        raise _Unreadable("is not a whole number.", "Write a whole number such as 30.")
    return int(number)


def _read_boolean(text: str, column: Column) -> bool:
    plain = text.strip().lower()
    if plain in _TRUE:
        return True
    if plain in _FALSE:
        return False
    raise _Unreadable("is neither yes nor no.", "Write 是 or 否 (yes or no).")


def _read_date(text: str, column: Column) -> dt.date:
    match = _DATE.match(text.strip())
    try:
        if match:
            year, month, day = (int(part) for part in match.groups())
            return dt.date(year, month, day)
        if re.fullmatch(r"\d{8}", text):
            return dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        pass
    raise _Unreadable("is not a date.", "Write year-month-day, such as 2026-01-31.")


def _read_choice(text: str, column: Column) -> str:
    for spelling, value in column.choices.items():
        if text.strip().lower() in (spelling.lower(), value.lower()):
            return value
    raise _Unreadable("is not one of the choices.", said("Write one of {choices}.", choices=", ".join(column.choices)))


_READERS: dict[str, Callable[[str, Column], Any]] = {
    "text": _read_text,
    "texts": _read_texts,
    "decimal": _read_decimal,
    "integer": _read_integer,
    "boolean": _read_boolean,
    "date": _read_date,
    "choice": _read_choice,
}


def faults_of(error: ErpError, rows: Sequence[ParsedRow], mapping: Mapping[str, str]) -> list[RowFault]:
    """Faults of a batch service, whose loc is (place in the batch, field …), in terms of the file."""
    found = error.faults if isinstance(error, InvalidFields) else [error]
    faults = []
    for fault in found:
        place = fault.loc[0] if fault.loc and isinstance(fault.loc[0], int) and fault.loc[0] < len(rows) else None
        name = str(fault.loc[1]) if len(fault.loc) > 1 else ""
        row = rows[place] if place is not None else None
        value = str(row.values.get(name, fault.facts.get("value", ""))) if row else ""
        number, title = row.number if row else 0, mapping.get(name, name)
        faults.append(RowFault(number, title, value, str(fault), code=fault.code, facts=fault.facts))
    return faults


def first_repeats(rows: Sequence[ParsedRow], key: str, title: str) -> list[RowFault]:
    """Rows whose key stood in an earlier row of the same file."""
    seen: dict[Any, int] = {}
    faults = []
    for row in rows:
        value = row.values.get(key)
        if value is None:
            continue
        if value in seen:
            reason = said("stands already in row {n}.", n=seen[value])
            faults.append(RowFault(row.number, title, str(value), reason, "Keep one of the rows.", "duplicate_code"))
        seen.setdefault(value, row.number)
    return faults
