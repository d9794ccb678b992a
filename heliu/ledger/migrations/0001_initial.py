import django.db.models.deletion
from django.db import migrations, models

import heliu.core.fields
from heliu.core.first_migration import FirstMigration


class Migration(FirstMigration):
    dependencies = [
        ("access", "0001_initial"),
        ("catalog", "0001_initial"),
        ("parties", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Chart",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=32)),
                ("name", models.CharField(max_length=80)),
                (
                    "framework",
                    models.CharField(
                        choices=[
                            ("CAS", "企业会计准则"),
                            ("CAS_SMALL", "小企业会计准则"),
                            ("IFRS", "IFRS"),
                            ("USGAAP", "US GAAP"),
                            ("MGMT", "管理口径"),
                        ],
                        max_length=12,
                    ),
                ),
                ("version", models.CharField(blank=True, default="", max_length=16)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.company"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("company", "code"), name="ledger_chart_code")],
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=24)),
                ("name", models.CharField(max_length=120)),
                ("name_en", models.CharField(blank=True, default="", max_length=120)),
                (
                    "account_class",
                    models.CharField(
                        choices=[
                            ("A", "资产"),
                            ("L", "负债"),
                            ("E", "权益"),
                            ("R", "收入"),
                            ("X", "费用"),
                            ("C", "成本"),
                        ],
                        max_length=1,
                    ),
                ),
                ("normal_side", models.CharField(choices=[("D", "借"), ("C", "贷")], max_length=1)),
                ("is_leaf", models.BooleanField(default=True)),
                ("is_cash", models.BooleanField(default=False)),
                ("is_monetary", models.BooleanField(default=False)),
                ("party_required", models.BooleanField(default=False)),
                ("item_required", models.BooleanField(default=False)),
                ("is_control", models.BooleanField(default=False)),
                ("is_active", models.BooleanField(default=True)),
                ("statement_lines", models.JSONField(default=dict)),
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
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
                    ),
                ),
                (
                    "chart",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.chart"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "chart", "code"), name="ledger_account_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="Ledger",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=16)),
                ("name", models.CharField(max_length=80)),
                (
                    "framework",
                    models.CharField(
                        choices=[
                            ("CAS", "企业会计准则"),
                            ("CAS_SMALL", "小企业会计准则"),
                            ("IFRS", "IFRS"),
                            ("USGAAP", "US GAAP"),
                            ("MGMT", "管理口径"),
                        ],
                        max_length=12,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                (
                    "reversal_style",
                    models.CharField(choices=[("red", "红字"), ("swap", "借贷对调")], default="red", max_length=4),
                ),
                ("is_primary", models.BooleanField(default=False)),
                ("config_version", models.IntegerField(default=1)),
                (
                    "chart",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.chart"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.company"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="ledger_ledger_code"),
                    models.UniqueConstraint(
                        condition=models.Q(("is_primary", True)), fields=("company",), name="ledger_ledger_one_primary"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountBalance",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("period_code", models.IntegerField()),
                ("currency", models.CharField(max_length=3)),
                ("debit", heliu.core.fields.AmountField(default=0)),
                ("credit", heliu.core.fields.AmountField(default=0)),
                ("amount_txn", heliu.core.fields.AmountField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
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
                    "ledger",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledger",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "ledger", "account", "period_code", "currency"),
                        name="ledger_account_balance_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenItem",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("AR", "应收"),
                            ("AP", "应付"),
                            ("GRIR", "暂估"),
                            ("SHIP", "发出商品"),
                            ("GIT", "在途商品"),
                            ("ADVR", "预收"),
                            ("ADVP", "预付"),
                        ],
                        max_length=4,
                    ),
                ),
                ("currency", models.CharField(max_length=3)),
                ("business_date", models.DateField()),
                ("due_date", models.DateField()),
                ("origin_kind", models.CharField(max_length=24)),
                ("origin_id", models.BigIntegerField()),
                ("origin_key", models.BigIntegerField()),
                ("origin_number", models.CharField(blank=True, default="", max_length=40)),
                ("quantity", heliu.core.fields.QuantityField(default=0)),
                ("open_quantity", heliu.core.fields.QuantityField(default=0)),
                ("amount", heliu.core.fields.AmountField()),
                ("open_amount", heliu.core.fields.AmountField()),
                ("amount_txn", heliu.core.fields.AmountField()),
                ("open_txn", heliu.core.fields.AmountField()),
                ("fact_id", models.BigIntegerField()),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
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
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.item",
                    ),
                ),
                (
                    "ledger",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledger",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(
                            models.Q(("open_amount", 0), _negated=True),
                            models.Q(("open_txn", 0), _negated=True),
                            models.Q(("open_quantity", 0), _negated=True),
                            _connector="OR",
                        ),
                        fields=["company", "ledger", "kind", "party", "due_date"],
                        name="ledger_open_item_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "ledger", "kind", "origin_key"), name="ledger_open_item_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Period",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.IntegerField()),
                ("starts_on", models.DateField()),
                ("ends_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "未结账"), ("soft_closed", "预结账"), ("closed", "已结账")],
                        default="open",
                        max_length=12,
                    ),
                ),
                ("closed_by_id", models.BigIntegerField(null=True)),
                ("closed_at", models.DateTimeField(null=True)),
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
                    "ledger",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.ledger"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "ledger", "code"), name="ledger_period_code")
                ],
            },
        ),
        migrations.CreateModel(
            name="SubledgerBalance",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("party_key", models.BigIntegerField(default=0)),
                ("item_key", models.BigIntegerField(default=0)),
                ("currency", models.CharField(max_length=3)),
                ("amount", heliu.core.fields.AmountField(default=0)),
                ("amount_txn", heliu.core.fields.AmountField(default=0)),
                ("quantity", heliu.core.fields.QuantityField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
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
                    "ledger",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledger",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "ledger", "account", "party_key", "item_key", "currency"),
                        name="ledger_subledger_balance_key",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("business_date", models.DateField()),
                ("word", models.CharField(max_length=4)),
                ("number", models.IntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("auto", "自动"),
                            ("manual", "手工"),
                            ("opening", "期初"),
                            ("reversal", "红冲"),
                            ("closing", "结转"),
                            ("backdate", "追溯调整"),
                        ],
                        max_length=10,
                    ),
                ),
                ("memo", models.CharField(blank=True, default="", max_length=200)),
                ("origin_kind", models.CharField(max_length=24)),
                ("origin_id", models.BigIntegerField()),
                ("fact_id", models.BigIntegerField()),
                ("reverses_id", models.BigIntegerField(null=True)),
                ("posted_by_id", models.BigIntegerField()),
                ("posted_at", models.DateTimeField()),
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
                    "ledger",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledger",
                    ),
                ),
                (
                    "period",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.period",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company", "ledger", "business_date", "id"], name="ledger_entry_date"),
                    models.Index(fields=["company", "origin_id"], name="ledger_entry_origin"),
                    models.Index(
                        condition=models.Q(("reverses_id__isnull", False)),
                        fields=["reverses_id"],
                        name="ledger_entry_reverses",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "ledger", "period", "word", "number"), name="ledger_entry_number"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Settlement",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("fact_id", models.BigIntegerField()),
                ("business_date", models.DateField()),
                ("quantity", heliu.core.fields.QuantityField(default=0)),
                ("amount", heliu.core.fields.AmountField()),
                ("amount_txn", heliu.core.fields.AmountField()),
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
                    "open_item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.openitem"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company", "fact_id"], name="ledger_settlement_fact"),
                    models.Index(fields=["company", "business_date"], name="ledger_settlement_date"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntrySeal",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("sequence", models.BigIntegerField()),
                ("previous_hash", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
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
                    "entry",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "sequence"), name="ledger_entry_seal_sequence"),
                    models.UniqueConstraint(fields=("company", "entry"), name="ledger_entry_seal_entry"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EntryLine",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("business_date", models.DateField()),
                ("line_no", models.IntegerField()),
                ("debit", heliu.core.fields.AmountField(default=0)),
                ("credit", heliu.core.fields.AmountField(default=0)),
                ("currency", models.CharField(max_length=3)),
                ("amount_txn", heliu.core.fields.AmountField(default=0)),
                ("rate", heliu.core.fields.RateField(default=1)),
                ("quantity", heliu.core.fields.QuantityField(default=0)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.account",
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
                    "entry",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.entry"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.item",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.taxcode",
                    ),
                ),
                (
                    "ledger",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="ledger.ledger",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["entry"], name="ledger_entry_line_entry"),
                    models.Index(
                        fields=["company", "ledger", "account", "business_date", "id"], name="ledger_entry_line_account"
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("debit", 0), ("credit", 0), _connector="OR"),
                        name="ledger_entry_line_one_side",
                    )
                ],
            },
        ),
    ]
