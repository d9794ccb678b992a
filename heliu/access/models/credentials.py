from django.db import models

from heliu.access.models.companies import Company
from heliu.access.models.users import User
from heliu.core.models import Row


class ApiToken(Row):
    """Personal token of a user in one company: only its hash is kept; patterns narrow the user's own rights."""

    company = models.ForeignKey(Company, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    prefix = models.CharField(max_length=12)
    token_hash = models.CharField(max_length=64, unique=True)
    patterns = models.JSONField(default=list)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)


class SetupToken(Row):
    """One-time right to create the first administrator; only its hash is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)


class LoginFailure(Row):
    """Failed sign-ins of one subject (name + address, or address alone); the wait doubles with every failure."""

    subject = models.CharField(max_length=64, unique=True)  # hash, so that the table names nobody
    failures = models.IntegerField(default=0)
    last_at = models.DateTimeField()
    locked_until = models.DateTimeField(null=True)


class UserSession(Row):
    """A signed-in browser: what the owner sees in the session list and can end."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    address = models.CharField(max_length=45, default="", blank=True)
    agent = models.CharField(max_length=200, default="", blank=True)
