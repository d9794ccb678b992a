"""From a file on disk to rows of plain text with their line numbers: unpack, decode, split. No meaning yet.

Accepts CSV (comma, semicolon or tab; UTF-8 with or without BOM, else Windows-1252), plain or gzip, and XLSX.
Everything that is not whole and readable is refused here: truncated or damaged archives, binary content, wrong columns,
rows with a wrong number of fields.
"""

import csv
import gzip
import hashlib
import io
import re
import zlib
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from heliu.integration.errors import FAULTS_SHOWN_MAX, ImportRefused, LineFault

BYTES_MAX = 1 << 30
ROWS_MAX = 5_000_000
CHUNK_BYTES = 1 << 22
GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
BINARY = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
COLUMNS = ("invoice", "code", "description", "quantity", "at", "price", "customer", "country")

# Spellings of the two published versions of the set; compared without case, spaces and underscores.
HEADINGS = {
    "invoiceno": "invoice",
    "invoice": "invoice",
    "stockcode": "code",
    "description": "description",
    "quantity": "quantity",
    "invoicedate": "at",
    "unitprice": "price",
    "price": "price",
    "customerid": "customer",
    "country": "country",
}


@dataclass(frozen=True, slots=True)
class SourceText:
    """Rows as text. `frame`: column `line` (physical line or sheet row) and one text column per name in COLUMNS."""

    file: str
    sha256: str
    encoding: str
    frame: pl.DataFrame


def read_source(path: Path) -> SourceText:
    """The rows of `path` as text, or ImportRefused."""
    file = path.name
    try:
        if path.stat().st_size > BYTES_MAX:
            raise ImportRefused(file=file, reason=f"it is larger than {BYTES_MAX} bytes")
        raw = path.read_bytes()
    except OSError as error:
        raise ImportRefused(file=file, reason=f"it cannot be opened ({error.strerror})") from error
    digest = hashlib.sha256(raw).hexdigest()
    if raw.startswith(ZIP_MAGIC):
        return SourceText(file=file, sha256=digest, encoding="xlsx", frame=_sheet_rows(file, raw))
    content = _unpacked(file, raw) if raw.startswith(GZIP_MAGIC) else raw
    text, encoding = _decoded(file, content)
    return SourceText(file=file, sha256=digest, encoding=encoding, frame=_text_rows(file, text))


def _unpacked(file: str, raw: bytes) -> bytes:
    chunks: list[bytes] = []
    size = 0
    try:
        with gzip.open(io.BytesIO(raw)) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                chunks.append(chunk)
                size += len(chunk)
                if size > BYTES_MAX:
                    raise ImportRefused(file=file, reason=f"it unpacks to more than {BYTES_MAX} bytes")
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        line = 1 + sum(chunk.count(b"\n") for chunk in chunks)
        fault = LineFault(line=line, column="", value="", reason="the compressed data is truncated or damaged")
        raise ImportRefused(file=file, reason=f"the gzip archive breaks off near {fault}", faults=[fault]) from error
    return b"".join(chunks)


def _decoded(file: str, content: bytes) -> tuple[str, str]:
    if junk := BINARY.search(content):
        line = 1 + content.count(b"\n", 0, junk.start())
        fault = LineFault(line=line, column="", value=repr(junk.group())[2:-1], reason="binary content, not text")
        raise ImportRefused(file=file, reason=f"it is not a text file; {fault}", faults=[fault])
    try:
        return content.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        pass
    try:
        return content.decode("cp1252"), "cp1252"
    except UnicodeDecodeError as error:
        line = 1 + content.count(b"\n", 0, error.start)
        value = content[error.start : error.start + 1].hex()
        fault = LineFault(line=line, column="", value=value, reason="neither UTF-8 nor Windows-1252")
        raise ImportRefused(file=file, reason=f"its encoding is unknown; {fault}", faults=[fault]) from error


def _text_rows(file: str, text: str) -> pl.DataFrame:
    text = text.rstrip()
    head, _, body = text.partition("\n")
    delimiter = max(",;\t", key=head.count)
    names = _column_names(file, next(csv.reader([head.strip()], delimiter=delimiter), []))
    if not body:
        raise ImportRefused(file=file, reason="it has no rows below the header")
    rows = body.count("\n") + 1
    if rows > ROWS_MAX:
        raise ImportRefused(file=file, reason=f"it has more than {ROWS_MAX} rows")
    frame = _split_fast(body, names=names, delimiter=delimiter) if names[-1] == "country" else None
    if frame is None or frame.height != rows or frame["country"].null_count():
        return _split_with_line_numbers(file, body, names=names, delimiter=delimiter)
    return frame.insert_column(0, pl.int_range(2, rows + 2, dtype=pl.Int32, eager=True).alias("line"))


def _split_fast(body: str, *, names: list[str], delimiter: str) -> pl.DataFrame | None:
    """One row per physical line; None when the text is not that regular (the careful reader then says where)."""
    try:
        return pl.read_csv(
            body.encode(), has_header=False, new_columns=names, separator=delimiter, infer_schema=False, quote_char='"'
        )
    except pl.exceptions.PolarsError:
        return None


def _split_with_line_numbers(file: str, body: str, *, names: list[str], delimiter: str) -> pl.DataFrame:
    """The careful reader: quoted line breaks are followed, every row of a wrong width is reported with its line."""
    reader = csv.reader(io.StringIO(body, newline=""), delimiter=delimiter, strict=True)
    faults: list[LineFault] = []
    fault_count = 0
    lines: list[int] = []
    rows: list[list[str]] = []
    start = 2
    try:
        for row in reader:
            if len(row) == len(names):
                lines.append(start)
                rows.append(row)
            else:
                fault_count += 1
                if len(faults) < FAULTS_SHOWN_MAX:
                    reason = f"{len(row)} fields instead of {len(names)}"
                    faults.append(LineFault(line=start, column="", value=delimiter.join(row)[:60], reason=reason))
            start = reader.line_num + 2
    except csv.Error as error:
        fault_count += 1
        faults.append(LineFault(line=start, column="", value="", reason=f"broken quoting ({error})"))
    if fault_count:
        reason = f"{fault_count} lines have no regular form; first: {faults[0]}"
        raise ImportRefused(file=file, reason=reason, faults=faults, fault_count=fault_count)
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    return frame.insert_column(0, pl.Series("line", lines, dtype=pl.Int32))


def _column_names(file: str, headings: list[str]) -> list[str]:
    names = [HEADINGS.get(re.sub(r"[\s_]", "", heading).lower(), "") for heading in headings]
    if sorted(names) == sorted(COLUMNS):
        return names
    missing = [name for name in COLUMNS if name not in names]
    strange = [heading for heading, name in zip(headings, names, strict=True) if not name or names.count(name) > 1]
    faults = [LineFault(line=1, column=name, value="", reason="the column is missing") for name in missing]
    faults += [
        LineFault(line=1, column=heading[:40], value="", reason="unknown or repeated column") for heading in strange
    ]
    raise ImportRefused(file=file, reason=f"the columns are wrong; {faults[0]}", faults=faults)


def _sheet_rows(file: str, raw: bytes) -> pl.DataFrame:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0)
        cells = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, IndexError) as error:
        raise ImportRefused(file=file, reason=f"it is no readable XLSX workbook ({error})") from error
    if not cells:
        raise ImportRefused(file=file, reason="the first sheet is empty")
    names = _column_names(file, [str(cell) for cell in cells[0]])
    if len(cells) < 2:
        raise ImportRefused(file=file, reason="it has no rows below the header")
    columns = {
        name: pl.Series(name, [_cell_text(row[index]) for row in cells[1:]], dtype=pl.String)
        for index, name in enumerate(names)
    }
    frame = pl.DataFrame(columns)
    return frame.insert_column(0, pl.int_range(2, frame.height + 2, dtype=pl.Int32, eager=True).alias("line"))


def _cell_text(cell: object) -> str:
    """A sheet stores every number in binary; its shortest decimal form is what was typed (2.55, 17850.0 → 17850)."""
    text = str(cell).strip()
    return text.removesuffix(".0")
