"""What goes in and out; amounts and ids are strings, `side` is D debit, C credit or Z zero."""

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from heliu.core.document_schemas import Input, Ref, UserRef
from heliu.core.schemas import Schema


def _month(code: int) -> int:
    if not 1 <= code % 100 <= 12:
        raise ValueError("a month is written as 202601")
    return code


PeriodCode = Annotated[int, Field(ge=190001, le=999812), AfterValidator(_month)]
Side = Literal["D", "C", "Z"]


class LedgerOut(Schema):
    id: str
    code: str
    name: str
    framework: str
    chart_id: str
    currency: str
    reversal_style: str
    is_primary: bool
    first_period: int
    last_period: int
    open_period: int | None


class LedgerList(Schema):
    items: list[LedgerOut]
    total: int


class ChartOut(Schema):
    id: str
    code: str
    name: str
    framework: str
    version: str


class ChartList(Schema):
    items: list[ChartOut]
    total: int


class AccountOut(Schema):
    """is_control: kept by documents only. is_used: something was posted to it."""

    id: str
    chart_id: str
    parent_id: str | None
    code: str
    name: str
    name_en: str
    account_class: str
    normal_side: str
    level: int
    is_leaf: bool
    is_cash: bool
    is_monetary: bool
    party_required: bool
    item_required: bool
    is_control: bool
    is_active: bool
    is_used: bool
    statement_lines: dict[str, Any]
    version: int


class AccountList(Schema):
    items: list[AccountOut]
    total: int


class AccountIn(Input):
    name: str = Field(min_length=1, max_length=120)
    name_en: str = Field("", max_length=120)
    is_cash: bool = False
    is_monetary: bool = False
    party_required: bool = False
    item_required: bool = False
    is_active: bool = True


class PeriodOut(Schema):
    id: str
    ledger_id: str
    code: int
    starts_on: dt.date
    ends_on: dt.date
    state: str
    closed_by_id: str | None
    closed_at: dt.datetime | None


class PeriodList(Schema):
    items: list[PeriodOut]
    total: int


class FindingOut(Schema):
    check: str
    label_zh: str
    label_en: str
    severity: str
    count: int
    ok: bool
    message: str


class CheckList(Schema):
    items: list[FindingOut]
    can_close: bool


class CloseIn(Input):
    accept_warnings: bool = False


class ReopenIn(Input):
    reason: str = Field(min_length=1, max_length=500)


class YearIn(Input):
    ledger_id: str = Field(pattern=r"^[0-9]{1,19}$")
    year: int = Field(ge=1900, le=9998)


class OpenedYear(Schema):
    year: int
    opened: int


class Origin(Schema):
    """The document behind a voucher; number is empty for what no document told."""

    kind: str
    id: str
    number: str


class VoucherRow(Schema):
    id: str
    ledger_id: str
    period: int
    business_date: dt.date
    word: str
    number: int
    label: str
    kind: str
    memo: str
    currency: str
    total: str
    is_red: bool
    origin: Origin
    reverses_id: str | None
    reversed_by_id: str | None
    posted_by: UserRef
    posted_at: dt.datetime


class VoucherPage(Schema):
    items: list[VoucherRow]
    next_cursor: str | None


class VoucherLine(Schema):
    id: str
    line_no: int
    account: Ref
    debit: str
    credit: str
    currency: str
    amount_txn: str
    rate: str
    party: Ref | None
    item: Ref | None
    quantity: str
    tax_code: str | None
    is_red: bool


class VoucherLink(Schema):
    id: str
    label: str
    business_date: dt.date


class VoucherTwin(Schema):
    id: str
    ledger: str
    label: str


class SealOut(Schema):
    sequence: str
    hash: str


class VoucherOut(VoucherRow):
    """twins: what the same fact wrote into the other ledgers."""

    lines: list[VoucherLine]
    total_debit: str
    total_credit: str
    reverses: VoucherLink | None
    reversed_by: VoucherLink | None
    seal: SealOut | None
    twins: list[VoucherTwin]


class AccountName(Schema):
    code: str
    name: str


class AccountLedgerLine(Schema):
    """balance is absolute, its side beside it."""

    id: str
    entry_id: str
    business_date: dt.date
    voucher: str
    memo: str
    account: AccountName
    debit: str
    credit: str
    balance: str
    side: Side
    currency: str
    amount_txn: str
    quantity: str
    party: Ref | None
    item: Ref | None
    origin: Origin
    is_red: bool
    is_reversal: bool


class AccountLedgerPage(Schema):
    """opening and closing are debit-positive; debit and credit are the turnover of the whole range."""

    account: Ref
    currency: str
    normal_side: str
    opening: str
    opening_side: Side
    debit: str
    credit: str
    closing: str
    closing_side: Side
    items: list[AccountLedgerLine]
    next_cursor: str | None


class BalanceColumns(Schema):
    opening_debit: str
    opening_credit: str
    debit: str
    credit: str
    year_debit: str
    year_credit: str
    closing_debit: str
    closing_credit: str


class TrialBalanceRow(BalanceColumns):
    account_id: str
    parent_id: str | None
    code: str
    name: str
    name_en: str
    account_class: str
    normal_side: str
    level: int
    is_leaf: bool


class TrialBalance(Schema):
    ledger_id: str
    currency: str
    period_from: int
    period_to: int
    items: list[TrialBalanceRow]
    totals: BalanceColumns
    balanced: bool


class PartyBalanceRow(Schema):
    party: Ref
    amount: str
    side: Side


class PartyBalances(Schema):
    items: list[PartyBalanceRow]
    next_cursor: str | None


class SealState(Schema):
    """waiting: posted, not yet chained."""

    sealed: int
    waiting: int
    last_hash: str


class SealedOut(Schema):
    sealed: int


class StatementRow(Schema):
    """kind: heading, line, detail (in no total) or total; codes: the accounts in the line, to open them."""

    key: str
    kind: str
    name: str
    name_en: str
    codes: list[str]


class BalanceSheetRow(StatementRow):
    closing: str
    opening: str


class BalanceSheet(Schema):
    """opening: the end of the year before. balanced: assets equal liabilities and equity in both columns."""

    ledger_id: str
    currency: str
    period: int
    items: list[BalanceSheetRow]
    balanced: bool


class IncomeRow(StatementRow):
    amount: str
    year: str


class IncomeStatement(Schema):
    """year: from January of the last month's year to that month."""

    ledger_id: str
    currency: str
    period_from: int
    period_to: int
    items: list[IncomeRow]
