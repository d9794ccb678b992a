"""Business facts: what document services tell the books. Frozen, scaled integers only, no models, no prices to look up.

Units: quantity 1e-6 of the item's base unit; amounts 1e-4; rate 1e-12 ledger currency per transaction unit.
Signs: goods lines are always positive, the kind of fact says the direction. Money lines of a red document
(credit note, red purchase invoice) are negative: a red fact is the blue fact with negative quantities and amounts.
Without slots: every fact is stored as JSON, and orjson writes a class with slots three times slower.
"""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar, TypeAlias

from heliu.core.scales import RATE_SCALE
from heliu.posting.state import EntryRow


class AccountKey(StrEnum):
    """What a rule means by an account; posting.determination resolves it per ledger (reference: flows, section 2)."""

    INVENTORY = "INVENTORY"
    GIT = "GIT"
    SHIPPED = "SHIPPED"
    GRIR = "GRIR"
    AP = "AP"
    AR = "AR"
    PREPAID = "PREPAID"
    ADVANCE = "ADVANCE"
    INPUT_VAT = "INPUT_VAT"
    OUTPUT_VAT = "OUTPUT_VAT"
    REVENUE = "REVENUE"
    SERVICE_REVENUE = "SERVICE_REVENUE"
    SALES_DISCOUNT = "SALES_DISCOUNT"
    COGS = "COGS"
    PPV = "PPV"
    FX = "FX"
    SUSPENSE = "SUSPENSE"
    STOCK_GAIN = "STOCK_GAIN"
    STOCK_LOSS = "STOCK_LOSS"
    OTHER_RECEIVABLE = "OTHER_RECEIVABLE"
    ABNORMAL_LOSS = "ABNORMAL_LOSS"
    OTHER_RECEIPT = "OTHER_RECEIPT"
    OTHER_ISSUE = "OTHER_ISSUE"
    SAMPLE = "SAMPLE"
    EXPENSE = "EXPENSE"
    SELLING_EXPENSE = "SELLING_EXPENSE"
    BANK_FEE = "BANK_FEE"
    CASH_DISCOUNT = "CASH_DISCOUNT"
    BAD_DEBT = "BAD_DEBT"
    CASH = "CASH"
    ROUNDING = "ROUNDING"
    OPENING = "OPENING"
    PROFIT = "PROFIT"
    RETAINED_EARNINGS = "RETAINED_EARNINGS"


@dataclass(frozen=True)
class FactHead:
    """What every fact carries.

    key: idempotency key, unique per company, e.g. "shipment:<id>:post". origin_*: the document that tells the fact;
    `number` is shown on the voucher. party_id 0 = none. exponent: decimals of `currency` (ISO 4217).
    """

    company_id: int
    key: str
    business_date: dt.date
    origin_kind: str
    origin_id: int
    number: str
    actor_id: int
    currency: str
    party_id: int = 0
    rate: int = RATE_SCALE
    memo: str = ""


@dataclass(frozen=True)
class GoodsLine:
    """One line of goods in base units. amount: net value in transaction currency where the fact brings a value."""

    line_id: int
    item_id: int
    quantity: int
    location_id: int
    lot_id: int = 0
    amount: int = 0


@dataclass(frozen=True)
class GoodsReceived:
    """采购入库: supplier → location at order price (net of recoverable VAT). Dr INVENTORY, Cr GRIR per line."""

    kind: ClassVar[str] = "GOODS_RECEIVED"
    head: FactHead
    lines: tuple[GoodsLine, ...]


@dataclass(frozen=True)
class GoodsShipped:
    """销售出库: location → customer at cost. Dr SHIPPED (发出商品, open until invoiced) or COGS, Cr INVENTORY.

    invoiced: the sales invoice is posted in the same batch, so cost goes straight to COGS and nothing stays open.
    consumes_reservation: lines' reservations of `order_line_ids` (same order as lines, 0 = none) are used up.
    """

    kind: ClassVar[str] = "GOODS_SHIPPED"
    head: FactHead
    lines: tuple[GoodsLine, ...]
    invoiced: bool = False
    order_line_ids: tuple[int, ...] = ()


@dataclass(frozen=True)
class ReturnLine:
    """A returned line; original_line_id: shipment (or receipt) line it came from, 0 = not known.

    amount (purchase returns): quantity × receipt price in transaction currency, what the supplier owes back.
    """

    line_id: int
    item_id: int
    quantity: int
    location_id: int
    lot_id: int = 0
    amount: int = 0
    original_line_id: int = 0


@dataclass(frozen=True)
class SalesReturned:
    """销售退货入库: customer → location at the original issue cost (unknown original: current cost of the bucket).

    Cr SHIPPED while the original is not yet invoiced, else Cr COGS. Value never exceeds what was issued.
    """

    kind: ClassVar[str] = "SALES_RETURNED"
    head: FactHead
    lines: tuple[ReturnLine, ...]


@dataclass(frozen=True)
class PurchaseReturned:
    """采购退货出库: location → supplier at current cost m·q. Dr GRIR p·q (amount), difference to PPV."""

    kind: ClassVar[str] = "PURCHASE_RETURNED"
    head: FactHead
    lines: tuple[ReturnLine, ...]


@dataclass(frozen=True)
class TransferLine:
    line_id: int
    item_id: int
    quantity: int
    from_location_id: int
    to_location_id: int
    lot_id: int = 0


@dataclass(frozen=True)
class GoodsTransferred:
    """调拨: between owned locations. Quantity moves; value stays in the company's bucket.

    To or from a TRANSIT location the entry moves INVENTORY ↔ GIT; between storages it is recorded as without effect.
    """

    kind: ClassVar[str] = "GOODS_TRANSFERRED"
    head: FactHead
    lines: tuple[TransferLine, ...]


@dataclass(frozen=True)
class AdjustmentLine:
    """inbound: goods come in (amount = value, or 0 with use_current_cost) else they go out at cost.

    reason_key: account key on the other side (OTHER_RECEIPT, OTHER_ISSUE, STOCK_GAIN, STOCK_LOSS, SAMPLE, OPENING …);
    SUSPENSE: a difference that waits, by the move it made, until DifferencesResolved says where it belongs.
    transit_line_id: goods lost on the road, of that transfer line and out of its TRANSIT place: they go at the value
    they were sent off with (0 = goods of a storage).
    """

    line_id: int
    item_id: int
    quantity: int
    location_id: int
    inbound: bool
    reason_key: AccountKey
    lot_id: int = 0
    amount: int = 0
    use_current_cost: bool = False
    transit_line_id: int = 0


@dataclass(frozen=True)
class StockAdjusted:
    """其他入库 / 其他出库 / 盘点 / 期初库存: goods against a reason account."""

    kind: ClassVar[str] = "STOCK_ADJUSTED"
    head: FactHead
    lines: tuple[AdjustmentLine, ...]


@dataclass(frozen=True)
class DifferenceLine:
    """Part of a difference that waits. difference_id: the move that wrote the goods off or brought them in.

    reason_key: STOCK_LOSS or STOCK_GAIN (wastage), OTHER_RECEIVABLE (party_id owes it), ABNORMAL_LOSS.
    """

    difference_id: int
    quantity: int
    reason_key: AccountKey
    party_id: int = 0


@dataclass(frozen=True)
class DifferencesResolved:
    """盘点差异处理: a loss Dr reason, Cr SUSPENSE; a gain Dr SUSPENSE, Cr reason; every ledger at its own value."""

    kind: ClassVar[str] = "STOCK_DIFFERENCES_RESOLVED"
    head: FactHead
    lines: tuple[DifferenceLine, ...]


@dataclass(frozen=True)
class PurchaseInvoiceLine:
    """goods: receipt_line_id names the GR/IR item that is cleared (line of the goods receipt or purchase return);
    without quantity nothing is cleared and `net` is a later change of that receipt's price (allowance < 0).

    service: receipt_line_id 0 and account_key or account_id of the expense. net and tax in transaction currency;
    tax that may not be deducted belongs into net.
    credited_*: of a red line, what was taken back of its blue line before (positive); so that in ledger currency the
    parts add up to the whole.
    """

    line_id: int
    net: int
    tax: int = 0
    tax_code_id: int = 0
    item_id: int = 0
    quantity: int = 0
    receipt_line_id: int = 0
    account_key: AccountKey = AccountKey.EXPENSE
    account_id: int = 0
    credited_net: int = 0
    credited_tax: int = 0


@dataclass(frozen=True)
class PurchaseInvoicePosted:
    """采购发票: Dr GRIR (cleared exactly), INPUT_VAT, price difference to INVENTORY on hand and COGS; Cr AP.

    rate_to_exchange: what the rate moved since the receipt is a gain or loss on exchange (FX), not a price difference.
    """

    kind: ClassVar[str] = "PURCHASE_INVOICE_POSTED"
    head: FactHead
    lines: tuple[PurchaseInvoiceLine, ...]
    due_date: dt.date
    rate_to_exchange: bool = False


@dataclass(frozen=True)
class SalesInvoiceLine:
    """shipment_line_id: the SHIPPED item whose cost becomes COGS with this line (0 = service, or shipped `invoiced`).

    revenue_key: REVENUE, SERVICE_REVENUE, SALES_DISCOUNT …; account_id overrides it.
    credited_*: as in PurchaseInvoiceLine.
    """

    line_id: int
    net: int
    tax: int = 0
    tax_code_id: int = 0
    item_id: int = 0
    quantity: int = 0
    shipment_line_id: int = 0
    revenue_key: AccountKey = AccountKey.REVENUE
    account_id: int = 0
    credited_net: int = 0
    credited_tax: int = 0


@dataclass(frozen=True)
class SalesInvoicePosted:
    """销售发票 (red: negative lines): Dr AR gross; Cr REVENUE, OUTPUT_VAT; Dr COGS, Cr SHIPPED for linked shipments."""

    kind: ClassVar[str] = "SALES_INVOICE_POSTED"
    head: FactHead
    lines: tuple[SalesInvoiceLine, ...]
    due_date: dt.date


@dataclass(frozen=True)
class Allocation:
    """amount_txn > 0 settles that much of the open item named by its origin document (any sign of item)."""

    origin_id: int
    amount_txn: int
    origin_line_id: int = 0
    discount_txn: int = 0


@dataclass(frozen=True)
class MoneyReceived:
    """收款单: Dr cash amount (+ CASH_DISCOUNT), Cr AR per allocation; the rest is a prepayment received (ADVANCE).

    A negative amount is a refund to the customer. cash_account_id: ledger account of the primary chart, 0 = key CASH.
    """

    kind: ClassVar[str] = "MONEY_RECEIVED"
    head: FactHead
    amount: int
    allocations: tuple[Allocation, ...] = ()
    cash_account_id: int = 0
    bank_fee: int = 0


@dataclass(frozen=True)
class MoneyPaid:
    """付款单: Dr AP per allocation, Cr cash; the rest is a prepayment paid (PREPAID)."""

    kind: ClassVar[str] = "MONEY_PAID"
    head: FactHead
    amount: int
    allocations: tuple[Allocation, ...] = ()
    cash_account_id: int = 0
    bank_fee: int = 0


@dataclass(frozen=True)
class OpenItemsSettled:
    """核销单: offsets open items of one party against each other (prepayment with invoice, red with blue invoice).

    `debits` and `credits` name debit-positive and credit items; both sums are equal in transaction currency.
    side: "AR" or "AP" world.
    """

    kind: ClassVar[str] = "OPEN_ITEMS_SETTLED"
    head: FactHead
    debits: tuple[Allocation, ...]
    credits: tuple[Allocation, ...]


@dataclass(frozen=True)
class MoneyLine:
    """One line of a cash income/expense or manual voucher; debit-positive `amount` in transaction currency.

    is_red: written in red on the other side (a debit of 100 as a credit of -100), where the ledger's style is red.
    currency and rate: of this line alone; "" and 0 = those of the head.
    """

    amount: int
    account_id: int = 0
    account_key: AccountKey | None = None
    party_id: int = 0
    memo: str = ""
    is_red: bool = False
    currency: str = ""
    rate: int = 0


@dataclass(frozen=True)
class ManualEntryPosted:
    """手工凭证, 收支单, 期初, 结转损益: balanced lines against non-control accounts, in one ledger or all (0)."""

    kind: ClassVar[str] = "MANUAL"
    head: FactHead
    lines: tuple[MoneyLine, ...]
    ledger_id: int = 0
    entry_kind: str = "manual"


@dataclass(frozen=True)
class OpeningItem:
    """Opening receivable or payable of one party; amount_txn debit-positive."""

    line_id: int
    kind: str
    party_id: int
    amount_txn: int
    due_date: dt.date
    number: str = ""


@dataclass(frozen=True)
class OpeningItemsPosted:
    """期初往来: open items AR/AP/ADVR/ADVP at the start, against OPENING."""

    kind: ClassVar[str] = "OPENING_ITEMS"
    head: FactHead
    lines: tuple[OpeningItem, ...]


@dataclass(frozen=True)
class FactReversed:
    """红冲: the exact mirror of one posted fact (same values, red style per ledger), dated head.business_date.

    Refused when something downstream used it (goods already gone, open item partly settled).
    """

    kind: ClassVar[str] = "REVERSED"
    head: FactHead
    reversed_key: str


Fact: TypeAlias = (
    GoodsReceived
    | GoodsShipped
    | SalesReturned
    | PurchaseReturned
    | GoodsTransferred
    | StockAdjusted
    | DifferencesResolved
    | PurchaseInvoicePosted
    | SalesInvoicePosted
    | MoneyReceived
    | MoneyPaid
    | OpenItemsSettled
    | ManualEntryPosted
    | OpeningItemsPosted
    | FactReversed
)


MoveRow: TypeAlias = tuple[int, int, int, int, int]
"""The parts of a PlannedMove, in its order."""


@dataclass(frozen=True, slots=True)
class PlannedMove:
    item_id: int
    from_location_id: int
    to_location_id: int
    quantity: int
    line_id: int


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """One entry line as it was or would be written; ledger currency, 1e-4."""

    ledger_id: int
    account_id: int
    debit: int
    credit: int
    currency: str
    amount_txn: int
    party_id: int = 0
    item_id: int = 0
    quantity: int = 0


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """entry_id and number are 0 in a dry run."""

    entry_id: int
    ledger_id: int
    number: int
    memo: str
    lines: tuple[PlannedLine, ...]


@dataclass(frozen=True, slots=True)
class PostedResult:
    """What one fact did to the books. line_values: line_id → value in the primary ledger's book (positive).

    `moves` and `entries` are made from the planned rows when asked for: most callers never look at them.
    """

    fact_id: int
    key: str
    replayed: bool = False
    line_values: dict[int, int] = field(default_factory=dict)
    move_rows: tuple[MoveRow, ...] = ()
    entry_rows: tuple[EntryRow, ...] = ()
    is_rehearsal: bool = False

    @property
    def moves(self) -> tuple[PlannedMove, ...]:
        return tuple(PlannedMove(*row) for row in self.move_rows)

    @property
    def entries(self) -> tuple[PlannedEntry, ...]:
        return tuple(_entry_of(row, is_rehearsal=self.is_rehearsal) for row in self.entry_rows)


def _entry_of(row: EntryRow, *, is_rehearsal: bool) -> PlannedEntry:
    lines = tuple(
        PlannedLine(
            row.ledger_id,
            x.account_id,
            x.debit,
            x.credit,
            x.currency,
            x.amount_txn,
            x.party_id,
            x.item_id,
            x.quantity,
        )
        for x in row.lines
    )
    entry_id, number = (0, 0) if is_rehearsal else (row.id, row.number)
    return PlannedEntry(entry_id, row.ledger_id, number, row.memo, lines)
