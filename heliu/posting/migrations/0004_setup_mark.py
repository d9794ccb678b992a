import django.db.models.deletion
from django.db import migrations, models

import heliu.core.fields
from heliu.core.marks import Watched, mark_changes


class Migration(migrations.Migration):
    dependencies = [
        ("access", "0001_initial"),
        ("catalog", "0001_initial"),
        ("parties", "0001_initial"),
        ("stock", "0001_initial"),
        ("ledger", "0004_no_config_version"),
        ("posting", "0003_references_by_statement"),
    ]
    operations = [
        migrations.CreateModel(
            name="SetupMark",
            fields=[
                ("id", heliu.core.fields.IdField(serialize=False)),
                ("mark", models.BigIntegerField()),
                (
                    "company",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="access.company"
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.RunPython(
            mark_changes(
                "posting_setupmark",
                Watched("ledger_ledger"),
                Watched("ledger_period"),
                Watched("ledger_account"),
                Watched("posting_accountrule"),
                Watched("posting_ledgervaluation"),
                Watched("stock_valuationbook"),
                Watched("stock_warehouse", ("allow_negative",)),
                Watched("stock_location", ("kind", "warehouse_id")),
                Watched("catalog_item", ("code", "name", "category_id", "costing_method")),
                Watched("parties_party", ("customer_group_id", "supplier_group_id")),
            )
        ),
        migrations.RunSQL(
            "INSERT INTO posting_setupmark (id, company_id, mark) SELECT id, id, 1 FROM access_company",
            migrations.RunSQL.noop,
        ),
    ]
