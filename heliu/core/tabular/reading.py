"""A CSV or XLSX file as a header and rows of text. The kind is found by content, never by the name.

Limits: 20 MiB as uploaded; XLSX at most 2,000 entries, 200 MiB unpacked, 100 times its packed size; 200,000 rows; 200
columns. An XLSX with a DOCTYPE, an encrypted part or a path outside itself is refused before it is parsed.
"""

import csv
import datetime as dt
import io
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from heliu.core.errors import said
from heliu.core.tabular.errors import FileRefused

BYTES_MAX = 20 * 1024 * 1024
ENTRIES_MAX = 2_000
UNPACKED_MAX = 200 * 1024 * 1024
RATIO_MAX = 100
_RATIO_FROM = 1024 * 1024
ROWS_MAX = 200_000
COLUMNS_MAX = 200
CELL_MAX = 32_767
_ENCODINGS = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class Table:
    """header: the titles of row 1; rows: (number in the file, cells as text), empty rows left out."""

    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


def read_table(name: str, content: bytes) -> Table:
    """Raises FileRefused."""
    if len(content) > BYTES_MAX:
        raise FileRefused(name=name, reason=said("larger than {n} MB; split it.", n=BYTES_MAX // 1024 // 1024))
    if not content.strip():
        raise FileRefused(name=name, reason="it is empty.")
    if content.startswith(b"PK\x03\x04"):
        return _table(name, _xlsx_rows(name, content))
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise FileRefused(name=name, reason="an old .xls or another kind of file; save it as .xlsx or .csv.")
    return _table(name, _csv_rows(name, content))


def _table(name: str, lines: Iterable[tuple[int, list[str]]]) -> Table:
    header: tuple[str, ...] | None = None
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, cells in lines:
        if not any(cells):
            continue
        if header is None:
            header = _header(name, cells)
            continue
        if len(rows) == ROWS_MAX:
            raise FileRefused(name=name, reason=said("more than {n} rows; split it.", n=ROWS_MAX))
        if len(cells) > len(header) and any(cells[len(header) :]):
            raise FileRefused(name=name, reason=said("row {n} has more cells than the header has titles.", n=number))
        rows.append((number, tuple((cells + [""] * len(header))[: len(header)])))
    if header is None:
        raise FileRefused(name=name, reason="it is empty.")
    return Table(name=name, header=header, rows=tuple(rows))


def _header(name: str, cells: list[str]) -> tuple[str, ...]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > COLUMNS_MAX:
        raise FileRefused(name=name, reason=said("more than {n} columns.", n=COLUMNS_MAX))
    return tuple(cells)


def _csv_rows(name: str, content: bytes) -> Iterable[tuple[int, list[str]]]:
    text = _decode(name, content)
    if "\x00" in text:
        raise FileRefused(name=name, reason="it is not a text file; save it as .csv or .xlsx.")
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, [_unquoted(cell) for cell in cells]
    except csv.Error as error:
        raise FileRefused(
            name=name, reason=said("line {n} is not valid CSV ({error}).", n=reader.line_num, error=error)
        ) from error


def _decode(name: str, content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused(name=name, reason="its characters are neither UTF-8 nor GB 18030; save it as UTF-8.")


def _unquoted(cell: str) -> str:
    """Without the apostrophe our own export puts before what could be a formula."""
    cell = cell.replace("\x00", "").strip()
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell


def _xlsx_rows(name: str, content: bytes) -> Iterable[tuple[int, list[str]]]:
    from python_calamine import CalamineError, CalamineWorkbook

    honest = _repacked(name, content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(honest))
        sheet = book.get_sheet_by_index(0)
        if sheet.total_height > ROWS_MAX + 1 or sheet.total_width > COLUMNS_MAX:
            raise FileRefused(
                name=name, reason=said("more than {n} rows or {columns} columns.", n=ROWS_MAX, columns=COLUMNS_MAX)
            )
        first = sheet.start[0] if sheet.start else 0
        lines = sheet.to_python(skip_empty_area=True)
    except (CalamineError, ValueError, IndexError) as error:
        raise FileRefused(name=name, reason="it is not a readable .xlsx workbook; save it again.") from error
    return [(first + i, [_cell(name, first + i, value) for value in line]) for i, line in enumerate(lines, start=1)]


def _repacked(name: str, content: bytes) -> bytes:
    """The parts a workbook is read from, unpacked under all limits and stored plain, so that no size can lie."""
    target = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
            _check_entries(name, source.infolist(), len(content))
            for entry in source.infolist():
                if entry.is_dir() or not entry.filename.endswith((".xml", ".rels")):
                    continue
                part = source.read(entry)
                if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                    raise FileRefused(name=name, reason="its XML declares a document type, which no workbook needs.")
                copy.writestr(entry.filename, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise FileRefused(name=name, reason="the archive is damaged or encrypted; save it again.") from error
    return target.getvalue()


def _check_entries(name: str, entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(e.file_size for e in entries)
    if len(entries) > ENTRIES_MAX:
        raise FileRefused(name=name, reason=said("more than {n} parts inside.", n=ENTRIES_MAX))
    if unpacked > UNPACKED_MAX or (unpacked > _RATIO_FROM and unpacked > RATIO_MAX * packed):
        raise FileRefused(name=name, reason="it unpacks to far more than it is; save it again without formatting.")
    for entry in entries:
        path = entry.filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or ":" in path:
            raise FileRefused(name=name, reason="a part of it has a path outside the archive.")


def _cell(name: str, row: int, value: Any) -> str:
    """Cell value as a person would type it: 5901234123457, 12.5, 2026-01-31, TRUE."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, dt.date | dt.datetime | dt.time | dt.timedelta):
        return str(value)
    if isinstance(value, str):
        if len(value) > CELL_MAX:
            raise FileRefused(
                name=name, reason=said("row {n} has a cell longer than {most} characters.", n=row, most=CELL_MAX)
            )
        return _unquoted(value)
    number = Decimal(repr(value))
    return format(number.to_integral_value() if number == number.to_integral_value() else number, "f")
