"""Items, their variants, packs, barcodes and the rows the search reads."""

from django.db import models

from heliu.catalog.models.masters import Status, company_key
from heliu.core.fields import PriceField, QuantityField
from heliu.core.models import Row


class Item(Row):
    """Item 商品: what is bought, kept and sold. Prices are per base unit, without tax, in the company's currency."""

    class Kind(models.TextChoices):
        GOODS = "goods", "商品"
        SERVICE = "service", "服务"

    class CostingMethod(models.TextChoices):
        MOVING_AVERAGE = "moving_average", "移动加权平均"
        MONTHLY_AVERAGE = "monthly_average", "月末一次加权平均"
        FIFO = "fifo", "先进先出"
        SPECIFIC = "specific", "个别计价"
        STANDARD = "standard", "标准成本"
        LIFO = "lifo", "后进先出"

    company = company_key()
    code = models.CharField(max_length=60)
    name = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, default="", blank=True)
    specification = models.CharField(max_length=200, default="", blank=True)
    brand = models.CharField(max_length=80, default="", blank=True)
    category = models.ForeignKey(
        "catalog.ItemCategory", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.GOODS)
    base_unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    tax_code = models.ForeignKey(
        "catalog.TaxCode", null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    tax_class_code = models.CharField(max_length=19, default="", blank=True)
    purchase_price = PriceField(null=True, blank=True)
    sales_price = PriceField(null=True, blank=True)
    minimum_price = PriceField(null=True, blank=True)
    min_stock = QuantityField(null=True, blank=True)
    max_stock = QuantityField(null=True, blank=True)
    shelf_life_days = models.PositiveIntegerField(null=True, blank=True)
    tracks_lots = models.BooleanField(default=False)
    tracks_serials = models.BooleanField(default=False)
    costing_method = models.CharField(max_length=16, choices=CostingMethod.choices, default="", blank=True)
    weight_kg = QuantityField(null=True, blank=True)
    volume_m3 = QuantityField(null=True, blank=True)
    is_purchased = models.BooleanField(default=True)
    is_sold = models.BooleanField(default=True)
    is_template = models.BooleanField(default=False)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    variant_key = models.CharField(max_length=200, default="", blank=True)
    attribute_values = models.JSONField(default=dict, blank=True)
    remark = models.TextField(default="", blank=True)
    status = models.CharField(max_length=8, choices=Status.choices, default=Status.ACTIVE)
    version = models.IntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "code"], name="catalog_item_code"),
            models.UniqueConstraint(
                fields=["company", "parent", "variant_key"],
                condition=models.Q(parent__isnull=False),
                name="catalog_item_variant",
            ),
        ]
        indexes = [
            models.Index(fields=["company", "name", "id"], name="catalog_item_name"),
            models.Index(fields=["company", "category", "code"], name="catalog_item_category"),
            models.Index(fields=["company", "updated_at"], name="catalog_item_updated"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ItemUnit(Row):
    """Pack 包装单位: one `unit` is exactly numerator/denominator base units. The base unit has no row here."""

    company = company_key()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(default=1)
    is_purchase_default = models.BooleanField(default=False)
    is_sales_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "item", "unit"], name="catalog_itemunit_key"),
            models.CheckConstraint(
                condition=models.Q(numerator__gt=0, denominator__gt=0), name="catalog_itemunit_positive"
            ),
        ]


class Barcode(Row):
    """Barcode 条码 of one item in one unit; the same code never names two things in a company."""

    company = company_key()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey("catalog.Unit", on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="catalog_barcode_code")]


class Attribute(Row):
    """Axis of a variant matrix 规格属性, such as 颜色 or 尺码."""

    company = company_key()
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="catalog_attribute_code")]


class AttributeValue(Row):
    """One value of an axis; `code` becomes the suffix of the variant's item code."""

    company = company_key()
    attribute = models.ForeignKey(Attribute, on_delete=models.PROTECT, related_name="+", db_index=False)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=40)
    position = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "attribute", "code"], name="catalog_attributevalue_code"),
            models.UniqueConstraint(fields=["company", "attribute", "name"], name="catalog_attributevalue_name"),
        ]


class ItemPicture(Row):
    """Picture of an item, kept in the database: it is in every backup and has no path that could be abused."""

    company = company_key()
    item = models.OneToOneField(Item, on_delete=models.PROTECT, related_name="+")
    content_type = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()


class ItemTerm(Row):
    """A whole word an item is found by (code, barcode, name, 助记码 …), lower case; indexed for prefixes."""

    class Origin(models.TextChoices):
        CODE = "code", "编码"
        BARCODE = "barcode", "条码"
        NAME = "name", "名称"
        INITIALS = "initials", "拼音首字母"
        PINYIN = "pinyin", "全拼"
        HELPER = "helper", "助记码"

    company = company_key()
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    term = models.CharField(max_length=64)
    origin = models.CharField(max_length=8, choices=Origin.choices)

    class Meta:
        indexes = [
            models.Index(
                fields=["company", "term", "item"],
                name="catalog_itemterm_prefix",
                opclasses=["int8_ops", "varchar_pattern_ops", "int8_ops"],
            )
        ]


class ItemSearch(Row):
    """Narrow row for substring search: all an item can be found by, lower case. Its id is the item's id."""

    company = company_key()
    text = models.TextField()
