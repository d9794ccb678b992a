from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from heliu.core.fields import IdField


class User(AbstractBaseUser):
    """A person who signs in. Rights are not here but in memberships, one per company."""

    id = IdField()
    username = models.CharField(max_length=150, unique=True)
    display_name = models.CharField(max_length=100, default="", blank=True)
    email = models.EmailField(default="", blank=True)
    language = models.CharField(max_length=10, default="zh-hans")
    is_active = models.BooleanField(default=True)
    must_change_password = models.BooleanField(default=False)
    totp_secret = models.CharField(max_length=200, default="", blank=True)
    totp_last_step = models.BigIntegerField(default=0)
    recovery_digests = models.JSONField(default=list, blank=True)
    """Of the recovery codes that are not used yet."""
    created_at = models.DateTimeField()

    objects = BaseUserManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        constraints = [models.UniqueConstraint(Lower("username"), name="access_user_username_any_case")]

    @property
    def shown_name(self) -> str:
        return self.display_name or self.username
