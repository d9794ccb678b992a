"""Files over HTTP: uploads within the limit, exports as downloads; the schemas of both."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

import orjson
from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja.files import UploadedFile

from heliu.core.errors import InvalidInput, said
from heliu.core.schemas import Schema
from heliu.core.tabular.errors import FileRefused
from heliu.core.tabular.reading import BYTES_MAX, Table, read_table
from heliu.core.tabular.running import ImportOptions, Mode
from heliu.core.tabular.writing import csv_chunks, xlsx_bytes

FileFormat = Literal["csv", "xlsx"]
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_BYTES = {"schema": {"type": "string", "format": "binary"}}
DOWNLOAD = {"responses": {200: {"description": "The file", "content": {_XLSX: _BYTES, "text/csv": _BYTES}}}}


class ImportTarget(Schema):
    name: str
    label_zh: str
    label_en: str
    kind: str
    required: bool
    choices: list[str]


class PreviewRow(Schema):
    row: int
    cells: list[str]


class ImportInspection(Schema):
    """suggested: field → title of the file's column."""

    file: str
    rows: int
    header: list[str]
    suggested: dict[str, str]
    targets: list[ImportTarget]
    preview: list[PreviewRow]


class ImportFault(Schema):
    row: int
    column: str
    value: str
    code: str
    reason: str
    remedy: str
    facts: dict[str, Any]
    """Of the refusal; reason and remedy also as pattern and values where they carry any."""


class ImportResult(Schema):
    """With faults nothing was changed; `faults` holds the first 200 of `fault_count`."""

    ok: bool
    dry_run: bool
    rows: int
    created: int
    updated: int
    unchanged: int
    fault_count: int
    faults: list[ImportFault]


def uploaded_table(file: UploadedFile) -> Table:
    """Raises FileRefused."""
    name = (file.name or "file")[:100]
    if (file.size or 0) > BYTES_MAX:
        raise FileRefused(name=name, reason=said("larger than {n} MB; split it.", n=BYTES_MAX // 1024 // 1024))
    file.seek(0)  # whoever looked at the request before may have read on
    return read_table(name, file.read())


def options_of(*, mapping: str, mode: Mode, dry_run: bool, create_missing: bool) -> ImportOptions:
    """`mapping` is a JSON object {field: title}, empty = as suggested. Raises InvalidInput."""
    if not mapping.strip():
        return ImportOptions(None, mode, dry_run, create_missing)
    try:
        chosen = orjson.loads(mapping)
    except orjson.JSONDecodeError as error:
        raise InvalidInput(loc=("mapping",), field="mapping", reason="send a JSON object.") from error
    if not isinstance(chosen, dict) or not all(isinstance(title, str) for title in chosen.values()):
        raise InvalidInput(loc=("mapping",), field="mapping", reason="send a JSON object of field to column title.")
    return ImportOptions(chosen, mode, dry_run, create_missing)


def download(
    name: str, header: Sequence[str], rows: Iterable[Sequence[Any]], *, file_format: FileFormat
) -> HttpResponseBase:
    """`name` without ending, ASCII. CSV is streamed, XLSX built whole."""
    response: HttpResponseBase
    if file_format == "xlsx":
        response = HttpResponse(xlsx_bytes(name, header, rows), content_type=_XLSX)
    else:
        response = StreamingHttpResponse(csv_chunks(header, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format}"'
    response["Cache-Control"] = "no-store"
    return response
