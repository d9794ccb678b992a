"""Customers and suppliers in one table, with what is needed to order, ship, invoice and pay."""

from typing import Any

from django.db import models

from heliu.core.fields import AmountField
from heliu.core.models import Row


class Status(models.TextChoices):
    ACTIVE = "active", "启用"
    ARCHIVED = "archived", "停用"


def company_key() -> Any:
    """Company of the row; it leads every composite index, so it needs none of its own."""
    return models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)


class PartyGroup(Row):
    """Group of customers or suppliers 客户/供应商分组; account determination and data scopes refer to it."""

    class Kind(models.TextChoices):
        CUSTOMER = "customer", "客户"
        SUPPLIER = "supplier", "供应商"

    company = company_key()
    kind = models.CharField(max_length=8, choices=Kind.choices)
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, default="", blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "kind", "code"], name="parties_group_code")]

    def __str__(self) -> str:
        return self.name


class Party(Row):
    """Business partner 往来单位. `credit_limit` empty means no limit; `price_level` is a code of the catalog."""

    class TermsKind(models.TextChoices):
        IMMEDIATE = "immediate", "现结"
        DAYS_AFTER_INVOICE = "days", "发票后天数"
        END_OF_MONTH = "end_of_month", "月结（月末后天数）"

    class TaxIdKind(models.TextChoices):
        NONE = "", "无"
        USCC = "uscc", "统一社会信用代码"
        VAT = "vat", "VAT 税号"
        OTHER = "other", "其他"

    company = company_key()
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=80, default="", blank=True)
    name_en = models.CharField(max_length=200, default="", blank=True)
    is_customer = models.BooleanField(default=False)
    is_supplier = models.BooleanField(default=False)
    customer_group = models.ForeignKey(PartyGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    supplier_group = models.ForeignKey(PartyGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    terms_kind = models.CharField(max_length=12, choices=TermsKind.choices, default=TermsKind.IMMEDIATE)
    payment_terms_days = models.PositiveSmallIntegerField(default=0)
    credit_limit = AmountField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    country = models.CharField(max_length=2, default="CN")
    tax_id_kind = models.CharField(max_length=5, choices=TaxIdKind.choices, default="", blank=True)
    tax_id = models.CharField(max_length=30, default="", blank=True)
    price_level = models.CharField(max_length=40, default="", blank=True)
    owner = models.ForeignKey("access.User", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    phone = models.CharField(max_length=40, default="", blank=True)
    email = models.CharField(max_length=254, default="", blank=True)
    remark = models.TextField(default="", blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="parties_party_code"),
            models.CheckConstraint(
                condition=models.Q(is_customer=True) | models.Q(is_supplier=True), name="parties_party_role"
            ),
        ]
        indexes = [
            models.Index(fields=["company", "name", "id"], name="parties_party_name"),
            models.Index(fields=["company", "tax_id"], name="parties_party_tax_id", condition=~models.Q(tax_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class PartyAddress(Row):
    class Kind(models.TextChoices):
        BILLING = "billing", "开票地址"
        DELIVERY = "delivery", "收货地址"
        OTHER = "other", "其他"

    company = company_key()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.DELIVERY)
    recipient = models.CharField(max_length=100, default="", blank=True)
    phone = models.CharField(max_length=40, default="", blank=True)
    country = models.CharField(max_length=2, default="CN")
    region = models.CharField(max_length=60, default="", blank=True)
    city = models.CharField(max_length=60, default="", blank=True)
    district = models.CharField(max_length=60, default="", blank=True)
    street = models.CharField(max_length=200, default="", blank=True)
    postal_code = models.CharField(max_length=20, default="", blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["company", "party"], name="parties_address_party")]


class PartyContact(Row):
    company = company_key()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=80, default="", blank=True)
    phone = models.CharField(max_length=40, default="", blank=True)
    mobile = models.CharField(max_length=40, default="", blank=True)
    email = models.CharField(max_length=254, default="", blank=True)
    wechat = models.CharField(max_length=60, default="", blank=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["company", "party"], name="parties_contact_party")]


class PartyBankAccount(Row):
    """Bank details 开户行与账号; `bank_code` is the CNAPS 联行号 in China, the BIC elsewhere."""

    company = company_key()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+", db_index=False)
    bank_name = models.CharField(max_length=120)
    bank_code = models.CharField(max_length=20, default="", blank=True)
    account_number = models.CharField(max_length=40)
    account_name = models.CharField(max_length=120, default="", blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "party", "account_number"], name="parties_bankaccount_key")
        ]


class PartyTerm(Row):
    """A whole word a party is found by, lower case; indexed for prefixes."""

    class Origin(models.TextChoices):
        CODE = "code", "编码"
        NAME = "name", "名称"
        INITIALS = "initials", "拼音首字母"
        PINYIN = "pinyin", "全拼"
        HELPER = "helper", "助记码"
        TAX_ID = "tax_id", "税号"
        PHONE = "phone", "电话"

    company = company_key()
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")
    term = models.CharField(max_length=64)
    origin = models.CharField(max_length=8, choices=Origin.choices)

    class Meta:
        indexes = [
            models.Index(
                fields=["company", "term", "party"],
                name="parties_partyterm_prefix",
                opclasses=["int8_ops", "varchar_pattern_ops", "int8_ops"],
            )
        ]


class PartySearch(Row):
    """Narrow row for substring search: all a party can be found by, lower case. Its id is the party's id."""

    company = company_key()
    text = models.TextField()
