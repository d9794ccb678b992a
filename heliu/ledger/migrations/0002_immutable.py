"""Triggers: posted rows are immutable."""

from django.db import migrations

from heliu.core.sql_scripts import run_script


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]

    operations = [run_script("heliu.ledger", "immutable")]
