from django.db import models

from heliu.core.models import Row


class Framework(models.TextChoices):
    """Accounting framework of the company's primary ledger."""

    CAS = "CAS", "企业会计准则"
    CAS_SMALL = "CAS_SMALL", "小企业会计准则"


class Company(Row):
    """One legal entity with its own books; the outermost fence of every business row."""

    code = models.CharField(max_length=20, unique=True)
    name = models.CharField(max_length=200)
    currency = models.CharField(max_length=3, default="CNY")
    time_zone = models.CharField(max_length=50, default="Asia/Shanghai")
    country = models.CharField(max_length=2, default="CN")
    uscc = models.CharField(max_length=18, default="", blank=True)
    framework = models.CharField(max_length=20, choices=Framework.choices, default=Framework.CAS)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
