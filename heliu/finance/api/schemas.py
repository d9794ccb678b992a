"""Requests and answers of money documents, on top of the shared document schemas."""

import datetime as dt
from typing import Annotated, Literal

from ninja import Field

from heliu.core.document_schemas import (
    AmountIn,
    CurrencyIn,
    DocumentHeader,
    IdIn,
    Input,
    ItemRef,
    PriceIn,
    QuantityIn,
    RateIn,
    Ref,
    RelatedDocument,
    TaxRef,
    UnitRef,
)
from heliu.core.scales import RATE_SCALE
from heliu.core.schemas import Schema
from heliu.finance.queries.invoices import InvoiceFilter
from heliu.finance.queries.shapes import DocumentFilter
from heliu.finance.rules.drafts import (
    AllocationDraft,
    CashEntryDraft,
    CashEntryLineDraft,
    InvoiceDraft,
    InvoiceLineDraft,
    MoneyDraft,
    RedLine,
    SettlementDraft,
)

MAX_LINES = 5000
Memo = Annotated[str, Field(max_length=250)]
LineMemo = Annotated[str, Field(max_length=200)]
Reference = Annotated[str, Field(max_length=80)]
AccountKeyIn = Annotated[str, Field(max_length=20, pattern="^[A-Z_]*$")]
Side = Literal["AR", "AP"]


class Filters(Schema):
    """Query string of every document list; open_only = not yet settled (invoices) or allocated (money)."""

    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    state: Annotated[str, Field(max_length=12)] = ""
    party_id: IdIn | None = None
    date_from: dt.date | None = None
    date_to: dt.date | None = None
    q: Annotated[str, Field(max_length=100)] = ""
    simulated: bool | None = None
    open_only: bool = False

    def narrowing(self) -> DocumentFilter:
        return DocumentFilter(
            state=self.state,
            party_id=self.party_id,
            date_from=self.date_from,
            date_to=self.date_to,
            q=self.q,
            simulated=self.simulated,
            open_only=self.open_only,
        )


class InvoiceFilters(Filters):
    """source_line_id: invoices that bill one of these lines of shipments or receipts; is_red false: blue ones only."""

    match_state: Literal["", "none", "matched", "exception"] = ""
    source_line_id: Annotated[list[IdIn], Field(max_length=200)] = []
    is_red: bool | None = None

    def invoices(self) -> InvoiceFilter:
        return InvoiceFilter(self.narrowing(), self.match_state, tuple(self.source_line_id), self.is_red)


class InvoiceLineIn(Input):
    """Goods name source_line_id (shipment or receipt line); services name an item of kind service, or free text with
    account_key or account_id. tax_code_id null = the item's own, "0" = none."""

    quantity: QuantityIn
    price: PriceIn
    item_id: IdIn | None = None
    unit_id: IdIn | None = None
    tax_code_id: IdIn | None = None
    discount_rate: RateIn = 0
    price_includes_tax: bool = False
    source_line_id: IdIn | None = None
    order_id: IdIn | None = None
    order_line_id: IdIn | None = None
    account_key: AccountKeyIn = ""
    account_id: IdIn | None = None
    description: LineMemo = ""
    memo: LineMemo = ""

    def line(self) -> InvoiceLineDraft:
        return InvoiceLineDraft(
            entered_quantity=self.quantity,
            price=self.price,
            item_id=self.item_id or 0,
            unit_id=self.unit_id or 0,
            tax_code_id=self.tax_code_id,
            discount_rate=self.discount_rate,
            price_includes_tax=self.price_includes_tax,
            source_line_id=self.source_line_id or 0,
            order_id=self.order_id or 0,
            order_line_id=self.order_line_id or 0,
            account_key=self.account_key,
            account_id=self.account_id or 0,
            description=self.description,
            memo=self.memo,
        )


class InvoiceIn(Input):
    """due_date empty = the party's terms. rate: ledger currency per unit of currency."""

    party_id: IdIn
    business_date: dt.date
    currency: CurrencyIn
    rate: RateIn = RATE_SCALE
    due_date: dt.date | None = None
    external_number: Annotated[str, Field(max_length=40)] = ""
    memo: Memo = ""
    lines: Annotated[list[InvoiceLineIn], Field(min_length=1, max_length=MAX_LINES)]

    def draft(self) -> InvoiceDraft:
        return InvoiceDraft(
            party_id=self.party_id,
            business_date=self.business_date,
            currency=self.currency,
            rate=self.rate,
            due_date=self.due_date,
            external_number=self.external_number,
            memo=self.memo,
            lines=tuple(line.line() for line in self.lines),
        )


class RedLineIn(Input):
    """quantity in base units; source_line_id: line of the goods return, when goods came back."""

    line_id: IdIn
    quantity: QuantityIn
    source_line_id: IdIn | None = None

    def line(self) -> RedLine:
        return RedLine(self.line_id, self.quantity, self.source_line_id or 0)


class RedIn(Input):
    """No lines = all that is left of the blue invoice."""

    business_date: dt.date | None = None
    memo: Memo = ""
    lines: Annotated[list[RedLineIn], Field(max_length=MAX_LINES)] = []


class OriginOut(Schema):
    kind: str
    id: str
    number: str


class InvoiceHeader(DocumentHeader):
    """open_amount: debit-positive in the invoice's currency, None until posted. match_state: purchase invoices."""

    due_date: dt.date
    is_red: bool
    red_of_id: str | None = None
    match_state: str | None = None
    open_amount: str | None = None
    origins: list[OriginOut] = []


class InvoicePage(Schema):
    items: list[InvoiceHeader]
    next_cursor: str | None


class InvoiceLineOut(Schema):
    """expected_net: what the order price says (purchase invoices)."""

    id: str
    line_no: int
    item: ItemRef | None = None
    unit: UnitRef | None = None
    description: str = ""
    entered_quantity: str
    quantity: str
    price: str | None = None
    price_includes_tax: bool = False
    discount_rate: str = "0"
    tax_code: TaxRef | None = None
    net: str | None = None
    tax: str | None = None
    gross: str | None = None
    memo: str = ""
    account_key: str = ""
    account: Ref | None = None
    source_line_id: str | None = None
    order_id: str | None = None
    order_line_id: str | None = None
    red_of_line_id: str | None = None
    expected_net: str | None = None
    match_state: str | None = None


class InvoiceOut(InvoiceHeader):
    verbs: list[str]
    lines: list[InvoiceLineOut]
    related: list[RelatedDocument]


class AllocationIn(Input):
    """An open item by its origin; discount is settled on top of amount without money."""

    origin_kind: Annotated[str, Field(max_length=24)]
    origin_id: IdIn
    origin_line_id: IdIn | None = None
    amount: AmountIn
    discount: AmountIn = 0

    def allocation(self) -> AllocationDraft:
        return AllocationDraft(
            origin_kind=self.origin_kind,
            origin_id=self.origin_id,
            origin_line_id=self.origin_line_id or 0,
            amount=self.amount,
            discount=self.discount,
        )


class MoneyIn(Input):
    """amount < 0 is a refund and must be allocated whole; what is not allocated of a positive one is a prepayment."""

    party_id: IdIn
    business_date: dt.date
    currency: CurrencyIn
    rate: RateIn = RATE_SCALE
    amount: AmountIn
    cash_account_id: IdIn | None = None
    bank_fee: AmountIn = 0
    reference: Reference = ""
    memo: Memo = ""
    allocations: Annotated[list[AllocationIn], Field(max_length=MAX_LINES)] = []

    def draft(self) -> MoneyDraft:
        return MoneyDraft(
            party_id=self.party_id,
            business_date=self.business_date,
            currency=self.currency,
            rate=self.rate,
            amount=self.amount,
            cash_account_id=self.cash_account_id or 0,
            bank_fee=self.bank_fee,
            reference=self.reference,
            memo=self.memo,
            allocations=tuple(a.allocation() for a in self.allocations),
        )


class OpenOrigin(OriginOut):
    line_id: str | None = None


class AllocationOut(Schema):
    id: str
    line_no: int
    origin: OpenOrigin
    amount: str
    discount: str


class MoneyHeader(DocumentHeader):
    """unallocated: open prepayment, debit-positive; None until posted."""

    amount: str
    discount: str
    bank_fee: str
    unallocated: str | None = None
    cash_account: Ref | None = None


class MoneyPage(Schema):
    items: list[MoneyHeader]
    next_cursor: str | None


class MoneyOut(MoneyHeader):
    verbs: list[str]
    lines: list[AllocationOut]
    related: list[RelatedDocument]


class SettlementIn(Input):
    """Both sides sum to the same; AR: debits are invoices, credits prepayments and red invoices. AP: mirrored."""

    party_id: IdIn
    side: Side
    business_date: dt.date
    currency: CurrencyIn
    memo: Memo = ""
    debits: Annotated[list[AllocationIn], Field(min_length=1, max_length=MAX_LINES)]
    credits: Annotated[list[AllocationIn], Field(min_length=1, max_length=MAX_LINES)]

    def draft(self) -> SettlementDraft:
        return SettlementDraft(
            party_id=self.party_id,
            side=self.side,
            business_date=self.business_date,
            currency=self.currency,
            memo=self.memo,
            debits=tuple(a.allocation() for a in self.debits),
            credits=tuple(a.allocation() for a in self.credits),
        )


class SettlementHeader(DocumentHeader):
    side: Side
    amount: str


class SettlementPage(Schema):
    items: list[SettlementHeader]
    next_cursor: str | None


class SettlementLineOut(AllocationOut):
    side: Literal["debit", "credit"]


class SettlementOut(SettlementHeader):
    verbs: list[str]
    lines: list[SettlementLineOut]
    related: list[RelatedDocument]


class CashEntryLineIn(Input):
    amount: AmountIn
    account_id: IdIn | None = None
    account_key: AccountKeyIn = ""
    memo: LineMemo = ""


class CashEntryIn(Input):
    business_date: dt.date
    currency: CurrencyIn
    rate: RateIn = RATE_SCALE
    party_id: IdIn | None = None
    cash_account_id: IdIn | None = None
    reference: Reference = ""
    memo: Memo = ""
    lines: Annotated[list[CashEntryLineIn], Field(min_length=1, max_length=MAX_LINES)]

    def draft(self) -> CashEntryDraft:
        return CashEntryDraft(
            business_date=self.business_date,
            currency=self.currency,
            rate=self.rate,
            party_id=self.party_id or 0,
            cash_account_id=self.cash_account_id or 0,
            reference=self.reference,
            memo=self.memo,
            lines=tuple(
                CashEntryLineDraft(
                    amount=line.amount, account_id=line.account_id or 0, account_key=line.account_key, memo=line.memo
                )
                for line in self.lines
            ),
        )


class CashEntryLineOut(Schema):
    id: str
    line_no: int
    account: Ref | None = None
    account_key: str = ""
    amount: str
    memo: str = ""


class CashEntryHeader(DocumentHeader):
    amount: str
    cash_account: Ref | None = None


class CashEntryPage(Schema):
    items: list[CashEntryHeader]
    next_cursor: str | None


class CashEntryOut(CashEntryHeader):
    verbs: list[str]
    lines: list[CashEntryLineOut]
    related: list[RelatedDocument]


class OpenItemOut(Schema):
    """Amounts debit-positive in the item's currency; open_functional in ledger currency."""

    id: str
    kind: str
    business_date: dt.date
    due_date: dt.date
    overdue_days: int
    currency: str
    origin: OpenOrigin
    amount: str
    open_amount: str
    open_functional: str
    party: Ref | None = None


class OpenItemPage(Schema):
    items: list[OpenItemOut]
    next_cursor: str | None


class Bucket(Schema):
    name: str
    amount: str


class Aged(Schema):
    """prepaid is part of balance, not of the buckets; overdue = all buckets but not_due."""

    balance: str
    prepaid: str
    overdue: str
    buckets: list[Bucket]


class AgedParty(Aged):
    party: Ref | None = None


class AgedBalances(Schema):
    side: Side
    as_of: dt.date
    currency: str
    items: list[AgedParty]
    total: Aged


class CurrencyAmount(Schema):
    currency: str
    amount: str


class CashAccountOut(Schema):
    id: str
    code: str
    name: str
    currency: str
    balance: str
    currencies: list[CurrencyAmount]


class CashAccountList(Schema):
    items: list[CashAccountOut]
    total: int


class ToleranceOut(Schema):
    """version 0 = never set, everything is compared exactly."""

    percent: str
    amount: str
    rate_to_exchange: bool
    version: int


class ToleranceIn(Input):
    """rate_to_exchange: not given = as it is."""

    percent: RateIn = 0
    amount: AmountIn = 0
    rate_to_exchange: bool | None = None
