from django.db import models

from heliu.access.models.companies import Company
from heliu.access.models.users import User
from heliu.core.models import Row


class Role(Row):
    """A named set of permission patterns (`sales.*`, `*.*.read`) in one company; presets may be edited."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    code = models.CharField(max_length=40)
    name_zh = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    patterns = models.JSONField(default=list)
    is_preset = models.BooleanField(default=False)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "code"], name="access_role_code")]


class Membership(Row):
    """A user in a company: roles, data scope (warehouses, own documents) and whether cost prices are shown."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    warehouse_ids = models.JSONField(null=True)  # None: every warehouse
    own_documents = models.BooleanField(default=False)
    sees_cost = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    version = models.IntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "user"], name="access_membership_key")]


class MembershipRole(Row):
    """One role of one membership."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey(Membership, on_delete=models.PROTECT, related_name="+")
    role = models.ForeignKey(Role, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["company", "membership", "role"], name="access_membership_role_key")
        ]
