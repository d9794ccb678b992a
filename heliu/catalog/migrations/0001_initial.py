import django.db.models.deletion
import heliu.core.fields
from django.db import migrations, models
from heliu.core.first_migration import FirstMigration


class Migration(FirstMigration):
    dependencies = [
        ("access", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Attribute",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=40)),
                ("name_en", models.CharField(blank=True, default="", max_length=40)),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.company",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("company", "code"), name="catalog_attribute_code")],
            },
        ),
        migrations.CreateModel(
            name="ItemCategory",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=100)),
                ("name_en", models.CharField(blank=True, default="", max_length=100)),
                ("path", models.CharField(default="/", max_length=255)),
                ("position", models.IntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "启用"), ("archived", "停用")], default="active", max_length=8
                    ),
                ),
                ("version", models.IntegerField(default=1)),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.company",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.itemcategory",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["company", "path"], name="catalog_category_path")],
                "constraints": [models.UniqueConstraint(fields=("company", "code"), name="catalog_category_code")],
            },
        ),
        migrations.CreateModel(
            name="ItemSearch",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("text", models.TextField()),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.company",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PriceLevel",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=60)),
                ("name_en", models.CharField(blank=True, default="", max_length=60)),
                ("currency", models.CharField(default="CNY", max_length=3)),
                ("tax_included", models.BooleanField(default=False)),
                ("position", models.IntegerField(default=0)),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "启用"), ("archived", "停用")], default="active", max_length=8
                    ),
                ),
                ("version", models.IntegerField(default=1)),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.company",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("company", "code"), name="catalog_pricelevel_code")],
            },
        ),
        migrations.CreateModel(
            name="TaxCode",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=60)),
                ("name_en", models.CharField(blank=True, default="", max_length=60)),
                ("country", models.CharField(default="CN", max_length=2)),
                ("rate", heliu.core.fields.RateField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("standard", "一般计税"),
                            ("reduced", "低税率"),
                            ("simplified", "简易计税"),
                            ("zero", "零税率"),
                            ("exempt", "免税"),
                            ("out_of_scope", "不征税"),
                        ],
                        default="standard",
                        max_length=12,
                    ),
                ),
                ("valid_from", models.DateField(blank=True, null=True)),
                ("valid_to", models.DateField(blank=True, null=True)),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "启用"), ("archived", "停用")], default="active", max_length=8
                    ),
                ),
                ("version", models.IntegerField(default=1)),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.company",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="catalog_taxcode_code"),
                    models.CheckConstraint(
                        condition=models.Q(("rate__gte", 0), ("rate__lt", 1)), name="catalog_taxcode_rate"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Unit",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=40)),
                ("name_en", models.CharField(blank=True, default="", max_length=40)),
                ("decimals", models.PositiveSmallIntegerField(default=0)),
                ("rec20_code", models.CharField(blank=True, default="", max_length=3)),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "启用"), ("archived", "停用")], default="active", max_length=8
                    ),
                ),
                ("version", models.IntegerField(default=1)),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.company",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="catalog_unit_code"),
                    models.CheckConstraint(condition=models.Q(("decimals__lte", 6)), name="catalog_unit_decimals"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AttributeValue",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=20)),
                ("name", models.CharField(max_length=40)),
                ("position", models.IntegerField(default=0)),
                (
                    "attribute",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.attribute",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.company",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "attribute", "code"), name="catalog_attributevalue_code"
                    ),
                    models.UniqueConstraint(
                        fields=("company", "attribute", "name"), name="catalog_attributevalue_name"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Item",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, default="", max_length=200)),
                ("specification", models.CharField(blank=True, default="", max_length=200)),
                ("brand", models.CharField(blank=True, default="", max_length=80)),
                (
                    "kind",
                    models.CharField(choices=[("goods", "商品"), ("service", "服务")], default="goods", max_length=8),
                ),
                ("tax_class_code", models.CharField(blank=True, default="", max_length=19)),
                ("purchase_price", heliu.core.fields.PriceField(blank=True, null=True)),
                ("sales_price", heliu.core.fields.PriceField(blank=True, null=True)),
                ("minimum_price", heliu.core.fields.PriceField(blank=True, null=True)),
                ("min_stock", heliu.core.fields.QuantityField(blank=True, null=True)),
                ("max_stock", heliu.core.fields.QuantityField(blank=True, null=True)),
                ("shelf_life_days", models.PositiveIntegerField(blank=True, null=True)),
                ("tracks_lots", models.BooleanField(default=False)),
                ("tracks_serials", models.BooleanField(default=False)),
                (
                    "costing_method",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moving_average", "移动加权平均"),
                            ("monthly_average", "月末一次加权平均"),
                            ("fifo", "先进先出"),
                            ("specific", "个别计价"),
                            ("standard", "标准成本"),
                            ("lifo", "后进先出"),
                        ],
                        default="",
                        max_length=16,
                    ),
                ),
                ("weight_kg", heliu.core.fields.QuantityField(blank=True, null=True)),
                ("volume_m3", heliu.core.fields.QuantityField(blank=True, null=True)),
                ("is_purchased", models.BooleanField(default=True)),
                ("is_sold", models.BooleanField(default=True)),
                ("is_template", models.BooleanField(default=False)),
                ("variant_key", models.CharField(blank=True, default="", max_length=200)),
                ("attribute_values", models.JSONField(blank=True, default=dict)),
                ("remark", models.TextField(blank=True, default="")),
                (
                    "status",
                    models.CharField(
                        choices=[("active", "启用"), ("archived", "停用")], default="active", max_length=8
                    ),
                ),
                ("version", models.IntegerField(default=1)),
                ("created_at", models.DateTimeField()),
                ("updated_at", models.DateTimeField()),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.company",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.item",
                    ),
                ),
                (
                    "category",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.itemcategory",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.taxcode",
                    ),
                ),
                (
                    "base_unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.unit"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company", "name", "id"], name="catalog_item_name"),
                    models.Index(fields=["company", "category", "code"], name="catalog_item_category"),
                    models.Index(fields=["company", "updated_at"], name="catalog_item_updated"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="catalog_item_code"),
                    models.UniqueConstraint(
                        condition=models.Q(("parent__isnull", False)),
                        fields=("company", "parent", "variant_key"),
                        name="catalog_item_variant",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemPicture",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("content_type", models.CharField(max_length=20)),
                ("sha256", models.CharField(max_length=64)),
                ("content", models.BinaryField()),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.company",
                    ),
                ),
                (
                    "item",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.item"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ItemTerm",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("term", models.CharField(max_length=64)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("code", "编码"),
                            ("barcode", "条码"),
                            ("name", "名称"),
                            ("initials", "拼音首字母"),
                            ("pinyin", "全拼"),
                            ("helper", "助记码"),
                        ],
                        max_length=8,
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.company",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.item"),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["company", "term", "item"],
                        name="catalog_itemterm_prefix",
                        opclasses=["int8_ops", "varchar_pattern_ops", "int8_ops"],
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemUnit",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("numerator", models.BigIntegerField()),
                ("denominator", models.BigIntegerField(default=1)),
                ("is_purchase_default", models.BooleanField(default=False)),
                ("is_sales_default", models.BooleanField(default=False)),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.company",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.item"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "item", "unit"), name="catalog_itemunit_key"),
                    models.CheckConstraint(
                        condition=models.Q(("denominator__gt", 0), ("numerator__gt", 0)),
                        name="catalog_itemunit_positive",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemPrice",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("price", heliu.core.fields.PriceField()),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.company",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.item"
                    ),
                ),
                (
                    "price_level",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.pricelevel",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.unit"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "item", "price_level", "unit"), name="catalog_itemprice_key"
                    ),
                    models.CheckConstraint(condition=models.Q(("price__gte", 0)), name="catalog_itemprice_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Barcode",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=60)),
                (
                    "company",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.company",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.item"),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.unit"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("company", "code"), name="catalog_barcode_code")],
            },
        ),
    ]
