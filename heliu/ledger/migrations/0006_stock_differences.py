from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_room_for_updates")]
    operations = [
        migrations.AlterField(
            model_name="openitem",
            name="kind",
            field=models.CharField(
                choices=[
                    ("AR", "应收"),
                    ("AP", "应付"),
                    ("GRIR", "暂估"),
                    ("SHIP", "发出商品"),
                    ("GIT", "在途商品"),
                    ("SUSP", "待处理财产损溢"),
                    ("ADVR", "预收"),
                    ("ADVP", "预付"),
                ],
                max_length=4,
            ),
        )
    ]
