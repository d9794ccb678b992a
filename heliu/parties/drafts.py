"""What callers hand to the services: frozen, complete, without identity."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressDraft:
    street: str
    kind: str = "delivery"
    recipient: str = ""
    phone: str = ""
    country: str = "CN"
    region: str = ""
    city: str = ""
    district: str = ""
    postal_code: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    name: str
    title: str = ""
    phone: str = ""
    mobile: str = ""
    email: str = ""
    wechat: str = ""
    is_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BankAccountDraft:
    bank_name: str
    account_number: str
    bank_code: str = ""
    account_name: str = ""
    currency: str = "CNY"
    is_default: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyDraft:
    """A party as it shall be. An empty code takes the next number; no credit limit = None; 0 = cash only."""

    name: str
    is_customer: bool = False
    is_supplier: bool = False
    code: str = ""
    short_name: str = ""
    name_en: str = ""
    customer_group_id: int | None = None
    supplier_group_id: int | None = None
    terms_kind: str = "immediate"
    payment_terms_days: int = 0
    credit_limit: Decimal | None = None
    currency: str = "CNY"
    country: str = "CN"
    tax_id_kind: str = ""
    tax_id: str = ""
    price_level: str = ""
    owner_id: int | None = None
    phone: str = ""
    email: str = ""
    remark: str = ""
    addresses: tuple[AddressDraft, ...] = ()
    contacts: tuple[ContactDraft, ...] = ()
    bank_accounts: tuple[BankAccountDraft, ...] = ()
    helper_codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDraft:
    """Group of customers or of suppliers (`kind`)."""

    kind: str
    code: str
    name: str
    name_en: str = ""
    status: str = "active"
