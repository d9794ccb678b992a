"""/stock and /item-ledger"""

import datetime as dt
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Field, Query

from heliu.core.document_schemas import IdIn, ItemRef, Ref, UnitRef
from heliu.core.http import Router
from heliu.core.schemas import Schema
from heliu.warehouse.queries.stock import LedgerSpan, StockFilter, item_ledger, lots_on_hand, stock_rows

router = Router(tags=["warehouse stock"])


class StockQuery(Schema):
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    warehouse_id: IdIn | None = None
    item_id: IdIn | None = None
    item_ids: Annotated[list[IdIn], Field(max_length=200)] = []
    category_id: IdIn | None = None
    q: Annotated[str, Field(max_length=100)] = ""
    below_minimum: bool = False
    above_maximum: bool = False
    negative: bool = False
    nonzero: bool = True


class StockRow(Schema):
    """warehouse is None for goods that never moved; value and unit_cost are None where cost is masked."""

    item: ItemRef
    unit: UnitRef
    warehouse: Ref | None = None
    on_hand: str
    reserved: str
    available: str
    min_stock: str | None = None
    max_stock: str | None = None
    unit_cost: str | None = None
    value: str | None = None


class StockPage(Schema):
    items: list[StockRow]
    next_cursor: str | None


class ItemLedgerQuery(Schema):
    item_id: IdIn
    warehouse_id: IdIn | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 100


class Origin(Schema):
    kind: str
    id: str
    number: str


class Balance(Schema):
    quantity: str
    value: str | None = None


class ItemLedgerRow(Schema):
    """kind: move, price (price difference), backdate or reversal."""

    id: str
    date: dt.date
    kind: str
    origin: Origin
    quantity_in: str
    quantity_out: str
    value: str | None = None
    balance_quantity: str
    balance_value: str | None = None


class ItemLedgerPage(Schema):
    item: ItemRef
    opening: Balance
    items: list[ItemLedgerRow]
    next_cursor: str | None


@router.get("/stock", permission="warehouse.stock.read", response=StockPage)
def list_stock(request: HttpRequest, filters: Query[StockQuery]) -> dict[str, Any]:
    """On hand, reserved and available per item and warehouse."""
    by = StockFilter(
        warehouse_id=filters.warehouse_id,
        item_id=filters.item_id,
        item_ids=tuple(filters.item_ids),
        category_id=filters.category_id,
        q=filters.q,
        below_minimum=filters.below_minimum,
        above_maximum=filters.above_maximum,
        negative=filters.negative,
        nonzero=filters.nonzero,
    )
    return stock_rows(request.scope, by, cursor=filters.cursor, limit=filters.limit)


class LotQuery(Schema):
    item_id: IdIn
    warehouse_id: IdIn | None = None


class LotRow(Schema):
    """What is on hand of one lot at one place."""

    id: str
    code: str
    produced_on: dt.date | None = None
    expires_on: dt.date | None = None
    location: Ref
    on_hand: str
    available: str


class LotList(Schema):
    items: list[LotRow]
    total: int


@router.get("/lots", permission="warehouse.stock.read", response=LotList)
def list_lots(request: HttpRequest, filters: Query[LotQuery]) -> dict[str, Any]:
    """Lots on hand of an item, those that expire first in front."""
    found = lots_on_hand(request.scope, filters.item_id, filters.warehouse_id)
    return {"items": found, "total": len(found)}


@router.get("/item-ledger", permission="warehouse.item_ledger.read", response=ItemLedgerPage)
def get_item_ledger(request: HttpRequest, filters: Query[ItemLedgerQuery]) -> dict[str, Any]:
    """商品明细账: every receipt and issue with the balance after it."""
    span = LedgerSpan(filters.item_id, filters.date_from, filters.date_to, filters.warehouse_id)
    return item_ledger(request.scope, span, cursor=filters.cursor, limit=filters.limit)
