import django.db.models.deletion
import django.db.models.functions.text
from django.db import migrations, models

import heliu.core.fields
from heliu.core.first_migration import FirstMigration


class Migration(FirstMigration):
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Company",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=20, unique=True)),
                ("name", models.CharField(max_length=200)),
                ("currency", models.CharField(default="CNY", max_length=3)),
                ("time_zone", models.CharField(default="Asia/Shanghai", max_length=50)),
                ("country", models.CharField(default="CN", max_length=2)),
                ("uscc", models.CharField(blank=True, default="", max_length=18)),
                (
                    "framework",
                    models.CharField(
                        choices=[("CAS", "企业会计准则"), ("CAS_SMALL", "小企业会计准则")], default="CAS", max_length=20
                    ),
                ),
                ("is_active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LoginFailure",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("subject", models.CharField(max_length=64, unique=True)),
                ("failures", models.IntegerField(default=0)),
                ("last_at", models.DateTimeField()),
                ("locked_until", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="SetupToken",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="User",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("username", models.CharField(max_length=150, unique=True)),
                ("display_name", models.CharField(blank=True, default="", max_length=100)),
                ("email", models.EmailField(blank=True, default="", max_length=254)),
                ("language", models.CharField(default="zh-hans", max_length=10)),
                ("is_active", models.BooleanField(default=True)),
                ("must_change_password", models.BooleanField(default=False)),
                ("totp_secret", models.CharField(blank=True, default="", max_length=200)),
                ("totp_last_step", models.BigIntegerField(default=0)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        django.db.models.functions.text.Lower("username"), name="access_user_username_any_case"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ApiToken",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("prefix", models.CharField(max_length=12)),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("patterns", models.JSONField(default=list)),
                ("created_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("last_used_at", models.DateTimeField(null=True)),
                (
                    "user",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.user"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.company"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("warehouse_ids", models.JSONField(null=True)),
                ("own_documents", models.BooleanField(default=False)),
                ("sees_cost", models.BooleanField(default=True)),
                ("is_active", models.BooleanField(default=True)),
                ("version", models.IntegerField(default=1)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.company"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.user"),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("company", "user"), name="access_membership_key")],
            },
        ),
        migrations.CreateModel(
            name="Role",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("code", models.CharField(max_length=40)),
                ("name_zh", models.CharField(max_length=80)),
                ("name_en", models.CharField(max_length=80)),
                ("patterns", models.JSONField(default=list)),
                ("is_preset", models.BooleanField(default=False)),
                ("version", models.IntegerField(default=1)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.company"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("company", "code"), name="access_role_code")],
            },
        ),
        migrations.CreateModel(
            name="UserSession",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("session_key", models.CharField(max_length=40, unique=True)),
                ("created_at", models.DateTimeField()),
                ("last_seen_at", models.DateTimeField()),
                ("address", models.CharField(blank=True, default="", max_length=45)),
                ("agent", models.CharField(blank=True, default="", max_length=200)),
                (
                    "user",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.user"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="MembershipRole",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.company"
                    ),
                ),
                (
                    "membership",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.membership"
                    ),
                ),
                (
                    "role",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.role"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company", "membership", "role"), name="access_membership_role_key")
                ],
            },
        ),
    ]
