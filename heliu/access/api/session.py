"""Signing in and out, the first start, one's own password, second factor and sessions."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token, rotate_token
from pydantic import Field

from heliu.access import queries, registry
from heliu.access.api.schemas import Id, Input
from heliu.access.authentication import (
    COMPANY_KEY,
    KNOWN_COOKIE,
    address_of,
    open_browser_session,
    remember_browser,
    renew_browser_session,
    require_browser,
    require_csrf,
    session_user,
)
from heliu.access.errors import NoCompany
from heliu.access.models import Company, User
from heliu.access.queries import companies_of, scope_for
from heliu.access.services import passwords, second_factor, sessions
from heliu.access.services import setup as first_start
from heliu.access.services.companies import NewCompany
from heliu.access.services.users import NewPerson
from heliu.core.http import LOGGED_IN, PUBLIC, Router
from heliu.core.schemas import Schema
from heliu.core.scope import Scope

router = Router(tags=["session"])


class UserOut(Schema):
    id: str
    username: str
    display_name: str
    language: str
    must_change_password: bool
    has_totp: bool
    recovery_codes_left: int


class CompanyName(Schema):
    id: str
    code: str
    name: str
    currency: str


class SessionOut(Schema):
    authenticated: bool
    user: UserOut | None
    companies: list[CompanyName]
    company_id: str | None
    permissions: list[str]
    sees_cost: bool
    warehouse_ids: list[str] | None
    csrf_token: str
    setup_required: bool
    setup_needs_company: bool


class LoginIn(Input):
    username: str = Field(min_length=1, max_length=150)
    password: str = Field(min_length=1, max_length=128)
    totp: str = Field("", max_length=20)


class CompanyChoice(Input):
    company_id: Id


class CompanyIn(Input):
    name: str = Field(min_length=1, max_length=200)
    currency: str = Field("CNY", pattern=r"^[A-Z]{3}$")
    framework: str = Field("CAS", pattern=r"^(CAS|CAS_SMALL)$")
    country: str = Field("CN", pattern=r"^[A-Z]{2}$")
    time_zone: str = Field("Asia/Shanghai", max_length=50)
    uscc: str = Field("", max_length=18)


class SetupIn(Input):
    token: str = Field(min_length=20, max_length=100)
    username: str = Field(min_length=1, max_length=150)
    display_name: str = Field("", max_length=100)
    password: str = Field(min_length=1, max_length=200)
    language: str = Field("zh-hans", pattern=r"^(zh-hans|en)$")
    company: CompanyIn | None = None


class PasswordIn(Input):
    old_password: str = Field(min_length=1, max_length=128)
    new_password: str = Field(min_length=1, max_length=200)


class ProfileIn(Input):
    display_name: str = Field(max_length=100)
    language: str = Field(pattern=r"^(zh-hans|en)$")


class SessionRow(Schema):
    id: str
    created_at: dt.datetime
    last_seen_at: dt.datetime
    address: str
    agent: str
    is_current: bool


class TotpOffer(Schema):
    secret: str
    address: str


class TotpIn(Input):
    secret: str = Field(min_length=16, max_length=64, pattern=r"^[A-Z2-7]+$")
    code: str = Field(pattern=r"^[0-9]{6}$")


class RecoveryCodes(Schema):
    """Told this once: only digests of them are kept."""

    recovery_codes: list[str]


class SwitchedOn(SessionOut, RecoveryCodes):
    pass


class SwitchOff(Input):
    password: str = Field(min_length=1, max_length=128)


def _state(request: HttpRequest, user: User | None, scope: Scope | None) -> dict[str, Any]:
    everything = scope is not None and scope.all_permissions
    permissions = registry.codes() if everything else scope.permissions if scope else frozenset()
    setup_required = user is None and queries.setup_required()
    return {
        "authenticated": user is not None,
        "user": None if user is None else _user(user),
        "companies": [] if user is None else companies_of(user),
        "company_id": str(scope.company_id) if scope else None,
        "permissions": sorted(permissions),
        "sees_cost": bool(scope and scope.sees_cost),
        "warehouse_ids": None
        if scope is None or scope.warehouses is None
        else [str(w) for w in sorted(scope.warehouses)],
        "csrf_token": get_token(request),
        "setup_required": setup_required,
        "setup_needs_company": setup_required and not Company.objects.exists(),
    }


def _user(user: User) -> dict[str, Any]:
    return {
        "id": str(user.pk),
        "username": user.username,
        "display_name": user.shown_name,
        "language": user.language,
        "must_change_password": user.must_change_password,
        "has_totp": bool(user.totp_secret),
        "recovery_codes_left": len(user.recovery_digests),
    }


def _first_scope(request: HttpRequest, user: User) -> Scope | None:
    chosen = request.session.get(COMPANY_KEY)
    mine = [int(c["id"]) for c in companies_of(user)]
    company_id = chosen if chosen in mine else next(iter(mine), None)
    if company_id is None:
        return None
    if company_id != chosen:
        request.session[COMPANY_KEY] = company_id
    return scope_for(user, company_id, source=address_of(request))


def own_scope(request: HttpRequest) -> Scope:
    """Scope for acts on oneself, also when the user has no company. Raises BrowserOnly."""
    require_browser(request)
    scope: Scope | None = request.scope  # type: ignore[attr-defined]
    user: User = request.user_row  # type: ignore[attr-defined]
    return scope or Scope(company_id=0, user_id=user.pk, user_name=user.shown_name, source=address_of(request))


@router.get("/session", permission=PUBLIC, response=SessionOut)
def read_session(request: HttpRequest) -> dict[str, Any]:
    """Who is signed in, where, with which rights, and the CSRF token for every changing request."""
    user = session_user(request)
    return _state(request, user, _first_scope(request, user) if user else None)


@router.post("/session", permission=PUBLIC, response=SessionOut)
def sign_in(request: HttpRequest, response: HttpResponse, payload: LoginIn) -> dict[str, Any]:
    """Sign in with name, password and, where switched on, the six-digit code."""
    require_csrf(request)
    user = sessions.verify(
        sessions.Credentials(payload.username, payload.password, payload.totp),
        address=address_of(request),
        known=request.COOKIES.get(KNOWN_COOKIE, ""),
    )
    return _enter(request, response, user)


def _enter(request: HttpRequest, response: HttpResponse, user: User) -> dict[str, Any]:
    open_browser_session(request, user)
    remember_browser(response, user)
    rotate_token(request)
    return _state(request, user, _first_scope(request, user))


@router.delete("/session", permission=LOGGED_IN, response=SessionOut)
def sign_out(request: HttpRequest) -> dict[str, Any]:
    """End this session."""
    require_browser(request)
    key = request.session.session_key
    if key:
        sessions.close_session(request.user_row, session_key=key, address=address_of(request))  # type: ignore[attr-defined]
    request.session.flush()
    return _state(request, None, None)


@router.post("/session/company", permission=LOGGED_IN, response=SessionOut)
def choose_company(request: HttpRequest, payload: CompanyChoice) -> dict[str, Any]:
    """Work in another of one's companies."""
    require_browser(request)
    user: User = request.user_row  # type: ignore[attr-defined]
    if payload.company_id not in {c["id"] for c in companies_of(user)}:
        raise NoCompany
    request.session[COMPANY_KEY] = int(payload.company_id)
    return _state(request, user, _first_scope(request, user))


@router.post("/setup", permission=PUBLIC, response=SessionOut)
def set_up(request: HttpRequest, response: HttpResponse, payload: SetupIn) -> dict[str, Any]:
    """First start: administrator and first company, with the one-time token of the setup link; signs in."""
    require_csrf(request)
    person = NewPerson(
        username=payload.username,
        password=payload.password,
        display_name=payload.display_name,
        language=payload.language,
    )
    company = None if payload.company is None else NewCompany(**payload.company.model_dump())
    user, _ = first_start.complete_setup(first_start.FirstStart(token=payload.token, person=person, company=company))
    return _enter(request, response, user)


@router.put("/password", permission=LOGGED_IN, response=SessionOut)
def change_password(request: HttpRequest, payload: PasswordIn) -> dict[str, Any]:
    """A new password for oneself; every other session ends."""
    user: User = request.user_row  # type: ignore[attr-defined]
    scope = own_scope(request)
    sessions.confirm_password(user, payload.old_password, address=address_of(request), field="old_password")
    passwords.change_own_password(scope, user, new=payload.new_password)
    sessions.end_all_sessions(user.pk, except_key=request.session.session_key or "")
    renew_browser_session(request, user)
    return _state(request, user, _first_scope(request, user))


@router.put("/profile", permission=LOGGED_IN, response=SessionOut)
def change_profile(request: HttpRequest, payload: ProfileIn) -> dict[str, Any]:
    """One's own name and language."""
    user = passwords.change_own_profile(
        own_scope(request),
        request.user_row,  # type: ignore[attr-defined]
        display_name=payload.display_name,
        language=payload.language,
    )
    return _state(request, user, _first_scope(request, user))


@router.get("/sessions", permission=LOGGED_IN, response=list[SessionRow])
def list_sessions(request: HttpRequest) -> list[dict[str, Any]]:
    """One's own signed-in browsers."""
    require_browser(request)
    return queries.sessions(request.user_row.pk, current_key=request.session.session_key or "")  # type: ignore[attr-defined]


@router.delete("/sessions/{session_id}", permission=LOGGED_IN, response={204: None})
def end_session(request: HttpRequest, session_id: Id) -> tuple[int, None]:
    """Sign one browser out."""
    require_browser(request)
    sessions.end_session(request.user_row, int(session_id), address=address_of(request))  # type: ignore[attr-defined]
    return 204, None


@router.post("/totp/offer", permission=LOGGED_IN, response=TotpOffer)
def offer_totp(request: HttpRequest) -> dict[str, str]:
    """A fresh secret for an authenticator app; nothing is switched on yet."""
    require_browser(request)
    return second_factor.offer(request.user_row)  # type: ignore[attr-defined]


@router.put("/totp", permission=LOGGED_IN, response=SwitchedOn)
def switch_on_totp(request: HttpRequest, payload: TotpIn) -> dict[str, Any]:
    """Switch the second factor on: the code proves that the app holds the secret. Tells the recovery codes."""
    user, codes = second_factor.switch_on(
        own_scope(request), request.user_row, secret=payload.secret, code=payload.code
    )  # type: ignore[attr-defined]
    return {**_state(request, user, _first_scope(request, user)), "recovery_codes": codes}


@router.post("/totp/recovery-codes", permission=LOGGED_IN, response=RecoveryCodes)
def renew_recovery_codes(request: HttpRequest, payload: SwitchOff) -> dict[str, list[str]]:
    """New recovery codes in place of the old ones; needs the password."""
    scope, user = own_scope(request), request.user_row  # type: ignore[attr-defined]
    sessions.confirm_password(user, payload.password, address=address_of(request))
    codes = second_factor.renew_codes(scope, user)
    return {"recovery_codes": codes}


@router.post("/totp/switch-off", permission=LOGGED_IN, response=SessionOut)
def switch_off_totp(request: HttpRequest, payload: SwitchOff) -> dict[str, Any]:
    """Switch the second factor off; needs the password."""
    scope, user = own_scope(request), request.user_row  # type: ignore[attr-defined]
    sessions.confirm_password(user, payload.password, address=address_of(request))
    user = second_factor.switch_off(scope, user)
    return _state(request, user, _first_scope(request, user))
