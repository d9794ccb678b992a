import django.db.models.deletion
from django.db import migrations, models

import heliu.core.fields
from heliu.core.first_migration import FirstMigration


class Migration(FirstMigration):
    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Schedule",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("company_id", models.BigIntegerField(default=0)),
                ("name", models.CharField(max_length=80, unique=True)),
                ("kind", models.CharField(max_length=80)),
                ("arguments", models.JSONField(default=dict)),
                ("cron", models.CharField(max_length=80)),
                ("active", models.BooleanField(default=True)),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="AuditRecord",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("company_id", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("user_id", models.BigIntegerField()),
                ("user_name", models.CharField(max_length=150)),
                ("source", models.CharField(blank=True, default="", max_length=200)),
                ("action", models.CharField(max_length=80)),
                ("noun", models.CharField(max_length=80)),
                ("object_id", models.BigIntegerField()),
                ("label", models.CharField(blank=True, default="", max_length=200)),
                ("before", models.JSONField(null=True)),
                ("after", models.JSONField(null=True)),
                ("reason", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company_id", "noun", "object_id"], name="core_audit_object"),
                    models.Index(fields=["company_id", "id"], name="core_audit_company"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Counter",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("company_id", models.BigIntegerField()),
                ("sequence", models.CharField(max_length=64)),
                ("period", models.CharField(blank=True, default="", max_length=16)),
                ("value", models.BigIntegerField(default=0)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("company_id", "sequence", "period"), name="core_counter_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("company_id", models.BigIntegerField()),
                ("user_id", models.BigIntegerField()),
                ("key", models.CharField(max_length=128)),
                ("request_hash", models.CharField(max_length=64)),
                ("status", models.SmallIntegerField()),
                ("response", models.TextField()),
                ("created_at", models.DateTimeField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("company_id", "key"), name="core_idempotency_key")],
            },
        ),
        migrations.CreateModel(
            name="Job",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("company_id", models.BigIntegerField()),
                ("user_id", models.BigIntegerField()),
                ("user_name", models.CharField(blank=True, default="", max_length=150)),
                ("kind", models.CharField(max_length=80)),
                ("title", models.CharField(blank=True, default="", max_length=200)),
                ("arguments", models.JSONField(default=dict)),
                ("state", models.CharField(default="queued", max_length=12)),
                ("done", models.BigIntegerField(default=0)),
                ("total", models.BigIntegerField(default=0)),
                ("message", models.CharField(blank=True, default="", max_length=300)),
                ("result", models.JSONField(null=True)),
                ("error", models.JSONField(null=True)),
                ("attempts", models.IntegerField(default=0)),
                ("cancel_requested", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("heartbeat_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["company_id", "-id"], name="core_job_company"),
                    models.Index(
                        condition=models.Q(("finished_at__isnull", True)), fields=["state"], name="core_job_unfinished"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OutboxMessage",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("company_id", models.BigIntegerField()),
                ("topic", models.CharField(max_length=80)),
                ("payload", models.JSONField()),
                ("created_at", models.DateTimeField()),
                ("next_attempt_at", models.DateTimeField()),
                ("attempts", models.IntegerField(default=0)),
                ("done_at", models.DateTimeField(null=True)),
                ("last_error", models.TextField(blank=True, default="")),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True)),
                        fields=["next_attempt_at"],
                        name="core_outbox_due",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ScheduleFiring",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("fire_at", models.DateTimeField()),
                (
                    "schedule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="core.schedule"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("schedule", "fire_at"), name="core_schedule_firing_once")
                ],
            },
        ),
    ]
