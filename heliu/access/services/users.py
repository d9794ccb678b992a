"""Users and their place in a company: roles, warehouses, own documents, cost prices."""

import unicodedata
from dataclasses import dataclass

from heliu.access.errors import LastOwner, MoreThanYourOwn, OtherCompaniesUser
from heliu.access.events import WarehousesGiven
from heliu.access.models import Membership, MembershipRole, Role, User
from heliu.access.queries import patterns_of, scope_for
from heliu.access.rules.patterns import EVERYTHING
from heliu.access.services.passwords import check_password_policy
from heliu.access.services.roles import require_may_grant
from heliu.access.services.sessions import end_all_sessions
from heliu.core import audit, clock, events
from heliu.core.errors import DuplicateCode, InvalidInput, NotFound, StaleVersion
from heliu.core.scope import Scope
from heliu.core.transactions import alone_with, business_transaction


@dataclass(frozen=True, slots=True)
class NewPerson:
    username: str
    password: str
    display_name: str = ""
    email: str = ""
    language: str = "zh-hans"
    must_change_password: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """What a user may do and see in one company; warehouse_ids None means all. Cost prices only when said so."""

    role_ids: tuple[int, ...]
    warehouse_ids: tuple[int, ...] | None = None
    own_documents: bool = False
    sees_cost: bool = False
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class PersonChange:
    display_name: str
    email: str
    language: str


@business_transaction
def create_person(new: NewPerson) -> User:
    """A user without any rights yet. Raises DuplicateCode, InvalidInput, WeakPassword."""
    username = unicodedata.normalize("NFKC", new.username).strip()
    if not username or any(c.isspace() or not c.isprintable() for c in username):
        raise InvalidInput(field="username", reason="1 to 150 characters without spaces", loc=("username",))
    if User.objects.filter(username__iexact=username).exists():
        raise DuplicateCode(noun="User", value=username, loc=("username",))
    user = User(
        username=username,
        display_name=new.display_name,
        email=new.email,
        language=new.language,
        must_change_password=new.must_change_password,
        created_at=clock.now(),
    )
    check_password_policy(new.password, user)
    user.set_password(new.password)
    user.save(force_insert=True)
    return user


@business_transaction
def create_user(scope: Scope, new: NewPerson, place: Place) -> int:
    """A new user of the company with a first password that they must change at the first sign-in.

    Raises NotFound for a role or warehouse of another company, MoreThanYourOwn, and what create_person raises.
    """
    scope.require("access.user.create")
    user = create_person(new)
    _admit(scope, user, place)
    return user.pk


@business_transaction
def add_existing_user(scope: Scope, username: str, place: Place) -> int:
    """Give a user of another company that one administers too a place in this one. Raises NotFound."""
    scope.require("access.user.create")
    user = User.objects.filter(username__iexact=username).first()
    acting = User.objects.get(pk=scope.user_id)
    if user is None or not any(_administers(acting, c) for c in _companies(user)):
        raise NotFound(noun="User", id=username)
    if Membership.objects.filter(company_id=scope.company_id, user=user).exists():
        raise DuplicateCode(noun="User", value=username, loc=("username",))
    _admit(scope, user, place)
    return user.pk


def _admit(scope: Scope, user: User, place: Place) -> None:
    roles = _roles(scope, place)
    membership = Membership.objects.create(
        company_id=scope.company_id,
        user=user,
        warehouse_ids=None if place.warehouse_ids is None else list(place.warehouse_ids),
        own_documents=place.own_documents,
        sees_cost=place.sees_cost,
        is_active=place.is_active,
    )
    _give(scope, membership, roles)
    audit.record(scope, "create", noun="user", object_id=user.pk, label=user.username, after=_facts(membership, roles))


@business_transaction
def update_user(scope: Scope, user_id: int, place: Place, *, version: int, person: PersonChange | None = None) -> None:
    """Change a member's place and, if nobody else's company is touched by it, the person's own data.

    Raises NotFound, StaleVersion, MoreThanYourOwn, LastOwner, OtherCompaniesUser.
    """
    scope.require("access.user.update")
    membership = _locked(scope, user_id)
    if membership.version != version:
        raise StaleVersion(noun="User", id=str(user_id), actual=membership.version, expected=version)
    require_may_grant(scope, patterns_of(membership.pk))
    roles = _roles(scope, place)
    before = _facts(membership, _held(membership))
    membership.warehouse_ids = None if place.warehouse_ids is None else list(place.warehouse_ids)
    membership.own_documents, membership.sees_cost = place.own_documents, place.sees_cost
    membership.is_active = place.is_active
    membership.version += 1
    membership.save(update_fields=["warehouse_ids", "own_documents", "sees_cost", "is_active", "version"])
    MembershipRole.objects.filter(company_id=scope.company_id, membership=membership).delete()
    _give(scope, membership, roles)
    _require_an_owner(scope)
    after = _facts(membership, roles)
    if person is not None:
        before, after = _change_person(scope, membership.user, person, before, after)
    audit.record(
        scope, "update", noun="user", object_id=user_id, label=membership.user.username, before=before, after=after
    )


def _change_person(
    scope: Scope, user: User, person: PersonChange, before: dict[str, object], after: dict[str, object]
) -> tuple[dict[str, object], dict[str, object]]:
    fields = ("display_name", "email", "language")
    old = {f: getattr(user, f) for f in fields}
    new = {f: getattr(person, f) for f in fields}
    if old != new:
        _require_whole(scope, user)
        User.objects.filter(pk=user.pk).update(**new)
    return {**before, **old}, {**after, **new}


@business_transaction
def reset_password(scope: Scope, user_id: int, password: str) -> None:
    """A new first password; every session of the user ends and the second factor is switched off."""
    scope.require("access.user.update")
    membership = _locked(scope, user_id)
    require_may_grant(scope, patterns_of(membership.pk))
    user = membership.user
    _require_whole(scope, user)
    check_password_policy(password, user)
    user.set_password(password)
    user.must_change_password = True
    user.totp_secret, user.recovery_digests = "", []
    user.save(update_fields=["password", "must_change_password", "totp_secret", "recovery_digests"])
    end_all_sessions(user.pk)
    audit.record(scope, "reset_password", noun="user", object_id=user.pk, label=user.username)


@business_transaction
def end_sessions_of(scope: Scope, user_id: int) -> int:
    """Sign a member out everywhere; returns how many sessions ended."""
    scope.require("access.user.update")
    membership = _locked(scope, user_id)
    _require_whole(scope, membership.user)
    ended = end_all_sessions(user_id)
    audit.record(scope, "end_sessions", noun="user", object_id=user_id, label=membership.user.username)
    return ended


# ---- parts -------------------------------------------------------------------------------------------------------


def _locked(scope: Scope, user_id: int) -> Membership:
    row = (
        Membership.objects.select_for_update(of=("self",))
        .select_related("user")
        .filter(company_id=scope.company_id, user_id=user_id)
        .first()
    )
    if row is None:
        raise NotFound(noun="User", id=str(user_id))
    return row


def _roles(scope: Scope, place: Place) -> list[Role]:
    """The roles asked for, all of this company and none wider than the acting user; locked, so that they stay."""
    wanted = Role.objects.select_for_update(no_key=True).filter(company_id=scope.company_id, pk__in=place.role_ids)
    rows = list(wanted.order_by("pk"))
    missing = set(place.role_ids) - {row.pk for row in rows}
    if missing:
        raise NotFound(noun="Role", id=", ".join(str(m) for m in sorted(missing)), loc=("role_ids",))
    require_may_grant(scope, frozenset(p for row in rows for p in row.patterns))
    if place.sees_cost and not scope.sees_cost:
        raise MoreThanYourOwn(permissions="cost prices", loc=("sees_cost",))
    if scope.warehouses is not None and not set(place.warehouse_ids or ()) <= scope.warehouses:
        raise MoreThanYourOwn(permissions="warehouses", loc=("warehouse_ids",))
    if scope.warehouses is not None and place.warehouse_ids is None:
        raise MoreThanYourOwn(permissions="all warehouses", loc=("warehouse_ids",))
    if place.warehouse_ids:
        events.emit(WarehousesGiven(scope=scope, warehouse_ids=place.warehouse_ids))
    return rows


def _give(scope: Scope, membership: Membership, roles: list[Role]) -> None:
    MembershipRole.objects.bulk_create(
        MembershipRole(company_id=scope.company_id, membership=membership, role=role) for role in roles
    )


def _held(membership: Membership) -> list[Role]:
    links = MembershipRole.objects.filter(company_id=membership.company_id, membership=membership)
    return [link.role for link in links.select_related("role").order_by("role_id")]


def _facts(membership: Membership, roles: list[Role]) -> dict[str, object]:
    return {
        "roles": sorted(role.code for role in roles),
        "warehouse_ids": membership.warehouse_ids,
        "own_documents": membership.own_documents,
        "sees_cost": membership.sees_cost,
        "is_active": membership.is_active,
    }


def _require_an_owner(scope: Scope) -> None:
    alone_with(f"owners:{scope.company_id}")  # two owners may be about to take each other's role
    held = MembershipRole.objects.filter(
        company_id=scope.company_id, membership__is_active=True, membership__user__is_active=True
    )
    if not any(EVERYTHING in patterns for patterns in held.values_list("role__patterns", flat=True)):
        raise LastOwner


def _companies(user: User) -> list[int]:
    return list(Membership.objects.filter(user=user, is_active=True).values_list("company_id", flat=True))


def _administers(acting: User, company_id: int) -> bool:
    if not Membership.objects.filter(user=acting, company_id=company_id, is_active=True).exists():
        return False
    return scope_for(acting, company_id).can("access.user.update")


def _require_whole(scope: Scope, user: User) -> None:
    """The person's own data and sign-in belong to who administers every company they work in."""
    others = [company for company in _companies(user) if company != scope.company_id]
    acting = User.objects.filter(pk=scope.user_id).first()
    if others and (acting is None or not all(_administers(acting, c) for c in others)):
        raise OtherCompaniesUser(username=user.username)
