from pathlib import Path

from django.db import migrations

from heliu.core.triggers import run_sql


class Migration(migrations.Migration):
    dependencies = [("posting", "0001_initial")]
    operations = [migrations.RunPython(run_sql(Path(__file__).parent.parent / "sql", "immutable"))]
