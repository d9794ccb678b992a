"""Drafts of money documents with quantities, prices and amounts as text, for tests that speak in sentences."""

import datetime as dt
from decimal import Decimal

from heliu.catalog.models import TaxCode
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE, PRICE_SCALE, QUANTITY_SCALE, RATE_SCALE
from heliu.finance.rules.drafts import (
    AllocationDraft,
    CashEntryDraft,
    CashEntryLineDraft,
    InvoiceDraft,
    InvoiceLineDraft,
    MoneyDraft,
)
from tests.support.trading import DAY, Trading


def q(text: str) -> int:
    return to_scaled(Decimal(text), QUANTITY_SCALE)


def a(text: str) -> int:
    return to_scaled(Decimal(text), AMOUNT_SCALE)


def p(text: str) -> int:
    return to_scaled(Decimal(text), PRICE_SCALE)


def tax_code(company: Trading, rate: str = "0.13") -> int:
    return TaxCode.objects.filter(company_id=company.scope.company_id, rate=Decimal(rate)).order_by("code")[0].id


def goods(
    company: Trading, code: str, source: int, quantity: str, price: str, *, tax: str = "0.13"
) -> InvoiceLineDraft:
    return InvoiceLineDraft(
        entered_quantity=q(quantity),
        price=p(price),
        item_id=company.item(code),
        tax_code_id=tax_code(company, tax) if tax else 0,
        source_line_id=source,
    )


def invoice(
    company: Trading,
    *lines: InvoiceLineDraft,
    party: int = 0,
    day: dt.date = DAY,
    currency: str = "CNY",
    rate: str = "1",
    due: dt.date | None = None,
) -> InvoiceDraft:
    return InvoiceDraft(
        party_id=party or company.customer,
        business_date=day,
        currency=currency,
        rate=to_scaled(Decimal(rate), RATE_SCALE),
        lines=lines,
        due_date=due,
    )


def settles(document: int, amount: str, discount: str = "0", *, kind: str = "sales_invoice") -> AllocationDraft:
    return AllocationDraft(origin_kind=kind, origin_id=document, amount=a(amount), discount=a(discount))


def money(
    company: Trading,
    amount: str,
    *allocations: AllocationDraft,
    party: int = 0,
    day: dt.date = DAY,
    currency: str = "CNY",
    rate: str = "1",
    fee: str = "0",
) -> MoneyDraft:
    return MoneyDraft(
        party_id=party or company.customer,
        business_date=day,
        currency=currency,
        rate=to_scaled(Decimal(rate), RATE_SCALE),
        amount=a(amount),
        allocations=allocations,
        bank_fee=a(fee),
    )


def cash_entry(company: Trading, *lines: tuple[str, str], day: dt.date = DAY) -> CashEntryDraft:
    """Lines are (account key, amount)."""
    return CashEntryDraft(
        business_date=day,
        currency="CNY",
        lines=tuple(CashEntryLineDraft(amount=a(amount), account_key=key) for key, amount in lines),
    )
