"""Routes of units, categories, tax codes, price levels and variant axes."""

import datetime as dt
from typing import Any, Literal

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Header, Query
from pydantic import Field

from heliu.catalog import queries, services
from heliu.catalog.drafts import CategoryDraft, PriceLevelDraft, TaxCodeDraft, UnitDraft
from heliu.core.document_schemas import CurrencyIn
from heliu.core.http import Router
from heliu.core.master_schemas import Changed, Created, DecimalIn, IdIn, IfMatch, Input
from heliu.core.schemas import Schema
from heliu.core.tabular.http import DOWNLOAD, FileFormat, download

router = Router(tags=["catalog masters"])
Status = Literal["active", "archived"]


class PagedQuery(Input):
    q: str = Field(default="", max_length=100)
    page: int = Field(default=1, ge=1, le=10_000)
    page_size: int = Field(default=200, ge=1, le=200)


class UnitIn(Input):
    code: str = Field(min_length=1, max_length=20)
    name: str = Field(min_length=1, max_length=40)
    name_en: str = Field(default="", max_length=40)
    decimals: int = Field(default=0, ge=0, le=6)
    rec20_code: str = Field(default="", max_length=3)
    status: Status = "active"


class UnitOut(UnitIn):
    model_config = {"extra": "ignore"}
    id: str
    version: int


class UnitList(Schema):
    items: list[UnitOut]
    total: int


class CategoryIn(Input):
    code: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=1, max_length=100)
    name_en: str = Field(default="", max_length=100)
    parent_id: IdIn | None = None
    position: int = Field(default=0, ge=0, le=1_000_000)
    status: Status = "active"


class CategoryOut(Schema):
    """Rows come parents first; depth 0 is a root."""

    id: str
    code: str
    name: str
    name_en: str
    parent_id: str | None
    depth: int
    position: int
    item_count: int
    status: Status
    version: int


class CategoryList(Schema):
    items: list[CategoryOut]
    total: int


class TaxCodeIn(Input):
    """rate is a fraction: 13 % is "0.13". A new rate is a new code."""

    code: str = Field(min_length=1, max_length=20)
    name: str = Field(min_length=1, max_length=60)
    rate: DecimalIn
    name_en: str = Field(default="", max_length=60)
    country: str = Field(default="CN", pattern="^[A-Z]{2}$")
    kind: Literal["standard", "reduced", "simplified", "zero", "exempt", "out_of_scope"] = "standard"
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    status: Status = "active"


class TaxCodeOut(Schema):
    id: str
    code: str
    name: str
    name_en: str
    country: str
    rate: str
    kind: str
    valid_from: dt.date | None
    valid_to: dt.date | None
    status: Status
    version: int


class TaxCodeList(Schema):
    items: list[TaxCodeOut]
    total: int


class PriceLevelIn(Input):
    code: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=1, max_length=60)
    name_en: str = Field(default="", max_length=60)
    currency: CurrencyIn = "CNY"
    tax_included: bool = False
    position: int = Field(default=0, ge=0, le=1_000_000)
    status: Status = "active"


class PriceLevelOut(PriceLevelIn):
    model_config = {"extra": "ignore"}
    id: str
    version: int


class PriceLevelList(Schema):
    items: list[PriceLevelOut]
    total: int


class AxisValueOut(Schema):
    code: str
    name: str


class AttributeOut(Schema):
    id: str
    name: str
    values: list[AxisValueOut]


class AttributeList(Schema):
    items: list[AttributeOut]
    total: int


def _created(row_id: int) -> tuple[int, dict[str, Any]]:
    return 201, {"id": str(row_id), "version": 1}


def _changed(row_id: int, version: int) -> dict[str, Any]:
    return {"id": str(row_id), "version": version}


@router.get("/units", permission="catalog.item.read", response=UnitList)
def list_units(request: HttpRequest, paging: Query[PagedQuery]) -> dict[str, Any]:
    return queries.list_units(request.scope, **paging.model_dump())  # type: ignore[attr-defined]


@router.post("/units", permission="catalog.unit.manage", response={201: Created})
def create_unit(request: HttpRequest, payload: UnitIn) -> tuple[int, dict[str, Any]]:
    return _created(services.create_unit(request.scope, UnitDraft(**payload.model_dump())))  # type: ignore[attr-defined]


@router.put("/units/{unit_id}", permission="catalog.unit.manage", response=Changed)
def update_unit(
    request: HttpRequest, unit_id: IdIn, payload: UnitIn, if_match: IfMatch = Header(alias="If-Match")
) -> dict[str, Any]:
    """Decimals can only grow."""
    draft = UnitDraft(**payload.model_dump())
    return _changed(unit_id, services.update_unit(request.scope, unit_id, draft, version=if_match))  # type: ignore[attr-defined]


@router.get("/categories", permission="catalog.item.read", response=CategoryList)
def list_categories(request: HttpRequest) -> dict[str, Any]:
    """The whole tree, parents before children."""
    return queries.category_tree(request.scope)  # type: ignore[attr-defined]


@router.post("/categories", permission="catalog.category.manage", response={201: Created})
def create_category(request: HttpRequest, payload: CategoryIn) -> tuple[int, dict[str, Any]]:
    return _created(services.create_category(request.scope, CategoryDraft(**payload.model_dump())))  # type: ignore[attr-defined]


@router.put("/categories/{category_id}", permission="catalog.category.manage", response=Changed)
def update_category(
    request: HttpRequest, category_id: IdIn, payload: CategoryIn, if_match: IfMatch = Header(alias="If-Match")
) -> dict[str, Any]:
    """Moving a category moves all below it."""
    draft = CategoryDraft(**payload.model_dump())
    return _changed(category_id, services.update_category(request.scope, category_id, draft, version=if_match))  # type: ignore[attr-defined]


@router.get("/tax-codes", permission="catalog.item.read", response=TaxCodeList)
def list_tax_codes(request: HttpRequest, paging: Query[PagedQuery]) -> dict[str, Any]:
    return queries.list_tax_codes(request.scope, **paging.model_dump())  # type: ignore[attr-defined]


@router.post("/tax-codes", permission="catalog.tax_code.manage", response={201: Created})
def create_tax_code(request: HttpRequest, payload: TaxCodeIn) -> tuple[int, dict[str, Any]]:
    return _created(services.create_tax_code(request.scope, TaxCodeDraft(**payload.model_dump())))  # type: ignore[attr-defined]


@router.put("/tax-codes/{tax_code_id}", permission="catalog.tax_code.manage", response=Changed)
def update_tax_code(
    request: HttpRequest, tax_code_id: IdIn, payload: TaxCodeIn, if_match: IfMatch = Header(alias="If-Match")
) -> dict[str, Any]:
    """Names, validity and status; rate, kind and country are fixed."""
    draft = TaxCodeDraft(**payload.model_dump())
    return _changed(tax_code_id, services.update_tax_code(request.scope, tax_code_id, draft, version=if_match))  # type: ignore[attr-defined]


@router.get("/price-levels", permission="catalog.item.read", response=PriceLevelList)
def list_price_levels(request: HttpRequest, paging: Query[PagedQuery]) -> dict[str, Any]:
    return queries.list_price_levels(request.scope, **paging.model_dump())  # type: ignore[attr-defined]


@router.post("/price-levels", permission="catalog.price_level.manage", response={201: Created})
def create_price_level(request: HttpRequest, payload: PriceLevelIn) -> tuple[int, dict[str, Any]]:
    return _created(services.create_price_level(request.scope, PriceLevelDraft(**payload.model_dump())))  # type: ignore[attr-defined]


@router.put("/price-levels/{price_level_id}", permission="catalog.price_level.manage", response=Changed)
def update_price_level(
    request: HttpRequest, price_level_id: IdIn, payload: PriceLevelIn, if_match: IfMatch = Header(alias="If-Match")
) -> dict[str, Any]:
    """The code is fixed: parties name their price level by it."""
    draft = PriceLevelDraft(**payload.model_dump())
    version = services.update_price_level(request.scope, price_level_id, draft, version=if_match)  # type: ignore[attr-defined]
    return _changed(price_level_id, version)


@router.get("/attributes", permission="catalog.item.read", response=AttributeList)
def list_attributes(request: HttpRequest) -> dict[str, Any]:
    """Axes and values used so far, offered for the next variant matrix."""
    return queries.list_attributes(request.scope)  # type: ignore[attr-defined]


@router.get("/masters/export", permission="catalog.item.export", openapi_extra=DOWNLOAD)
def export_masters(
    request: HttpRequest,
    noun: Literal["units", "categories", "tax-codes", "price-levels"],
    format: FileFormat = "xlsx",
    language: str = Query("zh", pattern="^(zh|en)$"),
) -> HttpResponseBase:
    """Units, categories, tax codes or price levels as a file."""
    titles, rows = queries.master_file(request.scope, noun, english=language == "en")  # type: ignore[attr-defined]
    return download(noun, titles, rows, file_format=format)
