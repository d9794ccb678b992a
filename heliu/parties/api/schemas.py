"""Shapes of customers and suppliers over HTTP."""

import datetime as dt
from typing import Annotated, Literal

from pydantic import Field

from heliu.core.document_schemas import CurrencyIn
from heliu.core.master_schemas import DecimalOrNone, IdIn, Input, NamedRef
from heliu.core.schemas import Schema
from heliu.parties.drafts import AddressDraft, BankAccountDraft, ContactDraft, PartyDraft

TermsKind = Literal["immediate", "days", "end_of_month"]
TaxIdKind = Literal["", "uscc", "vat", "other"]
Country = Annotated[str, Field(pattern="^[A-Z]{2}$")]


class AddressIn(Input):
    kind: Literal["billing", "delivery", "other"] = "delivery"
    recipient: str = Field(default="", max_length=100)
    phone: str = Field(default="", max_length=40)
    country: Country = "CN"
    region: str = Field(default="", max_length=60)
    city: str = Field(default="", max_length=60)
    district: str = Field(default="", max_length=60)
    street: str = Field(max_length=200)
    postal_code: str = Field(default="", max_length=20)
    is_default: bool = False


class ContactIn(Input):
    name: str = Field(min_length=1, max_length=80)
    title: str = Field(default="", max_length=80)
    phone: str = Field(default="", max_length=40)
    mobile: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=254)
    wechat: str = Field(default="", max_length=60)
    is_default: bool = False


class BankAccountIn(Input):
    bank_name: str = Field(min_length=1, max_length=120)
    bank_code: str = Field(default="", max_length=20)
    account_number: str = Field(min_length=1, max_length=40)
    account_name: str = Field(default="", max_length=120)
    currency: CurrencyIn = "CNY"
    is_default: bool = False


class PartyIn(Input):
    """A customer or supplier as it shall be; the route gives it its own role, the other one is a field.

    An empty code takes the next number. credit_limit null = no limit, "0" = cash only.
    """

    code: str = Field(default="", max_length=60)
    name: str = Field(min_length=1, max_length=200)
    short_name: str = Field(default="", max_length=80)
    name_en: str = Field(default="", max_length=200)
    is_customer: bool = False
    is_supplier: bool = False
    customer_group_id: IdIn | None = None
    supplier_group_id: IdIn | None = None
    terms_kind: TermsKind = "immediate"
    payment_terms_days: int = Field(default=0, ge=0, le=730)
    credit_limit: DecimalOrNone = None
    currency: CurrencyIn = "CNY"
    country: Country = "CN"
    tax_id_kind: TaxIdKind = ""
    tax_id: str = Field(default="", max_length=30)
    price_level: str = Field(default="", max_length=40)
    owner_id: IdIn | None = None
    phone: str = Field(default="", max_length=40)
    email: str = Field(default="", max_length=254)
    remark: str = Field(default="", max_length=2000)
    addresses: list[AddressIn] = Field(default_factory=list, max_length=50)
    contacts: list[ContactIn] = Field(default_factory=list, max_length=50)
    bank_accounts: list[BankAccountIn] = Field(default_factory=list, max_length=20)
    helper_codes: list[Annotated[str, Field(min_length=1, max_length=64)]] = Field(default_factory=list, max_length=20)

    def draft(self, role: str) -> PartyDraft:
        lists = {"addresses", "contacts", "bank_accounts", "helper_codes"}
        plain = {**self.model_dump(exclude=lists), f"is_{role}": True}
        return PartyDraft(
            **plain,
            addresses=tuple(AddressDraft(**a.model_dump()) for a in self.addresses),
            contacts=tuple(ContactDraft(**c.model_dump()) for c in self.contacts),
            bank_accounts=tuple(BankAccountDraft(**b.model_dump()) for b in self.bank_accounts),
            helper_codes=tuple(self.helper_codes),
        )


class PartiesIn(Input):
    """Up to 5,000 parties in one request, all or none."""

    items: list[PartyIn] = Field(min_length=1, max_length=5_000)


class CreatedIds(Schema):
    ids: list[str]


class PartyRow(Schema):
    id: str
    code: str
    name: str
    short_name: str
    name_en: str
    is_customer: bool
    is_supplier: bool
    customer_group: NamedRef | None
    supplier_group: NamedRef | None
    terms_kind: TermsKind
    payment_terms_days: int
    credit_limit: str | None
    currency: str
    country: str
    tax_id_kind: TaxIdKind
    tax_id: str
    price_level: str
    owner: NamedRef | None
    phone: str
    email: str
    remark: str
    status: str
    version: int
    created_at: dt.datetime
    updated_at: dt.datetime


class PartyPage(Schema):
    items: list[PartyRow]
    next_cursor: str | None


class PartySuggestions(Schema):
    items: list[PartyRow]


class AddressOut(Schema):
    kind: str
    recipient: str
    phone: str
    country: str
    region: str
    city: str
    district: str
    street: str
    postal_code: str
    is_default: bool


class ContactOut(Schema):
    name: str
    title: str
    phone: str
    mobile: str
    email: str
    wechat: str
    is_default: bool


class BankAccountOut(Schema):
    bank_name: str
    bank_code: str
    account_number: str
    account_name: str
    currency: str
    is_default: bool


class PartyOut(PartyRow):
    """One party whole. helper_codes are entered by hand, initials are derived from the names."""

    addresses: list[AddressOut]
    contacts: list[ContactOut]
    bank_accounts: list[BankAccountOut]
    helper_codes: list[str]
    initials: list[str]
