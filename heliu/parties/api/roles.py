"""Routes of customers and of suppliers: the same for both, each under its own rights."""

from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import File, Form, Header, Query
from ninja.files import UploadedFile
from pydantic import Field

from heliu.core.http import Router
from heliu.core.master_lists import PageRequest
from heliu.core.master_schemas import Changed, Created, IdIn, IfMatch, Input, MasterStatus
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
from heliu.parties import exports, queries, services, tables
from heliu.parties.api.schemas import CreatedIds, PartiesIn, PartyIn, PartyOut, PartyPage, PartySuggestions


class PartyQuery(Input):
    """status active|archived|all; group_id of this role."""

    status: MasterStatus = "active"
    group_id: IdIn | None = None

    def wanted(self, role: str) -> queries.PartyFilter:
        return queries.PartyFilter(role=role, status=self.status, group_id=self.group_id)


class PartyListQuery(PartyQuery):
    q: str = Field(default="", max_length=100)
    sort: str = Field(default="", pattern="^-?[a-z_]{0,20}$")
    cursor: str = Field(default="", max_length=400)
    limit: int = Field(default=50, ge=1, le=200)

    def page(self) -> PageRequest:
        return PageRequest(q=self.q, sort=self.sort, cursor=self.cursor, limit=self.limit)


def role_router(role: str) -> Router:
    """All routes of one role, `customer` or `supplier`."""
    router = Router(tags=[f"{role}s"])
    for add in (_add_files, _add_lists, _add_creations, _add_one, _add_states):  # fixed words before {party_id}
        add(router, role)
    return router


def _add_lists(router: Router, role: str) -> None:
    read = f"parties.{role}.read"

    @router.get(f"/{role}s", permission=read, response=PartyPage, operation_id=f"list_{role}s")
    def list_parties(request: HttpRequest, filters: Query[PartyListQuery]) -> dict[str, Any]:
        """By page; with `q` the best matches first. sort: code, name, updated_at, created_at, - for descending."""
        return queries.list_parties(request.scope, filters.page(), filters.wanted(role))  # type: ignore[attr-defined]

    @router.get(f"/{role}s/suggest", permission=read, response=PartySuggestions, operation_id=f"suggest_{role}s")
    def suggest_parties(
        request: HttpRequest, q: str = Query("", max_length=100), limit: int = Query(20, ge=1, le=50)
    ) -> dict[str, Any]:
        """Type-ahead: code, name, pinyin, helper code, tax id or phone."""
        return {"items": queries.suggest_parties(request.scope, q, role=role, limit=limit)}  # type: ignore[attr-defined]


def _add_creations(router: Router, role: str) -> None:
    create = f"parties.{role}.create"

    @router.post(f"/{role}s", permission=create, response={201: Created}, operation_id=f"create_{role}")
    def create_party(request: HttpRequest, payload: PartyIn) -> tuple[int, dict[str, Any]]:
        party_id = services.create_party(request.scope, payload.draft(role))  # type: ignore[attr-defined]
        return 201, {"id": str(party_id), "version": 1}

    @router.post(f"/{role}s/batch", permission=create, response={201: CreatedIds}, operation_id=f"create_{role}s")
    def create_parties(request: HttpRequest, payload: PartiesIn) -> tuple[int, dict[str, Any]]:
        """Many at once, all or none; errors name the place in the list first."""
        ids = services.create_parties(request.scope, [p.draft(role) for p in payload.items])  # type: ignore[attr-defined]
        return 201, {"ids": [str(i) for i in ids]}


def _add_one(router: Router, role: str) -> None:
    read, update = f"parties.{role}.read", f"parties.{role}.update"

    @router.get(f"/{role}s/{{party_id}}", permission=read, response=PartyOut, operation_id=f"read_{role}")
    def read_party(request: HttpRequest, party_id: IdIn) -> dict[str, Any]:
        return queries.party_detail(request.scope, party_id, role=role)  # type: ignore[attr-defined]

    @router.put(f"/{role}s/{{party_id}}", permission=update, response=Changed, operation_id=f"update_{role}")
    def update_party(
        request: HttpRequest, party_id: IdIn, payload: PartyIn, if_match: IfMatch = Header(alias="If-Match")
    ) -> dict[str, Any]:
        """Replace whole; a role once given stays."""
        queries.require_role(request.scope, party_id, role=role)  # type: ignore[attr-defined]
        version = services.update_party(request.scope, party_id, payload.draft(role), version=if_match)  # type: ignore[attr-defined]
        return {"id": str(party_id), "version": version}


def _add_states(router: Router, role: str) -> None:
    archive = f"parties.{role}.archive"

    @router.post(f"/{role}s/{{party_id}}/archive", permission=archive, response=Changed, operation_id=f"archive_{role}")
    def archive_party(
        request: HttpRequest, party_id: IdIn, if_match: IfMatch = Header(alias="If-Match")
    ) -> dict[str, Any]:
        """Out of use: stays in history, can no longer be chosen."""
        queries.require_role(request.scope, party_id, role=role)  # type: ignore[attr-defined]
        version = services.archive_party(request.scope, party_id, version=if_match)  # type: ignore[attr-defined]
        return {"id": str(party_id), "version": version}

    @router.post(f"/{role}s/{{party_id}}/restore", permission=archive, response=Changed, operation_id=f"restore_{role}")
    def restore_party(
        request: HttpRequest, party_id: IdIn, if_match: IfMatch = Header(alias="If-Match")
    ) -> dict[str, Any]:
        queries.require_role(request.scope, party_id, role=role)  # type: ignore[attr-defined]
        version = services.restore_party(request.scope, party_id, version=if_match)  # type: ignore[attr-defined]
        return {"id": str(party_id), "version": version}


def _add_files(router: Router, role: str) -> None:
    bring = {"permission": f"parties.{role}.import", "idempotent": False}

    @router.post(f"/{role}s/import/inspect", **bring, response=ImportInspection, operation_id=f"inspect_{role}s")
    def inspect_parties(request: HttpRequest, file: UploadedFile = File(...)) -> dict[str, Any]:
        """Titles, suggested mapping and first rows of a CSV or XLSX file; nothing is kept."""
        return inspect(uploaded_table(file), tables.columns(role))

    @router.post(f"/{role}s/import", **bring, response=ImportResult, operation_id=f"import_{role}s")
    def import_parties(
        request: HttpRequest,
        file: UploadedFile = File(...),
        mapping: str = Form("", max_length=20_000),
        mode: Mode = Form("upsert"),
        dry_run: bool = Form(False),
        create_missing: bool = Form(False),
    ) -> dict[str, Any]:
        """Create and change by code, all or nothing. The same file twice changes nothing the second time."""
        options = options_of(mapping=mapping, mode=mode, dry_run=dry_run, create_missing=create_missing)
        return services.import_parties(request.scope, uploaded_table(file), options, role=role).as_json()  # type: ignore[attr-defined]

    @router.get(
        f"/{role}s/export",
        permission=f"parties.{role}.export",
        openapi_extra=DOWNLOAD,
        operation_id=f"export_{role}s",
    )
    def export_parties(
        request: HttpRequest,
        filters: Query[PartyQuery],
        q: str = Query("", max_length=100),
        format: FileFormat = "xlsx",
        language: str = Query("zh", pattern="^(zh|en)$"),
    ) -> HttpResponseBase:
        """All the list would show, in the columns the import reads."""
        titles, rows = exports.party_file(request.scope, filters.wanted(role), q=q, english=language == "en")  # type: ignore[attr-defined]
        return download(f"{role}s", titles, rows, file_format=format)
