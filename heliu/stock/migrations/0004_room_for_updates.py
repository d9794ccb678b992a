from django.db import migrations

from heliu.core.storage import leave_room_for_updates


class Migration(migrations.Migration):
    dependencies = [("stock", "0003_references_by_statement")]
    operations = [migrations.RunPython(leave_room_for_updates("stock_stockbalance", "stock_coststate"))]
