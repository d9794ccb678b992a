"""What callers hand to sales; scaled integers, 0 or "" = none or default."""

import datetime as dt
from dataclasses import dataclass

from heliu.catalog.pricing import LineAmounts
from heliu.core.scales import RATE_SCALE


@dataclass(frozen=True, slots=True)
class NewOrderLine:
    """line_id names an existing line when an order is amended. tax_code_id None = the item's own, 0 = none."""

    item_id: int
    quantity: int
    unit_id: int = 0
    price: int = 0
    price_includes_tax: bool = False
    discount_rate: int = 0
    tax_code_id: int | None = None
    promised_date: dt.date | None = None
    memo: str = ""
    line_id: int = 0


@dataclass(frozen=True, slots=True)
class NewOrder:
    """currency "" = the company's own; number "" = the next one."""

    party_id: int
    warehouse_id: int
    business_date: dt.date
    lines: tuple[NewOrderLine, ...]
    currency: str = ""
    rate: int = RATE_SCALE
    promised_date: dt.date | None = None
    memo: str = ""
    reference: str = ""
    simulated: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class CreatedOrder:
    """line_ids in the order of the lines handed in."""

    order_id: int
    number: str
    line_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ShipLine:
    """Base quantity of an order line that leaves; place and lot where known."""

    order_line_id: int
    quantity: int
    location_id: int = 0
    lot_id: int = 0


@dataclass(frozen=True, slots=True)
class Fulfilment:
    """How goods of an order leave. post False leaves a draft shipment to pick and check."""

    business_date: dt.date | None = None
    reference: str = ""
    memo: str = ""
    post: bool = True
    override_reason: str = ""


@dataclass(frozen=True, slots=True)
class NewReturnLine:
    """Base quantity of a shipment line that comes back. Without a known shipment line: item, unit price and tax."""

    quantity: int
    shipment_line_id: int = 0
    item_id: int = 0
    price: int = 0
    price_includes_tax: bool = False
    tax_code_id: int | None = None
    amounts: LineAmounts | None = None
    location_id: int = 0
    lot_id: int = 0
    memo: str = ""


@dataclass(frozen=True, slots=True)
class NewReturn:
    """Goods a customer brings back. What was invoiced of them is credited by a red invoice.

    party_id 0: party, currency, rate (and warehouse, where 0) are those of the first shipment line.
    """

    business_date: dt.date
    lines: tuple[NewReturnLine, ...]
    party_id: int = 0
    warehouse_id: int = 0
    currency: str = ""
    rate: int = RATE_SCALE
    memo: str = ""
    reference: str = ""
    simulated: bool = False
    number: str = ""


@dataclass(frozen=True, slots=True)
class PostedReturn:
    """red_invoice_ids: one per blue invoice that was credited; empty when nothing was invoiced yet."""

    return_id: int
    number: str
    line_ids: tuple[int, ...]
    red_invoice_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SaleLine:
    """amounts: already known to the penny (imports). quantity in unit_id (0 = base unit)."""

    item_id: int
    quantity: int
    price: int = 0
    unit_id: int = 0
    price_includes_tax: bool = False
    discount_rate: int = 0
    tax_code_id: int | None = None
    amounts: LineAmounts | None = None
    location_id: int = 0
    lot_id: int = 0
    memo: str = ""


@dataclass(frozen=True, slots=True)
class NewSale:
    """A direct sale 直接销售: goods leave, the invoice is posted and money may be taken, all in one step.

    paid 0 = on account; "all" of it is asked with paid_in_full. Numbers "" = the next ones.
    archived_too: history may name items that are no longer traded.
    """

    party_id: int
    warehouse_id: int
    business_date: dt.date
    lines: tuple[SaleLine, ...]
    currency: str = ""
    rate: int = RATE_SCALE
    paid: int = 0
    paid_in_full: bool = False
    cash_account_id: int = 0
    due_date: dt.date | None = None
    memo: str = ""
    reference: str = ""
    override_reason: str = ""
    simulated: bool = False
    archived_too: bool = False
    shipment_number: str = ""
    invoice_number: str = ""


@dataclass(frozen=True, slots=True)
class PostedSale:
    """Ids of 0 mean: not needed. shipment_line_ids and invoice_line_ids follow the lines of the sale (0 = service).

    Where goods left from several lots, the shipment line is the first of them and each lot has its invoice line.
    """

    shipment_id: int
    shipment_line_ids: tuple[int, ...]
    invoice_id: int
    invoice_number: str
    invoice_line_ids: tuple[int, ...]
    gross: int
    receipt_id: int
