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
            name="PartyGroup",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("kind", models.CharField(choices=[("customer", "客户"), ("supplier", "供应商")], max_length=8)),
                ("code", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=100)),
                ("name_en", models.CharField(blank=True, default="", max_length=100)),
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
                "constraints": [models.UniqueConstraint(fields=("company", "kind", "code"), name="parties_group_code")],
            },
        ),
        migrations.CreateModel(
            name="PartySearch",
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
            name="Party",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=200)),
                ("short_name", models.CharField(blank=True, default="", max_length=80)),
                ("name_en", models.CharField(blank=True, default="", max_length=200)),
                ("is_customer", models.BooleanField(default=False)),
                ("is_supplier", models.BooleanField(default=False)),
                (
                    "terms_kind",
                    models.CharField(
                        choices=[("immediate", "现结"), ("days", "发票后天数"), ("end_of_month", "月结（月末后天数）")],
                        default="immediate",
                        max_length=12,
                    ),
                ),
                ("payment_terms_days", models.PositiveSmallIntegerField(default=0)),
                ("credit_limit", heliu.core.fields.AmountField(blank=True, null=True)),
                ("currency", models.CharField(default="CNY", max_length=3)),
                ("country", models.CharField(default="CN", max_length=2)),
                (
                    "tax_id_kind",
                    models.CharField(
                        blank=True,
                        choices=[("", "无"), ("uscc", "统一社会信用代码"), ("vat", "VAT 税号"), ("other", "其他")],
                        default="",
                        max_length=5,
                    ),
                ),
                ("tax_id", models.CharField(blank=True, default="", max_length=30)),
                ("price_level", models.CharField(blank=True, default="", max_length=40)),
                ("phone", models.CharField(blank=True, default="", max_length=40)),
                ("email", models.CharField(blank=True, default="", max_length=254)),
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
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="access.user",
                    ),
                ),
                (
                    "customer_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.partygroup",
                    ),
                ),
                (
                    "supplier_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="parties.partygroup",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company", "name", "id"], name="parties_party_name"),
                    models.Index(
                        condition=models.Q(("tax_id", ""), _negated=True),
                        fields=["company", "tax_id"],
                        name="parties_party_tax_id",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("company", "code"), name="parties_party_code"),
                    models.CheckConstraint(
                        condition=models.Q(("is_customer", True), ("is_supplier", True), _connector="OR"),
                        name="parties_party_role",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PartyTerm",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("term", models.CharField(max_length=64)),
                (
                    "origin",
                    models.CharField(
                        choices=[
                            ("code", "编码"),
                            ("name", "名称"),
                            ("initials", "拼音首字母"),
                            ("pinyin", "全拼"),
                            ("helper", "助记码"),
                            ("tax_id", "税号"),
                            ("phone", "电话"),
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
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.party"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        fields=["company", "term", "party"],
                        name="parties_partyterm_prefix",
                        opclasses=["int8_ops", "varchar_pattern_ops", "int8_ops"],
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PartyAddress",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                (
                    "kind",
                    models.CharField(
                        choices=[("billing", "开票地址"), ("delivery", "收货地址"), ("other", "其他")],
                        default="delivery",
                        max_length=8,
                    ),
                ),
                ("recipient", models.CharField(blank=True, default="", max_length=100)),
                ("phone", models.CharField(blank=True, default="", max_length=40)),
                ("country", models.CharField(default="CN", max_length=2)),
                ("region", models.CharField(blank=True, default="", max_length=60)),
                ("city", models.CharField(blank=True, default="", max_length=60)),
                ("district", models.CharField(blank=True, default="", max_length=60)),
                ("street", models.CharField(blank=True, default="", max_length=200)),
                ("postal_code", models.CharField(blank=True, default="", max_length=20)),
                ("is_default", models.BooleanField(default=False)),
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
                "indexes": [models.Index(fields=["company", "party"], name="parties_address_party")],
            },
        ),
        migrations.CreateModel(
            name="PartyBankAccount",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("bank_name", models.CharField(max_length=120)),
                ("bank_code", models.CharField(blank=True, default="", max_length=20)),
                ("account_number", models.CharField(max_length=40)),
                ("account_name", models.CharField(blank=True, default="", max_length=120)),
                ("currency", models.CharField(default="CNY", max_length=3)),
                ("is_default", models.BooleanField(default=False)),
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
                "constraints": [
                    models.UniqueConstraint(
                        fields=("company", "party", "account_number"), name="parties_bankaccount_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PartyContact",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("title", models.CharField(blank=True, default="", max_length=80)),
                ("phone", models.CharField(blank=True, default="", max_length=40)),
                ("mobile", models.CharField(blank=True, default="", max_length=40)),
                ("email", models.CharField(blank=True, default="", max_length=254)),
                ("wechat", models.CharField(blank=True, default="", max_length=60)),
                ("is_default", models.BooleanField(default=False)),
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
                "indexes": [models.Index(fields=["company", "party"], name="parties_contact_party")],
            },
        ),
    ]
