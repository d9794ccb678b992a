"""Personal API tokens: shown once, kept as a hash, never wider than their owner."""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from heliu.access import registry
from heliu.access.errors import MoreThanYourOwn, UnknownPermissions
from heliu.access.models import ApiToken
from heliu.access.rules.patterns import granted, unknown
from heliu.core import audit, clock
from heliu.core.errors import InvalidInput, NotFound
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction

PREFIX = "heliu_"
_LONGEST_LIFE = dt.timedelta(days=366)
_USE_NOTED_EVERY = dt.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class NewToken:
    name: str
    patterns: tuple[str, ...]
    days: int


def digest(token: str) -> str:
    """Tokens are 256 random bits: a plain hash is enough and lets them be found by index."""
    return hashlib.sha256(token.encode()).hexdigest()


@business_transaction
def create_token(scope: Scope, new: NewToken) -> tuple[ApiToken, str]:
    """The row and the token itself, which nobody can see again."""
    bad = unknown(new.patterns, registry.codes())
    if bad or not new.patterns:
        raise UnknownPermissions(patterns=", ".join(bad) or "(none given)", loc=("patterns",))
    beyond = granted(frozenset(new.patterns), registry.codes()) - scope.permissions
    if beyond and not scope.all_permissions:
        raise MoreThanYourOwn(permissions=", ".join(sorted(beyond)[:5]), loc=("patterns",))
    life = dt.timedelta(days=new.days)
    if not dt.timedelta(0) < life <= _LONGEST_LIFE:
        raise InvalidInput(field="days", reason="1 to 366 days", loc=("days",))
    token = PREFIX + secrets.token_urlsafe(32)
    now = clock.now()
    row = ApiToken.objects.create(
        company_id=scope.company_id,
        user_id=scope.user_id,
        name=new.name,
        prefix=token[:12],
        token_hash=digest(token),
        patterns=list(new.patterns),
        created_at=now,
        expires_at=now + life,
    )
    audit.record(
        scope, "create", noun="api_token", object_id=row.pk, label=row.name,
        after={"patterns": row.patterns, "expires_at": row.expires_at.isoformat()},
    )  # fmt: skip
    return row, token


@business_transaction
def revoke_token(scope: Scope, token_id: int) -> None:
    """Raises NotFound; revoking twice changes nothing."""
    row = ApiToken.objects.filter(company_id=scope.company_id, user_id=scope.user_id, pk=token_id).first()
    if row is None:
        raise NotFound(noun="Token", id=str(token_id))
    if row.revoked_at is None:
        ApiToken.objects.filter(pk=row.pk).update(revoked_at=clock.now())
        audit.record(scope, "revoke", noun="api_token", object_id=row.pk, label=row.name)


def usable_token(token: str) -> ApiToken | None:
    """The live row of a token, with its user; its use is noted now and then, not on every request."""
    now = clock.now()
    row = (
        ApiToken.objects.select_related("user")
        .filter(token_hash=digest(token), revoked_at__isnull=True, expires_at__gt=now)
        .first()
    )
    if row is not None and (row.last_used_at is None or now - row.last_used_at > _USE_NOTED_EVERY):
        ApiToken.objects.filter(pk=row.pk).update(last_used_at=now)
    return row
