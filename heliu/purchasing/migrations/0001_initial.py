import django.db.models.deletion
from django.db import migrations, models

import heliu.core.clock
import heliu.core.fields
import heliu.core.lifecycle
from heliu.core.first_migration import FirstMigration


class Migration(FirstMigration):

    dependencies = [
        ('access', '0001_initial'),
        ('catalog', '0002_substring_index'),
        ('parties', '0002_substring_index'),
        ('stock', '0002_immutable'),
    ]

    operations = [
        migrations.CreateModel(
            name='PurchaseOrder',
            fields=[
                ('id', heliu.core.fields.IdField(serialize=False)),
                ('number', models.CharField(max_length=40)),
                ('state', models.CharField(default=heliu.core.lifecycle.DocumentState['DRAFT'], max_length=12)),
                ('business_date', models.DateField()),
                ('memo', models.CharField(blank=True, default='', max_length=250)),
                ('version', models.IntegerField(default=1)),
                ('simulated', models.BooleanField(default=False)),
                ('created_by_id', models.BigIntegerField(default=0)),
                ('created_at', models.DateTimeField(default=heliu.core.clock.now)),
                ('posted_by_id', models.BigIntegerField(null=True)),
                ('posted_at', models.DateTimeField(null=True)),
                ('reverses_id', models.BigIntegerField(null=True)),
                ('reversed_by_id', models.BigIntegerField(null=True)),
                ('currency', models.CharField(max_length=3)),
                ('rate', heliu.core.fields.RateField(default=1)),
                ('reference', models.CharField(blank=True, default='', max_length=60)),
                ('expected_date', models.DateField(null=True)),
                ('revision', models.IntegerField(default=1)),
                ('submitted_by_id', models.BigIntegerField(null=True)),
                ('approved_by_id', models.BigIntegerField(null=True)),
                ('approved_at', models.DateTimeField(null=True)),
                ('approved_hash', models.CharField(blank=True, default='', max_length=64)),
                ('delivery', models.CharField(default=heliu.core.lifecycle.Progress['NONE'], max_length=7)),
                ('invoicing', models.CharField(default=heliu.core.lifecycle.Progress['NONE'], max_length=7)),
                ('total_quantity', heliu.core.fields.QuantityField(default=0)),
                ('total_net', heliu.core.fields.AmountField(default=0)),
                ('total_tax', heliu.core.fields.AmountField(default=0)),
                ('total_gross', heliu.core.fields.AmountField(default=0)),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.company')),
                ('party', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='parties.party')),
                ('warehouse', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stock.warehouse')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'business_date', 'id'], name='purchasing_order_list'), models.Index(fields=['company', 'party', 'business_date'], name='purchasing_order_party'), models.Index(condition=models.Q(('state__in', ['approved', 'in_progress'])), fields=['company', 'expected_date'], name='purchasing_order_expected')],
                'constraints': [models.UniqueConstraint(fields=('company', 'number'), name='purchasing_order_number')],
            },
        ),
        migrations.CreateModel(
            name='PurchaseOrderLine',
            fields=[
                ('id', heliu.core.fields.IdField(serialize=False)),
                ('line_no', models.IntegerField()),
                ('entered_quantity', heliu.core.fields.QuantityField()),
                ('quantity', heliu.core.fields.QuantityField()),
                ('memo', models.CharField(blank=True, default='', max_length=200)),
                ('price', heliu.core.fields.PriceField(default=0)),
                ('price_includes_tax', models.BooleanField(default=False)),
                ('discount_rate', heliu.core.fields.RateField(default=0)),
                ('net', heliu.core.fields.AmountField(default=0)),
                ('tax', heliu.core.fields.AmountField(default=0)),
                ('gross', heliu.core.fields.AmountField(default=0)),
                ('expected_date', models.DateField(null=True)),
                ('received_quantity', heliu.core.fields.QuantityField(default=0)),
                ('returned_quantity', heliu.core.fields.QuantityField(default=0)),
                ('invoiced_quantity', heliu.core.fields.QuantityField(default=0)),
                ('invoiced_net', heliu.core.fields.AmountField(default=0)),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.company')),
                ('item', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.item')),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='purchasing.purchaseorder')),
                ('tax_code', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.taxcode')),
                ('unit', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='catalog.unit')),
            ],
            options={
                'indexes': [models.Index(fields=['company', 'item', 'id'], name='purchasing_order_line_item')],
                'constraints': [models.UniqueConstraint(fields=('company', 'order', 'line_no'), name='purchasing_order_line_no')],
            },
        ),
        migrations.CreateModel(
            name='PurchaseOrderRevision',
            fields=[
                ('id', heliu.core.fields.IdField(serialize=False)),
                ('revision', models.IntegerField()),
                ('content', models.JSONField()),
                ('content_hash', models.CharField(max_length=64)),
                ('made_at', models.DateTimeField()),
                ('made_by_id', models.BigIntegerField()),
                ('reason', models.CharField(blank=True, default='', max_length=500)),
                ('company', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='access.company')),
                ('order', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='purchasing.purchaseorder')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('company', 'order', 'revision'), name='purchasing_order_revision_key')],
            },
        ),
    ]
