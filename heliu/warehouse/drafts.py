"""What callers hand to the warehouse, and the prepared form between checking, posting and writing. Pure data."""

import datetime as dt
from dataclasses import dataclass

from heliu.catalog.entries import ResolvedEntry
from heliu.catalog.pricing import LineAmounts
from heliu.core.scales import RATE_SCALE


@dataclass(frozen=True, slots=True)
class NewGoodsLine:
    """A line as entered; scaled integers. 0 = none / default: base unit, default place of the warehouse, no lot.

    lot_code names a lot that may be new; outgoing goods without a lot leave from the one that expires first.
    tax_code_id None = the item's own. amounts: already known to the penny (imports). original_line_id: the line a
    return refers to; its amounts then follow from the original and `price` is ignored.
    """

    item_id: int
    quantity: int
    unit_id: int = 0
    price: int = 0
    price_includes_tax: bool = False
    discount_rate: int = 0
    tax_code_id: int | None = None
    amounts: LineAmounts | None = None
    location_id: int = 0
    lot_id: int = 0
    lot_code: str = ""
    produced_on: dt.date | None = None
    expires_on: dt.date | None = None
    order_line_id: int = 0
    original_line_id: int = 0
    memo: str = ""


@dataclass(frozen=True, slots=True)
class NewGoodsDocument:
    """A goods document as entered. currency "" = the company's own. document_id 0 = a new id is taken.

    invoiced (shipments): its sales invoice is posted in the same transaction, cost goes straight to cost of sales.
    archived_too: history may name items that are no longer traded. override_reason: lets a shipment of no order pass
    the credit limit; needs the right to.
    """

    document_type: str
    warehouse_id: int
    business_date: dt.date
    lines: tuple[NewGoodsLine, ...]
    party_id: int = 0
    currency: str = ""
    rate: int = RATE_SCALE
    memo: str = ""
    reference: str = ""
    reason: str = ""
    order_kind: str = ""
    order_id: int = 0
    order_number: str = ""
    original_id: int = 0
    invoiced: bool = False
    simulated: bool = False
    archived_too: bool = False
    override_reason: str = ""
    document_id: int = 0
    number: str = ""


@dataclass(frozen=True, slots=True)
class PreparedLine:
    """A checked line with its place; `entry` holds quantities and amounts.

    part_of: the line as entered, whose goods leave from several lots; its first part keeps the id and has none.
    """

    line_id: int
    entry: ResolvedEntry
    location_id: int
    lot_id: int
    order_line_id: int
    original_line_id: int
    memo: str
    part_of: int = 0


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A checked document, from new input or from a stored draft; `terms.lines` is not looked at any more."""

    document_id: int
    number: str
    terms: NewGoodsDocument
    lines: tuple[PreparedLine, ...]


@dataclass(frozen=True, slots=True)
class PostedGoodsDocument:
    """What a caller gets back. line_values: value in the primary ledger per line id (1e-4, positive).

    line_ids follow the lines as entered; parts: the lines that were posted for each of them, several where goods left
    from several lots.
    """

    document_id: int
    number: str
    line_ids: tuple[int, ...]
    line_values: dict[int, int]
    parts: tuple[tuple[PreparedLine, ...], ...] = ()
