"""Vouchers and opening balances with account codes and amounts as text, for tests that speak in sentences."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE, RATE_SCALE
from heliu.core.scope import Scope
from heliu.finance.rules.vouchers import OpeningDraft, OpeningLineDraft, VoucherDraft, VoucherLineDraft
from heliu.ledger.models import Account, Ledger
from tests.support.trading import DAY, Trading


def a(text: str) -> int:
    return to_scaled(Decimal(text), AMOUNT_SCALE)


def account(company: Trading, code: str, ledger_id: int = 0) -> int:
    chart = Ledger.objects.get(id=ledger_id or company.ledger_id).chart_id
    return Account.objects.get(chart_id=chart, code=code).id


def somebody_else(company: Trading) -> Scope:
    return replace(company.scope, user_id=company.scope.user_id + 1)


def line(
    company: Trading,
    code: str,
    amount: str,
    *,
    currency: str = "CNY",
    rate: str = "1",
    red: bool = False,
    party: int = 0,
) -> VoucherLineDraft:
    """amount debit-positive; red: on the other side, negative."""
    value = a(amount)
    is_debit = (value > 0) is not red
    return VoucherLineDraft(
        account_id=account(company, code),
        debit=value if is_debit else 0,
        credit=0 if is_debit else -value,
        currency=currency,
        rate=to_scaled(Decimal(rate), RATE_SCALE),
        party_id=party,
    )


def voucher(*lines: VoucherLineDraft, day: dt.date = DAY, ledger_id: int = 0) -> VoucherDraft:
    return VoucherDraft(business_date=day, lines=lines, ledger_id=ledger_id, memo="计提")


def owed(kind: str, party: int, amount: str, *, number: str = "", due: dt.date | None = None) -> OpeningLineDraft:
    """An opening item; amount debit-positive."""
    return OpeningLineDraft(kind=kind, party_id=party, amount=a(amount), item_number=number, due_date=due)


def openings(
    topic: str, *lines: OpeningLineDraft, day: dt.date = DAY, currency: str = "CNY", rate: str = "1"
) -> OpeningDraft:
    return OpeningDraft(
        topic=topic,
        business_date=day,
        currency=currency,
        rate=to_scaled(Decimal(rate), RATE_SCALE),
        lines=lines,
    )


def balance_of(company: Trading, code: str, amount: str) -> OpeningLineDraft:
    return OpeningLineDraft(account_id=account(company, code), amount=a(amount))
