"""Opening balances and vouchers written by hand: what callers hand in, and what it is worth. Pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from heliu.core.currency import exponent
from heliu.core.document_schemas import amount_text
from heliu.core.rounding import convert_amount
from heliu.core.scales import RATE_SCALE
from heliu.finance.errors import VoucherNotBalanced

DEBIT_KINDS = ("AR", "ADVP")
CREDIT_KINDS = ("AP", "ADVR")
ITEM_KINDS = (*DEBIT_KINDS, *CREDIT_KINDS)
CUSTOMER_KINDS = ("AR", "ADVR")

_REMEDIES = {
    **dict.fromkeys(("AR", "AP", "ADVANCE", "PREPAID"), "parties"),
    **dict.fromkeys(("INVENTORY", "GIT", "SHIPPED"), "stock"),
}
ADVICE = {
    "parties": "enter it as opening receivable, payable or prepayment of the party",
    "stock": "bring the goods in with another receipt of reason OPENING",
    "documents": "post the document that it comes from",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningLineDraft:
    """Debit-positive amount: of an open item (kind and party) or on an account (kind "")."""

    amount: int
    kind: str = ""
    account_id: int = 0
    party_id: int = 0
    item_number: str = ""
    due_date: dt.date | None = None
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningDraft:
    """topic "parties": open items; "accounts": balances. All lines in one currency."""

    topic: str
    business_date: dt.date
    currency: str
    lines: tuple[OpeningLineDraft, ...]
    rate: int = RATE_SCALE
    number: str = ""
    memo: str = ""
    simulated: bool = False
    party_id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherLineDraft:
    """Debit or credit in the line's currency, one of them 0; negative = red."""

    account_id: int
    currency: str
    debit: int = 0
    credit: int = 0
    rate: int = RATE_SCALE
    party_id: int = 0
    memo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VoucherDraft:
    """ledger_id 0 = every ledger; accounts are then those of the primary one."""

    business_date: dt.date
    lines: tuple[VoucherLineDraft, ...]
    ledger_id: int = 0
    number: str = ""
    memo: str = ""
    simulated: bool = False


def by_side(amount: int, *, red: bool) -> tuple[int, int]:
    """A debit-positive amount as (debit, credit); red: what took it back, negative on the side it had."""
    is_debit = (amount > 0) is not red
    return (amount, 0) if is_debit else (0, -amount)


def in_ledger_currency(amount: int, *, currency: str, rate: int, ledger_currency: str) -> int:
    """What posting will make of it; the sign is kept."""
    if currency == ledger_currency and rate == RATE_SCALE:
        return amount
    value = convert_amount(abs(amount), rate, exponent(ledger_currency))
    return value if amount >= 0 else -value


def voucher_sums(lines: Iterable[VoucherLineDraft], ledger_currency: str) -> tuple[int, int]:
    """Debits and credits in ledger currency."""

    def value(line: VoucherLineDraft, amount: int) -> int:
        return in_ledger_currency(amount, currency=line.currency, rate=line.rate, ledger_currency=ledger_currency)

    pairs = [(value(line, line.debit), value(line, line.credit)) for line in lines]
    return sum(debit for debit, _ in pairs), sum(credit for _, credit in pairs)


def check_balanced(lines: Iterable[VoucherLineDraft], ledger_currency: str) -> int:
    """The sum of the debits. Raises VoucherNotBalanced."""
    debit, credit = voucher_sums(lines, ledger_currency)
    if debit != credit:
        raise VoucherNotBalanced(
            loc=("lines",),
            debit=amount_text(debit),
            credit=amount_text(credit),
            difference=amount_text(abs(debit - credit)),
            currency=ledger_currency,
        )
    return debit


def remedy(keys: Iterable[str]) -> str:
    """Where the opening balance of a control account is entered, from the account keys that lead to it."""
    return next((_REMEDIES[key] for key in keys if key in _REMEDIES), "documents")
