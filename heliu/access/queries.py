"""Reads of access: the scope of a request, and lists for the screens of users, roles, audit and jobs."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import models

from heliu.access import registry
from heliu.access.errors import NoCompany
from heliu.access.models import ApiToken, Company, Membership, MembershipRole, Role, User, UserSession
from heliu.access.rules.duties import conflicts
from heliu.access.rules.patterns import EVERYTHING, granted
from heliu.core import clock, gateway
from heliu.core.errors import NotFound
from heliu.core.models import AuditRecord, Job
from heliu.core.prepared import prepared
from heliu.core.scope import Scope

# Every request asks this: one statement, run without building a query (an ORM query costs ten times its execution).
_SCOPE_SQL = """
SELECT m.warehouse_ids, m.own_documents, m.sees_cost, r.patterns
FROM access_membership m
JOIN access_company c ON c.id = m.company_id AND c.is_active
LEFT JOIN access_membershiprole l ON l.membership_id = m.id
LEFT JOIN access_role r ON r.id = l.role_id
WHERE m.company_id = %s AND m.user_id = %s AND m.is_active
"""


def _json(value: Any) -> Any:
    """A JSON column as the driver returns it."""
    return orjson.loads(value) if isinstance(value, str) else value


_LATER = (models.DateTimeField, models.JSONField)
_USER = tuple(f for f in User._meta.concrete_fields if not isinstance(f, _LATER))  # in model order
_USER_SQL = f"SELECT {', '.join(f.column for f in _USER)} FROM access_user WHERE id = %s AND is_active"  # noqa: S608


@prepared
def _names(ids: Iterable[int]) -> "models.QuerySet[User, Any]":
    return User.objects.filter(id__in=ids).values_list("id", "display_name", "username")


def user_names(ids: Iterable[int]) -> dict[int, str]:
    """Names as shown; 0 is the program itself."""
    return {0: "system", **{user_id: shown or username for user_id, shown, username in _names(set(ids))}}


def active_user(user_id: int) -> User | None:
    """The user with what a request needs (dates and lists are read when asked for); None when closed or unknown."""
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, _USER_SQL, (user_id,))
    if not rows:
        return None
    pairs = zip(_USER, rows[0], strict=True)
    values = [bool(value) if isinstance(f, models.BooleanField) else value for f, value in pairs]
    return User.from_db("default", [f.attname for f in _USER], values)


def scope_for(user: User, company_id: int, *, source: str = "", within: frozenset[str] | None = None) -> Scope:
    """The user's rights in the company as they stand now. `within`: patterns of a token that narrow them.

    Raises NoCompany when the user is no active member or the company is closed. Nothing is kept between requests.
    """
    with gateway.cursor() as cur:
        rows = gateway.fetch(cur, _SCOPE_SQL, (company_id, user.pk))
    if not rows or not user.is_active:
        raise NoCompany
    warehouse_ids, own_documents, sees_cost = _json(rows[0][0]), bool(rows[0][1]), bool(rows[0][2])
    patterns = frozenset(pattern for row in rows for pattern in _json(row[3]) or ())
    permissions = granted(patterns, registry.codes())
    everything = EVERYTHING in patterns
    if within is not None:
        permissions &= granted(within, registry.codes())
        everything = everything and EVERYTHING in within
    return Scope(
        company_id=company_id,
        user_id=user.pk,
        user_name=user.shown_name,
        permissions=permissions,
        all_permissions=everything,
        warehouses=None if warehouse_ids is None else frozenset(int(w) for w in warehouse_ids),
        own_documents=own_documents,
        sees_cost=sees_cost,
        source=source,
    )


def job_scope(company_id: int, user_id: int) -> Scope:
    """Scope of a background job: what its owner may do when it runs. Raises NoCompany."""
    user = User.objects.filter(pk=user_id).first()
    if user is None:
        raise NoCompany
    return scope_for(user, company_id, source="job")


def patterns_of(membership_id: int) -> frozenset[str]:
    rows = MembershipRole.objects.filter(membership_id=membership_id).values_list("role__patterns", flat=True)
    return frozenset(pattern for patterns in rows for pattern in patterns)


def companies_of(user: User) -> list[dict[str, Any]]:
    """Active companies the user works in, by code."""
    rows = (
        Membership.objects.filter(user=user, is_active=True, company__is_active=True)
        .order_by("company__code")
        .values_list("company_id", "company__code", "company__name", "company__currency")
    )
    return [{"id": str(i), "code": code, "name": name, "currency": currency} for i, code, name, currency in rows]


def members_among(scope: Scope, user_ids: Iterable[int]) -> set[int]:
    """Those of the users who have a place in the company."""
    rows = Membership.objects.filter(company_id=scope.company_id, user_id__in=set(user_ids))
    return set(rows.values_list("user_id", flat=True))


def setup_required() -> bool:
    return not User.objects.exists()


def permission_list() -> list[dict[str, Any]]:
    """Every permission of every room with its labels, grouped by room."""
    return [
        {
            "room": room.room,
            "permissions": [{"code": p.code, "label_zh": p.label_zh, "label_en": p.label_en} for p in room.permissions],
        }
        for room in registry.rooms()
    ]


def conflict_list(patterns: frozenset[str]) -> list[dict[str, Any]]:
    """Incompatible duties within the patterns."""
    return [
        {
            "left": {"code": c.left.code, "label_zh": c.left.label_zh, "label_en": c.left.label_en},
            "right": {"code": c.right.code, "label_zh": c.right.label_zh, "label_en": c.right.label_en},
            "permissions": list(c.permissions),
        }
        for c in conflicts(granted(patterns, registry.codes()))
    ]


# ---- companies ---------------------------------------------------------------------------------------------------

_COMPANY = ("id", "code", "name", "currency", "time_zone", "country", "uscc", "framework", "is_active")


def companies(scope: Scope) -> list[dict[str, Any]]:
    """Companies of the acting user."""
    rows = Company.objects.filter(
        pk__in=Membership.objects.filter(user_id=scope.user_id, is_active=True).values("company_id")
    )
    return [_company_row(row) for row in rows.order_by("code").values_list(*_COMPANY)]


def company(scope: Scope) -> dict[str, Any]:
    """The company of the scope."""
    return _company_row(Company.objects.values_list(*_COMPANY).get(pk=scope.company_id))


def _company_row(row: tuple[Any, ...]) -> dict[str, Any]:
    return {**dict(zip(_COMPANY, row, strict=True)), "id": str(row[0])}


# ---- roles -------------------------------------------------------------------------------------------------------


def roles(scope: Scope) -> list[dict[str, Any]]:
    rows = Role.objects.filter(company_id=scope.company_id).order_by("-is_preset", "id")
    return [role_row(row) for row in rows]


def role(scope: Scope, role_id: int) -> dict[str, Any]:
    """Raises NotFound."""
    row = Role.objects.filter(company_id=scope.company_id, pk=role_id).first()
    if row is None:
        raise NotFound(noun="Role", id=str(role_id))
    return role_row(row)


def role_row(row: Role) -> dict[str, Any]:
    patterns = frozenset(row.patterns)
    return {
        "id": str(row.pk),
        "code": row.code,
        "name_zh": row.name_zh,
        "name_en": row.name_en,
        "patterns": row.patterns,
        "permissions": sorted(granted(patterns, registry.codes())),
        "is_preset": row.is_preset,
        "version": row.version,
        "conflicts": [] if EVERYTHING in patterns else conflict_list(patterns),
    }


# ---- users -------------------------------------------------------------------------------------------------------

_MEMBER = (
    "id", "user_id", "user__username", "user__display_name", "user__email", "user__language", "user__is_active",
    "user__last_login", "user__totp_secret", "user__must_change_password", "warehouse_ids", "own_documents",
    "sees_cost", "is_active", "version",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageRequest:
    """A numbered page of a small list."""

    page: int = 1
    page_size: int = 50
    q: str = ""


def users(scope: Scope, request: PageRequest) -> dict[str, Any]:
    """Members of the company with their roles."""
    rows = Membership.objects.filter(company_id=scope.company_id)
    if request.q:
        rows = rows.filter(user__username__icontains=request.q) | rows.filter(user__display_name__icontains=request.q)
    first = (request.page - 1) * request.page_size
    page = list(rows.order_by("user__username").values_list(*_MEMBER)[first : first + request.page_size])
    return {"items": _members(scope, page), "total": rows.count()}


def user(scope: Scope, user_id: int) -> dict[str, Any]:
    """One member. Raises NotFound."""
    rows = list(Membership.objects.filter(company_id=scope.company_id, user_id=user_id).values_list(*_MEMBER))
    if not rows:
        raise NotFound(noun="User", id=str(user_id))
    return _members(scope, rows)[0]


def _members(scope: Scope, rows: list[tuple[Any, ...]]) -> list[dict[str, Any]]:
    by_membership: dict[int, list[tuple[Any, ...]]] = {}
    links = MembershipRole.objects.filter(company_id=scope.company_id, membership_id__in=[row[0] for row in rows])
    for membership_id, *rest in links.order_by("role__id").values_list(
        "membership_id", "role_id", "role__code", "role__name_zh", "role__name_en", "role__patterns"
    ):
        by_membership.setdefault(membership_id, []).append(tuple(rest))
    return [_member(row, by_membership.get(row[0], [])) for row in rows]


def _member(row: tuple[Any, ...], held: list[tuple[Any, ...]]) -> dict[str, Any]:
    value = dict(zip(_MEMBER, row, strict=True))
    patterns = frozenset(p for role in held for p in role[4])
    return {
        "id": str(value["user_id"]),
        "username": value["user__username"],
        "display_name": value["user__display_name"],
        "email": value["user__email"],
        "language": value["user__language"],
        "is_active": value["is_active"] and value["user__is_active"],
        "last_login": value["user__last_login"],
        "has_totp": bool(value["user__totp_secret"]),
        "must_change_password": value["user__must_change_password"],
        "warehouse_ids": None if value["warehouse_ids"] is None else [str(w) for w in value["warehouse_ids"]],
        "own_documents": value["own_documents"],
        "sees_cost": value["sees_cost"],
        "roles": [{"id": str(r[0]), "code": r[1], "name_zh": r[2], "name_en": r[3]} for r in held],
        "conflicts": [] if EVERYTHING in patterns else conflict_list(patterns),
        "version": value["version"],
    }


# ---- sessions and tokens of oneself ------------------------------------------------------------------------------


def sessions(user_id: int, *, current_key: str) -> list[dict[str, Any]]:
    rows = UserSession.objects.filter(user_id=user_id).order_by("-last_seen_at")
    return [
        {
            "id": str(row.pk),
            "created_at": row.created_at,
            "last_seen_at": row.last_seen_at,
            "address": row.address,
            "agent": row.agent,
            "is_current": row.session_key == current_key,
        }
        for row in rows
    ]


def tokens(scope: Scope) -> list[dict[str, Any]]:
    """The acting user's tokens of this company; the secret itself is nowhere."""
    now = clock.now()
    rows = ApiToken.objects.filter(company_id=scope.company_id, user_id=scope.user_id).order_by("-id")
    return [
        {
            "id": str(row.pk),
            "name": row.name,
            "prefix": row.prefix,
            "patterns": row.patterns,
            "created_at": row.created_at,
            "expires_at": row.expires_at,
            "last_used_at": row.last_used_at,
            "state": "revoked" if row.revoked_at else "expired" if row.expires_at <= now else "active",
        }
        for row in rows
    ]


# ---- audit trail and jobs ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AuditRequest:
    """Filters of the audit trail; empty ones do not filter."""

    cursor: str | None = None
    limit: int = 50
    q: str = ""
    noun: str = ""
    object_id: int | None = None
    user_id: int | None = None
    action: str = ""
    since: Any = None
    until: Any = None


_AUDIT = (
    "id",
    "at",
    "user_id",
    "user_name",
    "source",
    "action",
    "noun",
    "object_id",
    "label",
    "before",
    "after",
    "reason",
)


_COST = frozenset({"purchase_price"})
"""Fields of before and after that only who may see cost is told."""


def _without_cost(values: dict[str, Any] | None) -> dict[str, Any] | None:
    return values and {name: value for name, value in values.items() if name not in _COST}


def audit_trail(scope: Scope, request: AuditRequest) -> dict[str, Any]:
    """Newest first, keyset by id; cost prices only for who may see them."""
    rows = AuditRecord.objects.filter(company_id=scope.company_id)
    if request.cursor:
        rows = rows.filter(id__lt=int(request.cursor))
    exact = {"noun": request.noun, "object_id": request.object_id, "user_id": request.user_id, "action": request.action}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if request.since:
        rows = rows.filter(at__gte=request.since)
    if request.until:
        rows = rows.filter(at__lt=request.until)
    if request.q:
        rows = rows.filter(label__icontains=request.q)
    page = list(rows.order_by("-id").values_list(*_AUDIT)[: request.limit + 1])
    items = [
        {**dict(zip(_AUDIT, row, strict=True)), "id": str(row[0]), "user_id": str(row[2]), "object_id": str(row[7])}
        for row in page[: request.limit]
    ]
    if not scope.sees_cost:
        items = [{**row, "before": _without_cost(row["before"]), "after": _without_cost(row["after"])} for row in items]
    return {"items": items, "next_cursor": items[-1]["id"] if len(page) > request.limit else None}


_JOB = (
    "id", "kind", "title", "state", "done", "total", "message", "result", "error", "user_id", "user_name",
    "created_at", "started_at", "finished_at",
)  # fmt: skip


def jobs(scope: Scope, *, cursor: str | None, limit: int, state: str = "") -> dict[str, Any]:
    """The company's jobs, newest first; without access.job.read only one's own."""
    rows = _visible_jobs(scope)
    if cursor:
        rows = rows.filter(id__lt=int(cursor))
    if state:
        rows = rows.filter(state=state)
    page = list(rows.order_by("-id").values_list(*_JOB)[: limit + 1])
    items = [_job_row(row) for row in page[:limit]]
    return {"items": items, "next_cursor": items[-1]["id"] if len(page) > limit else None}


def job(scope: Scope, job_id: int) -> dict[str, Any]:
    """Raises NotFound."""
    row = _visible_jobs(scope).filter(pk=job_id).values_list(*_JOB).first()
    if row is None:
        raise NotFound(noun="Job", id=str(job_id))
    return _job_row(row)


def _visible_jobs(scope: Scope) -> Any:
    rows = Job.objects.filter(company_id=scope.company_id)
    return rows if scope.can("access.job.read") else rows.filter(user_id=scope.user_id)


def _job_row(row: tuple[Any, ...]) -> dict[str, Any]:
    value = dict(zip(_JOB, row, strict=True))
    return {**value, "id": str(value["id"]), "user_id": str(value["user_id"])}
