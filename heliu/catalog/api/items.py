"""Routes of items."""

import dataclasses
from typing import Any

from django.http import HttpRequest
from ninja import Header, Query
from pydantic import Field

from heliu.catalog import queries, services
from heliu.catalog.api.schemas import (
    CreatedIds,
    ItemIn,
    ItemOut,
    ItemPage,
    ItemsIn,
    ItemSuggestions,
    LookupOut,
    MatrixIn,
    Trade,
)
from heliu.catalog.drafts import ItemDraft
from heliu.catalog.queries import ItemFilter
from heliu.core.http import Router
from heliu.core.master_lists import PageRequest
from heliu.core.master_schemas import Changed, Created, IdIn, IfMatch, Input, MasterStatus
from heliu.core.scope import Scope

router = Router(tags=["items"])


class ItemQuery(Input):
    """status active|archived|all; category_id with all below it; trade sold|purchased."""

    status: MasterStatus = "active"
    category_id: IdIn | None = None
    kind: str = Field(default="", pattern="^(|goods|service)$")
    brand: str = Field(default="", max_length=80)
    trade: Trade = ""
    templates: bool | None = None
    parent_id: IdIn | None = None

    def wanted(self) -> ItemFilter:
        return ItemFilter(**{name: getattr(self, name) for name in ItemQuery.model_fields})


class ItemListQuery(ItemQuery):
    q: str = Field(default="", max_length=100)
    sort: str = Field(default="", pattern="^-?[a-z_]{0,20}$")
    cursor: str = Field(default="", max_length=400)
    limit: int = Field(default=50, ge=1, le=200)

    def page(self) -> PageRequest:
        return PageRequest(q=self.q, sort=self.sort, cursor=self.cursor, limit=self.limit)


@router.get("/items", permission="catalog.item.read", response=ItemPage)
def list_items(request: HttpRequest, filters: Query[ItemListQuery]) -> dict[str, Any]:
    """Items by page; with `q` the best matches first. sort: code, name, updated_at, created_at, - for descending."""
    return queries.list_items(request.scope, filters.page(), filters.wanted())  # type: ignore[attr-defined]


@router.get("/items/suggest", permission="catalog.item.read", response=ItemSuggestions)
def suggest_items(
    request: HttpRequest,
    q: str = Query("", max_length=100),
    limit: int = Query(20, ge=1, le=50),
    trade: Trade = "",
) -> dict[str, Any]:
    """Type-ahead: code, name, pinyin, helper code or barcode, exact before prefix before substring."""
    found = queries.suggest_items(request.scope, q, limit=limit, trade=trade)  # type: ignore[attr-defined]
    return {"items": found}


@router.get("/items/lookup", permission="catalog.item.read", response=LookupOut)
def lookup_item(request: HttpRequest, code: str = Query(..., min_length=1, max_length=60)) -> dict[str, Any]:
    """The one item a scanned barcode or an exact code names, with the unit of the barcode."""
    return queries.lookup_item(request.scope, code)  # type: ignore[attr-defined]


@router.post("/items", permission="catalog.item.create", response={201: Created})
def create_item(request: HttpRequest, payload: ItemIn) -> tuple[int, dict[str, Any]]:
    item_id = services.create_item(request.scope, payload.draft())  # type: ignore[attr-defined]
    return 201, {"id": str(item_id), "version": 1}


@router.post("/items/batch", permission="catalog.item.create", response={201: CreatedIds})
def create_items(request: HttpRequest, payload: ItemsIn) -> tuple[int, dict[str, Any]]:
    """Many items, all or none; errors name the place in the list first."""
    ids = services.create_items(request.scope, [i.draft() for i in payload.items])  # type: ignore[attr-defined]
    return 201, {"ids": [str(i) for i in ids]}


@router.get("/items/{item_id}", permission="catalog.item.read", response=ItemOut)
def read_item(request: HttpRequest, item_id: IdIn) -> dict[str, Any]:
    return queries.item_detail(request.scope, item_id)  # type: ignore[attr-defined]


@router.put("/items/{item_id}", permission="catalog.item.update", response=Changed)
def update_item(
    request: HttpRequest, item_id: IdIn, payload: ItemIn, if_match: IfMatch = Header(alias="If-Match")
) -> dict[str, Any]:
    """Replace an item whole. Base unit and kind cannot change; of a variant its template and values stay."""
    scope = request.scope  # type: ignore[attr-defined]
    version = services.update_item(scope, item_id, _keep_variant(scope, item_id, payload), version=if_match)
    return {"id": str(item_id), "version": version}


def _keep_variant(scope: Scope, item_id: int, payload: ItemIn) -> ItemDraft:
    """The draft with what the request cannot set: the variant's place and, where cost is masked, the cost price."""
    draft = payload.draft()
    before = queries.drafts_of(scope, [item_id]).get(item_id)
    if before is None:
        return draft
    kept = {name: getattr(before, name) for name in ("parent_id", "variant_key", "attribute_values")}
    if not scope.sees_cost:
        kept["purchase_price"] = before.purchase_price
    return dataclasses.replace(draft, **kept)


@router.post("/items/{item_id}/archive", permission="catalog.item.archive", response=Changed)
def archive_item(request: HttpRequest, item_id: IdIn, if_match: IfMatch = Header(alias="If-Match")) -> dict[str, Any]:
    """Out of use: stays in history, can no longer be chosen."""
    version = services.archive_item(request.scope, item_id, version=if_match)  # type: ignore[attr-defined]
    return {"id": str(item_id), "version": version}


@router.post("/items/{item_id}/restore", permission="catalog.item.archive", response=Changed)
def restore_item(request: HttpRequest, item_id: IdIn, if_match: IfMatch = Header(alias="If-Match")) -> dict[str, Any]:
    version = services.restore_item(request.scope, item_id, version=if_match)  # type: ignore[attr-defined]
    return {"id": str(item_id), "version": version}


@router.post("/items/{item_id}/variants", permission="catalog.item.create", response={201: CreatedIds})
def generate_variants(request: HttpRequest, item_id: IdIn, payload: MatrixIn) -> tuple[int, dict[str, Any]]:
    """One item per combination of the axes; those that exist stay as they are. Answers with the new ones."""
    axes = [axis.axis() for axis in payload.axes]
    ids = services.generate_variants(request.scope, item_id, axes)  # type: ignore[attr-defined]
    return 201, {"ids": [str(i) for i in ids]}
