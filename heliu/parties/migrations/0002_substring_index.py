"""Index for substring search where the engine offers one."""

from django.db import migrations

from heliu.core.search.tables import migration_steps


class Migration(migrations.Migration):
    dependencies = [("parties", "0001_initial")]

    operations = [migrations.RunPython(*migration_steps("parties_partysearch"))]
