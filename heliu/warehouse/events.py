"""What the warehouse tells upward. One event may carry many documents (a batch); handlers work set-based.

A …Reversed event carries the red documents: their quantities are negative, so adding lines up is always right.
"""

import datetime as dt
from dataclasses import dataclass

from heliu.core.scope import Scope


@dataclass(frozen=True, slots=True)
class PostedLine:
    """quantity in base units (1e-6), net in document currency (1e-4), value in ledger currency (1e-4)."""

    line_id: int
    item_id: int
    quantity: int
    net: int
    value: int
    order_line_id: int
    original_line_id: int


@dataclass(frozen=True, slots=True)
class PostedGoods:
    """A posted goods document; ids of 0 mean none. order_kind is the noun of the order, e.g. sales_order.

    override_reason: why it may pass the credit limit.
    """

    document_id: int
    document_type: str
    number: str
    business_date: dt.date
    warehouse_id: int
    party_id: int
    order_kind: str
    order_id: int
    lines: tuple[PostedLine, ...]
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class GoodsAnnounced:
    """Goods documents of these orders (noun, id), or for these customers, are about to be posted or reversed.

    Who keeps orders and credit locks them now, before anything of the books is locked; emitted where writers work at
    once.
    """

    scope: Scope
    orders: frozenset[tuple[str, int]]
    customers: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class GoodsReceiptPosted:
    scope: Scope
    documents: tuple[PostedGoods, ...]


@dataclass(frozen=True, slots=True)
class GoodsReceiptReversed:
    scope: Scope
    documents: tuple[PostedGoods, ...]


@dataclass(frozen=True, slots=True)
class ShipmentPosted:
    scope: Scope
    documents: tuple[PostedGoods, ...]


@dataclass(frozen=True, slots=True)
class ShipmentReversed:
    scope: Scope
    documents: tuple[PostedGoods, ...]


@dataclass(frozen=True, slots=True)
class PurchaseReturnPosted:
    scope: Scope
    documents: tuple[PostedGoods, ...]


@dataclass(frozen=True, slots=True)
class PurchaseReturnReversed:
    scope: Scope
    documents: tuple[PostedGoods, ...]


@dataclass(frozen=True, slots=True)
class SalesReturnPosted:
    scope: Scope
    documents: tuple[PostedGoods, ...]


@dataclass(frozen=True, slots=True)
class SalesReturnReversed:
    scope: Scope
    documents: tuple[PostedGoods, ...]
