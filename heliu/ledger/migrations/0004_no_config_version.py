from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0003_references_by_statement")]
    operations = [migrations.RemoveField(model_name="ledger", name="config_version")]
