from django.db import migrations

from heliu.core.storage import leave_room_for_updates


class Migration(migrations.Migration):
    dependencies = [("ledger", "0004_no_config_version")]
    operations = [migrations.RunPython(leave_room_for_updates("ledger_accountbalance", "ledger_subledgerbalance"))]
