"""Routes of items that carry files: pictures, import, export."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from ninja import File, Form, Query
from ninja.files import UploadedFile

from heliu.catalog import queries, rules, services, tables
from heliu.catalog.api.items import ItemQuery
from heliu.catalog.api.schemas import PictureOut
from heliu.catalog.errors import PictureRefused
from heliu.core.errors import said
from heliu.core.http import Router
from heliu.core.master_schemas import IdIn
from heliu.core.tabular.http import (
    DOWNLOAD,
    FileFormat,
    ImportInspection,
    ImportResult,
    download,
    options_of,
    uploaded_table,
)
from heliu.core.tabular.running import Mode, inspect

router = Router(tags=["items"])


_MEDIA_TYPES = ("image/png", "image/jpeg", "image/gif", "image/webp")
_PICTURE = {media_type: {"schema": {"type": "string", "format": "binary"}} for media_type in _MEDIA_TYPES}
_PICTURE_OUT = {"responses": {200: {"description": "The picture", "content": _PICTURE}}}


@router.put(
    "/items/{item_id}/picture",
    permission="catalog.item.update",
    response=PictureOut,
    openapi_extra={"requestBody": {"required": True, "content": _PICTURE}},
)
def set_picture(request: HttpRequest, item_id: IdIn) -> dict[str, Any]:
    """The body is the picture itself (PNG, JPEG, GIF or WebP, at most 2 MB); its content decides its type."""
    if int(request.headers.get("Content-Length") or 0) > rules.PICTURE_BYTES_MAX:
        raise PictureRefused(reason=said("at most {n} MB; save it smaller.", n=rules.PICTURE_BYTES_MAX // 1024 // 1024))
    return {"sha256": services.set_picture(request.scope, item_id, request.body)}  # type: ignore[attr-defined]


@router.get("/items/{item_id}/picture", permission="catalog.item.read", openapi_extra=_PICTURE_OUT)
def read_picture(request: HttpRequest, item_id: IdIn) -> HttpResponse:
    media_type, digest, content = queries.item_picture(request.scope, item_id)  # type: ignore[attr-defined]
    response = HttpResponse(content, content_type=media_type)
    response["ETag"] = f'"{digest}"'
    response["Cache-Control"] = "private, max-age=3600"
    response["Content-Disposition"] = "inline"
    return response


@router.delete("/items/{item_id}/picture", permission="catalog.item.update", response={204: None})
def remove_picture(request: HttpRequest, item_id: IdIn) -> tuple[int, None]:
    services.remove_picture(request.scope, item_id)  # type: ignore[attr-defined]
    return 204, None


@router.post("/items/import/inspect", permission="catalog.item.import", idempotent=False, response=ImportInspection)
def inspect_items(request: HttpRequest, file: UploadedFile = File(...)) -> dict[str, Any]:
    """Titles, suggested mapping and first rows of a CSV or XLSX file; nothing is kept."""
    return inspect(uploaded_table(file), tables.item_columns(request.scope))  # type: ignore[attr-defined]


@router.post("/items/import", permission="catalog.item.import", idempotent=False, response=ImportResult)
def import_items(
    request: HttpRequest,
    file: UploadedFile = File(...),
    mapping: str = Form("", max_length=20_000),
    mode: Mode = Form("upsert"),
    dry_run: bool = Form(False),
    create_missing: bool = Form(False),
) -> dict[str, Any]:
    """Create and change items by code, all or nothing. The same file twice changes nothing the second time."""
    options = options_of(mapping=mapping, mode=mode, dry_run=dry_run, create_missing=create_missing)
    report = services.import_items(request.scope, uploaded_table(file), options)  # type: ignore[attr-defined]
    return report.as_json()


@router.get("/items/export", permission="catalog.item.export", openapi_extra=DOWNLOAD)
def export_items(
    request: HttpRequest,
    filters: Query[ItemQuery],
    q: str = Query("", max_length=100),
    format: FileFormat = "xlsx",
    language: str = Query("zh", pattern="^(zh|en)$"),
) -> HttpResponseBase:
    """All items the list would show, in the columns the import reads."""
    titles, rows = queries.item_file(request.scope, q=q, wanted=filters.wanted(), english=language == "en")  # type: ignore[attr-defined]
    return download("items", titles, rows, file_format=format)
