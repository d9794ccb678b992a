"""Signing in and out: delays after failures, one row per session so that its owner can see and end it."""

import base64
import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.models import Session
from django.core import signing
from django.db.models import F
from django.utils.crypto import constant_time_compare

from heliu.access.errors import InvalidCredentials, TooManyAttempts, TotpRequired, TotpWrong, WrongPassword
from heliu.access.models import LoginFailure, Membership, User, UserSession
from heliu.access.rules import lockout, recovery, totp
from heliu.core import audit, clock, fence
from heliu.core.errors import NotFound
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction

KNOWN_FOR = dt.timedelta(days=180)
_KNOWN = "heliu known browser"


@dataclass(frozen=True, slots=True)
class Credentials:
    username: str
    password: str
    totp: str = ""


def verify(credentials: Credentials, *, address: str, known: str = "") -> User:
    """The user these credentials belong to.

    Every attempt counts before the password is looked at, so parallel guesses cannot slip under the limit. The right
    password without the code asked for is no guess and does not count. known: what sign_of_known gave this browser.
    Raises TooManyAttempts, InvalidCredentials, TotpRequired or TotpWrong.
    """
    user = User.objects.filter(username__iexact=credentials.username).first()
    subjects = _subjects(credentials.username, address)
    if user is not None and _is_known(user, known):
        subjects = (Subject(_hashed("known", known), lockout.FREE_ATTEMPTS_PER_NAME),)
    _begin_attempt(subjects)
    if not _password_fits(user, credentials.password) or user is None or not user.is_active:
        _note_failure(user, address)
        raise InvalidCredentials
    if user.totp_secret:
        if not credentials.totp:
            _take_back_attempt(subjects)
            raise TotpRequired
        _check_totp(user, credentials.totp, address)
    _forget_failures(subjects)
    return user


def confirm_password(user: User, password: str, *, address: str, field: str = "password") -> None:
    """Whoever is signed in proves once more who he is; wrong guesses count like those of signing in.

    Raises TooManyAttempts, WrongPassword.
    """
    subjects = _subjects(user.username, address)
    _begin_attempt(subjects)
    if not _password_fits(user, password):
        raise WrongPassword(loc=(field,))
    _forget_failures(subjects)


@dataclass(frozen=True, slots=True)
class Subject:
    """Who is slowed down after `free` failures; the key names nobody."""

    key: str
    free: int


def _subjects(username: str, address: str) -> tuple[Subject, ...]:
    return (
        Subject(_hashed("name", username.casefold(), address), lockout.FREE_ATTEMPTS_PER_NAME),
        Subject(_hashed("address", address), lockout.FREE_ATTEMPTS_PER_ADDRESS),
    )


def _hashed(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def sign_of_known(user: User) -> str:
    """Given to a browser in which the user signed in: its attempts count for itself, so that nobody at the same
    address can lock its user out."""
    return signing.dumps(user.pk, salt=_KNOWN)


def _is_known(user: User, sign: str) -> bool:
    try:
        return bool(sign) and signing.loads(sign, salt=_KNOWN, max_age=KNOWN_FOR) == user.pk
    except signing.BadSignature:
        return False


@business_transaction
def _begin_attempt(subjects: Sequence[Subject]) -> None:
    now = clock.now()
    for subject in subjects:
        LoginFailure.objects.get_or_create(subject=subject.key, defaults={"last_at": now})
        row = LoginFailure.objects.select_for_update().get(subject=subject.key)
        if row.locked_until and row.locked_until > now:
            raise TooManyAttempts(seconds=int((row.locked_until - now).total_seconds()) + 1)
        if now - row.last_at > lockout.FORGOTTEN_AFTER:
            row.failures = 0
        row.failures += 1
        row.last_at = now
        wait = lockout.wait_after(row.failures, free=subject.free)
        row.locked_until = now + wait if wait else None
        row.save(update_fields=["failures", "last_at", "locked_until"])


@business_transaction
def _forget_failures(subjects: Sequence[Subject]) -> None:
    """Of who got in; an address that others guess from keeps theirs."""
    own, *shared = subjects
    LoginFailure.objects.filter(subject=own.key).update(failures=0, locked_until=None)
    _take_back_attempt(shared)


@business_transaction
def _take_back_attempt(subjects: Sequence[Subject]) -> None:
    rows = LoginFailure.objects.filter(subject__in=[subject.key for subject in subjects])
    rows.update(locked_until=None)
    rows.filter(failures__gt=0).update(failures=F("failures") - 1)


def _password_fits(user: User | None, password: str) -> bool:
    """Spends the same time whether the user exists or not."""
    if user is None or not user.has_usable_password():
        make_password(password)
        return False
    return check_password(password, user.password)


def _note_failure(user: User | None, address: str) -> None:
    if user is not None:
        _record("sign_in_failed", user, address)


@business_transaction
def _record(action: str, user: User, address: str) -> None:
    scope = Scope(company_id=_home_company(user), user_id=user.pk, user_name=user.shown_name, source=address)
    with fence.inside(scope.company_id):
        audit.record(scope, action, noun="session", object_id=user.pk, label=user.username)


def _home_company(user: User) -> int:
    """Company under whose trail a sign-in is kept; 0 when the user belongs to none."""
    rows = Membership.objects.filter(user=user, is_active=True).order_by("company__code")
    return rows.values_list("company_id", flat=True).first() or 0


@business_transaction
def _check_totp(user: User, code: str, address: str) -> None:
    locked = User.objects.select_for_update().get(pk=user.pk)
    digest = recovery.digest_of(code)
    if digest in locked.recovery_digests:
        locked.recovery_digests = [kept for kept in locked.recovery_digests if kept != digest]
        user.recovery_digests = locked.recovery_digests
        locked.save(update_fields=["recovery_digests"])
        _record("use_recovery_code", user, address)
        return
    secret = base64.b32decode(locked.totp_secret)
    step = totp.accepted_step(
        secret, code.strip(), epoch_seconds=int(clock.now().timestamp()), last_step=locked.totp_last_step
    )
    if step is None:
        raise TotpWrong
    locked.totp_last_step = step
    locked.save(update_fields=["totp_last_step"])


@business_transaction
def open_session(user: User, *, session_key: str, address: str, agent: str) -> None:
    """Keep that this browser is signed in."""
    now = clock.now()
    UserSession.objects.create(
        user=user, session_key=session_key, created_at=now, last_seen_at=now, address=address, agent=agent[:200]
    )
    User.objects.filter(pk=user.pk).update(last_login=now)
    _record("sign_in", user, address)


@business_transaction
def renew_session(session_key: str, *, renewed_key: str) -> None:
    """The same signed-in browser under another key: what was copied of the old one opens nothing."""
    UserSession.objects.filter(session_key=session_key).update(session_key=renewed_key)


@business_transaction
def close_session(user: User, *, session_key: str, address: str) -> None:
    UserSession.objects.filter(session_key=session_key).delete()
    _record("sign_out", user, address)


@business_transaction
def end_session(user: User, session_id: int, *, address: str) -> None:
    """End one of the user's own sessions, at once. Raises NotFound."""
    row = UserSession.objects.filter(user=user, pk=session_id).first()
    if row is None:
        raise NotFound(noun="Session", id=str(session_id))
    Session.objects.filter(session_key=row.session_key).delete()
    row.delete()
    _record("end_session", user, address)


@business_transaction
def end_all_sessions(user_id: int, *, except_key: str = "") -> int:
    """End every session of the user but `except_key`; returns how many."""
    rows = UserSession.objects.filter(user_id=user_id).exclude(session_key=except_key)
    keys = list(rows.values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    rows.delete()
    return len(keys)


def same_password(user: User, stored_hash: str) -> bool:
    """A session lives as long as the password it was opened with."""
    return constant_time_compare(stored_hash, user.get_session_auth_hash())
