from django.db import migrations

from heliu.core.storage import leave_room_for_updates


class Migration(migrations.Migration):
    dependencies = [("core", "0002_audit_append_only")]
    operations = [migrations.RunPython(leave_room_for_updates("core_counter"))]
