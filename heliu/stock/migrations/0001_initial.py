import django.db.models.deletion
from django.db import migrations, models

import heliu.core.fields
from heliu.core.first_migration import FirstMigration


class Migration(FirstMigration):
    dependencies = [
        ("access", "0001_initial"),
        ("catalog", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lot",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=64)),
                ("produced_on", models.DateField(null=True)),
                ("expires_on", models.DateField(null=True)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.company"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.item"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("company", "item", "code"), name="stock_lot_code")],
            },
        ),
        migrations.CreateModel(
            name="ValuationBook",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=80)),
                (
                    "cost_formula",
                    models.CharField(choices=[("moving_average", "移动加权平均"), ("fifo", "先进先出")], max_length=16),
                ),
                ("currency", models.CharField(max_length=3)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.company"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("company", "code"), name="stock_valuation_book_code")],
            },
        ),
        migrations.CreateModel(
            name="Warehouse",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=120)),
                ("address", models.CharField(blank=True, default="", max_length=250)),
                ("allow_negative", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("version", models.IntegerField(default=1)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.company"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("company", "code"), name="stock_warehouse_code")],
            },
        ),
        migrations.CreateModel(
            name="Location",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=120)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("storage", "库位"),
                            ("transit", "在途"),
                            ("supplier", "供应商"),
                            ("customer", "客户"),
                            ("production", "生产"),
                            ("loss", "损溢"),
                        ],
                        max_length=12,
                    ),
                ),
                ("is_default", models.BooleanField(default=False)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.company"
                    ),
                ),
                (
                    "warehouse",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stock.warehouse"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="stock_location_code"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_default", True)),
                        fields=("company", "warehouse"),
                        name="stock_location_one_default",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostState",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("quantity", heliu.core.fields.QuantityField(default=0)),
                ("amount", heliu.core.fields.AmountField(default=0)),
                ("last_unit_cost", heliu.core.fields.PriceField(default=0)),
                ("last_date", models.DateField(null=True)),
                ("last_move_id", models.BigIntegerField(default=0)),
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
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.valuationbook",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "book", "item"), name="stock_cost_state_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="Reservation",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("lot_key", models.BigIntegerField(default=0)),
                ("quantity", heliu.core.fields.QuantityField()),
                ("origin_kind", models.CharField(max_length=24)),
                ("origin_id", models.BigIntegerField()),
                ("origin_line_id", models.BigIntegerField()),
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
                    "location",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.location",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company", "item"], name="stock_reservation_item"),
                    models.Index(fields=["company", "origin_line_id"], name="stock_reservation_origin_line"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "origin_kind", "origin_line_id", "location", "lot_key"),
                        name="stock_reservation_key",
                    ),
                    models.CheckConstraint(condition=models.Q(("quantity__gte", 0)), name="stock_reservation_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockBalance",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("lot_key", models.BigIntegerField(default=0)),
                ("status", models.CharField(default="A", max_length=1)),
                ("on_hand", heliu.core.fields.QuantityField(default=0)),
                ("reserved", heliu.core.fields.QuantityField(default=0)),
                ("negative_allowed", models.BooleanField(default=False)),
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
                    "location",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.location",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["company", "location"], name="stock_balance_location")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "item", "location", "lot_key", "status"), name="stock_balance_key"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("on_hand__gte", 0), ("negative_allowed", True), _connector="OR"),
                        name="stock_balance_never_negative",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("reserved__gte", 0)), name="stock_balance_reserved_positive"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockMove",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("quantity", heliu.core.fields.QuantityField()),
                ("business_date", models.DateField()),
                ("posted_at", models.DateTimeField()),
                ("origin_kind", models.CharField(max_length=24)),
                ("origin_id", models.BigIntegerField()),
                ("origin_line_id", models.BigIntegerField()),
                ("fact_id", models.BigIntegerField()),
                ("reverses_id", models.BigIntegerField(null=True)),
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
                    "from_location",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.location",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.item"
                    ),
                ),
                (
                    "lot",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.lot",
                    ),
                ),
                (
                    "to_location",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.location",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company", "item", "business_date", "id"], name="stock_move_item"),
                    models.Index(fields=["company", "origin_line_id"], name="stock_move_origin_line"),
                    models.Index(
                        condition=models.Q(("reverses_id__isnull", False)),
                        fields=["reverses_id"],
                        name="stock_move_reverses",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("quantity__gt", 0)), name="stock_move_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("from_location", models.F("to_location")), _negated=True),
                        name="stock_move_moves",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StockValue",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("move", "收发"), ("price", "价差"), ("backdate", "追溯调整"), ("reversal", "红冲")],
                        max_length=10,
                    ),
                ),
                ("quantity", heliu.core.fields.QuantityField()),
                ("amount", heliu.core.fields.AmountField()),
                ("contra_key", models.CharField(max_length=16)),
                ("business_date", models.DateField()),
                ("fact_id", models.BigIntegerField()),
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
                    "move",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.stockmove",
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.valuationbook",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company", "book", "item", "business_date", "id"], name="stock_value_item"),
                    models.Index(fields=["move"], name="stock_value_move"),
                ],
            },
        ),
        migrations.CreateModel(
            name="CostLayer",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("business_date", models.DateField()),
                ("quantity", heliu.core.fields.QuantityField()),
                ("amount", heliu.core.fields.AmountField()),
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
                    "move",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.stockmove",
                    ),
                ),
                (
                    "book",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="stock.valuationbook",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("quantity__gt", 0)),
                        fields=["company", "book", "item", "business_date", "move"],
                        name="stock_cost_layer_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "move", "book"), name="stock_cost_layer_move")
                ],
            },
        ),
    ]
