"""The second factor of sign-in: switching it on proves the app has the secret, off needs the password."""

import base64
import secrets

from heliu.access.errors import TotpCodeRefused, WrongPassword
from heliu.access.models import User
from heliu.access.rules import totp
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
def switch_on(scope: Scope, user: User, *, secret: str, code: str) -> User:
    """Raises TotpCodeRefused when the code does not belong to the secret."""
    try:
        raw = base64.b32decode(secret)
    except ValueError as error:
        raise TotpCodeRefused(loc=("secret",)) from error
    step = totp.accepted_step(raw, code, epoch_seconds=int(clock.now().timestamp()), last_step=0)
    if step is None:
        raise TotpCodeRefused(loc=("code",))
    user.totp_secret, user.totp_last_step = secret, step
    user.save(update_fields=["totp_secret", "totp_last_step"])
    audit.record(scope, "switch_on_totp", noun="user", object_id=user.pk, label=user.username)
    return user


@business_transaction
def switch_off(scope: Scope, user: User, *, password: str) -> User:
    """Raises WrongPassword for a wrong password."""
    if not user.check_password(password):
        raise WrongPassword(loc=("password",))
    user.totp_secret = ""
    user.save(update_fields=["totp_secret"])
    audit.record(scope, "switch_off_totp", noun="user", object_id=user.pk, label=user.username)
    return user
