import django.db.models.deletion
from django.db import migrations, models

import heliu.core.fields
from heliu.core.first_migration import FirstMigration


class Migration(FirstMigration):
    dependencies = [
        ("access", "0001_initial"),
        ("catalog", "0001_initial"),
        ("ledger", "0001_initial"),
        ("parties", "0001_initial"),
        ("stock", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="PostedFact",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("key", models.CharField(max_length=96)),
                ("kind", models.CharField(max_length=32)),
                ("origin_kind", models.CharField(max_length=24)),
                ("origin_id", models.BigIntegerField()),
                ("business_date", models.DateField()),
                ("posted_at", models.DateTimeField()),
                ("posted_by_id", models.BigIntegerField()),
                ("reverses_id", models.BigIntegerField(null=True)),
                ("payload", models.TextField()),
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
                "indexes": [models.Index(fields=["company", "origin_id"], name="posting_posted_fact_origin")],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "key"), name="posting_posted_fact_key"),
                    models.UniqueConstraint(
                        fields=("company", "reverses_id"), name="posting_posted_fact_reversed_once"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AccountRule",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("key", models.CharField(max_length=20)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.account"
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
                    "item_category",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.itemcategory",
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
                    "party_group",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.partygroup",
                    ),
                ),
                (
                    "tax_code",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="catalog.taxcode"
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
                "indexes": [models.Index(fields=["company", "ledger", "key"], name="posting_account_rule_key")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("item_category", None), ("party_group", None), ("tax_code", None), ("warehouse", None)
                        ),
                        fields=("company", "ledger", "key"),
                        name="posting_account_rule_default",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="LedgerValuation",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                (
                    "book",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="stock.valuationbook"
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
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.ledger"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "ledger"), name="posting_ledger_valuation_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="NoEffect",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
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
                    "fact",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="posting.postedfact",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "ledger", "fact"), name="posting_no_effect_key")
                ],
            },
        ),
    ]
