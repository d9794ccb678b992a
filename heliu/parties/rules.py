"""Pure decisions of the parties room: what a party must hold, tax ids, due dates. No Django, clock or database."""

import calendar
import datetime as dt
from collections.abc import Iterator

from stdnum import get_cc_module
from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from heliu.core import currency
from heliu.core.errors import ErpError, InvalidInput, said
from heliu.core.rounding import to_scaled
from heliu.core.scales import AMOUNT_SCALE
from heliu.parties.drafts import PartyDraft
from heliu.parties.errors import InvalidTaxId

TERMS_KINDS = ("immediate", "days", "end_of_month")
TAX_ID_KINDS = ("", "uscc", "vat", "other")
TEXT_LIMITS = {
    "code": 60, "name": 200, "short_name": 80, "name_en": 200, "tax_id": 30, "price_level": 40, "phone": 40,
    "email": 254, "remark": 2000,
}  # fmt: skip
_ADDRESS_KINDS = ("billing", "delivery", "other")
_DETAIL_LIMITS: dict[str, dict[str, int]] = {
    "addresses": {
        "recipient": 100, "phone": 40, "country": 2, "region": 60, "city": 60, "district": 60, "street": 200,
        "postal_code": 20,
    },
    "contacts": {"name": 80, "title": 80, "phone": 40, "mobile": 40, "email": 254, "wechat": 60},
    "bank_accounts": {"bank_name": 120, "bank_code": 20, "account_number": 40, "account_name": 120, "currency": 3},
}  # fmt: skip


def clean_text(value: str) -> str:
    """Without outer blanks and control characters."""
    if value.isprintable():
        return value.strip()
    return "".join(c for c in value if c.isprintable() or c in "\n\t").strip()


def compact_tax_id(kind: str, value: str) -> str:
    """As it is stored: capitals without blanks and separators."""
    return "".join(c for c in value.upper() if c.isalnum()) if kind in ("uscc", "vat") else value


def is_tax_id(kind: str, value: str, country: str) -> bool:
    """Check character of a USCC, national format of a VAT number where one is known; others are free text."""
    if kind == "uscc":
        return bool(uscc.is_valid(value))
    if kind != "vat":
        return True
    module = get_cc_module(country.lower(), "vat")
    if module is None:
        return 4 <= len(value) <= 20
    try:
        module.validate(value)
    except ValidationError:
        return False
    return True


def _invalid(name: str, reason: str) -> InvalidInput:
    return InvalidInput(loc=(name,), field=name, reason=reason)


def _check_header(draft: PartyDraft) -> Iterator[ErpError]:
    if not draft.name:
        yield _invalid("name", "a party needs a name.")
    if not (draft.is_customer or draft.is_supplier):
        yield _invalid("is_customer", "a party is a customer, a supplier or both.")
    for name, limit in TEXT_LIMITS.items():
        if len(getattr(draft, name)) > limit:
            yield _invalid(name, said("at most {n} characters.", n=limit))
    if draft.email and not ("@" in draft.email[1:-1] and " " not in draft.email):
        yield _invalid("email", "not an e-mail address.")


def _check_terms(draft: PartyDraft) -> Iterator[ErpError]:
    if draft.terms_kind not in TERMS_KINDS:
        yield _invalid("terms_kind", said("one of {choices}.", choices=", ".join(TERMS_KINDS)))
    if not 0 <= draft.payment_terms_days <= 730:
        yield _invalid("payment_terms_days", "0 to 730 days.")
    if not currency.is_known(draft.currency):
        yield _invalid("currency", "a code of ISO 4217 such as CNY.")
    if len(draft.country) != 2 or not (draft.country.isascii() and draft.country.isalpha() and draft.country.isupper()):
        yield _invalid("country", "two capital letters of ISO 3166 such as CN.")
    if draft.credit_limit is not None:
        if draft.credit_limit < 0:
            yield _invalid("credit_limit", "must not be negative; leave it empty for no limit.")
        try:
            to_scaled(draft.credit_limit, AMOUNT_SCALE, field="credit_limit")
        except ErpError as error:
            error.loc = ("credit_limit",)
            yield error
    if draft.tax_id_kind not in TAX_ID_KINDS:
        yield _invalid("tax_id_kind", "uscc, vat, other or empty.")
    elif draft.tax_id and not is_tax_id(draft.tax_id_kind, draft.tax_id, draft.country):
        yield InvalidTaxId(loc=("tax_id",), value=draft.tax_id, kind=draft.tax_id_kind.upper())


def _check_details(draft: PartyDraft) -> Iterator[ErpError]:
    for part, limits in _DETAIL_LIMITS.items():
        rows = getattr(draft, part)
        for i, row in enumerate(rows):
            for name, limit in limits.items():
                if len(getattr(row, name)) > limit:
                    yield InvalidInput(loc=(part, i, name), field=name, reason=said("at most {n} characters.", n=limit))
        if sum(row.is_default for row in rows) > 1:
            yield _invalid(part, "one default only.")
    for i, address in enumerate(draft.addresses):
        if address.kind not in _ADDRESS_KINDS:
            yield InvalidInput(loc=("addresses", i, "kind"), field="kind", reason="billing, delivery or other.")
    for i, contact in enumerate(draft.contacts):
        if not contact.name:
            yield InvalidInput(loc=("contacts", i, "name"), field="name", reason="a contact needs a name.")
    yield from _check_bank_accounts(draft)


def _check_bank_accounts(draft: PartyDraft) -> Iterator[ErpError]:
    seen: set[str] = set()
    for i, account in enumerate(draft.bank_accounts):
        loc = ("bank_accounts", i)
        if not account.bank_name or not account.account_number:
            yield InvalidInput(loc=loc, field="bank_accounts", reason="bank and account number are both needed.")
        if account.account_number in seen:
            yield InvalidInput(loc=loc, field="bank_accounts", reason="each account number once.")
        seen.add(account.account_number)
        if not currency.is_known(account.currency):
            yield InvalidInput(loc=(*loc, "currency"), field="currency", reason="a code of ISO 4217 such as CNY.")


def check_party(draft: PartyDraft) -> list[ErpError]:
    """All faults of one draft that can be seen without looking at other records; `loc` names the field."""
    return [*_check_header(draft), *_check_terms(draft), *_check_details(draft)]


def due_date(invoice_date: dt.date, *, terms_kind: str, days: int) -> dt.date:
    """When an invoice of that date falls due.

    immediate: the same day. days: `days` later. end_of_month (月结): `days` after the last day of the invoice's month.
    due_date(2026-01-15, end_of_month, 30) == 2026-03-02
    """
    if terms_kind == "immediate":
        return invoice_date
    if terms_kind == "days":
        return invoice_date + dt.timedelta(days=days)
    last = calendar.monthrange(invoice_date.year, invoice_date.month)[1]
    return invoice_date.replace(day=last) + dt.timedelta(days=days)
