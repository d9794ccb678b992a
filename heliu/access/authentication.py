"""Who is asking, for every route that is not public.

A browser comes with a session cookie (and, to change anything, a CSRF token); a program with a personal token.
Rights are read afresh for every request, so taking them away works at once.
"""

import datetime as dt
import time

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from ninja.utils import check_csrf

from heliu.access.errors import BrowserOnly, MustChangePassword, NoCompany
from heliu.access.models import User, UserSession
from heliu.access.queries import active_user, companies_of, scope_for
from heliu.access.services import sessions, tokens
from heliu.core import clock, fence
from heliu.core.errors import Category, ErpError

USER_KEY = "user_id"
PASSWORD_KEY = "password_hash"
COMPANY_KEY = "company_id"
KNOWN_COOKIE = "heliu_known"
_SEEN_NOTED_EVERY = dt.timedelta(minutes=10)
_SEEN_SECONDS = _SEEN_NOTED_EVERY // dt.timedelta(seconds=1)
_OPEN_WHILE_PASSWORD_IS_TEMPORARY = ("/api/v1/access/session", "/api/v1/access/password")


class CsrfRefused(ErpError):
    code = "csrf_refused"
    category = Category.FORBIDDEN
    template = "The CSRF token is missing or wrong; reload the page."


def authenticate(request: HttpRequest) -> User | None:
    """Session cookie or `Authorization: Bearer`; sets request.user_row and request.scope (None without a company)."""
    header = request.headers.get("Authorization", "")
    if header:
        return _by_token(request, header)
    user = session_user(request)
    if user is None:
        return None
    require_csrf(request)
    if user.must_change_password and request.path not in _OPEN_WHILE_PASSWORD_IS_TEMPORARY:
        raise MustChangePassword
    _enter_company(request, user)
    if request.scope is not None:  # type: ignore[attr-defined]
        fence.enter(request.scope.company_id)  # type: ignore[attr-defined]
    return user


def require_csrf(request: HttpRequest) -> None:
    """Raises CsrfRefused for a changing request without the token of the session endpoint."""
    if check_csrf(request) is not None:
        raise CsrfRefused


def require_browser(request: HttpRequest) -> None:
    """Raises BrowserOnly for a program: a token acts in its company and never on the account of its owner."""
    if request.headers.get("Authorization"):
        raise BrowserOnly


def session_user(request: HttpRequest) -> User | None:
    """Signed-in user of the session cookie; a session of an older password or a closed account counts as none."""
    user_id = request.session.get(USER_KEY)
    if user_id is None:
        return None
    user = active_user(user_id)
    if user is None or not sessions.same_password(user, request.session.get(PASSWORD_KEY, "")):
        request.session.flush()
        return None
    return user


def _enter_company(request: HttpRequest, user: User) -> None:
    request.user_row = user  # type: ignore[attr-defined]
    request.scope = None  # type: ignore[attr-defined]
    company_id = request.session.get(COMPANY_KEY)
    try:
        if company_id is None:
            raise NoCompany
        request.scope = scope_for(user, company_id, source=address_of(request))  # type: ignore[attr-defined]
    except NoCompany:
        first = next(iter(companies_of(user)), None)
        if first is not None:
            request.session[COMPANY_KEY] = int(first["id"])
            request.scope = scope_for(user, int(first["id"]), source=address_of(request))  # type: ignore[attr-defined]
    _note_seen(request)


_seen: dict[str, int] = {}  # session key → when this process noted it last; saves a query per request
_SEEN_KEPT = 10_000


def _note_seen(request: HttpRequest) -> None:
    key, now = request.session.session_key or "", time.monotonic_ns() // 10**9
    if now - _seen.get(key, -_SEEN_SECONDS) < _SEEN_SECONDS:
        return
    if len(_seen) >= _SEEN_KEPT:
        _seen.clear()
    _seen[key] = now
    moment = clock.now()
    UserSession.objects.filter(session_key=key, last_seen_at__lt=moment - _SEEN_NOTED_EVERY).update(last_seen_at=moment)


def _by_token(request: HttpRequest, header: str) -> User | None:
    scheme, _, token = header.partition(" ")
    row = tokens.usable_token(token.strip()) if scheme.lower() == "bearer" else None
    if row is None or not row.user.is_active or row.user.must_change_password:
        return None
    request.user_row = row.user  # type: ignore[attr-defined]
    request.scope = scope_for(  # type: ignore[attr-defined]
        row.user, row.company_id, source=f"token:{row.name} {address_of(request)}", within=frozenset(row.patterns)
    )
    fence.enter(row.company_id)
    return row.user


def open_browser_session(request: HttpRequest, user: User) -> None:
    """A fresh session key for the user (no fixation), with the password it was opened with."""
    request.session.flush()
    session: SessionStore = request.session  # type: ignore[assignment]
    session[USER_KEY] = user.pk
    session[PASSWORD_KEY] = user.get_session_auth_hash()
    session.save()
    sessions.open_session(
        user,
        session_key=str(session.session_key),
        address=address_of(request),
        agent=request.headers.get("User-Agent", ""),
    )


def renew_browser_session(request: HttpRequest, user: User) -> None:
    """A new session key for the password that the user has now; a copy of the old cookie opens nothing any more."""
    before = str(request.session.session_key)
    request.session.cycle_key()
    request.session[PASSWORD_KEY] = user.get_session_auth_hash()
    sessions.renew_session(before, renewed_key=str(request.session.session_key))


def remember_browser(response: HttpResponse, user: User) -> None:
    """So that guesses of others at the same address do not keep this user of this browser out."""
    response.set_cookie(
        KNOWN_COOKIE,
        sessions.sign_of_known(user),
        max_age=sessions.KNOWN_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def address_of(request: HttpRequest) -> str:
    """Network address of the caller; behind a trusted proxy the last hop it reports."""
    forwarded = request.headers.get("X-Forwarded-For", "") if settings.BEHIND_PROXY else ""
    address = forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")
    return address[:45]
