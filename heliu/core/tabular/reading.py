"""A CSV or XLSX file as a header and rows of text. The kind is found by content; what is called .xlsx must be one.

Limits: 20 MiB as uploaded, 200,000 rows, 200 columns. A workbook is read in a process of its own (see workbook.py).
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from heliu.core.errors import said
from heliu.core.tabular.apart import workbook_rows
from heliu.core.tabular.errors import FileRefused
from heliu.core.tabular.workbook import COLUMNS_MAX, ROWS_MAX, unquoted

BYTES_MAX = 20 * 1024 * 1024
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
        return _table(name, workbook_rows(name, content))
    if content.startswith((b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise FileRefused(name=name, reason="an old .xls or another kind of file; save it as .xlsx or .csv.")
    if name.lower().endswith((".xlsx", ".xlsm")):
        raise FileRefused(name=name, reason="it is not a readable .xlsx workbook; save it again.")
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
            yield reader.line_num, [unquoted(cell) for cell in cells]
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
