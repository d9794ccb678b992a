"""Small masters of the catalog: units, categories, tax codes, price levels."""

from typing import Any

from django.db import models

from heliu.core.fields import RateField
from heliu.core.models import Row


class Status(models.TextChoices):
    ACTIVE = "active", "启用"
    ARCHIVED = "archived", "停用"


def company_key() -> Any:
    """Company of the row; it leads every composite index, so it needs none of its own."""
    return models.ForeignKey("access.Company", on_delete=models.PROTECT, related_name="+", db_index=False)


class Unit(Row):
    """Unit of measure 计量单位. `decimals` limits what may be entered (0 = whole pieces only)."""

    company = company_key()
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40, default="", blank=True)
    decimals = models.PositiveSmallIntegerField(default=0)
    rec20_code = models.CharField(max_length=3, default="", blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="catalog_unit_code"),
            models.CheckConstraint(condition=models.Q(decimals__lte=6), name="catalog_unit_decimals"),
        ]

    def __str__(self) -> str:
        return self.name


class ItemCategory(Row):
    """Category tree 商品分类. `path` is the chain of ids from the root, `/1/5/`, so a subtree is one prefix."""

    company = company_key()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100, default="", blank=True)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    path = models.CharField(max_length=255, default="/")
    position = models.IntegerField(default=0)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="catalog_category_code")]
        indexes = [models.Index(fields=["company", "path"], name="catalog_category_path")]

    def __str__(self) -> str:
        return self.name


class TaxCode(Row):
    """Tax code 税码: one rate in one period of validity. `kind` decides the rules, `rate` 0.13 means 13 %."""

    class Kind(models.TextChoices):
        STANDARD = "standard", "一般计税"
        REDUCED = "reduced", "低税率"
        SIMPLIFIED = "simplified", "简易计税"
        ZERO = "zero", "零税率"
        EXEMPT = "exempt", "免税"
        OUT_OF_SCOPE = "out_of_scope", "不征税"

    company = company_key()
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, default="", blank=True)
    country = models.CharField(max_length=2, default="CN")
    rate = RateField()
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.STANDARD)
    valid_from = models.DateField(null=True, blank=True)
    valid_to = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="catalog_taxcode_code"),
            models.CheckConstraint(condition=models.Q(rate__gte=0, rate__lt=1), name="catalog_taxcode_rate"),
        ]

    def __str__(self) -> str:
        return self.name


class PriceLevel(Row):
    """Named list of sales prices 价格等级 (retail, wholesale …); parties name it by its code."""

    company = company_key()
    code = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60, default="", blank=True)
    currency = models.CharField(max_length=3, default="CNY")
    tax_included = models.BooleanField(default=False)
    position = models.IntegerField(default=0)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="catalog_pricelevel_code")]

    def __str__(self) -> str:
        return self.name
