import django.db.models.deletion
import heliu.core.clock
import heliu.core.fields
import heliu.core.lifecycle
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("access", "0001_initial"),
        ("catalog", "0002_substring_index"),
        ("ledger", "0002_immutable"),
        ("parties", "0002_substring_index"),
    ]

    operations = [
        migrations.CreateModel(
            name="MatchTolerance",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("percent", heliu.core.fields.RateField(default=0)),
                ("amount", heliu.core.fields.AmountField(default=0)),
                ("version", models.IntegerField(default=1)),
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.company"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MoneyReceipt",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("number", models.CharField(max_length=40)),
                ("state", models.CharField(default=heliu.core.lifecycle.DocumentState["DRAFT"], max_length=12)),
                ("business_date", models.DateField()),
                ("memo", models.CharField(blank=True, default="", max_length=250)),
                ("version", models.IntegerField(default=1)),
                ("simulated", models.BooleanField(default=False)),
                ("created_by_id", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=heliu.core.clock.now)),
                ("posted_by_id", models.BigIntegerField(null=True)),
                ("posted_at", models.DateTimeField(null=True)),
                ("reverses_id", models.BigIntegerField(null=True)),
                ("reversed_by_id", models.BigIntegerField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("rate", heliu.core.fields.RateField(default=1)),
                ("amount", heliu.core.fields.AmountField()),
                ("discount", heliu.core.fields.AmountField(default=0)),
                ("bank_fee", heliu.core.fields.AmountField(default=0)),
                ("reference", models.CharField(blank=True, default="", max_length=80)),
                (
                    "cash_account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
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
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company", "business_date", "id"], name="finance_moneyreceipt_date"),
                    models.Index(fields=["company", "party", "business_date"], name="finance_moneyreceipt_party"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "number"), name="finance_moneyreceipt_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="OtherExpense",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("number", models.CharField(max_length=40)),
                ("state", models.CharField(default=heliu.core.lifecycle.DocumentState["DRAFT"], max_length=12)),
                ("business_date", models.DateField()),
                ("memo", models.CharField(blank=True, default="", max_length=250)),
                ("version", models.IntegerField(default=1)),
                ("simulated", models.BooleanField(default=False)),
                ("created_by_id", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=heliu.core.clock.now)),
                ("posted_by_id", models.BigIntegerField(null=True)),
                ("posted_at", models.DateTimeField(null=True)),
                ("reverses_id", models.BigIntegerField(null=True)),
                ("reversed_by_id", models.BigIntegerField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("rate", heliu.core.fields.RateField(default=1)),
                ("amount", heliu.core.fields.AmountField()),
                ("reference", models.CharField(blank=True, default="", max_length=80)),
                (
                    "cash_account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
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
                "indexes": [models.Index(fields=["company", "business_date", "id"], name="finance_otherexpense_date")],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "number"), name="finance_otherexpense_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="OtherIncome",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("number", models.CharField(max_length=40)),
                ("state", models.CharField(default=heliu.core.lifecycle.DocumentState["DRAFT"], max_length=12)),
                ("business_date", models.DateField()),
                ("memo", models.CharField(blank=True, default="", max_length=250)),
                ("version", models.IntegerField(default=1)),
                ("simulated", models.BooleanField(default=False)),
                ("created_by_id", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=heliu.core.clock.now)),
                ("posted_by_id", models.BigIntegerField(null=True)),
                ("posted_at", models.DateTimeField(null=True)),
                ("reverses_id", models.BigIntegerField(null=True)),
                ("reversed_by_id", models.BigIntegerField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("rate", heliu.core.fields.RateField(default=1)),
                ("amount", heliu.core.fields.AmountField()),
                ("reference", models.CharField(blank=True, default="", max_length=80)),
                (
                    "cash_account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
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
                "indexes": [models.Index(fields=["company", "business_date", "id"], name="finance_otherincome_date")],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "number"), name="finance_otherincome_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("number", models.CharField(max_length=40)),
                ("state", models.CharField(default=heliu.core.lifecycle.DocumentState["DRAFT"], max_length=12)),
                ("business_date", models.DateField()),
                ("memo", models.CharField(blank=True, default="", max_length=250)),
                ("version", models.IntegerField(default=1)),
                ("simulated", models.BooleanField(default=False)),
                ("created_by_id", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=heliu.core.clock.now)),
                ("posted_by_id", models.BigIntegerField(null=True)),
                ("posted_at", models.DateTimeField(null=True)),
                ("reverses_id", models.BigIntegerField(null=True)),
                ("reversed_by_id", models.BigIntegerField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("rate", heliu.core.fields.RateField(default=1)),
                ("amount", heliu.core.fields.AmountField()),
                ("discount", heliu.core.fields.AmountField(default=0)),
                ("bank_fee", heliu.core.fields.AmountField(default=0)),
                ("reference", models.CharField(blank=True, default="", max_length=80)),
                (
                    "cash_account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
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
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company", "business_date", "id"], name="finance_payment_date"),
                    models.Index(fields=["company", "party", "business_date"], name="finance_payment_party"),
                ],
                "constraints": [models.UniqueConstraint(fields=("company", "number"), name="finance_payment_number")],
            },
        ),
        migrations.CreateModel(
            name="PurchaseInvoice",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("number", models.CharField(max_length=40)),
                ("state", models.CharField(default=heliu.core.lifecycle.DocumentState["DRAFT"], max_length=12)),
                ("business_date", models.DateField()),
                ("memo", models.CharField(blank=True, default="", max_length=250)),
                ("version", models.IntegerField(default=1)),
                ("simulated", models.BooleanField(default=False)),
                ("created_by_id", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=heliu.core.clock.now)),
                ("posted_by_id", models.BigIntegerField(null=True)),
                ("posted_at", models.DateTimeField(null=True)),
                ("reverses_id", models.BigIntegerField(null=True)),
                ("reversed_by_id", models.BigIntegerField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("rate", heliu.core.fields.RateField(default=1)),
                ("due_date", models.DateField()),
                ("external_number", models.CharField(blank=True, default="", max_length=40)),
                ("origins", models.JSONField(default=list)),
                ("is_red", models.BooleanField(default=False)),
                ("red_of_id", models.BigIntegerField(null=True)),
                ("quantity", heliu.core.fields.QuantityField(default=0)),
                ("net", heliu.core.fields.AmountField(default=0)),
                ("tax", heliu.core.fields.AmountField(default=0)),
                ("gross", heliu.core.fields.AmountField(default=0)),
                (
                    "match_state",
                    models.CharField(
                        choices=[("none", "未比对"), ("matched", "一致"), ("exception", "有差异")],
                        default="none",
                        max_length=10,
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
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company", "business_date", "id"], name="finance_purchaseinvoice_date"),
                    models.Index(fields=["company", "party", "business_date"], name="finance_purchaseinvoice_party"),
                    models.Index(
                        condition=models.Q(("red_of_id__isnull", False)),
                        fields=["company", "red_of_id"],
                        name="finance_purchaseinvoice_red",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "number"), name="finance_purchaseinvoice_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="SalesInvoice",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("number", models.CharField(max_length=40)),
                ("state", models.CharField(default=heliu.core.lifecycle.DocumentState["DRAFT"], max_length=12)),
                ("business_date", models.DateField()),
                ("memo", models.CharField(blank=True, default="", max_length=250)),
                ("version", models.IntegerField(default=1)),
                ("simulated", models.BooleanField(default=False)),
                ("created_by_id", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=heliu.core.clock.now)),
                ("posted_by_id", models.BigIntegerField(null=True)),
                ("posted_at", models.DateTimeField(null=True)),
                ("reverses_id", models.BigIntegerField(null=True)),
                ("reversed_by_id", models.BigIntegerField(null=True)),
                ("currency", models.CharField(max_length=3)),
                ("rate", heliu.core.fields.RateField(default=1)),
                ("due_date", models.DateField()),
                ("external_number", models.CharField(blank=True, default="", max_length=40)),
                ("origins", models.JSONField(default=list)),
                ("is_red", models.BooleanField(default=False)),
                ("red_of_id", models.BigIntegerField(null=True)),
                ("quantity", heliu.core.fields.QuantityField(default=0)),
                ("net", heliu.core.fields.AmountField(default=0)),
                ("tax", heliu.core.fields.AmountField(default=0)),
                ("gross", heliu.core.fields.AmountField(default=0)),
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
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company", "business_date", "id"], name="finance_salesinvoice_date"),
                    models.Index(fields=["company", "party", "business_date"], name="finance_salesinvoice_party"),
                    models.Index(
                        condition=models.Q(("red_of_id__isnull", False)),
                        fields=["company", "red_of_id"],
                        name="finance_salesinvoice_red",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "number"), name="finance_salesinvoice_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementNote",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("number", models.CharField(max_length=40)),
                ("state", models.CharField(default=heliu.core.lifecycle.DocumentState["DRAFT"], max_length=12)),
                ("business_date", models.DateField()),
                ("memo", models.CharField(blank=True, default="", max_length=250)),
                ("version", models.IntegerField(default=1)),
                ("simulated", models.BooleanField(default=False)),
                ("created_by_id", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField(default=heliu.core.clock.now)),
                ("posted_by_id", models.BigIntegerField(null=True)),
                ("posted_at", models.DateTimeField(null=True)),
                ("reverses_id", models.BigIntegerField(null=True)),
                ("reversed_by_id", models.BigIntegerField(null=True)),
                ("side", models.CharField(choices=[("AR", "应收"), ("AP", "应付")], max_length=2)),
                ("currency", models.CharField(max_length=3)),
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
                    "party",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.party",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company", "business_date", "id"], name="finance_settlementnote_date"),
                    models.Index(fields=["company", "party", "business_date"], name="finance_settlementnote_party"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "number"), name="finance_settlementnote_number")
                ],
            },
        ),
        migrations.CreateModel(
            name="MoneyReceiptAllocation",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("line_no", models.IntegerField()),
                ("origin_kind", models.CharField(max_length=24)),
                ("origin_id", models.BigIntegerField()),
                ("origin_line_id", models.BigIntegerField(default=0)),
                ("origin_number", models.CharField(blank=True, default="", max_length=40)),
                ("amount", heliu.core.fields.AmountField()),
                ("discount", heliu.core.fields.AmountField(default=0)),
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
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="finance.moneyreceipt",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["company", "origin_id"], name="finance_receiptallocation_item")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "document", "line_no"), name="finance_receiptallocation_no"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OtherExpenseLine",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("line_no", models.IntegerField()),
                ("account_key", models.CharField(blank=True, default="", max_length=20)),
                ("amount", heliu.core.fields.AmountField()),
                ("memo", models.CharField(blank=True, default="", max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
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
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="finance.otherexpense",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "document", "line_no"), name="finance_otherexpenseline_no"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OtherIncomeLine",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("line_no", models.IntegerField()),
                ("account_key", models.CharField(blank=True, default="", max_length=20)),
                ("amount", heliu.core.fields.AmountField()),
                ("memo", models.CharField(blank=True, default="", max_length=200)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
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
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="finance.otherincome",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "document", "line_no"), name="finance_otherincomeline_no"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PaymentAllocation",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("line_no", models.IntegerField()),
                ("origin_kind", models.CharField(max_length=24)),
                ("origin_id", models.BigIntegerField()),
                ("origin_line_id", models.BigIntegerField(default=0)),
                ("origin_number", models.CharField(blank=True, default="", max_length=40)),
                ("amount", heliu.core.fields.AmountField()),
                ("discount", heliu.core.fields.AmountField(default=0)),
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
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="finance.payment",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["company", "origin_id"], name="finance_paymentallocation_item")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "document", "line_no"), name="finance_paymentallocation_no"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PurchaseInvoiceLine",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("price", heliu.core.fields.PriceField(default=0)),
                ("price_includes_tax", models.BooleanField(default=False)),
                ("discount_rate", heliu.core.fields.RateField(default=0)),
                ("net", heliu.core.fields.AmountField(default=0)),
                ("tax", heliu.core.fields.AmountField(default=0)),
                ("gross", heliu.core.fields.AmountField(default=0)),
                ("line_no", models.IntegerField()),
                ("entered_quantity", heliu.core.fields.QuantityField()),
                ("quantity", heliu.core.fields.QuantityField()),
                ("memo", models.CharField(blank=True, default="", max_length=200)),
                ("description", models.CharField(blank=True, default="", max_length=200)),
                ("account_key", models.CharField(blank=True, default="", max_length=20)),
                ("order_id", models.BigIntegerField(default=0)),
                ("order_line_id", models.BigIntegerField(default=0)),
                ("red_of_line_id", models.BigIntegerField(default=0)),
                ("receipt_line_id", models.BigIntegerField(default=0)),
                ("expected_net", heliu.core.fields.AmountField(null=True)),
                (
                    "match_state",
                    models.CharField(
                        choices=[("none", "未比对"), ("matched", "一致"), ("exception", "有差异")],
                        default="none",
                        max_length=10,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
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
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="finance.purchaseinvoice",
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
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("order_line_id", 0), _negated=True),
                        fields=["company", "order_line_id"],
                        name="finance_purchaseline_order",
                    ),
                    models.Index(
                        condition=models.Q(("receipt_line_id", 0), _negated=True),
                        fields=["company", "receipt_line_id"],
                        name="finance_purchaseline_receipt",
                    ),
                    models.Index(
                        condition=models.Q(("red_of_line_id", 0), _negated=True),
                        fields=["company", "red_of_line_id"],
                        name="finance_purchaseline_red",
                    ),
                    models.Index(fields=["company", "item"], name="finance_purchaseline_item"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "document", "line_no"), name="finance_purchaseinvoiceline_no"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SalesInvoiceLine",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("price", heliu.core.fields.PriceField(default=0)),
                ("price_includes_tax", models.BooleanField(default=False)),
                ("discount_rate", heliu.core.fields.RateField(default=0)),
                ("net", heliu.core.fields.AmountField(default=0)),
                ("tax", heliu.core.fields.AmountField(default=0)),
                ("gross", heliu.core.fields.AmountField(default=0)),
                ("line_no", models.IntegerField()),
                ("entered_quantity", heliu.core.fields.QuantityField()),
                ("quantity", heliu.core.fields.QuantityField()),
                ("memo", models.CharField(blank=True, default="", max_length=200)),
                ("description", models.CharField(blank=True, default="", max_length=200)),
                ("account_key", models.CharField(blank=True, default="", max_length=20)),
                ("order_id", models.BigIntegerField(default=0)),
                ("order_line_id", models.BigIntegerField(default=0)),
                ("red_of_line_id", models.BigIntegerField(default=0)),
                ("shipment_line_id", models.BigIntegerField(default=0)),
                ("clears_shipment", models.BooleanField(default=False)),
                (
                    "account",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
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
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="finance.salesinvoice",
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
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="catalog.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("order_line_id", 0), _negated=True),
                        fields=["company", "order_line_id"],
                        name="finance_salesline_order",
                    ),
                    models.Index(
                        condition=models.Q(("shipment_line_id", 0), _negated=True),
                        fields=["company", "shipment_line_id"],
                        name="finance_salesline_shipment",
                    ),
                    models.Index(
                        condition=models.Q(("red_of_line_id", 0), _negated=True),
                        fields=["company", "red_of_line_id"],
                        name="finance_salesline_red",
                    ),
                    models.Index(fields=["company", "item"], name="finance_salesline_item"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "document", "line_no"), name="finance_salesinvoiceline_no"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SettlementNoteLine",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("line_no", models.IntegerField()),
                ("origin_kind", models.CharField(max_length=24)),
                ("origin_id", models.BigIntegerField()),
                ("origin_line_id", models.BigIntegerField(default=0)),
                ("origin_number", models.CharField(blank=True, default="", max_length=40)),
                ("amount", heliu.core.fields.AmountField()),
                ("discount", heliu.core.fields.AmountField(default=0)),
                ("is_debit", models.BooleanField()),
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
                    "document",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="finance.settlementnote",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["company", "origin_id"], name="finance_settlementline_item")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "document", "line_no"), name="finance_settlementnoteline_no"
                    )
                ],
            },
        ),
    ]
