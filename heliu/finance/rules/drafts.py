"""What callers hand in: frozen, scaled integers, without identity (0 or "" = not given)."""

import datetime as dt
from dataclasses import dataclass

from heliu.catalog.pricing import LineAmounts
from heliu.core.scales import RATE_SCALE


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceLineDraft:
    """One line. entered_quantity (negative on a red invoice) in unit_id (0 = base unit); price per that unit.

    tax_code_id None = the item's own, 0 = none.
    source_line_id: shipment or receipt line; clears_source: its SHIPPED / GRIR item is closed by this line (False when
    the goods went out `invoiced`, and on red lines whose return already moved the cost).
    credited_net, credited_tax: of a red line, what was taken back of its blue line before (positive).
    repriced_line_id: receipt line whose price the line changes, clearing nothing (an allowance of the supplier).
    amounts: given where rounding must not decide again (red lines, imported totals).
    """

    entered_quantity: int
    price: int
    item_id: int = 0
    unit_id: int = 0
    tax_code_id: int | None = None
    discount_rate: int = 0
    price_includes_tax: bool = False
    source_line_id: int = 0
    clears_source: bool = True
    order_id: int = 0
    order_line_id: int = 0
    red_of_line_id: int = 0
    credited_net: int = 0
    credited_tax: int = 0
    repriced_line_id: int = 0
    account_key: str = ""
    account_id: int = 0
    description: str = ""
    memo: str = ""
    amounts: LineAmounts | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """A document that is billed: kind is its API noun, e.g. sales_order, shipment."""

    kind: str
    id: int
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceDraft:
    """due_date None = the party's terms; number "" = the next one."""

    party_id: int
    business_date: dt.date
    currency: str
    lines: tuple[InvoiceLineDraft, ...]
    rate: int = RATE_SCALE
    due_date: dt.date | None = None
    number: str = ""
    external_number: str = ""
    memo: str = ""
    origins: tuple[Origin, ...] = ()
    is_red: bool = False
    red_of_id: int = 0
    simulated: bool = False


@dataclass(frozen=True, slots=True)
class RedLine:
    """Part of a blue line to take back; source_line_id: line of the goods return, when goods came back."""

    line_id: int
    quantity: int
    source_line_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RedDraft:
    """A red invoice over `lines` of a posted blue one (none = all that is left), offset against it while it is open.

    origins: documents to name besides those of the blue invoice, such as the goods return.
    """

    invoice_id: int
    business_date: dt.date
    lines: tuple[RedLine, ...] = ()
    memo: str = ""
    origins: tuple[Origin, ...] = ()
    settle: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationDraft:
    """An open item by its origin; amount settled by money and discount on top of it, both positive.

    origin_line_id: line of the opening document an opening item stands on, else 0.
    """

    origin_kind: str
    origin_id: int
    amount: int
    discount: int = 0
    origin_line_id: int = 0

    @property
    def key(self) -> int:
        """What the open item is found by."""
        return self.origin_line_id or self.origin_id


@dataclass(frozen=True, slots=True, kw_only=True)
class MoneyDraft:
    """Money from or to a party; amount < 0 is a refund. What is not allocated stays as prepayment."""

    party_id: int
    business_date: dt.date
    currency: str
    amount: int
    allocations: tuple[AllocationDraft, ...] = ()
    rate: int = RATE_SCALE
    cash_account_id: int = 0
    bank_fee: int = 0
    number: str = ""
    reference: str = ""
    memo: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementDraft:
    """debits and credits name open items of one party; both sums are equal."""

    party_id: int
    side: str
    business_date: dt.date
    currency: str
    debits: tuple[AllocationDraft, ...]
    credits: tuple[AllocationDraft, ...]
    number: str = ""
    memo: str = ""
    simulated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CashEntryLineDraft:
    """Positive amount on an account, named by id or by key."""

    amount: int
    account_id: int = 0
    account_key: str = ""
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CashEntryDraft:
    """Income or expense without an invoice."""

    business_date: dt.date
    currency: str
    lines: tuple[CashEntryLineDraft, ...]
    rate: int = RATE_SCALE
    party_id: int = 0
    cash_account_id: int = 0
    number: str = ""
    reference: str = ""
    memo: str = ""
    simulated: bool = False
