"""Index for substring search where the engine offers one."""

from django.db import migrations

from heliu.core.search.tables import migration_steps


class Migration(migrations.Migration):
    dependencies = [("catalog", "0001_initial")]

    operations = [migrations.RunPython(*migration_steps("catalog_itemsearch"))]
