from django.db import migrations

from heliu.core.references import check_references_by_statement


class Migration(migrations.Migration):
    dependencies = [("posting", "0002_immutable")]
    operations = [migrations.RunPython(check_references_by_statement("posting", "PostedFact", "NoEffect"))]
