"""The part of both books that a batch touches, in memory: loaded once, changed by the planner, written once."""

import datetime as dt
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from heliu.posting.masters import Masters
from heliu.stock.costing import Bucket

if TYPE_CHECKING:
    from heliu.posting.tracing import Trace

BalanceKey = tuple[int, int, int]  # item, location, lot (0 = none)
BucketKey = tuple[int, int]  # book, item
OpenKey = tuple[int, str, int]  # ledger, kind, origin key


@dataclass(slots=True)
class Balance:
    row_id: int
    on_hand: int
    reserved: int
    negative_allowed: bool
    was_negative: bool = False
    """Below zero from the time when its warehouse allowed it: goods may come in before it is zero again."""


@dataclass(slots=True)
class Open:
    """An open item while planning; debit-positive amounts; quantity signed as its kind defines."""

    id: int
    ledger_id: int
    kind: str
    account_id: int
    party_id: int
    item_id: int
    currency: str
    business_date: dt.date
    due_date: dt.date
    origin_kind: str
    origin_id: int
    origin_key: int
    origin_number: str
    quantity: int
    open_quantity: int
    amount: int
    open_amount: int
    amount_txn: int
    open_txn: int
    fact_id: int
    is_new: bool = False


@dataclass(slots=True)
class Original:
    """A posted goods line that a return or price difference refers to; per book what is left to take back."""

    move_id: int
    item_id: int
    quantity: int
    quantity_left: int
    amount_left: dict[int, int] = field(default_factory=dict)
    """book → value not yet taken back (positive for issues and receipts alike)."""


@dataclass(slots=True)
class Reserved:
    row_id: int
    item_id: int
    location_id: int
    lot_key: int
    quantity: int


@dataclass(slots=True)
class BookState:
    masters: Masters = field(default_factory=Masters)
    balances: dict[BalanceKey, Balance] = field(default_factory=dict)
    buckets: dict[BucketKey, Bucket] = field(default_factory=dict)
    open_items: dict[OpenKey, Open] = field(default_factory=dict)
    originals: dict[int, Original] = field(default_factory=dict)
    reservations: dict[int, list[Reserved]] = field(default_factory=dict)
    traces: dict[str, "Trace"] = field(default_factory=dict)
    """facts of this batch's reversals, by key"""


@dataclass(slots=True)
class Changes:
    """Rows to write, in gateway column order, and the derived rows that became dirty."""

    facts: list[tuple[object, ...]] = field(default_factory=list)
    moves: list[tuple[object, ...]] = field(default_factory=list)
    values: list[tuple[object, ...]] = field(default_factory=list)
    entries: list["EntryRow"] = field(default_factory=list)
    no_effects: list[tuple[object, ...]] = field(default_factory=list)
    settlements: list[tuple[object, ...]] = field(default_factory=list)
    new_open: list[Open] = field(default_factory=list)
    replaced_layers: dict[BucketKey, set[int]] = field(default_factory=dict)
    """buckets whose layers were rebuilt; the moves of the layers they had before"""
    dirty_balances: set[BalanceKey] = field(default_factory=set)
    dirty_buckets: set[BucketKey] = field(default_factory=set)
    dirty_open: dict[int, Open] = field(default_factory=dict)
    dirty_reservations: dict[int, Reserved] = field(default_factory=dict)


@dataclass(slots=True)
class EntryRow:
    """An entry before it has its number."""

    id: int
    ledger_id: int
    period_id: int
    period_code: int
    business_date: dt.date
    kind: str
    memo: str
    origin_kind: str
    origin_id: int
    fact_id: int
    reverses_id: int | None
    lines: list["LineRow"]
    number: int = 0


@dataclass(slots=True)
class LineRow:
    account_id: int
    debit: int
    credit: int
    currency: str
    amount_txn: int
    rate: int
    party_id: int
    item_id: int
    quantity: int
    tax_code_id: int
