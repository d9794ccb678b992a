"""What callers hand to purchasing; scaled integers, 0 or "" = none or default."""

import datetime as dt
from dataclasses import dataclass

from heliu.catalog.pricing import LineAmounts
from heliu.core.scales import RATE_SCALE


@dataclass(frozen=True, slots=True)
class NewOrderLine:
    """line_id names an existing line when an order is updated or amended. tax_code_id None = the item's own."""

    item_id: int
    quantity: int
    unit_id: int = 0
    price: int = 0
    price_includes_tax: bool = False
    discount_rate: int = 0
    tax_code_id: int | None = None
    amounts: LineAmounts | None = None
    expected_date: dt.date | None = None
    memo: str = ""
    line_id: int = 0


@dataclass(frozen=True, slots=True)
class NewOrder:
    """currency "" = the company's own. approved: straight to approved, for imports and simulations.

    number "" = the next one; archived_too: history may name items that are no longer traded.
    """

    party_id: int
    warehouse_id: int
    business_date: dt.date
    lines: tuple[NewOrderLine, ...]
    currency: str = ""
    rate: int = RATE_SCALE
    expected_date: dt.date | None = None
    memo: str = ""
    reference: str = ""
    approved: bool = False
    simulated: bool = False
    archived_too: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class CreatedOrder:
    """line_ids in the order of the lines handed in."""

    order_id: int
    number: str
    line_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReceiveLine:
    """Base quantity of an order line that arrived; place and lot where known."""

    order_line_id: int
    quantity: int
    location_id: int = 0
    lot_id: int = 0
    lot_code: str = ""
    produced_on: dt.date | None = None
    expires_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """Base quantity of a goods receipt line that goes back."""

    receipt_line_id: int
    quantity: int
