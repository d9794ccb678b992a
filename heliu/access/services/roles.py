"""Roles of a company: names and permission patterns; nobody writes a role wider than themselves."""

import re
from dataclasses import dataclass

from heliu.access import registry
from heliu.access.errors import LastOwner, MoreThanYourOwn, UnknownPermissions
from heliu.access.models import MembershipRole, Role
from heliu.access.rules.patterns import EVERYTHING, granted, unknown
from heliu.core import audit
from heliu.core.errors import DuplicateCode, InUse, InvalidInput, NotFound, StaleVersion
from heliu.core.scope import Scope
from heliu.core.transactions import business_transaction

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")


@dataclass(frozen=True, slots=True)
class RoleContent:
    code: str
    name_zh: str
    name_en: str
    patterns: tuple[str, ...]


@business_transaction
def create_role(scope: Scope, content: RoleContent) -> int:
    """Raises DuplicateCode, UnknownPermissions, MoreThanYourOwn."""
    scope.require("access.role.create")
    _check(scope, content)
    if Role.objects.filter(company_id=scope.company_id, code=content.code).exists():
        raise DuplicateCode(noun="Role", value=content.code, loc=("code",))
    row = Role.objects.create(
        company_id=scope.company_id,
        code=content.code,
        name_zh=content.name_zh,
        name_en=content.name_en,
        patterns=list(content.patterns),
    )
    audit.record(scope, "create", noun="role", object_id=row.pk, label=row.name_zh, after={"patterns": row.patterns})
    return row.pk


@business_transaction
def update_role(scope: Scope, role_id: int, content: RoleContent, *, version: int) -> None:
    """Names and patterns; the code of a role stays. The owner's role keeps all rights."""
    scope.require("access.role.update")
    row = _locked(scope, role_id)
    if row.version != version:
        raise StaleVersion(noun="Role", id=str(role_id), actual=row.version, expected=version)
    _check(scope, content)
    require_may_grant(scope, frozenset(row.patterns))
    if row.code == "owner" and EVERYTHING not in content.patterns:
        raise LastOwner
    before = {"name_zh": row.name_zh, "name_en": row.name_en, "patterns": row.patterns}
    row.name_zh, row.name_en, row.patterns = content.name_zh, content.name_en, list(content.patterns)
    row.version += 1
    row.save(update_fields=["name_zh", "name_en", "patterns", "version"])
    after = {"name_zh": row.name_zh, "name_en": row.name_en, "patterns": row.patterns}
    audit.record(scope, "update", noun="role", object_id=row.pk, label=row.name_zh, before=before, after=after)


@business_transaction
def delete_role(scope: Scope, role_id: int) -> None:
    """Only a role of one's own making that nobody holds. Raises InUse."""
    scope.require("access.role.update")
    row = _locked(scope, role_id)
    if row.is_preset or MembershipRole.objects.filter(company_id=scope.company_id, role=row).exists():
        raise InUse(noun="Role", value=row.code)
    audit.record(scope, "delete", noun="role", object_id=row.pk, label=row.name_zh, before={"patterns": row.patterns})
    row.delete()


def require_may_grant(scope: Scope, patterns: frozenset[str]) -> None:
    """Raises MoreThanYourOwn when the patterns reach beyond the acting user's rights."""
    if scope.all_permissions:
        return
    beyond = granted(patterns, registry.codes()) - scope.permissions
    if beyond or EVERYTHING in patterns:
        raise MoreThanYourOwn(permissions=", ".join(sorted(beyond)[:5]) or EVERYTHING)


def _check(scope: Scope, content: RoleContent) -> None:
    if not _CODE.fullmatch(content.code):
        raise InvalidInput(field="code", reason="small letters, digits and _, at most 40", loc=("code",))
    bad = unknown(content.patterns, registry.codes())
    if bad:
        raise UnknownPermissions(patterns=", ".join(bad), loc=("patterns",))
    require_may_grant(scope, frozenset(content.patterns))


def _locked(scope: Scope, role_id: int) -> Role:
    row = Role.objects.select_for_update().filter(company_id=scope.company_id, pk=role_id).first()
    if row is None:
        raise NotFound(noun="Role", id=str(role_id))
    return row
