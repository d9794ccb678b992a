"""The second factor of sign-in: switching it on proves the app has the secret, off needs the password.

With it come recovery codes, told once; only their digests are kept.
"""

import base64
import secrets

from heliu.access.errors import AlreadySwitchedOn, NotSwitchedOn, TotpCodeRefused
from heliu.access.models import User
from heliu.access.rules import recovery, totp
from heliu.core import audit, clock
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction

_SECRET_BYTES = 20


def offer(user: User) -> dict[str, str]:
    """A fresh random secret and its otpauth:// address."""
    secret = secrets.token_bytes(_SECRET_BYTES)
    return {
        "secret": base64.b32encode(secret).decode(),
        "address": totp.address(secret, account=user.username),
    }


@business_transaction
def switch_on(scope: Scope, user: User, *, secret: str, code: str) -> tuple[User, list[str]]:
    """The user, and fresh recovery codes. Raises AlreadySwitchedOn, TotpCodeRefused for a code of another secret."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.totp_secret:
        raise AlreadySwitchedOn
    try:
        raw = base64.b32decode(secret)
    except ValueError as error:
        raise TotpCodeRefused(loc=("secret",)) from error
    step = totp.accepted_step(raw, code, epoch_seconds=int(clock.now().timestamp()), last_step=0)
    if step is None:
        raise TotpCodeRefused(loc=("code",))
    user.totp_secret, user.totp_last_step = secret, step
    codes = _fresh_codes(user)
    user.save(update_fields=["totp_secret", "totp_last_step", "recovery_digests"])
    audit.record(scope, "switch_on_totp", noun="user", object_id=user.pk, label=user.username)
    return user, codes


@business_transaction
def renew_codes(scope: Scope, user: User) -> list[str]:
    """New recovery codes; the old ones end. The password was confirmed before. Raises NotSwitchedOn."""
    if not user.totp_secret:
        raise NotSwitchedOn
    codes = _fresh_codes(user)
    user.save(update_fields=["recovery_digests"])
    audit.record(scope, "renew_recovery_codes", noun="user", object_id=user.pk, label=user.username)
    return codes


def _fresh_codes(user: User) -> list[str]:
    codes = [recovery.code_of(secrets.token_bytes(recovery.BYTES)) for _ in range(recovery.COUNT)]
    user.recovery_digests = [recovery.digest_of(code) for code in codes]
    return codes


@business_transaction
def switch_off(scope: Scope, user: User) -> User:
    """The password was confirmed before."""
    user.totp_secret, user.recovery_digests = "", []
    user.save(update_fields=["totp_secret", "recovery_digests"])
    audit.record(scope, "switch_off_totp", noun="user", object_id=user.pk, label=user.username)
    return user
