"""The first administrator: a one-time link, no default password."""

import datetime as dt
import secrets
from dataclasses import dataclass

from heliu.access.errors import SetupClosed, SetupTokenRefused
from heliu.access.models import Company, Membership, MembershipRole, Role, SetupToken, User
from heliu.access.services.companies import NewCompany, create_company
from heliu.access.services.tokens import digest
from heliu.access.services.users import NewPerson, create_person
from heliu.core import clock
from heliu.core.transactions import business_transaction

_LIFE = dt.timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class FirstStart:
    token: str
    person: NewPerson
    company: NewCompany | None


@business_transaction
def issue_setup_token() -> str:
    """A new one-time token; older unused ones end. Raises SetupClosed when a user exists."""
    if User.objects.exists():
        raise SetupClosed
    now = clock.now()
    SetupToken.objects.filter(used_at__isnull=True).update(expires_at=now)
    token = secrets.token_urlsafe(32)
    SetupToken.objects.create(token_hash=digest(token), created_at=now, expires_at=now + _LIFE)
    return token


@business_transaction
def complete_setup(start: FirstStart) -> tuple[User, Company | None]:
    """First user, owner of the first company with its books and of every company that exists already.

    Raises SetupTokenRefused, SetupClosed, WeakPassword.
    """
    now = clock.now()
    live = SetupToken.objects.filter(token_hash=digest(start.token), used_at__isnull=True, expires_at__gt=now)
    if not live.update(used_at=now):
        raise SetupTokenRefused
    if User.objects.exists():
        raise SetupClosed
    user = create_person(start.person)
    _own_existing_companies(user)
    company = None
    if start.company is not None:
        company = create_company(None, start.company, owner_id=user.pk, owner_name=user.shown_name)
    return user, company


def _own_existing_companies(user: User) -> None:
    """Companies made before anybody could sign in (demo, import) get their owner now."""
    for role in Role.objects.filter(code="owner", is_preset=True).select_related("company"):
        membership = Membership.objects.create(company=role.company, user=user)
        MembershipRole.objects.create(company=role.company, membership=membership, role=role)
