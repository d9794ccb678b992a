"""The rows of an XLSX workbook, read in a process of its own: what an archive does to its reader stays there.

Run as a program: the file comes in on standard input, JSON goes out on standard output. It imports neither Django nor
settings, and starts in less than a tenth of a second. Limits: 2,000 entries, 200 MiB unpacked, 100 times its packed
size, 200,000 rows, 200 columns, and 1.5 GiB of memory where the system knows such a limit (not on Windows and macOS).
A DOCTYPE, an encrypted part or a path outside the archive is refused before anything is parsed.
"""

import datetime as dt
import io
import json
import sys
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any

from heliu.core.errors import Sentence, said
from heliu.core.tabular.errors import FileRefused

ENTRIES_MAX = 2_000
UNPACKED_MAX = 200 * 1024 * 1024
RATIO_MAX = 100
_RATIO_FROM = 1024 * 1024
ROWS_MAX = 200_000
COLUMNS_MAX = 200
CELL_MAX = 32_767
MEMORY_MAX = 1536 * 1024 * 1024

Row = tuple[int, list[str]]


def rows_of(content: bytes) -> list[Row]:
    """Number in the file and cells as text, of the first sheet. Raises FileRefused."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(_repacked(content))).get_sheet_by_index(0)
        if sheet.total_height > ROWS_MAX + 1 or sheet.total_width > COLUMNS_MAX:
            raise _refused(said("more than {n} rows or {columns} columns.", n=ROWS_MAX, columns=COLUMNS_MAX))
        first = sheet.start[0] if sheet.start else 0
        lines = sheet.to_python(skip_empty_area=True)
    except (CalamineError, ValueError, IndexError) as error:
        raise FileRefused(name="", reason="it is not a readable .xlsx workbook; save it again.") from error
    return list(_within_text_limit((first + i, line) for i, line in enumerate(lines, start=1)))


def unquoted(cell: str) -> str:
    """Without the apostrophe our own export puts before what could be a formula."""
    cell = cell.replace("\x00", "").strip()
    return cell[1:] if len(cell) > 1 and cell[0] == "'" and cell[1] in "=+-@" else cell


def _refused(reason: str) -> FileRefused:
    return FileRefused(name="", reason=reason)


def _within_text_limit(lines: Iterator[tuple[int, list[Any]]]) -> Iterator[Row]:
    """One long text that thousands of cells share is small in the archive and large outside."""
    left = UNPACKED_MAX
    for number, line in lines:
        cells = [_cell(number, value) for value in line]
        left -= sum(map(len, cells))
        if left < 0:
            raise FileRefused(name="", reason="it unpacks to far more than it is; save it again without formatting.")
        yield number, cells


def _repacked(content: bytes) -> bytes:
    """The parts a workbook is read from, unpacked under all limits and stored plain, so that no size can lie."""
    target = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(target, "w") as copy:
            _check_entries(source.infolist(), len(content))
            for entry in source.infolist():
                if entry.is_dir() or not entry.filename.endswith((".xml", ".rels")):
                    continue
                part = source.read(entry)
                if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
                    raise FileRefused(name="", reason="its XML declares a document type, which no workbook needs.")
                copy.writestr(entry.filename, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise FileRefused(name="", reason="the archive is damaged or encrypted; save it again.") from error
    return target.getvalue()


def _check_entries(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(e.file_size for e in entries)
    if len(entries) > ENTRIES_MAX:
        raise _refused(said("more than {n} parts inside.", n=ENTRIES_MAX))
    if unpacked > UNPACKED_MAX or (unpacked > _RATIO_FROM and unpacked > RATIO_MAX * packed):
        raise FileRefused(name="", reason="it unpacks to far more than it is; save it again without formatting.")
    for entry in entries:
        path = entry.filename.replace("\\", "/")
        if path.startswith("/") or ".." in path.split("/") or ":" in path:
            raise FileRefused(name="", reason="a part of it has a path outside the archive.")


def _cell(row: int, value: Any) -> str:
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
            raise _refused(said("row {n} has a cell longer than {most} characters.", n=row, most=CELL_MAX))
        return unquoted(value)
    number = Decimal(repr(value))
    return format(number.to_integral_value() if number == number.to_integral_value() else number, "f")


def _limit_memory() -> None:
    with suppress(ImportError, OSError, ValueError):  # Windows has no such limit, macOS refuses this one
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_MAX, MEMORY_MAX))


def _answer(content: bytes) -> dict[str, Any]:
    try:
        return {"rows": rows_of(content)}
    except FileRefused as refusal:
        reason = refusal.facts["reason"]
        if isinstance(reason, Sentence):
            return {"pattern": reason.pattern, "values": reason.values}
        return {"reason": reason}


if __name__ == "__main__":
    _limit_memory()
    json.dump(_answer(sys.stdin.buffer.read()), sys.stdout)
