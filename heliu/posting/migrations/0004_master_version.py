from pathlib import Path

import django.db.models.deletion
from django.db import migrations, models

import heliu.core.fields
from heliu.core.triggers import run_sql


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("catalog", "0001_initial"),
        ("parties", "0001_initial"),
        ("stock", "0001_initial"),
        ("posting", "0003_references_by_statement"),
    ]
    operations = [
        migrations.CreateModel(
            name="MasterVersion",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("version", models.BigIntegerField()),
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.company"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunPython(run_sql(Path(__file__).parent.parent / "sql", "masters")),
    ]
