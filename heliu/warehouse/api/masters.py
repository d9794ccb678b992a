"""/warehouses: the small master of places; its table and services are in heliu.stock."""

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query

from heliu.core.document_lists import expected_version
from heliu.core.document_schemas import IdIn, Input
from heliu.core.http import Router
from heliu.core.schemas import Schema
from heliu.stock import services
from heliu.stock.models import Warehouse
from heliu.stock.queries import warehouses

router = Router(tags=["warehouse masters"])
Name = Annotated[str, Field(min_length=1, max_length=120)]
Address = Annotated[str, Field(max_length=250)]


class WarehouseOut(Schema):
    id: str
    code: str
    name: str
    address: str
    allow_negative: bool
    is_active: bool
    version: int


class WarehouseList(Schema):
    items: list[WarehouseOut]
    total: int


class NewWarehouse(Input):
    """allow_negative: shipments may go below zero here; off by default."""

    code: Annotated[str, Field(min_length=1, max_length=32)]
    name: Name
    address: Address = ""
    allow_negative: bool = False


class WarehouseIn(Input):
    name: Name
    address: Address = ""
    allow_negative: bool = False
    is_active: bool = True


class Page(Schema):
    page: Annotated[int, Field(ge=1, le=10_000)] = 1
    page_size: Annotated[int, Field(ge=1, le=200)] = 50
    q: Annotated[str, Field(max_length=100)] = ""
    active_only: bool = False


@router.get("", permission="stock.warehouse.read", response=WarehouseList)
def list_warehouses(request: HttpRequest, filters: Query[Page]) -> dict[str, Any]:
    words = filters.q.strip().lower()
    found = [
        row
        for row in warehouses(request.scope)
        if (not words or words in f"{row.code} {row.name}".lower()) and (row.is_active or not filters.active_only)
    ]
    start = (filters.page - 1) * filters.page_size
    return {"items": [_shape(row) for row in found[start : start + filters.page_size]], "total": len(found)}


@router.post("", permission="stock.warehouse.create", response={201: WarehouseOut})
def create_warehouse(request: HttpRequest, payload: NewWarehouse) -> tuple[int, dict[str, Any]]:
    """With its default place of the same code."""
    row = services.create_warehouse(
        request.scope, code=payload.code, name=payload.name, address=payload.address,
        allow_negative=payload.allow_negative,
    )  # fmt: skip
    return 201, _shape(row)


@router.put("/{warehouse_id}", permission="stock.warehouse.update", response=WarehouseOut)
def update_warehouse(request: HttpRequest, warehouse_id: IdIn, payload: WarehouseIn) -> dict[str, Any]:
    """Needs If-Match; a warehouse that holds goods cannot be retired."""
    row = services.update_warehouse(
        request.scope, warehouse_id, version=expected_version(request), name=payload.name, address=payload.address,
        allow_negative=payload.allow_negative, is_active=payload.is_active,
    )  # fmt: skip
    return _shape(row)


def _shape(row: Warehouse) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "code": row.code,
        "name": row.name,
        "address": row.address,
        "allow_negative": row.allow_negative,
        "is_active": row.is_active,
        "version": row.version,
    }
