"""Passwords: the policy, and changing one ends every other session of its owner."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from heliu.access.errors import WeakPassword
from heliu.access.models import User
from heliu.core import audit
from heliu.core.errors import said
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction

_LONGEST = 128
_REASONS = {
    "password_too_short": said("at least {n} characters.", n=10),
    "password_too_common": said("it is one of the most common; choose another."),
    "password_too_similar": said("it is too much like the name; choose another."),
}


def check_password_policy(password: str, user: User) -> None:
    """At least ten characters, not common, not like the name, at most 128. Raises WeakPassword."""
    if len(password) > _LONGEST:
        raise WeakPassword(
            reason=said("at most {n} characters.", n=_LONGEST), rules=["password_too_long"], loc=("password",)
        )
    try:
        validate_password(password, user)
    except ValidationError as error:
        rules = [str(e.code) for e in error.error_list]
        raise WeakPassword(reason=_REASONS[rules[0]], rules=rules, loc=("password",)) from error


def change_own_password(scope: Scope, user: User, *, new: str) -> None:
    """The old password was confirmed before. Raises WeakPassword for a bad new one."""
    check_password_policy(new, user)
    if user.check_password(new):
        raise WeakPassword(reason="it is the one in use; choose another.", rules=["password_in_use"], loc=("password",))
    user.set_password(new)
    _store_password(scope, user)


@business_transaction
def _store_password(scope: Scope, user: User) -> None:
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    audit.record(scope, "change_password", noun="user", object_id=user.pk, label=user.username)


@business_transaction
def change_own_profile(scope: Scope, user: User, *, display_name: str, language: str) -> User:
    before = {"display_name": user.display_name, "language": user.language}
    user.display_name, user.language = display_name, language
    user.save(update_fields=["display_name", "language"])
    after = {"display_name": display_name, "language": language}
    audit.record(scope, "update", noun="user", object_id=user.pk, label=user.username, before=before, after=after)
    return user
